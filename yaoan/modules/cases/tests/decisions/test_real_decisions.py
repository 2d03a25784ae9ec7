"""Twelve real decisions that lie beside the repository, scored against readings by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from yaoan.modules.cases.rules.decisions import read_text

from .scoring import Score, invented, scored

pytestmark = pytest.mark.real


@pytest.fixture
def decisions(real: Path) -> list[dict[str, Any]]:
    path = real / "decisions" / "penalty_decisions.jsonl"
    if not path.is_file():
        pytest.skip("the real decisions are not here")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


NOT_IN_THE_TEXT = {
    "P02 penalty_type", "P04 authority", "P07 lead_source", "P08 authority", "P09 authority",
}  # fmt: skip
"""What the hand knew from elsewhere: whole names of authorities and a clue's source, a penalty the page does not show."""


def test_real_decisions_are_read_well(decisions: list[dict[str, Any]]) -> None:
    total, faults = Score(), []
    for decision in decisions:
        score, missed = scored(decision["gold"], read_text(decision["text"]).as_json())
        total += score
        faults += [f"{decision['id']} {fault}" for fault in missed]
    assert total.f1 >= 0.97, "\n".join([f"{total.f1:.3f}", *faults])
    assert {fault.partition(":")[0] for fault in faults} == NOT_IN_THE_TEXT, faults


def test_each_real_decision_is_read_at_least_fairly(decisions: list[dict[str, Any]]) -> None:
    for decision in decisions:
        score, missed = scored(decision["gold"], read_text(decision["text"]).as_json())
        assert score.f1 >= 0.88, (decision["id"], score.f1, missed)


def test_nothing_is_invented(decisions: list[dict[str, Any]]) -> None:
    for decision in decisions:
        assert list(invented(read_text(decision["text"]).as_json())) == [], decision["id"]


def test_damage_and_masks_are_told(decisions: list[dict[str, Any]]) -> None:
    readings = {decision["id"]: read_text(decision["text"]) for decision in decisions}
    assert any("文号丢了括号" in repair for repair in readings["P03"].repairs)
    assert any("丢了“年月日”" in remark.sentence for remark in readings["P03"].doubts)
    assert any("拼音" in repair for repair in readings["P10"].repairs)
    assert any("两种写法" in remark.sentence for remark in readings["P04"].contradictions)
    assert any("隐去了" in remark.sentence for remark in readings["P12"].doubts)
