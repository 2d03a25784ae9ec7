"""The focus of a campaign: on which products, links of the chain, objects and regions it bears."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yaoan.kernel.reading.pieces import Piece, plain

from .lists import items_of
from .outline import Node, Outline
from .tables import count, find_tables, is_total

FACETS = ("products", "links", "objects", "regions")

# Facet -> the nouns that stand behind 重点.
_NOUNS = {
    "products": "产品|品种|药品|商品|医疗器械|器械|剂型|品类",
    "links": "环节|领域|渠道",
    "objects": "对象|企业|单位|机构|主体|经营者|监管对象|检查对象|整治对象|人群",
    "regions": "区域|地区|场所|部位|地段|点位|地域|区位|地带",
}
_FACET_OF = {noun: facet for facet, nouns in _NOUNS.items() for noun in nouns.split("|")}
_NOUN = "|".join(sorted(_FACET_OF, key=len, reverse=True))
_WORK = r"(?:监管|检查|整治|监督|抽检|排查|打击|治理|关注|监测|工作|行动)?"
_STRESS = r"(?:重点|关键|高风险)"

# 以A、B为重点产品
_AS_FOCUS = re.compile(rf"(?:作)?为(?:本次|此次|今年)?{_WORK}的?{_STRESS}(?:{_WORK}({_NOUN})|(?=[,;。]|$))")
_AS_BEGIN = re.compile(r"(?:^|[,;。:、\s]|要|应|须|继续|重点|坚持|突出|和|并)以(?![上下内外及来往])")
# 聚焦A、B等重点品种
_SUCH_FOCUS = re.compile(rf"等{_WORK}{_STRESS}{_WORK}({_NOUN})")
_SUCH_BEGIN = re.compile(
    r"(?:聚焦于?|突出|紧盯|围绕|针对|抓住|抓好|瞄准|盯紧|盯住|强化对?|加强对?|加大对"
    r"|重点检查|重点整治|重点关注|重点监管|重点排查|对|将|把|在|以)(?!于|重点任务)"
    rf"|等{_WORK}{_STRESS}{_WORK}(?:{_NOUN})[、,和及以]*及?"
)
# 重点产品：A、B。 / （一）重点产品。A、B。 / 重点产品包括A、B。
_HEADED = re.compile(
    rf"^(?:本次|此次)?(?:{_WORK}(?:的)?{_STRESS}{_WORK}({_NOUN})|(?:检查|整治|监管|抽检|抽样"
    r"|抽查|排查|适用|行动)(?:的)?(对象|品种|环节|区域|场所))(?:及(?:检查)?(?:频次|内容|要求))?$"
)
_INLINE_HEAD = re.compile(
    rf"(?:^|[。;,\s])(?:{_WORK}{_STRESS}{_WORK}({_NOUN})|(?:检查|整治|监管|抽检|行动)(?:对象|范围))"
    r"(?::|(?:主要)?(?:包括|包含|为|是|有)(?!了))"
)
_OBJECT_SECTION = re.compile(
    r"^(?:(?:监督)?检查|整治|监管|抽检|抽查|核查|行动)?(?:的)?(?:对象"
    r"|范围)(?:和|与|及|、)?(?:检查)?(?:频次|范围|对象|内容|要求|比例|数量)?$"
)
_AMONG = re.compile(
    r"其中[,]?([\u4e00-\u9fff()、]{2,20}?)(?=每(?:个|年|半年|季|月|周)|不少于|至少|全覆盖|检查比例|比例)"
)
_COLUMN = re.compile(r"^(?:重点|抽检|检验|检查|监管|抽样|整治)?(品种|药品|产品|环节|对象)(?:名称)?$")
_COLUMN_OF = {"品种": "products", "药品": "products", "产品": "products", "环节": "links", "对象": "objects"}
# 重点检查药店、诊所: a focus only where every item is an object, or every item a region.
_CHECKED = re.compile(r"重点(?:检查|整治|排查|监督检查|监管|抽查|巡查)([^,;。]{4,200})$")
_PRODUCT = re.compile(
    r"(?:疫苗|制品|药品|药|制剂|饮片|注射剂|器械|化妆品|产品|品种|试剂|耗材|胰岛素|隐形眼镜|药材|敷料|面膜|酸钠|毒素|抗生素)$"
)
_OBJECT = re.compile(
    r"(?:企业|单位|机构|药店|药房|门店|专营店|店|诊所|医院|卫生室|卫生院"
    r"|门诊部|市场|商超|超市|平台|网店|公司|经营者|个体工商户|总部)$"
)
_REGION = re.compile(r"(?:农村|乡镇|结合部|接合部|周边|区域|地区|社区|小区|园区|景区|车站|街区|城中村|集市)$")
_LIST_END = re.compile(r";(?!\s*(?:\d{1,2}\s*[.、]|[(]\d|[①-⑳]))")
_HEAD_END = re.compile(r"[,;:。(]")


@dataclass
class Focus:
    """The items of each facet in the order of the text, each once."""

    items: dict[str, list[Piece]] = field(default_factory=lambda: {facet: [] for facet in FACETS})

    def add(self, facet: str, pieces: Iterable[Piece]) -> None:
        known = {plain(piece.value) for piece in self.items[facet]}
        for piece in pieces:
            if plain(piece.value) not in known:
                known.add(plain(piece.value))
                self.items[facet].append(piece)


def find_focus(outlines: Iterable[Outline]) -> Focus:
    """The focus lists.

    Where the text names a facet's list outright, tables and lists met in passing (等重点品种) add nothing to it.
    """
    outlines = list(outlines)
    focus = Focus()
    for facet, items in (*_declared(outlines), *_object_sections(outlines)):
        focus.add(facet, items)
    declared = {facet for facet in FACETS if focus.items[facet]}
    for facet, items in (*_in_tables(outlines), *_in_passing(outlines)):
        if facet not in declared:
            focus.add(facet, items)
    return focus


def _declared(outlines: list[Outline]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    for outline in outlines:
        for text in outline.preamble:
            yield from _in_text(text)
        for node in outline.nodes():
            headed = _HEADED.match(node.title.flat)
            lists = [found for text in node.texts for found in _in_text(text)]
            if headed and not lists:
                facet = _FACET_OF[headed[1] or headed[2]]
                passing = [
                    items for text in node.texts for found, items in _passing_in(text) if found == facet and items
                ]
                yield facet, passing[0] if passing else _under(node)
            yield from lists


def _in_text(text: Piece) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """``以…为重点产品`` and ``重点产品：…`` in running text."""
    for sentence in text.split("。！？"):
        for match in sentence.finditer(_AS_FOCUS):
            begin = _last(_AS_BEGIN, sentence.flat, match.start())
            if begin is not None:
                items = items_of(sentence.part(begin, match.start()))
                facet = _FACET_OF[match[1]] if match[1] else _facet_by_nouns(items)
                yield from ((facet, items),) if facet else ()
        for match in sentence.finditer(_INLINE_HEAD):
            following = sentence.part(match.end(), len(sentence))
            stop = _INLINE_HEAD.search(following.flat) or _LIST_END.search(following.flat)
            following = following.part(0, stop.start()) if stop else following
            yield (
                _FACET_OF[match[1] or "对象"],
                items_of(following) or items_of((following.split("，,") or [following])[0]),
            )


def _facet_by_nouns(items: tuple[Piece, ...]) -> str | None:
    """The facet of a list that 重点 does not name (以疫苗、胰岛素为重点): where all its items are of one kind."""
    if len(items) < 2:
        return None
    kinds = (("products", _PRODUCT), ("objects", _OBJECT), ("regions", _REGION))
    return next((facet for facet, noun in kinds if all(noun.search(item.flat) for item in items)), None)


def _last(pattern: re.Pattern[str], text: str, end: int) -> int | None:
    """Where the last match of the pattern before ``end`` ends."""
    places = [match.end() for match in pattern.finditer(text, max(0, end - 600), end)]
    return places[-1] if places else None


def _under(node: Node) -> tuple[Piece, ...]:
    """The list under a heading such as 重点产品: its sub-items, or its first sentence, or one item a line."""
    if node.children:
        return tuple(child.title for child in node.children if items_of(child.title))
    if not node.body:
        return ()
    first = node.body[0].split("。！？")[0]
    if len(node.body) > 1 and all("、" not in line.text and len(line) <= 30 for line in node.body):
        return tuple(item for line in node.body for item in items_of(line))
    return items_of(first) if "," not in first.flat else ()


def _object_sections(outlines: list[Outline]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Items of a section on 检查对象: what each begins with, and what it names apart (其中网络销售药店每年…)."""
    for outline in outlines:
        for node in outline.nodes():
            if not _OBJECT_SECTION.match(node.title.flat) or (_HEADED.match(node.title.flat) and not node.children):
                continue
            for child in node.children:
                yield "objects", tuple(_objects_of(child))
            if not node.children and node.body:
                yield "objects", items_of(node.body[0].split("。！？,")[0])


def _objects_of(node: Node) -> Iterator[Piece]:
    text = node.head
    stop = _HEAD_END.search(text.flat)
    head = (text.part(0, stop.start()) if stop else text).strip()
    if 2 <= len(head) <= 30:
        yield head
    for match in text.finditer(_AMONG):
        yield text.group(match, 1)


def _in_tables(outlines: list[Outline]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The cells of a column headed 品种, 环节 or 对象, each once; the total row is none."""
    for outline in outlines:
        for table in find_tables(outline.paper.lines):
            for place, head in enumerate(table.head):
                match = _COLUMN.match(head.flat.strip())
                if match:
                    cells = [row[place] for row in table.rows if len(row) == len(table.head) and row[place]]
                    yield (
                        _COLUMN_OF[match[1]],
                        tuple(cell for cell in cells if not is_total(cell) and count(cell) is None),
                    )


def _in_passing(outlines: list[Outline]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    for outline in outlines:
        for text in outline.texts():
            yield from _passing_in(text)


def _passing_in(text: Piece) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    for clause in text.split("。！？;；,，"):
        for match in clause.finditer(_SUCH_FOCUS):
            begin = _last(_SUCH_BEGIN, clause.flat, match.start())
            yield _FACET_OF[match[1]], items_of(clause.part(begin or 0, match.start()))
        for match in clause.finditer(_CHECKED):
            items = items_of(clause.group(match, 1))
            facet = _facet_by_nouns(items)
            if facet and facet != "products":
                yield facet, items
