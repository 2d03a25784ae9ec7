"""Thresholds as dated data, the watchdog over the cases, and clues on officials under their own permission."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, NotThere, open_record, perform
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import figure
from yaoan.kernel.figures.registry import metrics
from yaoan.modules.cases.choices import Danger, DeclineKind, PartyKind
from yaoan.modules.cases.commands import AssessHarm, Close, Fulfil, Merge, Pay, Qualify, Value, Withdraw
from yaoan.modules.cases.commands import Decline as DeclineCase
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules.thresholds import Deed, reached, unjudged
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import commands, tasks
from yaoan.modules.transfers.choices import HitState, ReferralState
from yaoan.modules.transfers.models import Hit, Referral
from yaoan.modules.transfers.tests.test_transfers import at, complete, do, proposed, refused, reported

THRESHOLDS = law.document("catalogues/transfer_thresholds")


def keys(breach, on=date(2025, 3, 1), **facts):
    return list(reached(Deed(breach, on, **facts), THRESHOLDS))


def test_a_conduct_crime_has_no_threshold_of_value():
    assert keys("fake_drug") == ["fake_drug"]


def test_a_threshold_holds_only_for_acts_after_it_came_into_force():
    assert keys("fake_drug", date(2021, 2, 28)) == []
    assert keys("fake_drug", date(2021, 3, 1)) == ["fake_drug"]


def test_harm_and_sums_count_from_their_figure_on():
    assert keys("substandard_sold") == []
    assert keys("substandard_sold", is_harmful=True) == ["substandard_harm"]
    assert keys("unlicensed", goods=Decimal("49999.99")) == []
    assert keys("unlicensed", goods=Decimal(50000)) == ["unlicensed_value"]
    assert keys("unlicensed", income=Decimal(10000)) == ["unlicensed_income"]


def test_a_crime_of_danger_asks_whether_health_is_endangered_not_whether_harm_was_done():
    for breach, key in (("unapproved", "drug_administration"), ("device_substandard", "device_harm")):
        assert keys(breach) == keys(breach, danger="unlikely") == []
        assert keys(breach, danger="likely") == keys(breach, is_harmful=True) == [key]
        day = date(2025, 3, 1)
        assert unjudged(Deed(breach, day), THRESHOLDS)
        assert not unjudged(Deed(breach, day, danger="unlikely"), THRESHOLDS)
    assert keys("label_unapproved", danger="likely") == [], "not among the four kinds of conduct of the article"
    assert not unjudged(Deed("fake_drug", date(2025, 3, 1)), THRESHOLDS)


def test_a_threshold_ends_on_its_last_day():
    row = {**THRESHOLDS["fake_drug"], "until": "2025-06-30"}
    assert list(reached(Deed("fake_drug", date(2025, 6, 30)), {"x": row})) == ["x"]
    assert list(reached(Deed("fake_drug", date(2025, 7, 1)), {"x": row})) == []


def test_every_threshold_names_its_source_its_day_and_whether_it_was_read():
    breaches = law.document("catalogues/breaches")
    for key, row in THRESHOLDS.items():
        assert row["source"] and row["article"] and date.fromisoformat(row["from"]), key
        assert isinstance(row["verified"], bool), key
        assert set(row["breaches"]) <= set(breaches), key
        assert row["measure"] in ("any", "danger", "harm", "goods", "income"), key


@pytest.fixture
def hit(desk, db):
    desk.filed(date(2025, 3, 10), breach="fake_drug")
    with at(date(2025, 3, 10)):
        assert tasks.watch_cases() == 1
    return Hit.objects.get()


def test_the_watchdog_flags_a_case_once_and_leaves_others_alone(desk, hit):
    desk.filed(date(2025, 3, 11))
    assert tasks.watch_cases() == 0
    assert (hit.threshold, hit.state, hit.holder_id) == ("fake_drug", HitState.OPEN, desk.officer.user_id)


def test_a_case_that_turns_out_to_be_about_a_fake_drug_is_flagged(desk):
    case = desk.filed(date(2025, 3, 10))
    assert tasks.watch_cases() == 0
    qualify = Qualify(
        title="涉嫌销售假药", breach="fake_drug", product_kind=ProductKind.DRUG, party_kind=PartyKind.FIRM,
        subject_name=case.subject_name, reason="检验报告：不含标示成份",
    )  # fmt: skip
    desk.do(case, date(2025, 3, 20), qualify, desk.officer)
    assert tasks.watch_cases() == 1
    assert (Hit.objects.get().case_id, Hit.objects.get().threshold) == (case.pk, "fake_drug")


def test_the_watchdog_lets_its_own_hit_lapse_but_not_what_a_head_flagged(desk):
    case = desk.filed(date(2025, 3, 10))
    given = {"case_id": case.pk, "title": case.title, "detail": "请核查", "product_kind": "drug", "area": case.area}
    open_record(commands.Flag(threshold="fake_drug", **given), by=desk.chief)
    assert tasks.watch_cases() == 0
    open_record(commands.Flag(threshold="device_harm", agency_id=case.agency_id, **given), by=Actor.system())
    assert tasks.watch_cases() == 1
    assert dict(Hit.objects.values_list("threshold", "state")) == {"fake_drug": "open", "device_harm": "lapsed"}


def test_a_reason_is_signed_by_a_head_who_did_not_write_it(desk, hit):
    hit = perform(commands.Explain(reason="经检验不是假药"), on=hit, by=desk.chief)
    with pytest.raises(NotAllowed, match="说明人不能签批"):
        perform(commands.Sign(opinion="同意"), on=hit, by=desk.chief)
    assert Hit.objects.get().state == HitState.EXPLAINED


def test_an_explained_hit_is_signed_and_rests(desk, hit):
    hit = perform(commands.Explain(reason="经检验不是假药"), on=hit, by=desk.officer)
    hit = perform(commands.Reject(opinion="没有附检验报告"), on=hit, by=desk.chief)
    assert hit.state == HitState.OPEN
    hit = perform(commands.Explain(reason="检验报告附后"), on=hit, by=desk.officer)
    hit = perform(commands.Sign(opinion="同意"), on=hit, by=desk.chief)
    assert hit.is_closed
    assert tasks.watch_cases() == 0


def test_a_transfer_answers_the_hits_of_its_case(desk, hit):
    transfer = proposed(desk, hit.case)
    hit.refresh_from_db()
    assert (hit.state, hit.transfer) == (HitState.TRANSFERRED, transfer)


def test_the_page_of_the_case_shows_what_it_reached(client, desk, hit):
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    page = client.get(hit.case.get_absolute_url()).content.decode()
    assert "涉嫌犯罪，移送或者说明理由" in page
    assert f"/hits/?case={hit.case_id}" in page


EARLY, LATER = date(2025, 3, 10), date(2025, 3, 24)


def watched(day=LATER) -> int:
    with at(day):
        return tasks.watch_cases(since=clock.now() - tasks.LATELY)


def signed(desk, hit, day=LATER):
    with at(day):
        hit = perform(commands.Explain(reason="经检验不是假药"), on=hit, by=desk.officer)
        return perform(commands.Sign(opinion="同意"), on=hit, by=desk.chief)


def valued(desk, case, value, day=LATER):
    goods = Value(name="药品", quantity=Decimal(1), unit="批", value=Decimal(value))
    return desk.do(case, day, goods, desk.officer)


def ready(desk, **fields):
    """A case that waits for its decision."""
    return desk.brought_to_decision(**fields)


DECIDING = date(2025, 4, 2)
DECLINING = DeclineCase(kind=DeclineKind.SLIGHT, reason="轻微")


def test_a_clue_that_may_be_a_crime_is_not_declined_before_the_watchdog_saw_it(desk):
    clue = desk.clue(EARLY, breach="fake_drug")
    with pytest.raises(Invalid, match=r"还没有移送公安机关.*请先启动移送"):
        desk.do(clue, EARLY, DECLINING, desk.chief)
    assert watched(EARLY) == 1
    signed(desk, Hit.objects.get(), EARLY)
    assert desk.do(clue, EARLY, DECLINING, desk.chief).state == "declined"
    assert watched(EARLY) == 0


def test_where_there_is_no_breach_a_clue_is_declined_and_its_hit_lapses(desk):
    clue = desk.clue(EARLY, breach="fake_drug")
    assert watched(EARLY) == 1
    desk.do(clue, EARLY, DeclineCase(kind=DeclineKind.NO_BREACH, reason="没有这家药店"), desk.chief)
    assert watched(EARLY) == 1
    assert Hit.objects.get().state == HitState.LAPSED
    assert watched(EARLY) == 0


def test_a_declined_case_is_watched_all_the_same(desk):
    clue = desk.clue(EARLY, breach="unlicensed")
    desk.do(clue, EARLY, DECLINING, desk.chief)
    clue.refresh_from_db()
    clue.goods_value = Decimal(60000)
    clue.save(update_fields=["goods_value"])  # what was known before this was watched
    assert tasks.watch_cases() == 1
    assert Hit.objects.get().case == clue


def test_a_merged_case_is_left_to_the_one_it_was_merged_into(desk):
    case, other = desk.filed(EARLY, breach="fake_drug"), desk.filed(EARLY, breach="fake_drug")
    assert watched(EARLY) == 2
    desk.do(case, EARLY, Merge(into_id=other.pk, reason="同一行为"), desk.chief)
    assert watched(EARLY) == 1
    assert dict(Hit.objects.values_list("case", "state")) == {case.pk: HitState.LAPSED, other.pk: HitState.OPEN}


def test_nothing_is_decided_or_withdrawn_over_an_unexplained_hit(desk):
    case = ready(desk, breach="channel")
    given = {"case_id": case.pk, "title": case.title, "detail": "请核查", "product_kind": "drug", "area": case.area}
    hit = open_record(commands.Flag(threshold="unlicensed_value", **given), by=desk.chief)
    with pytest.raises(NotAllowed, match=r"货值金额达到核查标准.*写明理由由负责人签批"):
        desk.decided(case, DECIDING)
    with pytest.raises(NotAllowed, match="还没有移送公安机关"):
        desk.do(case, DECIDING, Withdraw(reason="查不清"), desk.chief)
    perform(commands.Explain(reason="不足"), on=hit, by=desk.officer)
    perform(commands.Sign(opinion="同意"), on=hit, by=desk.chief)
    assert desk.decided(case, DECIDING).state == "decided"


def test_a_case_is_not_closed_over_a_hit_that_came_after_the_decision(desk):
    case = desk.served()
    given = {"case_id": case.pk, "title": case.title, "detail": "请核查", "product_kind": "drug", "area": case.area}
    hit = open_record(commands.Flag(threshold="fake_drug", **given), by=desk.chief)
    case = desk.do(case, date(2025, 4, 10), Pay(sum=Decimal(150000)), desk.officer)
    case = desk.do(case, date(2025, 4, 11), Fulfil(note="缴清"), desk.officer)
    with pytest.raises(NotAllowed, match="还没有移送公安机关"):
        desk.do(case, date(2025, 4, 14), Close(conclusion="履行完毕"), desk.chief)
    perform(commands.Lapse(reason="提示有误"), on=hit, by=desk.chief)
    assert desk.do(case, date(2025, 4, 14), Close(conclusion="履行完毕"), desk.chief).state == "closed"


def test_a_crime_of_danger_is_judged_before_a_case_is_decided(desk):
    clue = desk.clue(EARLY, breach="unapproved")
    with pytest.raises(Invalid, match="认定危害"):
        desk.do(clue, EARLY, DECLINING, desk.chief)
    judged = AssessHarm(danger=Danger.LIKELY, grounds="省局认定意见")
    clue = desk.do(clue, EARLY, judged, desk.officer)
    assert watched(EARLY) == 1
    assert Hit.objects.get().threshold == "drug_administration"
    judged = AssessHarm(danger=Danger.UNLIKELY, grounds="专家论证")
    clue = desk.do(clue, EARLY, judged, desk.officer)
    assert watched(EARLY) == 1
    assert Hit.objects.get().state == HitState.LAPSED
    assert desk.do(clue, EARLY, DECLINING, desk.chief).state == "declined"


def test_what_was_signed_is_asked_again_when_the_facts_are_graver(desk):
    case = valued(desk, desk.filed(EARLY, breach="unlicensed"), 60000)
    assert watched() == 1
    signed(desk, Hit.objects.get())
    assert watched() == 0
    valued(desk, case, 1)
    assert Case.objects.get(pk=case.pk).unanswered_thresholds == ["unlicensed_value"]
    assert watched() == 1
    hit = Hit.objects.get()
    assert (hit.state, hit.signed_by_id) == (HitState.OPEN, None)
    assert "60001" in hit.detail
    signed(desk, hit)
    assert Case.objects.get(pk=case.pk).unanswered_thresholds == []


@pytest.mark.parametrize("way", ["declined", "returned"])
def test_a_hit_is_asked_again_when_its_transfer_comes_to_nothing(desk, hit, way):
    transfer = reported(desk, case=hit.case) if way == "declined" else refused(desk, case=hit.case)
    assert Case.objects.get().unanswered_thresholds == (["fake_drug"] if way == "declined" else [])
    ended = (
        commands.Decline(reason="证据不足") if way == "declined" else commands.Abide(reason="同意", materials="全部")
    )
    do(transfer, ended, desk.chief)
    hit.refresh_from_db()
    assert (hit.state, hit.transfer) == (HitState.OPEN, None)
    assert transfer.number in hit.detail
    assert Case.objects.get().unanswered_thresholds == ["fake_drug"]
    signed(desk, hit)
    assert Case.objects.get().unanswered_thresholds == []
    assert tasks.watch_cases() == 0


def test_a_case_is_not_decided_while_its_transfer_is_prepared_nor_while_the_police_have_it(desk):
    case = ready(desk, breach="channel")
    given = {"case_id": case.pk, "title": case.title, "detail": "请核查", "product_kind": "drug", "area": case.area}
    with at(EARLY):
        open_record(commands.Flag(threshold="unlicensed_value", **given), by=desk.chief)
    transfer = complete(desk, case=case)
    with pytest.raises(NotAllowed, match=r"正在准备移送.*先移交公安机关"):
        desk.decided(case, DECIDING)
    do(transfer, commands.HandOver(), desk.officer, DECIDING)
    assert Case.objects.get().state == "suspended"
    with pytest.raises(NotAllowed, match="中止"):
        desk.decided(case, DECIDING)


def test_a_case_whose_transfer_was_declined_before_any_hit_is_flagged(desk):
    case = desk.filed(EARLY, breach="fake_drug")
    transfer = reported(desk, case=case)
    assert tasks.watch_cases() == 0
    do(transfer, commands.Decline(reason="证据不足"), desk.chief)
    assert tasks.watch_cases() == 1
    assert Hit.objects.get().state == HitState.OPEN


def test_what_was_answered_before_the_case_knew_of_answers_is_made_known_to_it(desk, hit):
    signed(desk, hit)
    desk.filed(EARLY, breach="fake_drug")
    assert watched(EARLY) == 1
    proposed(desk, Hit.objects.get(state=HitState.OPEN).case)
    Case.objects.update(hit_answers={})
    assert tasks.watch_cases() == 2
    signed_one, sent_one = Case.objects.order_by("pk")
    assert (signed_one.unanswered_thresholds, sent_one.is_being_transferred) == ([], True)
    assert tasks.watch_cases() == 0


def test_the_figures_tell_unexplained_explained_and_transferred_apart(desk, hit):
    def told(name):
        period = Period(date(2025, 3, 1), date(2025, 3, 31))
        return figure(metrics()[f"hits.{name}"], desk.chief, period).value

    with at(date(2025, 3, 31)):
        assert (told("flagged"), told("unexplained"), told("explained"), told("transferred")) == (1, 1, 0, 0)
        transfer = reported(desk, case=hit.case)
        assert (told("unexplained"), told("transferred")) == (0, 1)
        do(transfer, commands.Decline(reason="证据不足"), desk.chief, day=date(2025, 3, 31))
        assert (told("flagged"), told("unexplained")) == (2, 1)
        hit.refresh_from_db()
        signed(desk, hit, date(2025, 3, 31))
        assert (told("unexplained"), told("explained"), told("transferred")) == (0, 1, 1)


@pytest.fixture
def referral(desk) -> Referral:
    prepare = commands.Prepare(title="一案双查", organ="青溪县监察机关", clue="某干部通风报信", area="990121")
    return open_record(prepare, by=desk.chief)


def test_a_clue_on_officials_is_sealed_and_seen_by_few(client, desk, hire, referral):
    assert "通风报信" not in f"{referral.clue}{referral.title}"
    with pytest.raises((NotThere, NotAllowed)):
        perform(commands.Send(receiver="某"), on=referral, by=desk.officer)
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    assert client.get(referral.get_absolute_url()).status_code == 404
    liaison = hire("liaison", "county", "沈静")
    client.force_login(User.objects.get(pk=liaison.user_id))
    assert "通风报信" not in client.get(referral.get_absolute_url()).content.decode()
    assert client.post(f"{referral.get_absolute_url()}clue/", {"reason": ""}).status_code == 422
    answer = client.post(f"{referral.get_absolute_url()}clue/", {"reason": "移送前核对"})
    assert "某干部通风报信" in answer.content.decode()


def test_who_prepared_a_referral_does_not_approve_it(desk, hire, referral):
    with pytest.raises(NotAllowed, match="起草人不能批准"):
        perform(commands.ApproveReferral(opinion="同意"), on=referral, by=desk.chief)
    second = hire("head", "county", "孙平")
    referral = perform(commands.ApproveReferral(opinion="同意"), on=referral, by=second)
    referral = perform(commands.Send(receiver="案管室"), on=referral, by=desk.chief)
    assert perform(commands.AnswerReferral(answer="已立案"), on=referral, by=desk.chief).state == ReferralState.ANSWERED
