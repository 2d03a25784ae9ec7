"""Numbers of licences of drug makers and sellers and of cosmetics makers, current and former."""

import re
from datetime import date

from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.rules.characters import PLACES
from yaoan.modules.subjects.rules.faults import dated, expecting, unknown_place
from yaoan.modules.subjects.rules.verdicts import Identifier, Match, Reading, Shape, shape_pattern

BUSINESSES = {
    "A": Text("批发", "wholesale"),
    "B": Text("零售连锁总部", "retail chain headquarters"),
    "C": Text("零售连锁门店", "shop of a retail chain"),
    "D": Text("单体药店", "single shop"),
}
"""First letter of a drug distribution licence → way of business."""

PERSONS = {"A": Text("法人", "legal person"), "B": Text("非法人", "not a legal person")}
"""Second letter of a drug distribution licence → kind of holder."""

OLD_BUSINESSES = {
    "1": Text("批发（法人）", "wholesale, legal person"),
    "2": Text("批发（非法人）", "wholesale, not a legal person"),
    "3": Text("零售", "retail"),
    "4": Text("零售连锁", "retail chain"),
}
"""Class digit of a drug distribution licence of the 1999 form → way of business."""

_PLACE = rf"(?P<place>[{PLACES}])"


def _read_distribution(match: Match, _on: date | None) -> Reading:
    normal = match[0].upper()
    parts = {
        "place": match["place"],
        "business": match["business"].upper(),
        "person": match["person"].upper(),
        "area": match["area"],
        "serial": match["serial"],
    }
    return Reading(normal=normal, parts=parts)


def _read_old_distribution(match: Match, _on: date | None) -> Reading:
    parts = {
        "place": match["place"],
        "business": match["business"],
        "area": match["area"],
        "serial": match["serial"],
        "branch": match["branch"] or "",
    }
    return Reading(normal=match[0].upper(), parts=parts)


def _diagnose_distribution(plain: str) -> tuple[str, str | None]:
    way_out = _("应为省份简称+两个字母（A—D、A—B）+9 位数字，如 琼CA898510001。").format()
    upper = plain.upper()
    match = re.match(r"(?P<place>.)(?P<letters>[A-Z]*)(?P<digits>\d*)(?P<rest>.*)", upper)
    if match is None or not match["letters"]:
        return _("不是药品经营许可证编号的写法").format(), way_out
    fault = unknown_place(match["place"])
    if fault is None and re.fullmatch("[A-D][AB]", match["letters"]) is None:
        fault = _("字母“{letters}”不对：第一个为 A—D，第二个为 A 或 B").format(letters=match["letters"])
    if fault is None:
        fault = _("字母后应有 9 位数字，填了 {given} 位").format(given=len(match["digits"]))
    return fault, way_out


_NO_LONGER_ISSUED = _("这是旧版编号，换发许可证后请改填新编号。")

DRUG_DISTRIBUTION_LICENCE = Identifier(
    kind="drug_distribution_licence",
    label=Text("药品经营许可证编号", "drug distribution licence number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(_PLACE + r"(?P<business>[A-D])(?P<person>[AB])(?P<area>\d{4})(?P<serial>\d{5})"),
            example="琼CA898510001",
            source="《药品经营和使用质量监督管理办法》（2023 年总局令第 84 号）第七十六条",
            read=_read_distribution,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(
                _PLACE + r"(?P<business>[A-D])(?P<person>[AB])(?P<area>\d{3})(?P<serial>\d{4})(?:-\d{1,3}|\(\d{1,3}\))?"
            ),
            example="演DB9900001",
            source="《药品经营许可证管理办法》（2004 年局令第 6 号）",
            read=_read_distribution,
            verified=False,
            advice=_NO_LONGER_ISSUED,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(
                _PLACE + r"(?P<business>[1-4])(?P<area>\d{2})(?P<serial>\d{4})(?:-(?P<branch>\d{1,3}))?"
            ),
            example="演3010001",
            source="国药管办 1999 年药品经营许可证编号办法",
            read=_read_old_distribution,
            advice=_NO_LONGER_ISSUED,
        ),
    ),
    diagnose=_diagnose_distribution,
)


def _read_dated_licence(match: Match, on: date | None) -> Reading:
    fields = match.groupdict()
    parts: dict[str, str] = {key: fields[key] for key in ("place", "classes", "serial") if key in fields}
    return dated(match[0], match["year"], on, parts)


DRUG_PRODUCTION_LICENCE = Identifier(
    kind="drug_production_licence",
    label=Text("药品生产许可证编号", "drug manufacturing licence number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(_PLACE + r"(?P<year>\d{4})(?P<serial>\d{4})"),
            example="演20230001",
            source="《药品生产监督管理办法》（2020 年总局令第 28 号）第七十七条、第七十八条",
            read=_read_dated_licence,
            verified=False,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(
                _PLACE + r"(?P<classes>(?-i:(?:[HZSTYQFJCX][ab]{0,2}){1,8}))(?P<year>\d{4})(?P<serial>\d{4})"
            ),
            example="演HabZb20150001",
            source="2020 年以前的药品生产许可证（分类码在前）",
            read=_read_dated_licence,
            verified=False,
            advice=_NO_LONGER_ISSUED,
        ),
    ),
    diagnose=expecting(Text("药品生产许可证编号", "a drug manufacturing licence number"), "冀20230001"),
)


def _read_old_cosmetic_licence(match: Match, _on: date | None) -> Reading:
    return Reading(normal=match[0].upper())


COSMETIC_PRODUCTION_LICENCE = Identifier(
    kind="cosmetic_production_licence",
    label=Text("化妆品生产许可证编号", "cosmetics manufacturing licence number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(_PLACE + r"妆(?P<year>\d{4})(?P<serial>\d{4})"),
            example="演妆20230001",
            source="《化妆品生产经营监督管理办法》（2021 年总局令第 46 号）第六十五条",
            read=_read_dated_licence,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"XK16-?108-?\d{4}|\(?\d{2,4}\)?卫妆准字\d{2}-?XK-?\d{4}号?"),
            example="XK16-1080001",
            source="2017 年以前的全国工业产品生产许可证、卫生许可证",
            read=_read_old_cosmetic_licence,
            verified=False,
            advice=_("这是 2017 年以前的旧证，已由化妆品生产许可证取代，请补填新编号。"),
        ),
    ),
    diagnose=expecting(Text("化妆品生产许可证编号", "a cosmetics manufacturing licence number"), "粤妆20230001"),
)


def _read_free_text(match: Match, _on: date | None) -> Reading:
    return Reading(normal=match[0].upper())


PHARMACIST_REGISTRATION = Identifier(
    kind="pharmacist_registration",
    label=Text("执业药师注册证编号", "licensed pharmacist registration number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r".{4,40}"),
            example="990121000001",
            source="编号规则未核，按原文保存",
            read=_read_free_text,
            verified=False,
        ),
    ),
    diagnose=expecting(Text("执业药师注册证编号", "a pharmacist registration number"), "990121000001"),
)
