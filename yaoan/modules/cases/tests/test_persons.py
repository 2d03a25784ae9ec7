"""Persons punished beside the firm: named before the notice, told in the papers, fined within their range, barred by name, and paid."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel import law
from yaoan.kernel.commands import Invalid, NotAllowed
from yaoan.modules.cases import commands, queries
from yaoan.modules.cases.choices import PersonRole, ServiceWay, State
from yaoan.modules.cases.rules.persons import range_of_person, years_later
from yaoan.modules.subjects.public import Person
from yaoan.modules.subjects.tests.factories import firm, person

RANGES = law.document("catalogues/person_fines")
SERVED = date(2025, 4, 3)


@pytest.fixture
def shop(desk, db):
    return firm(desk.officer)


@pytest.fixture
def man(desk, shop):
    return person(desk.officer, shop, identity="11010519491231002X")


def naming(man, **fields):
    given = {"name": man.title, "role": PersonRole.MANAGER, "reason": "决定购进", "income": Decimal(10000)}
    return commands.NamePerson(**{**given, **fields})


def named(desk, shop, *lines, breach="good_practice", serious=False):
    case = desk.filed(date(2025, 3, 10), subject_id=shop.pk, breach=breach)
    case = desk.exhibit(case, date(2025, 3, 12))
    for line in lines:
        case = desk.do(case, date(2025, 3, 12), line, desk.officer)
    return case


def told(desk, case):
    return desk.told(desk.concluded(case, date(2025, 3, 20), outside="按情节"), date(2025, 3, 24))


def served(desk, case):
    case = desk.do(told(desk, case), date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    case = desk.decided(case, date(2025, 4, 2))
    return desk.do(case, SERVED, commands.Serve(way=ServiceWay.DIRECT), desk.officer)


def test_every_range_of_persons_is_of_a_breach_and_names_its_article():
    assert set(RANGES) <= set(law.document("catalogues/breaches"))
    for key, row in RANGES.items():
        assert row["low"] < row["high"] and row["scale"] in ("income", "amount") and row["basis"], key


def test_persons_are_fined_by_their_income_or_in_yuan():
    whole = range_of_person(RANGES["fake_drug"], income=Decimal(10000))
    assert (whole.low, whole.high) == (3000, 30000)
    whole = range_of_person(RANGES["licence_lending"], income=Decimal(10000))
    assert (whole.low, whole.high) == (20000, 200000)


def test_a_fine_outside_the_range_of_persons_needs_a_reason(desk, shop, man):
    case = named(desk, shop)
    with pytest.raises(Invalid, match=r"第一百二十六条.*1000\.00 元至 5000\.00 元"):
        desk.do(case, date(2025, 3, 12), naming(man, fine=Decimal(5001)), desk.officer)
    case = desk.do(case, date(2025, 3, 12), naming(man, fine=Decimal(5000)), desk.officer)
    case = desk.do(case, date(2025, 3, 12), naming(man, fine=Decimal(900), outside="主动揭发"), desk.officer)
    assert [line["fine"] for line in case.persons] == ["900"]
    other = named(desk, shop, breach="channel")
    with pytest.raises(Invalid, match=r"没有登记.*幅度"):
        desk.do(other, date(2025, 3, 12), naming(man, fine=Decimal(900)), desk.officer)


def test_a_ban_is_bound_to_a_person_of_the_register(desk, shop, man):
    case = named(desk, shop)
    with pytest.raises(Invalid, match="先在人员名录登记"):
        desk.do(case, date(2025, 3, 12), naming(man, ban="life"), desk.officer)
    case.persons = [
        {"person": None, "name": "王二", "role": "manager", "income": "0", "fine": "0", "ban": "life", "reason": "主使"}
    ]
    case.save(update_fields=["persons"])  # as it could be entered before
    case = desk.do(told(desk, case), date(2025, 4, 1), commands.CloseDefence(), desk.officer)
    with pytest.raises(NotAllowed, match="王二的禁业没有落实到在册人员"):
        desk.decided(case, date(2025, 4, 2))


@pytest.mark.parametrize(
    ("ban", "years"), [("bans.practice_person", 10), ("life", 15), ("bans.licence_lending_person", 15)]
)
def test_only_a_ban_of_ten_years_up_to_life_has_years_of_its_own(desk, shop, man, ban, years):
    with pytest.raises(Invalid, match="十年直至终身"):
        named(desk, shop, naming(man, person_id=man.pk, ban=ban, ban_years=years))


def test_a_ban_between_ten_years_and_life_lasts_as_long_as_was_said(desk, shop, man):
    line = naming(man, person_id=man.pk, ban="bans.practice_person", ban_years=15)
    served(desk, named(desk, shop, line))
    assert Person.objects.get(pk=man.pk).bans[0]["until"] == "2040-04-03"
    assert years_later(date(2024, 2, 29), 15) == date(2039, 2, 28)


def test_nobody_is_named_after_the_notice(desk, shop, man):
    case = told(desk, named(desk, shop))
    with pytest.raises(NotAllowed, match="不能登记责任人员"):
        desk.do(case, date(2025, 3, 25), naming(man), desk.officer)
    case = desk.do(case, date(2025, 3, 25), commands.SendBack(reason="补充责任人员"), desk.reviewer)
    assert desk.do(case, date(2025, 3, 25), naming(man), desk.officer).persons


def test_notice_and_decision_say_who_is_punished_with_what(desk, shop, man):
    line = naming(
        man, person_id=man.pk, confiscated=Decimal(10000), fine=Decimal(5000), ban="bans.practice_person", ban_years=15
    )
    case = told(desk, named(desk, shop, line))
    told_of = queries.values_of(case, [])["persons"]
    assert told_of == (
        f"{man.title}（直接负责的主管人员）：决定购进，没收违法行为期间自本单位所获收入10000.00元，罚款5000.00元，"
        "自处罚决定生效之日起15年内禁止从事相关生产经营活动"
    )
    forms = law.document("catalogues/case_forms")["forms"]
    for form in ("prior_notice", "decision"):
        assert any("{persons}" in text for text in forms[form]["paragraphs"])


def test_what_persons_owe_is_paid_before_a_decision_counts_as_carried_out(desk, shop, man):
    case = served(desk, named(desk, shop, naming(man, fine=Decimal(3000), confiscated=Decimal(10000))))
    assert case.persons_outstanding == 13000
    case = desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    with pytest.raises(NotAllowed, match="责任人员还有 13000 元没有缴清"):
        desk.do(case, date(2025, 4, 11), commands.Fulfil(note="缴清"), desk.officer)
    for name, paid, fault in ((man.title, 13001, "超过了"), ("王二", 1, "责任人员中没有")):
        with pytest.raises(Invalid, match=fault):
            desk.do(case, date(2025, 4, 11), commands.PayPerson(name=name, sum=Decimal(paid)), desk.officer)
    case = desk.do(case, date(2025, 4, 11), commands.PayPerson(name=man.title, sum=Decimal(10000)), desk.officer)
    assert "未缴3000元" in queries.values_of(case, [])["execution"]
    case = desk.do(case, date(2025, 4, 12), commands.PayPerson(name=man.title, sum=Decimal(3000)), desk.officer)
    assert desk.do(case, date(2025, 4, 12), commands.Fulfil(note="缴清"), desk.officer).state == State.EXECUTED
    with pytest.raises(NotAllowed):
        desk.do(case, date(2025, 4, 12), commands.PayPerson(name=man.title, sum=Decimal(1)), desk.officer)


def test_a_person_who_does_not_pay_is_urged_although_the_firm_has_paid(desk, shop, man):
    case = served(desk, named(desk, shop, naming(man, fine=Decimal(3000))))
    case = desk.do(case, date(2025, 4, 10), commands.Pay(sum=Decimal(150000)), desk.officer)
    case = desk.do(case, date(2025, 4, 28), commands.Urge(), desk.officer)
    assert case.urged_on == date(2025, 4, 28)
