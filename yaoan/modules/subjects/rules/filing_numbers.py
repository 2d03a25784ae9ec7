"""Numbers of device makers and sellers and of online platforms: licences, filings and certificates."""

from datetime import date

from yaoan.kernel.words import Text
from yaoan.modules.subjects.rules.characters import PLACES
from yaoan.modules.subjects.rules.faults import dated, expecting
from yaoan.modules.subjects.rules.verdicts import Identifier, Match, Reading, Shape, shape_pattern

_PLACE = rf"(?P<place>[{PLACES}])"


def _read_device_licence(match: Match, on: date | None) -> Reading:
    food, work, act = match["food"] or "", match["work"], match["act"][0]
    normal = f"{match['place']}{match['town'] or ''}{food}药监械{work}{act}{match['year']}{match['serial']}号"
    parts = {"place": match["place"], "town": match["town"] or "", "serial": match["serial"]}
    return dated(normal, match["year"], on, parts, earliest=2014)


def _device_licence(kind: str, label: Text, *, work: str, act: str) -> Identifier:
    """Numbers of the pattern province, town, 药监械, work, act, year, serial; with 食药监 before the reform of 2018."""
    body = rf"药监械(?P<work>{work})(?P<act>{act})(?P<year>\d{{4}})(?P<serial>\d{{4}})号?"
    town = r"(?P<town>(?:(?!食)[一-龥]){1,3})?"
    word = act[0]
    return Identifier(
        kind=kind,
        label=label,
        shapes=(
            Shape(
                form="current",
                pattern=shape_pattern(_PLACE + town + "(?P<food>)" + body),
                example=f"演安药监械{work}{word}20230001号",
                source=f"《医疗器械{work}监督管理办法》（2022 年总局令）",
                read=_read_device_licence,
                verified=False,
            ),
            Shape(
                form="old",
                pattern=shape_pattern(_PLACE + town + "(?P<food>食)" + body),
                example=f"演安食药监械{work}{word}20160001号",
                source=f"《医疗器械{work}监督管理办法》（2014 年局令）",
                read=_read_device_licence,
                verified=False,
            ),
        ),
        diagnose=expecting(label, f"冀石药监械{work}{word}20230001号"),
    )


DEVICE_DISTRIBUTION_LICENCE = _device_licence(
    "device_distribution_licence",
    Text("医疗器械经营许可证编号", "device distribution licence number"),
    work="经营",
    act="许可?",
)
DEVICE_DISTRIBUTION_FILING = _device_licence(
    "device_distribution_filing",
    Text("第二类医疗器械经营备案编号", "class II device distribution filing number"),
    work="经营",
    act="备",
)
DEVICE_PRODUCTION_LICENCE = _device_licence(
    "device_production_licence",
    Text("医疗器械生产许可证编号", "device manufacturing licence number"),
    work="生产",
    act="许可?",
)
DEVICE_PRODUCTION_FILING = _device_licence(
    "device_production_filing",
    Text("第一类医疗器械生产备案编号", "class I device manufacturing filing number"),
    work="生产",
    act="备",
)


def _read_platform(match: Match, on: date | None) -> Reading:
    ordinal = "第" if match["thing"] == "械" else ""
    normal = f"({match['place']})网{match['thing']}平台备字({match['year']}){ordinal}{match['serial']}号"
    return dated(normal, match["year"], on, {"place": match["place"], "serial": match["serial"]}, earliest=2017)


def _platform_filing(kind: str, label: Text, *, thing: str, example: str) -> Identifier:
    pattern = rf"\({_PLACE}\)网(?P<thing>{thing})平台备字\((?P<year>\d{{4}})\)第?(?P<serial>\d{{4,5}})号?"
    return Identifier(
        kind=kind,
        label=label,
        shapes=(
            Shape(
                form="current",
                pattern=shape_pattern(pattern),
                example=example,
                source="网站公示的备案凭证（规章原文未核）",
                read=_read_platform,
                verified=False,
            ),
        ),
        diagnose=expecting(label, example),
    )


DRUG_PLATFORM_FILING = _platform_filing(
    "drug_platform_filing",
    Text("药品网络交易第三方平台备案编号", "online drug platform filing number"),
    thing="药",
    example="(演)网药平台备字(2023)0001号",
)
DEVICE_PLATFORM_FILING = _platform_filing(
    "device_platform_filing",
    Text("医疗器械网络交易第三方平台备案编号", "online device platform filing number"),
    thing="械",
    example="(演)网械平台备字(2023)第00001号",
)


def _read_information_certificate(match: Match, on: date | None) -> Reading:
    normal = f"({match['place']})-{match['trade']}-{match['year']}-{match['serial']}"
    parts = {"place": match["place"], "trade": match["trade"], "serial": match["serial"]}
    return dated(normal, match["year"], on, parts, earliest=2004)


DRUG_INFORMATION_CERTIFICATE = Identifier(
    kind="drug_information_certificate",
    label=Text("互联网药品信息服务资格证书编号", "online drug information certificate number"),
    shapes=(
        Shape(
            form="current",
            pattern=shape_pattern(rf"\({_PLACE}\)-?(?P<trade>非?经营性)-?(?P<year>\d{{4}})-?(?P<serial>\d{{4}})"),
            example="(演)-经营性-2023-0001",
            source="网站公示的证书编号（规章原文未核）",
            read=_read_information_certificate,
            verified=False,
        ),
    ),
    diagnose=expecting(Text("互联网药品信息服务资格证书编号", "such a certificate number"), "(粤)-经营性-2023-0252"),
)
