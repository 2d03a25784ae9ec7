"""When people are reminded of what they owe, and whom it concerns next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar
from yaoan.kernel.words import Choice, Text, _

AT = time(9)
BEFORE = (3, 1, 0)
"""Working days before the due day on which somebody is reminded; after it, every working day."""

HEAD_AFTER, ABOVE_AFTER, LEVEL_EVERY = 1, 3, 3
"""Working days overdue from which the head of the unit is told as well, then the heads of the units above: the nearest
after three, one more for each three after that."""


class Whom(Choice):
    """Who is reminded."""

    HOLDER = "holder", _("责任人")
    HEAD = "head", _("单位负责人")
    ABOVE = "above", _("上级单位负责人")


@dataclass(frozen=True, slots=True)
class Reminding:
    """One reminder: when, and who hears of it. `levels` is how many units up the line are told."""

    at: datetime
    whom: tuple[Whom, ...]
    levels: int = 0

    def told(self, names: Mapping[Whom, str]) -> str:
        """In words: 6月10日（周二）09:00 提醒周明, with names where they are known."""
        people = "、".join(names.get(who) or str(who.label) for who in self.whom)
        text = Text("{month}月{day}日（{weekday}）09:00 提醒{people}", "{month}/{day} ({weekday}) 09:00 to {people}")
        weekday = WEEKDAYS[self.at.weekday()]
        return text.format(month=self.at.month, day=self.at.day, weekday=weekday, people=people)


WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def reminders(due: date, calendar: Calendar) -> Iterator[Reminding]:
    """The reminders of a duty due on a day, in order, without end: before it, on it, and every working day after it."""
    for count in BEFORE:
        yield Reminding(_at(calendar.add_working_days(due, -count)), (Whom.HOLDER,))
    late = 0
    while True:
        late += 1
        yield _after(due, late, calendar)


def next_reminder(due: date, now: datetime, calendar: Calendar) -> Reminding:
    """The first reminder after an instant."""
    for count in BEFORE:
        at = _at(calendar.add_working_days(due, -count))
        if at > now:
            return Reminding(at, (Whom.HOLDER,))
    today = clock.local_day(now)
    late = max(1, calendar.working_days_between(due, today))
    found = _after(due, late, calendar)
    return found if found.at > now else _after(due, late + 1, calendar)


def reminder_due(due: date, now: datetime, calendar: Calendar) -> Reminding | None:
    """The reminder that falls on the day of `now`, once its hour has come."""
    day = clock.local_day(now)
    found = next_reminder(due, datetime.combine(day, time(), clock.BEIJING), calendar)
    return found if clock.local_day(found.at) == day and found.at <= now else None


def _after(due: date, late: int, calendar: Calendar) -> Reminding:
    """The reminder on the `late`-th working day after the due day."""
    day = calendar.add_working_days(due, late)
    levels = 1 + (late - ABOVE_AFTER) // LEVEL_EVERY if late >= ABOVE_AFTER else 0
    head = (Whom.HEAD,) if late >= HEAD_AFTER else ()
    return Reminding(_at(day), (Whom.HOLDER, *head, *((Whom.ABOVE,) if levels else ())), levels)


def _at(day: date) -> datetime:
    return datetime.combine(day, AT, clock.BEIJING)
