"""Whoever handles a thing first answers for it until another unit takes it over, wherever that unit is."""

from uuid import uuid4

import pytest

from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, open_record, perform
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases.public import Case
from yaoan.modules.signals import commands as signals
from yaoan.modules.signals.public import Signal
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db


def signal_of(desk) -> Signal:
    receive = signals.Receive(
        channel="complaint", text="白石县的网店卖假药", area="990121", product_kind=ProductKind.DRUG, wants_answer=False
    )
    return perform(signals.Read(), on=open_record(receive, by=desk.officer), by=desk.officer)


@pytest.mark.parametrize("kind", ["signals", "cases"])
@pytest.mark.parametrize("where", ["other", "city"])
def test_the_form_hands_over_to_any_unit_across_and_up(desk, places, client, kind, where):
    record = signal_of(desk) if kind == "signals" else desk.case()
    giver = desk.chief
    client.force_login(User.objects.get(pk=giver.user_id))
    address = f"{record.get_absolute_url()}hand_over/"
    page = client.get(address).content.decode()
    assert "其他地区" in page
    client.force_login(User.objects.get(pk=giver.user_id))
    given = {
        "agency_id": str(places[where].pk), "reason": "违法行为发生地不在我县", "command_id": str(uuid4()),
        "version": str(record.version),
    }  # fmt: skip
    assert client.post(address, given).status_code == 303, where
    record.refresh_from_db()
    assert (record.agency_id, record.handed_to_id) == (giver.agency_id, places[where].pk)
    owed = Deadline.objects.get(record_id=record.pk, act="take_over")
    assert owed.agency_id == places[where].pk


@pytest.mark.parametrize("kind", ["signals", "cases"])
def test_until_it_is_taken_over_the_first_unit_answers_and_afterwards_it_reads_on(desk, kind):
    from yaoan.modules.cases import commands as cases

    acts = signals if kind == "signals" else cases
    record = signal_of(desk) if kind == "signals" else desk.case()
    model: type = Signal if kind == "signals" else Case
    hand = acts.HandOver(agency_id=desk.far_head.agency_id, reason="白石县管辖")
    back = perform(acts.Refuse(reason="不在本县"), on=perform(hand, on=record, by=desk.chief), by=desk.far_head)
    assert (back.agency_id, back.handed_to_id) == (desk.chief.agency_id, None)
    assert not model.objects.seen_by(desk.far_head).filter(pk=record.pk).exists()

    handed = perform(hand, on=back, by=desk.chief)
    assert handed.agency_id == desk.chief.agency_id
    taken = perform(acts.TakeOver(), on=handed, by=desk.far_head)
    assert (taken.agency_id, taken.handed_to_id) == (desk.far_head.agency_id, None)
    assert model.objects.seen_by(desk.officer).filter(pk=record.pk).exists()
    assert not Deadline.objects.filter(record_id=record.pk, agency_id=desk.chief.agency_id).exists()


def test_nothing_is_handed_over_to_the_unit_that_has_it(desk):
    with pytest.raises(Invalid) as refused:
        own = signals.HandOver(agency_id=desk.officer.agency_id, reason="给自己")
        perform(own, on=signal_of(desk), by=desk.officer)
    assert set(refused.value.faults) == {"agency_id"}
