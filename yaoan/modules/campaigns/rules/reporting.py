"""Who reports what to whom, and when."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yaoan.kernel.reading.pieces import Piece

from .outline import Outline
from .times import Sort, Timekeeper, When
from .units import is_unit

# 报送, 上报 and 报告 as verbs; not 举报, 通报, 检验报告, 报告制度 or 报表.
_VERB = re.compile(
    r"(?:汇总|书面|统一|分别|逐级|一并|集中|签字|盖章后?|电话|口头)*(?:"
    r"(?:上报|报送|呈报|报备)(?!一级|告|表|制度|工作(?=$|[,;。、(])|要求|方式|时间|渠道|系统|信息、)"
    r"|(?<![检验测查结作况估析应改判价性警度总面结零])报告(?!制度|书|单|表|会|期|率|人|单位|质量|、|和|及|应|的|要)"
    r"|(?<=书面)报告(?!送|报|制度|、|和)|(?<=电话)报告"
    r"|(?<![举通预申填呈上汇简月周日年季快专警海公])报(?:至|给|到|往|回)?(?=[\u4e00-\u9fff]{0,14}(?:局"
    r"|办|股|科|处|室|所|委|部|司|厅|院|站|政府|部门|中心|支队|大队|小组|专班|公司|单位))"
    r"(?!送|告|表|道|纸|刊|名|警|废|销|批|请|案|考|价|税|关|检|喜|酬|经|社)"
    r"|(?:发送|报送|报|发|提交|反馈|传)(?:至|到|给)(?!位|期|达)"
    r"|(?<![移提转])交(?=(?:至|到)?[\u4e00-\u9fff]{0,14}(?:局|办|股|科|处"
    r"|室|所|中心|大队)(?:$|[,;。(]))|填报(?=[\u4e00-\u9fff《]{2,30}$))"
)
_SIMPLE = r"(?![至到给])[\u4e00-\u9fffA-Za-z0-9()“”·]"
_TO_AFTER = re.compile(
    rf"^(?:至|给|到|往|于)?(?P<to>(?:{_SIMPLE}){{2,30}}?)(?=$|[,;。、(]|备案|审核|审定|汇总|并|统一|邮箱|备查|备存)"
)
_WHAT_TO = re.compile(rf"^(?P<what>.+?)(?:报|送|发送|上传|提交|反馈)?(?:至|给|到)(?P<to>(?:{_SIMPLE}){{2,30}}?)$")
_TOWARDS = re.compile(rf"向(?P<to>(?:{_SIMPLE}){{2,24}}?)(?=(?:书面|电话|逐级|及时|立即|口头|如实|统一)*$)")
_HANDED = re.compile(r"(?:将|把)(?P<what>[^,;。]+)$")
_PREPARED = re.compile(r"(?:形成|撰写|完成|汇总形成|梳理形成|填写|整理|制定)(?P<what>[^,;。]{2,40})$")
_CASE = re.compile(r"^(?:如|若|凡|对于?|遇有?|遇到|发现|发生|出现|涉及|如遇|如有)|的$|时$")
_CASE_LEAD = re.compile(r"^(?:如遇|如有|如|若|凡|对于|对|遇有|遇到|遇)(?=[\u4e00-\u9fff]{2,})")
_ONCE = re.compile(r"^(?:一次|1次|一份)(?=.{2,})")
_MODAL = (
    r"(?:应当|必须|务必|需要|需|要|应|须|请|可|将|并|均|都|也|同时|分别|统一|汇总后?|汇总"
    r"|一并|书面|及|各自|逐级|按(?:照)?(?:规定|要求|程序|时间节点)?|以[^,]{2,8}形式|于|在|前)"
)
_ENDING = re.compile(rf"(?:{_MODAL})+$")
_SUBJECT_STOP = re.compile(
    r"(?:分别|应当|必须|务必|应|要|须|需|负责|于(?!此)|在|将|把|每|按|及时"
    r"|随时|立即|定期|第一时间|向|\d|[一二三四五六七八九十]+月|(?:上)?报)"
)
_GROUP = r"(?:局|所|办|股室|科室|处室|股|科|处|室|单位|部门|大队|支队|分局|中心|机构|企业|院|站)"
_GROUP_LEAD = re.compile(
    r"^(?:请)?(?P<who>各(?:县|市|区|地|州|镇"
    rf"|乡)*(?:[(][^()]{{1,16}}[)])?[\u4e00-\u9fff]{{0,12}}?{_GROUP}(?=[\u4e00-\u9fff\d]|$)"
    rf"|(?:县|市|区|省)局[\u4e00-\u9fff]{{0,8}}?{_GROUP}|各(?:县|市|区|地|州)+(?=要|应|须|于|每|在|将))"
)
_NOT_WHAT = re.compile(r"^(?:备[案查存]|[(]|汇总|审[核定]|并|且|统一|同时|妥善)")
_EMPTY = {"情况", "信息", "有关情况", "相关情况", "有关信息"}
_SHORT = 3
_NOTE = re.compile(r"[(][^()]*附[^()]*[)]$")
_AND = re.compile(r"和|与|及|以及|、")


@dataclass(frozen=True)
class Duty:
    """A duty to report. ``who``, ``what``, ``to`` are None where the text leaves them open."""

    who: Piece | None
    what: Piece | None
    to: Piece | None
    when: Piece | None
    due: str | None
    every: str | None = None
    dates: tuple[str, ...] = ()
    clause: Piece | None = None


def find_reporting(outlines: Iterable[Outline], times: Timekeeper) -> list[Duty]:
    """The duties to report, in the order of the text. A duty has a time or a recipient; without both it is none."""
    duties: list[Duty] = []
    for outline in outlines:
        for text in outline.preamble:
            duties += _in_text(text, text, times)
        for node in outline.nodes():
            has_heading = bool(node.body) and node.title.end < node.head.end
            for text in (node.head.after(node.title) if has_heading else node.head, *node.lines):
                duties += _in_text(
                    text, node.head if text.start >= node.head.start and text.end <= node.head.end else text, times
                )
    return duties


def _in_text(text: Piece, context: Piece, times: Timekeeper) -> Iterator[Duty]:
    for sentence in text.split("。！？"):
        yield from _in_sentence(sentence, context, times)


def _in_sentence(sentence: Piece, text: Piece, times: Timekeeper) -> Iterator[Duty]:
    clauses = sentence.split("，；,;")
    for place, clause in enumerate(clauses):
        verb = clause.find(_VERB)
        if verb:
            yield from _duties(clause, verb, clauses[:place], text, times)


def _duties(clause: Piece, verb: Piece, earlier: Sequence[Piece], text: Piece, times: Timekeeper) -> Iterator[Duty]:
    whens = _times_of(clause, earlier, text, times)
    before, after = clause.before(verb), clause.after(verb)
    what, to = _behind(after)
    to = to or _towards(before)
    if not whens and not to:
        return
    who, stated = _before(before, whens)
    what = what or stated or _from_earlier(earlier, whens)
    if not what and not to and not who:
        return
    if not to and what and what.flat in _EMPTY and whens[0].sort is Sort.LOOSE:
        return  # 及时报告情况: a heading, not a duty
    who = who or _subject(earlier)
    duty = Duty(who=who, what=_named(what), to=to, when=None, due=None, clause=clause)
    yield from _timed(duty, whens)


def _times_of(clause: Piece, earlier: Sequence[Piece], text: Piece, times: Timekeeper) -> list[When]:
    """The times of the clause; where it has none, those of the clause before it, unless that reports itself."""
    found = [when for when in times.times(clause, text) if when.limit or when.sort in {Sort.LOOSE, Sort.DAY}]
    if not found and earlier and not earlier[-1].find(_VERB):
        found = [when for when in times.times(earlier[-1], text) if when.limit]
    firm = [when for when in found if when.sort is not Sort.LOOSE]
    return firm or found[:1]


def _timed(duty: Duty, whens: list[When]) -> Iterator[Duty]:
    """One duty a day; several days and as many things (半年和全年小结) are paired in order."""
    days = [when for when in whens if when.sort is Sort.DAY]
    if len(days) < 2:
        when = next((when for when in whens if when.sort is not Sort.LOOSE), whens[0] if whens else None)
        yield _at(duty, when, whens[-1] if len(whens) > 1 else when)
        return
    things = _parted(duty.what, len(days))
    for day, thing in zip(days, things, strict=True):
        yield _at(replace(duty, what=_named(thing)), day, day)


def _at(duty: Duty, when: When | None, last: When | None) -> Duty:
    if not when or not last:
        return duty
    return replace(duty, when=when.piece.to(last.piece), due=when.due, every=when.every, dates=when.dates)


def _parted(what: Piece | None, number: int) -> list[Piece | None]:
    if what is None:
        return [None] * number
    cuts = [match.span() for match in what.finditer(_AND)]
    if len(cuts) != number - 1:
        return [what] * number
    edges = [0, *(edge for cut in cuts for edge in cut), len(what)]
    return [what.part(edges[place], edges[place + 1]) for place in range(0, len(edges), 2)]


def _behind(after: Piece) -> tuple[Piece | None, Piece | None]:
    """(what, to) from the words behind the verb."""
    if after.flat.startswith(("、", ",")):
        return None, None  # a second way of reporting (2小时内电话报告、24小时内书面报告), not what is reported
    after = after.strip(" :")
    recipient = _TO_AFTER.match(after.flat)
    if recipient and is_unit(recipient["to"]):
        rest = after.part(recipient.end(), len(after)).strip(" 、")
        to = after.group(recipient, "to")
        if is_unit(rest.flat):
            return None, to.to(rest)  # two recipients
        return (rest if len(rest) > _SHORT and not _NOT_WHAT.match(rest.flat) else None), to
    both = _WHAT_TO.match(after.flat)
    if both and is_unit(both["to"]):
        return after.group(both, "what"), after.group(both, "to")
    return (after if len(after) > 1 and not _NOT_WHAT.match(after.flat) else None), None


def _towards(before: Piece) -> Piece | None:
    match = _TOWARDS.search(before.flat)
    return before.group(match, "to") if match and is_unit(match["to"]) else None


def _before(before: Piece, whens: list[When]) -> tuple[Piece | None, Piece | None]:
    """(who, what) from the words before the verb."""
    handed = _HANDED.search(before.flat)
    what = _bare(before.group(handed, "what"), whens) if handed else None
    stop = _SUBJECT_STOP.search(before.flat)
    head = before.part(0, stop.start() if stop else len(before)).strip(" 请")
    who = head if is_unit(head.flat) else None
    prepared = _PREPARED.search(before.flat)
    what = what or (before.group(prepared, "what") if prepared else None)
    if who or what:
        return who, what
    group = _GROUP_LEAD.match(before.flat)
    if group:
        return before.group(group, "who"), None
    towards = _TOWARDS.search(before.flat)
    rest = _bare(before.part(0, towards.start()) if towards else before, whens)
    return None, rest if len(rest) > 1 and not is_unit(rest.flat) else None


def _bare(piece: Piece, whens: list[When]) -> Piece:
    """Without times at either end and without 要, 应, 分别 before the verb."""
    while piece:
        edge = next((when for when in whens if piece.holds(when.piece)), None)
        if edge and len(piece.after(edge.piece).strip(" 于在")) <= 2:
            piece = piece.before(edge.piece).strip(" ")
            continue
        if edge and len(piece.before(edge.piece).strip(" 请于在并")) == 0:
            piece = piece.after(edge.piece).strip(" ")
            continue
        ending = _ENDING.search(piece.flat)
        if not ending:
            break
        piece = piece.part(0, ending.start())
    return piece.strip()


def _from_earlier(earlier: Sequence[Piece], whens: list[When]) -> Piece | None:
    """What is reported, from the clause before: the case (遇有重大线索) or what was prepared (形成总结)."""
    if not earlier:
        return None
    prepared = _PREPARED.search(earlier[-1].flat)
    if prepared:
        return earlier[-1].group(prepared, "what")
    if _CASE.search(earlier[-1].flat) and not any(earlier[-1].holds(when.piece) for when in whens):
        return earlier[-1]
    return None


def _subject(earlier: Sequence[Piece]) -> Piece | None:
    """The unit a clause before begins with: 各所摸清底数，于…报送."""
    for clause in reversed(earlier):
        group = _GROUP_LEAD.match(clause.flat)
        if group:
            return clause.group(group, "who")
        by = re.search(r"由([\u4e00-\u9fff()]{2,20}?)(?=汇总|牵头|负责|统一|组织)", clause.flat)
        if by:
            return clause.group(by, 1)
    return None


def _named(what: Piece | None) -> Piece | None:
    if what is None:
        return None
    lead = _CASE_LEAD.match(what.flat) or _ONCE.match(what.flat)
    what = (what.part(lead.end(), len(what)) if lead else what).strip()
    note = _NOTE.search(what.flat)
    return (what.part(0, note.start()) if note and note.start() > 1 else what).strip() or None
