"""What is published of a penalty: for how long, where, until when, and how it ends early or is withdrawn."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import Penalty, PublicationState, State
from yaoan.modules.cases.rules import publishing
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.public import Person
from yaoan.modules.subjects.tests.factories import firm, person

pytestmark = pytest.mark.django_db

MET = {"is_fulfilled": True, "is_undone": True, "is_clean": True, "is_unlisted": True, "reason": "已经整改"}


def due_of(record, act):
    deadline = Deadline.objects.filter(record_id=record.pk, act=act).first()
    return deadline and deadline.due_at and clock.local_day(deadline.due_at)


@pytest.fixture
def published(desk):
    """A penalty decided on 2 April 2025, paid, and published on 15 April."""
    case = desk.served(subject_id=firm(desk.officer).pk)
    case = desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    return desk.do(case, date(2025, 4, 15), commands.Publish(text="罚款，联系13800138000"), desk.chief)


def test_the_text_proposed_says_what_the_law_asks_and_covers_persons(desk):
    case = desk.served(party_kind="person", subject_name="王大有", subject_code="")
    text = queries.publication_of(case)
    assert "王某" in text and "王大有" not in text
    assert all(word in text for word in ("决定书文号", "违法行为类型", "处罚内容", "决定机关", "2025年4月2日"))


def test_publication_lasts_three_years_and_is_no_longer_shown_after(published):
    assert (published.public_until, published.publication) == (date(2028, 4, 15), "罚款，联系＊＊＊")
    assert published.is_shown(date(2028, 4, 15)) and not published.is_shown(date(2028, 4, 16))


def test_publication_ends_early_after_a_year_on_application(desk, published):
    with pytest.raises(Invalid, match="2026-04-15"):
        desk.do(published, date(2026, 4, 14), commands.AskStop(**MET), desk.chief)
    with pytest.raises(Invalid, match="不予受理"):
        desk.do(published, date(2026, 4, 15), commands.AskStop(**{**MET, "is_undone": False}), desk.chief)
    case = desk.do(published, date(2026, 4, 15), commands.AskStop(**MET), desk.chief)
    assert due_of(case, "grant_stop") == date(2026, 5, 9)  # 1 to 5 May are not worked, Saturday the 9th is
    with pytest.raises(NotAllowed, match="先作出决定"):
        desk.do(case, date(2026, 4, 16), commands.AskStop(**MET), desk.chief)
    case = desk.do(case, date(2026, 4, 20), commands.RefuseStop(reason="危害后果没有消除"), desk.chief)
    assert due_of(case, "grant_stop") is None and case.is_shown(date(2026, 4, 21))
    case = desk.do(case, date(2026, 5, 11), commands.AskStop(**MET), desk.chief)
    case = desk.do(case, date(2026, 5, 18), commands.GrantStop(opinion="情况属实"), desk.chief)
    assert (case.stopped_on, case.is_shown(date(2026, 5, 18))) == (date(2026, 5, 18), False)
    with pytest.raises(NotAllowed, match="已经提前停止"):
        desk.do(case, date(2026, 5, 19), commands.AskStop(**MET), desk.chief)


def test_what_is_owed_and_the_same_breach_again_stand_against_an_early_end(desk, published):
    owing = desk.served(subject_id=firm(desk.officer, "青溪县安和药房").pk)
    owing = desk.do(owing, date(2025, 4, 15), commands.Publish(text="罚款"), desk.chief)
    with pytest.raises(Invalid, match="150000"):
        desk.do(owing, date(2026, 4, 15), commands.AskStop(**MET), desk.chief)
    again = desk.filed(date(2025, 9, 1), subject_id=published.subject_id, acted_from=date(2025, 8, 1))
    desk.exhibit(again, date(2025, 9, 1))
    again = desk.told(desk.concluded(again, date(2025, 9, 2)), date(2025, 9, 3))
    again = desk.do(again, date(2025, 9, 12), commands.CloseDefence(), desk.officer)
    again = desk.decided(again, date(2025, 9, 15), other_act="处罚以后又违法")
    with pytest.raises(Invalid, match=again.number):
        desk.do(published, date(2026, 4, 15), commands.AskStop(**MET), desk.chief)


@pytest.mark.parametrize("grave", [Penalty.SUSPENSION, Penalty.RESTRICTION, Penalty.DOWNGRADE, Penalty.REVOCATION])
def test_grave_penalties_are_published_to_the_end(grave):
    assert not publishing.may_end_early([Penalty.FINE, grave])
    assert publishing.may_end_early([Penalty.FINE, Penalty.CONFISCATION])


def test_a_party_of_another_province_is_sent_there_in_ten_working_days_then_published(desk):
    case = desk.decided(desk.brought_to_decision(), date(2025, 4, 2), is_party_elsewhere=True)
    assert (due_of(case, "push"), due_of(case, "publish")) == (date(2025, 4, 17), None)
    with pytest.raises(NotAllowed, match="先推送"):
        desk.do(case, date(2025, 4, 3), commands.Publish(text="罚款"), desk.chief)
    case = desk.do(case, date(2025, 4, 3), commands.Push(to="西江省药品监督管理局"), desk.chief)
    assert (due_of(case, "push"), case.awaits_publication) == (None, False)
    case = desk.do(case, date(2025, 4, 10), commands.Publish(text="罚款"), desk.chief)
    assert case.is_shown(date(2025, 4, 10))
    here = desk.decided(desk.brought_to_decision(subject_name="青溪县安和药房"), date(2025, 4, 2))
    with pytest.raises(NotAllowed, match="本省"):
        desk.do(here, date(2025, 4, 3), commands.Push(to="西江省药品监督管理局"), desk.chief)


def test_an_annulled_decision_is_withdrawn_in_three_working_days_wherever_it_was_published(desk):
    case = desk.decided(desk.brought_to_decision(), date(2025, 4, 2), is_party_elsewhere=True)
    desk.do(case, date(2025, 4, 3), commands.Push(to="西江省药品监督管理局"), desk.chief)
    case = desk.do(case, date(2025, 4, 28), commands.Annul(by_whom="本机关", reason="事实不清"), desk.chief)
    assert due_of(case, "unpublish") == date(2025, 5, 6)
    with pytest.raises(NotAllowed, match="先撤回公示"):
        desk.do(case, date(2025, 4, 29), commands.Reopen(reason="补充调查"), desk.chief)
    case = desk.do(case, date(2025, 4, 29), commands.Unpublish(reason="决定撤销"), desk.chief)
    assert (case.is_public, due_of(case, "unpublish")) == (False, None)
    assert desk.do(case, date(2025, 4, 29), commands.Reopen(reason="补充调查"), desk.chief).state == State.INVESTIGATING


def test_an_annulled_decision_leaves_no_ban_behind(desk):
    shop = firm(desk.officer)
    man = person(desk.officer, shop, identity="11010519491231002X")
    case = desk.filed(date(2025, 3, 10), subject_id=shop.pk, breach="licence_lending")
    desk.exhibit(case, date(2025, 3, 12))
    ban = commands.NamePerson(
        person_id=man.pk, name=man.title, role="manager", ban="bans.licence_lending_person", reason="经手出借"
    )
    desk.do(case, date(2025, 3, 12), ban, desk.officer)
    case = desk.told(desk.concluded(case, date(2025, 3, 20), fine=Decimal(200000)), date(2025, 3, 24))
    case = desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    case = desk.decided(case, date(2025, 4, 2), fine=Decimal(200000))
    case = desk.do(case, date(2025, 4, 3), commands.Serve(way="direct"), desk.officer)
    desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(200000)), desk.officer)
    desk.do(case, date(2025, 4, 10), commands.Fulfil(note="缴清"), desk.officer)
    case = desk.do(case, date(2025, 4, 11), commands.Close(conclusion="履行完毕"), desk.chief)
    assert len(Person.objects.get(pk=man.pk).bans) == 1
    desk.do(case, date(2025, 6, 3), commands.Annul(by_whom="本机关", reason="发现新的证据"), desk.chief)
    assert Person.objects.get(pk=man.pk).bans == []


@pytest.fixture
def pushed(desk):
    """A penalty another province sent on 26 September 2025."""
    with on(date(2025, 9, 26)):
        command = commands.ReceivePushed(
            sender="西江省药品监督管理局", decision_number="西药监罚〔2025〕8号", decided_on=date(2025, 9, 15),
            subject_name="青溪县康民药房", breach="销售劣药", penalty="罚款20000元", area="990121",
        )  # fmt: skip
        return open_record(command, by=desk.officer)


def test_what_another_province_sends_is_published_here_in_ten_working_days(desk, pushed):
    assert due_of(pushed, "publish") == date(2025, 10, 16)
    text = queries.pushed_text(pushed)
    assert "西江省药品监督管理局" in text
    pushed = desk.do(pushed, date(2025, 10, 9), commands.PublishPushed(text=text), desk.chief)
    assert (pushed.public_until, due_of(pushed, "end")) == (date(2028, 10, 9),) * 2


def test_what_the_sender_annuls_is_withdrawn_in_three_working_days(desk, pushed):
    pushed = desk.do(pushed, date(2025, 9, 28), commands.PublishPushed(text="罚款"), desk.chief)
    pushed = desk.do(pushed, date(2025, 9, 29), commands.Recall(reason="来函：决定撤销"), desk.officer)
    assert due_of(pushed, "end") == date(2025, 10, 10)
    pushed = desk.do(pushed, date(2025, 9, 30), commands.EndPublication(reason="已撤回"), desk.chief)
    assert (pushed.state, pushed.public_until) == (PublicationState.ENDED, date(2025, 9, 30))


def test_what_is_not_ours_is_sent_back(desk, pushed):
    pushed = desk.do(pushed, date(2025, 9, 28), commands.GiveBack(reason="当事人不在本省"), desk.chief)
    assert (pushed.state, due_of(pushed, "publish")) == (PublicationState.RETURNED, None)
