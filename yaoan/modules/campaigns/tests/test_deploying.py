"""From an issued campaign to units that carry it out: sent down, decomposed, put on the calendar, read off the board."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from yaoan.kernel import clock
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.access.staffing import add_agency
from yaoan.kernel.commands import Invalid, NotAllowed, Refused, open_record, perform
from yaoan.kernel.commands.values import columns
from yaoan.kernel.journal.models import Entry
from yaoan.modules.campaigns import queries
from yaoan.modules.campaigns.choices import Focus, State, TaskState
from yaoan.modules.campaigns.commands import campaigns, tasks
from yaoan.modules.campaigns.models import Campaign, Return, Task
from yaoan.modules.campaigns.rules.goals import is_ceiling, number_in

pytestmark = pytest.mark.django_db

PLAN = [
    {
        "path": "1",
        "title": "摸清监管底数",
        "body": "逐户核对。",
        "due": "2025-07-31",
        "responsible": ["各分局"],
        "support": [],
    },
    {"path": "2", "title": "整治非法渠道", "body": "", "due": None, "responsible": [], "support": []},
]
CALENDAR = [{"what": "工作总结", "who": "各分局", "due": "2025-12-15", "every": None, "when": "2025年12月15日前"}]


@pytest.fixture
def stations(places):
    return [
        add_agency(f"青溪县市场监督管理局{name}", name, Agency.Kind.STATION, [f"990121{area}"], parent=places["county"])
        for name, area in (("城关分局", "101"), ("石桥分局", "102"))
    ]


@pytest.fixture
def police(places):
    return add_agency("青溪县公安局", "青溪县公安局", Agency.Kind.OTHER, ["990121"], parent=None)


@pytest.fixture
def draft(chief):
    return open_record(
        campaigns.Draft(
            title="青溪县药品安全巩固提升行动", area="990121", starts_on=date(2025, 6, 1), ends_on=date(2025, 12, 31),
            products=("疫苗", "中药饮片"), plan=PLAN, calendar=CALENDAR, targets=[{"what": "检查", "raw": "不少于80家"}],
            doubts=("两处日期不一致。",),
        ),
        by=chief,
    )  # fmt: skip


@pytest.fixture
def issued(chief, draft):
    settled = perform(campaigns.Settle(index=1, decision="以正文为准"), on=draft, by=chief)
    return perform(campaigns.Issue(), on=settled, by=chief)


def visitor(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def filled(client, address, **changes):
    """What a browser would send of the form at an address, with some changes."""
    rows = client.get(address).context["rows"]
    sent = {"csrfmiddlewaretoken": "x"}
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        sent[f"{rows.prefix}-{name}"] = str(rows.management_form[name].value())
    for form in rows:
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = [str(v) for v in value] if isinstance(value, list) else str(value)
    return client.post(address, {**sent, **changes})


def as_shown(client, address):
    """What a browser would send of the form at an address when nobody changes anything."""
    form = client.get(address).context["form"]
    shown = {item.name: "\n".join(item.values) for item in form.fields if item.values}
    return {**shown, "version": str(form.version)}


def columns_of(campaign):
    stored = columns(Campaign.objects.get(pk=campaign.pk))
    return {name: value for name, value in stored.items() if name not in ("version", "head", "changed_at")}


def test_the_form_of_a_draft_shows_what_stands_and_saving_it_unchanged_changes_nothing(draft, chief):
    client, address, before = visitor(chief), f"{draft.get_absolute_url()}correct/", columns_of(draft)
    sent = as_shown(client, address)
    assert sent["title"] == draft.title and sent["products"] == "疫苗\n中药饮片" and sent["ends_on"] == "2025-12-31"
    assert not {"plan", "targets", "stages", "calendar"} & sent.keys()
    answer = client.post(address, sent)
    assert answer.status_code == 303, answer.content.decode()
    assert columns_of(draft) == before and before["plan"] == PLAN
    changes = Entry.objects.filter(record=draft.pk).latest("seq").payload["changes"]
    assert changes == {}


def test_correcting_a_draft_changes_what_was_changed_and_no_more(draft, chief):
    client, address = visitor(chief), f"{draft.get_absolute_url()}correct/"
    sent = {**as_shown(client, address), "products": "疫苗\n血液制品", "starts_on": "2025-07-01"}
    assert client.post(address, sent).status_code == 303
    after = Campaign.objects.get(pk=draft.pk)
    assert [(item["text"], item["from"], item["until"]) for item in after.focus] == [
        ("疫苗", "2025-07-01", None), ("血液制品", "2025-07-01", None),
    ]  # fmt: skip
    assert (after.plan, after.calendar, after.targets) == (PLAN, CALENDAR, draft.targets)


def test_the_focus_that_came_from_above_keeps_its_history_when_it_is_corrected(issued, chief, stations):
    change = campaigns.Refocus(
        name=Focus.PRODUCTS, add=("血液制品",), drop=("中药饮片",), since=date(2025, 9, 1), reason="上级要求"
    )
    changed = perform(change, on=issued, by=chief)
    perform(campaigns.SendDown(agencies=(stations[0].pk,)), on=changed, by=chief)
    below = Campaign.objects.get(above=issued)
    client, address = visitor(chief), f"{below.get_absolute_url()}correct/"
    assert client.post(address, as_shown(client, address)).status_code == 303
    assert Campaign.objects.get(pk=below.pk).focus == changed.focus
    assert client.post(address, {**as_shown(client, address), "products": "疫苗\n血液制品\n胶囊"}).status_code == 303
    after = Campaign.objects.get(pk=below.pk)
    assert after.focus_on(date(2025, 8, 31))["products"] == ["中药饮片", "疫苗", "胶囊"]
    assert after.focus_on(date(2025, 9, 1))["products"] == ["疫苗", "血液制品", "胶囊"]


def test_a_campaign_is_not_issued_while_a_doubt_is_open(draft, chief):
    with pytest.raises(Refused, match="还有 1 处疑点没有确认"):
        perform(campaigns.Issue(), on=draft, by=chief)
    with pytest.raises(Invalid) as refusal:
        perform(campaigns.Settle(index=2, decision="同意"), on=draft, by=chief)
    assert refusal.value.faults["index"] == ["没有第 2 条疑点；这个草案有 1 条。"]


def test_the_focus_of_any_day_can_be_told(issued, chief):
    change = campaigns.Refocus(
        name=Focus.PRODUCTS, add=("血液制品",), drop=("中药饮片",), since=date(2025, 9, 1), reason="上级要求"
    )
    changed = perform(change, on=issued, by=chief)
    assert changed.focus_on(date(2025, 8, 31))["products"] == ["疫苗", "中药饮片"]
    assert changed.focus_on(date(2025, 9, 1))["products"] == ["疫苗", "血液制品"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"drop": ("胶囊",)}, "drop", "清单里没有：胶囊"),
        ({"add": ("疫苗",)}, "add", "清单里已有：疫苗"),
        ({}, "add", "增加或去掉至少填一项"),
        ({"drop": ("胶囊",), "add": ("疫苗",)}, "drop", "清单里没有：胶囊"),
    ],
)
def test_a_change_of_focus_that_changes_nothing_is_refused(issued, chief, change, field, words):
    with pytest.raises(Invalid) as refusal:
        perform(
            campaigns.Refocus(name=Focus.PRODUCTS, since=date(2025, 9, 1), reason="试", **change), on=issued, by=chief
        )
    assert words in refusal.value.faults[field][0]
    assert set(refusal.value.faults) == (set(change) or {"add"})


def test_a_target_that_is_not_there_and_a_figure_without_a_number_are_told_together(issued, chief):
    with pytest.raises(Invalid) as refusal:
        perform(campaigns.Aim(index=99, metric="risks.reported"), on=issued, by=chief)
    assert set(refusal.value.faults) == {"index", "number"}


def test_an_end_is_only_made_later(issued, chief):
    with pytest.raises(Invalid, match="要晚于现在的"):
        perform(campaigns.Extend(ends_on=date(2025, 11, 30), reason="提前"), on=issued, by=chief)
    assert perform(campaigns.Extend(ends_on=date(2026, 3, 31), reason="延长"), on=issued, by=chief).ends_on.year == 2026


def test_a_campaign_is_sent_down_once_and_only_downwards(issued, chief, stations, places):
    first, second = (station.pk for station in stations)
    perform(campaigns.SendDown(agencies=(first,)), on=issued, by=chief)
    below = Campaign.objects.get(above=issued)
    assert (below.agency_id, below.state, below.plan, below.ends_on) == (first, State.RECEIVED, PLAN, issued.ends_on)
    again = Campaign.objects.get(pk=issued.pk)
    with pytest.raises(Invalid, match="已经下发给城关分局"):
        perform(campaigns.SendDown(agencies=(first, second)), on=again, by=chief)
    with pytest.raises(Invalid, match="不是本单位的下级"):
        perform(campaigns.SendDown(agencies=(places["city"].pk,)), on=again, by=chief)
    assert Campaign.objects.filter(above=issued).count() == 1


def test_a_campaign_from_above_comes_by_being_sent_down_and_brings_nothing_but_its_content(issued, chief, stations):
    order = campaigns.PassDown(
        above_id=issued.pk, agency_id=stations[0].pk,
        content={"title": "上级专项行动", "ends_on": "2025-12-31", "state": "issued", "holder_id": chief.user_id, "version": 9},
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        open_record(order, by=chief)
    received = Campaign()
    order.apply(received)
    assert (received.title, received.ends_on, received.agency_id) == (
        "上级专项行动",
        date(2025, 12, 31),
        stations[0].pk,
    )
    assert (received.state, received.holder_id, received.version) == ("", None, 0)


def test_decomposing_offers_the_units_below_and_other_departments_of_the_place(issued, chief, stations, police, places):
    offered = {agency.pk for agency in queries.units_below(chief)}
    assert offered == {places["county"].pk, police.pk, *(station.pk for station in stations)}


def test_the_plan_is_given_with_the_units_it_names_and_nobody_is_given_it_twice(issued, chief, stations):
    client, address = visitor(chief), f"/campaigns/{issued.number}/decompose/"
    sent = filled(client, address, **{"tasks-0-target": "40"})
    assert sent.status_code == 303 and sent.url.startswith(issued.get_absolute_url())
    given = Task.objects.filter(campaign=issued)
    assert {(task.agency_id, task.path, task.target, task.due_on) for task in given} == {
        (station.pk, "1", 40, date(2025, 7, 31)) for station in stations
    }
    page = client.get(address)
    first = page.context["rows"].forms[0]
    assert sorted(first.given_to) == sorted(station.short for station in stations)
    assert {value for value, _label in first.fields["agencies"].choices}.isdisjoint({str(s.pk) for s in stations})
    again = filled(client, address, **{"tasks-0-agencies": [str(stations[0].pk)]})
    assert again.status_code == 422 and "一项也没有下达" in again.content.decode()
    assert given.count() == 2


def test_a_withdrawn_task_can_be_given_anew(issued, chief, stations):
    task = open_record(
        tasks.Give(campaign_id=issued.pk, path="1", title="摸清监管底数", agency_id=stations[0].pk), by=chief
    )
    assert queries.given_already(issued, stations) == {"1": {stations[0].pk}}
    perform(tasks.Withdraw(reason="重复"), on=task, by=chief)
    assert queries.given_already(issued, stations) == {}


def test_targets_roll_up_through_the_parts_of_tasks(issued, chief, hire, places, stations):
    def give(agency, target, parent=None):
        return open_record(
            tasks.Give(
                campaign_id=issued.pk, path="1", title="摸清监管底数", agency_id=agency.pk, target=target,
                parent_id=parent and parent.pk,
            ),
            by=chief,
        )  # fmt: skip

    whole = give(places["county"], 100)
    parts = [give(station, 50, whole) for station in stations]
    Task.objects.filter(pk=parts[0].pk).update(state=TaskState.WORKING, reached=20)
    (told,) = queries.targets_of(chief, issued)
    assert (told.title, told.target, told.reached, told.percent) == ("摸清监管底数", 100, 20, 20)
    assert [(share.agency.short, share.reached, share.target) for share in told.shares] == [
        ("城关分局", 20, 50), ("石桥分局", 0, 50),
    ]  # fmt: skip
    page = visitor(chief).get(f"/campaigns/{issued.number}/board/").content.decode()
    assert "指标完成" in page and "20/50" in page and 'value="20"' in page


def test_the_calendar_is_made_once(issued, chief, stations):
    client, address = visitor(chief), f"/campaigns/{issued.number}/schedule/"
    with clock.told(clock.now()):
        sent = filled(client, address, **{"duties-0-to": str(chief.agency_id)})
    assert sent.status_code == 303, sent.content.decode()
    assert {row.agency_id for row in Return.objects.filter(campaign=issued)} == {station.pk for station in stations}
    page = client.get(address)
    assert "已经在日历上的" in page.content.decode()
    assert page.context["rows"].forms[0]["keep"].value() is False


@pytest.mark.parametrize(
    ("raw", "number", "ceiling"),
    [("不少于60件", 60, False), ("达到100%", 100, False), ("不低于98.5%", Decimal("98.5"), False),
     ("不超过2%", 2, True), ("控制在3起以内", 3, True), ("全覆盖", None, False), ("10家至20家", None, False)],
)  # fmt: skip
def test_the_number_of_a_target_is_read_where_there_is_one(raw, number, ceiling):
    assert (number_in(raw), is_ceiling(raw)) == (number, ceiling)


def test_a_target_is_held_against_the_figure_an_officer_names(issued, chief):
    page = visitor(chief).get(issued.get_absolute_url()).content.decode()
    assert f"{issued.get_absolute_url()}aim/?number=80&amp;index=1" in page
    with pytest.raises(Invalid, match="没有第 2 条指标"):
        perform(campaigns.Aim(index=2, metric="tasks.done", number=Decimal(1)), on=issued, by=chief)
    with pytest.raises(Invalid, match="请填写目标值"):
        perform(campaigns.Aim(index=1, metric="tasks.done"), on=issued, by=chief)
    aimed = perform(campaigns.Aim(index=1, metric="tasks.given", number=Decimal(4)), on=issued, by=chief)
    for _round in range(3):
        open_record(tasks.Give(campaign_id=issued.pk, title="甲", agency_id=chief.agency_id), by=chief)
    elsewhere = open_record(campaigns.Draft(title="另一项行动", area="990121"), by=chief)
    open_record(tasks.Give(campaign_id=elsewhere.pk, title="乙", agency_id=chief.agency_id), by=chief)
    with clock.told(datetime(2025, 6, 30, 9, tzinfo=clock.BEIJING)):
        (goal,) = queries.results_of(chief, aimed, today=clock.today()).goals
    assert (goal.raw, goal.figure.value, goal.is_reached) == ("不少于80家", 0, False)
    (goal,) = queries.results_of(chief, aimed, today=date(2025, 12, 31)).goals
    page = visitor(chief).get(goal.figure.address).content.decode()
    assert "专项行动：" in page and f"{aimed.number} 青溪县药品安全巩固提升行动" in page
    freed = perform(campaigns.Aim(index=1), on=aimed, by=chief)
    assert freed.targets == [{"what": "检查", "raw": "不少于80家"}]
    assert queries.results_of(chief, freed, today=clock.today()).goals == []
