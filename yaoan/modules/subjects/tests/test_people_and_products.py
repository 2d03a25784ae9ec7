"""People and their posts, identity numbers that stay sealed, and products with their numbers."""

import json
from datetime import date
from uuid import UUID

import pytest

from yaoan.kernel.commands import Invalid, perform
from yaoan.kernel.journal.models import AccessLog, Entry
from yaoan.kernel.reading.checksums import identity_check
from yaoan.kernel.vault.sealing import Unopened, unseal
from yaoan.modules.subjects.choices import P, PersonState, PostKind, ProductKind, SubjectKind, Tie
from yaoan.modules.subjects.commands import (
    AmendPerson,
    AmendProduct,
    Appoint,
    Dismiss,
    Leave,
    RegisterProduct,
    Restore,
    Withdraw,
)
from yaoan.modules.subjects.models import Person
from yaoan.modules.subjects.queries import people_of, products_of, shops_of, siblings_by, supplied_by
from yaoan.modules.subjects.rules.masking import masked
from yaoan.modules.subjects.tests.factories import ELSEWHERE, HERE, firm, person

pytestmark = pytest.mark.django_db
IDENTITY = "99012119850714002" + identity_check("99012119850714002")


def test_an_identity_number_is_sealed_and_only_its_hint_is_shown(officer, hire):
    enrolled = person(officer, firm(officer), identity=IDENTITY.lower())
    assert enrolled.identity_hint == f"990{'*' * 13}{IDENTITY[-2:]}"
    written = json.dumps([entry.payload for entry in Entry.objects.all()], ensure_ascii=False)
    assert IDENTITY not in written and IDENTITY[6:14] not in written
    trusted = hire("identity", "county")
    asked = {"permission": P.UNSEAL, "area": HERE, "agency_id": officer.agency_id, "reason": "核对身份"}
    assert unseal(UUID(enrolled.identity), by=trusted, **asked) == {"value": IDENTITY.lower()}
    with pytest.raises(Unopened):
        unseal(UUID(enrolled.identity), by=officer, **asked)
    assert AccessLog.objects.filter(record=enrolled.pk).count() == 2


def test_the_same_number_is_recognised_without_being_read(officer):
    one = person(officer, firm(officer), identity=IDENTITY)
    other = person(officer, firm(officer, "另一家"), "林秀蘭", identity=f" {IDENTITY} ")
    assert one.identity_mark == other.identity_mark != ""
    assert one.identity != other.identity


def test_a_wrong_identity_number_is_refused_without_naming_the_right_one(officer):
    wrong = IDENTITY[:-1] + ("1" if IDENTITY[-1] != "1" else "2")
    with pytest.raises(Invalid) as refusal:
        person(officer, firm(officer), identity=wrong)
    assert IDENTITY[-1] not in refusal.value.faults["identity"][0].split("，")[0].replace("18", "").replace("17", "")
    assert not Person.objects.exists()


def test_amending_without_a_number_leaves_the_seal_as_it_is(officer):
    enrolled = person(officer, firm(officer), identity=IDENTITY)
    amended = perform(AmendPerson(title="林秀岚"), on=enrolled, by=officer)
    assert (amended.title, amended.identity) == ("林秀岚", enrolled.identity)


def test_posts_begin_and_end_and_are_found_from_the_firm(officer):
    one, other = firm(officer), firm(officer, "另一家")
    enrolled = person(officer, one, since=date(2024, 1, 1))
    enrolled = perform(Appoint(subject_id=other.pk, post=PostKind.PHARMACIST), on=enrolled, by=officer)
    assert enrolled.subject_id == other.pk
    ended = Dismiss(subject_id=one.pk, post=PostKind.LEGAL_REPRESENTATIVE, until=date(2024, 6, 1))
    enrolled = perform(ended, on=enrolled, by=officer)
    assert [post["until"] for post in enrolled.posts] == ["2024-06-01", None]
    assert list(people_of(officer, one)) == list(people_of(officer, other)) == [enrolled]
    enrolled = perform(Leave(reason="退休"), on=enrolled, by=officer)
    assert (enrolled.state, enrolled.present_posts, enrolled.subject_id) == (PersonState.LEFT, [], None)
    enrolled = perform(Appoint(subject_id=one.pk, post=PostKind.STAFF), on=enrolled, by=officer)
    assert (enrolled.state, enrolled.subject_id) == (PersonState.ACTIVE, one.pk)


def test_a_post_is_held_once_and_ends_after_it_began(officer):
    subject = firm(officer)
    enrolled = person(officer, subject, since=date(2024, 1, 1))
    post = {"subject_id": subject.pk, "post": PostKind.LEGAL_REPRESENTATIVE}
    with pytest.raises(Invalid, match="已经在这家企业担任"):
        perform(Appoint(**post), on=enrolled, by=officer)
    with pytest.raises(Invalid) as refused:
        perform(Dismiss(**post, until=date(2023, 1, 1)), on=enrolled, by=officer)
    assert set(refused.value.faults) == {"until"}
    with pytest.raises(Invalid, match="早于任职日期"):
        perform(Dismiss(**post, until=date(2023, 1, 1)), on=enrolled, by=officer)
    with pytest.raises(Invalid, match="没有在这家企业担任"):
        perform(Dismiss(subject_id=subject.pk, post=PostKind.STAFF), on=enrolled, by=officer)


@pytest.mark.parametrize(("number", "shown"), [("", ""), ("1234567", "*******"), ("12345678", "123***78")])
def test_short_numbers_are_covered_altogether(number, shown):
    assert masked(number) == shown


def product(officer, **fields):
    from yaoan.kernel.commands import open_record

    given = {"title": "阿莫西林胶囊", "product_kind": ProductKind.DRUG, "area": HERE, **fields}
    return open_record(RegisterProduct(**given), by=officer)


def test_a_product_is_known_by_a_number_of_its_kind(officer):
    holder = firm(officer, subject_kind=SubjectKind.MAH)
    found = product(officer, code="国药准字 h20203001", owner_id=holder.pk)
    assert found.code == "国药准字H20203001"
    assert list(products_of(officer, holder)) == [found]
    with pytest.raises(Invalid) as refusal:
        product(officer, product_kind=ProductKind.COSMETIC, code="国药准字H20203001")
    assert "code" in refusal.value.faults
    with pytest.raises(Invalid, match="已经登记过"):
        product(officer, code="国药准字H20203001")
    assert product(officer, code="国药准字H20203001", strength="0.5g").pk != found.pk


def test_a_product_is_withdrawn_and_restored(officer):
    found = perform(Withdraw(reason="主动注销"), on=product(officer), by=officer)
    assert (found.is_closed, found.withdrawn_on is None) == (True, False)
    assert perform(Restore(reason="录错"), on=found, by=officer).withdrawn_on is None
    with pytest.raises(Invalid):
        perform(AmendProduct(title="x", code="国药准字H2020"), on=found, by=officer)


# Treat the class


@pytest.fixture
def chain(officer):
    head = firm(officer, "康民连锁总部", subject_kind=SubjectKind.CHAIN_HQ, area=HERE)
    shops = [
        firm(officer, f"康民第{n}店", subject_kind=SubjectKind.CHAIN_SHOP, parent_id=head.pk, suppliers=("云河医药",))
        for n in (1, 2)
    ]
    return head, *shops


def reasons_of(siblings) -> dict[str, tuple[str, ...]]:
    return {sibling.subject.title: sibling.reasons for sibling in siblings}


def test_siblings_of_a_shop_are_headquarters_and_other_shops_each_with_a_reason(officer, chain):
    head, shop, _other = chain
    found = reasons_of(siblings_by(officer, shop, ties=[Tie.CHAIN]))
    assert found == {"康民连锁总部": ("是康民第1店的连锁总部",), "康民第2店": ("同属连锁总部康民连锁总部",)}
    assert set(reasons_of(siblings_by(officer, head, ties=[Tie.CHAIN]))) == {"康民第1店", "康民第2店"}
    assert shops_of(officer, head).count() == 2


def test_a_firm_tied_twice_stands_first_with_both_reasons(officer, chain):
    _head, shop, other = chain
    firm(officer, "无关药店", suppliers=("云河医药",))
    found = siblings_by(officer, shop, ties=[Tie.CHAIN, Tie.SUPPLIER])
    assert found[0].subject == other
    assert found[0].reasons == ("同属连锁总部康民连锁总部", "同由云河医药供货")


def test_a_supplier_and_those_it_supplies_know_each_other(officer, chain):
    supplier = firm(officer, "云河医药", subject_kind=SubjectKind.WHOLESALER)
    assert set(supplied_by(officer, supplier)) == set(chain[1:])
    assert "由云河医药供货" in reasons_of(siblings_by(officer, supplier, ties=[Tie.SUPPLIER]))["康民第1店"]


def test_one_owner_ties_firms_by_name_and_by_number(officer):
    one = firm(officer, "甲药店", legal_representative="林秀兰")
    same_name = firm(officer, "乙药店", controller="林秀兰")
    same_number = firm(officer, "丙药店")
    person(officer, one, identity=IDENTITY)
    person(officer, same_number, "林秀蘭", identity=IDENTITY)
    found = reasons_of(siblings_by(officer, one, ties=[Tie.OWNER]))
    assert set(found) == {same_name.title, same_number.title}
    assert "请核实" in found["乙药店"][0] and "两家企业" in found["丙药店"][0]


def test_kind_and_place_tie_firms_of_one_county_in_business(officer, stranger):
    one = firm(officer, "甲诊所", subject_kind=SubjectKind.CLINIC)
    firm(officer, "乙诊所", subject_kind=SubjectKind.CLINIC)
    firm(stranger, "丙诊所", subject_kind=SubjectKind.CLINIC, area=ELSEWHERE)
    firm(officer, "丁药店")
    assert reasons_of(siblings_by(officer, one, ties=[Tie.KIND])) == {"乙诊所": ("同为诊所，在同一县区",)}
