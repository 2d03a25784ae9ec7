"""The clocks of transfers against dates counted by hand in `clocks_golden.yaml`."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.statutes import Calendar, Terms, due
from yaoan.modules.transfers.lifecycle import HIT, TRANSFER

GOLDEN = yaml.safe_load((Path(__file__).parent / "clocks_golden.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = {
    f"{section}-{number}": row for section, rows in GOLDEN.items() for number, row in enumerate(rows, 1)
}
TERMS, CALENDAR = Terms.load(), Calendar.load()


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
