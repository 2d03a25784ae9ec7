"""Thresholds as dated data, the watchdog over the cases, and clues on officials under their own permission."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import NotAllowed, NotThere, open_record, perform
from yaoan.modules.cases.rules.thresholds import Deed, reached
from yaoan.modules.transfers import commands, tasks
from yaoan.modules.transfers.choices import HitState, ReferralState
from yaoan.modules.transfers.models import Hit, Referral
from yaoan.modules.transfers.tests.test_transfers import at, proposed

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
        assert row["measure"] in ("any", "harm", "goods", "income"), key


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
