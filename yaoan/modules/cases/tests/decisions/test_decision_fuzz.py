"""Whatever text comes: no exception, every mark points at words, nothing is given that the text does not hold."""

import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from yaoan.modules.cases.rules.decisions import read_text

from .scoring import invented

PAPERS = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "papers").glob("*.txt"))]
PIECES = st.sampled_from([piece for paper in PAPERS for piece in paper.replace("。", "。\n").split("\n") if piece])
MARKS = st.sampled_from(list("《》“”（）()〔〕|：:*×某第条款项年月日元盒0123456789、，。\n "))


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(PIECES, MARKS), max_size=24))
def test_shuffled_papers_are_read_without_inventing(pieces: list[str]) -> None:
    assert list(invented(read_text("".join(pieces)).as_json())) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAPERS), st.data())
def test_papers_cut_anywhere_are_read(paper: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(paper)))
    end = data.draw(st.integers(begin, len(paper)))
    assert list(invented(read_text(paper[begin:end]).as_json())) == []


def test_a_long_text_is_read_in_reasonable_time() -> None:
    begun = time.monotonic()
    read_text("当事人销售的药品，货值金额共计（批号：2401）“甲”《法》第一条及" * 700)
    read_text("（" * 2000 + "“" * 2000 + "某" * 2000 + "1" * 2000)
    assert time.monotonic() - begun < 20
