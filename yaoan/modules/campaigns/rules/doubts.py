"""What an officer has to check: what the text leaves open, and where it contradicts itself."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from yaoan.kernel.reading.pieces import Piece, plain
from yaoan.kernel.reading.repair.outcome import shortened
from yaoan.kernel.words import Text, _

from .anatomy import Anatomy
from .header import Header
from .outline import Outline
from .period import as_day
from .reading import Reading, Remark
from .sections import Use, use_of
from .times import Trouble

_TROUBLES: dict[Trouble, Text] = {
    Trouble.YEAR_TAKEN: _("“{text}”没有写年份，按成文日期、标题和起止时间理解为 {iso}。"),
    Trouble.YEAR_OPEN: _("“{text}”没有写年份，无法确定是哪一年，日期留空。"),
}
_FINAL = re.compile(r"(?<!段性)(?<!阶段)(?<!半年)(?<!季度)(?<!自查)(?<!年度)总结")


def find_doubts(reading: Reading, outlines: Sequence[Outline], anatomy: Anatomy) -> Iterator[Remark]:
    """What is open. The order is that of the draft: head, period, structure, tasks, times, reports."""
    yield from _head(reading.header)
    yield from _period(reading)
    for outline in outlines:
        yield from _structure(outline)
    yield from _tasks(reading)
    yield from _times(reading)
    yield from _reports(reading)
    yield from _attachments(outlines, anatomy)


def find_contradictions(reading: Reading, anatomy: Anatomy) -> Iterator[Remark]:
    """Where two places of the text do not fit together."""
    yield from _labels_against_signature(reading, anatomy)
    yield from _days_against_calendar(reading)
    yield from _stages_in_order(reading)
    yield from _one_thing_two_days(reading)
    for table in reading.allocation:
        for column, summed, written in table.misfits():
            sentence = _("分配表“{column}”一列各单位相加是 {summed}，合计写的是 {written}。")
            yield Remark(sentence.format(column=column.value, summed=summed, written=written), column)


def _head(header: Header) -> Iterator[Remark]:
    if not header.title:
        yield Remark(str(_("没有认出标题。")))
    if not header.doc_no:
        yield Remark(str(_("没有发文字号。")))
    if not header.issuers:
        yield Remark(str(_("没有认出发文机关。")))
    if len(header.issuers) > 1:
        names = "、".join(issuer.value for issuer in header.issuers)
        yield Remark(_("由 {count} 个机关联合发文：{names}。").format(count=len(header.issuers), names=names))
    if not header.issued:
        told = (
            _("没有成文日期，只有网页发布日期。") if header.published else _("没有成文日期，没有写年份的日期无法确定。")
        )
        yield Remark(str(told), header.published.piece if header.published else None)


def _period(reading: Reading) -> Iterator[Remark]:
    period = reading.period
    if period.raw is None:
        told = _("没有写起止时间，按各阶段的时间理解为 {start} 至 {end}。") if period.start else _("没有写起止时间。")
        yield Remark(told.format(start=period.start, end=period.end))
    elif period.start is None and period.end is None:
        yield Remark(_("起止时间只写了“{raw}”，没有起止日期。").format(raw=period.raw.value), period.raw)
    elif re.search("即日|之日", period.raw.flat):
        yield Remark(_("“{raw}”从成文日期起算。").format(raw=period.raw.value), period.raw)


def _structure(outline: Outline) -> Iterator[Remark]:
    told = {"again": _("编号“{path}”重复出现，按两项处理。"), "gap": _("编号“{path}”与前一项不连续，可能漏了内容。")}
    for node, slip in outline.slips:
        yield Remark(told[slip].format(path=node.path), node.number)
    for node in outline.nodes():
        is_bare = not node.body and not node.children and node.head.end == node.title.end
        if is_bare and node.kind <= 2 and len(node.title) <= 20 and use_of(node.title) is not Use.STAGES:
            yield Remark(
                _("“{path} {title}”只有标题，没有内容。").format(path=node.path, title=node.title.value), node.title
            )


def _tasks(reading: Reading) -> Iterator[Remark]:
    open_tasks = [task for task in reading.tasks if not task.responsible]
    if open_tasks:
        told = _("{count} 项任务没有写责任单位：{paths}。")
        yield Remark(
            told.format(count=len(open_tasks), paths=shortened("、".join(task.path for task in open_tasks), 80))
        )


def _times(reading: Reading) -> Iterator[Remark]:
    for item in reading.deadlines:
        if item.trouble in _TROUBLES:
            yield Remark(_TROUBLES[item.trouble].format(text=item.when.value, iso=item.due), item.when)
        elif item.is_relative:
            yield Remark(_("“{text}”从事情发生时起算，没有固定日期。").format(text=item.when.value), item.when)


def _reports(reading: Reading) -> Iterator[Remark]:
    for duty in reading.reporting:
        thing = duty.what or duty.clause
        missing = [str(word) for word, value in ((_("由谁报"), duty.who), (_("报什么"), duty.what), (_("报给谁"), duty.to),
                                                 (_("何时报"), duty.when)) if value is None]  # fmt: skip
        if missing and thing:
            told = _("报送“{what}”没有写明：{missing}。")
            yield Remark(told.format(what=shortened(thing.value), missing="、".join(missing)), thing)
    end = reading.period.end
    for duty in reading.reporting:
        if end and duty.due and duty.what and _FINAL.search(duty.what.flat) and duty.due[: len(end)] < end:
            told = _("“{what}”{due} 报送，早于行动结束（{end}），可能不含最后一段的情况。")
            yield Remark(told.format(what=duty.what.value, due=duty.due, end=end), duty.when)


def _attachments(outlines: Sequence[Outline], anatomy: Anatomy) -> Iterator[Remark]:
    present = {plain(outline.paper.title.value) for outline in outlines if outline.paper.title}
    missing = [name for name in anatomy.listed_attachments if plain(name.value) not in present]
    if missing:
        names = "、".join(name.value for name in missing)
        yield Remark(_("附件没有随文：{names}。").format(names=shortened(names, 80)), missing[0])


def _labels_against_signature(reading: Reading, anatomy: Anatomy) -> Iterator[Remark]:
    header, fields = reading.header, anatomy.metadata.fields
    told = _("{field}两处不同：“{one}”和“{other}”。")
    number = fields.get("doc_no")
    if number and header.doc_no and plain(number.value) != plain(header.doc_no.value):
        yield Remark(told.format(field=_("发文字号"), one=header.doc_no.value, other=number.value), number)
    dated = fields.get("date")
    labelled = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", dated.flat) if dated else None
    day = tuple(map(int, labelled.groups())) if labelled else None
    if dated and day and header.issued and day != header.issued.day.timetuple()[:3]:
        yield Remark(told.format(field=_("成文日期"), one=header.issued.piece.value, other=dated.value), dated)


def _days_against_calendar(reading: Reading) -> Iterator[Remark]:
    issued = reading.header.issued
    start, end = as_day(reading.period.start), as_day(reading.period.end, end=True)
    if start and end and end < start:
        yield Remark(_("起止时间的结束（{end}）早于开始（{start}）。").format(end=end, start=start), reading.period.raw)
    for item in reading.deadlines:
        if item.trouble is Trouble.NO_SUCH_DAY:
            yield Remark(_("“{text}”：没有这一天。").format(text=item.when.value), item.when)
        elif issued and item.due and item.due < issued.day.isoformat():
            told = _("“{text}”（{due}）早于成文日期 {issued}。")
            yield Remark(told.format(text=item.when.value, due=item.due, issued=issued.day), item.when)
    for task in reading.tasks:
        if end and task.due and task.due > end.isoformat():
            told = _("任务“{title}”的时限 {due} 晚于行动结束 {end}。")
            yield Remark(told.format(title=shortened(task.title.value), due=task.due, end=end), task.when)


def _stages_in_order(reading: Reading) -> Iterator[Remark]:
    for stage in reading.stages:
        last = as_day(stage.end, end=True)
        for item in reading.deadlines:
            inside = any(piece.holds(item.when) for piece in stage.what)
            if last and inside and item.due and item.due > last.isoformat():
                told = _("“{name}”到 {last} 结束，其中却有 {due} 的时限“{text}”。")
                yield Remark(
                    told.format(name=stage.name.value, last=last, due=item.due, text=item.when.value), item.when
                )
    dated = [stage for stage in reading.stages if stage.start or stage.end]
    for one, other in pairwise(dated):
        last, first = as_day(one.end, end=True), as_day(other.start)
        if last and first and first < last and one.end != other.start:
            told = _("“{other}”（{first} 起）开始时“{one}”（至 {last}）还没有结束。")
            yield Remark(told.format(other=other.name.value, first=first, one=one.name.value, last=last), other.when)


def _one_thing_two_days(reading: Reading) -> Iterator[Remark]:
    days: dict[tuple[str, str, str], dict[str, Piece]] = defaultdict(dict)
    for duty in reading.reporting:
        if duty.what and duty.when and duty.due:
            key = (
                plain(duty.what.value),
                plain(duty.to.value) if duty.to else "",
                plain(duty.who.value) if duty.who else "",
            )
            days[key].setdefault(duty.due, duty.when)
    for (what, _to, _who), found in days.items():
        if len(found) > 1 and not _are_listed_together(list(found.values())):
            told = _("“{what}”写了不同的日期：{days}。")
            yield Remark(told.format(what=what, days="、".join(sorted(found))), list(found.values())[-1])


def _are_listed_together(whens: list[Piece]) -> bool:
    """6月15日、11月25日前报送工作总结: two reports, not one with two days."""
    return all("。" not in one.source[one.end : other.start] for one, other in pairwise(whens))
