"""Due dates: properties that hold for every term, and the explanation an official reads."""

import pickle
import time
import timeit
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yaoan.kernel import clock
from yaoan.kernel.statutes import (
    Allowance,
    BadSpan,
    Calendar,
    Due,
    Extension,
    OutOfCalendar,
    Pause,
    Roll,
    Step,
    StepKind,
    Term,
    Terms,
    Unit,
    due,
)
from yaoan.kernel.words import Text

CALENDAR, TERMS = Calendar.load(), Terms.load()
ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2018, 1, 1), date(2025, 6, 30))  # so that every end lies in an announced year
COUNTS = st.integers(1, 60)
UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])


def term(unit: Unit, count: int, **more: object) -> Term:
    known = {"name": "test.term", "label": Text("期限", "Term"), "source": Text("规定", "Rule"), "article": "1"}
    return Term(**{**known, "unit": unit, "count": count, "verified": True, **more})  # type: ignore[arg-type]


def ends(unit: Unit, count: int, start: date, pauses: Sequence[Pause] = ()) -> date:
    found = due(term(unit, count), start, calendar=CALENDAR, pauses=pauses).on
    assert found is not None
    return found


@st.composite
def pauses_near(draw: st.DrawFn, start: date) -> list[Pause]:
    spans = draw(st.lists(st.tuples(st.integers(-20, 80), st.integers(0, 30)), max_size=5))
    return [Pause(start + timedelta(days=first), start + timedelta(days=first + length)) for first, length in spans]


CASES = DAYS.flatmap(lambda start: st.tuples(st.just(start), pauses_near(start)))


@given(case=CASES, count=COUNTS)
def test_working_days_end_where_counting_day_by_day_ends(case: tuple[date, list[Pause]], count: int) -> None:
    """The other count asks another table and looks at one day after the other."""
    start, pauses = case
    day, left = start, count
    while left:
        day += ONE_DAY
        stopped = any(pause.start <= day <= pause.end for pause in pauses if pause.end)
        left -= chinese_calendar.is_workday(day) and not stopped
    assert ends(Unit.WORKING_DAY, count, start, pauses) == day


@given(start=DAYS, later=st.integers(0, 300), count=COUNTS, more=st.integers(0, 60), unit=UNITS)
def test_a_later_start_or_a_longer_term_never_ends_earlier(
    start: date, later: int, count: int, more: int, unit: Unit
) -> None:
    count, more = (count % 6 + 1, more % 6) if unit is Unit.MONTH else (count, more)
    assert ends(unit, count, start) <= ends(unit, count, start + timedelta(days=later))
    assert ends(unit, count, start) <= ends(unit, count + more, start)


@given(case=CASES, count=COUNTS)
def test_a_term_in_working_days_ends_on_a_working_day_outside_every_pause(
    case: tuple[date, list[Pause]], count: int
) -> None:
    start, pauses = case
    last = ends(Unit.WORKING_DAY, count, start, pauses)
    assert CALENDAR.is_working_day(last)
    assert not any(pause.start <= last <= pause.end for pause in pauses if pause.end)


@given(start=DAYS, count=st.integers(2, 60), at=st.integers(1, 60), length=st.integers(1, 40))
def test_a_pause_of_so_many_working_days_shifts_the_end_by_exactly_so_many(
    start: date, count: int, at: int, length: int
) -> None:
    first = CALENDAR.add_working_days(start, min(at, count))
    last = CALENDAR.add_working_days(first, length - 1) if length > 1 else first
    without = ends(Unit.WORKING_DAY, count, start)
    shifted = ends(Unit.WORKING_DAY, count, start, [Pause(first, last)])
    assert CALENDAR.working_days_between(without, shifted) == length


@given(case=CASES, count=COUNTS, unit=UNITS)
def test_the_order_and_the_cutting_of_pauses_do_not_matter(
    case: tuple[date, list[Pause]], count: int, unit: Unit
) -> None:
    start, pauses = case
    count = count % 6 + 1 if unit is Unit.MONTH else count
    days = {day for pause in pauses if pause.end for day in _days(pause.start, pause.end)}
    single = [Pause(day, day) for day in sorted(days, reverse=True)]
    assert ends(unit, count, start, pauses) == ends(unit, count, start, single)
    assert ends(unit, count, start, pauses) == ends(unit, count, start, pauses[::-1] + pauses)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(case=CASES, count=COUNTS, extra=st.integers(1, 30))
def test_an_extension_is_a_longer_term(case: tuple[date, list[Pause]], count: int, extra: int) -> None:
    start, pauses = case
    extended = due(
        term(Unit.WORKING_DAY, count), start, calendar=CALENDAR, pauses=pauses, extensions=[Extension(extra)]
    )
    assert extended.on == ends(Unit.WORKING_DAY, count + extra, start, pauses)


@given(case=CASES, count=COUNTS, unit=UNITS, roll=st.sampled_from(Roll))
def test_the_explained_days_add_up_and_follow_each_other(
    case: tuple[date, list[Pause]], count: int, unit: Unit, roll: Roll
) -> None:
    start, pauses = case
    count = count % 6 + 1 if unit is Unit.MONTH else count
    asked = term(unit, count, roll=Roll.NONE if unit is Unit.WORKING_DAY else roll)
    found = due(asked, start, calendar=CALENDAR, pauses=pauses)
    counted = sum(step.counted for step in found.steps)
    expected = (ends(unit, count, start) - start).days if unit is Unit.MONTH else count
    assert counted == expected
    stretches = [step for step in found.steps if step.kind not in (StepKind.START, StepKind.DUE)]
    assert [day for step in stretches for day in _days(step.first, step.last or step.first)] == _days(
        start + ONE_DAY, found.on or start
    )


@given(
    start=st.datetimes(datetime(2018, 1, 1), datetime(2025, 12, 31)).map(lambda naive: naive.replace(microsecond=0)),
    hours=st.integers(1, 200),
    stops=st.lists(st.tuples(st.integers(-500, 9000), st.integers(0, 3000)), max_size=5),
)
def test_hours_run_through_everything_but_pauses(start: datetime, hours: int, stops: list[tuple[int, int]]) -> None:
    """Counted again minute by minute; the pauses lie on whole minutes from the start."""
    minute = timedelta(minutes=1)
    pauses = [Pause(start + first * minute, start + (first + length) * minute) for first, length in stops]
    out = {number for first, length in stops for number in range(max(first, 0), first + length)}
    number, left = 0, hours * 60
    while left:
        left -= number not in out
        number += 1
    found = due(term(Unit.HOUR, hours), start, calendar=CALENDAR, pauses=pauses)
    assert found.at == (start + number * minute).replace(tzinfo=clock.BEIJING)
    assert sum(step.counted for step in found.steps) == hours * 3600


@given(start=DAYS, count=COUNTS, unit=UNITS, day=st.integers(1, 60))
def test_a_pause_that_lasts_leaves_no_date(start: date, count: int, unit: Unit, day: int) -> None:
    count = count % 6 + 1 if unit is Unit.MONTH else count
    last = ends(unit, count, start)
    stopped = start + timedelta(days=day)
    assume(stopped <= last)
    found = due(term(unit, count), start, calendar=CALENDAR, pauses=[Pause(stopped, None)])
    assert (found.on, found.at, found.running) == (None, None, False)
    assert not found.is_overdue(datetime(2090, 1, 1, tzinfo=UTC))
    assert found.steps[-1] == Step(StepKind.PAUSE, stopped, None)


def test_the_day_is_that_of_china_whatever_zone_the_instant_is_given_in() -> None:
    evening = datetime(2025, 3, 2, 18, 30, tzinfo=UTC)  # 3 March, 02:30 in China
    found = due(term(Unit.WORKING_DAY, 1), evening, calendar=CALENDAR)
    assert found.on == date(2025, 3, 4)


def test_the_last_day_belongs_to_the_term_until_midnight() -> None:
    found = due(term(Unit.WORKING_DAY, 1), date(2025, 3, 3), calendar=CALENDAR)
    assert found.at == datetime(2025, 3, 4, 23, 59, 59, tzinfo=clock.BEIJING)
    assert not found.is_overdue(datetime(2025, 3, 4, 23, 59, 59, 900000, tzinfo=clock.BEIJING))
    assert found.is_overdue(datetime(2025, 3, 5, tzinfo=clock.BEIJING))
    assert not found.is_overdue(datetime(2025, 3, 4, 15, 59, tzinfo=UTC))
    assert found.is_overdue(datetime(2025, 3, 4, 16, 0, tzinfo=UTC))


def test_a_term_in_hours_is_over_at_its_instant() -> None:
    found = due(term(Unit.HOUR, 24), datetime(2025, 3, 3, 10), calendar=CALENDAR)
    assert not found.is_overdue(datetime(2025, 3, 4, 10, tzinfo=clock.BEIJING))
    assert found.is_overdue(datetime(2025, 3, 4, 10, 0, 1, tzinfo=clock.BEIJING))


def test_what_is_nonsense_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadSpan, match=r"中止的结束（2025-01-01）早于开始（2025-01-02），请改正"):
        Pause(date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(BadSpan):
        Pause(datetime(2025, 1, 2, 12), datetime(2025, 1, 2, 11))
    Pause(datetime(2025, 1, 2, 12), date(2025, 1, 2))  # the rest of that day
    with pytest.raises(BadSpan, match="至少为1"):
        Extension(0)


@pytest.mark.parametrize(
    ("unit", "count", "start"),
    [
        (Unit.WORKING_DAY, 5, date(1989, 1, 1)),
        (Unit.WORKING_DAY, 5, date(2100, 12, 30)),
        (Unit.HOUR, 5, date(2101, 1, 1)),
        (Unit.HOUR, 50, datetime(2100, 12, 31, 12)),
        (Unit.CALENDAR_DAY, 5, date(2100, 12, 30)),
        (Unit.YEAR, 900_000, date(2025, 1, 1)),
        (Unit.CALENDAR_DAY, 10**9, date(2025, 1, 1)),
        (Unit.HOUR, 10**12, date(2025, 1, 1)),
    ],
)
def test_dates_beyond_the_calendar_are_refused(unit: Unit, count: int, start: date) -> None:
    with pytest.raises(OutOfCalendar, match="1990年至2100年"):
        due(term(unit, count), start, calendar=CALENDAR)


def explained(found: Due, language: str = "zh") -> list[str]:
    return found.explain(language).splitlines()


def test_the_explanation_tells_how_the_date_was_reached() -> None:
    asked = TERMS.at("cases.clue_verification", date(2025, 1, 20))
    pauses, extensions = [Pause(date(2025, 2, 10), date(2025, 2, 12), "检验")], [Extension(15, "案情复杂")]
    found = due(asked, date(2025, 1, 20), calendar=CALENDAR, pauses=pauses, extensions=extensions)
    assert explained(found) == [
        "线索核查：15个工作日，《市场监督管理行政处罚程序规定》第18条。自发现线索或者收到材料之日起。",
        "2025年1月20日（周一）为起算之事发生当日，不计入，从次日起算。",
        "不计入：春节（1月28日至2月4日）、周末10天。",
        "周末上班，照常计入：1月26日（春节调休上班）、2月8日（春节调休上班）。",
        "中止期间不计：2月10日至2月12日（检验）。",
        "延长15个工作日（案情复杂）。",
        "延长须经：机关负责人批准。",
        "2025年3月12日（周三）24时届满。",
    ]
    assert explained(found, "en") == [
        "Verification of a clue: 15 working days, Provisions on the Procedure of Administrative Penalties for Market "
        "Regulation, art. 18. It runs from: the day the clue is found or the material received.",
        "20 January 2025 (Mon) is the day of the event; counting starts with the next day.",
        "Not counted: Spring Festival (28 January to 4 February), 10 weekend days.",
        "Weekends that are worked and counted: 26 January (make-up working day for Spring Festival), "
        "8 February (make-up working day for Spring Festival).",
        "Stopped and not counted: 10 February to 12 February (检验).",
        "Extended by 15 working days (案情复杂).",
        "An extension needs: approval by the head of the authority.",
        "Due 12 March 2025 (Wed), at the end of the day.",
    ]


def test_a_clock_that_stands_still_says_what_is_used_up() -> None:
    asked = term(Unit.WORKING_DAY, 15)
    found = due(asked, date(2025, 1, 20), calendar=CALENDAR, pauses=[Pause(date(2025, 2, 10), None, "送检")])
    assert explained(found)[-2:] == ["自2月10日起中止（送检），尚未恢复。", "时钟停止，暂无届满时间：已计10个工作日。"]
    assert explained(found, "en")[-1] == (
        "The clock stands still and there is no due date: 10 working days counted so far."
    )


def test_a_pause_that_lasts_stops_a_last_day_from_moving() -> None:
    asked = TERMS.at("cases.reconsideration", date(2025, 1, 15))  # the last day is Sunday, 16 March
    found = due(asked, date(2025, 1, 15), calendar=CALENDAR, pauses=[Pause(date(2025, 3, 17), None)])
    assert not found.running
    assert found.steps[-1] == Step(StepKind.PAUSE, date(2025, 3, 17), None)
    assert explained(found)[-2] == "时钟停止，暂无届满时间：已计60日。"


def test_hours_are_explained_with_their_times() -> None:
    asked = TERMS.at("transfers.hand_over", date(2025, 1, 24))
    pause = Pause(datetime(2025, 1, 24, 18), datetime(2025, 1, 24, 19, 10), "等候")
    found = due(asked, datetime(2025, 1, 24, 16, 30), calendar=CALENDAR, pauses=[pause])
    assert explained(found)[1:] == [
        "从2025年1月24日（周五）16:30起连续计算，夜间、周末和节假日照计。",
        "中止期间不计：1月24日（周五）18:00至1月24日（周五）19:10（等候）。",
        "2025年1月25日（周六）17:40届满。",
    ]
    still = due(asked, datetime(2025, 1, 24, 16, 30), calendar=CALENDAR, pauses=[Pause(pause.start, None)])
    assert explained(still)[-1] == "时钟停止，暂无届满时间：已计1小时30分钟。"
    assert explained(still, "en")[-1].endswith("1 h 30 min counted so far.")
    unstarted = due(asked, datetime(2025, 1, 24, 16, 30), calendar=CALENDAR, pauses=[Pause(date(2025, 1, 24), None)])
    assert explained(unstarted)[-1] == "时钟停止，暂无届满时间：已计0分钟。"


def test_hours_from_a_mere_date_say_so() -> None:
    found = due(term(Unit.HOUR, 24), date(2025, 3, 3), calendar=CALENDAR)
    assert explained(found)[1].endswith("只知道日期，因此从零时算起。")
    assert explained(found, "en")[1].endswith("Only the day is known, hence from its first second.")


def test_what_must_be_done_at_once_says_so() -> None:
    found = due(TERMS.at("vigilance.drug_death", date(2025, 3, 3)), datetime(2025, 3, 3, 9), calendar=CALENDAR)
    assert explained(found)[0].startswith("报告死亡病例：立即，")
    assert explained(found)[1] == "从2025年3月3日（周一）09:00起应当立即办理，夜间、周末和节假日不例外。"


def test_a_moved_last_day_is_explained() -> None:
    asked = TERMS.at("cases.reconsideration", date(2025, 8, 5))
    found = due(asked, date(2025, 8, 5), calendar=CALENDAR)
    assert "最后一日10月4日（周六）不是工作日，顺延到其后第一个工作日。" in explained(found)
    assert explained(found)[-1] == "说明：末日顺延依据行政复议法第88条、民事诉讼法第85条"
    assert [step.kind for step in found.steps][-2:] == [StepKind.ROLL, StepKind.DUE]


def test_a_provisional_date_says_that_it_may_change() -> None:
    found = due(TERMS.at("risks.assessment", date(2026, 12, 30)), date(2026, 12, 30), calendar=CALENDAR)
    assert "不计入：元旦（2027年1月1日）、周末2天。" in explained(found)
    assert explained(found)[-2].startswith("暂定：")
    assert explained(found)[-1] == "注意，依据未经核对：本单位规定，可以修改"
    assert explained(found, "en")[-2].startswith("Provisional:")


@pytest.mark.parametrize(
    ("allowance", "extra", "sentence"),
    [
        (None, 5, "注意：规定没有写明这一期限可以延长，请核对依据。"),
        (Allowance(count=10, approval=Text("批准", "approval")), 11, "注意：规定最多延长10个工作日，请核对依据。"),
        (Allowance(count=10, approval=Text("批准", "approval")), 10, "延长须经：批准。"),
        (Allowance(count=None, approval=Text("集体讨论", "decision")), 99, "延长须经：集体讨论。"),
    ],
)
def test_an_extension_is_measured_against_what_the_rule_allows(
    allowance: Allowance | None, extra: int, sentence: str
) -> None:
    asked = term(Unit.WORKING_DAY, 5, extension=allowance)
    found = due(asked, date(2025, 3, 3), calendar=CALENDAR, extensions=[Extension(extra)])
    assert sentence in explained(found)


def test_one_of_anything_is_written_in_the_singular() -> None:
    found = due(term(Unit.WORKING_DAY, 1), date(2025, 3, 7), calendar=CALENDAR, pauses=[])
    assert explained(found, "en")[0].startswith("Term: 1 working day, ")
    assert due(term(Unit.WORKING_DAY, 1), date(2025, 4, 26), calendar=CALENDAR).on == date(2025, 4, 27)
    one_day = due(term(Unit.WORKING_DAY, 1), date(2025, 4, 25), calendar=CALENDAR)
    assert "Not counted: 1 weekend day." in explained(one_day, "en")


def test_a_due_date_is_a_value() -> None:
    one, other = (due(term(Unit.WORKING_DAY, 5), date(2025, 3, 3), calendar=CALENDAR) for _ in range(2))
    assert one == other and hash(one) == hash(other)
    assert "calendar" not in repr(one)
    assert pickle.loads(pickle.dumps(Pause(date(2025, 1, 1), None, "停"))) == Pause(date(2025, 1, 1), None, "停")


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.HOUR])
def test_a_due_date_takes_less_than_fifty_microseconds(unit: Unit) -> None:
    """The best of many runs in the time of this thread, because other work on the machine is not the function's."""
    asked, start = term(unit, 15), datetime(2025, 1, 20, 9, 30, tzinfo=clock.BEIJING)
    pauses = [Pause(date(2025, 2, 10), date(2025, 2, 12)), Pause(date(2025, 3, 10), date(2025, 3, 12))]
    timer = timeit.Timer(lambda: due(asked, start, calendar=CALENDAR, pauses=pauses), timer=time.thread_time)
    assert min(timer.repeat(repeat=30, number=200)) / 200 < 50e-6
