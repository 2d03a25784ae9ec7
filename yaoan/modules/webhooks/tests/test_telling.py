"""Another system is told of what was done: what its reader may see, signed, in order, at least once, and no more."""

import base64
import hashlib
import hmac
import json
from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock, jobs, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Grant, User
from yaoan.kernel.access.staffing import close_account, end_grant
from yaoan.kernel.commands import Invalid, NotAllowed, open_record, perform
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.outbox import lanes
from yaoan.kernel.outbox.models import Delivery, Lane
from yaoan.kernel.outbox.models import State as Sent
from yaoan.kernel.outbox.tasks import clear
from yaoan.kernel.vault.models import Secret
from yaoan.modules.risks.commands import Remark as RemarkOnRisk
from yaoan.modules.risks.tests.test_ledger_of_risks import reported
from yaoan.modules.webhooks import tasks
from yaoan.modules.webhooks.choices import State
from yaoan.modules.webhooks.commands import (
    Adopt,
    Amend,
    Approve,
    End,
    Pause,
    Probe,
    Propose,
    Resume,
    Rotate,
    SendAgain,
)
from yaoan.modules.webhooks.models import Subscription
from yaoan.modules.webhooks.tests.conftest import SECRET, Message

pytestmark = pytest.mark.django_db
OTHER = "whsec_" + base64.b64encode(b"another secret of ours, 32 bytes").decode()
NOON = datetime(2025, 6, 9, 12, tzinfo=clock.BEIJING)


def proves(message: Message, secret: str) -> bool:
    """Whether a receiver with this secret takes a message for ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message.headers['webhook-id']}.{message.headers['webhook-timestamp']}.".encode() + message.body
    proof = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return proof in message.headers["webhook-signature"].split(" ")


def states() -> list[str]:
    return list(Delivery.objects.order_by("entry").values_list("state", flat=True))


# What is told


def test_an_act_is_told_as_the_interface_tells_it(subscribe, receiver, officer, minute) -> None:
    subscribe()
    risk = reported(officer)
    minute()
    (message,) = receiver.got
    entry = Entry.objects.get(record=risk.pk)
    told = json.loads(message.body)
    assert told["type"] == "risks.report" and told["data"]["kind"] == "risks"
    assert told["data"]["record"]["number"] == risk.number and told["data"]["record"]["columns"]["title"] == risk.title
    assert told["data"]["act"]["hash"] == bytes(entry.hash).hex() and told["data"]["act"]["by"] == "周明"
    assert proves(message, SECRET) and not proves(message, OTHER)
    assert message.headers["content-type"] == "application/json"
    assert abs(int(message.headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    assert states() == [Sent.DELIVERED]


def test_the_message_says_what_the_interface_says(subscribe, receiver, officer, minute, client) -> None:
    from yaoan.kernel.http import tokens

    subscribe()
    risk = reported(officer)
    minute()
    user = User.objects.get(pk=officer.user_id)
    _token, words = tokens.issue(user, "比对", may_act=False, expires_on=clock.today(), by=user.pk)
    item = client.get(f"/api/risks/{risk.number}/", headers={"authorization": f"Bearer {words}"}).json()
    told = json.loads(receiver.got[0].body)["data"]
    assert told["act"] == item["history"][0]
    assert told["record"] == {name: item[name] for name in told["record"]}


def test_nothing_earlier_and_no_other_kind_is_told(subscribe, receiver, officer, minute) -> None:
    reported(officer)
    subscribe(kinds=("letters",))
    reported(officer)
    minute()
    assert receiver.got == [] and not Delivery.objects.exists()


def test_what_is_out_of_the_readers_scope_is_never_sent(subscribe, receiver, officer, stranger, minute) -> None:
    subscribe()
    reported(stranger, area="990122", title="白石县的隐患")
    ours = reported(officer)
    minute()
    assert [json.loads(one.body)["data"]["record"]["number"] for one in receiver.got] == [ours.number]
    assert "白石" not in receiver.got[0].body.decode()


def test_rights_are_those_of_the_moment_of_sending(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    reported(officer)
    until = Entry.objects.latest("pk").pk
    lane = lanes.lane_of(subscription.pk, begin=lambda: 0)
    tasks.gather(subscription, officer, lane, until)
    grant = Grant.objects.get(user_id=officer.user_id)
    end_grant(grant, until=clock.today() - timedelta(days=1))
    tasks.send(subscription=subscription.pk)
    assert receiver.got == [] and states() == [Sent.WITHHELD]


def test_whoever_left_is_nobody_in_whose_rights_anything_is_told_and_a_colleague_takes_over(
    subscribe, receiver, officer, chief, hire, minute
) -> None:
    subscription = subscribe()
    close_account(User.objects.get(pk=officer.user_id))
    heir = hire("officer", "county", "钱立")
    risk = reported(heir)
    minute()
    assert receiver.got == []
    perform(Adopt(reason="周明调离"), on=subscription, by=heir)
    minute()
    assert receiver.got == []
    perform(Approve(), on=subscription, by=chief)
    minute()
    assert json.loads(receiver.got[0].body)["data"]["record"]["number"] == risk.number


def test_the_database_shows_a_job_no_more_than_the_reader_may_see(
    subscribe, officer, stranger, receiver, minute
) -> None:
    """The second lock holds for messages too: they are made in the reader's sight."""
    subscribe(kinds=("risks",))
    seen: list[str] = []
    receiver.before = lambda _message: seen.append(sight.in_force())
    reported(officer)
    delivery = None
    minute()
    delivery = Delivery.objects.get()
    with sight.seeing(stranger.sight):
        assert not Delivery.objects.exists() and not Lane.objects.exists()
    with sight.seeing(officer.sight):
        assert Delivery.objects.get() == delivery


# Who may


def test_nothing_is_sent_before_another_person_approved_it(officer, chief, receiver, minute) -> None:
    command = Propose(title="平台", url=receiver.url, kinds=("risks",), purpose="共享", secret=SECRET)
    own = open_record(command, by=chief)
    reported(officer)
    minute()
    assert receiver.got == []
    with pytest.raises(NotAllowed, match="另一人"):
        perform(Approve(), on=own, by=chief)


def test_a_new_address_has_to_be_approved_anew(subscribe, receiver, officer, chief, minute) -> None:
    subscription = subscribe()
    changed = perform(Amend(url=f"{receiver.url}/new", kinds=("risks",), purpose="改地址"), on=subscription, by=chief)
    assert changed.state == State.PROPOSED and changed.reader_id == chief.user_id
    reported(officer)
    minute()
    assert receiver.got == []
    with pytest.raises(NotAllowed):
        perform(Approve(), on=subscription, by=chief)


def test_nobody_lets_others_be_told_of_what_they_may_not_read_themselves(officer, hire, receiver) -> None:
    from yaoan.kernel.access.staffing import grant

    clerk = hire("assistant", "county")
    grant(User.objects.get(pk=clerk.user_id), "administrator", User.objects.get(pk=clerk.user_id).grants.get().agency,
          since=date(2018, 1, 1))  # fmt: skip
    with pytest.raises((Invalid, NotAllowed)):
        open_record(
            Propose(title="平台", url=receiver.url, kinds=("risks",), purpose="共享", secret=SECRET),
            by=Actor.of(User.objects.get(pk=clerk.user_id)),
        )


@pytest.mark.parametrize("url", ["https://169.254.169.254/latest", "http://10.0.0.1/", "https://[::1]/"])
def test_an_address_within_is_refused_when_it_is_entered(officer, url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        open_record(Propose(title="平台", url=url, kinds=("risks",), purpose="共享", secret=SECRET), by=officer)
    assert "url" in refusal.value.faults


def test_kinds_of_which_every_look_is_logged_are_not_told(officer, receiver) -> None:
    from yaoan.modules.webhooks.queries import kinds

    assert "people" not in dict(kinds()) and "risks" in dict(kinds())


# Secrets


def test_the_secret_stands_nowhere_but_in_the_vault(subscribe, officer) -> None:
    subscription = subscribe()
    lines = json.dumps(list(Entry.objects.filter(record=subscription.pk).values_list("payload", flat=True)))
    assert SECRET not in lines and SECRET not in json.dumps(Subscription.objects.values().get(), default=str)
    assert str(Secret.objects.get(record=subscription.pk).pk) == subscription.secret


def test_an_exchanged_secret_signs_beside_the_new_one_for_three_days(subscribe, receiver, officer, minute) -> None:
    with clock.told(NOON):
        subscription = subscribe()
        perform(Rotate(secret=OTHER), on=subscription, by=officer)
        reported(officer)
        minute()
    assert proves(receiver.got[-1], SECRET) and proves(receiver.got[-1], OTHER)
    with clock.told(NOON + timedelta(days=4)):
        reported(officer)
        minute()
    assert proves(receiver.got[-1], OTHER) and not proves(receiver.got[-1], SECRET)


def test_a_secret_that_leaked_is_void_at_once(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    perform(Rotate(secret=OTHER, is_leaked=True), on=subscription, by=officer)
    reported(officer)
    minute()
    assert proves(receiver.got[-1], OTHER) and not proves(receiver.got[-1], SECRET)


# Receivers that fail


def test_a_receiver_that_is_down_gets_everything_in_order_when_it_is_back(subscribe, receiver, officer, minute) -> None:
    receiver.usual = 503
    with clock.told(NOON):
        subscribe()
        risks = [reported(officer) for _ in range(3)]
        minute()
        minute()
    assert len(receiver.got) == 1, "a receiver that is down is asked with one message, and left in peace"
    receiver.usual = 200
    with clock.told(NOON + timedelta(minutes=1)):
        minute()
    numbers = [json.loads(one.body)["data"]["record"]["number"] for one in receiver.got[1:]]
    assert numbers == [risk.number for risk in risks] and states() == [Sent.DELIVERED] * 3


def test_what_is_refused_holds_back_only_what_else_there_is_about_the_same_record(
    subscribe, receiver, officer, minute
) -> None:
    with clock.told(NOON):
        subscribe()
        first = reported(officer)
        perform(RemarkOnRisk(text="补充"), on=first, by=officer)
        reported(officer)
        receiver.answers = [400]
        minute()
    assert states() == [Sent.WAITING, Sent.WAITING, Sent.DELIVERED]
    with clock.told(NOON + timedelta(minutes=1)):
        minute()
    acts = [json.loads(one.body)["type"] for one in receiver.got]
    assert acts == ["risks.report", "risks.report", "risks.report", "risks.remark"]
    assert receiver.ids[0] == receiver.ids[2] and len(set(receiver.ids)) == 3


def test_what_is_refused_for_three_days_is_given_up_with_the_reason_and_can_be_sent_again(
    subscribe, receiver, officer, minute
) -> None:
    receiver.usual = 422
    now = NOON
    with clock.told(now):
        subscription = subscribe()
        reported(officer)
        minute()
    while Delivery.objects.get().state == Sent.WAITING:
        now = Delivery.objects.get().next_at
        with clock.told(now):
            minute()
    lost = Delivery.objects.get()
    assert lost.state == Sent.DEAD and lost.attempts == len(receiver.got) == len(lanes.PAUSES) + 1
    assert "422" in lost.trouble and timedelta(days=2.5) < now - NOON < timedelta(days=4)
    receiver.usual = 200
    with clock.told(now):
        perform(SendAgain(messages=(lost.message_id,)), on=subscription, by=officer)
        minute()
    assert states() == [Sent.DELIVERED] and receiver.ids[-1] == receiver.ids[0]


def test_a_receiver_that_never_comes_back_ends_in_given_up_messages_and_not_in_an_endless_queue(
    subscribe, receiver, officer, minute
) -> None:
    receiver.usual = 500
    with clock.told(NOON):
        subscribe()
        for _ in range(3):
            reported(officer)
        minute()
    for hours in (1, 12, 30, 60, 80, 105):
        with clock.told(NOON + timedelta(hours=hours)):
            minute()
    assert states() == [Sent.DEAD] * 3 and "三天" in Delivery.objects.first().trouble


def test_all_that_was_given_up_is_sent_again_by_one_act(subscribe, receiver, officer, minute) -> None:
    with clock.told(NOON):
        subscription = subscribe()
        for _ in range(3):
            reported(officer)
        minute()
        Delivery.objects.filter(entry__gt=Delivery.objects.earliest("entry").entry).update(state=Sent.DEAD)
        perform(SendAgain(), on=subscription, by=officer)
        minute()
    assert states() == [Sent.DELIVERED] * 3 and len(receiver.got) == 5 and len(set(receiver.ids)) == 3


def test_a_redirect_is_not_followed(subscribe, receiver, officer, minute) -> None:
    receiver.usual = 302
    subscribe()
    reported(officer)
    minute()
    assert len(receiver.got) == 1 and "不跟随" in Delivery.objects.get().trouble


def test_what_the_receiver_asks_to_wait_is_waited(subscribe, receiver, officer, minute, monkeypatch) -> None:
    from yaoan.kernel.outbox import posting

    monkeypatch.setattr(posting, "_seconds", lambda _text: 3_600)
    receiver.usual = 429
    with clock.told(NOON):
        subscribe()
        reported(officer)
        minute()
    assert Lane.objects.get().resting_until >= NOON + timedelta(hours=1)


# Interruption


def test_a_process_that_dies_after_the_receivers_yes_sends_once_more_under_the_same_id(
    subscribe, receiver, officer, minute, monkeypatch
) -> None:
    subscribe()
    reported(officer)
    note = lanes._note
    monkeypatch.setattr(lanes, "_note", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        minute()
    assert len(receiver.got) == 1 and states() == [Sent.WAITING]
    monkeypatch.setattr(lanes, "_note", note)
    minute()
    assert len(receiver.got) == 2 and receiver.ids[0] == receiver.ids[1] and states() == [Sent.DELIVERED]


def test_the_journal_gone_through_twice_queues_nothing_twice(subscribe, officer) -> None:
    subscription = subscribe()
    reported(officer)
    until = Entry.objects.latest("pk").pk
    stale = lanes.lane_of(subscription.pk, begin=lambda: 0)
    for _ in range(2):
        tasks.gather(subscription, officer, Lane(pk=stale.pk, entry=0), until)
    assert Delivery.objects.count() == 1


def test_a_long_backlog_is_sent_in_turns(subscribe, receiver, officer, monkeypatch) -> None:
    subscription = subscribe()
    for _ in range(3):
        reported(officer)
    monkeypatch.setattr(tasks, "TURN", timedelta())
    asked: list[int] = []
    monkeypatch.setattr(jobs, "enqueue", lambda _job, *, subscription: asked.append(subscription))
    tasks.follow()
    tasks.send(subscription=subscription.pk)
    assert receiver.got == [] and asked == [subscription.pk, subscription.pk]
    monkeypatch.setattr(tasks, "TURN", timedelta(seconds=45))
    tasks.send(subscription=subscription.pk)
    assert len(receiver.got) == 3


# Pausing, trying, ending, forgetting


def test_what_happens_during_a_pause_is_told_afterwards(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    perform(Pause(reason="对方割接"), on=subscription, by=officer)
    reported(officer)
    minute()
    assert receiver.got == []
    perform(Resume(), on=subscription, by=officer)
    minute()
    assert len(receiver.got) == 1


def test_a_trial_message_tells_of_itself(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    perform(Probe(), on=subscription, by=officer)
    minute()
    assert json.loads(receiver.got[0].body)["type"] == "subscriptions.probe"


def test_what_was_ended_sends_nothing_any_more(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    reported(officer)
    tasks.gather(subscription, officer, lanes.lane_of(subscription.pk, begin=lambda: 0), Entry.objects.latest("pk").pk)
    perform(End(reason="不再需要"), on=subscription, by=officer)
    tasks.send(subscription=subscription.pk)
    assert receiver.got == []


def test_deliveries_are_forgotten_when_nobody_asks_for_them_any_more(subscribe, receiver, officer, minute) -> None:
    with clock.told(NOON):
        subscribe()
        reported(officer)
        minute()
    with clock.told(NOON + timedelta(days=29)):
        clear()
        assert Delivery.objects.count() == 1
    with clock.told(NOON + timedelta(days=31)):
        clear()
        assert Delivery.objects.count() == 0
