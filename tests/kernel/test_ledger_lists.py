"""The list: found as the actor, filtered, counted, ordered, cut into pages, kept as views, taken away as files."""

import csv
import io
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Assign, Split
from tests.kernel.testapp.ledger import PARCELS
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import SOON, announced, delivered, fragment, many, signed_in, stored
from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import perform
from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.ledger import listing, saved
from yaoan.kernel.ledger.listing import Listing
from yaoan.kernel.ledger.models import SavedView

pytestmark = pytest.mark.urls("tests.kernel.testapp.site")


def found(office: Office, query: str = "", who: str = "keeper") -> set[str]:
    """The titles of the rows an address shows."""
    return {record.title for record in Listing(PARCELS, office.actor(who), QueryDict(query)).page.records}


def test_the_list_shows_what_is_in_scope_and_nothing_else(office: Office) -> None:
    announced(office, "河湾的")
    announced(office, "松坪的", by="stranger", area="980102")
    page = signed_in(office.keeper).get("/parcels/").content.decode()
    assert "河湾的" in page and "松坪的" not in page
    assert found(office, who="stranger") == {"松坪的"} and found(office, who="reader") == {"河湾的", "松坪的"}


def test_a_person_without_rights_sees_an_empty_list_that_says_why(office: Office) -> None:
    announced(office)
    nobody = User.objects.create_user("nobody", name="无权者")
    page = signed_in(nobody).get("/parcels/").content.decode()
    assert "这里还没有记录" in page and "PCL-" not in page and "登记包裹" not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=stored", {"收到的"}),
        ("state=stored&state=announced", {"收到的", "大而重"}),
        ("size=large", {"大而重"}),
        ("size=large&state=stored", set()),
        ("holder=me", {"我的"}),
        ("agency=mine&state=announced", {"大而重"}),
        ("agency=999999999", set()),
        ("weight_from=10", {"大而重"}),
        ("weight_to=10", {"收到的"}),
        ("weight_from=1&weight_to=99.5", {"收到的", "大而重"}),
        ("is_fragile=1", {"大而重"}),
        ("is_fragile=0", {"收到的", "我的"}),
        ("contents=玻璃", {"大而重"}),
        ("place=980101102", {"大而重"}),
        ("area=980101102", {"大而重"}),
        ("area=980102", {"收到的", "大而重", "我的"}),
        ("product=large", {"大而重"}),
        ("q=大而", {"大而重"}),
        ("q=dez", {"大而重"}),
        ("q=PCL", {"收到的", "大而重", "我的"}),
        ("q=没有的", set()),
    ],
)
def test_filters_combine_and_stand_in_the_address(office: Office, query: str, titles: set[str]) -> None:
    stored(office, "收到的", weight=Decimal("2"))
    announced(
        office, "大而重", size=Size.LARGE, weight=Decimal("50"), is_fragile=True, contents="玻璃器皿", area="980101102"
    )
    delivered(office, "我的")
    assert found(office, query) == titles


@pytest.mark.parametrize("query", ["weight_from=x", "opened_on_from=31.1.2025", "holder=somebody", "campaign=x"])
def test_an_answer_that_cannot_be_finds_nothing_and_says_so(office: Office, query: str) -> None:
    announced(office)
    response = signed_in(office.keeper).get(f"/parcels/?{query}")
    assert response.status_code == 200 and "没有符合条件的记录" in response.content.decode()


def test_the_fault_of_an_answer_stands_beside_its_question(office: Office) -> None:
    page = signed_in(office.keeper).get("/parcels/?weight_from=x&opened_on_to=x").content.decode()
    assert "请写数字。" in page and "请写成 2025-01-31 这样的日期。" in page and '<details class="more" open>' in page


def test_days_and_periods_count_both_ends(office: Office) -> None:
    parcel = announced(office)
    day = clock.today()
    assert found(office, f"opened_on_from={day}&opened_on_to={day}") == {parcel.title}
    assert found(office, f"period={day}..{day}") == {parcel.title}
    assert found(office, "period=1999") == set()
    assert found(office, "period=nonsense") == {parcel.title}, "what is no period narrows nothing"


def test_a_filter_over_several_rows_finds_a_record_once(office: Office) -> None:
    parcel = stored(office, "分装的")
    for part in ("甲", "乙"):
        perform(Split(title=part), on=parcel.pk, by=office.actor("keeper"))
    records = Listing(PARCELS, office.actor("keeper"), QueryDict("part_size=small")).page
    assert [record.title for record in records.records] == ["分装的"] and records.count == 1


def test_the_further_filters_are_read_when_they_are_asked_for(office: Office) -> None:
    parcel, client = many(office, 1)[0], signed_in(office.keeper)
    choice, weight = f'value="{parcel.pk}"', 'name="weight_from"'
    plain = client.get("/parcels/").content.decode()
    assert weight not in plain and "more" in plain
    assert "weight_from" not in client.get("/parcels/?area=980101101", headers=fragment("list")).content.decode()
    opened = client.get("/parcels/", headers=fragment("more"))
    assert (
        weight in opened.content.decode() and choice in opened.content.decode() and "HX-Push-Url" not in opened.headers
    )
    for address in ("/parcels/?more", "/parcels/?weight_from=1"):  # without a script, and where one of them is answered
        page = client.get(address).content.decode()
        assert weight in page and choice in page and '<details class="more" open>' in page


def test_reference_filters_take_an_id(office: Office) -> None:
    parcel = stored(office, "整箱")
    perform(Split(title="小箱"), on=parcel, by=office.actor("keeper"))
    assert found(office, f"origin={parcel.pk}") == {"小箱"} == found(office, f"campaign={parcel.pk}")


def order(office: Office, query: str) -> list[str]:
    return [record.title for record in Listing(PARCELS, office.actor("keeper"), QueryDict(query)).page.records]


def test_lists_are_sorted_both_ways_with_empty_values_last(office: Office) -> None:
    for title, weight in (("轻", "1"), ("无", None), ("重", "9")):
        announced(office, title, weight=Decimal(weight) if weight else None)
    assert order(office, "sort=weight") == ["轻", "重", "无"]
    assert order(office, "sort=-weight") == ["重", "轻", "无"]
    assert order(office, "") == ["重", "无", "轻"] == order(office, "sort=title"), (
        "an unsortable column: the usual order"
    )


def test_the_clock_sorts_by_the_nearest_deadline(office: Office) -> None:
    keeper = office.actor("keeper")
    for title, day in (("晚", date(2099, 6, 1)), ("早", date(2098, 6, 1)), ("无", None)):
        perform(Assign(holder_id=office.keeper.pk, deliver_by=day), on=stored(office, title), by=keeper)
    assert order(office, "sort=due") == ["早", "晚", "无"]


def test_pages_leaf_through_and_the_last_one_is_the_end(office: Office) -> None:
    many(office, 45)
    keeper = office.actor("keeper")
    first = Listing(PARCELS, keeper, QueryDict("rows=20")).page
    last = Listing(PARCELS, keeper, QueryDict("rows=20&page=99")).page
    assert (first.first, first.last, first.count, first.page_count) == (1, 20, 45, 3)
    assert (last.number, last.first, last.last) == (3, 41, 45)
    assert Listing(PARCELS, keeper, QueryDict("rows=7&page=x")).page.size == 50
    page = signed_in(office.keeper).get("/parcels/?rows=20&page=2").content.decode()
    assert "显示第 21–40 条" in page and 'aria-current="page">2<' in page


def test_beyond_the_reach_the_count_is_a_lower_bound(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    many(office, 30)
    monkeypatch.setattr(listing, "REACH", 25)
    page = Listing(PARCELS, office.actor("keeper"), QueryDict("rows=20&page=2")).page
    assert page.is_capped and page.count == 25 and len(page.records) == 5
    monkeypatch.setattr(listing, "SEARCHED", 12)
    found = Listing(PARCELS, office.actor("keeper"), QueryDict("q=箱&rows=20"))
    assert found.page.is_capped and found.page.count == 12 == len(found.page.records)
    assert "<b>12+</b>" in signed_in(office.keeper).get("/parcels/?q=箱").content.decode()


def test_the_newest_of_what_a_search_finds_come_first_with_and_without_a_filter(office: Office) -> None:
    made = [parcel.pk for parcel in many(office, 30)]
    for query in ("q=箱&rows=20", "q=箱&rows=20&area=980101"):
        page = Listing(PARCELS, office.actor("keeper"), QueryDict(query)).page
        assert [parcel.pk for parcel in page.records] == made[:9:-1]


@pytest.mark.parametrize("sort", ["", "title", "-title", "number", "due", "-due"])
def test_few_rows_and_many_stand_in_the_same_order(office: Office, monkeypatch: pytest.MonkeyPatch, sort: str) -> None:
    many(office, 30)
    query = QueryDict(f"rows=20&sort={sort}")
    few = Listing(PARCELS, office.actor("keeper"), query).page
    monkeypatch.setattr(listing, "REACH", 25)
    capped = Listing(PARCELS, office.actor("keeper"), query).page
    assert not few.is_capped and capped.is_capped
    assert [parcel.pk for parcel in few.records] == [parcel.pk for parcel in capped.records]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "path", ["/parcels/", "/parcels/?sort=due&cols=number,title,due,holder,origin,labels,area,agency"]
)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(office: Office, path: str) -> None:
    client = signed_in(office.keeper)
    keeper = office.actor("keeper")
    for parcel in many(office, 3):
        perform(Assign(holder_id=office.keeper.pk, deliver_by=SOON), on=parcel, by=keeper)
    queries(client, path)  # the names of places are read once a process
    few = queries(client, path)
    for parcel in many(office, 40, area="980101102"):
        perform(Assign(holder_id=office.stationed.pk, deliver_by=SOON), on=parcel, by=keeper)
    queries(client, path)  # the names of places are read once a process
    assert queries(client, path) == few <= 24


def test_a_fragment_is_a_part_of_the_page(office: Office) -> None:
    many(office, 3)
    client = signed_in(office.keeper)
    whole = client.get("/parcels/?state=announced").content.decode()
    part = client.get("/parcels/?state=announced&holder=", headers=fragment("list"))
    start = part.content.decode().strip()
    assert start.startswith("<section") and start.endswith("</section>")
    assert without_tokens(start) in without_tokens(whole)
    assert part.headers["HX-Push-Url"] == "/parcels/?state=announced"
    assert "HX-Request" in part.headers["Vary"]


def without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line.split('name="csrfmiddlewaretoken"')[0] for line in lines)


def test_boosted_and_history_requests_get_the_whole_page(office: Office) -> None:
    client = signed_in(office.keeper)
    for word in ("HX-Boosted", "HX-History-Restore-Request"):
        page = client.get("/parcels/", headers={**fragment("list"), word: "true"}).content.decode()
        assert page.startswith("<!doctype html>")


def test_the_address_of_every_chip_is_the_list_without_it(office: Office) -> None:
    announced(office)
    page = signed_in(office.keeper).get("/parcels/?state=announced&q=试剂&area=980101101").content.decode()
    assert 'href="/parcels/?state=announced&amp;area=980101101" aria-label="去掉条件“搜索”"' in page
    assert 'href="/parcels/?q=%E8%AF%95%E5%89%82&amp;area=980101101" aria-label="去掉条件“状态”"' in page


def test_the_scope_follows_every_link_and_rights_bound_it(office: Office) -> None:
    parcel = announced(office)
    page = signed_in(office.keeper).get("/parcels/?area=980101101&period=2026").content.decode()
    assert (
        f'href="/parcels/{parcel.number}/?list=area%3D980101101%26period%3D2026&amp;n=1&amp;area=980101101&amp;period=2026"'
        in page
    )
    assert 'href="/parcels/new/announce/?area=980101101&amp;period=2026"' in page
    assert 'value="980102"' not in page, "places outside the actor's rights are not offered"
    beyond = signed_in(office.keeper).get("/parcels/?area=980102").content.decode()
    assert 'href="/parcels/new/announce/"' in beyond, "an area beyond the rights is no scope"


def test_columns_are_chosen_and_ordered_for_good_or_by_the_address(office: Office) -> None:
    client = signed_in(office.keeper)
    announced(office)
    order = [column.name for column in PARCELS.columns]
    chosen = {"column": ["title", "number", "labels"], "order": order, "query": "state=announced&cols=size"}
    response = client.post("/parcels/columns/", chosen)
    assert response.status_code == 303 and response.headers["Location"] == "/parcels/?state=announced"
    assert heads(client.get("/parcels/")) == ["编号", "名称", "标签"]
    client.post("/parcels/columns/", {**chosen, "move": "up:title"})
    assert heads(client.get("/parcels/")) == ["名称", "编号", "标签"]
    assert heads(client.get("/parcels/?cols=size,ghost,number")) == ["大小", "编号"], "the address comes first"
    assert heads(signed_in(office.chief).get("/parcels/")) != ["名称", "编号", "标签"]
    client.post("/parcels/columns/", {**chosen, "usual": "1"})
    assert heads(client.get("/parcels/"))[:3] == ["编号", "名称", "状态"]


def heads(response: Any) -> list[str]:
    return [str(head["column"].label) for head in response.context["heads"]]


def test_views_are_saved_shared_and_deleted(office: Office) -> None:
    client = signed_in(office.keeper)
    query = "state=stored&area=980101101&page=3&cols=number,title"
    assert (
        client.post("/parcels/views/save/", {"name": "待发放", "query": query, "audience": "unit"}).status_code == 303
    )
    view = SavedView.objects.get()
    assert view.query == "state=stored&area=980101101&cols=number%2Ctitle" and view.agency_id == office.county.pk
    assert tabs(signed_in(office.chief)) == ["全部", "待接收", "我负责的", "待发放"]
    assert tabs(signed_in(office.stranger)) == ["全部", "待接收", "我负责的"]
    signed_in(office.chief).post("/parcels/views/delete/", {"view": view.pk})
    assert SavedView.objects.exists(), "only who saved it deletes it"
    client.post("/parcels/views/delete/", {"view": view.pk})
    assert not SavedView.objects.exists()


def tabs(client: Client) -> list[str]:
    return [str(tab.label) for tab, _is_here in client.get("/parcels/").context["tabs"]]


def test_saving_under_the_same_name_replaces_the_view(office: Office) -> None:
    actor = office.actor("keeper")
    for query in ("state=stored", "state=held"):
        assert saved.save_view(PARCELS, actor, name="我的", query=query, audience="mine") is None
    assert SavedView.objects.get().query == "state=held"


@pytest.mark.parametrize(
    ("name", "audience", "word"), [("", "mine", "40字"), ("甲" * 41, "mine", "40字"), ("全", "all", "负责人")]
)
def test_a_view_that_may_not_be_saved_says_why(office: Office, name: str, audience: str, word: str) -> None:
    response = signed_in(office.keeper).post("/parcels/views/save/", {"name": name, "query": "", "audience": audience})
    assert response.status_code == 422 and word in response.content.decode() and not SavedView.objects.exists()


def test_the_present_view_is_marked(office: Office) -> None:
    context = signed_in(office.keeper).get("/parcels/?sort=due&holder=me&area=980101101").context
    assert [str(tab.label) for tab, is_here in context["tabs"] if is_here] == ["我负责的"]


EXPORTED = "state=stored&cols=number,title,weight,due,agency,opened_on,is_fragile,state"


def exported(office: Office) -> Parcel:
    announced(office, "没收到的")
    return stored(office, "=1+1", weight=Decimal("2.5"), is_fragile=True)


def test_the_csv_is_exactly_the_list_with_its_columns(office: Office) -> None:
    parcel = exported(office)
    response = signed_in(office.keeper).get(f"/parcels/export.csv?{EXPORTED}")
    body = b"".join(response.streaming_content).decode("utf-8")  # type: ignore[attr-defined]
    assert body.startswith("\ufeff") and "attachment" in response.headers["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
    assert head == ["编号", "名称", "重量（千克）", "期限", "责任单位", "登记日期", "易碎", "状态"]
    day = clock.today().isoformat()
    assert lines == [[parcel.number, "'=1+1", "2.5", "", "河湾县局", day, "是", "待发放"]]


def test_the_xlsx_keeps_numbers_and_days_and_says_what_it_is(office: Office) -> None:
    parcel = exported(office)
    response = signed_in(office.keeper).get(f"/parcels/export.xlsx?{EXPORTED}&area=980101101")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheet_names == ["包裹", "本表说明"]
    _head, row = book.get_sheet_by_name("包裹").to_python()
    assert row[:3] == [parcel.number, "=1+1", 2.5] and row[5] == clock.today() and row[6] is True
    notes = dict(row[:2] for row in book.get_sheet_by_name("本表说明").to_python())
    assert notes["筛选条件"] == "区域：柳溪镇；状态：待发放" and "林晓禾" in notes["导出人"]


def test_every_export_is_noted(office: Office) -> None:
    signed_in(office.keeper).get("/parcels/export.csv?state=stored")
    log = AccessLog.objects.get()
    assert (log.actor, log.what, log.reason) == (office.keeper.pk, "export", "parcels.csv?state=stored")


def test_an_export_costs_a_constant_number_of_queries(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    many(office, 30)
    client = signed_in(office.keeper)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            response = client.get("/parcels/export.csv?cols=number,due,holder,area,origin")
            list(response.streaming_content)  # type: ignore[attr-defined]
        return len(caught)

    cost()  # the names of places are read once a process
    few = cost()
    many(office, 60)
    assert cost() == few


def test_the_numbers_of_the_list_and_of_the_export_agree(office: Office) -> None:
    many(office, 60)
    query = urlencode({"q": "第1"})
    asked = Listing(PARCELS, office.actor("keeper"), QueryDict(query))
    assert len(list(asked.every())) == asked.page.count == 11
