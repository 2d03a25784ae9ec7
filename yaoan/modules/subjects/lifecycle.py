"""What may happen to a firm, a licence, a product and a person: four tables."""

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import ANY, BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.subjects.choices import LicenceState, P, PersonState, ProductState, SubjectState

CREDIT_FILE = "《药品管理法》第一百零五条（药品安全信用档案）"
BANS = "《药品管理法》第一百一十八条、第一百四十条等（禁止从业）"

# Firms

_S = SubjectState
_LIVE = among(_S.ACTIVE, _S.CLOSED)

REGISTER = Act("register", _("登记"), P.EDIT, CREDIT_FILE, BIRTH, _S.ACTIVE)
AMEND = Act("amend", _("更正补充"), P.EDIT, CREDIT_FILE, _LIVE)
RENAME = Act("rename", _("变更名称"), P.EDIT, "《市场主体登记管理条例》第二十四条（变更登记）", _LIVE)
MOVE = Act("move", _("变更地址"), P.EDIT, "《市场主体登记管理条例》第二十四条（变更登记）", _LIVE)
UPDATE = Act("update", _("按名册更新"), P.IMPORT, CREDIT_FILE, _LIVE)
CLOSE = Act(
    "close",
    _("停业注销"),
    P.EDIT,
    "《市场主体登记管理条例》第三十一条（注销登记）",
    among(_S.ACTIVE),
    _S.CLOSED,
    dangerous=True,
)
RESUME = Act(
    "resume", _("恢复经营"), P.EDIT, "《市场主体登记管理条例》第三十条（歇业与恢复）", among(_S.CLOSED), _S.ACTIVE
)
MERGE = Act("merge", _("并入另一档案"), P.MERGE, CREDIT_FILE, _LIVE, _S.MERGED, dangerous=True)
UNMERGE = Act("unmerge", _("取消合并"), P.MERGE, CREDIT_FILE, among(_S.MERGED), _S.ACTIVE, dangerous=True)
ABSORB = Act("absorb", _("接收并入"), P.MERGE, CREDIT_FILE, _LIVE, follows=True)
RELEASE = Act("release", _("分出档案"), P.MERGE, CREDIT_FILE, ANY, follows=True)
DISTINGUISH = Act("distinguish", _("认定不是同一家"), P.MERGE, CREDIT_FILE, _LIVE)

SUBJECTS = Lifecycle(
    "subjects",
    _("企业单位"),
    SubjectState,
    (
        REGISTER,
        AMEND,
        RENAME,
        MOVE,
        UPDATE,
        CLOSE,
        RESUME,
        MERGE,
        UNMERGE,
        ABSORB,
        RELEASE,
        DISTINGUISH,
        remark("subjects"),
        revert(),
    ),
    closed=among(_S.CLOSED, _S.MERGED),
)

# Licences

_L = LicenceState
_HELD = among(_L.VALID, _L.REMINDED)

GRANT = Act("grant", _("登记证照"), P.EDIT, "《行政许可法》第三十九条（颁发许可证件）", BIRTH, _L.VALID)
AMEND_LICENCE = Act("amend", _("变更证照"), P.EDIT, "《行政许可法》第四十九条（变更）", _HELD)
REMIND = Act("remind", _("提醒续办"), P.EDIT, "《行政许可法》第五十条（延续）", among(_L.VALID), _L.REMINDED)
URGE = Act("urge", _("末次催办"), P.EDIT, "《行政许可法》第五十条（延续）", among(_L.REMINDED))
RENEW = Act(
    "renew", _("延续换证"), P.EDIT, "《行政许可法》第五十条（延续）", among(_L.VALID, _L.REMINDED, _L.LAPSED), _L.VALID
)
LAPSE = Act("lapse", _("到期失效"), P.EDIT, "《行政许可法》第七十条第一项（有效期届满未延续）", _HELD, _L.LAPSED)
CANCEL = Act(
    "cancel",
    _("注销吊销"),
    P.EDIT,
    "《行政许可法》第七十条（注销）",
    among(_L.VALID, _L.REMINDED, _L.LAPSED),
    _L.CANCELLED,
    dangerous=True,
)
FOLLOW_LICENCE = Act("follow", _("随企业迁移"), P.EDIT, CREDIT_FILE, ANY, follows=True)

LICENCES = Lifecycle(
    "licences",
    _("证照"),
    LicenceState,
    (GRANT, AMEND_LICENCE, REMIND, URGE, RENEW, LAPSE, CANCEL, FOLLOW_LICENCE, remark("licences"), revert()),
    duties=(
        Duty("remind", _("提醒企业续办证照"), among(_L.VALID), agreed="remind_by"),
        Duty("urge", _("末次催办续办证照"), among(_L.REMINDED), agreed="urge_by"),
    ),
    closed=among(_L.LAPSED, _L.CANCELLED),
)

# Products

_G = ProductState

REGISTER_PRODUCT = Act("register", _("登记产品"), P.EDIT, "《药品管理法》第二十四条（注册）", BIRTH, _G.ACTIVE)
AMEND_PRODUCT = Act("amend", _("更正补充"), P.EDIT, CREDIT_FILE, ANY)
WITHDRAW = Act(
    "withdraw",
    _("注销或撤市"),
    P.EDIT,
    "《药品管理法》第八十三条（上市后评价与注销）",
    among(_G.ACTIVE),
    _G.WITHDRAWN,
    dangerous=True,
)
RESTORE = Act("restore", _("恢复"), P.EDIT, CREDIT_FILE, among(_G.WITHDRAWN), _G.ACTIVE)
FOLLOW_PRODUCT = Act("follow", _("随企业迁移"), P.EDIT, CREDIT_FILE, ANY, follows=True)

PRODUCTS = Lifecycle(
    "products",
    _("产品"),
    ProductState,
    (REGISTER_PRODUCT, AMEND_PRODUCT, WITHDRAW, RESTORE, FOLLOW_PRODUCT, remark("products"), revert()),
    closed=among(_G.WITHDRAWN),
)

# People

_E = PersonState

ENROL = Act("enrol", _("登记人员"), P.EDIT, "《药品管理法》第五十二条（依法经过资格认定的人员）", BIRTH, _E.ACTIVE)
AMEND_PERSON = Act("amend", _("更正补充"), P.EDIT, CREDIT_FILE, ANY)
APPOINT = Act("appoint", _("任职"), P.EDIT, CREDIT_FILE, ANY, _E.ACTIVE)
DISMISS = Act("dismiss", _("离任"), P.EDIT, CREDIT_FILE, among(_E.ACTIVE))
LEAVE = Act("leave", _("不再从业"), P.EDIT, CREDIT_FILE, among(_E.ACTIVE), _E.LEFT)
BAR = Act("bar", _("记入禁业"), P.EDIT, BANS, ANY, follows=True)
UNBAR = Act("unbar", _("撤销禁业"), P.EDIT, BANS, ANY, follows=True)

PEOPLE = Lifecycle(
    "people",
    _("人员"),
    PersonState,
    (ENROL, AMEND_PERSON, APPOINT, DISMISS, LEAVE, BAR, UNBAR, remark("people"), revert()),
    closed=among(_E.LEFT),
)
