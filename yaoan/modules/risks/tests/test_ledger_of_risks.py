"""From a signal to a closed risk, and back when it relapses."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.access.staffing import add_agency
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import Invalid, NotAllowed, command_for, open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline
from yaoan.modules.campaigns.public import Campaign
from yaoan.modules.risks import commands, queries, tasks
from yaoan.modules.risks.choices import Level, State
from yaoan.modules.risks.models import Risk, Sweep, Visit
from yaoan.modules.signals.public import Receive, Signal
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)


def described(**fields):
    given = {
        "title": "青溪县康民药房：冷藏柜断电",
        "description": "6月7日停电后冷藏药品未转移，温度超标约9小时。",
        "risk_kind": "cold_chain",
        "product_kind": ProductKind.DRUG,
        "channel": "inspection",
        "area": "990121",
    }
    return {**given, **fields}


def reported(actor: Actor, **fields) -> Risk:
    return open_record(commands.Report(**described(**fields)), by=actor)


def file(purpose: str, name: str = "现场.jpg"):
    return store([b"\xff\xd8\xff" + name.encode()], name=name, purpose=purpose)


def rectified(officer: Actor, worker: Actor, **fields) -> Risk:
    risk = reported(officer, **fields)
    perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=officer)
    order = commands.Order(
        measure="更换冷柜并验证", holder_id=worker.user_id, rectify_by=clock.today() + timedelta(days=10)
    )
    perform(order, on=risk, by=officer)
    return perform(
        commands.Prove(proof="已更换", files=(file("photo"), file("voucher", "发票.jpg"))), on=risk, by=worker
    )


@pytest.fixture
def worker(hire):
    return hire("officer", "county", "钱立")


def test_a_risk_is_closed_by_a_second_person_with_the_evidence(officer, worker, chief):
    risk = rectified(officer, worker)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(commands.Accept(conclusion="可以"), on=risk, by=worker)
    perform(commands.Accept(conclusion="现场核实"), on=risk, by=officer)
    risk = perform(commands.Close(), on=risk, by=chief)
    assert (risk.state, risk.accepted_by_id, risk.closed_on) == (State.CLOSED, officer.user_id, clock.today())
    acts = Entry.objects.filter(record=risk.pk).order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["report", "assess", "order", "prove", "accept", "close"]


def test_acceptance_names_the_evidence_that_is_missing(officer, worker):
    risk = reported(officer)
    perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=officer)
    order = commands.Order(measure="更换", holder_id=worker.user_id, rectify_by=clock.today())
    perform(order, on=risk, by=officer)
    perform(commands.Prove(proof="已更换", files=(file("photo"),)), on=risk, by=worker)
    with pytest.raises(NotAllowed, match="票据台账"):
        perform(commands.Accept(conclusion="可以"), on=risk, by=officer)


def test_what_was_missing_is_added_and_what_was_there_still_serves(officer, worker):
    risk = reported(officer)
    perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=officer)
    day = clock.today() + timedelta(days=3)
    perform(commands.Order(measure="更换", holder_id=worker.user_id, rectify_by=day), on=risk, by=officer)
    perform(commands.Prove(proof="已更换", files=(file("photo"),)), on=risk, by=worker)
    perform(commands.SendBack(reason="请补票据", rectify_by=day), on=risk, by=officer)
    perform(commands.Prove(proof="补齐", files=(file("voucher", "票据.jpg"),)), on=risk, by=worker)
    assert perform(commands.Accept(conclusion="齐全"), on=risk, by=officer).state == State.ACCEPTED


def test_evidence_of_before_a_relapse_does_not_serve_after_it(officer, worker, chief):
    risk = rectified(officer, worker)
    perform(commands.Accept(conclusion="现场核实"), on=risk, by=officer)
    perform(commands.Close(), on=risk, by=chief)
    perform(commands.Reopen(grounds="又断电"), on=risk, by=chief)
    day = clock.today() + timedelta(days=3)
    perform(commands.Order(measure="更换", holder_id=worker.user_id, rectify_by=day), on=risk, by=officer)
    perform(commands.Prove(proof="又换了"), on=risk, by=worker)
    with pytest.raises(NotAllowed, match=r"现场照片、票据台账|票据台账、现场照片"):
        perform(commands.Accept(conclusion="可以"), on=risk, by=officer)


def test_more_time_is_a_later_day(officer, worker):
    risk = reported(officer)
    perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=officer)
    day = clock.today() + timedelta(days=9)
    perform(commands.Order(measure="更换", holder_id=worker.user_id, rectify_by=day), on=risk, by=officer)
    earlier = commands.Extend(
        rectify_by=day - timedelta(days=1), reason="改早", effective_on=clock.today() + timedelta(days=1)
    )
    with pytest.raises(Invalid, match="要晚于现在的期限") as refused:
        perform(earlier, on=risk, by=officer)
    assert set(refused.value.faults) == {"rectify_by", "effective_on"}


def test_a_relapse_reopens_the_same_risk_with_its_history(officer, worker, chief):
    risk = rectified(officer, worker)
    perform(commands.Accept(conclusion="现场核实"), on=risk, by=officer)
    perform(commands.Close(), on=risk, by=chief)
    risk = perform(commands.Reopen(grounds="回访发现又断电"), on=risk, by=chief)
    assert (risk.state, risk.relapse_count, risk.proof, risk.closed_on) == (State.ASSESSED, 1, "", None)
    assert Deadline.objects.get(record_id=risk.pk).act == "order"


def test_a_signal_that_becomes_a_risk_says_so(officer):
    signal = open_record(
        Receive(channel="complaint", text="康民药房冷柜坏了还在卖胰岛素", area="990121", reporter="匿名群众"),
        by=officer,
    )
    from yaoan.modules.signals.commands import Read

    perform(Read(), on=signal, by=officer)
    risk = open_record(commands.Raise(**described(signal_id=signal.pk, channel="complaint")), by=officer)
    signal = Signal.objects.get(pk=signal.pk)
    assert (signal.state, signal.risk_id) == ("raised", risk.pk)


def test_an_unread_signal_cannot_become_a_risk(officer):
    signal = open_record(Receive(channel="complaint", text="药房卖过期药", area="990121"), by=officer)
    with pytest.raises(NotAllowed):
        open_record(commands.Raise(**described(signal_id=signal.pk)), by=officer)
    assert not Risk.objects.exists()


def test_the_assessment_is_due_in_three_working_days(officer):
    with clock.told(MONDAY):
        risk = reported(officer)
    assert clock.local_day(Deadline.objects.get(record_id=risk.pk).due_at) == date(2025, 6, 12)


def test_the_holder_owes_the_rectification_on_the_agreed_day(officer, worker):
    risk = reported(officer)
    perform(commands.Assess(level=Level.LOW, grounds="轻微"), on=risk, by=officer)
    day = clock.today() + timedelta(days=7)
    perform(commands.Order(measure="整理", holder_id=worker.user_id, rectify_by=day), on=risk, by=officer)
    deadline = Deadline.objects.get(record_id=risk.pk)
    assert (deadline.act, deadline.holder_id, clock.local_day(deadline.due_at)) == ("prove", worker.user_id, day)


def test_escalation_lets_the_city_read(officer, chief, city_officer, places):
    risk = reported(officer)
    perform(commands.Escalate(agency_id=places["city"].pk, reason="逾期"), on=risk, by=chief)
    risk.refresh_from_db()
    assert risk.escalated_to_id == places["city"].pk
    assert places["city"].pk in risk.assisting


@pytest.fixture
def station(places):
    return add_agency("城关分局", "城关分局", Agency.Kind.STATION, ["990121101"], parent=places["county"])


def gone_up(risk, after):
    """To whom an overdue risk is reported so many days after that Monday, and how many are reported."""
    with clock.told(MONDAY + timedelta(days=after)):
        count = tasks.escalate_overdue(clock.now())
    risk.refresh_from_db()
    return count, risk.escalated_to and risk.escalated_to.short


def test_an_overdue_risk_goes_up_one_level_at_a_time_until_the_top(officer, station):
    with clock.told(MONDAY):
        risk = reported(officer, agency_id=station.pk, area="990121101")
    assert gone_up(risk, 4) == (0, None), "overdue, but not for long enough"
    assert gone_up(risk, 14) == (1, "青溪县局")
    assert gone_up(risk, 15) == (0, "青溪县局")
    assert gone_up(risk, 28) == (1, "云河市局")
    assert gone_up(risk, 60) == (0, "云河市局")


def test_a_relapse_goes_up_from_the_lowest_level_again(officer, worker, chief, station):
    with clock.told(MONDAY):
        risk = reported(officer, agency_id=station.pk, area="990121101")
    assert gone_up(risk, 14) == (1, "青溪县局")
    with clock.told(MONDAY + timedelta(days=15)):
        perform(commands.Dismiss(grounds="不成立"), on=risk, by=officer)
        risk = perform(commands.Reopen(grounds="又断电"), on=risk, by=chief)
    assert (risk.escalated_to_id, risk.escalated_on) == (None, None)
    assert gone_up(risk, 60) == (1, "青溪县局")


def test_a_supervision_that_ran_out_is_owed_by_who_ordered_it_and_does_not_go_up_the_line(
    officer, city_officer, places
):
    with clock.told(MONDAY):
        risk = reported(officer)
        perform(commands.Assess(level=Level.MAJOR, grounds="影响面大"), on=risk, by=officer)
        day = clock.today() + timedelta(days=3)
        perform(
            commands.Order(measure="更换", holder_id=officer.user_id, rectify_by=clock.today() + timedelta(days=90)),
            on=risk, by=officer,
        )  # fmt: skip
        order = commands.Supervise(agency_id=places["city"].pk, requirement="限期整改", until=day)
        perform(order, on=risk, by=city_officer)
    owed = Deadline.objects.get(record_id=risk.pk, act="lift")
    assert (owed.agency_id, clock.local_day(owed.due_at)) == (places["city"].pk, day)
    assert gone_up(risk, 30) == (0, None)
    with clock.told(MONDAY + timedelta(days=31)):
        perform(commands.Lift(reason="已整改"), on=risk, by=city_officer)
    assert not Deadline.objects.filter(record_id=risk.pk, act="lift").exists()


def test_a_measure_cannot_be_due_before_it_is_ordered(officer, worker):
    risk = reported(officer)
    perform(commands.Assess(level=Level.LOW, grounds="轻微"), on=risk, by=officer)
    with pytest.raises(Invalid, match="早于"):
        order = commands.Order(measure="整理", holder_id=worker.user_id, rectify_by=clock.today() - timedelta(days=1))
        perform(order, on=risk, by=officer)


def test_sweeps_are_counted_by_their_visits(officer, worker, subjects_here):
    risk = reported(officer)
    sweep = open_record(
        commands.OpenSweep(
            risk_id=risk.pk, title="全县冷藏药品排查", area="990121", criteria=("同类别、同区域",),
            holder_id=officer.user_id, finish_by=clock.today() + timedelta(days=20),
        ),
        by=officer,
    )  # fmt: skip
    visits = [
        open_record(
            commands.Propose(
                sweep_id=sweep.pk, subject_id=subject.pk, title=subject.title, area=subject.area, reasons=("同类别",),
                holder_id=worker.user_id, visit_by=clock.today() + timedelta(days=5),
            ),
            by=officer,
        )
        for subject in subjects_here
    ]  # fmt: skip
    perform(commands.Clear(result="正常"), on=visits[0], by=worker)
    find = commands.Find(result="冷柜无温度记录", risk_kind="cold_chain", product_kind=ProductKind.DRUG)
    perform(find, on=visits[1], by=worker)
    with pytest.raises(NotAllowed, match="还有 1 家"):
        perform(commands.Finish(summary="完成"), on=sweep, by=officer)
    perform(commands.Skip(reason="已停业"), on=visits[2], by=worker)
    sweep = perform(commands.Finish(summary="完成"), on=sweep, by=officer)
    assert (sweep.total_count, sweep.done_count, sweep.found_count, sweep.coverage) == (3, 3, 1, 100)
    found = Risk.objects.get(visit=visits[1])
    assert (found.subject_id, found.state) == (visits[1].subject_id, State.REPORTED)
    assert Visit.objects.filter(sweep=sweep).count() == Sweep.objects.get(pk=sweep.pk).total_count


def listed(officer, risk, subject, reasons=("同类别",), **opening):
    """A visit of a sweep of a risk."""
    sweep = commands.OpenSweep(
        risk_id=risk.pk, title="全县冷藏药品排查", area="990121", criteria=("同类别",), holder_id=officer.user_id,
        finish_by=clock.today(), **opening,
    )  # fmt: skip
    place = commands.Propose(
        sweep_id=open_record(sweep, by=officer).pk, subject_id=subject.pk, title=subject.title, area=subject.area,
        reasons=reasons, holder_id=officer.user_id, visit_by=clock.today(),
    )  # fmt: skip
    return open_record(place, by=officer)


def test_what_a_visit_finds_stands_in_the_ledger_with_the_campaign_and_what_it_shares_with_its_class(
    officer, chief, subjects_here
):
    campaign = open_record(command_for(Campaign, "draft")(title="专项行动", area="990121"), by=chief)
    risk = reported(officer, campaign_id=campaign.pk, batch="250301", supplier="云河医药", clause="第一百五十条")
    visit = listed(officer, risk, subjects_here[0])
    client = Client()
    client.force_login(User.objects.get(pk=officer.user_id))
    form = client.get(f"{visit.get_absolute_url()}find/").context["form"]
    start = {item.name: item.value for item in form.fields}
    assert (start["batch"], start["supplier"], start["clause"]) == ("250301", "云河医药", "第一百五十条")
    find = commands.Find(
        result="同一批号在售", risk_kind="cold_chain", product_kind=ProductKind.DRUG, batch="250301", supplier="云河医药",
        clause="第一百五十条", product_name="胰岛素",
    )  # fmt: skip
    visit = perform(find, on=visit, by=officer)
    found = Risk.objects.get(visit=visit)
    assert (found.campaign_id, found.batch, found.supplier) == (campaign.pk, "250301", "云河医药")
    assert (found.clause, found.product_name) == ("第一百五十条", "胰岛素")
    assert Visit.objects.get(pk=visit.pk).found == found
    assert replayed(visit.pk).found_id == found.pk
    assert f'href="{found.get_absolute_url()}"' in client.get(visit.get_absolute_url()).content.decode()


def test_places_are_proposed_with_every_finding_they_share_and_none_twice(officer, subjects_here):
    first, second, third = subjects_here
    shared = {"batch": "250301", "supplier": "云河医药", "clause": "第一百五十条", "product_name": "胰岛素"}
    risk = reported(officer, subject_id=first.pk, **shared)
    other = reported(officer, subject_id=second.pk, **{**shared, "product_name": "", "clause": ""})
    reported(officer, subject_id=third.pk, batch="999999")
    found = {item.subject: set(item.reasons) for item in queries.proposals_for(officer, risk)}
    assert first not in found
    assert {f"也有批号 250301 的产品，见 {other.number}", f"也从“云河医药”购进，见 {other.number}"} <= found[second]
    assert not any(other.number in reason or "999999" in reason for reason in found.get(third, ()))
    listed(officer, risk, second)
    assert second not in {item.subject for item in queries.proposals_for(officer, risk)}


@pytest.mark.parametrize("forged", [commands.Add(count=-3), commands.Tally(found=True)], ids=["add", "tally"])
def test_the_coverage_of_a_sweep_is_counted_and_never_entered(officer, forged):
    sweep = open_record(
        commands.OpenSweep(
            risk_id=reported(officer).pk, title="全县冷藏药品排查", area="990121", criteria=("同类别",),
            holder_id=officer.user_id, finish_by=clock.today(),
        ),
        by=officer,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="只随相关记录的办理发生"):
        perform(forged, on=sweep, by=officer)
    assert (sweep.total_count, sweep.done_count) == (0, 0)


@pytest.fixture
def subjects_here(officer):
    from yaoan.kernel.commands import command_for
    from yaoan.modules.subjects.public import Subject, SubjectKind

    register = command_for(Subject, "register")
    names = ("康民药房", "长青大药房", "仁和诊所")
    return [
        open_record(register(title=f"青溪县{name}", subject_kind=SubjectKind.PHARMACY, area="990121"), by=officer)
        for name in names
    ]


def test_the_three_lists_are_one_book_of_the_rows_in_reach(officer, worker, stranger, client):
    mine = rectified(officer, worker)
    reported(stranger, area="990122", title="别县的隐患")
    client.force_login(User.objects.get(pk=officer.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    answer = client.get("/risks/lists/", HTTP_HOST="localhost")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert "attachment" in answer.headers["Content-Disposition"] and len(book.sheet_names) == 4
    for name in book.sheet_names[:3]:
        head, *rows = book.get_sheet_by_name(name).to_python()
        assert [row[head.index("编号")] for row in rows] == [mine.number]
