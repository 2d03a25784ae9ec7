"""The clocks of talks and letters against dates counted by hand in `clocks_golden.yaml`, and against a second counter.

The second counter goes from day to day on another calendar (`chinese_calendar`), so that an error must be made twice to pass.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
import yaml

from yaoan.kernel.statutes import Calendar, Term, Terms, Unit, due
from yaoan.kernel.statutes.command import run
from yaoan.modules.letters.choices import CLOCKS
from yaoan.modules.letters.lifecycle import LETTER

ROWS = yaml.safe_load((Path(__file__).parent / "clocks_golden.yaml").read_text("utf-8"))
TERMS, CALENDAR = Terms.load(), Calendar.load()
of_each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['term']} {row['start']}")


def term_of(row: dict[str, Any]) -> Term:
    return TERMS.at(row["term"], row["start"])


def test_every_clock_of_a_letter_is_among_them_more_than_once() -> None:
    used = {duty.term for duty in LETTER.duties if duty.term} | set(CLOCKS.values())
    assert used == {name for name in TERMS.names() if name.startswith("letters.")}
    assert all(sum(row["term"] == name for row in ROWS) >= 3 for name in used)


def test_holidays_make_up_days_and_month_ends_are_among_them() -> None:
    starts, ends = {row["start"] for row in ROWS}, {row["due"] for row in ROWS}
    assert any(chinese_calendar.is_workday(day) and day.weekday() >= 5 for day in starts), "from a make-up day"
    assert any(chinese_calendar.is_workday(day) and day.weekday() >= 5 for day in ends), "on a make-up day"
    assert any(chinese_calendar.is_holiday(day) and day.month == 10 for day in ends), "in a holiday"
    assert any((day + timedelta(days=1)).day == 1 for day in starts), "from the end of a month"


@of_each_row
def test_the_date_counted_beforehand_is_found(row: dict[str, Any]) -> None:
    term = term_of(row)
    assert (term.source.read("zh"), term.article, bool(row["how"])) == (row["source"], row["article"], True)
    found = due(term, row["start"], calendar=CALENDAR)
    assert (found.on, found.provisional) == (row["due"], False)
    for language in ("zh", "en"):
        assert str(term.label.read(language)) in found.explain(language)


@of_each_row
def test_the_second_counter_agrees(row: dict[str, Any]) -> None:
    term, day = term_of(row), row["start"]
    left: int = term.count
    while left:
        day += timedelta(days=1)
        left -= term.unit is not Unit.WORKING_DAY or chinese_calendar.is_workday(day)
    assert day == row["due"]


@of_each_row
def test_the_command_gives_every_date_and_says_what_it_rests_on(row: dict[str, Any], capsys, monkeypatch) -> None:
    monkeypatch.setattr(Terms, "load", lambda *_paths: TERMS)  # which is what it loads, once for all rows
    monkeypatch.setattr(Calendar, "load", lambda *_paths: CALENDAR)
    begun: date = row["start"]
    assert run([row["term"], "--from", begun.isoformat()]) == 0
    answer, _blank, rule, *way = capsys.readouterr().out.splitlines()
    assert answer == str(row["due"])
    assert all(str(word) in rule for word in (term_of(row).label.read("zh"), term_of(row).count, row["source"]))
    assert "".join(way)
