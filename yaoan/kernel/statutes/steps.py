"""The stretches of time between an event and a due date: which of them counted, and why the others did not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from yaoan.kernel.statutes import arithmetic
from yaoan.kernel.statutes.arithmetic import ONE_DAY, Pause, Stretch
from yaoan.kernel.statutes.term import Unit
from yaoan.kernel.words import Text

if TYPE_CHECKING:
    from yaoan.kernel.statutes.counting import Due


class StepKind(StrEnum):
    """What happened in a stretch of time. Only ``counted`` and ``make_up`` days use the term up."""

    START = "start"
    EXTENSION = "extension"
    COUNTED = "counted"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSE = "pause"
    ROLL = "roll"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch from ``first`` to ``last``, both included (None: it still lasts).

    ``counted`` is how much of the term it used up: days, or seconds for terms in hours and minutes. ``note`` names the
    holiday, the reason of the pause or of the extension.
    """

    kind: StepKind
    first: date
    last: date | None
    counted: int = 0
    note: Text | None = None

    @property
    def days(self) -> int:
        """How many days it touches; 0 while it lasts."""
        return 0 if self.last is None else (arithmetic.day_of(self.last) - arithmetic.day_of(self.first)).days + 1


def steps_to(due: "Due") -> Iterator[Step]:
    """The steps of a due date in the order of time; what was extended stands after the start."""
    yield Step(StepKind.START, due.start, due.start, note=due.term.starts)
    for extension in due.extensions:
        yield Step(StepKind.EXTENSION, due.start, due.start, note=extension.why)
    yield from _seconds(due) if due.term.unit.is_clock else _days(due)
    if due.on is not None and due.at is not None:
        end = due.at if due.term.unit.is_clock else due.on
        yield Step(StepKind.DUE, end, end)


def amount(due: "Due") -> int:
    """All that has to be counted, in days or seconds, extensions included."""
    count = due.term.count + sum(extension.count for extension in due.extensions)
    if due.term.unit.is_clock:
        return count * arithmetic.SECONDS[due.term.unit]
    if due.term.unit is Unit.WORKING_DAY:
        return count
    return arithmetic.length_in_days(due.term.unit, count, arithmetic.day_of(due.start))


def _days(due: "Due") -> Iterator[Step]:
    """The days after the start, each kind in one stretch."""
    for (kind, note), group in groupby(_each_day(due), key=lambda step: (step.kind, step.note)):
        days = list(group)
        yield Step(kind, days[0].first, days[-1].last, sum(day.counted for day in days), note)


def _each_day(due: "Due") -> Iterator[Step]:
    stops = [(pause, pause.days) for pause in due.pauses]
    left, day = amount(due), arithmetic.day_of(due.start)
    while left or due.on is None or day < due.on:  # without a due day there is a pause that lasts, where it ends
        day += ONE_DAY
        step = _paused(stops, day) or (_one_day(due, day) if left else Step(StepKind.ROLL, day, day))
        yield step
        if step.last is None:
            return
        left -= step.counted


def _paused(stops: Sequence[tuple[Pause, Stretch]], day: date) -> Step | None:
    """The step of a day that a pause covers; of one that still lasts rather than of another."""
    found = _covering(stops, day.toordinal())
    if found is None:
        return None
    pause, end = found
    return Step(StepKind.PAUSE, day, None if end is None else day, note=pause.why)


def _covering(stops: Sequence[tuple[Pause, Stretch]], position: int) -> tuple[Pause, int | None] | None:
    found = [(pause, end) for pause, (begin, end) in stops if begin < position and (end is None or position <= end)]
    return min(found, key=lambda item: item[1] is not None, default=None)


def _one_day(due: "Due", day: date) -> Step:
    if due.term.unit is not Unit.WORKING_DAY:
        return Step(StepKind.COUNTED, day, day, 1)
    name = due.calendar.name(day)
    if due.calendar.is_working_day(day):
        return Step(StepKind.MAKE_UP if name else StepKind.COUNTED, day, day, 1, name)
    return Step(StepKind.HOLIDAY if name else StepKind.WEEKEND, day, day, 0, name)


def _seconds(due: "Due") -> Iterator[Step]:
    stops = [(pause, pause.seconds) for pause in due.pauses]
    left, now = amount(due), arithmetic.second_of(due.start)
    for begin, end in arithmetic.merged([stretch for _, stretch in stops]):
        stopped = max(begin, now)
        if end is not None and end <= now:
            continue
        if stopped - now >= left:
            break
        if stopped > now:
            yield _running(now, stopped)
        found = _covering(stops, stopped + 1)
        note = found[0].why if found else None
        yield Step(
            StepKind.PAUSE, arithmetic.at_second(stopped), None if end is None else arithmetic.at_second(end), note=note
        )
        if end is None:
            return
        left, now = left - (stopped - now), end
    if left:
        yield _running(now, now + left)


def _running(begin: int, end: int) -> Step:
    return Step(StepKind.COUNTED, arithmetic.at_second(begin), arithmetic.at_second(end), end - begin)
