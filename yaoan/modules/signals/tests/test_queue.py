"""One queue: nothing is dropped, nothing is closed unread, and who reported stays sealed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client

from yaoan.kernel import clock
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, Step, open_record, perform, perform_many
from yaoan.kernel.journal.models import AccessLog, Entry
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.vault.sealing import Unopened, unseal
from yaoan.modules.signals import commands, rules
from yaoan.modules.signals.choices import Finding, P
from yaoan.modules.signals.models import Signal
from yaoan.modules.signals.queries import duplicates_of, merged_into

pytestmark = pytest.mark.django_db


def received(actor, **fields):
    given = {
        "channel": "complaint",
        "text": "康民药房冷柜坏了三天还在卖胰岛素",
        "area": "990121",
        "subject_name": "康民药房",
    }
    return open_record(commands.Receive(**{**given, **fields}), by=actor)


def verified(officer, worker, finding=Finding.FALSE, **fields):
    signal = received(officer, **fields)
    perform(commands.Read(), on=signal, by=officer)
    perform(commands.Verify(holder_id=worker.user_id), on=signal, by=officer)
    return perform(commands.Conclude(finding=finding, conclusion="现场核实"), on=signal, by=worker)


@pytest.fixture
def worker(hire):
    return hire("head", "county", "钱立")


def test_an_unread_signal_cannot_be_closed_alone_or_in_bulk(officer, chief):
    unread = [received(officer) for _ in range(3)]
    close = [Step(commands.Close(reason="无"), on=signal, by=chief) for signal in unread]
    assert all(isinstance(outcome.refusal, NotAllowed) for outcome in perform_many(close))
    assert Signal.objects.filter(state="new").count() == 3


def test_nobody_says_by_hand_that_a_signal_has_become_a_risk(officer):
    signal = received(officer)
    perform(commands.Read(), on=signal, by=officer)
    with pytest.raises(NotAllowed, match="只随相关记录的办理发生"):
        perform(commands.BecomeRisk(risk_id=1), on=signal, by=officer)
    assert Signal.objects.get(pk=signal.pk).state == "read"


def test_there_is_no_way_out_without_a_decision():
    reach = {act.name for act in Signal.lifecycle.acts if act.target == "closed"}
    assert reach == {"close"}
    assert not Signal.lifecycle["close"].starts_from("new")
    assert not Signal.lifecycle["close"].starts_from("read")


def test_who_verified_does_not_close(officer, worker, chief):
    signal = verified(officer, worker)
    with pytest.raises(NotAllowed, match="另一人"):
        perform(commands.Close(reason="不属实"), on=signal, by=worker)
    assert perform(commands.Close(reason="不属实"), on=signal, by=chief).state == "closed"


def test_an_answer_that_is_owed_comes_before_closing(officer, worker, chief):
    signal = verified(officer, worker, wants_answer=True, reporter="来电人 19900001111")
    owed = Deadline.objects.get(record_id=signal.pk, act="answer")
    assert owed.due_at is not None
    with pytest.raises(NotAllowed, match="先答复"):
        perform(commands.Close(reason="不属实"), on=signal, by=chief)
    perform(commands.Answer(way="电话", text="经核查未发现"), on=signal, by=officer)
    assert not Deadline.objects.filter(record_id=signal.pk, act="answer").exists()
    perform(commands.Close(reason="不属实"), on=signal, by=chief)


def test_a_handed_over_signal_stays_with_the_sender_until_it_is_taken(officer, chief, stranger, places):
    signal = received(officer)
    perform(commands.Read(), on=signal, by=officer)
    perform(commands.HandOver(agency_id=places["other"].pk, reason="对象在白石县"), on=signal, by=officer)
    signal.refresh_from_db()
    assert signal.agency_id == places["county"].pk
    with pytest.raises(NotAllowed, match="白石县局"):
        perform(commands.TakeOver(), on=signal, by=chief)
    signal = perform(commands.TakeOver(), on=signal, by=stranger)
    assert signal.agency_id == places["other"].pk
    assert list(Signal.objects.seen_by(officer)) == [signal]


def test_a_refused_hand_over_comes_back(officer, stranger, places):
    signal = received(officer)
    perform(commands.Read(), on=signal, by=officer)
    perform(commands.HandOver(agency_id=places["other"].pk, reason="对象在白石县"), on=signal, by=officer)
    signal = perform(commands.Refuse(reason="不在本县"), on=signal, by=stranger)
    assert (signal.state, signal.agency_id, signal.assisting) == ("read", places["county"].pk, [])
    assert not Signal.objects.seen_by(stranger).exists()


def test_merging_is_reversible_and_named(officer):
    first, second = received(officer), received(officer)
    perform(commands.Read(), on=second, by=officer)
    perform(commands.Merge(into_id=first.pk, reason="同一件事"), on=second, by=officer)
    assert merged_into(officer, first) == [second]
    perform(commands.Unmerge(reason="并错了"), on=second, by=officer)
    assert merged_into(officer, first) == []


def test_a_signal_is_merged_only_into_another_that_is_still_handled(officer, worker, chief):
    first, second, third = (received(officer) for _ in range(3))
    for signal in (first, second, third):
        perform(commands.Read(), on=signal, by=officer)

    def refused(signal, into):
        with pytest.raises(Invalid) as refusal:
            perform(commands.Merge(into_id=into.pk, reason="同一件事"), on=signal, by=officer)
        return refusal.value.faults["into_id"]

    assert refused(first, first) == ["不能并入它自己。"]
    perform(commands.Merge(into_id=second.pk, reason="同一件事"), on=first, by=officer)
    assert refused(second, first) == [f"{first.number}已经并入{second.number}；请并入那一条。"]
    assert refused(third, first) == [f"{first.number}已经并入{second.number}；请并入那一条。"]
    done = perform(commands.Close(reason="不属实"), on=verified(officer, worker), by=chief)
    assert refused(third, done) == [f"{done.number}已经办结，不能再并入；请先对它重新核查。"]
    assert perform(commands.Merge(into_id=second.pk, reason="同一件事"), on=third, by=officer).state == "merged"


def test_a_closed_double_is_shown_without_the_way_to_merge_into_it(officer, worker, chief):
    done = perform(commands.Close(reason="不属实"), on=verified(officer, worker), by=chief)
    again = received(officer)
    client = Client()
    client.force_login(User.objects.get(pk=officer.user_id))
    page = client.get(again.get_absolute_url()).content.decode()
    assert done.number in page and "merge/?into_id" not in page


def test_who_asked_for_an_answer_is_owed_it_though_the_complaint_was_merged(officer):
    first, second = received(officer), received(officer, wants_answer=True, reporter="来电人 19900001111")
    with clock.told(clock.now()):
        perform(commands.Read(), on=second, by=officer)
        perform(commands.Merge(into_id=first.pk, reason="同一件事"), on=second, by=officer)
    owed = Deadline.objects.get(record_id=second.pk)
    assert (owed.act, owed.due_at is not None) == ("answer", True)
    told = perform(commands.Answer(way="电话", text="已与另一件一并核查"), on=second, by=officer)
    assert (told.state, told.punctuality) == ("merged", "in_time")
    assert not Deadline.objects.filter(record_id=second.pk).exists()


def test_duplicates_are_suggested_with_reasons(officer):
    first = received(officer, batch="250301", product_name="宁安胰岛素注射液")
    received(officer, text="幼儿园门口小卖部卖假口罩", subject_name="小卖部")
    second = received(officer, text="康民药房的冷柜坏了，胰岛素还在卖", batch="250301", product_name="宁安胰岛素注射液")
    found = duplicates_of(officer, second)
    assert [item.signal for item in found] == [first]
    assert any("批号" in reason for reason in found[0].reasons)


def test_likeness_is_symmetric_and_bounded():
    left = rules.About("冷柜坏了还在卖药", 1, "康民药房", "胰岛素", "250301", clock.today())
    right = rules.About("卖过期药", None, "康民大药房", "", "", clock.today())
    assert rules.likeness(left, right).score == pytest.approx(rules.likeness(right, left).score)
    assert 0 <= rules.likeness(left, left).score <= 1


def test_the_reporter_is_sealed_and_each_look_is_written_down(officer, hire):
    signal = received(officer, reporter="李某某 19900001111")
    assert "19900001111" not in str(Entry.objects.get(record=signal.pk).payload)
    opener = hire("identity", "county")
    place = {"permission": P.UNSEAL, "area": signal.area, "agency_id": signal.agency_id}
    with pytest.raises(Unopened):
        unseal(UUID(signal.reporter), by=officer, reason="想看看", **place)
    with pytest.raises(Unopened):
        unseal(UUID(signal.reporter), by=opener, reason=" ", **place)
    assert unseal(UUID(signal.reporter), by=opener, reason="回访核实", **place)["value"] == "李某某 19900001111"
    assert list(AccessLog.objects.filter(record=signal.pk).order_by("pk").values_list("what", flat=True)) == [
        "unseal refused", "unseal refused", "unseal",
    ]  # fmt: skip


def test_an_identity_is_opened_by_who_asked_once_another_person_allowed_it(officer, chief, hire):
    signal = received(officer, reporter="李某某 19900001111")
    both = staffed(hire, "head", "identity")
    assert not signal.identity_is_open_to(both.user_id, clock.today())
    with pytest.raises(NotAllowed, match="没有等待同意的查看申请"):
        perform(commands.AllowIdentity(), on=signal, by=chief)
    perform(commands.AskIdentity(reason="回访核实"), on=signal, by=both)
    with pytest.raises(NotAllowed, match="申请人不能同意自己的申请"):
        perform(commands.AllowIdentity(), on=signal, by=both)
    signal.refresh_from_db()
    assert not signal.identity_is_open_to(both.user_id, clock.today())
    perform(commands.AllowIdentity(), on=signal, by=chief)
    signal.refresh_from_db()
    assert signal.identity_is_open_to(both.user_id, clock.today())
    assert not signal.identity_is_open_to(chief.user_id, clock.today()), "who allows does not look"
    assert not signal.identity_is_open_to(both.user_id, clock.today() + timedelta(days=3))
    acts = list(Entry.objects.filter(record=signal.pk).order_by("seq").values_list("act", "actor"))
    assert acts[-2:] == [("ask_identity", both.user_id), ("allow_identity", chief.user_id)]
    perform(commands.AskIdentity(reason="再次回访"), on=signal, by=both)
    signal.refresh_from_db()
    assert not signal.identity_is_open_to(both.user_id, clock.today()), "what was allowed before is over"


def test_the_page_of_the_identity_shows_the_way_and_then_the_name(officer, chief, hire):
    signal = received(officer, reporter="李某某 19900001111")
    asker = staffed(hire, "officer", "identity")
    client = Client(headers={"accept-language": "zh-CN"})
    client.post(
        "/sign-in/", {"login": User.objects.get(pk=asker.user_id).username, "password": "correct horse battery"}
    )
    page = f"/signals/{signal.number}/reporter/"
    assert "由另一人同意" in client.get(page).content.decode()
    assert client.post(page, {"reason": "回访核实"}).status_code == 422
    assert not AccessLog.objects.filter(record=signal.pk, what="unseal").exists()
    perform(commands.AskIdentity(reason="回访核实"), on=signal, by=asker)
    perform(commands.AllowIdentity(), on=signal, by=chief)
    assert "19900001111" not in client.get(page).content.decode()
    assert "李某某 19900001111" in client.post(page, {"reason": "回访核实"}).content.decode()
    assert AccessLog.objects.filter(record=signal.pk, what="unseal").count() == 1


def test_there_is_nothing_to_ask_where_nobody_left_a_name(officer, hire):
    signal = received(officer)
    with pytest.raises(NotAllowed, match="没有留下姓名"):
        perform(commands.AskIdentity(reason="回访"), on=signal, by=staffed(hire, "officer", "identity"))


def staffed(hire, role, further):
    """Somebody in the county with two roles."""
    actor = hire(role, "county")
    user = User.objects.get(pk=actor.user_id)
    agency = user.grants.get().agency
    staffing.grant(user, further, agency, since=date(2018, 1, 1))
    return Actor.of(user)


def test_an_assistant_reports_and_reads_nothing(hire):
    assistant = hire("assistant", "county")
    open_record(commands.Report(text="村口有人摆摊卖药", area="990121"), by=assistant)
    assert not Signal.objects.seen_by(assistant).exists()
