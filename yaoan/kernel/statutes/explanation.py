"""The sentences that tell an official how a due date was reached, in Chinese and in English."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from yaoan.kernel.statutes import arithmetic, phrases
from yaoan.kernel.statutes.phrases import filled
from yaoan.kernel.statutes.steps import Step, StepKind
from yaoan.kernel.words import Text

if TYPE_CHECKING:
    from yaoan.kernel.statutes.counting import Due


def explained(due: "Due", language: str) -> str:
    """The explanation in short lines."""
    return "\n".join(line.read(language) for line in _lines(due, due.steps))


def _lines(due: "Due", steps: Sequence[Step]) -> Iterator[Text]:
    year = arithmetic.day_of(due.start).year
    yield _what(due)
    yield _start(due)
    yield from _skipped(steps, year)
    yield from _made_up(steps, year)
    yield from _paused(steps, year)
    yield from _extended(due)
    yield from _rolled(steps, year)
    yield _end(due, steps)
    yield from _warnings(due)


def _what(due: "Due") -> Text:
    term = due.term
    what = filled("{}：{}，{}。", "{}: {}, {}.", term.label, term.length, term.citation)
    return filled("{}自{}起。", "{} It runs from: {}.", what, term.starts) if term.starts else what


def _start(due: "Due") -> Text:
    start = due.start
    if not due.term.unit.is_clock:
        zh, en = (
            "{}为起算之事发生当日，不计入，从次日起算。",
            "{} is the day of the event; counting starts with the next day.",
        )
        return filled(zh, en, phrases.day(arithmetic.day_of(start)))
    zh, en = "从{}起连续计算，夜间、周末和节假日照计。", "Counted from {} on, through nights, weekends and holidays."
    if not due.term.count:
        zh, en = (
            "从{}起应当立即办理，夜间、周末和节假日不例外。",
            "To be done at once from {} on, also at night and on holidays.",
        )
    if not isinstance(start, datetime):
        zh, en = f"{zh}只知道日期，因此从零时算起。", f"{en} Only the day is known, hence from its first second."
    return filled(zh, en, phrases.moment(arithmetic.instant(start)))


def _skipped(steps: Sequence[Step], year: int) -> Iterator[Text]:
    """Holidays by name with their dates, weekends by number."""
    found = [
        filled("{}（{}）", "{} ({})", step.note, phrases.stretch(step.first, step.last, year=year))
        for step in steps
        if step.kind is StepKind.HOLIDAY
    ]
    weekend = sum(step.days for step in steps if step.kind is StepKind.WEEKEND)
    if weekend:
        found.append(Text(f"周末{weekend}天", f"{weekend} weekend day{'' if weekend == 1 else 's'}"))
    if found:
        yield phrases.listed("不计入：{}。", "Not counted: {}.", found)


def _made_up(steps: Sequence[Step], year: int) -> Iterator[Text]:
    found = [
        filled("{}（{}）", "{} ({})", phrases.stretch(step.first, step.last, year=year), step.note)
        for step in steps
        if step.kind is StepKind.MAKE_UP
    ]
    if found:
        yield phrases.listed("周末上班，照常计入：{}。", "Weekends that are worked and counted: {}.", found)


def _paused(steps: Sequence[Step], year: int) -> Iterator[Text]:
    for step in steps:
        if step.kind is StepKind.PAUSE:
            why = filled("（{}）", " ({})", step.note) if step.note else None
            when = phrases.stretch(step.first, step.last, year=year)
            if step.last is None:
                yield filled("自{}起中止{}，尚未恢复。", "Stopped since {}{}, not yet resumed.", when, why)
            else:
                yield filled("中止期间不计：{}{}。", "Stopped and not counted: {}{}.", when, why)


def _extended(due: "Due") -> Iterator[Text]:
    for extension in due.extensions:
        why = filled("（{}）", " ({})", extension.why) if extension.why else None
        yield filled("延长{}{}。", "Extended by {}{}.", due.term.unit.phrase(extension.count), why)
    if not due.extensions:
        return
    allowed, total = due.term.extension, sum(extension.count for extension in due.extensions)
    if allowed is None:
        yield Text(
            "注意：规定没有写明这一期限可以延长，请核对依据。",
            "Note: no rule for extending it is recorded; check the ground.",
        )
    elif allowed.count is not None and total > allowed.count:
        limit = due.term.unit.phrase(allowed.count)
        yield filled(
            "注意：规定最多延长{}，请核对依据。", "Note: it may be extended by {} at most; check the ground.", limit
        )
    else:
        yield filled("延长须经：{}。", "An extension needs: {}.", allowed.approval)


def _rolled(steps: Sequence[Step], year: int) -> Iterator[Text]:
    found = [step for step in steps if step.kind is StepKind.ROLL]
    if found:
        last = arithmetic.day_of(found[0].first) - arithmetic.ONE_DAY
        zh, en = (
            "最后一日{}不是工作日，顺延到其后第一个工作日。",
            "The last day, {}, is not worked; the next working day takes its place.",
        )
        yield filled(zh, en, phrases.day(last, year=last.year != year))


def _end(due: "Due", steps: Sequence[Step]) -> Text:
    unit = due.term.unit
    if due.on is None or due.at is None:
        used = sum(step.counted for step in steps)
        zh, en = (
            "时钟停止，暂无届满时间：已计{}。",
            "The clock stands still and there is no due date: {} counted so far.",
        )
        return filled(zh, en, phrases.amount(unit, used))
    if unit.is_clock:
        return filled("{}届满。", "Due {}.", phrases.moment(due.at))
    return filled("{}24时届满。", "Due {}, at the end of the day.", phrases.day(due.on))


def _warnings(due: "Due") -> Iterator[Text]:
    if due.provisional:
        yield Text(
            "暂定：所经年度的放假安排尚未公布，公布后重新计算，日期可能变动。",
            "Provisional: holidays of a year it runs through are not announced; once they are, the date may change.",
        )
    if due.term.note:
        yield (
            filled("说明：{}", "Remark: {}", due.term.note)
            if due.term.verified
            else filled("注意，依据未经核对：{}", "Take care, the rule was not verified: {}", due.term.note)
        )
