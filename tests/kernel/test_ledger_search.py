"""Finding records over all kinds, and finding what a form refers to: always within the reach of whoever asks."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from tests.kernel.testapp.ledger import PARCELS
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import announced, fragment, many, signed_in
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Division, User
from yaoan.kernel.ledger import pickers, scope
from yaoan.kernel.ledger.listing import Listing
from yaoan.kernel.ledger.pickers import options
from yaoan.kernel.ledger.scope import Scope, area_options, reach_of
from yaoan.kernel.records import commonness
from yaoan.kernel.records.commonness import is_common

pytestmark = pytest.mark.urls("tests.kernel.testapp.site")


@pytest.mark.parametrize("words", ["冷藏疫苗", "疫苗", "lcym", "lengcang", "LCYM", "PCL", "冷藏 PCL"])
def test_records_are_found_by_number_name_and_pinyin(office: Office, words: str) -> None:
    parcel = announced(office, "冷藏疫苗箱")
    announced(office, "口罩")
    page = signed_in(office.keeper).get("/search/", {"q": words}).content.decode()
    assert parcel.number in page and ("口罩" in page) == (words == "PCL")


@pytest.mark.parametrize("words", ["注射液", "b12", "维生素B12注射液", "12支", "2024年"])
def test_characters_beside_digits_and_letters_are_found(office: Office, words: str) -> None:
    parcel = announced(office, "维生素B12注射液12支（2024年）")
    assert parcel.number in signed_in(office.keeper).get("/search/", {"q": words}).content.decode()


def test_what_is_out_of_scope_is_not_found(office: Office) -> None:
    parcel = announced(office, "松坪的", by="stranger", area="980102")
    page = signed_in(office.keeper).get("/search/", {"q": parcel.number}).content.decode()
    assert f"没有找到“{parcel.number}”" in page and "松坪的" not in page


def test_the_number_itself_leads_to_the_record(office: Office) -> None:
    parcel = announced(office)
    response = signed_in(office.keeper).get("/search/", {"q": parcel.number.lower()})
    assert response.status_code == 302 and response.headers["Location"] == f"/parcels/{parcel.number}/"


def test_the_type_ahead_is_a_part_of_the_page(office: Office) -> None:
    announced(office, "冷藏疫苗箱")
    client = signed_in(office.keeper)
    part = client.get("/search/", {"q": "疫苗"}, headers=fragment("found")).content.decode().strip()
    assert part.startswith("<section>") and part in client.get("/search/", {"q": "疫苗"}).content.decode()


def test_each_kind_shows_few_and_leads_to_all(office: Office) -> None:
    many(office, 12)
    page = signed_in(office.keeper).get("/search/", {"q": "第"}).content.decode()
    assert page.count('<span class="figure">PCL-') == 8 and 'href="/parcels/?q=%E7%AC%AC"' in page


def test_searching_costs_one_query_whatever_it_finds(office: Office) -> None:
    client = signed_in(office.keeper)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/", {"q": "第"}, headers=fragment("found"))
        return len(caught)

    few = cost()
    many(office, 20)
    assert cost() == few == 4, "session, person, what the person holds, search"


def common(monkeypatch, *texts: str) -> None:
    monkeypatch.setattr(commonness.sample, "_texts", texts)


def test_words_are_common_when_a_part_of_the_sample_holds_them_all(monkeypatch) -> None:
    common(monkeypatch, "第3大药房：冷藏柜断电 d3dyf", *["吗啡"] * 10)
    assert is_common("冷藏") and is_common("药房 断电") and is_common("d3d") and not is_common("冷藏 吗啡")
    assert not is_common("麻黄碱") and not is_common("") and not is_common("：")
    common(monkeypatch)
    assert not is_common("冷藏"), "nothing was sampled: the index is quick"


def test_the_sample_is_drawn_where_there_are_many_rows(office: Office, monkeypatch) -> None:
    announced(office, "冷藏疫苗箱")
    sample = commonness.Sample()
    assert sample.texts() == [] == sample.texts()
    monkeypatch.setattr(commonness, "FEW", -2)
    monkeypatch.setattr(commonness, "LOOKED_AT", 10**9)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("ANALYZE records_docket")
    assert any("冷藏疫苗箱" in text for text in commonness.Sample().texts())


@pytest.mark.parametrize("words", ["箱", "箱 第", "第1", "x", "xiang"])
def test_common_words_find_the_same_without_the_index(office: Office, monkeypatch, words: str) -> None:
    many(office, 30)
    announced(office, "邻县的箱", by="stranger", area="980102")
    keeper, ledger = office.actor("keeper"), PARCELS
    query = QueryDict(mutable=True)
    query["q"] = words
    by_index = [row.pk for row in Listing(ledger, keeper, query).page.records]
    options = labels("parcels", keeper, words)
    common(monkeypatch, words)
    with CaptureQueriesContext(connection) as caught:
        assert [row.pk for row in Listing(ledger, keeper, query).page.records] == by_index
    assert any("CASE WHEN" in query["sql"] for query in caught)
    query["state"] = "announced"
    assert [row.pk for row in Listing(ledger, keeper, query).page.records] == by_index
    assert labels("parcels", keeper, words) == options


def test_a_search_for_common_words_shows_the_newest_and_says_so(office: Office, monkeypatch) -> None:
    many(office, 12)
    theirs = announced(office, "邻县的第一箱", by="stranger", area="980102")
    client = signed_in(office.keeper)
    before = client.get("/search/", {"q": "第"}).content.decode()
    common(monkeypatch, "第")
    with CaptureQueriesContext(connection) as caught:
        page = client.get("/search/", {"q": "第"}).content.decode()
    assert sum("records_docket" in query["sql"] for query in caught) == 1
    assert "很常见" in page and "很常见" not in before and theirs.number not in page
    assert re.findall("PCL-[0-9-]+", page) == re.findall("PCL-[0-9-]+", before)
    assert 'href="/parcels/?q=%E7%AC%AC"' in page


def test_an_empty_search_says_what_to_enter(office: Office) -> None:
    assert "在上方输入编号" in signed_in(office.keeper).get("/search/").content.decode()


def labels(to: str, actor: Actor, words: str = "", chosen: tuple[str, ...] = ()) -> list[str]:
    return [option.label for option in options(to, actor, words=words, chosen=chosen)]


def test_records_to_refer_to_are_those_one_may_read(office: Office) -> None:
    mine, theirs = announced(office, "本县"), announced(office, "邻县", by="stranger", area="980102")
    keeper = office.actor("keeper")
    assert labels("parcels", keeper) == [f"{mine.number} 本县"]
    assert labels("parcels", keeper, "邻县") == [] == labels("parcels", keeper, chosen=(str(theirs.pk),))[1:]
    assert pickers.missing("parcels", keeper, [str(mine.pk), str(theirs.pk)]) == {str(theirs.pk)}


def test_what_is_chosen_stays_although_the_words_find_something_else(office: Office) -> None:
    one, two = announced(office, "甲箱"), announced(office, "乙箱")
    assert labels("parcels", office.actor("keeper"), "乙箱", (str(one.pk),)) == [
        f"{one.number} 甲箱",
        f"{two.number} 乙箱",
    ]


def test_agencies_are_those_inside_and_above_ones_areas(office: Office) -> None:
    inside = ["青川市市场监督管理局", "河湾县市场监督管理局", "河湾县市场监督管理局柳溪分局"]
    assert labels("agency", office.actor("keeper")) == inside
    assert labels("agency", office.actor("keeper"), "柳溪") == inside[2:]
    assert len(labels("agency", office.actor("reader"))) == 4
    assert labels("agency", office.actor("stationed")) == inside, "the line above, down to the station"


def test_people_are_those_with_a_post_in_these_agencies(office: Office) -> None:
    found = labels("user", office.actor("keeper"))
    assert "林晓禾（河湾县局）" in found and "陆知秋（青川市局）" in found and not any("苏远山" in one for one in found)
    assert (
        labels("user", office.actor("keeper"), "小满")
        == ["何小满（柳溪分局）"]
        == labels("user", office.actor("keeper"), "柳溪")
    )
    User.objects.filter(pk=office.stationed.pk).update(is_active=False)
    assert labels("user", office.actor("keeper"), "小满") == []


def test_places_are_those_inside_ones_areas(office: Office) -> None:
    Division.objects.filter(code="980101101").update(keys="liuxizhen lxz")
    keeper = office.actor("keeper")
    assert labels("division", keeper, "柳溪") == ["云岭省青川市河湾县柳溪镇"] == labels("division", keeper, "lxz")
    assert labels("division", keeper, "980102") == [] and labels("division", office.actor("reader"), "松坪")


def test_a_person_without_rights_finds_nothing_to_choose(office: Office) -> None:
    nobody = Actor.of(User.objects.create_user("nobody", name="无权者"))
    announced(office)
    for to in ("parcels", "agency", "user", "officer", "division"):
        assert options(to, nobody) == []


def test_options_come_as_a_fragment_and_unknown_kinds_do_not_exist(office: Office) -> None:
    client = signed_in(office.keeper)
    page = client.get(
        "/pick/user/", {"field": "holder_id", "holder_id.words": "小满", "required": "1"}
    ).content.decode()
    assert f'<input type="radio" name="holder_id" value="{office.stationed.pk}"> 何小满' in page and "不选" not in page
    many_of = client.get("/pick/user/", {"field": "who", "who": office.keeper.pk, "many": "1"}).content.decode()
    assert f'type="checkbox" name="who" value="{office.keeper.pk}" checked' in many_of
    assert client.get("/pick/ghosts/").status_code == 404
    assert "没有找到“没有的人”" in client.get("/pick/user/", {"field": "a", "a.words": "没有的人"}).content.decode()


def test_the_reach_of_an_actor_is_made_of_the_outermost_areas(office: Office) -> None:
    assert reach_of(office.actor("keeper")) == ("980101",) and reach_of(office.actor("reader")) == ("9801",)


def test_the_areas_to_choose_from_lead_down_the_tree(office: Office) -> None:
    reader = office.actor("reader")
    assert area_options(reader, "") == [("980101", "河湾县", 0), ("980102", "松坪县", 0)], "the city is all"
    assert area_options(reader, "980101") == [
        ("980101", "河湾县", 0), ("980101101", "柳溪镇", 1), ("980101102", "石桥乡", 1),
    ]  # fmt: skip
    assert area_options(reader, "980101101")[-1] == ("980101101", "柳溪镇", 1)


def test_the_scope_reads_only_what_rights_reach(office: Office) -> None:
    keeper = office.actor("keeper")
    read = Scope.of(QueryDict("area=980101101&period=2026-Q4&product=large&ghost=1"), keeper)
    assert read.pairs == [("area", "980101101"), ("period", "2026-Q4"), ("product", "large")]
    assert Scope.of(QueryDict("area=980102&period=x"), keeper).pairs == []
    assert Scope.of(QueryDict("area=9801"), keeper).area == "", "the city is more than the county's rights"
    assert read.carried_by("/parcels/?q=a&area=980101") == "/parcels/?q=a&area=980101&period=2026-Q4&product=large"
    assert Scope().carried_by("/parcels/") == "/parcels/"


def test_a_dimension_that_cannot_be_finds_nothing(office: Office) -> None:
    announced(office)
    client = signed_in(office.keeper)
    assert "没有符合条件的记录" in client.get("/parcels/?campaign=x").content.decode()
    assert Parcel.objects.exists() and scope.whole(office.actor("keeper")) == "河湾县全域"


def test_a_number_is_found_whole_and_by_its_beginning_and_nothing_else_is(office: Office) -> None:
    first = announced(office, "口罩")
    second = announced(office, "体温计")
    client = signed_in(office.keeper)
    for words in (first.number.lower(), first.number):
        found = Listing(PARCELS, office.actor("keeper"), QueryDict(f"q={words}")).page.records
        assert [parcel.pk for parcel in found] == [first.pk]
    page = client.get("/search/", {"q": first.number[:-3]}).content.decode()
    assert first.number in page and second.number in page
    assert f"没有找到“{first.number[:-1]}9”" in client.get("/search/", {"q": f"{first.number[:-1]}9"}).content.decode()
