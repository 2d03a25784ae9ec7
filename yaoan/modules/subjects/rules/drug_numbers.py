"""Numbers of drugs: approval numbers of all generations, import certificates, national drug codes, trace codes, GTINs."""

import re
from datetime import date

from yaoan.kernel.reading import checksums
from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.rules.faults import (
    COPY_AGAIN,
    foreign_characters,
    impossible_year,
    is_province_code,
    wrong_check,
    wrong_length,
)
from yaoan.modules.subjects.rules.verdicts import Identifier, Match, Reading, Shape, shape_pattern

CLASSES = {
    "H": Text("化学药品", "chemical drug"),
    "Z": Text("中药", "traditional Chinese medicine"),
    "S": Text("生物制品", "biological product"),
    "B": Text("保健药品", "health drug"),
    "T": Text("体外化学诊断试剂", "in-vitro chemical reagent"),
    "F": Text("药用辅料", "excipient"),
    "J": Text("进口分包装药品", "imported drug repacked in China"),
}
"""Letter of an approval number → class of drug."""

ORIGINS = {
    "": Text("境内生产", "made in the mainland"),
    "C": Text("港澳台生产", "made in Hong Kong, Macao or Taiwan"),
    "J": Text("境外生产", "made abroad"),
}
"""Second letter of an approval number of the 2020 rule → where the drug is made."""

MINISTRY_CODE = "10"
"""First two digits of a number that was renumbered from one of the former Ministry of Health."""


def _source_of(digits: str, on: date | None) -> tuple[dict[str, str], str | None]:
    """What the eight digits say (year, or origin of the old number), and what is impossible in them."""
    if digits[:2] in {"19", "20"}:
        return {"year": digits[:4], "serial": digits[4:]}, impossible_year(digits[:4], on)
    if digits[:2] == MINISTRY_CODE or is_province_code(digits[:2]):
        return {"renumbered_from": digits[:2], "serial": digits[4:]}, None
    return {}, _("前两位数字应为年份（19、20）、10（原卫生部）或省份代码，填的是 {given}").format(given=digits[:2])


def _read_approval(match: Match, on: date | None) -> Reading:
    letter, origin, digits = match["letter"].upper(), (match["origin"] or "").upper(), match["digits"]
    parts, problem = _source_of(digits, on)
    parts |= {"class": letter, "origin": origin}
    normal = f"国药{match['word']}字{letter}{origin}{digits}"
    return Reading(normal=normal, parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _read_import(match: Match, on: date | None) -> Reading:
    normal, digits = match[0].upper(), match["digits"]
    parts, problem = _source_of(digits, on)
    way_out = None
    if problem is None and "renumbered_from" in parts:
        problem = _("进口药品注册证号的字母后面应为四位年份").format()
        way_out = _("如为境内生产药品，应写全“国药准字”，如 国药准字{number}。").format(number=normal)
    parts |= {"class": match["letter"].upper(), "repack": (match["repack"] or "").upper()}
    return Reading(normal=normal, parts=parts, problem=problem, way_out=way_out)


def _read_ministry_number(match: Match, _on: date | None) -> Reading:
    return Reading(normal=match[0].upper(), doubtful=True)


def _diagnose_approval(plain: str) -> tuple[str, str | None]:
    upper = plain.upper()
    match = re.match(r"国药[准试]字号?:?(?P<letters>[A-Z]*)(?P<digits>\d*)(?P<rest>.*)", upper)
    if match is None:
        way_out = _("应为“国药准字”加字母和 8 位数字，如 国药准字H20230001；进口药品如 国药准字HJ20230001。").format()
        return _("不是药品批准文号的写法").format(), way_out
    letters, digits = match["letters"], match["digits"]
    if not letters:
        return _("“国药准字”后面缺少类别字母（H、Z、S 等）").format(), str(COPY_AGAIN)
    if re.fullmatch(r"[HZS][CJ]?|[BTFJ]", letters) is None:
        way_out = _("类别字母为 H、Z、S，后面可加 C 或 J；旧文号还有 B、T、F、J。").format()
        return _("没有类别字母“{letters}”的批准文号").format(letters=letters), way_out
    if match["rest"]:
        rest = match["rest"]
        return _("8 位数字之后多出“{rest}”").format(rest=rest), _("一格只填一个文号，说明写到备注里。").format()
    return _("字母后应有 8 位数字，填了 {given} 位").format(given=len(digits)), str(COPY_AGAIN)


_ORDER_27 = "《药品注册管理办法》（2020 年总局令第 27 号）第一百二十三条"
_RENUMBERING = "2001—2002 年统一换发药品批准文号的通知"

APPROVAL_NUMBER = Identifier(
    kind="drug_approval",
    label=Text("药品批准文号", "drug approval number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"国药(?P<word>准)字号?(?P<letter>[HZS])(?P<origin>[CJ])?(?P<digits>20\d{6})"),
            example="国药准字H20230001",
            source=_ORDER_27,
            read=_read_approval,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(r"国药(?P<word>准)字号?(?P<letter>[HZSBTFJ])(?P<origin>)(?P<digits>\d{8})"),
            example="国药准字Z13020001",
            source=_RENUMBERING,
            read=_read_approval,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(r"国药(?P<word>试)字号?(?P<letter>[HZSBT])(?P<origin>)(?P<digits>\d{8})"),
            example="国药试字H20010001",
            source=_RENUMBERING,
            read=_read_approval,
            advice=_("这是试生产批准文号，早已转正或失效，请核对现行批准文号。"),
        ),
        Shape(
            form="old",
            pattern=shape_pattern(r"(?P<repack>B)?(?P<letter>[HZS])C?(?P<digits>\d{8})"),
            example="H20150001",
            source="《药品注册管理办法》（2007 年局令第 28 号）：进口药品注册证、医药产品注册证",
            read=_read_import,
            advice=_("这是进口药品注册证号；如为境内生产药品，应写全“国药准字”。"),
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"(?:\(?[一-龥]\)?)?卫药[准试健]字[-()第号0-9A-Z]*\d[-()第号0-9A-Z]*"),
            example="演卫药准字(1996)第000001号",
            source="2001 年统一换发以前的卫生部门批准文号",
            read=_read_ministry_number,
            verified=False,
            advice=_("这是 2002 年以前卫生部门的文号，已全部换发为“国药准字”，请补填现行文号。"),
        ),
    ),
    diagnose=_diagnose_approval,
)


def _read_home_code(match: Match, _on: date | None) -> Reading:
    code = match[0]
    parts = {"country": code[:2], "enterprise": code[3:8], "product": code[8:13], "check": code[13]}
    right = checksums.gtin_check(code[:13])
    if code[2] != "9":
        problem: str | None = _("第 3 位应为 9（药品），填的是 {given}").format(given=code[2])
    else:
        problem = None if code[13] == right else wrong_check(14, right, code[13])
    return Reading(normal=code, parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _diagnose_home_code(plain: str) -> tuple[str, str | None]:
    fault = foreign_characters(plain, "0123456789") or wrong_length(plain, 14)
    return fault or _("本位码以 86 开头").format(), _(
        "药品本位码是 14 位数字，以 869 开头，在药品注册数据库中查。"
    ).format()


HOME_CODE = Identifier(
    kind="drug_home_code",
    label=Text("药品本位码", "national drug code"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"86\d{12}"),
            example="86999999000019",
            source="国食药监办〔2009〕315 号《国家药品编码管理》",
            read=_read_home_code,
        ),
    ),
    diagnose=_diagnose_home_code,
)


def _read_gtin(match: Match, _on: date | None) -> Reading:
    code = match[0]
    right = checksums.gtin_check(code[:-1])
    if code[-1] != right:
        problem = wrong_check(len(code), right, code[-1])
        return Reading(normal=code, problem=problem, way_out=_("请重新扫码或核对条码下的数字。").format())
    full = code.zfill(14)
    return Reading(normal=full, parts={"package": full[0], "prefix": full[1:4], "written": code})


def _diagnose_gtin(plain: str) -> tuple[str, str | None]:
    fault = foreign_characters(plain, "0123456789")
    way_out = _("商品条码有 8、12、13 或 14 位数字。").format()
    return fault or _("填了 {given} 位").format(given=len(plain)), way_out


TRADE_ITEM_NUMBER = Identifier(
    kind="gtin",
    label=Text("商品条码（GTIN）", "trade item number (GTIN)"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"\d{8}|\d{12,14}"),
            example="06990000000015",
            source="GS1 General Specifications",
            read=_read_gtin,
        ),
    ),
    diagnose=_diagnose_gtin,
)


def _read_trace_code(match: Match, _on: date | None) -> Reading:
    code = match[0]
    way_out = None
    if code.endswith("00000"):
        way_out = _("末五位是 00000：电子表格可能把 20 位数字四舍五入了，请核对药盒。").format()
    return Reading(normal=code, parts={"product": code[:7], "serial": code[7:]}, way_out=way_out)


def _read_element_string(match: Match, _on: date | None) -> Reading:
    gtin = match["gtin"]
    right = checksums.gtin_check(gtin[:13])
    problem = None if gtin[13] == right else wrong_check(14, right, gtin[13])
    way_out = _("（01）后面的商品条码不对，请重新扫码。").format() if problem else None
    return Reading(
        normal=match[0], parts={"product": gtin, "serial": match["serial"]}, problem=problem, way_out=way_out
    )


def _diagnose_trace_code(plain: str) -> tuple[str, str | None]:
    if plain.isdigit() and len(plain) in {8, 12, 13}:
        return (
            _("{given} 位数字是商品条码，不是药品追溯码").format(given=len(plain)),
            _("请扫药盒上标有“药品追溯码”字样的 20 位条码。").format(),
        )
    fault = foreign_characters(plain, "0123456789") or wrong_length(plain, 20)
    return fault or _("不是药品追溯码的写法").format(), _("请重新扫码；手工录入容易出错。").format()


TRACE_CODE = Identifier(
    kind="drug_trace_code",
    label=Text("药品追溯码", "drug trace code"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"\d{20}"),
            example="99000010000000000017",
            source="NMPAB/T 1002—2019《药品追溯码编码要求》",
            read=_read_trace_code,
            verified=False,
        ),
        Shape(
            form="current",
            pattern=shape_pattern(r"\(?01\)?(?P<gtin>\d{14}).*\(21\)(?P<serial>[!-~]{1,20})"),
            example="(01)06990000000015(21)A00001",
            source="NMPAB/T 1002—2019《药品追溯码编码要求》；GS1 General Specifications",
            read=_read_element_string,
            verified=False,
        ),
    ),
    diagnose=_diagnose_trace_code,
)
