"""No text makes the reader fall, and no text makes it invent."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yaoan.modules.campaigns.rules import UnreadableFile, read_notice, read_text

NOTICES = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "notices").glob("*.txt"))]
FRAGMENTS = [line for text in NOTICES for line in text.split("\n") if line.strip()]
MARKS = [
    "\n",
    "。",
    "，",
    "、",
    "（",
    "）",
    "(",
    ")",
    "“",
    "《",
    "》",
    "|",
    "一、",
    "（一）",
    "1.",
    "2月30日前",
    "每月",
    "为重点品种",
    "?,F",
    "附件",
]

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def values_of(text: str) -> list[str]:
    """All values that must stand in the text."""
    reading = read_text(text).as_json()
    values = [reading["title"], reading["doc_no"], reading["index_no"], reading["period"]["raw"], *reading["issuers"]]
    values += [item for items in reading["focus"].values() for item in items]
    values += reading["goals"] + reading["parents"] + reading["basis"] + reading["addressees"]
    for task in reading["tasks"]:
        values += [task["title"], task["when"], *task["responsible"], *task["support"]]
    for duty in reading["reporting"]:
        values += [duty["who"], duty["what"], duty["to"], duty["when"]]
    for item in (*reading["deadlines"], *reading["stages"]):
        values += [item.get("what") if isinstance(item.get("what"), str) else None, item["when"]]
    squeezed = re.sub(r"\s", "", reading["text"])
    return [value for value in values if value and re.sub(r"\s", "", value) not in squeezed]


@relaxed
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert values_of(text) == []


@relaxed
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(MARKS)), max_size=40))
def test_notices_torn_to_pieces_are_read_and_nothing_is_invented(pieces: list[str]) -> None:
    assert values_of("\n".join(pieces)) == []
    assert values_of("".join(pieces)) == []


@relaxed
@given(st.sampled_from(NOTICES), st.integers(0, 4000), st.integers(0, 4000), st.sampled_from(MARKS))
def test_a_notice_cut_anywhere_is_read(text: str, start: int, end: int, mark: str) -> None:
    assert values_of(text[:start] + mark + text[end:]) == []


@relaxed
@given(st.binary(max_size=600), st.sampled_from(["x.txt", "x.docx", "x.pdf", "x.html", ""]))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes, name: str) -> None:
    try:
        read_notice(data, name=name)
    except UnreadableFile as error:
        assert str(error).endswith("。")


@relaxed
@given(st.text(max_size=300))
def test_any_page_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        read_notice(f"<html><body><table><tr><td>药{text}".encode(errors="ignore"), name="x.html")
    except UnreadableFile as error:
        assert str(error).endswith("。")


@pytest.mark.parametrize(
    "unit",
    [
        "，以疫苗、血液制品",
        "一、（一）1.",
        "（",
        "2023年7月25日前、",
        "责任单位：",
        "?,F",
        "《",
        "| 1 | 2 |\n",
        "1",
        "附件1：表\n",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.process_time()
        read_text(text)
        return time.process_time() - begin

    seconds(2_000)
    assert seconds(40_000) < 40 * max(seconds(10_000), 0.01)


def test_reading_is_deterministic() -> None:
    assert all(read_text(text) == read_text(text) for text in NOTICES)


def test_a_notice_is_read_within_a_second() -> None:
    longest = max(NOTICES, key=len)
    read_text(longest)
    begin = time.process_time()
    read_text(longest)
    assert time.process_time() - begin < 1
