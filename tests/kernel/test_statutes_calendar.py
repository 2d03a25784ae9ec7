"""Working days agree with two other tables day by day, and what is not announced is said to be so."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaoan.kernel.statutes import BadLaw, Calendar, OutOfCalendar, Status

CALENDAR = Calendar.load()
DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
COUNTS = st.integers(1, 400)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


ANNOUNCED = days(date(2018, 1, 1), date(2026, 12, 31))


def test_every_announced_day_agrees_with_chinesecalendar() -> None:
    differing = [day for day in ANNOUNCED if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)]
    assert differing == []
    assert len(ANNOUNCED) == 3287


MAY_2019 = [date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)]
"""Changed by a second notice of March 2019, which older releases of `holidays` do not know."""


def test_every_announced_day_agrees_with_holidays() -> None:
    table = holidays.country_holidays("CN", years=range(2017, 2028))
    differing = [day for day in ANNOUNCED if CALENDAR.is_working_day(day) != table.is_working_day(day)]
    assert differing in ([], MAY_2019)


def test_make_up_days_are_weekend_days_that_are_worked() -> None:
    made_up = [day for day in ANNOUNCED if CALENDAR.is_make_up_day(day)]
    expected = [day for day in ANNOUNCED if day.weekday() > 4 and chinese_calendar.is_workday(day)]
    assert made_up == expected
    assert sum(day.year == 2024 for day in made_up) == 8


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2025, 1, 29), "春节", "Spring Festival"),
        (date(2025, 1, 26), "春节调休上班", "make-up working day for Spring Festival"),
        (date(2018, 12, 29), "元旦调休上班", "make-up working day for New Year's Day"),
        (date(2018, 12, 31), "元旦", "New Year's Day"),
        (date(2020, 2, 1), "春节", "Spring Festival"),
        (date(2023, 10, 7), "中秋节、国庆节调休上班", "make-up working day for Mid-Autumn Festival and National Day"),
        (date(2031, 1, 23), "春节", "Spring Festival"),
        (date(2050, 5, 2), "劳动节", "Labour Day"),
    ],
)
def test_special_days_have_names_in_both_languages(day: date, chinese: str, english: str) -> None:
    name = CALENDAR.name(day)
    assert name is not None
    assert (name.read("zh"), name.read("en")) == (chinese, english)


def test_ordinary_days_have_no_name() -> None:
    assert CALENDAR.name(date(2025, 3, 3)) is None
    assert CALENDAR.name(date(2025, 3, 8)) is None


def test_what_was_announced_is_official_and_the_rest_provisional() -> None:
    assert {CALENDAR.status(day) for day in ANNOUNCED} == {Status.OFFICIAL}
    for day in (date(2017, 12, 31), date(2027, 1, 1), date(2060, 7, 1)):
        assert CALENDAR.status(day) == "provisional"


@pytest.mark.parametrize("year", range(2027, 2036))
def test_unannounced_years_have_the_days_that_the_law_makes_free(year: int) -> None:
    table = holidays.country_holidays("CN", years=year, observed=False)
    expected = {day for day in table if day.year == year}
    named = {day for day in days(date(year, 1, 1), date(year, 12, 31)) if CALENDAR.is_holiday(day)}
    assert named == expected
    for day in days(date(year, 1, 1), date(year, 12, 31)):
        assert CALENDAR.is_working_day(day) is (day.weekday() < 5 and day not in expected)


def test_far_years_keep_weekends_and_fixed_holidays() -> None:
    free = [day for day in days(date(2050, 1, 1), date(2050, 12, 31)) if CALENDAR.is_holiday(day)]
    assert [(day.month, day.day) for day in free] == [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]


@given(day=DAYS, count=COUNTS)
def test_adding_working_days_lands_on_the_working_day_that_counting_finds(day: date, count: int) -> None:
    later = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(later)
    assert CALENDAR.working_days_between(day, later) == count
    earlier = CALENDAR.add_working_days(day, -count)
    assert CALENDAR.is_working_day(earlier)
    assert earlier < day
    assert sum(CALENDAR.is_working_day(between) for between in days(earlier, day - timedelta(days=1))) == count


@given(one=DAYS, other=DAYS)
def test_working_days_between_are_those_after_the_first_up_to_the_second(one: date, other: date) -> None:
    first, last = sorted((one, other))
    last = min(last, first + timedelta(days=900))
    counted = sum(CALENDAR.is_working_day(day) for day in days(first, last)) - CALENDAR.is_working_day(first)
    assert CALENDAR.working_days_between(first, last) == counted
    assert CALENDAR.working_days_between(last, first) == -counted


def test_no_days_added_is_the_day_itself() -> None:
    assert CALENDAR.add_working_days(date(2025, 1, 29), 0) == date(2025, 1, 29)


def test_days_beyond_the_calendar_are_refused_with_a_sentence() -> None:
    for ask in (
        lambda: CALENDAR.is_working_day(date(1989, 12, 31)),
        lambda: CALENDAR.is_working_day(date(2101, 1, 1)),
        lambda: CALENDAR.add_working_days(date(2100, 12, 31), 1),
        lambda: CALENDAR.add_working_days(date(1990, 1, 2), -5),
    ):
        with pytest.raises(OutOfCalendar) as caught:
            ask()
        assert "1990年至2100年" in caught.value.sentence.message


def test_an_administrator_adds_a_year_when_it_is_announced(tmp_path: Path) -> None:
    notice = tmp_path / "2027.yaml"
    notice.write_text(
        """
year: 2027
status: official
notices: [{title: 某通知, number: null}]
holidays:
  - {name: {zh: 元旦, en: New Year's Day}, first: 2026-12-31, last: 2027-01-02, make_up: [2027-01-03]}
  - {name: {zh: 春节, en: Spring Festival}, first: 2027-02-05, last: 2027-02-12, make_up: [2027-02-14]}
""",
        "utf-8",
    )
    calendar = Calendar.load(notice)
    assert calendar.status(date(2027, 6, 9)) == "official"
    assert calendar.is_working_day(date(2027, 2, 14)) and not calendar.is_working_day(date(2027, 2, 12))
    assert not calendar.is_working_day(date(2026, 12, 31)), "a notice may rule over the end of the year before"
    assert calendar.is_working_day(date(2027, 10, 1)), "the file replaces what the law alone would have made free"
    assert CALENDAR.status(date(2027, 6, 9)) == "provisional"


def test_a_year_given_again_replaces_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{year: 2025, status: provisional, holidays: []}", "utf-8")
    calendar = Calendar.load(tmp_path)
    assert calendar.is_working_day(date(2025, 1, 29))
    assert calendar.status(date(2025, 1, 29)) == "provisional"


def test_all_faults_of_all_files_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "2027.yaml").write_text(
        """year: 2027
status: offical
holidays:
  - {name: {zh: 元旦}, first: 2027-01-01, last: 2027-01-01}
  - {name: {zh: 春节, en: Spring Festival}, first: 2027-02-12, last: 2027-02-05}
  - {name: {zh: 节, en: Day}, first: 2027-03-01, last: 2027-03-01, make_up: [2027-03-03]}
  - {name: {zh: 节, en: Day}, first: 2027-03-01, last: 2027-03-02, makeup: []}
  - {name: {zh: 节, en: Day}, first: 2025-03-01, last: 2025-03-01, make_up: soon}
  - {name: {zh: 节, en: Day}, first: tomorrow}
""",
        "utf-8",
    )
    (tmp_path / "2028.yaml").write_text("year: [", "utf-8")
    (tmp_path / "2029.yaml").write_text("just words", "utf-8")
    (tmp_path / "2030.yaml").write_bytes("名称".encode("gbk"))
    (tmp_path / "2200.yaml").write_text("{year: 2200, status: official}", "utf-8")
    (tmp_path / "every.yaml").write_text(
        "{status: provisional, every_year: [{name: {zh: 节, en: Day}, first: 02-29, last: soon}]}", "utf-8"
    )
    with pytest.raises(BadLaw) as caught:
        Calendar.load(tmp_path, tmp_path / "absent.yaml")
    found = {(fault.path.name, fault.line, fault.key) for fault in caught.value.faults}
    assert found >= {
        ("2027.yaml", 2, "status"),
        ("2027.yaml", 4, "name"),
        ("2027.yaml", 5, "last"),
        ("2027.yaml", 6, "make_up"),
        ("2027.yaml", 7, "makeup"),
        ("2027.yaml", 7, "first"),  # 1 March a second time
        ("2027.yaml", 8, "make_up"),
        ("2027.yaml", 8, "first"),  # not in 2027
        ("2027.yaml", 9, "first"),
        ("2027.yaml", 9, "last"),
        ("2200.yaml", 1, "year"),
        ("2029.yaml", 1, ""),
        ("2030.yaml", 1, ""),
        ("absent.yaml", 1, ""),
        ("every.yaml", 1, "first"),
        ("every.yaml", 1, "last"),
    }
    assert any(fault.path.name == "2028.yaml" for fault in caught.value.faults)
    assert "2027.yaml:6 make_up: 2027-03-03不是周六或者周日" in str(caught.value)
