"""Numbers of devices and cosmetics: registration and filing, current and former."""

import re
from datetime import date

from yaoan.kernel.words import Text, _
from yaoan.modules.subjects.rules.characters import PLACES
from yaoan.modules.subjects.rules.faults import COPY_AGAIN, dated, impossible_year, unknown_place
from yaoan.modules.subjects.rules.verdicts import Identifier, Match, Reading, Shape, shape_pattern

ENTRIES = {
    "准": Text("境内", "domestic"),
    "进": Text("进口", "imported"),
    "许": Text("港澳台", "Hong Kong, Macao or Taiwan"),
}
"""Word of a device registration number → where the device comes from."""

NATION = "国"
FIRST_COSMETIC_YEAR = 2004
"""Cosmetics came to the drug regulator in 2008; numbers were converted with years from 2004 on."""


def _device_fault(place: str, entry: str, level: str) -> str | None:
    """What contradicts the division of work between nation and provinces (Order 47 of 2021, articles 5 and 115)."""
    if level == "1":
        return _("第一类医疗器械只备案，没有注册证").format()
    if entry != "准" and place != NATION:
        return _("进口和港澳台医疗器械由国家局注册，应以“国”字开头").format()
    if entry == "准" and level == "3" and place != NATION:
        return _("境内第三类医疗器械由国家局注册，应以“国”字开头").format()
    if entry == "准" and level == "2" and place == NATION:
        return _("境内第二类医疗器械由省局注册，应以省份简称开头").format()
    return None


def _read_registration(match: Match, on: date | None) -> Reading:
    place, entry, level = match["place"], match["entry"], match["level"]
    parts = {
        "place": place,
        "entry": entry,
        "year": match["year"],
        "level": level,
        "category": match["category"],
        "serial": match["serial"],
    }
    problem = None if place == NATION else unknown_place(place)
    problem = problem or _device_fault(place, entry, level) or impossible_year(match["year"], on)
    normal = f"{place}械注{entry}{match['year']}{level}{match['category']}{match['serial']}"
    return Reading(normal=normal, parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _read_old_registration(match: Match, on: date | None) -> Reading:
    parts = {key: match[key] for key in ("place", "entry", "year", "level", "category", "serial")}
    problem = None if match["place"][0] == NATION else unknown_place(match["place"][0])
    problem = problem or impossible_year(match["year"], on)
    return Reading(normal=match[0], parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _diagnose_registration(plain: str) -> tuple[str, str | None]:
    way_out = _("应为省份简称或“国”+“械注准/进/许”+年份 4 位+类别 1 位+分类 2 位+流水号 4 位，共 11 位数字。").format()
    match = re.match(r"[一-龥]{1,3}械注(?P<entry>[一-龥]?)(?P<digits>\d*)", plain)
    if match is None:
        return _("不是医疗器械注册证编号的写法").format(), way_out
    if match["entry"] not in ENTRIES:
        return _("“械注”后面应为 准、进 或 许").format(), way_out
    return _("“械注{entry}”后应有 11 位数字，填了 {given} 位").format(
        entry=match["entry"], given=len(match["digits"])
    ), way_out


_ORDER_47 = "《医疗器械注册与备案管理办法》（2021 年总局令第 47 号）"

DEVICE_REGISTRATION = Identifier(
    kind="device_registration",
    label=Text("医疗器械注册证编号", "device registration number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(
                r"(?P<place>[一-龥])械注(?P<entry>[准进许])(?P<year>\d{4})(?P<level>[1-3])(?P<category>\d{2})(?P<serial>\d{4})号?"
            ),
            example="国械注准20233140001",
            source=_ORDER_47 + "第一百一十五条",
            read=_read_registration,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(
                r"(?P<place>[一-龥]{1,2}?)食?药(?:监|管)械\((?P<entry>[准进许])\)字(?P<year>\d{4})"
                r"第(?P<level>[1-3])(?P<category>\d{2})(?P<serial>\d{4})号(?:\(更\)|更)?"
            ),
            example="国食药监械(准)字2012第3140001号",
            source="《医疗器械注册管理办法》（2004 年局令第 16 号）",
            read=_read_old_registration,
            advice=_("这是 2014 年以前的注册号，有效期早已届满，请补填延续注册后的编号。"),
        ),
    ),
    diagnose=_diagnose_registration,
)


def _read_device_filing(match: Match, on: date | None) -> Reading:
    place = match["place"]
    problem = None if place == NATION else unknown_place(place[0])
    if problem is None and place != NATION and len(place) == 1:
        problem = _("境内第一类医疗器械由设区的市备案，省份简称后应有市的简称").format()
    parts = {"place": place, "year": match["year"], "serial": match["serial"]}
    problem = problem or impossible_year(match["year"], on, earliest=2014)
    normal = f"{place}械备{match['year']}{match['serial']}"
    return Reading(normal=normal, parts=parts, problem=problem, way_out=str(COPY_AGAIN) if problem else None)


def _diagnose_device_filing(plain: str) -> tuple[str, str | None]:
    way_out = _("应为省、市简称（进口为“国”）+“械备”+年份 4 位+流水号 4 位，如 国械备20230001。").format()
    match = re.match(r"[一-龥]{1,4}械备(?P<digits>\d*)", plain)
    if match is None:
        return _("不是第一类医疗器械备案编号的写法").format(), way_out
    return _("“械备”后应有 8 位数字，填了 {given} 位").format(given=len(match["digits"])), way_out


DEVICE_FILING = Identifier(
    kind="device_filing",
    label=Text("第一类医疗器械备案编号", "class I device filing number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"(?P<place>[一-龥]{1,4})械备(?P<year>\d{4})(?P<serial>\d{4})号?"),
            example="国械备20230001",
            source=_ORDER_47 + "第一百一十六条",
            read=_read_device_filing,
        ),
    ),
    diagnose=_diagnose_device_filing,
)


def _read_cosmetic(match: Match, on: date | None) -> Reading:
    place = match.groupdict().get("place")
    problem = unknown_place(place) if place else None
    normal = match[0].upper()
    if problem:
        return Reading(normal=normal, parts={"place": place or ""}, problem=problem, way_out=str(COPY_AGAIN))
    parts = {"place": place or NATION, "serial": match["serial"]}
    return dated(normal, match["year"], on, parts, earliest=FIRST_COSMETIC_YEAR)


def _read_undated(match: Match, _on: date | None) -> Reading:
    return Reading(normal=match[0].upper())


def _diagnose_special(plain: str) -> tuple[str, str | None]:
    way_out = _("应为“国妆特字”（进口“国妆特进字”，港澳台“国妆特制字”）加 8 位数字。").format()
    match = re.match(r"国妆特[进制]?字[GJ]?(?P<digits>\d*)", plain.upper())
    if match is None:
        return _("不是特殊化妆品注册编号的写法").format(), way_out
    return _("应有 8 位数字，填了 {given} 位").format(given=len(match["digits"])), way_out


_ORDER_35 = "《化妆品注册备案管理办法》（2021 年总局令第 35 号）"

COSMETIC_REGISTRATION = Identifier(
    kind="cosmetic_registration",
    label=Text("特殊化妆品注册编号", "special cosmetic registration number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(r"国妆特(?P<origin>[进制])?字(?P<year>\d{4})(?P<serial>\d{4})"),
            example="国妆特字20230001",
            source=_ORDER_35,
            read=_read_cosmetic,
            verified=False,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(r"国妆特(?P<origin>[进制])?字[GJ](?P<year>\d{4})(?P<serial>\d{4})"),
            example="国妆特字G20190001",
            source="2021 年以前国家局的特殊用途化妆品批件",
            read=_read_cosmetic,
        ),
        Shape(
            form="legacy",
            pattern=shape_pattern(r"卫妆(?:特|准|进|备进|特进|备)字\(?\d{2,4}\)?[-第]?[-0-9A-Z]*\d+号?"),
            example="卫妆特字(2006)第0001号",
            source="2008 年以前卫生部的化妆品批件",
            read=_read_undated,
            verified=False,
            advice=_("这是 2008 年以前卫生部的批件，已失效，请补填现行编号。"),
        ),
    ),
    diagnose=_diagnose_special,
)


def _diagnose_ordinary(plain: str) -> tuple[str, str | None]:
    way_out = _("国产应为省份简称+“G妆网备字”+10 位数字，进口应为“国妆网备进字(省份简称)”+10 位数字。").format()
    match = re.match(r"(?:.G妆网备字|国妆网备[进制]字\(.\))(?P<digits>\d*)", plain.upper())
    if match is None:
        return _("不是普通化妆品备案编号的写法").format(), way_out
    return _("应有 10 位数字（年份 4 位、流水号 6 位），填了 {given} 位").format(given=len(match["digits"])), way_out


COSMETIC_FILING = Identifier(
    kind="cosmetic_filing",
    label=Text("普通化妆品备案编号", "ordinary cosmetic filing number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(rf"(?P<place>[{PLACES}])G妆网备字(?P<year>\d{{4}})(?P<serial>\d{{6}})"),
            example="演G妆网备字2023000001",
            source=_ORDER_35,
            read=_read_cosmetic,
        ),
        Shape(
            form="current",
            pattern=shape_pattern(r"国妆网备[进制]字\((?P<place>[一-龥])\)(?P<year>\d{4})(?P<serial>\d{6})"),
            example="国妆网备进字(沪)2023000001",
            source=_ORDER_35,
            read=_read_cosmetic,
        ),
        Shape(
            form="old",
            pattern=shape_pattern(r"国妆备[进制]字J(?P<year>\d{4})(?P<serial>\d{4,5})"),
            example="国妆备进字J20170001",
            source="2018 年以前国家局的进口非特殊用途化妆品备案凭证",
            read=_read_cosmetic,
            verified=False,
        ),
    ),
    diagnose=_diagnose_ordinary,
)
