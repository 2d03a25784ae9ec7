"""Notices of every usual form, in invented places, each with a reading made by hand beside it."""

import json
from pathlib import Path
from typing import Any

import pytest

from yaoan.modules.campaigns.rules import CAMPAIGNS, Kind, read_notice

NOTICES = Path(__file__).parent / "notices"
GOLD = sorted(NOTICES.glob("*.gold.json"))


def reading_of(name: str) -> dict[str, Any]:
    path = NOTICES / f"{name}.txt"
    return read_notice(path.read_bytes(), name=path.name).as_json()


def only_keys_of(expected: Any, given: Any) -> Any:
    """What was given, cut down to the keys the hand-made reading fixes."""
    if isinstance(expected, dict) and isinstance(given, dict):
        return {key: only_keys_of(value, given.get(key)) for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(given, list):
        paired = [only_keys_of(one, other) for one, other in zip(expected, given, strict=False)]
        return paired + given[len(paired) :]
    return given


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_a_notice_is_read_as_by_hand(gold: Path) -> None:
    expected = json.loads(gold.read_text("utf-8"))
    given = reading_of(gold.name.removesuffix(".gold.json"))
    for field, value in expected.items():
        assert only_keys_of(value, given[field]) == value, field


def test_every_notice_has_a_reading_by_hand() -> None:
    assert {path.stem for path in NOTICES.glob("*.txt")} == {path.name.removesuffix(".gold.json") for path in GOLD}
    assert len(GOLD) >= 15


@pytest.mark.parametrize("name", ["circular", "meeting-call", "office-news", "year-summary"])
def test_what_orders_no_work_gives_no_campaign(name: str) -> None:
    given = reading_of(name)
    assert Kind(given["kind"]) not in CAMPAIGNS
    for field in ("tasks", "deadlines", "reporting", "stages", "targets", "crackdown", "allocation", "goals"):
        assert given[field] == []
    assert not any(given["focus"].values())
    assert given["period"] == {"raw": None, "start": None, "end": None}


def test_both_papers_of_a_forward_give_tasks_and_their_paper() -> None:
    tasks = reading_of("forward")["tasks"]
    assert {task["paper"] for task in tasks} == {0, 1}


def test_the_total_of_a_table_is_no_unit() -> None:
    (table,) = reading_of("sampling-plan")["allocation"]
    assert [row["unit"] for row in table["units"]] == ["云河市局", "临川市局", "南屏市局"]
    assert table["total"] == ["1100", "710"]


def test_a_table_of_tasks_replaces_general_demands() -> None:
    tasks = reading_of("task-table")["tasks"]
    assert [task["path"] for task in tasks] == ["1", "2", "3"]


def test_contact_lines_oblige_nobody() -> None:
    for name in ("sampling-plan", "inline-units", "attachments"):
        reading = reading_of(name)
        assert not any("联系人" in (task["title"] + task["body"]) for task in reading["tasks"])
        assert not any("联系" in (duty["what"] or "") for duty in reading["reporting"])
