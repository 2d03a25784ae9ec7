"""The clocks of assistance and supervision against dates counted beforehand."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar, Extension, Terms, due
from yaoan.kernel.statutes.command import run
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
    term = TERMS.at(row["term"], day)
    assert (term.source.read("zh"), term.article, bool(row["how"])) == (row["source"], row["article"], True)
    found = due(term, moment, calendar=CALENDAR, extensions=extensions)
    assert not found.provisional
    if isinstance(expected, datetime):
        assert found.at == expected.replace(tzinfo=clock.BEIJING)
    else:
        assert found.on == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['term']} {row['start']}")
def test_the_command_gives_every_date_and_explains_it(row: dict[str, Any], capsys, monkeypatch) -> None:
    monkeypatch.setattr(Terms, "load", lambda *_paths: TERMS)  # which is what it loads, once for all rows
    monkeypatch.setattr(Calendar, "load", lambda *_paths: CALENDAR)
    start = row["start"]
    written = start.isoformat(timespec="minutes") if isinstance(start, datetime) else start.isoformat()
    longer = [f"--extend={row['extend']}"] if "extend" in row else []
    assert run([row["term"], "--from", written, *longer]) == 0
    answer, _blank, rule, *way = capsys.readouterr().out.splitlines()
    assert answer.startswith(str(row["due"])[:16])
    term = TERMS.at(row["term"], start.date() if isinstance(start, datetime) else start)
    told = "".join(way)
    assert all(str(word) in rule for word in (term.label.read("zh"), term.count, row["source"]))
    assert "extend" not in row or "延长" in told
    assert told and (term.verified or "依据未经核对" in told or "本单位规定" in rule)
