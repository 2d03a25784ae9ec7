"""The pages of figures: every number opens its rows, in words people can answer for, and only to those who may see."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.kernel.figures_history import Line, seal, write
from tests.kernel.test_figures_reading import ALL, ANNOUNCED, LATE, SHARE, STATION, WAITING, WEIGHT, announced
from tests.kernel.testapp.commands import Receive
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import SINCE, Office
from yaoan.kernel import clock
from yaoan.kernel.access.models import Grant
from yaoan.kernel.commands import perform
from yaoan.kernel.figures import registry, rollup, wording
from yaoan.kernel.figures.formulas import acts, difference, ratio, stock, sum_of
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.journal.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/figures/parcels.announced/"


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    found = MappingProxyType({metric.name: metric for metric in ALL})
    monkeypatch.setattr(registry, "metrics", lambda: found)
    with clock.told(datetime(2025, 4, 20, 2, tzinfo=UTC)):
        yield


def visitor(office: Office, who: str = "reader", *, may_open: bool = True) -> Client:
    user = getattr(office, who)
    if may_open:
        agency = user.posts.get().agency
        Grant.objects.create(user=user, role="viewer", agency=agency, since=SINCE)
    client = Client()
    client.force_login(user)
    return client


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def numbers_in(page: str) -> list[str]:
    return re.findall(r">(PCL-\d{4}-\d{6})<", page.partition('id="rows"')[2])


def test_a_figure_opens_the_rows_it_counts(office: Office) -> None:
    here, there = announced(office), announced(office, area="980101102")
    announced(office, day=date(2025, 3, 3))
    page = text_of(visitor(office).get(PAGE, {"period": "2025-04"}))
    assert '<b class="figure">2' in page
    assert sorted(numbers_in(page)) == sorted([here.number, there.number])
    assert f'href="/parcels/{here.number}/"' in page
    assert "包裹：统计期内“登记包裹”的次数" in page and "已撤回的不计" in page
    assert "截至 2025-04-20 10:00" in page
    assert 'href="/figures/parcels.announced/?period=2025-03"' in page, "the month before opens too"
    narrowed = text_of(visitor(office, "keeper").get(PAGE, {"period": "2025-04", "area": STATION}))
    assert numbers_in(narrowed) == [here.number] and "柳溪镇" in narrowed


def test_a_part_leads_to_its_own_rows(office: Office) -> None:
    announced(office)
    client = visitor(office)
    page = text_of(client.get(PAGE, {"area": "980101"}))
    assert 'href="/figures/parcels.announced/?period=2025-04&amp;area=980101101">柳溪镇</a>' in page
    page = text_of(client.get(PAGE, {"by": "facet:size"}))
    assert 'facet=size%3Asmall">小</a>' in page
    page = text_of(client.get(PAGE, {"facet": "size:small"}))
    assert len(numbers_in(page)) == 1 and "大小：小" in page
    assert numbers_in(text_of(client.get(PAGE, {"facet": "size:large"}))) == []
    page = text_of(client.get(PAGE, {"by": "agency"}))
    assert f'agency={office.county.pk}">河湾县局</a>' in page
    assert len(numbers_in(text_of(client.get(PAGE, {"agency": office.county.pk})))) == 1
    assert numbers_in(text_of(client.get(PAGE, {"agency": office.station.pk}))) == []


def test_each_count_of_a_share_opens_its_own_rows(office: Office) -> None:
    parcel, other = announced(office), announced(office)
    perform(Receive(note="完好"), on=parcel, by=office.actor("keeper"))
    client = visitor(office)
    page = text_of(client.get("/figures/parcels.share/"))
    assert "A ÷ B × 100，四舍五入保留 1 位小数" in page and '<b class="figure">50.0' in page
    assert numbers_in(page) == [parcel.number]
    assert sorted(numbers_in(text_of(client.get("/figures/parcels.share/?count=1")))) == sorted(
        [parcel.number, other.number]
    )


def test_sums_show_amounts_and_overdue_duties_their_due_day(office: Office) -> None:
    announced(office, weight="2.5")
    announced(office, weight="0.25")
    announced(office)
    client = visitor(office)
    page = text_of(client.get("/figures/parcels.weight/"))
    assert len(numbers_in(page)) == 2 and "2.75" in page and "0.25" in page and "“重量”合计" in page
    with clock.told(datetime(2025, 5, 20, 2, tzinfo=UTC)):
        client = visitor(office)
        page = text_of(client.get("/figures/parcels.late/"))
        assert len(numbers_in(page)) == 3 and "到期日期" in page
        page = text_of(client.get("/figures/parcels.late/?period=2025-04"))
        assert numbers_in(page) == [] and "说不出数" in page


def test_nobody_opens_what_they_may_not_read(office: Office) -> None:
    parcel = announced(office)
    assert Client().get(PAGE).status_code == 302
    assert visitor(office, "keeper", may_open=False).get(PAGE).status_code == 404
    stranger = visitor(office, "stranger")
    for query in ({}, {"area": STATION}, {"agency": office.county.pk}, {"by": "agency"}, {"by": "facet:size"}):
        page = text_of(stranger.get(PAGE, query))
        assert parcel.number not in page and '<b class="figure">0' in page
        assert "河湾" not in page.partition('id="parts"')[2].partition('id="rows"')[0]
        assert parcel.number not in b"".join(stranger.get(f"{PAGE}rows.csv", query)).decode()
    assert stranger.get("/figures/parcels.nothing/").status_code == 404
    assert stranger.post(PAGE).status_code in (403, 405)


def test_a_record_that_left_ones_reach_is_counted_but_not_linked(office: Office) -> None:
    parcel = announced(office)
    Parcel.objects.filter(pk=parcel.pk).update(area="980102", agency=office.other)
    from yaoan.kernel.records.models import Docket

    Docket.objects.filter(pk=parcel.pk).update(area="980102", agency_id=office.other.pk)
    page = text_of(visitor(office, "stationed").get(PAGE))
    assert numbers_in(page) == [parcel.number]
    assert f"/parcels/{parcel.number}/" not in page and "已移出您的范围" in page


def test_many_rows_come_in_pages_and_as_a_file_with_all_of_them(office: Office) -> None:
    write(
        [
            Line(n, "announce", "announced", date(2025, 4, 1 + n % 19), STATION, office.station.pk)
            for n in range(9001, 9121)
        ]
    )
    client = visitor(office)
    page = text_of(client.get(PAGE))
    assert len(numbers_in(page)) == 50 and "共 <b>120</b> 条" in page
    last = text_of(client.get(PAGE, {"page": 3}))
    assert len(numbers_in(last)) == 20 and "显示第 101–120 条" in last
    assert numbers_in(text_of(client.get(PAGE, {"page": 99}))) == numbers_in(last)
    part = text_of(client.get(PAGE, {"page": 2}, headers={"HX-Request": "true", "HX-Target": "rows"}))
    assert part.lstrip().startswith('<section id="rows"') and len(numbers_in(part)) == 50
    file = client.get(f"{PAGE}rows.csv", {"period": "2025-04"})
    assert file["Content-Disposition"] == 'attachment; filename="parcels.announced-2025-04.csv"'
    lines = b"".join(file).decode().splitlines()
    assert lines[0] == "\ufeff编号,办理,生效或到期日期,记录时间,所在地,责任单位,数额"
    assert len(lines) == 121 and lines[1].endswith(",登记包裹,2025-04-19,2025-12-01 12:00:00,柳溪镇,柳溪分局,")


def test_a_page_asks_as_many_questions_for_many_rows_as_for_few(office: Office) -> None:
    client = visitor(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            text_of(client.get(PAGE, {"area": "980101"}))
        return len(found)

    announced(office)
    queries()  # the names of places are read once a process
    few = queries()
    for n in range(8):
        announced(office, area=("980101101", "980101102", "980101")[n % 3])
    queries()
    assert queries() == few


def test_all_figures_stand_on_one_page_beside_those_before(office: Office) -> None:
    announced(office)
    announced(office, day=date(2025, 3, 3))
    announced(office, day=date(2024, 4, 3))
    page = text_of(visitor(office).get("/figures/"))
    assert all(f"/figures/{metric.name}/?period=2025-04" in page for metric in ALL)
    assert "持平" in page and "无法比较" in page
    assert "没有可以看的数字" not in page


@pytest.mark.parametrize("query", [
    "period=nonsense", "period=2025-04-20..2025-04-01", "from=2025-04-31&to=x", "area=%27%3B--", "area=" + "9" * 40,
    "agency=" + "9" * 30, "agency=-1", "count=99", "count=-1", "facet=size", "facet=colour:red", "by=facet:colour", "by=day",
    "page=0", "page=" + "9" * 20, "page=²", "area=²", "from=1900-01-01&to=2099-12-31", "facet=size:%00", "period=2025-00",
])  # fmt: skip
def test_a_senseless_address_is_read_as_if_that_were_not_there(office: Office, query: str) -> None:
    announced(office)
    page = text_of(visitor(office).get(f"{PAGE}?{query}"))
    assert "登记包裹" in page


def test_english_readers_get_english(office: Office) -> None:
    announced(office)
    client = visitor(office)
    client.cookies["django_language"] = "en"
    page = text_of(client.get(PAGE))
    assert "How it is counted" in page and "Rows counted" in page
    body = page.partition('id="main"')[2]
    left = set(re.findall(r"[一-鿿]+", re.sub(r"<[^>]*>", " ", body)))
    assert left <= {"柳溪镇", "柳溪分局", "河湾县局", "云岭省", "包裹", "件"}, left


def test_formulas_are_put_into_words(office: Office) -> None:
    part, whole = (
        acts("parcels", "receive", where={"size": ("small", "large")}),
        acts("parcels", "announce", each="record"),
    )
    rest = stock("parcels", "stored")
    translation.activate("zh-hans")
    assert wording.sentence(part) == "包裹：统计期内“接收”的次数，其中大小为“大”或“小”"
    many = acts("parcels", "receive", where={"size": tuple("1234567")})
    assert wording.sentence(many).endswith("，其中大小为“1”或“2”或“3”或“4”或“5”或“6”等 7 项之一")
    assert wording.sentence(whole) == "包裹：统计期内“登记包裹”过的条数，每条只计一次"
    assert wording.sentence(rest) == "包裹：期末处于“待发放”的条数"
    assert wording.expression(ratio(sum_of(part, rest), difference(whole, rest), per=1000, digits=0)) == (
        "(A + B) ÷ (C − B) × 1000，四舍五入保留 0 位小数；分母为 0 时没有结果"
    )
    assert wording.expression(part) == ""
    assert [letter for letter, _atom in wording.lettered(SHARE.formula)] == ["A", "B"]
    assert wording.act_label("parcels", "receive") == "接收" and wording.act_label("dragons", "feed") == "feed"
    with translation.override("en"):
        assert (
            wording.sentence(WAITING.formula)
            == "Parcels: records that stood at “Waiting for receipt” at the end of the period"
        )


def test_values_are_written_plainly(office: Office) -> None:
    announced(office, weight="1000")
    announced(office, weight="0.5000")
    page = text_of(visitor(office).get("/figures/parcels.weight/"))
    assert "1,000.5" in page or "1000.5" in page
    assert Decimal("1000.5") == registry.metrics()["parcels.weight"].formula.value(
        {WEIGHT.formula: Decimal("1000.5")}  # type: ignore[dict-item]
    )
    assert ANNOUNCED.name in registry.metrics() and LATE.name in registry.metrics()


def test_pages_do_not_count_what_takes_minutes_but_say_that_it_comes(office: Office, monkeypatch) -> None:
    last = announced(office)
    seal(Entry.objects.latest("pk").pk, count=3)
    client = visitor(office)
    assert client.get("/figures/").status_code == client.get(PAGE).status_code == 200
    monkeypatch.setattr(rollup, "FAR_BEHIND", 0)
    for address in ("/figures/", PAGE):
        answer = client.get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "300")
        assert "数字正在汇总" in answer.content.decode() and last.number not in answer.content.decode()
    roll_up(ALL)
    assert client.get("/figures/").status_code == 200
