"""Labelled fields of a decision or of a sheet of publication: 当事人：…, | 行政处罚决定书文号： | … |."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from yaoan.kernel.reading.pieces import Piece

_NAMES: dict[str, str] = {
    "party": r"当\s*事\s*人(?:名称|姓名|[(]名称或姓名[)]|[一二三四五六七八九十\d])?|被处罚(?:人|单位|者|当事人)(?:名称|姓名|[(]单位[)])?"
    r"|(?:行政)?相对人名称|(?:违法)?(?:企业|单位)名称(?:[(]姓名[)])?|违法行为人(?:名称)?|姓\s*名|字\s*号\s*名\s*称|名\s*称",
    "representative": r"法定代表人(?:[(][^()]{1,16}[)]|姓名|/负责人|或负责人)?|负责人|经营者(?:姓名)?|投资人|法人代表|主要负责人",
    "code": r"(?:统一)?社会信用代码(?:[(][^()]{1,16}[)]|/注册号)?|(?:行政)?相对人代码|注册号|营业执照注册号",
    "identity": r"(?:居民)?(?:身份证件?|公民身份)号码?|身份证件?名称及号码|证件号码",
    "licence": r"(?:药品经营|药品生产|医疗器械经营|医疗器械生产|化妆品生产)?许可证(?:编号|号码|号|证号)|许可证件?号码?",
    "address": r"住\s*[所址](?:[(]住[址所][)])?|地\s*址|经营(?:场所|地址)|注册地址|住所地",
    "number": r"(?:行政)?处罚决定书?(?:文书)?[文编]?号|决定书文号|文\s*号|案\s*号",
    "authority": r"(?:作出)?(?:行政)?处罚(?:决定)?(?:的)?(?:机关|单位|部门|实施机关)(?:名称|全称)?|执法(?:机关|单位|部门)|作出(?:行政)?处罚的?(?:机关|部门)名称",
    "decided": r"(?:作出)?(?:行政)?处罚(?:决定)?(?:的)?(?:日期|时间)|决定(?:书)?日期|作出(?:行政)?处罚决定书?日期",
    "served": r"送达日期",
    "published": r"(?:公示|公开|发布)日期",
    "kinds": r"(?:行政)?处罚(?:的)?(?:种类|类别|方式)\d?",
    "content": r"(?:行政)?处罚(?:的)?(?:内容|结果|决定|履行方式)|处理结果|查办结果|处罚情况",
    "facts": r"(?:主要)?违法(?:主要)?(?:事实|情况|行为|事由)|案件(?:情况|事实)|案情(?:简介)?|基本案情|案件名称|处罚事由|违法行为类型",
    "basis": r"(?:行政)?(?:处罚|法律)依据",
    "fine": r"罚款(?:金额|数额)(?:[(]万?元[)])?",
    "confiscated": r"没收(?:违法所得)?[、,]?(?:没收非法财物)?的?金额(?:[(]万?元[)])?|没收金额(?:[(]万?元[)])?|没收违法所得(?:金额)?(?:[(]万?元[)])?",
    "procedure": r"(?:适用|处罚)程序",
}  # fmt: skip
_ANY = "|".join(f"(?P<{key}>{pattern})" for key, pattern in _NAMES.items())
_AT_START = re.compile(rf"^\s*[|【\[]?\s*(?:\d{{1,2}}[.、]\s*)?(?:{_ANY})\s*(?:[】\]]\s*:?|:|\|)\s*[|:]*\s*")
_INLINE = re.compile(rf"(?<=[,;。| 　0-9A-Z])\s*(?:{_ANY})\s*(?:[】\]]\s*:?|:)\s*")
_CELL_END = re.compile(r"\s*\|\s*(?:$|(?=\S))")

Fields = Mapping[str, Sequence[Piece]]


def labelled(text: Piece) -> Fields:
    """The value of each labelled field, all where a label stands several times; empty values (—, /, 无) left out.

    A value ends with the line, with its cell, or where the next label of the line begins. Where a label ends its line the
    value is the next line.
    """
    found: dict[str, list[Piece]] = defaultdict(list)
    lines = text.lines()
    for place, line in enumerate(lines):
        for label, value in _of_line(line):
            bare = value.strip(" |\t　;；")
            if not bare and place + 1 < len(lines) and not _AT_START.match(lines[place + 1].flat):
                bare = lines[place + 1].strip(" |\t　")
            if bare and bare.flat not in {"-", "—", "——", "/", "无", "null"}:
                found[label].append(bare)
    return found


def _of_line(line: Piece) -> list[tuple[str, Piece]]:
    flat = line.flat
    start = _AT_START.match(flat)
    if not start:
        return []
    matches = [start, *_INLINE.finditer(flat, start.end())]
    is_row = "|" in flat
    parts = []
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(flat)
        value = line.part(match.end(), end)
        if is_row:
            value, rest = _cell(value)
            parts.append((match.lastgroup or "", value))
            parts += _of_line(rest) if rest else []
            if rest:
                break
        else:
            parts.append((match.lastgroup or "", value))
    return parts


def _cell(value: Piece) -> tuple[Piece, Piece]:
    """The first cell and what stands behind it."""
    bar = _CELL_END.search(value.flat)
    return (value.part(0, bar.start()), value.part(bar.end(), len(value))) if bar else (value, value.part(0, 0))
