"""The clocks of assistance and supervision against dates counted beforehand."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar, Extension, Terms, due
from yaoan.modules.assistance.lifecycle import REQUEST, SUPERVISION

ROWS = yaml.safe_load((Path(__file__).parent / "clocks_golden.yaml").read_text("utf-8"))
TERMS, CALENDAR = Terms.load(), Calendar.load()


def test_every_clock_of_both_tables_is_among_them() -> None:
    used = {duty.term for table in (REQUEST, SUPERVISION) for duty in table.duties if duty.term}
    assert used == {row["term"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['term']} {row['start']}")
def test_the_date_counted_beforehand_is_found(row: dict[str, Any]) -> None:
    start, expected = row["start"], row["due"]
    day = start.date() if isinstance(start, datetime) else start
    moment = start.replace(tzinfo=clock.BEIJING) if isinstance(start, datetime) else start
    extensions = [Extension(row["extend"])] if "extend" in row else []
    found = due(TERMS.at(row["term"], day), moment, calendar=CALENDAR, extensions=extensions)
    assert not found.provisional
    if isinstance(expected, datetime):
        assert found.at == expected.replace(tzinfo=clock.BEIJING)
    else:
        assert found.on == expected
