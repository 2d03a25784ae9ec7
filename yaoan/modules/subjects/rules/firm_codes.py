"""Codes of firms and people: unified social credit code with its forerunners, and the citizen's identity number."""

from datetime import date

from yaoan.kernel.reading import checksums
from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.rules.faults import (
    COPY_AGAIN,
    foreign_characters,
    is_province_code,
    wrong_check,
    wrong_length,
)
from yaoan.modules.subjects.rules.verdicts import Identifier, Match, Reading, Shape, shape_pattern

REGISTRARS = {
    "1": Text("机构编制", "staffing office"),
    "2": Text("外交", "foreign affairs"),
    "3": Text("司法行政", "justice"),
    "4": Text("文化", "culture"),
    "5": Text("民政", "civil affairs"),
    "6": Text("旅游", "tourism"),
    "7": Text("宗教", "religious affairs"),
    "8": Text("工会", "trade union"),
    "9": Text("市场监管", "market regulation"),
    "A": Text("中央军委改革和编制办公室", "military reform and staffing office"),
    "N": Text("农业农村", "agriculture"),
    "Y": Text("其他", "other"),
}
"""First character of a credit code: the registering department (GB 32100-2015, table 1)."""

ENTITIES = {
    "11": Text("机关", "state organ"),
    "12": Text("事业单位", "public institution"),
    "13": Text("群众团体", "mass organisation"),
    "51": Text("社会团体", "association"),
    "52": Text("民办非企业单位", "private non-enterprise unit"),
    "53": Text("基金会", "foundation"),
    "81": Text("基层工会", "trade union branch"),
    "91": Text("企业", "enterprise"),
    "92": Text("个体工商户", "individual business"),
    "93": Text("农民专业合作社", "farmers' cooperative"),
}
"""First two characters of a credit code, where the second has a meaning of its own."""

_LEGACY_ADVICE = _("这是旧编号，已由 18 位统一社会信用代码取代：请按营业执照补填 18 位代码。")


def _read_uscc(match: Match, _on: date | None) -> Reading:
    code = match[0].upper()
    parts = {
        "registrar": code[0],
        "entity": code[:2],
        "area": code[2:8],
        "organisation": code[8:17],
        "check": code[17],
    }
    right = checksums.uscc_check(code[:17])
    if code[17] != right:
        return Reading(normal=code, parts=parts, problem=wrong_check(18, right, code[17]), way_out=_check_advice(code))
    # Measured on 51,065 published codes: 2 fail this inner check, so it is a doubt and not a fault.
    doubtful = code[0] not in REGISTRARS or checksums.organisation_check(code[8:16]) != code[16]
    return Reading(normal=code, parts=parts, doubtful=doubtful)


def _check_advice(code: str) -> str:
    if code.isdigit() and code.endswith("000"):
        return _("末三位是 000：电子表格可能把 18 位数字四舍五入了。请把该列设为文本格式，再从原件录入。").format()
    return str(COPY_AGAIN)


def _read_registration(match: Match, _on: date | None) -> Reading:
    code = match[0]
    parts = {"area": code[:6]}
    if not (is_province_code(code[:2]) or code.startswith("1000")):  # 100000: registered with the State Administration
        problem = _("前 6 位不是行政区划代码").format()
        return Reading(normal=code, parts=parts, problem=problem, way_out=str(COPY_AGAIN))
    right = checksums.registration_check(code[:14]) if len(code) == 15 else code[-1]
    if code[-1] != right:
        way_out = _("若是 18 位代码，则少填了 3 位；若是 15 位旧注册号，请核对最后一位。").format()
        return Reading(normal=code, parts=parts, problem=wrong_check(15, right, code[-1]), way_out=way_out)
    return Reading(normal=code, parts=parts)


def _read_organisation(match: Match, _on: date | None) -> Reading:
    code = (match[1] + match[2]).upper()
    right = checksums.organisation_check(code[:8])
    if code[8] != right:
        return Reading(normal=code, problem=wrong_check(9, right, code[8]), way_out=str(COPY_AGAIN))
    return Reading(normal=code, parts={"organisation": code})


def _diagnose_uscc(plain: str) -> tuple[str, str | None]:
    upper = plain.upper()
    unused = [(place, char) for place, char in enumerate(upper, start=1) if char in "IOSVZ"]
    if len(upper) == 18 and unused:
        named = "、".join(_("第 {place} 位“{char}”").format(place=place, char=char) for place, char in unused[:3])
        return (
            _("含有不用的字母 I/O/S/V/Z：{named}").format(named=named),
            _("字母 O、I、S、Z 多半是数字 0、1、5、2 之误，请对照营业执照核对。").format(),
        )
    fault = foreign_characters(plain, checksums.USCC_ALPHABET + "IOSVZ") or wrong_length(plain, 18)
    return fault or _("第 3 至 8 位应为 6 位数字的行政区划代码").format(), str(COPY_AGAIN)


_GB_32100 = "GB 32100-2015《法人和其他组织统一社会信用代码编码规则》"

CREDIT_CODE = Identifier(
    kind="uscc",
    label=Text("统一社会信用代码", "unified social credit code"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"),
            example="91990101MA0YA0AN4J",
            source=_GB_32100,
            read=_read_uscc,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"\d{15}"),
            example="990101000000018",
            source="GS 15—2006《工商行政管理注册号编制规则》（校验规则经 89 个公开注册号验证）",
            read=_read_registration,
            advice=_LEGACY_ADVICE,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"\d{13}"),
            example="9901012100037",
            source="2007 年以前的 13 位企业注册号（无校验位）",
            read=_read_registration,
            verified=False,
            advice=_LEGACY_ADVICE,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"([0-9A-Z]{8})-?([0-9X])"),
            example="MA0YA0AN4",
            source="GB 11714—1997《全国组织机构代码编制规则》",
            read=_read_organisation,
            advice=_LEGACY_ADVICE,
        ),
    ),
    diagnose=_diagnose_uscc,
)


def _birth(digits: str) -> str | None:
    """The day of birth in ISO form, or None if there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return None


def _read_identity(match: Match, on: date | None) -> Reading:
    code = match[0].upper()
    born = _birth(code[6:14])
    parts = {"area": code[:6], "born_on": born or "", "sex": "M" if int(code[16]) % 2 else "F"}
    problem = None
    right = checksums.identity_check(code[:17])
    if born is None:
        problem = _("第 7 至 14 位不是真实的出生日期").format()
    elif on is not None and born > on.isoformat():
        problem = _("第 7 至 14 位的出生日期还没有到").format()
    elif code[17] != right:
        # The right character is not named: together with a mistyped number it would help nobody but a forger.
        problem = _("第18位校验码与前 17 位不符").format()
    return Reading(normal=code, parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _read_old_identity(match: Match, _on: date | None) -> Reading:
    code = match[0]
    longer = code[:6] + "19" + code[6:]
    if _birth(longer[6:14]) is None:
        problem = _("第 7 至 12 位不是真实的出生日期").format()
        return Reading(normal=code, problem=problem, way_out=str(COPY_AGAIN))
    return Reading(normal=longer + checksums.identity_check(longer), parts={"area": code[:6], "written": code})


def _diagnose_identity(plain: str) -> tuple[str, str | None]:
    if "X" in plain[:-1].upper():
        return _("字母 X 只能是最后一位").format(), str(COPY_AGAIN)
    fault = foreign_characters(plain, "0123456789X") or wrong_length(plain, 18)
    return fault or _("前 17 位应全是数字").format(), str(COPY_AGAIN)


IDENTITY_NUMBER = Identifier(
    kind="id_card",
    label=Text("公民身份号码", "citizen identity number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"\d{17}[\dX]"),
            example="990101199003070015",
            source="GB 11643-1999《公民身份号码》",
            read=_read_identity,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"\d{15}"),
            example="990101900307001",
            source="GB 11643-1989《社会保障号码》（15 位，2013 年起停用）",
            read=_read_old_identity,
            verified=False,
            advice=_("15 位号码 2013 年起停用，已换算成 18 位，请核对证件。"),
        ),
    ),
    diagnose=_diagnose_identity,
)
