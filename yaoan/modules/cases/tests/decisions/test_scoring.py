"""The score itself: what it lets pass would be called right everywhere."""

from pathlib import Path
from typing import Any

import pytest

from yaoan.modules.cases.rules.decisions import read_text

from .scoring import Score, invented, same, scored

PAPER = (Path(__file__).parent / "papers" / "ordinary.txt").read_text("utf-8")


@pytest.fixture
def reading() -> dict[str, Any]:
    return read_text(PAPER).as_json()


@pytest.mark.parametrize(
    ("name", "one", "other", "agree"),
    [
        ("authority", "云河市市场监管局", "云河市市场监督管理局", True),
        ("authority", "云河市市场监督管理局", "市场监督管理局", False),
        ("party", "康泽医药有限公司", "云河康泽医药有限公司", False),
        ("violation", "无证经营药品(网络)", "无证经营药品", True),
        ("violation", "销售假药", "销售劣药", False),
        ("outcome", "移送公安机关", "已移送公安机关处理", True),
        ("spec", "0.25g", "每粒装0.25g", True),
        ("batch", "160527", "160527 106", False),
        ("fine", 5000, 50_000, False),
    ],
)
def test_a_part_of_a_name_is_not_the_name(name: str, one: object, other: object, agree: bool) -> None:
    assert same(name, one, other) is agree


@pytest.mark.parametrize("name", ["fine", "doc_no", "goods_value", "filed"])
def test_a_main_field_the_hand_does_not_have_costs(reading: dict[str, Any], name: str) -> None:
    gold = {"party": reading["party"]}
    bare = reading | {"law": [], "products": []} | dict.fromkeys(("doc_no", "uscc", "filed", "decided", "fine", "illegal_income", "goods_value"))  # fmt: skip
    assert scored(gold, bare)[0] == Score(1, 1, 1)
    score, faults = scored(gold, bare | {name: reading[name]})
    assert (score, faults) == (Score(1, 1, 2), [f"{name}: nothing / {reading[name]}"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fine", 100_001), ("illegal_income", 12_345), ("goods_value", 1), ("decided", "2025-06-10"), ("told", "2025-05"),
        ("doc_no", "云市监处罚〔2025〕119号"), ("seized", "2024-03-06"),
    ],
)  # fmt: skip
def test_a_value_that_its_mark_does_not_say_is_found(reading: dict[str, Any], name: str, value: object) -> None:
    assert list(invented(reading)) == []
    assert [fault for fault in invented(reading | {name: value}) if name in fault] != []


def test_a_value_without_a_mark_is_found(reading: dict[str, Any]) -> None:
    bare = [mark for mark in reading["marks"] if mark["field"] not in {"fine", "products.made", "products.batch"}]
    faults = list(invented(reading | {"marks": bare}))
    assert [fault.partition(":")[0].rpartition(" ")[0] for fault in faults] == [
        "no mark says fine", "no mark says products.batch", "no mark says products.batch",
    ]  # fmt: skip
