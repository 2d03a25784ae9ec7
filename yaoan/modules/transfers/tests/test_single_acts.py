"""Acts of a transfer that no story of a whole one needs: what each leaves behind, and what it does to the clocks."""

from datetime import date

import pytest

from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases.models import Case
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import commands
from yaoan.modules.transfers.choices import HitState, Origin, ReferralState, State
from yaoan.modules.transfers.models import Hit
from yaoan.modules.transfers.tests.test_transfers import (
    DAY,
    accepted,
    approved,
    at,
    do,
    due_of,
    refused,
    reported,
    sent,
)

pytestmark = pytest.mark.django_db
BACK = {"reason": "情节显著轻微", "materials": "全部案卷和物品"}


def owed(transfer):
    return set(Deadline.objects.filter(record_id=transfer.pk).values_list("act", flat=True))


def test_the_police_forward_what_is_not_theirs_in_twenty_four_hours(desk):
    transfer = do(sent(desk), commands.Misdirect(reason="属白石县公安局管辖"), desk.officer)
    assert (transfer.state, due_of(transfer, "forward")) == (State.FORWARDING, "2025-03-22 10:00")
    with pytest.raises(NotAllowed):
        do(transfer, commands.Accept(receipt="回执"), desk.officer)
    transfer = do(transfer, commands.Forward(organ="白石县公安局"), desk.officer, date(2025, 3, 22))
    assert (transfer.state, transfer.organ) == (State.SENT, "白石县公安局")
    assert due_of(transfer, "accept") == "2025-03-23 10:00"


def test_a_file_with_gaps_comes_back_and_goes_again(desk):
    transfer = do(sent(desk), commands.Lack(missing="补充检验资质"), desk.officer)
    assert (transfer.state, transfer.police_reason, "hand_over" in owed(transfer)) == (
        State.INCOMPLETE,
        "补充检验资质",
        True,
    )
    transfer = do(transfer, commands.HandOver(), desk.officer, date(2025, 3, 24))
    assert (transfer.state, due_of(transfer, "accept")) == (State.SENT, "2025-03-25 10:00")


def test_the_procurator_gets_one_copy(desk):
    transfer = approved(desk)
    assert "copy" in owed(transfer)
    transfer = do(transfer, commands.Copy(note="专人送达"), desk.officer, hour=11)
    assert (transfer.copied_on, "copy" in owed(transfer)) == (DAY, False)
    with pytest.raises(NotAllowed, match="已经抄送"):
        do(transfer, commands.Copy(), desk.officer, hour=12)


def advised(desk):
    return do(refused(desk), commands.Advise(reason="应当追究"), desk.officer)


def filed(desk):
    return do(accepted(desk), commands.File(number="青公立〔2025〕9号"), desk.officer)


@pytest.mark.parametrize(("brought", "back"), [(advised, commands.Endorse), (filed, commands.GiveBack)])
def test_what_comes_back_lets_the_case_go_on(desk, brought, back):
    transfer = brought(desk)
    case = Case.objects.get(pk=transfer.case_id)
    assert case.state == "suspended"
    transfer = do(transfer, back(**BACK), desk.officer, date(2025, 3, 28))
    case.refresh_from_db()
    assert (transfer.state, transfer.returned_on, case.state) == (State.RETURNED, date(2025, 3, 28), "investigating")
    # 90 days from 10 March end on 8 June; the seven days with the police are not counted.
    assert due_of(case, "decide") == "2025-06-15 23:59"


def test_a_case_is_followed_until_the_next_day_that_is_set(desk):
    transfer = do(filed(desk), commands.Trace(text="已抓获两人", trace_on=date(2025, 4, 21)), desk.officer)
    assert due_of(transfer, "trace") == "2025-04-21 23:59"
    transfer = do(transfer, commands.Trace(text="移送起诉"), desk.officer, date(2025, 4, 21))
    assert "trace" not in owed(transfer) and transfer.progress == "移送起诉"


def test_what_is_not_for_us_is_sent_back(desk):
    given = {
        "title": "销售劣药", "description": "情节轻微", "product_kind": ProductKind.DRUG, "area": "990121",
        "subject_name": "某药房", "origin": Origin.PROCURATOR, "organ": "青溪县人民检察院", "reason": "不起诉",
    }  # fmt: skip
    with at(DAY):
        transfer = open_record(commands.Receive(**given), by=desk.officer)
    with pytest.raises(NotAllowed):
        do(transfer, commands.SendBack(reason="不属于本县"), desk.officer)
    transfer = do(transfer, commands.SendBack(reason="不属于本县"), desk.chief)
    assert (transfer.state, transfer.is_closed, owed(transfer)) == (State.SENT_BACK, True, set())


def test_another_takes_the_place_of_the_first_of_the_team(desk, hire):
    third = hire("officer", "county", "冯远")
    transfer = reported(desk)
    with pytest.raises(Invalid, match="补足两人"):
        do(transfer, commands.Reassign(holder_id=desk.second.user_id, reason="轮岗"), desk.chief)
    transfer = do(transfer, commands.Reassign(holder_id=third.user_id, reason="轮岗"), desk.chief)
    assert (transfer.holder_id, transfer.officers) == (third.user_id, [third.user_id, desk.second.user_id])


def test_what_was_entered_last_is_taken_back(desk):
    transfer = do(sent(desk), commands.Lack(missing="补充"), desk.officer)
    transfer = do(transfer, commands.Revert(reason="登错"), desk.chief)
    assert (transfer.state, transfer.police_reason, "accept" in owed(transfer)) == (State.SENT, "", True)


def test_a_hit_is_given_to_another(desk, hire):
    third = hire("officer", "county", "冯远")
    case = desk.filed(date(2025, 3, 10))
    given = {"case_id": case.pk, "title": case.title, "detail": "请核查", "product_kind": "drug", "area": case.area}
    with at(DAY):
        hit = open_record(commands.Flag(threshold="fake_drug", **given), by=desk.chief)
    hit = do(hit, commands.ReassignHit(holder_id=third.user_id, reason="轮岗"), desk.chief)
    assert (hit.holder_id, hit.state) == (third.user_id, HitState.OPEN) and Hit.objects.count() == 1


def test_a_clue_on_an_official_is_not_referred_by_another_head_alone(desk, hire):
    second = hire("head", "county", "冯远")
    with at(DAY):
        prepare = commands.Prepare(title="事由", organ="县纪委监委", clue="线索", area="990121")
        referral = open_record(prepare, by=desk.chief)
    with pytest.raises(NotAllowed, match="另一名负责人"):
        do(referral, commands.DeclineReferral(reason="不属实"), desk.chief)
    referral = do(referral, commands.DeclineReferral(reason="不属实"), second)
    assert (referral.state, referral.is_closed) == (ReferralState.DECLINED, True)
