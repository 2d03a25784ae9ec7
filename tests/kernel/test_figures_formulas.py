"""Periods fall apart into months and edges; formulas say what they mean, and only what exists."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yaoan.kernel.figures import Metric, Period, acts, amounts, difference, overdue, ratio, stock, sum_of
from yaoan.kernel.figures.formulas import formula_from
from yaoan.kernel.figures.questions import merged
from yaoan.kernel.figures.registry import faults
from yaoan.kernel.words import Text

DAYS = some.dates(date(1950, 1, 1), date(2050, 1, 1))
PERIODS = some.tuples(DAYS, some.integers(0, 900)).map(lambda pair: Period(pair[0], pair[0] + timedelta(days=pair[1])))


def days_of(*periods: Period) -> list[date]:
    return sorted(day.start for period in periods for day in period.days())


@given(PERIODS)
def test_whole_months_and_edges_are_the_period_and_nothing_twice(period: Period) -> None:
    inside = period.whole_months()
    assert days_of(*period.edges(), *([inside] if inside else [])) == days_of(period)
    assert inside is None or inside.is_months
    assert all((edge.end - edge.start).days < 60 for edge in period.edges())
    assert days_of(*period.months()) == days_of(period)


@given(PERIODS)
def test_an_address_names_a_period_and_nothing_else(period: Period) -> None:
    assert Period.read(period.code) == period


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("2025", Period(date(2025, 1, 1), date(2025, 12, 31))),
        ("2024-Q1", Period(date(2024, 1, 1), date(2024, 3, 31))),
        ("2024-02", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-11-03..2025-11-14", Period(date(2025, 11, 3), date(2025, 11, 14))),
        *((code, None) for code in ("", "2025-13", "2025-Q5", "0001", "2025-11-14..2025-11-03", "9999-12-31..9999-12-31", "x..y")),
    ],
)  # fmt: skip
def test_periods_are_spelled_as_in_every_address(code: str, period: Period | None) -> None:
    assert Period.read(code) == period


def test_a_period_is_compared_with_one_like_it() -> None:
    assert Period.month(2024, 3).before() == Period.month(2024, 2)
    assert Period(date(2025, 1, 1), date(2025, 3, 31)).before() == Period(date(2024, 10, 1), date(2024, 12, 31))
    assert Period(date(2025, 3, 10), date(2025, 3, 16)).before() == Period(date(2025, 3, 3), date(2025, 3, 9))
    assert Period.month(2025, 2).year_before() == Period.month(2024, 2)
    leap = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert leap.year_before() == Period(date(2023, 2, 28), date(2023, 2, 28))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end on 2025-01-01"):
        Period(date(2025, 1, 2), date(2025, 1, 1))


@given(some.lists(PERIODS, max_size=5))
def test_merged_periods_have_the_same_days_once(periods: list[Period]) -> None:
    assert days_of(*merged(periods)) == sorted(set(days_of(*periods)))


def test_a_formula_survives_its_description() -> None:
    formula = ratio(
        sum_of(
            acts("parcels", "receive", where={"size": ("small", "large")}), amounts("parcels", "announce", "weight")
        ),
        difference(stock("parcels", "stored"), overdue("parcels", "receive")),
        per=1000,
        digits=2,
    )
    assert formula_from(formula.spec()) == formula


def test_a_share_is_rounded_half_up_and_unknown_of_nothing() -> None:
    part, whole = acts("parcels", "receive"), acts("parcels", "announce")
    share = ratio(part, whole)
    assert share.value({part: 1, whole: 8}) == Decimal("12.5")
    assert share.value({part: 1, whole: 16}) == Decimal("6.3")
    assert share.value({part: 0, whole: 0}) is None
    assert share.value({part: None, whole: 3}) is None
    assert sum_of(part, whole).value({part: 1, whole: None}) is None
    assert difference(part, whole).value({part: 1, whole: 3}) == -2


def test_an_atom_is_cut_into_patterns_that_exclude_one_another() -> None:
    atom = acts("parcels", "receive", "hold", where={"size": ("small", "large")})
    assert list(atom.patterns()) == [
        ("receive", {"size": "large"}), ("receive", {"size": "small"}),
        ("hold", {"size": "large"}), ("hold", {"size": "small"}),
    ]  # fmt: skip
    assert atom.key == "acts:parcels:receive|hold::size=large|small"
    assert list(atom.narrowed("size", "small").patterns()) == [
        ("receive", {"size": "small"}),
        ("hold", {"size": "small"}),
    ]
    assert list(atom.narrowed("size", "medium").patterns()) == []
    with pytest.raises(ValueError, match="name at least one act"):
        acts("parcels")


def test_what_does_not_exist_is_named_all_at_once() -> None:
    def metric(name: str, formula: object) -> Metric:
        return Metric(name, Text("数"), Text("件"), formula, Text("组"))  # type: ignore[arg-type]

    wrong = [
        metric("a.b", acts("parcels", "fly")),
        metric("a.b", stock("parcels", "asleep", where={"colour": "red"})),
        metric("c.d", overdue("dragons", "feed")),
        metric("e.f", acts("parcels", "receive", where={"size": "small"})),
    ]
    assert list(faults(wrong)) == [
        "a.b: parcels has no act fly",
        "a.b is declared twice",
        "a.b: parcels has no state asleep",
        "a.b: parcels has no facet colour",
        "c.d: no kind of record is called dragons",
    ]
