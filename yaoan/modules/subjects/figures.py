"""What leaders ask of the register: how many firms, of which kind, with valid papers."""

from yaoan.kernel.figures import Metric, acts, overdue, ratio, stock
from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.choices import LicenceState, PersonState, ProductState, SubjectState

REGISTER = _("对象")
FIRMS, PAPERS, PIECES, PEOPLE, SHARE = _("家"), _("张"), _("个"), _("人"), _("%")

_active = stock("subjects", SubjectState.ACTIVE)
_held = stock("licences", LicenceState.VALID, LicenceState.REMINDED)
_lapsed = stock("licences", LicenceState.LAPSED)

METRICS = (
    Metric("subjects.active", _("在册企业单位"), FIRMS, _active, REGISTER, note=_("期末经营中的企业单位，可按类别分。")),
    Metric(
        "subjects.registered", _("新登记企业单位"), FIRMS, acts("subjects", "register"), REGISTER,
        note=_("本期登记的档案，按登记生效日期计。"),
    ),
    Metric(
        "subjects.closed", Text("停业注销", "Firms closed down"), FIRMS, acts("subjects", "close"), REGISTER, note=_("本期停业或注销的企业单位。")
    ),
    Metric(
        "licences.held", _("有效证照"), PAPERS, _held, REGISTER, better="up", note=_("期末有效的证照，含已提醒续办的。")
    ),
    Metric(
        "licences.lapsed", _("过期未续证照"), PAPERS, _lapsed, REGISTER, better="down",
        note=_("期末已过期、没有延续也没有注销的证照。"),
    ),
    Metric(
        "licences.lapse_rate", _("证照过期率"), SHARE, ratio(_lapsed, stock("licences", LicenceState.VALID,
        LicenceState.REMINDED, LicenceState.LAPSED)), REGISTER, better="down",
        note=_("过期未续证照 ÷（有效证照＋过期未续证照）。"),
    ),
    Metric(
        "licences.renewed", Text("延续换证", "Licences renewed"), PAPERS, acts("licences", "renew"), REGISTER, better="up", note=_("本期延续的证照。")
    ),
    Metric(
        "licences.overdue", _("超期未提醒续办"), PAPERS, overdue("licences", "remind", "urge"), REGISTER, better="down",
        note=_("现在应当提醒或催办而没有办的证照；过去的日子说不出这个数。"),
    ),
    Metric("products.active", _("在产在销产品"), PIECES, stock("products", ProductState.ACTIVE), REGISTER,
           note=_("期末没有注销或撤市的产品。")),
    Metric("people.active", _("在册从业人员"), PEOPLE, stock("people", PersonState.ACTIVE), REGISTER,
           note=_("期末在任的法定代表人、质量负责人、执业药师等。")),
)  # fmt: skip
