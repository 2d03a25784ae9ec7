"""When people are reminded of what they owe, and whom it concerns next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar
from yaoan.kernel.words import Choice, Text, _

AT = time(9)
BEFORE = (3, 1, 0)
"""Working days before the due day on which somebody is reminded; after it, every working day."""

HEAD_AFTER, ABOVE_AFTER = 1, 3
"""Working days overdue from which the head of the unit, and the unit above, are told as well."""

FURTHEST = 400


class Whom(Choice):
    """Who is reminded."""

    HOLDER = "holder", _("责任人")
    HEAD = "head", _("单位负责人")
    ABOVE = "above", _("上级单位负责人")


@dataclass(frozen=True, slots=True)
class Reminding:
    """One reminder: when, and who hears of it."""

    at: datetime
    whom: tuple[Whom, ...]

    def told(self) -> str:
        """In words: 周二 09:00 提醒责任人."""
        day = WEEKDAYS[self.at.weekday()]
        names = "、".join(str(who.label) for who in self.whom)
        return Text(
            "{month}月{day}日（{weekday}）09:00 提醒{names}", "{month}/{day} ({weekday}) 09:00: {names}"
        ).format(month=self.at.month, day=self.at.day, weekday=day, names=names)


WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def reminders(due: date, calendar: Calendar) -> Iterator[Reminding]:
    """The reminders of a duty due on a day, in order, without end: before it, on it, and every working day after it."""
    for count in BEFORE:
        yield Reminding(_at(calendar.add_working_days(due, -count) if count else due), (Whom.HOLDER,))
    day, late = due, 0
    while True:
        day += timedelta(days=1)
        if not calendar.is_working_day(day):
            continue
        late += 1
        whom = (
            Whom.HOLDER,
            *((Whom.HEAD,) if late >= HEAD_AFTER else ()),
            *((Whom.ABOVE,) if late >= ABOVE_AFTER else ()),
        )
        yield Reminding(_at(day), whom)


def next_reminder(due: date, now: datetime, calendar: Calendar) -> Reminding | None:
    """The next reminder after an instant; None when it lies too far off to be told."""
    for number, reminding in enumerate(reminders(due, calendar)):
        if reminding.at > now:
            return reminding
        if number > FURTHEST:
            return None
    return None


def reminder_due(due: date, now: datetime, calendar: Calendar) -> Reminding | None:
    """The reminder that falls on the day of `now`, once its hour has come."""
    today = clock.local_day(now)
    for number, reminding in enumerate(reminders(due, calendar)):
        if clock.local_day(reminding.at) > today or number > FURTHEST:
            return None
        if clock.local_day(reminding.at) == today and reminding.at <= now:
            return reminding
    return None


def _at(day: date) -> datetime:
    return datetime.combine(day, AT, clock.BEIJING)
