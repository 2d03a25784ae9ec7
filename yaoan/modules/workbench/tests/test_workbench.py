"""The first page: what waits for whom over all kinds, what came back, who is told, how the month goes."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, Grant, Post, User
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform
from yaoan.kernel.figures import rollup
from yaoan.kernel.notices.models import Notice
from yaoan.modules.risks.public import Level, Report, Risk
from yaoan.modules.signals.public import Receive
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.workbench import queries, tasks

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 6, 9, 8, tzinfo=clock.BEIJING)


@pytest.fixture
def worker(hire):
    return hire("officer", "county", "钱立")


@pytest.fixture
def station(places, hire):
    """A station below the county with a head and an inspector."""
    county = places["county"]
    places["station"] = Agency.objects.create(
        name="青溪县市场监督管理局城关分局", short="城关分局", kind="station", areas=["990121101"], parent=county,
        line=[*county.line, county.pk],
    )  # fmt: skip
    user = User.objects.create_user("station-head", "correct horse battery", name="孙岩")
    Post.objects.create(user=user, agency=places["station"], title="分局长", since=date(2018, 1, 1), is_head=True)
    Grant.objects.create(user=user, role="head", agency=places["station"], since=date(2018, 1, 1))
    return places["station"]


def reported(actor, **fields) -> Risk:
    given = {
        "title": "康民药房：储存不当", "description": "药品堆放地面。", "risk_kind": "storage",
        "product_kind": ProductKind.DRUG, "channel": "inspection", "area": "990121",
    }  # fmt: skip
    return open_record(Report(**{**given, **fields}), by=actor)


def do(risk, act, by, **fields):
    return perform(command_for(Risk, act)(**fields), on=risk, by=by)


def ordered(officer, worker, days=10, level=Level.LOW, **fields) -> Risk:
    risk = reported(officer, **fields)
    do(risk, "assess", officer, level=level, grounds="轻微")
    day = clock.today() + timedelta(days=days)
    return do(risk, "order", officer, measure="整理", holder_id=worker.user_id, rectify_by=day)


def proved(officer, worker, **fields) -> Risk:
    risk = ordered(officer, worker, **fields)
    photo = store([b"\xff\xd8\xff photo"], name="现场.jpg", purpose="photo")
    return do(risk, "prove", worker, proof="已整理", files=(photo,))


def visitor(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_to_dos_of_all_kinds_are_mine_my_units_or_within_my_reach(officer, worker, chief, station):
    with clock.told(MONDAY):
        mine = ordered(officer, worker)
        unit = open_record(Receive(channel="complaint", text="药房卖过期药", area="990121"), by=officer)
        far = reported(chief, agency_id=station.pk, area="990121101")
        found = queries.todos(worker)
        assert [line.deadline.number for line in found.mine] == [mine.number]
        assert [line.deadline.number for line in found.unit] == [unit.number]
        assert [line.deadline.number for line in found.reach] == [far.number]
        assert not queries.todos(officer).mine


def test_what_lies_with_either_of_two_units_of_a_person_is_the_units_and_not_elsewhere(chief, station, places):
    other = Agency.objects.create(
        name="青溪县市场监督管理局石桥分局", short="石桥分局", kind="station", areas=["990121102"], parent=places["county"],
        line=[*places["county"].line, places["county"].pk],
    )  # fmt: skip
    Post.objects.create(user_id=chief.user_id, agency=station, title="兼分局长", since=date(2018, 1, 1))
    with clock.told(MONDAY):
        own = [reported(chief, agency_id=agency.pk, area="990121101") for agency in (places["county"], station)]
        far = reported(chief, agency_id=other.pk, area="990121102")
        found = queries.todos(Actor.of(User.objects.get(pk=chief.user_id)))
    assert {line.deadline.number for line in found.unit} == {risk.number for risk in own}
    assert [line.deadline.number for line in found.reach] == [far.number]


def test_another_county_has_nothing_to_do_with_it(officer, stranger):
    reported(officer)
    assert not queries.todos(stranger)


def test_to_dos_are_sorted_by_due_date_with_those_without_one_last(officer, worker):
    with clock.told(MONDAY):
        numbers = [ordered(officer, worker, days=days).number for days in (9, 2, 5)]
        found = [line.deadline.number for line in queries.todos(worker).mine]
    assert found == [numbers[1], numbers[2], numbers[0]]


def test_everything_that_is_to_do_is_read_from_the_deadlines_in_one_query(officer, worker, chief):
    with clock.told(MONDAY):
        for _number in range(4):
            proved(officer, worker)
            ordered(officer, officer)
        with CaptureQueriesContext(connection) as few:
            queries.todos(officer)
        assert sum('FROM "records_deadline"' in query["sql"] for query in few.captured_queries) == 1
        for _number in range(6):
            proved(officer, worker)
        with CaptureQueriesContext(connection) as more:
            queries.todos(officer)
    assert len(more.captured_queries) == len(few.captured_queries) <= 7


def test_a_decision_on_the_work_of_others_stands_apart_with_what_is_in_the_way(officer, worker):
    with clock.told(MONDAY):
        risk = proved(officer, worker)
        (mine,) = queries.todos(officer).deciding
        (own,) = queries.todos(worker).deciding
    assert (mine.deadline.number, mine.obstacle) == (risk.number, "")
    assert "另一人" in own.obstacle


def test_what_was_sent_back_says_by_whom_when_and_why(officer, worker):
    with clock.told(MONDAY):
        risk = proved(officer, worker)
        quiet = ordered(officer, worker)
    with clock.told(MONDAY + timedelta(hours=3)):
        do(risk, "send_back", officer, reason="照片看不清", rectify_by=clock.today() + timedelta(days=3))
        perform(command_for(Risk, "remark")(text="请尽快"), on=risk, by=officer)
        waiting = queries.todos(worker)
        (row,) = queries.came_back(worker, waiting.own)
    assert (row.todo.deadline.number, row.by, row.reason) == (risk.number, "周明", "照片看不清")
    assert quiet.number in {line.deadline.number for line in waiting.mine}
    assert queries.came_back(officer, queries.todos(officer).own) == []


def test_each_line_says_when_who_is_reminded_next(officer, worker):
    with clock.told(MONDAY):
        ordered(officer, worker, days=10)
        (line,) = queries.todos(worker).mine
    assert line.told == "6月16日（周一）09:00 提醒钱立"


def test_reminders_go_to_the_holder_then_the_head_then_up_the_line_and_never_twice(
    officer, worker, chief, city_officer
):
    Post.objects.filter(user_id=city_officer.user_id).update(is_head=True)
    with clock.told(MONDAY):
        risk = ordered(officer, worker, days=2)  # due on Wednesday
    wednesday = MONDAY + timedelta(days=2)
    told = {}
    for days in (0, 1, 2, 3, 4, 7):
        now = wednesday + timedelta(days=days, hours=1, minutes=5)
        with clock.told(now):
            tasks.give_reminders(now)
            assert tasks.give_reminders(now + timedelta(hours=2)) == 0
        rows = Notice.objects.filter(day=clock.local_day(now), number=risk.number, act="prove")
        told[days] = set(rows.values_list("user__name", "whom"))
    assert told[0] == {("钱立", "holder")}
    assert told[1] == told[2] == {("钱立", "holder"), ("吴芳", "head")}
    assert told[3] == told[4] == set()  # Saturday and Sunday
    assert told[7] == {("钱立", "holder"), ("吴芳", "head"), ("王岚", "above")}


def test_nobody_is_reminded_before_nine_or_of_what_is_done(officer, worker):
    with clock.told(MONDAY):
        risk = ordered(officer, worker, days=0)
        assert tasks.give_reminders(MONDAY) == 0  # eight o'clock
        photo = store([b"\xff\xd8\xff photo"], name="现场.jpg", purpose="photo")
        do(risk, "prove", worker, proof="已整理", files=(photo,))
        assert tasks.give_reminders(MONDAY + timedelta(hours=2)) == 0


def test_work_in_nobodys_name_concerns_the_head_of_its_unit(officer, chief):
    with clock.told(MONDAY):
        reported(officer)  # to be assessed by Thursday
    friday = MONDAY + timedelta(days=4, hours=2)
    tasks.give_reminders(friday)
    assert set(Notice.objects.values_list("user__name", "act")) == {("吴芳", "assess")}


def test_the_first_page_shows_it_all_and_notices_can_be_put_away(officer, worker, chief):
    with clock.told(MONDAY):
        ordered(officer, worker, days=0)
        proved(officer, officer)
        tasks.give_reminders(MONDAY + timedelta(hours=2))
        client = visitor(worker)
        page = text_of(client.get("/"))
        assert "我的待办" in page and "今天到期" in page and "下次提醒：6月9日（周一）09:00 提醒钱立" in page
        assert "等我验收" in page and "本月与上月" in page and 'class="spark"' in page and "新提醒" in page
        notice = Notice.objects.get(user_id=worker.user_id)
        theirs = Notice.objects.create(
            user_id=chief.user_id, record_id=1, number="RSK-2025-000009", url="/", act="x", text="别人的", whom="head",
            day=clock.today(), at=clock.now(),
        )  # fmt: skip
        response = client.post("/notices/away/", {"one": [notice.pk, theirs.pk]})
        assert "没有新提醒" in text_of(client.get("/notices/"))
    assert response.status_code == 303
    notice.refresh_from_db(), theirs.refresh_from_db()
    assert notice.read_at and not theirs.read_at


def test_who_was_told_of_a_record_is_shown_to_those_who_may_read_it(officer, worker, stranger):
    with clock.told(MONDAY):
        risk = ordered(officer, worker, days=0)
        tasks.give_reminders(MONDAY + timedelta(hours=2))
    page = text_of(visitor(officer).get(f"/notices/of/{risk.number}/"))
    assert "钱立" in page and risk.number in page
    assert visitor(stranger).get(f"/notices/of/{risk.number}/").status_code == 404


def test_who_has_nothing_to_do_is_told_what_could_be_done(officer, hire):
    page = text_of(visitor(officer).get("/"))
    assert "现在没有待办" in page and 'href="/risks/new/report/"' in page and 'href="/reports/start/"' in page
    assistant = text_of(visitor(hire("assistant", "county")).get("/"))
    assert "/risks/new/report/" not in assistant and "本月与上月" not in assistant


def test_a_leader_sees_what_is_dangerous_overdue_and_where(officer, worker, chief, city_officer, station):
    with clock.told(MONDAY - timedelta(days=40)):
        old = ordered(officer, worker, days=5)
        do(old, "escalate", chief, agency_id=city_officer.agency_id, reason="逾期")
    with clock.told(MONDAY):
        major = ordered(officer, worker, days=9, level=Level.MAJOR, title="青溪县仁和诊所：涉嫌假药")
        do(major, "supervise", chief, agency_id=chief.agency_id, requirement="每周报告", until=date(2025, 7, 1))
        reported(chief, agency_id=station.pk, area="990121101", title="城关镇药房：小问题")
        page = text_of(visitor(chief).get("/overview/"))
    dangers = page.partition('id="dangers"')[2].partition('id="late"')[0]
    assert (
        "重大" in dangers and "督办至 2025-07-01" in dangers and "已上报云河市局" in dangers and "小问题" not in dangers
    )
    assert dangers.index(major.number) < dangers.index(old.number)
    late = page.partition('id="late"')[2].partition('id="stations"')[0]
    assert old.number in late and major.number not in late
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>', page.partition('id="stations"')[2])
    assert rows == ["青溪县局", "城关分局"] and 'data-chart="bar"' in page
    assert "项变差" in page


def test_the_scope_narrows_to_dos_and_figures(officer, worker, chief, station):
    with clock.told(MONDAY):
        reported(officer)
        far = reported(chief, agency_id=station.pk, area="990121101")
        page = text_of(visitor(chief).get("/", {"area": "990121101"}))
        quarter = text_of(visitor(chief).get("/", {"period": "2025-Q2"}))
    assert far.number in page and page.count("/risks/RSK-") == 1
    assert "与上期" in quarter and "本月与上月" not in quarter


@pytest.mark.parametrize("address", ["/", "/overview/", "/notices/", "/notices/of/RSK-2025-000001/"])
def test_every_page_asks_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302 and response.url.startswith("/sign-in/")


def test_figures_that_are_not_ready_keep_nobody_from_the_work(officer, worker, client, monkeypatch):
    with clock.told(MONDAY):
        ordered(officer, worker)
        client.force_login(User.objects.get(pk=worker.user_id))
        assert 'class="figures"' in client.get("/").content.decode()
        monkeypatch.setattr(rollup, "backlog", lambda: 3_000_000)
        for address, shown in (("/", "康民药房"), ("/overview/", "超期最久的")):
            page = client.get(address).content.decode()
            assert "数字正在汇总" in page and "3,000,000" in page and shown in page
            assert 'class="figures"' not in page
