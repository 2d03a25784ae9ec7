"""Ranges, late fines, publication: the pure rules, each against numbers worked out by hand."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaoan.kernel import law
from yaoan.modules.cases.choices import Grade, PartyKind, Penalty
from yaoan.modules.cases.rules.decisions import breach_of, read_text
from yaoan.modules.cases.rules.discretion import Range, band_of, is_simple, may_be_heard, range_of
from yaoan.modules.cases.rules.fines import Payment, late_fine
from yaoan.modules.cases.rules.publishing import is_brief, is_published, public_until, redacted
from yaoan.modules.cases.rules.repeating import Act, is_same, shared
from yaoan.modules.cases.rules.thresholds import Deed, reached
from yaoan.modules.cases.rules.windows import is_time_barred, last_day, remedies_end

RULES = law.document("catalogues/case_rules")
BREACHES = law.document("catalogues/breaches")
ZERO = Decimal(0)


@pytest.mark.parametrize(
    ("breach", "goods", "income", "serious", "low", "high"),
    [
        ("unlicensed", 1000, 0, False, 1_500_000, 3_000_000),  # counted as the floor of 100,000
        ("unlicensed", 200_000, 0, False, 3_000_000, 6_000_000),
        ("substandard_sold", 800, 0, False, 100_000, 200_000),
        ("licence_lending", 0, 300_000, False, 300_000, 1_500_000),
        ("licence_lending", 0, 300_000, True, 1_500_000, 4_500_000),
        ("device_substandard", 9_999, 0, False, 20_000, 50_000),
        ("device_substandard", 10_000, 0, False, 50_000, 200_000),
        ("good_practice", 1, 1, False, 100_000, 500_000),
        ("good_practice", 1, 1, True, 500_000, 2_000_000),
        ("cosmetic_unfiled", 20_000, 0, False, 60_000, 200_000),
        ("adverse_reaction_holder", 0, 0, False, 100_000, 1_000_000),
        ("recall_holder", 10_000, 0, False, 500_000, 1_000_000),
        ("recall_refused", 10_000, 0, False, 100_000, 500_000),
        ("bribery", 0, 0, False, 300_000, 3_000_000),
        ("vaccine_fake", 1000, 0, False, 7_500_000, 25_000_000),
        ("vaccine_substandard", 600_000, 0, False, 6_000_000, 18_000_000),
        ("vaccine_cold_chain", 1000, 0, False, 200_000, 1_000_000),
        (
            "vaccine_cold_chain",
            1000,
            0,
            True,
            1_000_000,
            3_000_000,
        ),  # in serious circumstances by the value of the goods
        ("vaccine_storage", 200_000, 0, True, 600_000, 2_000_000),
        ("cosmetic_label_flaw", 20_000, 0, False, 0, 2_000),
        ("cosmetic_false_filing", 9_999, 0, False, 10_000, 30_000),
        ("cosmetic_licence_lending", 0, 20_000, False, 200_000, 400_000),
    ],
)
def test_the_range_of_a_breach(breach, goods, income, serious, low, high):
    found = range_of(BREACHES[breach], goods=Decimal(goods), income=Decimal(income), serious=serious)
    assert found == Range(Decimal(low), Decimal(high))


def test_the_bands_of_the_grades_meet_and_fill_the_range():
    whole = Range(Decimal(100), Decimal(200))
    bands = [band_of(whole, grade, lighter=30, heavier=70) for grade in (Grade.LIGHTER, Grade.NORMAL, Grade.HEAVIER)]
    assert [(band.low, band.high) for band in bands] == [(100, 130), (130, 170), (170, 200)]
    assert band_of(whole, Grade.MITIGATED, lighter=30, heavier=70) == Range(ZERO, Decimal(100))
    assert band_of(whole, Grade.NONE, lighter=30, heavier=70) == Range(ZERO, ZERO)


def test_every_breach_has_an_order_of_sums_a_basis_and_a_ban_of_the_register():
    for key, row in BREACHES.items():
        assert row["low"] <= row["high"], key
        assert row["basis"] or key == "other"
        ban = row.get("ban", "life")
        assert ban == "life" or law.terms().versions(ban), key


def test_every_breach_knows_since_when_its_law_is_in_force():
    register = law.document("terms/instruments")["instruments"]
    since = {item["title"]["zh"]: item.get("in_force_from") for item in register}
    for key, row in BREACHES.items():
        named = re.findall(r"《([^》]+)》", row["basis"])
        assert row.get("since", "") == (str(since[named[0]]) if named else ""), key


def test_a_vaccine_that_is_a_fake_or_substandard_drug_is_one_before_the_criminal_law_too():
    catalogue = law.document("catalogues/transfer_thresholds")
    assert list(reached(Deed("vaccine_fake", date(2025, 3, 1)), catalogue)) == ["fake_drug"]
    harmful = Deed("vaccine_substandard", date(2025, 3, 1), is_harmful=True)
    assert list(reached(harmful, catalogue)) == ["substandard_harm"]


def test_a_paper_that_cites_an_article_is_taken_for_the_breach_not_for_a_narrower_case_of_it():
    narrower = {key: row["within"] for key, row in BREACHES.items() if "within" in row}
    assert narrower == {"cosmetic_label_flaw": "cosmetic_unfiled"}
    paper = "依据《化妆品监督管理条例》第六十一条第一款的规定，决定对当事人处罚款10000元。"
    assert breach_of(read_text(paper), BREACHES) == "cosmetic_unfiled"


def test_sums_of_the_simple_procedure_and_of_the_hearing():
    assert is_simple(Decimal(200), PartyKind.PERSON, RULES) and not is_simple(Decimal(201), PartyKind.PERSON, RULES)
    assert is_simple(Decimal(3000), PartyKind.FIRM, RULES) and not is_simple(Decimal(3001), PartyKind.FIRM, RULES)
    assert may_be_heard(ZERO, Decimal(100_000), PartyKind.FIRM, RULES)
    assert not may_be_heard(Decimal(99_999), ZERO, PartyKind.FIRM, RULES)


def test_late_payment_is_three_per_cent_a_day_of_what_is_unpaid():
    paid = [Payment(date(2025, 4, 13), Decimal(500))]
    assert late_fine(Decimal(1000), pay_by=date(2025, 4, 10), until=date(2025, 4, 10)) == ZERO
    assert late_fine(Decimal(1000), pay_by=date(2025, 4, 10), until=date(2025, 4, 12)) == Decimal(60)
    assert late_fine(Decimal(1000), pay_by=date(2025, 4, 10), until=date(2025, 4, 14), payments=paid) == Decimal(90)
    halt = [(date(2025, 4, 12), date(2025, 4, 13))]
    assert late_fine(Decimal(1000), pay_by=date(2025, 4, 10), until=date(2025, 4, 14), halts=halt) == Decimal(60)
    assert (
        late_fine(Decimal(1000), pay_by=date(2025, 4, 10), until=date(2025, 9, 30), halts=[(date(2025, 4, 11), None)])
        == ZERO
    )


@given(st.decimals(1, 10**7, places=2), st.integers(0, 400))
def test_the_late_fine_never_exceeds_the_fine_and_never_falls(fine, days):
    until = date.fromordinal(date(2025, 4, 10).toordinal() + days)
    today = late_fine(fine, pay_by=date(2025, 4, 10), until=until)
    tomorrow = late_fine(fine, pay_by=date(2025, 4, 10), until=date.fromordinal(until.toordinal() + 1))
    assert ZERO <= today <= tomorrow <= fine


def test_acts_that_overlap_are_the_same_act():
    one = Act("channel", date(2024, 1, 1), date(2024, 6, 30))
    assert is_same(one, Act("channel", date(2024, 6, 30), None))
    assert not is_same(one, Act("channel", date(2024, 7, 1), None))
    assert not is_same(one, Act("unlicensed", date(2024, 1, 1), None))
    assert shared(["张三", "", "李四"], ["李四", "", "张三"]) == ["张三", "李四"]


def test_what_is_published_and_for_how_long():
    known = {"terms": law.terms(), "calendar": law.calendar()}
    assert not is_published([Penalty.WARNING]) and is_published([Penalty.WARNING, Penalty.FINE])
    assert is_brief([Penalty.FINE], Decimal(99_999), PartyKind.FIRM, RULES)
    assert not is_brief([Penalty.FINE], Decimal(100_000), PartyKind.FIRM, RULES)
    assert not is_brief([Penalty.REVOCATION], ZERO, PartyKind.FIRM, RULES)
    day = date(2024, 11, 30)
    assert public_until(day, brief=True, restricted_until=None, **known) == date(2025, 2, 28)
    assert public_until(day, brief=False, restricted_until=None, **known) == date(2027, 11, 30)
    assert public_until(day, brief=False, restricted_until=date(2034, 11, 30), **known) == date(2034, 11, 30)


def test_personal_data_are_covered():
    text = redacted("李伟（11010519491231002X，13800001111）与欧阳建国", ["李伟", "欧阳建国"])
    assert text == "李某（＊＊＊，＊＊＊）与欧某某"


def test_limitation_and_remedies():
    known = {"terms": law.terms(), "calendar": law.calendar()}
    ended = date(2023, 2, 28)
    assert not is_time_barred(ended, date(2025, 2, 28), harmed=False, **known)
    assert is_time_barred(ended, date(2025, 3, 1), harmed=False, **known)
    assert not is_time_barred(ended, date(2028, 2, 28), harmed=True, **known)
    assert remedies_end(date(2025, 8, 31), **known) == date(2026, 2, 28)
    assert last_day("cases.defence", date(2025, 1, 24), **known) == date(2025, 2, 7)  # 26mk 27, 5 6 7


def test_an_act_that_ended_under_an_older_penalty_law_has_its_limitation_too():
    known = {"terms": law.terms(), "calendar": law.calendar()}
    ended = date(2021, 5, 31)
    assert not is_time_barred(ended, date(2023, 5, 31), harmed=False, **known)
    assert is_time_barred(ended, date(2023, 6, 1), harmed=False, **known)
    assert not is_time_barred(ended, date(2021, 7, 1), harmed=True, **known), (
        "found before the present law came into force"
    )
