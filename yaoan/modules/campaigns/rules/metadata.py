"""The labelled fields a web page or a form sets before a notice: 索引号, 发文字号, 发布机构, 成文日期 and so on."""

import re
from dataclasses import dataclass, field

from yaoan.kernel.reading.pieces import Piece

# Field of the reading -> how its label is written (blanks inside a label are allowed).
_ISSUERS = tuple(
    act + body
    for act in ("发布", "发文", "制发", "制定", "印发", "公开", "成文", "颁布")
    for body in ("机构", "机关", "单位", "部门")
)
_DATES = tuple(
    act + time for act in ("成文", "发文", "印发", "制发", "生成", "签发", "制定", "颁布") for time in ("日期", "时间")
)
_PUBLISHED = tuple(act + time for act in ("发布", "公开", "公布", "上网", "发稿", "更新") for time in ("日期", "时间"))
_LABELS: dict[str, tuple[str, ...]] = {
    "index_no": ("索引号", "索取号", "信息索引号", "索引编号"),
    "doc_no": ("发文字号", "文件编号", "发文文号", "文件文号", "文件字号", "公文文号", "文号", "发文号", "字号"),
    "issuer": _ISSUERS,
    "title": ("信息名称", "公文名称", "文件名称", "名称", "标题", "文件标题", "公文标题", "信息标题"),
    "date": _DATES,
    "published": _PUBLISHED,
    "other": (
        "主题分类", "主题词", "体裁分类", "信息分类", "服务对象分类", "组配分类", "分类", "公文种类", "文件类型", "关键词", "内容概述",
        "内容摘要", "公开方式", "公开范围", "公开形式", "公开属性", "有效性", "效力状态", "废止日期", "失效日期", "实施日期", "生效日期",
        "施行日期", "来源", "信息来源", "编辑", "责任编辑", "作者", "审核", "签发人", "发布人", "时间", "日期", "浏览次数", "访问次数",
        "点击数", "字体", "责任部门", "公开责任部门", "统一编号", "规范性文件编号",
    ),
}  # fmt: skip
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels}
_SPACED = "|".join("[ ]{0,8}".join(label) for label in sorted(_FIELD_OF, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])[•·\[【(*]{{0,2}}[ ]{{0,4}}({_SPACED})[ ]{{0,4}}[\]】)]{{0,2}}[ ]{{0,4}}(?:[:"
    rf"|]|(?<=[\]】)])|(?=$))[ ]{{0,8}}"
)
_VALUE_END = re.compile(r"\s*\||\s{2,}|\s*[;；]\s*$")

# The head of a page is short: labelled fields are not sought further down.
_HEAD_LINES = 40
_LONGEST_LINE = 400


@dataclass(frozen=True)
class Metadata:
    """The labelled fields, and the lines they stand on (by place in the notice's list of lines)."""

    fields: dict[str, Piece] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def read_metadata(lines: list[Piece]) -> Metadata:
    """The labelled fields of the first lines. A label without a value gives no field; the next line may hold the value."""
    fields: dict[str, Piece] = {}
    used: set[int] = set()
    waiting: str | None = None
    below = False  # whether this page sets values below their labels
    for place, line in enumerate(lines[:_HEAD_LINES]):
        labels = list(line.finditer(_LABEL)) if len(line) <= _LONGEST_LINE else []
        if not labels:
            if waiting and line.strip() and len(line) <= 60:
                fields.setdefault(waiting, line.strip())
                used.add(place)
                below = True
            waiting = waiting if not line.strip() else None
            continue
        if not _is_field_line(line, labels):
            waiting = None
            continue
        used.add(place)
        lead = line.part(0, labels[0].start()).strip(" |[]【】•·\t")
        if lead:
            fields.setdefault("published", lead)
        for name, value in _values(line, labels):
            if value:
                fields.setdefault(name, value)
        last = labels[-1]
        alone = len(labels) == 1 and last.end() == len(line) and "|" not in line.text
        waiting = _name(last) if alone and (below or _value_follows(lines, place)) else None
    fields.pop("other", None)
    return Metadata(fields, frozenset(used))


def _name(match: re.Match[str]) -> str:
    return _FIELD_OF[re.sub(r"\s+", "", match[1])]


def _values(line: Piece, labels: list[re.Match[str]]) -> list[tuple[str, Piece]]:
    found = []
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(line)
        value = line.part(label.end(), end).strip(" |")
        stop = _VALUE_END.search(value.flat)
        found.append((_name(label), (value.part(0, stop.start()) if stop else value).strip(" |[]【】•·\t")))
    return found


def _is_field_line(line: Piece, labels: list[re.Match[str]]) -> bool:
    """True where the first label opens the line, or follows only a date or a bar: not a label met in a sentence."""
    lead = line.flat[: labels[0].start()].strip(" |[【•·*(")
    return not lead or (len(lead) <= 30 and bool(re.fullmatch(r"[\d\s年月日:./-]+", lead)))


def _value_follows(lines: list[Piece], place: int) -> bool:
    """A page that sets each value below its label has another such label below the value."""
    following = [line for line in lines[place + 1 : place + 6] if line.strip()]
    if len(following) < 2 or _LABEL.search(following[0].flat):
        return False
    return bool(_LABEL.match(following[1].flat.strip()))
