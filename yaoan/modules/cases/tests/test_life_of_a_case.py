"""A case from the clue to the archive, and what stands in its way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger.history import history_of
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import (
    DeclineKind,
    GoodFaith,
    Grade,
    HitStand,
    LawChosen,
    Outcome,
    PartyKind,
    Penalty,
    PersonRole,
    Remedy,
    ServiceWay,
    State,
)
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import thresholds
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.signals.public import Receive as ReceiveSignal
from yaoan.modules.subjects.public import Appoint, Person, PostKind
from yaoan.modules.subjects.tests.factories import firm, person

pytestmark = pytest.mark.django_db


def due_of(case, act):
    deadline = Deadline.objects.get(record_id=case.pk, act=act)
    return deadline.due_at and clock.local_day(deadline.due_at)


def test_a_case_is_played_from_the_clue_to_the_archive(desk):
    case = desk.served()
    case = desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150000), note="0001"), desk.officer)
    case = desk.do(case, date(2025, 4, 11), commands.Fulfil(note="全部缴清"), desk.officer)
    case = desk.do(case, date(2025, 4, 14), commands.Close(conclusion="履行完毕"), desk.chief)
    with pytest.raises(NotAllowed, match="还没有公示"):
        desk.do(case, date(2025, 4, 15), commands.Archive(place="2025-1"), desk.officer)
    case = desk.do(case, date(2025, 4, 15), commands.Publish(text="当事人：青溪县康民药房"), desk.chief)
    case = desk.do(case, date(2025, 4, 15), commands.Archive(place="2025-1"), desk.officer)
    assert (case.state, case.pace, case.public_until) == (State.ARCHIVED, "in_90", date(2028, 4, 15))
    acts = list(Entry.objects.filter(record=case.pk).order_by("seq").values_list("act", flat=True))
    assert acts == [
        "receive", "file", "exhibit", "conclude", "pass_review", "notify", "close_defence", "decide", "serve", "pay", "fulfil",
        "close", "publish", "archive",
    ]  # fmt: skip
    assert replayed(case.pk).fine == case.fine


def test_a_clue_is_verified_in_fifteen_working_days_and_extended_once(desk):
    case = desk.clue(date(2025, 1, 20))
    assert due_of(case, "file") == date(2025, 2, 14)
    desk.do(case, date(2025, 2, 10), commands.Prolong(reason="外省取证"), desk.chief)
    assert due_of(case, "file") == date(2025, 3, 7)
    with pytest.raises(NotAllowed, match="只能延长一次"):
        desk.do(case, date(2025, 2, 11), commands.Prolong(reason="再延"), desk.chief)


def test_testing_stops_the_verification_and_the_investigation(desk):
    case = desk.clue(date(2025, 3, 3))
    case = desk.do(case, date(2025, 3, 5), commands.TestClue(tested_at="市药检所", item="含量"), desk.officer)
    assert due_of(case, "file") is None
    case = desk.do(case, date(2025, 3, 19), commands.ClueTested(result="不符合规定"), desk.officer)
    assert due_of(case, "file") == date(
        2025, 4, 8
    )  # Stopped from the 5th to the 18th; the festival of 4 April is not worked
    filed = desk.filed(date(2025, 3, 10))
    assert due_of(filed, "decide") == date(2025, 6, 8)
    filed = desk.do(filed, date(2025, 3, 20), commands.Test(tested_at="市药检所", item="含量"), desk.officer)
    filed = desk.do(filed, date(2025, 4, 9), commands.Tested(result="合格"), desk.officer)
    assert due_of(filed, "decide") == date(2025, 6, 8) + timedelta(days=20)


def test_a_case_is_extended_by_the_head_then_by_all_heads(desk):
    case = desk.filed(date(2025, 3, 10))
    with pytest.raises(NotAllowed, match="请先批准延长"):
        desk.do(case, date(2025, 5, 1), commands.ExtendFurther(days=20, reason="集体讨论"), desk.chief)
    desk.do(case, date(2025, 5, 6), commands.Extend(reason="案情复杂"), desk.chief)
    with pytest.raises(NotAllowed, match="集体讨论"):
        desk.do(case, date(2025, 5, 7), commands.Extend(reason="再延"), desk.chief)
    desk.do(case, date(2025, 6, 6), commands.ExtendFurther(days=20, reason="集体讨论"), desk.chief)
    assert due_of(case, "decide") == date(2025, 7, 28)


def test_filing_needs_two_officers_and_all_conditions(desk):
    case = desk.clue(date(2025, 3, 3))
    command = commands.File(
        grounds="有证据", has_evidence=True, is_punishable=True, officers=(desk.officer.user_id,) * 2
    )
    with pytest.raises(Invalid) as refusal:
        desk.do(case, date(2025, 3, 4), command, desk.chief)
    assert set(refusal.value.faults) == {"officers", "is_ours"}


def test_a_breach_found_too_late_is_not_filed_but_declined(desk):
    case = desk.clue(date(2025, 3, 3), acted_from=date(2022, 1, 1), acted_until=date(2023, 3, 2))
    command = commands.File(grounds="有", has_evidence=True, is_punishable=True, is_ours=True, officers=desk.pair)
    with pytest.raises(Invalid, match="追责时效"):
        desk.do(case, date(2025, 3, 4), command, desk.chief)
    decline = commands.Decline(kind=DeclineKind.TIME_BARRED, reason="超过二年")
    assert desk.do(case, date(2025, 3, 4), decline, desk.chief).state == State.DECLINED
    harmed = desk.clue(date(2025, 3, 3), acted_from=date(2022, 1, 1), acted_until=date(2023, 3, 2), is_harmful=True)
    assert desk.do(harmed, date(2025, 3, 4), command, desk.chief).state == State.INVESTIGATING


def test_the_investigation_ends_with_evidence_and_is_reviewed_by_another(desk):
    case = desk.filed(date(2025, 3, 10))
    with pytest.raises(NotAllowed, match="还没有登记证据"):
        desk.concluded(case, date(2025, 3, 11))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.concluded(case, date(2025, 3, 12), needs_legal_review=True)
    with pytest.raises(Invalid, match="法制审核"):
        desk.do(case, date(2025, 3, 13), commands.PassReview(opinion="同意"), desk.reviewer)
    staff = desk.filed(date(2025, 3, 10))
    desk.exhibit(staff, date(2025, 3, 11))
    desk.do(
        staff,
        date(2025, 3, 11),
        commands.Staff(officers=(desk.chief.user_id, desk.officer.user_id), reason="回避"),
        desk.chief,
    )
    staff = desk.concluded(staff, date(2025, 3, 12))
    with pytest.raises(NotAllowed, match="不能审核自己"):
        desk.do(staff, date(2025, 3, 13), commands.PassReview(opinion="同意"), desk.chief)


def test_a_fine_outside_its_band_needs_a_reason_and_good_faith_is_asked_first(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    with pytest.raises(
        Invalid, match=r"100000\.00 元至 220000\.00 元"
    ):  # 2-10 times the floor of 50,000; the lowest 30 %
        desk.concluded(case, date(2025, 3, 12), fine=Decimal(300000))
    with pytest.raises(Invalid) as refusal:
        desk.concluded(case, date(2025, 3, 12), good_faith=GoodFaith.PROVED, law_chosen=LawChosen.LIGHTER_NEW)
    assert set(refusal.value.faults) == {"good_faith_note", "law_note", "penalties"}
    with pytest.raises(Invalid, match="善意免责成立"):
        desk.concluded(case, date(2025, 3, 12), good_faith=GoodFaith.PROVED, good_faith_note="能说明来源")
    case = desk.concluded(case, date(2025, 3, 12), fine=Decimal(300000), outside="危害后果严重")
    assert case.discretion.endswith("危害后果严重")


def test_an_act_under_the_older_law_is_judged_by_it_or_by_the_lighter_new_one_with_a_comparison(desk, client):
    day = date(2021, 8, 10)
    case = desk.filed(day, breach="device_unregistered", product_kind="device", acted_until=date(2021, 5, 31))
    desk.exhibit(case, day)
    given = {"fine": Decimal(60000), "outside": "按旧规定的幅度"}
    with pytest.raises(Invalid, match="现行规定 2021-06-01 起施行") as refusal:
        desk.concluded(case, day, **given)
    assert set(refusal.value.faults) == {"law_chosen"}
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    assert "从旧兼从轻（行政处罚法第三十七条）" in client.get(case.get_absolute_url()).content.decode()
    case = desk.concluded(case, day, law_chosen=LawChosen.OF_THE_ACT, law_note="2014年条例第六十三条幅度较低", **given)
    assert case.law_chosen == LawChosen.OF_THE_ACT

    later = desk.filed(day, breach="device_unregistered", product_kind="device", acted_until=date(2021, 6, 1))
    desk.exhibit(later, day)
    assert desk.concluded(later, day, **given).law_chosen == LawChosen.UNCHANGED


def test_goods_and_evidence_that_do_not_count_are_taken_back_with_the_reason(desk):
    day = date(2025, 3, 12)
    case = desk.filed(date(2025, 3, 10))
    for value in (60000, 500):
        goods = commands.Value(name="药品", quantity=Decimal(1), unit="批", value=Decimal(value), income=Decimal(100))
        case = desk.do(case, day, goods, desk.officer)
    with pytest.raises(Invalid, match="没有第 3 项物品"):
        desk.do(case, day, commands.DropGoods(no=3, reason="重复"), desk.officer)
    case = desk.do(case, day, commands.DropGoods(no=1, reason="不是本案物品"), desk.officer)
    assert ([item["value"] for item in case.goods], case.goods_value, case.income) == (["500"], 500, 100)

    case = desk.exhibit(case, day)
    case = desk.do(case, day, commands.StrikeExhibit(no=1, reason="取得程序违法"), desk.officer)
    with pytest.raises(NotAllowed, match="还没有登记证据"):
        desk.concluded(case, date(2025, 3, 13))
    with pytest.raises(Invalid, match="已经排除"):
        desk.do(case, day, commands.StrikeExhibit(no=1, reason="再次"), desk.officer)
    case = desk.exhibit(case, day, "销售清单")
    told = queries.values_of(case, [])["evidence"]
    assert told.startswith("2.") and "购进清单" not in told
    assert replayed(case.pk).goods_value == 500


def test_the_window_of_defence_is_five_working_days_unless_given_up(desk):
    case = desk.filed(date(2025, 4, 21))
    desk.exhibit(case, date(2025, 4, 21))
    case = desk.concluded(case, date(2025, 4, 22))
    case = desk.told(case, date(2025, 4, 25))
    assert case.defence_until == date(2025, 5, 6)  # 27 April is worked, the holiday lasts until 5 May: 27 28 29 30 6
    with pytest.raises(Invalid, match="2025-05-06"):
        desk.do(case, date(2025, 5, 6), commands.CloseDefence(), desk.officer)
    assert desk.do(case, date(2025, 4, 27), commands.CloseDefence(is_waived=True), desk.officer).state == State.HEARD


def test_a_hearing_is_asked_for_in_time_and_told_seven_working_days_before(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.told(desk.concluded(case, date(2025, 3, 12)), date(2025, 3, 14))
    with pytest.raises(Invalid) as refusal:
        late = commands.Convene(hearing_on=date(2025, 3, 28), place="会议室", chair="孙和")
        desk.do(case, date(2025, 3, 24), late, desk.chief)
    assert set(refusal.value.faults) == {"requested_on", "hearing_on"}
    command = commands.Convene(
        requested_on=date(2025, 3, 21),
        noticed_on=date(2025, 3, 24),
        hearing_on=date(2025, 4, 2),
        place="会议室",
        chair="孙和",
    )
    case = desk.do(case, date(2025, 3, 24), command, desk.chief)
    assert due_of(case, "decide") is None and due_of(case, "hear") == date(2025, 4, 2)
    with pytest.raises(Invalid, match="还没有到"):
        desk.do(case, date(2025, 4, 1), commands.Hear(record_text="…", opinion="维持"), desk.officer)
    case = desk.do(case, date(2025, 4, 2), commands.Hear(record_text="双方质证", opinion="维持"), desk.officer)
    assert (case.state, case.needs_legal_review) == (State.HEARD, True)
    with pytest.raises(NotAllowed, match="听证后审核"):
        desk.decided(case, date(2025, 4, 3))
    assert due_of(case, "review_law") == date(2025, 4, 17)  # 4 to 6 April are not worked
    with pytest.raises(NotAllowed, match="没有在这里听证后法制审核的权限"):
        desk.do(case, date(2025, 4, 3), commands.ReviewLaw(opinion="同意"), desk.officer)
    case = desk.do(case, date(2025, 4, 7), commands.ReviewLaw(opinion="同意"), desk.reviewer)
    assert desk.decided(case, date(2025, 4, 8)).state == State.DECIDED


def test_a_defence_never_makes_a_penalty_heavier(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.told(desk.concluded(case, date(2025, 3, 12)), date(2025, 3, 14))
    desk.do(case, date(2025, 3, 17), commands.Defend(text="系初犯", answer="采纳"), desk.officer)
    case = desk.do(case, date(2025, 3, 24), commands.CloseDefence(), desk.officer)
    with pytest.raises(Invalid, match="不得因当事人陈述"):
        desk.decided(case, date(2025, 3, 25), fine=Decimal(160000))
    assert desk.decided(case, date(2025, 3, 25), fine=Decimal(120000)).state == State.DECIDED


def test_good_faith_leaves_confiscation_alone(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.concluded(
        case, date(2025, 3, 12), good_faith=GoodFaith.PROVED, good_faith_note="票据齐全，能说明来源", grade=Grade.NONE,
        penalties=(Penalty.CONFISCATION,), fine=Decimal(0), proposed="没收违法购进的药品",
    )  # fmt: skip
    assert (case.good_faith, case.proposed_penalties) == (GoodFaith.PROVED, [Penalty.CONFISCATION])


def test_a_case_handed_over_has_no_clock_of_its_own_and_the_first_handler_goes_on(desk, hire):
    """No instrument sets a time to take a case over; until then the sender's clock runs on."""
    case = desk.clue(date(2025, 3, 3))
    other = hire("head", "other", "赵远")
    case = desk.do(case, date(2025, 3, 4), commands.HandOver(agency_id=other.agency_id, reason="属地管辖"), desk.chief)
    owed = Deadline.objects.get(record_id=case.pk, act="take_over")
    assert (owed.due_at, owed.agency_id) == (None, other.agency_id)
    assert due_of(case, "file") == date(2025, 3, 24)
    case = desk.do(case, date(2025, 3, 6), commands.TakeOver(), other)
    assert due_of(case, "file") == date(2025, 3, 24)


def test_a_grave_case_is_discussed_before_it_is_decided(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.told(desk.concluded(case, date(2025, 3, 12), needs_discussion=True), date(2025, 3, 14))
    case = desk.do(case, date(2025, 3, 24), commands.CloseDefence(), desk.officer)
    with pytest.raises(NotAllowed, match="集体讨论"):
        desk.decided(case, date(2025, 3, 25))
    desk.do(case, date(2025, 3, 25), commands.Discuss(people=("吴芳", "孙和"), text="同意"), desk.chief)
    assert desk.decided(case, date(2025, 3, 25)).state == State.DECIDED


def test_the_history_tells_persons_and_penalties_in_words(desk):
    shop = firm(desk.officer)
    man = person(desk.officer, shop, identity="11010519491231002X")
    case = desk.filed(date(2025, 3, 10), subject_id=shop.pk, breach="licence_lending")
    desk.exhibit(case, date(2025, 3, 12))
    command = commands.NamePerson(
        person_id=man.pk, name=man.title, role=PersonRole.MANAGER, ban="bans.licence_lending_person", reason="经手出借"
    )
    desk.do(case, date(2025, 3, 12), command, desk.officer)
    case = desk.concluded(case, date(2025, 3, 20), fine=Decimal(200000))
    case = desk.do(case, date(2025, 3, 24), commands.DropPerson(name=man.title, reason="不属于责任人员"), desk.officer)
    told = "；".join(
        words
        for moment in history_of(case, desk.officer).moments
        for words in (*(text for change in moment.changes for text in change), *(text for pair in moment.answers for text in pair))
    )  # fmt: skip
    assert all(words in told for words in (str(man), "直接负责的主管人员", "禁业", "警告、罚款", "书证"))
    assert not any(raw in told for raw in ("bans.", "manager", "warning", "written", "{", str(man.pk) + "；"))


def test_the_same_act_is_fined_once(desk):
    shop = firm(desk.officer)
    acted = {"subject_id": shop.pk, "acted_from": date(2024, 10, 1), "acted_until": date(2025, 1, 31)}
    first = desk.decided(desk.brought_to_decision(**acted), date(2025, 4, 2))
    second = desk.brought_to_decision(**{**acted, "acted_from": date(2025, 1, 1)})
    with pytest.raises(Invalid, match=first.number):
        desk.decided(second, date(2025, 4, 2))
    other = desk.brought_to_decision(**{**acted, "acted_from": date(2025, 2, 1), "acted_until": date(2025, 2, 28)})
    assert desk.decided(other, date(2025, 4, 2)).state == State.DECIDED
    assert replayed(first.pk).fine == Decimal(150000)  # What was decided stays decided when other cases come later


ACTED = {"acted_from": date(2024, 10, 1), "acted_until": date(2025, 1, 31)}
CODE = "91990121MA0000001A"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"subject_name": "张三"}, {"subject_name": "张三"}, True),
        ({"subject_name": "张三"}, {"subject_name": "李四"}, False),
        ({"subject_name": "张某"}, {"subject_name": "张某"}, False),
        ({"subject_name": "康民药房", "subject_code": CODE}, {"subject_name": "青溪县康民药房", "subject_code": CODE}, True),
        ({"subject_name": "康民药房"}, {"subject_name": "康民药房", "subject_code": CODE}, True),
        ({"subject_name": "康民药房", "subject_code": CODE[:-1] + "B"}, {"subject_name": "康民药房", "subject_code": CODE}, False),
    ],
)  # fmt: skip
def test_a_party_outside_the_register_is_fined_once_too(desk, one, other, is_same):
    first = desk.decided(desk.brought_to_decision(**ACTED, **one), date(2025, 4, 2))
    again = desk.brought_to_decision(**ACTED, **other)
    assert queries.fined_for_the_same(again) == (first if is_same else None)
    later = desk.clue(date(2025, 3, 10), **ACTED, **other)
    assert (later in queries.same_act(desk.officer, again)) is (other["subject_name"] != "张某")
    if is_same:
        with pytest.raises(Invalid, match=first.number):
            desk.decided(again, date(2025, 4, 2))


def test_a_party_that_came_into_the_register_later_is_fined_once_too(desk):
    shop = firm(desk.officer)
    first = desk.decided(desk.brought_to_decision(**ACTED, subject_name=shop.title), date(2025, 4, 2))
    again = desk.brought_to_decision(**ACTED, subject_id=shop.pk, subject_name="")
    assert queries.fined_for_the_same(again) == first
    by_name = desk.brought_to_decision(**ACTED, subject_name=shop.title)
    assert queries.punished_again(first, date(2025, 5, 1)) is None
    desk.decided(again, date(2025, 4, 7), other_act="另一批次")
    assert queries.punished_again(first, date(2025, 5, 1)) == again
    assert queries.fined_for_the_same(by_name) in (first, again)


def test_service_sets_the_days_to_pay_and_to_go_to_court(desk):
    case = desk.served()
    assert (case.pay_by, due_of(case, "pay")) == (date(2025, 4, 18),) * 2
    assert case.compel_by == date(2026, 1, 9)  # Six months end on 3 Oct, in the holiday, so on 9 Oct; three months more
    with pytest.raises(Invalid, match="确认书"):
        other = desk.decided(desk.brought_to_decision(subject_name="青溪县安和药房"), date(2025, 4, 2))
        desk.do(other, date(2025, 4, 3), commands.Serve(way=ServiceWay.ELECTRONIC), desk.officer)


def test_compulsion_waits_for_urging_and_remedies(desk):
    case = desk.served()
    with pytest.raises(NotAllowed, match="先催告"):
        desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    with pytest.raises(Invalid, match="还不能催告"):
        desk.do(case, date(2025, 4, 18), commands.Urge(), desk.officer)
    desk.do(case, date(2025, 9, 25), commands.Urge(), desk.officer)
    with pytest.raises(Invalid, match="2025-10-09"):
        desk.do(case, date(2025, 10, 9), commands.Compel(court="青溪县人民法院"), desk.officer)
    with pytest.raises(Invalid, match="2026-01-09"):
        desk.do(case, date(2026, 1, 10), commands.Compel(court="青溪县人民法院"), desk.officer)
    case = desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    assert desk.do(case, date(2025, 12, 3), commands.End(ruling="终结执行"), desk.officer).state == State.EXECUTED


def test_after_a_deferral_the_court_is_asked_within_three_months_of_its_end(desk):
    case = desk.served()
    desk.do(case, date(2025, 5, 6), commands.Urge(), desk.officer)
    parts = ("2025-09-30 50000", "2025-12-31 100000")
    defer = commands.Defer(pay_by=date(2025, 12, 31), parts=parts, plan="资金周转困难")
    case = desk.do(case, date(2025, 5, 7), defer, desk.chief)
    assert (case.compel_by, due_of(case, "compel")) == (date(2026, 3, 31),) * 2
    with pytest.raises(NotAllowed, match="先催告"):  # the urging of before the deferral holds no more
        desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    with pytest.raises(Invalid, match="2025-12-31"):
        desk.do(case, date(2025, 12, 31), commands.Urge(), desk.officer)
    desk.do(case, date(2026, 1, 5), commands.Urge(), desk.officer)
    with pytest.raises(Invalid, match="2026-03-31"):
        desk.do(case, date(2026, 4, 1), commands.Compel(court="青溪县人民法院"), desk.officer)
    case = desk.do(case, date(2026, 2, 2), commands.Compel(court="青溪县人民法院"), desk.officer)
    assert case.state == State.COMPELLING


def court_is_owed(case):
    return Deadline.objects.filter(record_id=case.pk, act="compel").exists()


HALTS = [
    # (halts, last day to ask the court). Served on 3 April 2025: six months end on 3 October, in the holiday, so on 9 October.
    ([], date(2026, 1, 9)),  # three months after 9 October
    ([(date(2025, 5, 6), date(2025, 7, 4), Remedy.DROPPED)], date(2026, 1, 9)),  # over before the remedies are
    ([(date(2025, 5, 6), date(2025, 11, 30), Remedy.DROPPED)], date(2026, 2, 28)),  # the shorter month's end
    # Fifteen days to sue end on Saturday 19 July, so on Monday; three months more.
    ([(date(2025, 5, 6), date(2025, 7, 4), Remedy.RECONSIDERATION)], date(2025, 10, 21)),
    (
        [
            (date(2025, 5, 6), date(2025, 7, 4), Remedy.RECONSIDERATION),
            (date(2025, 7, 21), date(2026, 3, 31), Remedy.LITIGATION),
        ],
        date(2026, 6, 30),
    ),
    ([(date(2025, 5, 6), None, Remedy.RECONSIDERATION)], None),  # it goes on
]


@pytest.mark.parametrize(("halts", "expected"), HALTS)
def test_reconsideration_and_litigation_move_the_day_to_ask_the_court(desk, halts, expected):
    case = desk.served()
    for first, last, kind in halts:
        if last:  # entered when it begins, and again when it is over
            begun = Remedy.RECONSIDERATION if kind is Remedy.DROPPED else kind
            desk.do(case, first, commands.Halt(first=first, kind=begun, note="复议"), desk.officer)
            assert not court_is_owed(case)
        ended = commands.Halt(first=first, last=last, kind=kind, note="复议")
        case = desk.do(case, last or first, ended, desk.officer)
    assert (case.court_by, court_is_owed(case)) == (expected, expected is not None)
    assert not expected or due_of(case, "compel") == expected


def test_after_a_decision_on_reconsideration_the_court_can_be_asked_when_the_days_to_sue_are_over(desk):
    case, kind = desk.served(), Remedy.RECONSIDERATION
    ended = commands.Halt(first=date(2025, 4, 10), last=date(2025, 6, 3), kind=kind, note="复议")
    desk.do(case, date(2025, 6, 3), ended, desk.officer)
    desk.do(case, date(2025, 6, 4), commands.Urge(), desk.officer)
    compel = commands.Compel(court="青溪县人民法院")
    with pytest.raises(Invalid, match="2025-06-18 才届满"):
        desk.do(case, date(2025, 6, 18), compel, desk.officer)
    assert desk.do(case, date(2025, 6, 19), compel, desk.officer).state == State.COMPELLING


def test_the_court_is_asked_when_the_suit_is_over_and_not_before(desk):
    case = desk.served()
    desk.do(
        case,
        date(2025, 4, 28),
        commands.Halt(first=date(2025, 4, 28), kind=Remedy.LITIGATION, note="行初1号"),
        desk.officer,
    )
    desk.do(case, date(2025, 9, 25), commands.Urge(), desk.officer)
    with pytest.raises(Invalid, match="复议或者诉讼还没有结束"):
        desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    ended = commands.Halt(first=date(2025, 4, 28), last=date(2026, 3, 31), kind=Remedy.LITIGATION, note="行终2号")
    with pytest.raises(Invalid, match="不能晚于办理日期"):
        desk.do(case, date(2026, 3, 30), ended, desk.officer)
    early = commands.Halt(first=date(2025, 4, 1), kind=Remedy.LITIGATION, note="行初1号")
    with pytest.raises(Invalid, match="不能早于 2025-04-02"):
        desk.do(case, date(2026, 4, 1), early, desk.officer)
    case = desk.do(case, date(2026, 4, 1), ended, desk.officer)
    assert case.late_fine(date(2026, 4, 1)) == Decimal(45000)  # nine days from 19 to 27 April, and 1 April
    with pytest.raises(Invalid, match="2026-06-30"):
        desk.do(case, date(2026, 7, 1), commands.Compel(court="青溪县人民法院"), desk.officer)
    assert (
        desk.do(case, date(2026, 6, 30), commands.Compel(court="青溪县人民法院"), desk.officer).state
        == State.COMPELLING
    )


def test_a_short_deferral_takes_nothing_from_the_time_to_ask_the_court(desk):
    case = desk.do(
        desk.served(), date(2025, 4, 10), commands.Defer(pay_by=date(2025, 7, 31), plan="资金周转困难"), desk.chief
    )
    assert case.compel_by == date(2026, 1, 9)


def test_late_payment_costs_three_per_cent_a_day_and_is_asked_for_at_the_end(desk):
    case = desk.served()
    case = desk.do(case, date(2025, 4, 28), commands.Pay(sum=Decimal(150000)), desk.officer)
    assert case.late_fine(date(2025, 5, 20)) == Decimal("40500.00")  # Nine days until the day before it was paid
    with pytest.raises(Invalid, match="40500"):
        desk.do(case, date(2025, 5, 6), commands.Fulfil(note="缴清"), desk.officer)
    case = desk.do(case, date(2025, 5, 6), commands.Pay(sum=Decimal(0), late=Decimal(40500)), desk.officer)
    assert desk.do(case, date(2025, 5, 7), commands.Fulfil(note="缴清"), desk.officer).state == State.EXECUTED


def test_instalments_move_the_day_and_a_payment_is_never_more_than_owed(desk):
    case = desk.served()
    with pytest.raises(Invalid, match="150000"):
        desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150001)), desk.officer)
    desk.do(case, date(2025, 4, 10), commands.Defer(pay_by=date(2025, 7, 31), plan="资金周转困难"), desk.chief)
    case = desk.do(case, date(2025, 4, 30), commands.Pay(sum=Decimal(50000)), desk.officer)
    assert (case.outstanding, due_of(case, "pay")) == (Decimal(100000), date(2025, 7, 31))


def test_each_instalment_is_owed_by_its_day(desk):
    case = desk.do(desk.served(), date(2025, 4, 9), commands.Pay(sum=Decimal(30000)), desk.officer)
    parts = ("2025-05-31 50000", "2025-06-30 40,000元", "2025-07-31 30000")
    defer = commands.Defer(pay_by=date(2025, 7, 31), parts=parts, plan="资金周转困难")
    case = desk.do(case, date(2025, 4, 10), defer, desk.chief)
    assert due_of(case, "pay") == date(2025, 5, 31)
    case = desk.do(case, date(2025, 5, 20), commands.Pay(sum=Decimal(50000)), desk.officer)
    assert due_of(case, "pay") == date(2025, 6, 30)
    case = desk.do(case, date(2025, 6, 20), commands.Pay(sum=Decimal(39999)), desk.officer)
    assert due_of(case, "pay") == date(2025, 6, 30)
    case = desk.do(case, date(2025, 6, 21), commands.Pay(sum=Decimal(30001)), desk.officer)
    assert (case.owes_payment, case.late_fine(date(2025, 8, 31))) == (False, 0)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("五月底 50000",), "五月底 50000"),
        (("2025-07-31 很多",), "2025-07-31 很多"),
        (("2025-07-31 -150000",), "2025-07-31 -150000"),
        (("2025-06-30 50000", "2025-05-31 50000", "2025-07-31 50000"), "先后排列"),
        (("2025-06-30 150000",), "最后一期"),
        (("2025-06-30 50000", "2025-07-31 50000"), "100000"),
    ],
)
def test_a_plan_of_instalments_adds_up(desk, parts, told):
    case = desk.served()
    with pytest.raises(Invalid, match=told):
        desk.do(case, date(2025, 4, 10), commands.Defer(pay_by=date(2025, 7, 31), parts=parts, plan="困难"), desk.chief)


def test_a_ban_takes_effect_with_service_and_keeps_the_person_from_a_post(desk):
    shop, other = firm(desk.officer), firm(desk.officer, "青溪县安和药房")
    man = person(desk.officer, shop, identity="11010519491231002X")
    case = desk.filed(date(2025, 3, 10), subject_id=shop.pk, breach="licence_lending")
    desk.exhibit(case, date(2025, 3, 12))
    name = commands.NamePerson(
        person_id=man.pk,
        name=man.title,
        role=PersonRole.LEGAL_REPRESENTATIVE,
        ban="bans.licence_lending_person",
        reason="决定出借",
    )
    desk.do(case, date(2025, 3, 12), name, desk.officer)
    case = desk.concluded(case, date(2025, 3, 20), fine=Decimal(200000))
    case = desk.told(case, date(2025, 3, 24))
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    case = desk.decided(case, date(2025, 4, 2), fine=Decimal(200000))
    assert Person.objects.get(pk=man.pk).bans == []
    case = desk.do(case, date(2025, 4, 3), commands.Serve(way=ServiceWay.DIRECT), desk.officer)
    assert Person.objects.get(pk=man.pk).bans[0]["until"] == "2035-04-03"
    with pytest.raises(Invalid, match="2035-04-03"):
        desk.do(man, date(2025, 5, 6), Appoint(subject_id=other.pk, post=PostKind.QUALITY_HEAD), desk.officer)
    with on(date(2025, 5, 6)), pytest.raises(Invalid, match="禁止从业"):
        person(desk.officer, other, "林秀兰（又名）", identity="11010519491231002X")
    assert queries.barred_at(desk.officer, Case.objects.get(pk=case.pk)) == [man]
    desk.do(case, date(2025, 6, 3), commands.Annul(by_whom="人民法院", reason="事实不清"), desk.chief)
    assert Person.objects.get(pk=man.pk).bans == []


def test_a_small_fine_is_imposed_on_the_spot_and_cash_is_handed_in(desk):
    fields = {
        "title": "未按规定陈列", "description": "处方药与非处方药混放", "breach": "records", "product_kind": "drug",
        "area": "990121", "subject_name": "青溪县康民药房", "officers": desk.pair, "facts": "混放",
    }  # fmt: skip
    with on(date(2025, 9, 29)):
        with pytest.raises(Invalid, match="200"):
            open_record(commands.Punish(**fields, party_kind=PartyKind.PERSON, fine=Decimal(300)), by=desk.officer)
        case = open_record(commands.Punish(**fields, fine=Decimal(100), is_collected=True), by=desk.officer)
    assert (case.state, due_of(case, "hand_in")) == (State.EXECUTING, date(2025, 10, 9))
    with pytest.raises(NotAllowed, match="没有交回"):
        desk.do(case, date(2025, 9, 30), commands.Fulfil(note="完"), desk.officer)
    desk.do(case, date(2025, 9, 30), commands.HandIn(note="0002"), desk.officer)
    assert desk.do(case, date(2025, 9, 30), commands.Fulfil(note="完"), desk.officer).state == State.EXECUTED
    assert not Case.objects.get(pk=case.pk).is_publishable


def test_a_penalty_is_published_in_twenty_working_days_and_withdrawn_in_three(desk):
    case = desk.served()
    assert due_of(case, "publish") == date(2025, 4, 30)  # 2 April + 20: 4 April off, 27 April worked
    case = desk.do(case, date(2025, 4, 15), commands.Publish(text="联系人 13800001111"), desk.chief)
    assert "13800001111" not in case.publication
    case = desk.do(case, date(2025, 9, 29), commands.Annul(by_whom="复议机关", reason="程序违法"), desk.chief)
    assert due_of(case, "unpublish") == date(2025, 10, 10)
    case = desk.do(case, date(2025, 9, 30), commands.Unpublish(reason="决定已撤销"), desk.chief)
    assert not case.is_public and not Deadline.objects.filter(record_id=case.pk, act="unpublish").exists()


def test_a_case_goes_to_another_unit_only_when_that_takes_it(desk, places, stranger):
    case = desk.filed(date(2025, 3, 10))
    hand = commands.HandOver(agency_id=places["other"].pk, reason="违法行为发生地在白石县")
    case = desk.do(case, date(2025, 3, 17), hand, desk.chief)
    assert case.agency_id == places["county"].pk and due_of(case, "decide") == date(2025, 6, 8)
    with pytest.raises(NotAllowed, match="另一单位"):
        desk.do(case, date(2025, 3, 18), commands.TakeOver(), desk.chief)
    case = desk.do(case, date(2025, 3, 19), commands.TakeOver(), stranger)
    assert (case.state, case.agency_id, case.officers) == (State.CLUE, places["other"].pk, [])
    assert due_of(case, "file") == date(2025, 4, 10)


def test_the_city_takes_a_case_up(desk, places, city_officer):
    case = desk.filed(date(2025, 3, 10))
    case = desk.do(case, date(2025, 3, 17), commands.TakeUp(reason="重大"), city_officer)
    assert (case.agency_id, case.handed_from_id) == (places["city"].pk, places["county"].pk)


def test_a_part_split_off_keeps_the_day_of_filing_and_a_merged_case_is_told(desk):
    case = desk.filed(date(2025, 3, 10))
    harm = commands.AssessHarm(danger="likely", is_harmful=True, grounds="县医院诊断证明")
    desk.do(case, date(2025, 3, 19), harm, desk.officer)
    split = commands.Split(
        title="另案：无证经营", breach="unlicensed", description="另有一人无证经营", subject_name="张三"
    )
    desk.do(case, date(2025, 3, 20), split, desk.chief)
    part = Case.objects.get(split_from_id=case.pk)
    assert (part.filed_on, due_of(part, "decide")) == (date(2025, 3, 10), date(2025, 6, 8))
    assert (part.is_harmful, part.danger, part.danger_grounds) == (True, "likely", "县医院诊断证明")
    part = desk.do(part, date(2025, 3, 24), commands.Merge(into_id=case.pk, reason="同一行为"), desk.chief)
    assert part.state == State.MERGED and part.number in Case.objects.get(pk=case.pk).description


def test_a_signal_that_becomes_a_case_says_so(desk):
    with on(date(2025, 3, 10)):
        signal = open_record(ReceiveSignal(channel="complaint", text="药房卖假药", area="990121"), by=desk.officer)
        from yaoan.kernel.commands import perform
        from yaoan.modules.signals.commands import Read

        perform(Read(), on=signal, by=desk.officer)
        fields = {
            "title": "涉嫌销售假药", "description": "投诉", "breach": "fake_drug", "product_kind": "drug", "area": "990121",
        }  # fmt: skip
        case = open_record(commands.Raise(**fields, signal_id=signal.pk), by=desk.officer)
    signal.refresh_from_db()
    assert (signal.state, signal.case_id, case.source) == ("pursued", case.pk, "signal")


def test_no_penalty_needs_no_payment(desk):
    case = desk.brought_to_decision()
    with pytest.raises(Invalid, match="不能有处罚"):
        desk.decided(case, date(2025, 4, 2), outcome=Outcome.NO_PENALTY)
    case = desk.decided(
        case, date(2025, 4, 2), outcome=Outcome.NO_PENALTY, penalties=(), fine=Decimal(0), penalty="不予处罚"
    )
    case = desk.do(case, date(2025, 4, 3), commands.Serve(way=ServiceWay.DIRECT), desk.officer)
    assert (case.pay_by, case.owes_payment, case.is_publishable) == (None, False, False)
    assert desk.do(case, date(2025, 4, 3), commands.Fulfil(note="无需执行"), desk.officer).state == State.EXECUTED


def test_licence_revocation_always_gives_a_right_to_a_hearing(desk, client):
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 12))
    fined = {"penalties": (Penalty.FINE,), "fine": Decimal(5000), "proposed": "罚款5000元", "outside": "初犯"}
    case = desk.concluded(case, date(2025, 3, 20), **fined)
    assert not case.may_be_heard and "当事人有权要求听证" not in client.get(case.get_absolute_url()).content.decode()
    desk.do(case, date(2025, 3, 20), commands.SendBack(reason="应当吊销"), desk.reviewer)
    revoked = {"penalties": (Penalty.REVOCATION,), "fine": Decimal(0), "proposed": "吊销药品经营许可证"}
    case = desk.concluded(case, date(2025, 3, 20), **revoked)
    assert case.may_be_heard and "当事人有权要求听证" in client.get(case.get_absolute_url()).content.decode()
    case = desk.told(case, date(2025, 3, 24))
    convene = commands.Convene(hearing_on=date(2025, 4, 15), place="会议室", chair="孙和")
    assert desk.do(case, date(2025, 3, 25), convene, desk.chief).state == State.HEARING


def test_a_licence_is_revoked_by_the_authority_that_issued_it(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 12))
    revoked = {"penalties": (Penalty.REVOCATION,), "fine": Decimal(0)}
    case = desk.told(desk.concluded(case, date(2025, 3, 20), **revoked), date(2025, 3, 24))
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    with pytest.raises(Invalid, match="由原发证机关决定") as refusal:
        desk.decided(case, date(2025, 4, 2), **revoked)
    assert set(refusal.value.faults) == {"is_issuer"}
    assert desk.decided(case, date(2025, 4, 2), **revoked, is_issuer=True).penalties == [Penalty.REVOCATION]


def test_a_county_does_not_punish_for_a_vaccine_that_is_a_fake_drug(desk, client):
    case = desk.filed(date(2025, 3, 10), breach="vaccine_fake")
    desk.exhibit(case, date(2025, 3, 12))
    fine = {"fine": Decimal(7500000)}
    case = desk.told(desk.concluded(case, date(2025, 3, 20), **fine), date(2025, 3, 24))
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    assert "由省级以上药品监督管理部门处罚" in client.get(case.get_absolute_url()).content.decode()
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    with pytest.raises(NotAllowed, match="达到移送标准"):
        desk.decided(case, date(2025, 4, 2), **fine)
    signed = {"stand": HitStand.SIGNED, **thresholds.facts_of(case.crime)}
    Case.objects.filter(pk=case.pk).update(hit_answers=dict.fromkeys(case.unanswered_thresholds, signed))
    with pytest.raises(Invalid, match="《疫苗管理法》第八十条"):
        desk.decided(case, date(2025, 4, 2), **fine)
    judiciary = {"outcome": Outcome.JUDICIARY, "penalties": (), "fine": Decimal(0), "penalty": "移送司法机关"}
    assert desk.decided(case, date(2025, 4, 2), **judiciary).outcome == Outcome.JUDICIARY


@pytest.mark.parametrize(
    ("heavier", "field"),
    [
        ({"fine": Decimal(150001)}, "fine"),
        ({"penalties": (Penalty.WARNING, Penalty.FINE, Penalty.REVOCATION), "is_issuer": True}, "penalties"),
        ({"penalties": (Penalty.REVOCATION,), "fine": Decimal(0), "is_issuer": True}, "penalties"),
        ({"penalties": (Penalty.WARNING, Penalty.FINE, Penalty.CONFISCATION)}, "penalties"),
        ({"penalties": (Penalty.CRITICISM, Penalty.WARNING, Penalty.FINE)}, "penalties"),
    ],
)
def test_what_was_not_told_cannot_be_decided_without_a_defence_either(desk, heavier, field):
    case = desk.brought_to_decision()
    with pytest.raises(Invalid, match="重新告知") as refusal:
        desk.decided(case, date(2025, 4, 2), **heavier)
    assert set(refusal.value.faults) == {field}


def test_a_decision_may_be_milder_than_what_was_told(desk):
    milder = {"penalties": (Penalty.CRITICISM,), "fine": Decimal(0), "penalty": "通报批评"}
    assert desk.decided(desk.brought_to_decision(), date(2025, 4, 2), **milder).state == State.DECIDED


def test_more_is_not_confiscated_than_was_told(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    kinds = (Penalty.FINE, Penalty.CONFISCATION)
    with pytest.raises(Invalid, match="没收数额和处罚种类不一致"):
        desk.concluded(case, date(2025, 3, 12), confiscated=Decimal(800))
    case = desk.told(
        desk.concluded(case, date(2025, 3, 12), penalties=kinds, confiscated=Decimal(800)), date(2025, 3, 14)
    )
    case = desk.do(case, date(2025, 3, 24), commands.CloseDefence(), desk.officer)
    with pytest.raises(Invalid, match=r"告知的没收违法所得是 800\.00 元"):
        desk.decided(case, date(2025, 3, 25), penalties=kinds, confiscated=Decimal("800.01"))
    assert desk.decided(case, date(2025, 3, 25), penalties=kinds, confiscated=Decimal(800)).money == 150800


def test_after_a_hearing_a_penalty_is_not_heavier_until_it_is_told_again(desk):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.told(desk.concluded(case, date(2025, 3, 12)), date(2025, 3, 14))
    convene = commands.Convene(hearing_on=date(2025, 4, 2), place="会议室", chair="孙和")
    desk.do(case, date(2025, 3, 17), convene, desk.chief)
    desk.do(case, date(2025, 4, 2), commands.Hear(record_text="双方质证", opinion="从重"), desk.officer)
    desk.do(case, date(2025, 4, 3), commands.ReviewLaw(opinion="同意"), desk.reviewer)
    heavier = {"penalties": (Penalty.WARNING, Penalty.FINE, Penalty.SUSPENSION), "fine": Decimal(200000)}
    with pytest.raises(Invalid, match="不得因当事人陈述、申辩或者听证加重") as refusal:
        desk.decided(case, date(2025, 4, 7), **heavier)
    assert set(refusal.value.faults) == {"penalties", "fine"}

    desk.do(case, date(2025, 4, 7), commands.SendBack(reason="查明另一批次"), desk.reviewer)
    case = desk.told(desk.concluded(case, date(2025, 4, 8), **heavier), date(2025, 4, 9))
    assert (case.state, case.told_on) == (State.NOTIFIED, date(2025, 4, 9))
    case = desk.do(case, date(2025, 4, 17), commands.CloseDefence(), desk.officer)
    assert desk.decided(case, date(2025, 4, 18), **heavier).state == State.DECIDED
