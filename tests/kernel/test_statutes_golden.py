"""Due dates counted by hand. The expectations stand in the YAML file beside this one."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar, Due, Extension, Pause, Term, Terms, Unit, due
from yaoan.kernel.words import Text

GOLDEN = yaml.safe_load((Path(__file__).parent / "statutes_golden.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = {
    f"{section}-{number}": row for section, rows in GOLDEN.items() for number, row in enumerate(rows, 1)
}
TERMS, CALENDAR = Terms.load(), Calendar.load()


def term_of(row: dict[str, Any]) -> Term:
    start = row["start"].date() if isinstance(row["start"], datetime) else row["start"]
    if "term" in row:
        return TERMS.at(row["term"], start, row.get("place", ""))
    return Term(name="test.term", label=Text("期限"), unit=Unit(row["unit"]), count=row["count"], source=Text("规定"))


def due_of(row: dict[str, Any]) -> Due:
    extensions = [Extension(row["extend"])] if "extend" in row else []
    pauses = [Pause(start, end) for start, end in row.get("pauses", ())]
    return due(term_of(row), row["start"], calendar=CALENDAR, pauses=pauses, extensions=extensions)


def test_the_file_is_large_enough_to_trust() -> None:
    assert len(ROWS) >= 150
    assert all(row["how"] for row in ROWS.values())


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_date_counted_by_hand_is_found(row: dict[str, Any]) -> None:
    found, expected = due_of(row), row["due"]
    assert found.provisional is row.get("provisional", False)
    assert found.running is (expected is not None)
    if expected is None:
        assert (found.on, found.at) == (None, None)
    elif isinstance(expected, datetime):
        assert found.at == expected.replace(tzinfo=clock.BEIJING)
        assert found.on == expected.date()
    else:
        assert found.on == expected
        assert found.at is not None and found.at.isoformat() == f"{expected}T23:59:59+08:00"


@pytest.mark.parametrize("row", [row for row in ROWS.values() if not term_of(row).unit.is_clock])
def test_the_steps_lead_from_the_start_to_the_date_without_a_gap(row: dict[str, Any]) -> None:
    found = due_of(row)
    days = [step for step in found.steps if step.kind not in ("start", "extension", "due")]
    for before, after in pairwise(days):
        assert before.last is not None and (after.first - before.last).days == 1
    start = row["start"].date() if isinstance(row["start"], datetime) else row["start"]
    assert (days[0].first - start).days == 1
    assert days[-1].last == found.on


def test_a_date_is_not_an_instant() -> None:
    """A guard of this test: YAML reads both, and a date must not become a midnight."""
    assert {type(row["start"]) for row in ROWS.values()} == {date, datetime}
