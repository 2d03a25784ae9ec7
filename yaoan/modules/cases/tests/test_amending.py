"""A decision that was made and stays: slips are corrected, penalties made lighter; what becomes of clocks, payment, publication."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import Penalty, Remedy, ServiceWay, State, VariedBy
from yaoan.modules.cases.models import Case, Document
from yaoan.modules.cases.rules.amending import keeps_substance
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db


def due_of(case, act):
    deadline = Deadline.objects.filter(record_id=case.pk, act=act).first()
    return deadline and deadline.due_at and clock.local_day(deadline.due_at)


def owed(case):
    return set(Deadline.objects.filter(record_id=case.pk).values_list("act", flat=True))


def vary(**fields):
    given = {
        "by_whom": VariedBy.OURSELVES, "penalties": (Penalty.WARNING, Penalty.FINE), "fine": Decimal(100000),
        "penalty": "警告，罚款100000元", "reason": "货值计算有误",
    }  # fmt: skip
    if fields.get("by_whom", VariedBy.OURSELVES) != VariedBy.OURSELVES:
        given["number"] = "青溪府复〔2025〕3号"
    return commands.Vary(**{**given, **fields})


SUBSTANCE = [
    ("警告，罚款150000元", "警告，罚款15000元", False),
    ("罚款十五万元", "罚款五万元", False),
    ("罚款150000元", "没收150000元", False),
    ("依据第九十八条，罚款150000元", "依据第九十九条，罚款150000元", True),
    ("2025年3月1日销售，罚款150000元", "2025年3月11日销售，罚款150000元", True),
    ("五年内禁止从业", "十年内禁止从业", False),
    ("没收违法药品100盒，罚款1,000元", "没收违法药品1000盒，罚款1000元", False),
    ("没收违法药品十盒", "没收违法药品十二盒", False),
    ("三年内禁止从业", "终身禁止从业", False),
    ("处货值十倍罚款", "处货值15倍罚款", False),
    ("罚款1,000元", "罚款1000元", True),
    ("没收批号20240101的药品3盒", "没收批号：20240110的药品3盒", True),
    ("对三和药房罚款1000元", "对三禾药房罚款1000元", True),
    ("没收批号20240101的药品3盒", "没收批号20240101的药品30盒", False),
    ("没收批号A1,100盒", "没收批号A1,200盒", False),
    ("罚款十五万 元", "罚款五万 元", False),
    ("罚款１５００元", "罚款１５０００元", False),
    ("二〇二五年三月一日销售，警告", "二〇二五年三月十一日销售，警告", True),
    ("见青溪罚〔2025〕3号，警告", "见青溪罚〔2025〕13号，警告", True),
]


@pytest.mark.parametrize(("before", "after", "kept"), SUBSTANCE)
def test_sums_and_kinds_are_no_slips(before, after, kept):
    assert keeps_substance(before, after) is kept


def test_a_slip_is_corrected_in_what_was_published_too_and_no_clock_moves(desk):
    case = desk.served()
    case = desk.do(case, date(2025, 4, 7), commands.Publish(text="从流动药贩购进药品。"), desk.chief)
    before = {act: due_of(case, act) for act in owed(case)}
    correct = commands.Correct(wrong="流动药贩", right="无证药贩", reason="用语有误")
    with pytest.raises(NotAllowed):
        desk.do(case, date(2025, 4, 8), correct, desk.officer)
    case = desk.do(case, date(2025, 4, 8), correct, desk.chief)
    assert "无证药贩" in case.facts and case.publication == "从无证药贩购进药品。"
    assert {act: due_of(case, act) for act in owed(case)} == before
    assert (case.fine, case.state, case.amendments[-1]["was"]) == (Decimal(150000), State.EXECUTING, "流动药贩")


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("没有的字", "有的字", "请照原文填写"),
        ("150000", "15000", "不是笔误"),
        ("警告", "通报批评", "不是笔误"),
        ("罚款", "罚款", "没有更正"),
    ],
)
def test_what_is_no_slip_is_refused_with_the_way_out(desk, wrong, right, told):
    with pytest.raises(Invalid, match=told):
        desk.do(desk.served(), date(2025, 4, 8), commands.Correct(wrong=wrong, right=right, reason="有误"), desk.chief)


def test_changed_by_oneself_it_is_served_again_and_the_days_begin_anew(desk):
    case = desk.do(desk.served(), date(2025, 4, 28), commands.Urge(), desk.officer)
    case = desk.do(case, date(2025, 5, 6), vary(), desk.chief)
    assert (case.fine, case.outstanding, case.urged_on) == (100000, 100000, None)
    assert due_of(case, "serve_again") == date(2025, 5, 15)  # 7 8 9 12 13 14 15 May
    with pytest.raises(NotAllowed, match="变更决定还没有送达"):
        desk.do(case, date(2025, 5, 7), commands.Urge(), desk.officer)
    with pytest.raises(Invalid, match="确认书"):
        desk.do(case, date(2025, 5, 8), commands.ServeAgain(way=ServiceWay.ELECTRONIC), desk.officer)
    case = desk.do(case, date(2025, 5, 8), commands.ServeAgain(way=ServiceWay.DIRECT, recipient="李伟"), desk.officer)
    assert (case.served_on, case.pay_by, due_of(case, "pay")) == (date(2025, 5, 8), *(date(2025, 5, 23),) * 2)
    # Six months end on 8 November, a Saturday, so on 10 November; three months more.
    assert due_of(case, "compel") == date(2026, 2, 10)
    assert case.late_fine(date(2025, 5, 24)) == Decimal(3000)
    assert "serve_again" not in owed(case)


def test_changed_on_reconsideration_the_remedies_stay_and_days_to_pay_are_given(desk):
    case = desk.served()
    by_others = {"by_whom": VariedBy.RECONSIDERATION, "received_on": date(2025, 7, 4)}
    case = desk.do(case, date(2025, 7, 7), vary(**by_others), desk.chief)
    assert (case.served_on, case.pay_by) == (date(2025, 4, 3), date(2025, 7, 19))
    assert due_of(case, "compel") == date(2026, 1, 9) and "serve_again" not in owed(case)
    assert case.amendments[-1]["number"] == "青溪府复〔2025〕3号"


def test_a_judgment_takes_the_place_of_a_change_that_was_not_served(desk):
    case = desk.do(desk.served(), date(2025, 5, 6), vary(), desk.chief)
    by_court = {"by_whom": VariedBy.COURT, "fine": Decimal(80000), "penalty": "警告，罚款80000元"}
    case = desk.do(case, date(2025, 5, 7), vary(**by_court), desk.chief)
    assert (case.serve_again_by, case.pay_by, len(case.amendments)) == (None, date(2025, 5, 22), 2)


def test_before_service_only_the_penalty_changes(desk):
    case = desk.decided(desk.brought_to_decision(), date(2025, 4, 2))
    case = desk.do(case, date(2025, 4, 2), vary(), desk.chief)
    assert (case.state, case.pay_by, due_of(case, "serve_again")) == (State.DECIDED, None, None)
    case = desk.do(case, date(2025, 4, 3), commands.Serve(way=ServiceWay.DIRECT), desk.officer)
    assert case.outstanding == 100000


HEAVIER = [
    ({"fine": Decimal(150001)}, "fine"),
    ({"penalties": (Penalty.WARNING, Penalty.FINE, Penalty.SUSPENSION)}, "penalties"),
    ({"penalties": (Penalty.FINE, Penalty.CONFISCATION), "confiscated": Decimal(1)}, "confiscated"),
    ({"restricted_until": date(2026, 4, 1)}, "restricted_until"),
]


@pytest.mark.parametrize(("fields", "field"), HEAVIER)
def test_a_change_is_never_heavier(desk, fields, field):
    with pytest.raises(Invalid, match=r"变更不得加重.*请撤销决定") as refusal:
        desk.do(desk.served(), date(2025, 5, 6), vary(**fields), desk.chief)
    assert field in refusal.value.faults


FAULTS = [
    ({"penalties": (), "fine": Decimal(0)}, "penalties", "请撤销决定"),
    ({"penalties": (Penalty.WARNING,)}, "fine", "不一致"),
    ({"by_whom": VariedBy.COURT, "number": ""}, "number", "文号"),
    ({"received_on": date(2025, 5, 6)}, "received_on", "送达变更决定"),
    ({"fine": Decimal(150000)}, "penalty", "更正笔误"),
]


@pytest.mark.parametrize(("fields", "field", "told"), FAULTS)
def test_a_change_says_what_it_rests_on(desk, fields, field, told):
    with pytest.raises(Invalid, match=told) as refusal:
        desk.do(desk.served(), date(2025, 5, 6), vary(**fields), desk.chief)
    assert set(refusal.value.faults) == {field}


def test_who_handled_a_case_does_not_change_its_decision(desk, hire):
    third = hire("head", "county", "冯远")
    case = desk.filed(date(2025, 3, 10))
    desk.do(case, date(2025, 3, 10), commands.Staff(officers=(third.user_id, *desk.pair), reason="分工"), desk.chief)
    desk.exhibit(case, date(2025, 3, 12))
    case = desk.told(desk.concluded(case, date(2025, 3, 20)), date(2025, 3, 24))
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    case = desk.decided(case, date(2025, 4, 2))
    with pytest.raises(NotAllowed, match="不能对自己办理的案件作出决定"):
        desk.do(case, date(2025, 4, 3), vary(), third)


def test_what_was_paid_beyond_is_given_back(desk):
    case = desk.served()
    desk.do(case, date(2025, 4, 28), commands.Pay(sum=Decimal(150000), late=Decimal(40500)), desk.officer)
    case = desk.do(case, date(2025, 4, 29), commands.Fulfil(note="缴清"), desk.officer)
    with pytest.raises(NotAllowed, match="没有多缴"):
        desk.do(case, date(2025, 4, 29), commands.Refund(sum=Decimal(1), note="1"), desk.officer)
    case = desk.do(case, date(2025, 5, 6), vary(by_whom=VariedBy.COURT), desk.chief)
    assert case.overpaid == Decimal(90500)  # 50000, and all of the late fine: the days to pay began anew
    assert "refund" in owed(case)
    with pytest.raises(Invalid, match="90500"):
        desk.do(case, date(2025, 5, 7), commands.Refund(sum=Decimal(90501), note="退1"), desk.officer)
    case = desk.do(case, date(2025, 5, 7), commands.Refund(sum=Decimal(60000), note="退1"), desk.officer)
    assert case.overpaid == Decimal(30500)
    case = desk.do(case, date(2025, 5, 8), commands.Refund(sum=Decimal(30500), note="退2"), desk.officer)
    assert (case.overpaid, "refund" in owed(case), case.state) == (0, False, State.EXECUTED)


@pytest.mark.parametrize("paid", [Decimal(150000), Decimal(99999)])
def test_who_paid_all_and_who_owes_one_yuan_get_the_same_back(desk, paid):
    case = desk.served()
    desk.do(case, date(2025, 4, 28), commands.Pay(sum=paid, late=Decimal(40500)), desk.officer)
    case = desk.do(case, date(2025, 5, 6), vary(by_whom=VariedBy.COURT), desk.chief)
    if case.owes_payment:
        case = desk.do(case, date(2025, 5, 7), commands.Pay(sum=case.outstanding), desk.officer)
    assert case.overpaid == max(Decimal(0), case.paid - case.money) + Decimal(40500)


def test_a_reconsideration_can_be_ended_after_the_decision_was_changed_and_served_again(desk):
    case, kind = desk.served(), Remedy.RECONSIDERATION
    desk.do(case, date(2025, 4, 20), commands.Halt(first=date(2025, 4, 20), kind=kind, note="复议"), desk.officer)
    case = desk.do(case, date(2025, 5, 6), vary(), desk.chief)
    case = desk.do(case, date(2025, 5, 8), commands.ServeAgain(way=ServiceWay.DIRECT), desk.officer)
    assert (case.court_by, due_of(case, "compel")) == (None, None)
    ended = commands.Halt(first=date(2025, 4, 20), last=date(2025, 6, 3), kind=kind, note="复议")
    case = desk.do(case, date(2025, 6, 3), ended, desk.officer)
    assert due_of(case, "compel") == date(2025, 9, 18)  # fifteen days to sue end on 18 June; three months more


def test_what_others_decided_ends_what_went_on_before_them(desk):
    case = desk.served()
    begun = commands.Halt(first=date(2025, 4, 20), kind=Remedy.RECONSIDERATION, note="复议")
    desk.do(case, date(2025, 4, 20), begun, desk.officer)
    changed = vary(by_whom=VariedBy.RECONSIDERATION, received_on=date(2025, 6, 3))
    case = desk.do(case, date(2025, 6, 6), changed, desk.chief)
    assert case.halts == [["2025-04-20", "2025-06-03", "reconsideration"]]
    assert due_of(case, "compel") == date(2025, 9, 18)


RESTRICTIONS = [
    # (until before, until after, whether it is lighter)
    (date(2026, 4, 1), None, False),  # no end is longer than any
    (None, date(2027, 1, 1), True),
    (date(2026, 4, 1), date(2026, 3, 1), True),
    (date(2026, 4, 1), date(2026, 5, 1), False),
]


@pytest.mark.parametrize(("before", "after", "is_lighter"), RESTRICTIONS)
def test_a_restriction_without_a_day_has_no_end(desk, before, after, is_lighter):
    kinds = (Penalty.WARNING, Penalty.FINE, Penalty.RESTRICTION)
    case = desk.served()
    Case.objects.filter(pk=case.pk).update(penalties=[str(kind) for kind in kinds], restricted_until=before)
    change = vary(penalties=kinds, restricted_until=after)
    if is_lighter:
        assert desk.do(case, date(2025, 5, 6), change, desk.chief).restricted_until == after
    else:
        with pytest.raises(Invalid, match="变更不得加重"):
            desk.do(case, date(2025, 5, 6), change, desk.chief)


def test_an_application_the_court_did_not_take_is_made_anew_and_nothing_is_changed_while_it_is_there(desk):
    case = desk.do(desk.served(), date(2025, 9, 25), commands.Urge(), desk.officer)
    case = desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    with pytest.raises(Invalid, match="撤回申请或者不予受理"):
        desk.do(case, date(2025, 11, 5), vary(), desk.chief)
    case = desk.do(case, date(2025, 11, 10), commands.TakeBack(reason="缺少催告书的送达回证"), desk.officer)
    assert (case.state, "admit" in owed(case), due_of(case, "compel")) == (State.EXECUTING, False, date(2026, 1, 9))
    case = desk.do(case, date(2025, 11, 12), commands.Compel(court="青溪县人民法院"), desk.officer)
    assert case.state == State.COMPELLING


def test_a_penalty_that_holds_is_annulled_before_the_case_is_reopened(desk):
    case = desk.do(desk.served(), date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    desk.do(case, date(2025, 4, 11), commands.Fulfil(note="缴清"), desk.officer)
    case = desk.do(case, date(2025, 4, 14), commands.Close(conclusion="执行完毕"), desk.chief)
    with pytest.raises(NotAllowed, match="请先撤销决定"):
        desk.do(case, date(2025, 4, 15), commands.Reopen(reason="新的证据"), desk.chief)


def test_what_was_paid_on_an_annulled_decision_is_given_back_before_it_is_reopened(desk):
    case = desk.do(desk.served(), date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    case = desk.do(case, date(2025, 5, 6), commands.Annul(by_whom="本机关", reason="事实不清"), desk.chief)
    assert "refund" in owed(case)
    with pytest.raises(NotAllowed, match="150000"):
        desk.do(case, date(2025, 5, 7), commands.Reopen(reason="补充调查"), desk.chief)
    desk.do(case, date(2025, 5, 7), commands.Refund(sum=Decimal(150000), note="退1"), desk.officer)
    case = desk.do(case, date(2025, 5, 8), commands.Reopen(reason="补充调查"), desk.chief)
    assert (case.state, case.refunded, case.overpaid) == (State.INVESTIGATING, 0, 0)


def test_what_was_published_is_withdrawn_in_three_days_and_published_anew(desk):
    case = desk.served()
    desk.do(case, date(2025, 4, 7), commands.Publish(text="罚款150000元。"), desk.chief)
    desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    desk.do(case, date(2025, 4, 11), commands.Fulfil(note="缴清"), desk.officer)
    desk.do(case, date(2025, 4, 14), commands.Close(conclusion="执行完毕"), desk.chief)
    case = desk.do(case, date(2025, 4, 15), commands.Archive(place="A-1"), desk.officer)
    case = desk.do(case, date(2025, 9, 28), vary(by_whom=VariedBy.COURT), desk.chief)
    assert due_of(case, "unpublish") == date(2025, 10, 9)  # 29 and 30 September, and 9 October
    assert "publish" not in owed(case)
    case = desk.do(case, date(2025, 9, 30), commands.Unpublish(reason="判决变更"), desk.chief)
    assert "unpublish" not in owed(case)
    assert due_of(case, "publish") == date(2025, 10, 31)  # 29 30=2 9/10 10 11mk=5 13-17=10 20-24=15 27-31=20
    case = desk.do(case, date(2025, 10, 9), commands.Publish(text="罚款100000元。"), desk.chief)
    assert case.state == State.ARCHIVED and not owed(case) & {"publish", "unpublish", "push"}


def test_of_a_party_elsewhere_the_changed_penalty_is_sent_again(desk):
    case = desk.decided(desk.brought_to_decision(), date(2025, 4, 2), is_party_elsewhere=True)
    case = desk.do(case, date(2025, 4, 3), commands.Push(to="西山省药监局"), desk.chief)
    case = desk.do(case, date(2025, 4, 7), vary(), desk.chief)
    case = desk.do(case, date(2025, 4, 8), commands.Unpublish(reason="变更"), desk.chief)
    assert due_of(case, "push") == date(2025, 4, 21) and "publish" not in owed(case)
    case = desk.do(case, date(2025, 4, 9), commands.Push(to="西山省药监局"), desk.chief)
    assert "push" not in owed(case)


def test_the_papers_take_what_was_corrected_and_changed(desk, client):
    case = desk.served()
    desk.do(case, date(2025, 5, 6), commands.Correct(wrong="流动药贩", right="无证药贩", reason="用语有误"), desk.chief)
    case = desk.do(case, date(2025, 5, 6), vary(), desk.chief)
    papers = {}
    for form in ("correction_notice", "variation_decision"):
        with on(date(2025, 5, 7)):
            drawn = open_record(commands.Draw(case_id=case.pk, form=form, area="990121"), by=desk.officer)
        desk.do(drawn, date(2025, 5, 7), commands.Sign(), desk.chief)
        papers[form] = Document.objects.get(pk=drawn.pk)
    assert papers["correction_notice"].values["corrected_now"] == "无证药贩"
    variation = papers["variation_decision"]
    assert (variation.values["varied_was"], variation.values["penalty"]) == ("警告，罚款150000元", "警告，罚款100000元")
    serve = commands.ServeDocument(way=ServiceWay.DIRECT, recipient="李伟", received_on=date(2025, 5, 8))
    desk.do(variation, date(2025, 5, 9), serve, desk.officer)
    case.refresh_from_db()
    assert (case.served_on, case.pay_by, case.serve_again_by) == (date(2025, 5, 8), date(2025, 5, 23), None)
    assert case.decision_number == "青溪县局罚决〔2025〕1号"
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    page = client.get(case.get_absolute_url()).content.decode()
    assert "本机关自行纠正" in page and "更正笔误" in page


def test_the_court_takes_the_application_in_five_days_and_rules_in_seven_or_thirty(desk):
    case = desk.do(desk.served(), date(2025, 9, 25), commands.Urge(), desk.officer)
    case = desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    assert due_of(case, "admit") == date(2025, 11, 10)
    with pytest.raises(NotAllowed, match="请先登记受理"):
        desk.do(case, date(2025, 11, 4), commands.Rule(ruling="准予"), desk.officer)
    with pytest.raises(Invalid, match="不能晚于办理日期"):
        late = commands.Admit(number="（2025）行审9号", admitted_on=date(2025, 11, 6))
        desk.do(case, date(2025, 11, 5), late, desk.officer)
    admit = commands.Admit(number="（2025）行审9号", admitted_on=date(2025, 11, 5))
    flawed = commands.Admit(number="（2025）行审9号", admitted_on=date(2025, 11, 5), is_examined=True)
    case = desk.do(case, date(2025, 11, 6), admit, desk.officer)
    assert (due_of(case, "rule"), "admit" in owed(case)) == (date(2025, 11, 14), False)  # 6 7 10 11 12 13 14
    with pytest.raises(NotAllowed, match="已经登记法院受理"):
        desk.do(case, date(2025, 11, 7), flawed, desk.officer)
    case = desk.do(case, date(2025, 11, 14), commands.Rule(ruling="准予强制执行"), desk.officer)
    assert (case.state, "rule" in owed(case)) == (State.COMPELLING, False)
    with pytest.raises(NotAllowed, match="已经登记法院裁定"):
        desk.do(case, date(2025, 11, 17), commands.Rule(ruling="准予"), desk.officer)


def test_an_application_that_is_examined_is_ruled_on_in_thirty_days(desk):
    case = desk.do(desk.served(), date(2025, 9, 25), commands.Urge(), desk.officer)
    case = desk.do(case, date(2025, 11, 3), commands.Compel(court="青溪县人民法院"), desk.officer)
    case = desk.do(case, date(2025, 11, 5), commands.Admit(number="行审9号", is_examined=True), desk.officer)
    assert due_of(case, "rule") == date(2025, 12, 5)
