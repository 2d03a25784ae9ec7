"""The clocks of transfers against dates counted by hand in `clocks_golden.yaml`, and against a second counter.

The second counter knows nothing of the first: it goes from day to day on another calendar (`chinese_calendar`) and from
hour to hour, so that an error must be made twice to pass.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar, Term, Terms, Unit, due
from yaoan.kernel.statutes.command import run
from yaoan.modules.transfers.lifecycle import HIT, TRANSFER

GOLDEN = yaml.safe_load((Path(__file__).parent / "clocks_golden.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = {
    f"{section}-{number}": row for section, rows in GOLDEN.items() for number, row in enumerate(rows, 1)
}
TERMS, CALENDAR = Terms.load(), Calendar.load()
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=clock.BEIJING) if isinstance(value, datetime) else value


def test_every_clock_of_a_transfer_is_among_them() -> None:
    used = {duty.term for table in (TRANSFER, HIT) for duty in table.duties if duty.term}
    assert used == {row["term"] for row in ROWS.values()}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_date_counted_beforehand_is_found(row: dict[str, Any]) -> None:
    term = TERMS.at(row["term"], _day(row["start"]))
    assert (term.article, bool(row["how"])) == (row["article"], True)
    found = due(term, _aware(row["start"]), calendar=CALENDAR)
    if isinstance(row["due"], datetime):
        assert found.at == _aware(row["due"])
    else:
        assert found.on == row["due"]
    for language in ("zh", "en"):
        assert str(term.label.read(language)) in found.explain(language)


def counted(term: Term, start: date | datetime) -> date | datetime:
    """The last day of a term, or its last instant where it is in hours: one step after the other, no day off in hours."""
    step = AN_HOUR if term.unit is Unit.HOUR else A_DAY
    end = start if step is AN_HOUR else _day(start)
    left = term.count
    while left:
        end += step
        left -= term.unit is not Unit.WORKING_DAY or chinese_calendar.is_workday(end)
    return end


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_second_counter_agrees(row: dict[str, Any]) -> None:
    assert counted(TERMS.at(row["term"], _day(row["start"])), row["start"]) == row["due"]


def test_hours_are_counted_over_weekends_holidays_and_make_up_days() -> None:
    starts = [row["start"] for row in ROWS.values() if isinstance(row["due"], datetime)]
    days = {start.date() + A_DAY for start in starts}
    assert any(day.weekday() >= 5 and not chinese_calendar.is_workday(day) for day in days), "a weekend"
    assert any(chinese_calendar.is_holiday(day) and day.weekday() < 5 for day in days), "a holiday in the week"
    assert any(chinese_calendar.is_workday(day) and day.weekday() >= 5 for day in days), "a make-up day"
    assert {row["term"] for row in GOLDEN["hours"]} == {
        duty.term for duty in TRANSFER.duties if duty.term and TERMS.at(duty.term, date(2025, 3, 21)).unit is Unit.HOUR
    }


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_command_gives_every_date_and_explains_it(row: dict[str, Any], capsys, monkeypatch) -> None:
    monkeypatch.setattr(Terms, "load", lambda *_paths: TERMS)  # which is what it loads, once for all rows
    monkeypatch.setattr(Calendar, "load", lambda *_paths: CALENDAR)
    start = row["start"]
    written = start.isoformat(timespec="minutes") if isinstance(start, datetime) else start.isoformat()
    assert run([row["term"], "--from", written]) == 0
    answer, _blank, rule, *way = capsys.readouterr().out.splitlines()
    assert answer.startswith(str(row["due"])[:16])
    term = TERMS.at(row["term"], _day(start))
    assert all(str(word) in rule for word in (term.label.read("zh"), term.count))
    assert not row["article"] or f"第{row['article'].split(',')[0]}" in rule
    assert "".join(way) and (term.verified or "依据未经核对" in "".join(way) or "本单位规定" in rule)
