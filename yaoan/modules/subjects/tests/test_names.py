"""Names are compared in one form, doubles are found and explained, and pinyin finds names."""

import os
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yaoan.modules.subjects import rules
from yaoan.modules.subjects.rules import Party

CODE, OTHER_CODE = "91990101MA0YA0AN4J", "92990101MA0YA0AN4F"
NAMES = st.text(alphabet="北京河邯郸市魏县区康民安德仁大药房店有限责任公司医院第一二三十百(）A1 ", max_size=24)


@pytest.fixture(scope="session")
def real() -> Path:
    folder = Path(os.environ.get("YAOAN_REAL") or Path(__file__).resolve().parents[4] / "../shared/real").resolve()
    if not folder.is_dir():
        pytest.skip("real data are not here; set YAOAN_REAL to their folder")
    return folder


# One form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("安民（集团）有限责任公司", "安民(集团)有限公司"),
        ("安民  大药房\u3000", "安民大药房"),
        ("ＡＢＣ药业", "abc药业"),
        ("安民大药房（个体工商户）", "安民大药房"),
        ("安民大药房(已注销)", "安民大药房"),
        ("安民药业股份有限责任公司", "安民药业股份有限公司"),
        ("安民大药房第一百零二分店", "安民大药房第102分店"),
        ("安民大药房二十三店", "安民大药房23店"),
        ("安民·康乐-大药房", "安民康乐大药房"),
    ],
)
def test_ways_to_write_one_name_have_one_form(one: str, other: str) -> None:
    assert rules.normal_name(one) == rules.normal_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("安民大药房第一分店", "安民大药房第二分店"),
        ("安民药业集团有限公司", "安民药业有限公司"),
        ("东寨村卫生室", "西寨村卫生室"),
    ],
)
def test_different_names_keep_different_forms(one: str, other: str) -> None:
    assert rules.normal_name(one) != rules.normal_name(other)


@given(st.text(max_size=40))
def test_the_form_of_a_form_is_itself_and_any_text_can_be_taken_apart(text: str) -> None:
    normal = rules.normal_name(text)
    assert rules.normal_name(normal) == normal
    parts = rules.parts_of(text)
    assert parts.place + parts.core + parts.trade + parts.branch == normal
    assert bool(parts.core) == bool(normal)


@pytest.mark.parametrize(
    ("name", "place", "core", "branch"),
    [
        ("北京同仁堂（集团）有限责任公司", "北京", "同仁堂", ""),
        ("邯郸市安民医药连锁有限公司魏县第三分店", "邯郸市", "安民", "魏县第3分店"),
        ("魏县德政镇前罗庄村卫生室", "魏县", "德政镇前罗庄村", ""),
        ("魏县中医院", "", "魏县", ""),
        ("邯郸市安康大药房", "邯郸市", "安康", ""),
        ("邯郸市安康民乐大药房", "邯郸市", "安康民乐", ""),
        ("河北邯郸康民大药房", "河北邯郸", "康民", ""),
        ("延边朝鲜族自治州大华药店", "延边朝鲜族自治州", "大华", ""),
        ("内蒙古呼和浩特青山药店", "内蒙古呼和浩特", "青山", ""),
        ("北京市东城区朝阳门社区卫生服务中心", "北京市东城区", "朝阳门", ""),
        ("安民大药房二店", "", "安民", "2店"),
        ("安民大药房裕华路店", "", "安民", "裕华路店"),
        ("大药房", "", "大药房", ""),
    ],
)
def test_a_name_is_taken_apart_into_what_tells_firms_apart(name: str, place: str, core: str, branch: str) -> None:
    parts = rules.parts_of(name)
    assert (parts.place, parts.core, parts.branch) == (place, core, branch)


# Likeness


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (Party(name="甲", code=CODE), Party(name="乙", code=CODE), ("统一社会信用代码相同",)),
        (Party(name="安民大药房"), Party(name="安民 大药房（个体工商户）"), ("名称相同",)),
        (Party(name="邯郸市安民医药有限公司"), Party(name="安民医药有限责任公司"), ("字号相同：安民",)),
        (
            Party(name="新益药房", former_names=("安民大药房",)),
            Party(name="安民大药房"),
            ("曾用名相同：安民大药房",),
        ),
        (
            Party(name="安敏大药房", phones=("0990-3121234",)),
            Party(name="安民大药房", phones=("3121234", "")),
            ("字号读音相同：安敏、安民", "电话相同"),
        ),
        (
            Party(name="益生药房", address="邯郸市魏县东大街12号", representative="张 三", licences=("演DB990100001",)),
            Party(
                name="新民药房",
                address="河北省邯郸市魏县东大街１２号",
                representative="张三",
                licences=("演DB990100001",),
            ),
            ("许可证号相同：演DB990100001", "地址相同", "法定代表人（负责人）相同"),
        ),
    ],
)
def test_likely_doubles_are_found_and_explained(one: Party, other: Party, reasons: tuple[str, ...]) -> None:
    found = rules.likeness(one, other)
    assert found.score >= rules.LIKELY
    assert found.reasons == reasons
    assert set(rules.blocking_keys(one)) & set(rules.blocking_keys(other))


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (Party(name="安民大药房", code=CODE), Party(name="安民大药房", code=OTHER_CODE), "但统一社会信用代码不同"),
        (Party(name="安民大药房第一分店"), Party(name="安民大药房第二分店"), "但是不同的分店"),
        (Party(name="安民医药连锁有限公司"), Party(name="安民医药连锁有限公司第二分店"), "但是不同的分店"),
        (Party(name="邯郸市安民药房"), Party(name="石家庄市安民药房"), "但所在地区不同"),
        (Party(name="安民药房", area="130434"), Party(name="安民药房", area="130102"), "但所在地区不同"),
    ],
)
def test_what_speaks_against_is_said_and_lowers_the_score(one: Party, other: Party, against: str) -> None:
    found = rules.likeness(one, other)
    assert found.reasons[-1] == against
    assert 0 < found.score < rules.LIKELY


def test_shops_entered_under_the_code_of_their_chain_are_not_taken_for_one() -> None:
    chain = Party(name="安民医药连锁有限公司", code=CODE)
    shop = Party(name="安民医药连锁有限公司第二分店", code=CODE)
    assert rules.POSSIBLE < rules.likeness(chain, shop).score < rules.LIKELY


def test_neighbouring_villages_are_not_likely_doubles() -> None:
    east, west = Party(name="张二庄镇东寨村卫生室"), Party(name="张二庄镇西寨村卫生室")
    assert rules.likeness(east, west).score < rules.LIKELY


def test_nothing_in_common_is_nothing() -> None:
    assert rules.likeness(Party(name="安民大药房"), Party(name="益生堂诊所")) == rules.Likeness(0.0, ())
    assert rules.likeness(Party(name=""), Party(name="")) == rules.Likeness(0.0, ())


PARTIES = st.builds(
    Party,
    name=NAMES,
    code=st.sampled_from(["", CODE, OTHER_CODE]),
    area=st.sampled_from(["", "1304", "130434", "130102"]),
    address=st.sampled_from(["", "魏县东大街12号", "东大街12号", "西大街3号"]),
    phones=st.lists(st.sampled_from(["", "3121234", "13912345678"]), max_size=2).map(tuple),
    former_names=st.lists(NAMES, max_size=1).map(tuple),
)


@given(PARTIES, PARTIES)
def test_likeness_is_symmetric_and_between_0_and_1(one: Party, other: Party) -> None:
    there, back = rules.likeness(one, other), rules.likeness(other, one)
    assert there.score == back.score
    assert 0 <= there.score <= 1
    assert bool(there.reasons) == (there.score > 0)


@given(PARTIES)
def test_a_party_with_a_name_is_like_itself(party: Party) -> None:
    same = rules.likeness(party, party)
    assert same.score >= (0.85 if rules.normal_name(party.name) else 0)
    assert len(set(rules.blocking_keys(party))) == len(rules.blocking_keys(party))


@pytest.mark.parametrize("typo", ["安民康复大药房", "安民康大药房", "安民康乐德大药房", "安德康乐大药房"])
def test_one_wrong_missing_or_extra_character_still_leads_to_the_candidate(typo: str) -> None:
    assert set(rules.blocking_keys(Party(name=typo))) & set(rules.blocking_keys(Party(name="安民康乐大药房")))


# Search


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("北京同仁堂股份有限公司", "bjtrt"),
        ("北京同仁堂股份有限公司", "trt"),
        ("北京同仁堂股份有限公司", "beijingtongren"),
        ("北京同仁堂股份有限公司", "同仁堂"),
        ("白术", "bz"),
        ("白术", "bs"),
        ("石家庄乐仁堂医药连锁", "lrt"),
        ("石家庄乐仁堂医药连锁", "yrt"),
        ("重庆安民大药房", "cqam"),
        ("单良", "shanliang"),
        ("曾小花", "zxh"),
        ("国药准字Ｈ20230001", "h20230001"),
        ("安民大药房第三分店", "amdyfd3fd"),
        ("阿莫西林胶囊（0.25g）", "amxljn"),
        ("Aspirin 片", "aspirin"),
    ],
)
def test_a_name_is_found_by(text: str, word: str) -> None:
    """The search matches the beginning of a Latin word, and Chinese anywhere."""
    keys = rules.search_keys(text)
    assert (
        word in keys if not word.isascii() else any(key.startswith(word) or f"({word}" in key for key in _words(keys))
    )


def _words(keys: str) -> list[str]:
    return [word[place:] for word in keys.split() for place in (0, word.find("h2")) if place >= 0]


@given(st.text(max_size=60))
@example("甲乙丙丁戊己庚辛壬癸子丑寅卯𠀀𠀁堂")
def test_any_text_has_keys_in_lower_case_without_double_words(text: str) -> None:
    words = rules.search_keys(text).split()
    assert [word for word in words if word != word.lower()] == []
    assert len(words) <= len(text.split()) + 20


# The register of firms


@pytest.mark.real
def test_firms_of_the_register_are_found_again_under_changed_names(real: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="reading the register of firms needs pyarrow")
    table = parquet.read_table(real / "firms/pharma_enterprises_1978_2004.parquet", columns=["企业名称"])
    names = random.Random(4).sample(table.column(0).to_pylist(), 2_000)
    changed = [(name, name.replace("有限责任公司", "有限公司").replace("(", "（") + "　") for name in names]
    moved = [(name, name[len(rules.parts_of(name).place) :]) for name in names if rules.normal_name(name) == name]
    for pairs, least in ((changed, 1.0), (moved, 0.99)):
        found = [rules.likeness(Party(name=one), Party(name=other)).score >= rules.POSSIBLE for one, other in pairs]
        keyed = [bool({*rules.blocking_keys(Party(name=a))} & {*rules.blocking_keys(Party(name=b))}) for a, b in pairs]
        assert sum(found) / len(pairs) >= least
        assert sum(keyed) / len(pairs) >= least


@pytest.mark.real
def test_different_firms_of_the_register_are_hardly_ever_likely_doubles(real: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="reading the register of firms needs pyarrow")
    table = parquet.read_table(
        real / "firms/pharma_enterprises_1978_2004.parquet", columns=["企业名称", "统一社会信用代码"]
    ).to_pylist()
    county = [row["企业名称"] for row in table if (row["统一社会信用代码"] or "")[2:6] == "1304"]
    parties = [Party(name=name) for name in dict.fromkeys(county)]
    assert len(parties) > 100
    likely = [(a.name, b.name) for a, b in combinations(parties, 2) if rules.likeness(a, b).score >= rules.LIKELY]
    assert len(likely) <= len(parties) // 50, likely
