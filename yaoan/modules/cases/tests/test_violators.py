"""The list of serious violators: who is listed, what it takes, and the ways out."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import clock, law
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import Grade, Heavier, Listing, Penalty, WayOut
from yaoan.modules.cases.models import Violator
from yaoan.modules.cases.rules import listing
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.tests.factories import firm

pytestmark = pytest.mark.django_db

LISTED_ON = date(2025, 4, 14)
YEAR_LATER, THREE_LATER = date(2026, 4, 14), date(2028, 4, 14)
MET = {"is_fulfilled": True, "is_undone": True, "is_clean": True, "text": "已经整改，申请信用修复"}


def due_of(record, act):
    deadline = Deadline.objects.filter(record_id=record.pk, act=act).first()
    return deadline and deadline.due_at and clock.local_day(deadline.due_at)


@pytest.fixture
def head_above(hire):
    return hire("head", "city", "周原")


@pytest.fixture
def propose(desk):
    """Propose the party of a case; everything can be answered otherwise."""

    def made(case, day=date(2025, 4, 3), **fields):
        given = {
            "case_id": case.pk, "subject_id": case.subject_id, "subject_name": case.party_name, "ground": "drug_fake",
            "heavier": Heavier.BENCHMARK, "is_vile": True, "is_serious": True, "is_harmful": True,
            "reason": "多次从流动药贩购进，货值较大。", "area": case.area,
        }  # fmt: skip
        with on(day):
            return open_record(commands.Propose(**{**given, **fields}), by=desk.officer)

    return made


@pytest.fixture
def punished(desk):
    """A case decided on 2 April 2025 with a heavy fine, served the day after."""
    shop = firm(desk.officer)
    case = desk.filed(date(2025, 3, 10), subject_id=shop.pk)
    desk.exhibit(case, date(2025, 3, 12))
    case = desk.concluded(case, date(2025, 3, 20), grade=Grade.HEAVIER, fine=Decimal(450000))
    case = desk.told(case, date(2025, 3, 24))
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    case = desk.decided(case, date(2025, 4, 2), fine=Decimal(450000))
    return desk.do(case, date(2025, 4, 3), commands.Serve(way="direct"), desk.officer)


@pytest.fixture
def listed(desk, head_above, propose, punished):
    entry = propose(punished)
    entry = desk.do(entry, date(2025, 4, 3), commands.NotifyListing(), desk.officer)
    entry = desk.do(entry, date(2025, 4, 9), commands.Agree(opinion="同意"), head_above)
    return desk.do(entry, LISTED_ON, commands.Enlist(), desk.chief)


def paid(desk, case):
    desk.do(case, date(2025, 4, 17), commands.Pay(sum=Decimal(450000)), desk.officer)


def test_a_party_is_proposed_told_agreed_to_and_listed_for_three_years(desk, listed):
    assert listed.state == Listing.LISTED
    assert (listed.defence_until, listed.remove_on, listed.early_from) == (date(2025, 4, 11), THREE_LATER, YEAR_LATER)
    assert due_of(listed, "remove") == THREE_LATER
    assert due_of(listed, "publish") == date(2025, 5, 14)  # 27 April is worked, 1 to 5 May are not
    published = desk.do(listed, date(2025, 4, 15), commands.PublishListing(text="电话13800138000"), desk.chief)
    assert (published.publication, due_of(listed, "publish")) == ("电话＊＊＊", None)
    assert replayed(listed.pk).remove_on == THREE_LATER


def test_all_three_conditions_and_a_heavier_penalty_are_needed(desk, propose, punished):
    with pytest.raises(Invalid) as refusal:
        propose(punished, is_vile=False, is_harmful=False)
    assert set(refusal.value.faults) == {"is_vile", "is_harmful"}
    with pytest.raises(Invalid, match="不符"):
        propose(punished, heavier=Heavier.LICENCE)
    with pytest.raises(Invalid, match="产品类别"):
        propose(punished, ground="device")
    entry = propose(punished)
    with pytest.raises(Invalid, match=entry.number):
        propose(punished)
    stranger = firm(desk.officer, "青溪县同德堂")
    with pytest.raises(Invalid, match="不是这个案件的当事人"):
        propose(punished, subject_id=stranger.pk, subject_name="青溪县同德堂")


def test_a_case_without_a_penalty_lists_nobody(desk, propose):
    spared = desk.brought_to_decision()
    spared = desk.do(
        spared, date(2025, 4, 2), commands.Decide(outcome="no_penalty", penalty="不予行政处罚"), desk.chief
    )
    with pytest.raises(Invalid, match="普通程序中给予处罚"):
        propose(spared)


@pytest.mark.parametrize(
    ("kind", "penalties", "grade", "found"),
    [
        (Heavier.BENCHMARK, [Penalty.FINE], Grade.HEAVIER, True),
        (Heavier.BENCHMARK, [Penalty.FINE], Grade.NORMAL, False),
        (Heavier.BENCHMARK, [Penalty.WARNING], Grade.HEAVIER, False),
        (Heavier.LICENCE, [Penalty.REVOCATION], Grade.NORMAL, True),
        (Heavier.RESTRICTION, [Penalty.FINE, Penalty.SUSPENSION], "", True),
        (Heavier.RESTRICTION, [Penalty.REVOCATION], "", False),
        (Heavier.OTHER, [], "", False),
    ],
)
def test_what_counts_as_a_heavier_penalty(kind, penalties, grade, found):
    assert listing.is_heavier(kind, penalties, grade) is found


def test_the_unit_above_agrees_and_another_than_the_proposer_decides(desk, head_above, propose, punished):
    entry = propose(punished)
    assert Deadline.objects.get(record_id=entry.pk, act="agree").agency_id == head_above.agency_id
    entry = desk.do(entry, date(2025, 4, 3), commands.NotifyListing(), desk.officer)
    with pytest.raises(NotAllowed, match="上一级单位同意"):
        desk.do(entry, LISTED_ON, commands.Enlist(), desk.chief)
    with pytest.raises(NotAllowed, match="由列入单位的上一级"):
        desk.do(entry, date(2025, 4, 9), commands.Agree(opinion="同意"), desk.chief)
    entry = desk.do(entry, date(2025, 4, 9), commands.Agree(opinion="同意"), head_above)
    with pytest.raises(Invalid, match="2025-04-11"):
        desk.do(entry, date(2025, 4, 11), commands.Enlist(), desk.chief)
    assert desk.do(entry, date(2025, 4, 11), commands.Enlist(is_waived=True), desk.chief).state == Listing.LISTED


def test_nobody_is_listed_before_the_penalty_is_decided(desk, head_above, propose):
    case = desk.filed(date(2025, 3, 10))
    desk.exhibit(case, date(2025, 3, 12))
    case = desk.concluded(case, date(2025, 3, 20), grade=Grade.HEAVIER, fine=Decimal(450000))
    entry = propose(case, date(2025, 3, 21), subject_name="青溪县康民药房")
    entry = desk.do(entry, date(2025, 3, 21), commands.NotifyListing(), desk.officer)
    entry = desk.do(entry, date(2025, 3, 24), commands.Agree(opinion="同意"), head_above)
    with pytest.raises(Invalid, match="处罚决定还没有作出"):
        desk.do(entry, date(2025, 3, 31), commands.Enlist(), desk.chief)
    spared = desk.do(entry, date(2025, 3, 31), commands.Spare(reason="拟从轻处罚"), desk.chief)
    assert (spared.state, spared.is_closed) == (Listing.SPARED, True)


def test_an_objection_is_answered_in_its_time_or_revokes_the_entry(desk, listed):
    entry = desk.do(listed, date(2025, 4, 22), commands.Object(text="货值计算有误"), desk.officer)
    assert due_of(entry, "answer") == date(2025, 5, 22)  # 27 April is worked, 1 to 5 May are not: twenty working days
    with pytest.raises(NotAllowed, match="请先答复"):
        desk.do(entry, date(2025, 4, 23), commands.Object(text="再次"), desk.officer)
    entry = desk.do(entry, date(2025, 4, 30), commands.Answer(text="计算无误"), desk.chief)
    assert due_of(entry, "answer") is None
    entry = desk.do(entry, date(2025, 5, 6), commands.Object(text="主体错误"), desk.officer)
    entry = desk.do(entry, date(2025, 5, 8), commands.Revoke(reason="主体错误，异议成立"), desk.chief)
    assert (entry.state, entry.way_out, entry.left_on) == (Listing.REVOKED, WayOut.REVOKED, date(2025, 5, 8))
    assert not Deadline.objects.filter(record_id=entry.pk).exists()


def test_early_removal_is_asked_for_after_a_year_when_all_is_paid(desk, listed, punished):
    with pytest.raises(Invalid, match="2026-04-14"):
        desk.do(listed, date(2026, 4, 13), commands.AskEarly(**MET), desk.officer)
    with pytest.raises(Invalid, match="450000"):
        desk.do(listed, YEAR_LATER, commands.AskEarly(**MET), desk.officer)
    with pytest.raises(Invalid, match="不予受理"):
        desk.do(listed, YEAR_LATER, commands.AskEarly(**{**MET, "is_undone": False}), desk.officer)
    paid(desk, punished)
    entry = desk.do(listed, YEAR_LATER, commands.AskEarly(**MET), desk.officer)
    assert due_of(entry, "grant_early") == date(2026, 5, 8)  # 1 to 5 May 2026 are not worked: fifteen working days
    entry = desk.do(entry, date(2026, 4, 20), commands.RefuseEarly(reason="现场核实没有消除影响"), desk.chief)
    assert entry.state == Listing.LISTED
    entry = desk.do(entry, date(2026, 6, 1), commands.AskEarly(**MET), desk.officer)
    entry = desk.do(entry, date(2026, 6, 8), commands.GrantEarly(opinion="情况属实"), desk.chief)
    assert (entry.state, entry.way_out, due_of(entry, "remove")) == (Listing.REMOVED, WayOut.EARLY, None)


def test_a_heavier_penalty_since_and_a_restriction_bar_an_early_removal(desk, head_above, propose, punished):
    paid(desk, punished)
    entry = propose(punished)
    entry = desk.do(entry, date(2025, 4, 3), commands.NotifyListing(), desk.officer)
    entry = desk.do(entry, date(2025, 4, 9), commands.Agree(opinion="同意"), head_above)
    restricted = date(2030, 1, 31)
    entry = desk.do(entry, LISTED_ON, commands.Enlist(restricted_until=restricted), desk.chief)
    assert entry.remove_on == restricted
    with pytest.raises(Invalid, match="2030-01-31"):
        desk.do(entry, YEAR_LATER, commands.AskEarly(**MET), desk.officer)


def test_a_later_heavier_penalty_of_the_same_firm_is_found(desk, listed, punished):
    paid(desk, punished)
    again = desk.filed(date(2025, 9, 1), subject_id=punished.subject_id, breach="unlicensed")
    desk.exhibit(again, date(2025, 9, 1))
    again = desk.concluded(
        again, date(2025, 9, 2), grade=Grade.HEAVIER, fine=Decimal(2900000), proposed="罚款2900000元"
    )
    again = desk.do(again, date(2025, 9, 3), commands.PassReview(opinion="同意", is_legal=True), desk.reviewer)
    again = desk.do(again, date(2025, 9, 3), commands.Notify(), desk.officer)
    again = desk.do(again, date(2025, 9, 12), commands.CloseDefence(), desk.officer)
    again = desk.decided(again, date(2025, 9, 15), fine=Decimal(2900000))
    with pytest.raises(Invalid, match=again.number):
        desk.do(listed, YEAR_LATER, commands.AskEarly(**MET), desk.officer)


def test_the_list_is_left_when_three_years_are_over_not_before(desk, listed):
    with pytest.raises(Invalid, match="2028-04-14"):
        desk.do(listed, date(2028, 4, 13), commands.Remove(), desk.chief)
    assert listed.is_on_list(date(2027, 1, 1))
    entry = desk.do(listed, THREE_LATER, commands.Remove(), desk.chief)
    assert (entry.way_out, entry.is_on_list(THREE_LATER)) == (WayOut.EXPIRED, False)


def test_an_entry_falls_with_the_penalty_it_rests_on(desk, listed, punished):
    desk.do(punished, date(2025, 6, 3), commands.Annul(by_whom="人民法院", reason="事实不清"), desk.chief)
    entry = Violator.objects.get(pk=listed.pk)
    assert (entry.state, entry.conclusion) == (Listing.REVOKED, "人民法院：事实不清")
    assert replayed(entry.pk).state == Listing.REVOKED


def test_the_case_shows_its_entries_and_knows_who_is_on_the_list(desk, listed, punished):
    assert queries.violators_of(desk.officer, punished) == [listed]
    assert queries.listed(punished, date(2025, 6, 1)) == listed
    assert queries.listed(punished, date(2025, 4, 13)) is None
    other = desk.clue(date(2025, 6, 1), subject_id=punished.subject_id)
    assert queries.listed(other, date(2025, 6, 1)) == listed
    assert "列入日期：2025年4月14日" in queries.listing_text(listed)


def test_notice_decision_and_removal_are_drawn_from_the_entry(desk, listed, punished):
    for form, words in (("list_notice", "拟将"), ("list_decision", "2028年4月14日"), ("list_removal", "移出日期")):
        with on(date(2025, 4, 15)):
            paper = open_record(commands.Draw(case_id=punished.pk, form=form, area=punished.area), by=desk.officer)
        if form == "list_removal":
            assert words in paper.missing_labels
            continue
        paper.refresh_from_db()
        assert paper.missing_labels == []
        assert words in str(queries.paper_of(paper))


def test_the_page_says_what_of_the_law_was_not_read(client, desk, listed):
    client.force_login(User.objects.get(pk=desk.chief.user_id))
    page = client.get(listed.get_absolute_url()).content.decode()
    assert "使用前请核对的依据" in page
    for name in ("objection", "reconsideration", "litigation", "early_decision"):
        term = law.terms().at(f"credit.list_{name}", listed.opened_on)
        assert not term.verified
        assert all(str(text) in page for text in (term.label, term.length, term.note)), name
