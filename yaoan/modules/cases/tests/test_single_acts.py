"""Acts that no story of a whole case needs: what each leaves behind, who may, and what it does to the clocks."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, NotAllowed, NotThere, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import Danger, DeclineKind, Heavier, LiftReason, MeasureKind, Source, State
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.risks.public import Report as ReportRisk

pytestmark = pytest.mark.django_db
FILED = date(2025, 3, 10)


def due_of(record, act):
    deadline = Deadline.objects.filter(record_id=record.pk, act=act).first()
    return deadline and deadline.due_at and clock.local_day(deadline.due_at)


def owed(record):
    return set(Deadline.objects.filter(record_id=record.pk).values_list("act", flat=True))


def reviewed(desk):
    case = desk.exhibit(desk.filed(FILED), date(2025, 3, 11))
    case = desk.concluded(case, date(2025, 3, 12))
    return desk.do(case, date(2025, 3, 13), commands.PassReview(opinion="同意"), desk.reviewer)


def test_an_announcement_stops_the_clock_until_its_last_day_is_over(desk):
    case = desk.do(
        reviewed(desk), date(2025, 3, 14), commands.Announce(days=30, text="下落不明，报纸公告"), desk.officer
    )
    assert (case.state, due_of(case, "announced"), due_of(case, "decide")) == (
        State.ANNOUNCING,
        date(2025, 4, 13),
        None,
    )
    with pytest.raises(Invalid, match="2025-04-13 才期满"):
        desk.do(case, date(2025, 4, 13), commands.Announced(), desk.officer)
    case = desk.do(case, date(2025, 4, 14), commands.Announced(), desk.officer)
    # 15 16 17 18 21 April; 90 days end on 8 June, and the 31 days of the announcement are not counted.
    assert (case.told_on, case.defence_until) == (date(2025, 4, 14), date(2025, 4, 21))
    assert due_of(case, "decide") == date(2025, 7, 9)


@pytest.mark.parametrize("days", [0, 181])
def test_an_announcement_lasts_days_that_can_be(desk, days):
    with pytest.raises(Invalid, match="1至180"):
        desk.do(reviewed(desk), date(2025, 3, 14), commands.Announce(days=days, text="公告"), desk.officer)


def test_evidence_goes_from_hand_to_hand_and_the_chain_stays_whole(desk):
    case = desk.exhibit(desk.filed(FILED), date(2025, 3, 11))
    case = desk.do(
        case, date(2025, 3, 12), commands.MoveExhibit(no=1, custodian="市药检所", reason="送检"), desk.officer
    )
    case = desk.do(case, date(2025, 3, 20), commands.MoveExhibit(no=1, custodian="证据室2号柜"), desk.officer)
    chain = [(line["on"], line["holder"]) for line in case.exhibits[0]["custody"]]
    assert chain == [("2025-03-11", "证据室1号柜"), ("2025-03-12", "市药检所"), ("2025-03-20", "证据室2号柜")]
    with pytest.raises(Invalid, match="没有第 2 号证据"):
        desk.do(case, date(2025, 3, 20), commands.MoveExhibit(no=2, custodian="证据室"), desk.officer)


def declined(desk):
    decline = commands.Decline(kind=DeclineKind.SLIGHT, reason="轻微并及时改正")
    return desk.do(desk.clue(FILED), date(2025, 3, 12), decline, desk.chief)


def withdrawn(desk):
    return desk.do(desk.filed(FILED), date(2025, 3, 12), commands.Withdraw(reason="当事人已注销"), desk.chief)


@pytest.mark.parametrize("ended", [declined, withdrawn])
def test_a_case_that_was_given_up_is_verified_anew_in_a_time_of_its_own(desk, ended):
    case = ended(desk)
    assert case.is_closed and owed(case) == set()
    with pytest.raises(NotAllowed):
        desk.do(case, date(2025, 5, 6), commands.Revive(reason="新的举报"), desk.officer)
    case = desk.do(case, date(2025, 5, 6), commands.Revive(reason="新的举报"), desk.chief)
    assert (case.state, case.decline_kind, case.conclusion, case.filed_on) == (State.CLUE, "", "", None)
    assert due_of(case, "file") == date(2025, 5, 27)


def test_a_case_that_may_be_a_crime_is_not_withdrawn(desk):
    case = desk.filed(FILED, breach="unapproved")
    with pytest.raises(NotAllowed, match="请先“认定危害”"):
        desk.do(case, date(2025, 3, 12), commands.Withdraw(reason="当事人已注销"), desk.chief)
    harmless = commands.AssessHarm(danger=Danger.UNLIKELY, grounds="检验合格")
    case = desk.do(case, date(2025, 3, 12), harmless, desk.officer)
    assert (case.danger, case.danger_grounds, case.awaits_danger) == ("unlikely", "检验合格", False)
    assert (
        desk.do(case, date(2025, 3, 13), commands.Withdraw(reason="当事人已注销"), desk.chief).state == State.WITHDRAWN
    )


def test_the_unit_that_was_asked_refuses_and_the_first_one_goes_on(desk, places, hire):
    other = hire("head", "other", "赵远")
    case = desk.clue(FILED)
    case = desk.do(
        case, date(2025, 3, 12), commands.HandOver(agency_id=places["other"].pk, reason="发生地在白石县"), desk.chief
    )
    with pytest.raises(NotAllowed, match="由该单位接收或者退回"):
        desk.do(case, date(2025, 3, 13), commands.Refuse(reason="不属于我县"), desk.chief)
    case = desk.do(case, date(2025, 3, 13), commands.Refuse(reason="不属于我县"), other)
    assert (case.handed_to_id, case.agency_id, case.assisting) == (None, places["county"].pk, [])
    assert due_of(case, "file") == date(2025, 3, 31) and "take_over" not in owed(case)
    with pytest.raises(NotThere):
        desk.do(case, date(2025, 3, 14), commands.Remark(text="再看"), other)


def test_a_risk_becomes_a_case_and_goes_on(desk):
    with on(FILED):
        risk = open_record(
            ReportRisk(
                title="从非法渠道购进", description="没有供货方资质", risk_kind="practice", product_kind="drug",
                channel="inspection", area="990121", subject_name="青溪县康民药房",
            ),
            by=desk.officer,
        )  # fmt: skip
        case = open_record(
            commands.Pursue(
                risk_id=risk.pk, title=risk.title, description=risk.description, breach="channel", product_kind="drug",
                area=risk.area, subject_name=risk.subject_name,
            ),
            by=desk.officer,
        )  # fmt: skip
    before = risk.state
    risk.refresh_from_db()
    assert (case.source, case.risk_id, case.state, risk.state) == (Source.RISK, risk.pk, State.CLUE, before)
    assert due_of(case, "file") == date(2025, 3, 31)


def test_another_takes_the_place_of_the_first_officer_and_two_are_left(desk, hire):
    third = hire("officer", "county", "冯远")
    case = desk.filed(FILED)
    with pytest.raises(Invalid, match="补足两人"):
        desk.do(case, date(2025, 3, 12), commands.Reassign(holder_id=desk.second.user_id, reason="轮岗"), desk.chief)
    case = desk.do(case, date(2025, 3, 12), commands.Reassign(holder_id=third.user_id, reason="轮岗"), desk.chief)
    assert (case.holder_id, case.officers) == (third.user_id, [third.user_id, desk.second.user_id])


def test_what_was_done_last_is_taken_back_and_what_was_before_stays(desk):
    case = desk.filed(FILED)
    value = commands.Value(name="药品", quantity=Decimal(10), unit="盒", value=Decimal(800))
    desk.do(case, date(2025, 3, 11), value, desk.officer)
    case = desk.do(
        case, date(2025, 3, 12), commands.Value(name="药品", quantity=1, unit="盒", value=Decimal(90)), desk.officer
    )
    case = desk.do(case, date(2025, 3, 12), commands.Revert(reason="登错"), desk.chief)
    assert (len(case.goods), case.goods_value, case.state) == (1, Decimal(800), State.INVESTIGATING)


def test_a_remark_changes_nothing(desk):
    case = desk.filed(FILED)
    before = {"decide": due_of(case, "decide")}
    after = desk.do(case, date(2025, 3, 12), commands.Remark(text="已与公安机关会商"), desk.officer)
    assert (after.state, {"decide": due_of(after, "decide")}) == (State.INVESTIGATING, before)


def test_a_measure_is_given_to_another_and_who_took_it_stays(desk, hire):
    third = hire("officer", "county", "冯远")
    case = desk.filed(FILED)
    with on(date(2025, 3, 11)):
        measure = open_record(
            commands.Take(
                case_id=case.pk, kind=MeasureKind.SEIZURE, title="药品", things=("阿莫西林胶囊",), kept_at="库房",
                officers=desk.pair, reason="涉嫌违法", area="990121", is_approved=True,
            ),
            by=desk.officer,
        )  # fmt: skip
    measure = desk.do(
        measure, date(2025, 3, 12), commands.ReassignMeasure(holder_id=third.user_id, reason="轮岗"), desk.chief
    )
    assert (measure.holder_id, measure.officers) == (third.user_id, list(desk.pair))
    noted = desk.do(measure, date(2025, 3, 12), commands.RemarkMeasure(text="已清点"), desk.officer)
    assert due_of(noted, "dispose") == date(2025, 4, 10)
    taken_back = desk.do(
        noted, date(2025, 3, 13), commands.LiftMeasure(kind=LiftReason.NO_BREACH, note="已退还"), desk.chief
    )
    assert taken_back.is_closed
    again = desk.do(taken_back, date(2025, 3, 13), commands.RevertMeasure(reason="登错"), desk.chief)
    assert (again.state, due_of(again, "dispose")) == ("in_force", date(2025, 4, 10))


def test_what_a_party_says_against_its_listing_is_kept_with_the_answer(desk):
    case = desk.served()
    with on(date(2025, 4, 3)):
        entry = open_record(
            commands.Propose(
                case_id=case.pk, subject_name=case.party_name, ground="drug_fake", heavier=Heavier.OTHER, is_vile=True,
                is_serious=True, is_harmful=True, reason="多次购进", area=case.area,
            ),
            by=desk.officer,
        )  # fmt: skip
    desk.do(entry, date(2025, 4, 3), commands.NotifyListing(), desk.officer)
    desk.do(entry, date(2025, 4, 7), commands.DefendListing(text="系初犯", answer="不予采纳"), desk.officer)
    entry = desk.do(entry, date(2025, 4, 8), commands.DefendListing(text="已整改", answer="予以考虑"), desk.officer)
    assert (entry.defence, entry.defence_answer) == ("系初犯\n已整改", "不予采纳\n予以考虑")


def test_every_act_is_done_somewhere_here():
    """What is left out of the tests of this module would never be missed; remarks and take-backs are the kernel's."""
    here = Path(__file__).parent
    written = "".join(path.read_text("utf-8") for path in (*here.glob("test_*.py"), here / "factories.py"))
    names = [name for name in commands.__all__ if not getattr(commands, name).act.follows]
    own = [name for name in names if not name.startswith(("Remark", "Revert"))]
    assert [name for name in own if f"commands.{name}(" not in written] == []
