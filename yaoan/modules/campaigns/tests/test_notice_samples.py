"""The notices shipped for the demo."""

from importlib import resources
from typing import Any

import pytest

from yaoan.modules.campaigns.rules import read_notice

SAMPLES = resources.files("yaoan.simulation") / "samples" / "notices"


def reading_of(name: str) -> dict[str, Any]:
    return read_notice((SAMPLES / name).read_bytes(), name=name).as_json()


def test_the_county_plan_gives_a_whole_campaign() -> None:
    plan = reading_of("qingxi-plan-2025.txt")
    assert plan["kind"] == "plan"
    assert plan["issuer"] == "青溪县市场监督管理局"
    assert plan["doc_no"] == "青市监发〔2025〕18号"
    assert plan["date"] == "2025-04-28"
    assert (plan["period"]["start"], plan["period"]["end"]) == ("2025-05", "2026-10")
    assert all(plan["focus"].values())
    assert plan["focus"]["objects"][0] == "投诉举报较多、近三年受过行政处罚的企业"
    assert len(plan["crackdown"]) == 9
    assert {item["area"] for item in plan["crackdown"]} == {"药品", "医疗器械", "化妆品"}
    assert [stage["name"] for stage in plan["stages"]] == [
        "动员部署阶段", "排查整治阶段", "巩固提升阶段", "总结验收阶段",
    ]  # fmt: skip
    assert plan["contradictions"] == []


def test_every_task_of_the_county_plan_has_a_unit() -> None:
    tasks = reading_of("qingxi-plan-2025.txt")["tasks"]
    assert len(tasks) == 14
    assert all(task["responsible"] for task in tasks)
    assert sum(task["due"] is not None for task in tasks) == 11
    assert tasks[0]["responsible"] == ["县局药械股", "各分局"]


def test_the_county_reports_to_the_city_by_the_25th_of_each_month() -> None:
    duties = reading_of("qingxi-plan-2025.txt")["reporting"]
    assert {
        "who": "县局药械股", "what": "全县进展情况统计表", "to": "市局", "when": "每月25日前", "due": None, "every": "month",
        "dates": [],
    } in duties  # fmt: skip


def test_the_word_file_says_the_same_as_the_text() -> None:
    text, word = reading_of("qingxi-plan-2025.txt"), reading_of("qingxi-plan-2025.docx")
    for field in (
        "title",
        "doc_no",
        "issuer",
        "date",
        "period",
        "focus",
        "tasks",
        "deadlines",
        "reporting",
        "allocation",
    ):
        assert word[field] == text[field], field


def test_the_county_plan_names_the_city_plan_as_its_basis() -> None:
    city = reading_of("yunhe-city-plan-2025.txt")
    assert any(city["doc_no"] in basis for basis in reading_of("qingxi-plan-2025.txt")["basis"])
    assert len(city["tasks"]) == 5
    assert all(city["focus"].values())


@pytest.mark.parametrize("field", ["tasks", "deadlines", "reporting", "stages", "targets"])
def test_the_summary_gives_no_campaign(field: str) -> None:
    summary = reading_of("summary-2025.txt")
    assert summary["kind"] == "summary"
    assert summary[field] == []
    assert not any(summary["focus"].values())
