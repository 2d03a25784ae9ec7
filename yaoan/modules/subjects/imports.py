"""Bringing registers of firms in from sheets."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yaoan.kernel.exchange.importer import Barred, ImportColumn, Importer, Known
from yaoan.kernel.exchange.kinds import AGENCY, DAY, LINES, NUMBER, PLACE, choice, choices, code, text
from yaoan.kernel.exchange.setting import Setting
from yaoan.kernel.exchange.sheets import Cell
from yaoan.kernel.words import _
from yaoan.modules.subjects import queries, rules
from yaoan.modules.subjects.choices import LicenceKind, P, ProductKind, SubjectKind
from yaoan.modules.subjects.commands import Register, Update
from yaoan.modules.subjects.commands.checks import tidy, verdict
from yaoan.modules.subjects.models import Licence, Subject
from yaoan.modules.subjects.rules.guessing import kind_by_licence, kind_by_name, licence_kind_of

Values = Mapping[str, Any]

FIELDS = (
    "title", "code", "subject_kind", "area", "address", "agency_id", "legal_representative", "controller", "phone",
    "chain", "scope", "founded_on", "longitude", "latitude",
)  # fmt: skip
"""The fields of a firm that a row may change one for one."""


def _credit_code(given: str) -> Cell[str]:
    found = verdict("uscc", given)
    if found.ok:
        return Cell(found.normal, note=found.way_out)
    return Cell(None, found.problem, way_out=found.way_out)


def _licence_code(given: str) -> Cell[str]:
    """Of which kind a number is, is asked later; here it is only put into plain characters."""
    kind = licence_kind_of(given)
    return Cell(verdict(kind, given).normal if kind else given)


def _is_credit_code(given: str) -> bool:
    found = verdict("uscc", given)
    return found.ok and found.form == "current"


def _is_licence_code(given: str) -> bool:
    return licence_kind_of(given) is not None


COLUMNS = (
    ImportColumn(
        field="title",
        label=_("企业名称"),
        aliases=("名称", "单位名称", "企业（单位）名称", "机构名称", "药店名称", "门店名称", "商户名称", "经营者名称"),
        avoid=("法定代表人", "负责人", "曾用", "总部"),
        required=True,
        kind=text(200),
        example="青溪县康和大药房有限公司",
    ),
    ImportColumn(
        field="code",
        label=_("统一社会信用代码"),
        aliases=("信用代码", "社会信用代码", "营业执照号", "营业执照注册号", "组织机构代码", "注册号"),
        kind=code(_credit_code, _is_credit_code),
        example="91990121MA0YA0AN0X",
        help=_("18 位；该列请设为文本格式"),
    ),
    ImportColumn(
        field="subject_kind",
        label=_("企业类别"),
        aliases=("企业类型", "单位类别", "机构类别", "类别", "业态", "经营方式", "经营类别"),
        kind=choice(
            SubjectKind,
            {
                "mah": ("持有人", "药品上市许可持有人", "注册人", "备案人"),
                "maker": ("生产", "药品生产企业", "生产厂家", "药厂"),
                "wholesaler": ("批发", "药品批发企业", "药品批发", "经营企业（批发）"),
                "chain_hq": ("连锁公司", "连锁企业", "零售连锁总部", "药品零售连锁企业"),
                "chain_shop": ("连锁", "连锁分店", "连锁店", "零售连锁门店", "药品零售连锁门店"),
                "pharmacy": ("药店", "零售药店", "单体", "零售", "药品零售企业", "药房"),
                "hospital": ("综合医院", "卫生院", "社区卫生服务中心", "医疗机构"),
                "clinic": ("门诊", "门诊部", "个体诊所"),
                "village_clinic": ("村卫生所", "卫生室", "卫生所"),
                "device_firm": ("医疗器械经营", "医疗器械经营企业", "器械"),
                "cosmetic_firm": ("化妆品", "化妆品店", "化妆品经营"),
                "beauty": ("美容院", "医美", "医疗美容"),
                "platform": ("平台", "第三方平台", "网络交易平台"),
                "online_shop": ("网上药店", "网络销售"),
            },
        ),
        example="单体药店",
        help=_("不填时按许可证编号和名称判断"),
    ),
    ImportColumn(
        field="product_kinds",
        label=_("产品类别"),
        aliases=("产品种类", "经营产品", "监管类别", "涉及产品"),
        kind=choices(ProductKind, {"device": ("器械",), "drug": ("药",), "cosmetic": ("妆",)}),
        example="药品、医疗器械",
    ),
    ImportColumn(
        field="area",
        label=_("所在地"),
        aliases=("所在县区", "县区", "区县", "乡镇", "所在乡镇", "辖区", "行政区划", "所属区域", "所在地区", "区划代码"),
        kind=PLACE,
        example="青溪县",
        help=_("县区、乡镇名称或区划代码；不填的按导入时选择的地方"),
    ),
    ImportColumn(
        field="address",
        label=_("地址"),
        aliases=("经营地址", "注册地址", "住所", "经营场所", "详细地址", "单位地址", "企业地址", "仓库地址"),
        kind=text(300),
        example="城关镇北大街12号",
    ),
    ImportColumn(
        field="agency_id",
        label=_("监管单位"),
        aliases=("监管所", "所属监管所", "监管部门", "监管机构", "日常监管单位"),
        kind=AGENCY,
        help=_("系统里的单位名称或简称；不填的为导入人所在单位"),
    ),
    ImportColumn(
        field="legal_representative",
        label=_("法定代表人"),
        aliases=("法人", "法人代表", "法定代表人姓名", "负责人", "企业负责人", "法定代表人（负责人）", "经营者", "经营者姓名"),
        avoid=("电话", "质量", "身份证"),
        kind=text(60),
        example="林秀兰",
    ),
    ImportColumn(
        field="controller",
        label=_("实际控制人"),
        aliases=("控制人", "实控人", "投资人"),
        avoid=("电话", "身份证"),
        kind=text(60),
    ),
    ImportColumn(
        field="phone",
        label=_("联系电话"),
        aliases=("电话", "手机", "手机号", "联系方式", "固定电话", "企业电话"),
        kind=text(60),
        example="0990-1234567",
    ),
    ImportColumn(
        field="chain",
        label=_("连锁总部"),
        aliases=("总部", "所属总部", "所属连锁总部", "连锁总部名称", "总部名称", "连锁企业名称", "所属连锁企业", "隶属企业"),
        avoid=("电话", "地址", "代码"),
        kind=text(200),
        example="青禾大药房连锁有限公司",
        help=_("连锁门店填写总部的全称"),
    ),
    ImportColumn(
        field="suppliers",
        label=_("主要供货单位"),
        aliases=("供货单位", "供应商", "供货商", "供货企业", "进货渠道"),
        kind=LINES,
        help=_("几家之间用顿号隔开"),
    ),
    ImportColumn(
        field="scope",
        label=_("经营范围"),
        aliases=("许可范围", "生产范围", "诊疗科目"),
        kind=text(8000),
    ),
    ImportColumn(
        field="founded_on",
        label=_("成立日期"),
        aliases=("成立时间", "注册日期", "开业日期"),
        kind=DAY,
    ),
    ImportColumn(field="longitude", label=_("经度"), kind=NUMBER),
    ImportColumn(field="latitude", label=_("纬度"), kind=NUMBER),
    ImportColumn(
        field="licence_kind",
        label=_("证照类别"),
        aliases=("许可证类别", "证件类型", "许可证类型", "证书类型"),
        kind=choice(
            LicenceKind,
            {
                "drug_distribution_licence": ("药品经营许可",),
                "drug_production_licence": ("药品生产许可",),
                "device_distribution_licence": ("医疗器械经营许可", "三类器械许可"),
                "device_distribution_filing": ("医疗器械经营备案", "二类器械备案", "第二类医疗器械经营备案凭证"),
                "medical_institution": ("执业许可证", "医疗机构许可证", "诊所备案证"),
            },
        ),
        help=_("不填时按编号判断"),
    ),
    ImportColumn(
        field="licence_code",
        label=_("证照编号"),
        aliases=("许可证编号", "许可证号", "药品经营许可证编号", "经营许可证编号", "许可编号", "证书编号", "备案号", "备案编号"),
        kind=code(_licence_code, _is_licence_code),
        example="演DA990100001",
    ),
    ImportColumn(
        field="issued_on",
        label=_("发证日期"),
        aliases=("发证时间", "颁发日期", "签发日期", "许可日期", "有效期起"),
        kind=DAY,
        example="2024-03-05",
    ),
    ImportColumn(
        field="expires_on",
        label=_("有效期至"),
        aliases=("有效期", "有效期限", "到期日期", "截止日期", "有效期止", "许可证有效期", "失效日期"),
        avoid=("起",),
        kind=DAY,
        example="2029-03-04",
    ),
)  # fmt: skip


def complete(_setting: Setting, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Fill in the kinds that follow from a licence number or from the name, and say so."""
    if "title" in values:
        values["title"] = tidy(values["title"])
    if "chain" in values:
        values["chain"] = tidy(values["chain"])
    number = values.get("licence_code")
    if number and "licence_kind" not in values:
        found = licence_kind_of(number)
        if found:
            values["licence_kind"] = LicenceKind(found)
            yield "licence_kind", _("按编号判断为“{kind}”").format(kind=LicenceKind(found).label)
        else:
            values["licence_kind"] = LicenceKind.OTHER
            yield "licence_kind", _("编号不合已知的写法，暂记为“{kind}”，请核对").format(kind=LicenceKind.OTHER.label)
    if "subject_kind" not in values and "title" in values:
        guessed = kind_by_licence(number or "") or kind_by_name(values["title"])
        if guessed:
            values["subject_kind"] = guessed
            yield "subject_kind", _("按许可证编号或名称判断为“{kind}”").format(kind=guessed.label)


def key(values: Values) -> str:
    """A firm is known by its code; one without a code by its name and place."""
    return values.get("code") or f"{values['title']}|{values.get('area', '')}"


def find(setting: Setting, rows: Sequence[Values]) -> list[Known | Barred | None]:
    """The firms of the register that the rows are about."""
    codes = {row["code"] for row in rows if row.get("code")}
    by_code = queries.firms_by_code(setting.actor, codes)
    by_name = queries.firms_by_name(setting.actor, {row["title"] for row in rows if not row.get("code")})
    found = [_found(setting, row, by_code, by_name) for row in rows]
    licences = queries.licences_by_code([firm for firm in found if isinstance(firm, Subject)])
    return [
        _known(firm, row, licences) if isinstance(firm, Subject) else firm
        for firm, row in zip(found, rows, strict=True)
    ]


def _found(
    setting: Setting, row: Values, by_code: Mapping[str, Subject | None], by_name: Mapping[str, list[Subject]]
) -> Subject | Barred | None:
    number = row.get("code")
    if number:
        firm = by_code.get(number)
        if firm is None and number in by_code:
            text = _("这个代码的企业已由其他单位登记，不归您监管；请联系上级单位。")
            return Barred(str(text), "code")
    else:
        area = row.get("area") or setting.area
        named = [
            firm for firm in by_name.get(row["title"], ()) if firm.area.startswith(area) or area.startswith(firm.area)
        ]
        if len(named) > 1:
            text = _("没有代码，而同名的档案有 {count} 份，不知道是哪一份；请补填统一社会信用代码。").format(
                count=len(named)
            )
            return Barred(text, "code")
        firm = named[0] if named else None
    if firm is None and "subject_kind" not in row:
        return Barred(str(_("缺少“企业类别”，从名称也看不出来，请补填。")), "subject_kind")
    return firm


def _known(firm: Subject, row: Values, licences: Mapping[tuple[int, str], Licence]) -> Known:
    """What the register holds of a firm, in the words of the row's fields."""
    values: dict[str, Any] = {name: getattr(firm, name) for name in FIELDS}
    values |= {"product_kinds": tuple(firm.product_kinds), "suppliers": tuple(firm.suppliers)}
    held = licences.get((firm.pk, row.get("licence_code", "")))
    if held is not None:
        values |= {"licence_code": held.code, "licence_kind": held.licence_kind}
        values |= {"issued_on": held.issued_on, "expires_on": held.expires_on}
    return Known(firm.pk, firm.version, firm.number, values)


def advise(setting: Setting, rows: Sequence[Values]) -> list[list[str]]:
    """For rows that would open an entry: those of the register that may be the same firm, with the reasons."""
    parties = [
        rules.Party(
            name=row["title"],
            code=row.get("code", ""),
            area=row.get("area", ""),
            address=row.get("address", ""),
            phones=(row["phone"],) if row.get("phone") else (),
            representative=row.get("legal_representative", ""),
        )
        for row in rows
    ]
    return [
        [
            _("可能与 {number} {name} 是同一家（{reasons}），请先核对").format(
                number=double.subject.number, name=double.subject.title, reasons=double.why
            )
            for double in found[:2]
        ]
        for found in queries.likely_doubles(setting.actor, parties)
    ]


SUBJECTS = Importer(
    name="subjects",
    label=_("企业单位"),
    permission=P.IMPORT,
    columns=COLUMNS,
    opens=Register,
    changes=Update,
    key=key,
    title=lambda values: values.get("title", ""),
    find=find,
    complete=complete,
    advise=advise,
)
