"""Real notices that lie beside the repository, scored against readings by hand."""

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from yaoan.modules.campaigns.rules import CAMPAIGNS, Kind, read_notice

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def notices() -> Path:
    folder = Path(os.environ.get("YAOAN_REAL", Path(__file__).resolve().parents[5] / "shared" / "real")) / "notices"
    if not (folder / "score.py").exists():
        pytest.skip(f"no real notices at {folder}; set YAOAN_REAL to their folder")
    return folder


@pytest.fixture(scope="module")
def scorer(notices: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("score", notices / "score.py")
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def score(
    notices: Path, scorer: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str, str], tuple[float, int]]:
    """(overall score, invented values) of a notice against the gold and the text of another, often the same."""

    def scored(name: str, gold: str, text: str) -> tuple[float, int]:
        reading = read_notice((notices / f"{name}.txt").read_bytes(), name=name)
        path = tmp_path / "reading.json"
        path.write_text(json.dumps(reading.as_json(), ensure_ascii=False), "utf-8")
        scorer.main(path, notices / f"{gold}.gold.json", notices / f"{text}.txt")
        lines = [line.split() for line in capsys.readouterr().out.splitlines()]
        values = {line[0]: line[1] for line in lines if line[0] in {"overall", "invented"}}
        return float(values["overall"]), int(values.get("invented", 0))

    return scored


@pytest.mark.parametrize(
    ("name", "gold", "least"),
    [
        ("county-plan-2023", "county-plan-2023", 0.99),
        ("county-plan-2023.as-published", "county-plan-2023", 0.99),
        ("composed-11", "composed-11", 0.97),
        ("composed-13", "composed-13", 0.97),
        ("composed-15", "composed-15", 0.97),
        ("composed-15n", "composed-15", 0.97),
        ("province-year-2024", "province-year-2024", 1.0),
    ],
)
def test_a_real_notice_is_understood(
    score: Callable[[str, str, str], tuple[float, int]], name: str, gold: str, least: float
) -> None:
    overall, invented = score(name, gold, gold)
    assert invented == 0
    assert overall >= least


@pytest.mark.parametrize(
    "name", ["national-launch-2022.as-published", "national-teleconference-2022", "provincial-visit-2022.as-published"]
)
def test_reports_of_meetings_and_visits_give_no_campaign(notices: Path, name: str) -> None:
    reading = read_notice((notices / f"{name}.txt").read_bytes(), name=name)
    assert reading.kind is Kind.NEWS
    assert reading.kind not in CAMPAIGNS
    assert not reading.tasks
    assert not reading.deadlines
    assert not reading.reporting
    assert not any(items for _facet, items in reading.focus)


def test_the_damaged_page_is_mended_to_the_clean_text_but_for_what_is_lost(notices: Path) -> None:
    clean, damaged = (
        read_notice((notices / f"county-plan-2023{twin}.txt").read_bytes(), name="x") for twin in ("", ".as-published")
    )
    differing = [
        (one, other)
        for one, other in zip(clean.text.split("\n"), damaged.text.split("\n"), strict=True)
        if one.replace("著力", "着力") != other
    ]
    assert len(differing) == 1
    assert "保化股" in differing[0][0]
    assert any("丢了字" in remark.sentence for remark in damaged.doubts)
    assert sum("错位的字节" in repair for repair in damaged.repairs) == 3
