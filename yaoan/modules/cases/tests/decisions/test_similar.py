"""The search for like cases: nearest first, every score explained, parts that are missing left out and said."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from yaoan.modules.cases.rules.decisions import Part, Profile, likeness, read_text, similar

EXPIRED = Profile(
    key="a",
    law=frozenset({"药品管理法§98①", "药品管理法§117①"}),
    conducts=frozenset({"substandard"}),
    words="销售劣药",
    product_kind="drug",
    products=frozenset({"板蓝根颗粒"}),
    sums=(("goods_value", Decimal(750)),),
)


def test_the_same_breach_of_the_same_law_comes_first() -> None:
    near = replace(EXPIRED, key="near", products=frozenset({"复方板蓝根颗粒"}))
    far = Profile(
        key="far",
        law=frozenset({"医疗器械监督管理条例§55"}),
        conducts=frozenset({"expired_device"}),
        product_kind="device",
    )
    law_only = replace(EXPIRED, key="law", conducts=frozenset({"no_licence"}), words="无证经营")
    found = similar(EXPIRED, [far, law_only, near, EXPIRED])
    assert [each.other.key for each in found] == ["near", "law"]
    assert found[0].score > found[1].score


def test_every_part_says_why() -> None:
    found = likeness(EXPIRED, replace(EXPIRED, key="b", law=frozenset({"药品管理法§98②"})))
    told = {reason.part: reason.sentence for reason in found.reasons}
    assert told[Part.LAW] == "都引用药品管理法§98"
    assert told[Part.CONDUCT] == "都有“生产、销售劣药”"
    assert told[Part.PRODUCT] == "都涉及“板蓝根颗粒”"
    assert told[Part.SUMS] == "货值金额分别为 750 元和 750 元"
    assert found.score == 100


def test_a_part_one_side_lacks_is_left_out_and_said() -> None:
    found = likeness(EXPIRED, replace(EXPIRED, key="b", law=frozenset(), sums=()))
    assert found.left_out == (Part.LAW, Part.SUMS)
    assert found.score == 100


def test_products_and_sums_alone_make_no_like_case() -> None:
    bare = Profile(key="b", product_kind="drug", products=EXPIRED.products, sums=EXPIRED.sums)
    assert likeness(EXPIRED, bare).score == 0


@pytest.mark.parametrize(("other", "share"), [(750, 1.0), (7_500, 0.5), (75_000, 0.0), (7_500_000, 0.0)])
def test_sums_are_near_by_how_many_times_one_is_the_other(other: int, share: float) -> None:
    found = likeness(EXPIRED, replace(EXPIRED, key="b", sums=(("goods_value", Decimal(other)),)))
    assert next(reason.share for reason in found.reasons if reason.part is Part.SUMS) == pytest.approx(share)


def test_the_score_is_the_same_from_both_sides_and_in_every_list() -> None:
    other = replace(EXPIRED, key="b", products=frozenset({"感冒灵颗粒"}), sums=(("goods_value", Decimal(90)),))
    alone = similar(EXPIRED, [other])
    among = similar(EXPIRED, [replace(EXPIRED, key=str(count)) for count in range(5)] + [other])
    assert alone[0].score == next(each.score for each in among if each.other.key == "b")
    assert likeness(EXPIRED, other).score == likeness(other, EXPIRED).score


@pytest.mark.real
def test_real_cases_of_one_kind_find_each_other(real: Path) -> None:
    rows = (real / "decisions" / "penalty_decisions.jsonl").read_text("utf-8").splitlines()
    decisions = [json.loads(row) for row in rows]
    profiles = [Profile.of(read_text(each["text"]), each["id"]) for each in decisions]
    found = {each.key: [hit.other.key for hit in similar(each, profiles)] for each in profiles}
    assert found["P10"][0] == "P11"
    assert set(found["P01"][:3]) == {"P02", "P03", "P04"}
    assert "P12" not in found["P01"]
