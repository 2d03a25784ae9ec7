"""When somebody is reminded, and who: a pure rule over the calendar of working days."""

from datetime import date, datetime, timedelta
from itertools import islice

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from yaoan.kernel import clock, law
from yaoan.modules.workbench.rules import Reminding, Whom, next_reminder, reminder_due, reminders

CALENDAR = law.calendar()
WEDNESDAY = date(2025, 6, 11)
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)


def days(due: date, count: int) -> list[tuple[date, tuple[Whom, ...]]]:
    return [(clock.local_day(one.at), one.whom) for one in islice(reminders(due, CALENDAR), count)]


def test_three_working_days_before_one_before_on_the_day_and_every_working_day_after():
    mine, head = (Whom.HOLDER,), (Whom.HOLDER, Whom.HEAD)
    assert days(WEDNESDAY, 8) == [
        (date(2025, 6, 6), mine),
        (date(2025, 6, 10), mine),
        (WEDNESDAY, mine),
        (date(2025, 6, 12), head),
        (date(2025, 6, 13), head),
        (date(2025, 6, 16), (*head, Whom.ABOVE)),
        (date(2025, 6, 17), (*head, Whom.ABOVE)),
        (date(2025, 6, 18), (*head, Whom.ABOVE)),
    ]


def test_holidays_are_passed_over_and_make_up_days_count():
    before_may = [day for day, _whom in days(date(2025, 5, 6), 3)]
    assert before_may == [date(2025, 4, 28), date(2025, 4, 30), date(2025, 5, 6)]
    after = [clock.local_day(one.at) for one in islice(reminders(date(2025, 9, 26), CALENDAR), 3, 6)]
    assert after == [date(2025, 9, 28), date(2025, 9, 29), date(2025, 9, 30)]  # a Sunday worked before the holidays


def test_the_line_above_is_told_one_level_more_every_three_days():
    levels = [one.levels for one in islice(reminders(WEDNESDAY, CALENDAR), 3, 13)]
    assert levels == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3]


@UNHURRIED
@given(some.dates(date(2024, 1, 2), date(2026, 10, 1)), some.integers(-20, 200), some.integers(0, 23))
def test_the_next_reminder_is_the_first_of_them_after_now(due, offset, hour):
    now = at(due + timedelta(days=offset), hour)
    expected = next(one for one in reminders(due, CALENDAR) if one.at > now)
    assert next_reminder(due, now, CALENDAR) == expected


@UNHURRIED
@given(some.dates(date(2024, 1, 2), date(2026, 10, 1)), some.integers(-10, 100), some.integers(0, 23))
def test_a_reminder_is_due_on_its_day_from_nine_on(due, offset, hour):
    now = at(due + timedelta(days=offset), hour)
    today = clock.local_day(now)
    expected = next((one for one in islice(reminders(due, CALENDAR), 150) if clock.local_day(one.at) == today), None)
    found = reminder_due(due, now, CALENDAR)
    assert found == (expected if expected and expected.at <= now else None)


def test_a_reminder_says_when_and_to_whom_by_name():
    told = Reminding(at(date(2025, 6, 10)), (Whom.HOLDER, Whom.HEAD)).told({Whom.HOLDER: "周明"})
    assert told == "6月10日（周二）09:00 提醒周明、单位负责人"
