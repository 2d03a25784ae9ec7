"""The entry of a firm: its code, its history, its licence, its end."""

from datetime import date, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.commands import Invalid, NotAllowed, NotThere, Step, perform, perform_many
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Docket
from yaoan.modules.subjects.choices import LicenceKind, ProductKind, SubjectKind, SubjectState
from yaoan.modules.subjects.commands import Amend, Close, Move, Register, Rename, Resume, Revert, Update
from yaoan.modules.subjects.models import Licence, Subject
from yaoan.modules.subjects.tests.factories import ELSEWHERE, HERE, credit_code, firm, licence

pytestmark = pytest.mark.django_db


def test_a_firm_is_registered_with_its_first_licence(officer):
    subject = firm(
        officer,
        code=f" {credit_code(1).lower()} ",
        product_kinds=(ProductKind.DRUG,),
        licence_kind=LicenceKind.DRUG_DISTRIBUTION,
        licence_code="演da990100001",
        expires_on=date(2099, 1, 1),
    )
    assert (subject.number[:4], subject.code, subject.state) == ("SUB-", credit_code(1), SubjectState.ACTIVE)
    held = Licence.objects.get(subject=subject)
    assert (held.code, held.area, held.title) == ("演DA990100001", HERE, "药品经营许可证 演DA990100001")
    assert Entry.objects.get(record=held.pk).cause == Entry.objects.get(record=subject.pk).command_id


def test_a_wrong_code_is_refused_with_what_is_wrong_and_what_helps(officer):
    wrong = credit_code(1)[:-1] + ("1" if credit_code(1)[-1] != "1" else "2")
    with pytest.raises(Invalid) as refusal:
        firm(officer, code=wrong, licence_code="演DA990100001")
    assert set(refusal.value.faults) == {"code", "licence_kind"}
    assert "第18位校验码应为" in refusal.value.faults["code"][0]
    assert refusal.value.faults["code"][0].endswith("。")
    assert not Subject.objects.exists()


def test_a_code_belongs_to_one_firm_alone(officer):
    firm(officer, code=credit_code(1))
    with pytest.raises(Invalid) as refusal:
        firm(officer, "另一家", code=credit_code(1))
    assert "已经登记在另一家企业名下" in refusal.value.faults["code"][0]


def test_one_taken_code_leaves_the_rest_of_a_batch_alone(officer):
    firm(officer, code=credit_code(1))
    steps = [
        Step(Register(title=f"第{n}家", subject_kind=SubjectKind.CLINIC, area=HERE, code=credit_code(n)))
        for n in (2, 1, 3, 3, 4)
    ]
    outcomes = list(perform_many(steps, by=officer))
    assert [bool(outcome.refusal) for outcome in outcomes] == [False, True, False, True, False]
    assert Subject.objects.count() == 4
    numbers = sorted(int(number[-6:]) for number in Subject.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]


def test_firms_without_a_code_do_not_stand_in_each_others_way(officer):
    assert firm(officer, "甲村卫生室").pk != firm(officer, "乙村卫生室").pk


def test_a_renamed_firm_is_found_by_both_names(officer):
    subject = perform(Rename(title="青溪县康乐大药房"), on=firm(officer, "青溪县安平药店"), by=officer)
    assert subject.former_names == [{"value": "青溪县安平药店", "until": clock.today().isoformat()}]
    text = Docket.objects.get(pk=subject.pk).text
    assert "康乐" in text and "安平" in text and "qxxap" in text


def test_renaming_to_the_same_name_is_no_act(officer):
    subject = firm(officer, "青溪县安平药店（北街店）")
    with pytest.raises(Invalid, match="没有变更"):
        perform(Rename(title="青溪县安平药店(北街店)"), on=subject, by=officer)


def test_a_paper_that_arrives_late_dates_the_history(officer):
    a_month_ago = clock.today() - timedelta(days=30)
    subject = perform(Rename(title="新名", effective_on=a_month_ago), on=firm(officer), by=officer)
    assert subject.former_names[0]["until"] == a_month_ago.isoformat()


def test_licences_go_with_a_firm_that_moves_away(city_officer, places):
    subject = firm(city_officer, address="城关镇一路1号")
    held = licence(city_officer, subject)
    move = Move(area=ELSEWHERE, address="白石县北街2号", agency_id=places["other"].pk)
    subject = perform(move, on=subject, by=city_officer)
    held.refresh_from_db()
    assert (held.area, held.agency_id) == (ELSEWHERE, places["other"].pk)
    assert subject.former_addresses[0]["value"] == "城关镇一路1号"
    assert Entry.objects.filter(record=held.pk, act="follow").count() == 1


def test_amending_empties_what_is_left_empty_and_keeps_the_name(officer):
    subject = firm(officer, phone="0990-1234567", legal_representative="林秀兰")
    subject = perform(Amend(subject_kind=SubjectKind.CLINIC), on=subject, by=officer)
    assert (subject.phone, subject.legal_representative, subject.subject_kind) == ("", "", SubjectKind.CLINIC)
    assert subject.title == "青溪县康和大药房"


def test_updating_from_a_register_keeps_what_is_not_given(officer):
    subject = firm(officer, "旧名药店", phone="0990-1234567", code=credit_code(1))
    subject = perform(Update(title="新名药店", legal_representative="周启明"), on=subject, by=officer)
    assert (subject.title, subject.phone, subject.legal_representative) == ("新名药店", "0990-1234567", "周启明")
    assert (subject.code, subject.former_names[0]["value"]) == (credit_code(1), "旧名药店")


def test_updating_from_a_register_grants_or_renews_the_licence(officer):
    subject = firm(officer)
    given = {"licence_kind": LicenceKind.DRUG_DISTRIBUTION, "licence_code": "演DA990100001"}
    perform(Update(**given, expires_on=date(2090, 1, 1)), on=subject, by=officer)
    perform(Update(**given, expires_on=date(2095, 1, 1)), on=subject, by=officer)
    perform(Update(**given, expires_on=date(2095, 1, 1)), on=subject, by=officer)
    held = Licence.objects.get()
    assert held.expires_on == date(2095, 1, 1)
    assert [entry.act for entry in Entry.objects.filter(record=held.pk).order_by("seq")] == ["grant", "renew"]


def test_a_closed_firm_can_come_back(officer):
    subject = perform(Close(reason="歇业"), on=firm(officer), by=officer)
    assert (subject.is_closed, subject.closed_on) == (True, clock.today())
    subject = perform(Resume(reason="重新开业"), on=subject, by=officer)
    assert (subject.is_closed, subject.closed_on) == (False, None)


def test_the_latest_act_can_be_taken_back(officer, chief):
    subject = perform(Rename(title="写错的名字"), on=firm(officer), by=officer)
    subject = perform(Revert(reason="录错"), on=subject, by=chief)
    assert (subject.title, subject.former_names) == ("青溪县康和大药房", [])


def test_an_officer_of_another_county_sees_and_changes_nothing(officer, stranger):
    subject = firm(officer)
    assert not Subject.objects.seen_by(stranger).exists()
    with pytest.raises(NotThere):
        perform(Close(reason="x"), on=subject, by=stranger)
    with pytest.raises(NotAllowed):
        firm(officer, area=ELSEWHERE, agency_id=stranger.agency_id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"longitude": 30, "latitude": 114}, "longitude"),
        ({"longitude": 114}, "latitude"),
        ({"licence_kind": LicenceKind.DRUG_DISTRIBUTION, "licence_code": "演DA99"}, "licence_code"),
        ({"issued_on": date(2024, 1, 1)}, "licence_code"),
        (
            {
                "licence_kind": LicenceKind.OTHER, "licence_code": "x1", "issued_on": date(2024, 1, 2),
                "expires_on": date(2024, 1, 1),
            },
            "expires_on",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_the_field(officer, given, field):
    with pytest.raises(Invalid) as refusal:
        firm(officer, **given)
    assert field in refusal.value.faults


def test_a_firm_is_not_its_own_headquarters(officer):
    subject = firm(officer, subject_kind=SubjectKind.CHAIN_HQ)
    with pytest.raises(Invalid, match="不能是它自己"):
        perform(Amend(subject_kind=SubjectKind.CHAIN_HQ, parent_id=subject.pk), on=subject, by=officer)


def test_a_headquarters_in_another_county_cannot_be_named_unseen(officer, stranger):
    away = firm(stranger, "白石县康民连锁总部", area=ELSEWHERE)
    with pytest.raises(Invalid) as refusal:
        firm(officer, parent_id=away.pk)
    assert "不在您的管辖范围内" in refusal.value.faults["parent_id"][0]
