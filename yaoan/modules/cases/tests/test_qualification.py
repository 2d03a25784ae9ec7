"""Another breach than the one a case began with: what follows from it, and until when it may be said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Invalid, NotAllowed, open_record
from yaoan.kernel.commands.replay import replayed
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import Outcome, PartyKind, State
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.subjects.tests.factories import firm

PASSED = commands.PassReview(opinion="同意")
pytestmark = pytest.mark.django_db

FAKE = commands.Qualify(
    title="康民药房涉嫌销售假药", breach="fake_drug", product_kind=ProductKind.DRUG, party_kind=PartyKind.FIRM,
    subject_name="青溪县康民药房", acted_from=date(2025, 1, 5), acted_until=date(2025, 3, 7), reason="检验报告：不含标示成份",
)  # fmt: skip


def test_a_test_that_proves_a_fake_drug_changes_range_and_bans(desk, client):
    case = desk.filed(date(2025, 3, 10), breach="channel")
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.do(case, date(2025, 3, 12), FAKE, desk.officer)
    assert (case.state, case.title, case.breach) == (State.INVESTIGATING, "康民药房涉嫌销售假药", "fake_drug")
    assert (case.acted_from, case.acted_until) == (date(2025, 1, 5), date(2025, 3, 7))
    with pytest.raises(Invalid, match=r"1500000\.00 元至 1950000\.00 元"):  # 15-30 times the floor of 100,000
        desk.concluded(case, date(2025, 3, 13))
    case = desk.concluded(case, date(2025, 3, 13), fine=Decimal(1500000))
    client.force_login(User.objects.get(pk=desk.officer.user_id))
    page = client.get(case.get_absolute_url()).content.decode()
    assert "处罚到人" in page and "《药品管理法》第一百一十六条" in page
    assert replayed(case.pk).breach == "fake_drug"


def test_the_same_act_is_fined_once_by_the_breach_it_turned_out_to_be(desk):
    shop = firm(desk.officer)
    acted = {"subject_id": shop.pk, "acted_from": date(2024, 10, 1), "acted_until": date(2025, 1, 31)}
    first = desk.decided(desk.brought_to_decision(**acted), date(2025, 4, 2))
    other = desk.filed(date(2025, 3, 10), breach="records", **acted)
    same = replace(FAKE, breach="channel", acted_from=date(2025, 1, 1), acted_until=None, subject_id=shop.pk)
    other = desk.do(other, date(2025, 3, 11), same, desk.officer)
    desk.exhibit(other, date(2025, 3, 12))
    desk.told(desk.concluded(other, date(2025, 3, 20)), date(2025, 3, 24))
    other = desk.do(other, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    with pytest.raises(Invalid, match=first.number):
        desk.decided(other, date(2025, 4, 2))


def test_a_case_turns_to_another_party_from_the_clue_on(desk):
    shop = firm(desk.officer)
    case = desk.clue(date(2025, 3, 3))
    other = replace(FAKE, subject_id=shop.pk, subject_name="", is_harmful=True, acted_until=None)
    case = desk.do(case, date(2025, 3, 4), other, desk.officer)
    assert (case.state, case.party_name, case.is_harmful, case.acted_until) == (State.CLUE, shop.title, True, None)
    with pytest.raises(Invalid, match="终了日期不能早于"):
        desk.do(case, date(2025, 3, 4), replace(FAKE, acted_until=date(2025, 1, 4)), desk.officer)


def test_a_breach_without_an_article_of_its_own_needs_one_written_which_stands_in_the_papers(desk):
    with pytest.raises(Invalid, match="请写明处罚依据") as refusal:
        desk.clue(date(2025, 3, 10), breach="other")
    assert set(refusal.value.faults) == {"basis"}
    case = desk.filed(date(2025, 3, 10), breach="other", basis="《药品经营和使用质量监督管理办法》第六十八条")
    desk.exhibit(case, date(2025, 3, 11))
    case = desk.do(desk.concluded(case, date(2025, 3, 12)), date(2025, 3, 13), PASSED, desk.reviewer)
    with on(date(2025, 3, 13)):
        notice = open_record(commands.Draw(case_id=case.pk, form="prior_notice", area=case.area), by=desk.officer)
    notice = desk.do(notice, date(2025, 3, 13), commands.Sign(), desk.chief)
    assert notice.filled["breach_basis"] == "《药品经营和使用质量监督管理办法》第六十八条"


def test_the_article_of_the_catalogue_goes_before_what_was_written(desk):
    case = desk.filed(date(2025, 3, 10), breach="other", basis="《某办法》第一条")
    with pytest.raises(Invalid, match="请写明处罚依据"):
        desk.do(case, date(2025, 3, 11), replace(FAKE, breach="other"), desk.officer)
    case = desk.do(case, date(2025, 3, 11), replace(FAKE, basis="《某办法》第一条"), desk.officer)
    assert case.breach_basis.startswith("《药品管理法》第一百一十六条")


def test_a_case_of_before_without_a_basis_is_not_reported(desk):
    case = desk.filed(date(2025, 3, 10), breach="other", basis="《某办法》第一条")
    desk.exhibit(case, date(2025, 3, 11))
    Case.objects.filter(pk=case.pk).update(basis="")
    with pytest.raises(Invalid, match="没有处罚依据"):
        desk.concluded(case, date(2025, 3, 12))


def test_a_part_that_is_split_off_has_a_basis_of_its_own(desk):
    case = desk.filed(date(2025, 3, 10))
    split = commands.Split(title="另案", breach="other", description="另有一人", subject_name="张三")
    with pytest.raises(Invalid, match="请写明处罚依据"):
        desk.do(case, date(2025, 3, 20), split, desk.chief)
    desk.do(case, date(2025, 3, 20), replace(split, basis="《某办法》第二条"), desk.chief)
    assert Case.objects.get(split_from_id=case.pk).breach_basis == "《某办法》第二条"


def test_after_the_report_a_case_is_sent_back_before_it_is_qualified_anew(desk):
    case = desk.brought_to_decision()
    with pytest.raises(NotAllowed, match="请先退回补充调查"):
        desk.do(case, date(2025, 4, 2), FAKE, desk.officer)
    desk.do(case, date(2025, 4, 2), commands.SendBack(reason="检验为假药"), desk.reviewer)
    case = desk.do(case, date(2025, 4, 3), FAKE, desk.officer)
    assert (case.breach, case.told_on) == ("fake_drug", None)
    decided = desk.decided(desk.brought_to_decision(), date(2025, 4, 2))
    with pytest.raises(NotAllowed):
        desk.do(decided, date(2025, 4, 3), FAKE, desk.officer)


def test_a_breach_that_turns_out_to_be_too_old_is_not_punished(desk):
    case = desk.filed(date(2025, 3, 10))
    old = replace(FAKE, breach="channel", acted_from=date(2022, 1, 1), acted_until=date(2023, 3, 9))
    desk.do(case, date(2025, 3, 11), old, desk.officer)
    desk.exhibit(case, date(2025, 3, 12))
    desk.told(desk.concluded(case, date(2025, 3, 20)), date(2025, 3, 24))
    desk.do(case, date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    with pytest.raises(Invalid, match="2023-03-09 终了，发现时已过追责时效，不得给予处罚"):
        desk.decided(case, date(2025, 4, 2))
    spared = {"outcome": Outcome.NO_PENALTY, "penalties": (), "fine": Decimal(0), "penalty": "不予处罚"}
    desk.decided(case, date(2025, 4, 2), **spared)
    assert Case.objects.get(pk=case.pk).state == State.DECIDED
