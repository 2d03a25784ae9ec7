"""When each duty of a record is due: a pure function of where the record has been, the law and the calendar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from yaoan.kernel import clock
from yaoan.kernel.lifecycle.table import Duty, Lifecycle
from yaoan.kernel.statutes import Calendar, Due, Extension, Pause, Terms, due

END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Stay:
    """A record entered `state` at the instant `since` (aware; the day is the day the act took effect)."""

    state: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """What people have set for one record: `dates` and `flags` by attribute name, `extensions` by act."""

    dates: Mapping[str, date | None]
    extensions: Mapping[str, Sequence[Extension]]
    flags: Mapping[str, bool]

    def owes(self, duty: Duty) -> bool:
        """Whether the duty is owed in its states: not while its date is unset or its condition does not hold."""
        is_dated = duty.agreed is None or self.dates.get(duty.agreed) is not None
        return is_dated and (duty.only is None or self.flags.get(duty.only, False))


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty that is to be done now. `at` is None when it has no clock, or while the clock stands still."""

    duty: Duty
    started_at: datetime
    at: datetime | None
    provisional: bool = False
    paused: bool = False
    due: Due | None = None


def open_duties(
    lifecycle: Lifecycle, stays: Sequence[Stay], agreed: Agreed, *, terms: Terms, calendar: Calendar, place: str = ""
) -> Iterator[OpenDuty]:
    """The duties open in the last of `stays` (oldest first), each with its due date."""
    if not stays:
        return
    present = stays[-1].state
    for duty in lifecycle.duties:
        if (present in duty.runs or present in duty.pauses) and agreed.owes(duty):
            first = _start_of_run(duty, stays)
            yield _clocked(duty, stays[first:], agreed, lifecycle, terms=terms, calendar=calendar, place=place)


def _start_of_run(duty: Duty, stays: Sequence[Stay]) -> int:
    index = len(stays) - 1
    while index > 0 and (stays[index - 1].state in duty.runs or stays[index - 1].state in duty.pauses):
        index -= 1
    return index


def _pauses(duty: Duty, stays: Sequence[Stay], lifecycle: Lifecycle) -> Iterator[Pause]:
    if all(stay.state not in duty.pauses for stay in stays):
        return
    labels = {str(state): state.label for state in lifecycle.states}
    for position, stay in enumerate(stays):
        if stay.state in duty.pauses:
            after = stays[position + 1].since if position + 1 < len(stays) else None
            yield Pause(stay.since, after, labels.get(stay.state, stay.state))


def _clocked(
    duty: Duty,
    stays: Sequence[Stay],
    agreed: Agreed,
    lifecycle: Lifecycle,
    *,
    terms: Terms,
    calendar: Calendar,
    place: str,
) -> OpenDuty:
    started_at = stays[0].since
    if duty.agreed:
        day = agreed.dates.get(duty.agreed)
        at = datetime.combine(day, END_OF_DAY, clock.BEIJING) if day else None
        return OpenDuty(duty, started_at, at)
    if duty.term is None:
        return OpenDuty(duty, started_at, None)
    term = terms.at(duty.term, clock.local_day(started_at), place)
    found = due(
        term,
        started_at.astimezone(clock.BEIJING),
        calendar=calendar,
        pauses=tuple(_pauses(duty, stays, lifecycle)),
        extensions=agreed.extensions.get(duty.act, ()),
    )
    return OpenDuty(duty, started_at, found.at, found.provisional, found.at is None, found)
