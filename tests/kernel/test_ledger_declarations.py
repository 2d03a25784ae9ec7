"""Ledgers are values: faults are found when they are declared, and one column serves screen, file and API."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from tests.kernel.testapp.ledger import PARCELS
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import announced
from yaoan.kernel import clock
from yaoan.kernel.ledger import cells, clocks
from yaoan.kernel.ledger.declarations import Chip, Column, Filter, Ledger, Linked, Panel
from yaoan.kernel.ledger.periods import Period, usual
from yaoan.kernel.ledger.registry import dimension_names, ledger_of, ledgers
from yaoan.kernel.ledger.values import Table
from yaoan.kernel.records.models import Deadline

MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.BEIJING)


def test_a_ledger_cannot_be_changed_or_inherited_from() -> None:
    with pytest.raises(FrozenInstanceError):
        PARCELS.label = "x"  # type: ignore[misc]
    assert Ledger.__final__  # type: ignore[attr-defined]


def test_every_fault_of_a_declaration_is_named_at_once() -> None:
    with pytest.raises(ValueError) as caught:
        Ledger(
            model=Parcel,
            label="x",
            columns=(Column("a", "A"), Column("a", "B", cell="blob")),  # type: ignore[arg-type]
            filters=(Filter("q", "Q", "text"), Filter("origin", "O", "reference")),
            panels=(Panel("p", "P"), Panel("r", "R", rows=lambda _actor, _record: [], template="x.html")),
            bulk=("fly",),
            openings=("receive",),
        )
    for fault in ("two columns share a name", "unknown cell blob", "filter q bears a word", "origin does not say",
                  "panel p needs", "panel r needs", "bulk act fly",
                  "opening act receive"):  # fmt: skip
        assert fault in str(caught.value)


def test_a_filter_may_not_bear_the_word_of_a_dimension() -> None:
    with pytest.raises(ValueError, match="filter campaign bears a word"):
        replace(PARCELS, filters=(Filter("campaign", "C", "text"),))


def test_ledgers_are_found_in_the_rooms_of_the_apps() -> None:
    assert ledger_of("parcels") is PARCELS and PARCELS in ledgers()
    assert {"product", "campaign"} <= dimension_names()
    with pytest.raises(LookupError, match="no ledger shows ghosts"):
        ledger_of("ghosts")


@pytest.mark.parametrize(
    ("cell", "value", "text", "plain"),
    [
        ("text", None, "", None),
        ("text", "甲", "甲", "甲"),
        ("number", Decimal("2.5000"), "2.5", Decimal("2.5000")),
        ("number", 1200, "1200", 1200),
        ("number", 0.25, "0.25", Decimal("0.25")),
        ("bool", True, "是", True),
        ("date", date(2026, 1, 31), "2026-01-31", date(2026, 1, 31)),
        ("instant", datetime(2026, 1, 31, 17, 5, tzinfo=UTC), "2026-02-01 01:05", datetime(2026, 1, 31, 17, 5, tzinfo=UTC)),
        ("tags", ["急", "冷"], "急、冷", "急、冷"),
        ("chip", Chip("大", "danger"), "大", "大"),
        ("link", Linked("PCL-1", "/parcels/PCL-1/"), "PCL-1", "PCL-1"),
    ],
)  # fmt: skip
def test_a_value_is_written_for_people_and_for_sheets(cell: str, value: Any, text: str, plain: Any) -> None:
    with translation.override("zh-hans"):
        assert cells.text(cell, value) == text
        assert cells.plain(cell, value) == plain


def test_html_escapes_what_people_wrote() -> None:
    assert cells.html("text", "<b>") == "&lt;b&gt;"
    assert "&lt;b&gt;" in cells.html("tags", ["<b>"]) and "<b>" not in cells.html("chip", Chip("<b>"))
    assert 'href="/a?b&amp;c"' in cells.html("link", Linked("x", "/a?b&c"))
    assert 'aria-hidden="true"' in cells.html("text", None)


def test_a_column_follows_paths_choices_and_functions(office: Office) -> None:
    parcel = announced(office, weight=Decimal("2.50"))
    read = {column.name: column.text(parcel) for column in PARCELS.columns if column.name not in ("due", "changed_at")}
    assert read["number"] == parcel.number and read["weight"] == "2.5"
    assert read["state"] == "待接收" and read["size"] == "小"
    assert read["agency"] == "河湾县局" and read["holder"] == "" and read["area"] == "柳溪镇"
    assert Column("unit", "U", value="agency.parent.short").text(parcel) == "青川市局"
    assert Column("size", "S").text(parcel) == "小", "a field with choices says its label"
    with translation.override("en"):
        assert PARCELS.columns[2].text(parcel) == "Waiting for receipt"


def test_a_clock_column_reads_the_nearest_deadline(office: Office) -> None:
    with clock.told(MONDAY):
        parcel = announced(office)
        due = PARCELS.column("due")
        assert due is not None and due.plain(parcel) == date(2026, 11, 30)
        assert due.text(parcel) == "2026-11-30"
        assert "还剩 5 个工作日" in due.html(parcel)


@pytest.mark.parametrize(
    ("due", "urgency", "text"),
    [
        (date(2026, 11, 27), "calm", "还剩 4 个工作日"),
        (date(2026, 11, 26), "soon", "还剩 3 个工作日"),
        (date(2026, 11, 23), "soon", "今天到期"),
        (date(2026, 11, 20), "overdue", "已超期 1 个工作日"),
        (datetime(2026, 11, 23, 14, tzinfo=clock.BEIJING), "soon", "还剩 5 小时"),
        (datetime(2026, 11, 22, 9, tzinfo=clock.BEIJING), "overdue", "已超期 24 小时"),
        (datetime(2026, 11, 27, 23, 59, 59, tzinfo=clock.BEIJING), "calm", "还剩 4 个工作日"),
        (Deadline(due_at=None, paused=True), "still", "暂停计时"),
        (None, "none", "不限时"),
    ],
)
def test_a_clock_says_how_much_is_left_in_words_and_shape(due: Any, urgency: str, text: str) -> None:
    with clock.told(MONDAY), translation.override("zh-hans"):
        found = clocks.reading(due)
        assert (found.urgency, found.text) == (urgency, text)
        assert found.day == clocks.day_of(due)
        assert f'class="clock {urgency}"' in clocks.chip(found) and clocks.SHAPES[urgency] in clocks.chip(found)


def test_the_weekend_before_a_due_day_counts_in_days() -> None:
    with clock.told(datetime(2026, 11, 21, 9, tzinfo=clock.BEIJING)), translation.override("zh-hans"):
        assert clocks.reading(date(2026, 11, 22)).text == "还剩 1 天"
        assert clocks.reading(date(2026, 11, 20)).text == "已超期 1 天"


def test_a_closed_record_has_no_clock_that_runs() -> None:
    with clock.told(MONDAY):
        assert clocks.reading(date(2026, 11, 2), is_closed=True).urgency == "none"
        assert "已超期" not in clocks.chip(clocks.reading(date(2026, 11, 2), is_closed=True))


def test_a_day_outside_the_calendar_is_shown_bare() -> None:
    assert clocks.reading(date(2150, 1, 1)).text == "2150-01-01"


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025年"),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31), "2025年第4季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2025-11-03..2025-11-14", date(2025, 11, 3), date(2025, 11, 14), "2025-11-03 – 2025-11-14"),
    ],
)
def test_a_period_is_read_from_its_spelling(code: str, first: date, last: date, words: str) -> None:
    period = Period.read(code)
    assert period is not None
    with translation.override("zh-hans"):
        assert (period.first, period.last, str(period), period.code) == (first, last, words, code)


@pytest.mark.parametrize(
    "code", ["", "2025-13", "2025-Q5", "0001", "x", "2025-11-14..2025-11-03", "2025-02-30..2025-03-01"]
)
def test_what_is_no_period_is_none(code: str) -> None:
    assert Period.read(code) is None


def test_the_usual_periods_of_january_reach_into_the_year_before() -> None:
    assert [period.code for _label, period in usual(date(2026, 1, 15))] == [
        "2026-01", "2025-12", "2026-Q1", "2025-Q4", "2026", "2025",
    ]  # fmt: skip


@pytest.mark.parametrize("head", [[], [""], ["编号", ""], ["编号", "\u3000"]])
def test_a_table_of_a_panel_without_a_word_over_each_column_is_refused(head) -> None:
    with pytest.raises(ValueError, match="without a word over it"):
        Table(head, [["甲"] * len(head)])


def test_a_table_of_a_panel_whose_rows_are_longer_or_shorter_than_its_head_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns, and 1 values in row 2"):
        Table(["编号", "名称"], [["1", "甲"], ["2"]])
    assert Table(["编号"], []).rows == []
