"""A licence has dates: the firm is told before it runs out, and it lapses when it was not renewed."""

from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock, law
from yaoan.kernel.commands import Invalid, perform, replay
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.statutes import Term, Terms, Unit
from yaoan.kernel.words import Text
from yaoan.modules.subjects.choices import LicenceKind, LicenceState
from yaoan.modules.subjects.commands import AmendLicence, Cancel, Lapse, Remind, Renew, Urge
from yaoan.modules.subjects.commands.products import CODES
from yaoan.modules.subjects.rules import IDENTIFIERS
from yaoan.modules.subjects.rules.renewal import FIRST_NOTICE, before, notice_day
from yaoan.modules.subjects.tests.factories import firm, licence

EXPIRY = date(2026, 12, 31)


def told_on(day: date):
    return clock.told(datetime.combine(day, datetime.min.time(), clock.BEIJING) + timedelta(hours=9))


def dues() -> dict[str, date]:
    return {row.act: clock.local_day(row.due_at) for row in Deadline.objects.all()}


@pytest.mark.django_db
def test_reminders_are_owed_before_a_licence_runs_out(officer):
    with told_on(date(2025, 3, 3)):
        held = licence(officer, firm(officer), expires_on=EXPIRY)
        assert dues() == {"remind": date(2026, 7, 4)}
    with told_on(date(2026, 7, 1)):
        held = perform(Remind(how="电话"), on=held, by=officer)
        assert (held.state, dues()) == (LicenceState.REMINDED, {"urge": date(2026, 11, 1)})
    with told_on(date(2026, 10, 30)):
        perform(Urge(how="上门"), on=held, by=officer)
        assert dues() == {}
        perform(Renew(expires_on=date(2031, 12, 31)), on=held, by=officer)
        assert dues() == {"remind": date(2031, 7, 4)}


@pytest.mark.django_db
def test_one_reminder_is_enough_when_the_end_is_near(officer):
    with told_on(date(2026, 11, 20)):
        held = licence(officer, firm(officer), expires_on=EXPIRY)
        assert dues() == {"remind": date(2026, 11, 20)}
        perform(Remind(how="电话"), on=held, by=officer)
        assert dues() == {}


@pytest.mark.django_db
def test_a_licence_lapses_only_when_it_has_run_out(officer):
    with told_on(EXPIRY):
        held = licence(officer, firm(officer), expires_on=EXPIRY)
        with pytest.raises(Invalid, match="还在有效期内"):
            perform(Lapse(), on=held, by=officer)
    with told_on(EXPIRY + timedelta(days=1)):
        assert perform(Lapse(), on=held, by=officer).state == LicenceState.LAPSED
        assert dues() == {}


@pytest.mark.django_db
def test_a_licence_number_is_given_once_until_it_is_cancelled(officer):
    subject = firm(officer)
    held = licence(officer, subject)
    with pytest.raises(Invalid, match="已经登记过"):
        licence(officer, firm(officer, "另一家"))
    perform(Cancel(reason="企业申请注销"), on=held, by=officer)
    assert licence(officer, subject).code == held.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (Renew(expires_on=date(2026, 1, 1)), "不晚于现在的有效期"),
        (Renew(issued_on=date(2030, 1, 1), expires_on=date(2029, 1, 1)), "早于发证日期"),
        (AmendLicence(code="演DA9"), "9 位数字"),
    ],
)
def test_impossible_dates_and_numbers_are_refused(officer, command, sentence):
    held = licence(officer, firm(officer), expires_on=EXPIRY)
    with pytest.raises(Invalid, match=sentence):
        perform(command, on=held, by=officer)


@pytest.mark.django_db
def test_all_that_is_wrong_with_a_licence_is_told_at_once_by_field(officer):
    held = licence(officer, firm(officer), expires_on=EXPIRY)
    with pytest.raises(Invalid) as refused:
        perform(AmendLicence(code="演DA9", issued_on=date(2030, 1, 1), expires_on=EXPIRY), on=held, by=officer)
    assert set(refused.value.faults) == {"code", "expires_on"}
    with pytest.raises(Invalid) as refused:
        perform(Renew(issued_on=date(2030, 1, 1), expires_on=date(2026, 1, 1)), on=held, by=officer)
    assert [len(texts) for texts in refused.value.faults.values()] == [2]


@pytest.mark.django_db
def test_only_a_licence_that_ran_out_lapses(officer):
    held = licence(officer, firm(officer), expires_on=EXPIRY)
    with told_on(EXPIRY), pytest.raises(Invalid, match="还在有效期内"):
        perform(Lapse(), on=held, by=officer)


@pytest.mark.django_db
def test_a_licence_is_rebuilt_from_its_journal_whatever_is_objected_to_now(officer, monkeypatch):
    held = licence(officer, firm(officer), expires_on=EXPIRY)
    held = perform(Renew(expires_on=EXPIRY + timedelta(days=1000)), on=held, by=officer)
    monkeypatch.setattr(Renew, "objections", lambda *_: {"expires_on": ["no longer"]})
    assert replay.replayed(held.pk).expires_on == held.expires_on


@pytest.mark.django_db
def test_a_kind_without_a_known_rule_takes_any_number(officer):
    held = licence(officer, firm(officer), licence_kind=LicenceKind.MEDICAL_INSTITUTION, code=" PDY10001 ")
    assert held.code == "PDY10001"


def term(unit: Unit, count: int) -> Term:
    return Term(name="x.y", label=Text("期限"), unit=unit, count=count, source=Text("规定"))


@pytest.mark.parametrize(
    ("unit", "count", "expected"),
    [
        (Unit.CALENDAR_DAY, 30, date(2026, 3, 1)),
        (Unit.MONTH, 1, date(2026, 2, 28)),
        (Unit.MONTH, 6, date(2025, 9, 30)),
        (Unit.YEAR, 1, date(2025, 3, 31)),
        (Unit.WORKING_DAY, 2, date(2026, 3, 27)),
    ],
)
def test_terms_are_counted_backwards_in_every_unit_of_days(unit, count, expected):
    assert before(date(2026, 3, 31), term(unit, count), calendar=law.calendar()) == expected


def test_hours_cannot_be_counted_back_from_a_day():
    with pytest.raises(ValueError, match="counted in hour"):
        before(EXPIRY, term(Unit.HOUR, 24), calendar=law.calendar())


@pytest.mark.parametrize("expires_on", [None, date(2020, 1, 1)])
def test_nothing_is_owed_for_a_licence_without_end_or_past_it(expires_on):
    since = date(2025, 1, 1)
    found = notice_day(expires_on, FIRST_NOTICE, since=since, terms=law.terms(), calendar=law.calendar(), place="99")
    assert found is None


@pytest.mark.django_db
def test_the_days_of_the_reminders_follow_the_law_register_and_are_stored_nowhere(officer, monkeypatch):
    with told_on(date(2025, 3, 3)):
        held = licence(officer, firm(officer), expires_on=EXPIRY)
        assert held.remind_by == date(2026, 7, 4)
        monkeypatch.setattr(Terms, "at", lambda _terms, _name, _day, _place="": term(Unit.MONTH, 3))
        assert held.remind_by == date(2026, 9, 30)
        assert replay.replayed(held.pk).remind_by == date(2026, 9, 30)
    columns = {column.name for column in type(held)._meta.concrete_fields}
    assert columns.isdisjoint({"remind_by", "urge_by"})


@pytest.mark.django_db
def test_an_end_that_was_entered_wrong_moves_the_reminders(officer):
    with told_on(date(2025, 3, 3)):
        held = licence(officer, firm(officer), expires_on=EXPIRY)
    with told_on(date(2026, 7, 1)):
        held = perform(Remind(how="电话"), on=held, by=officer)
        later = AmendLicence(code=held.code, expires_on=date(2027, 12, 31))
        perform(later, on=held, by=officer)
        assert dues() == {"urge": date(2027, 11, 1)}


def test_every_kind_of_licence_and_product_is_checked_but_those_without_a_rule():
    free = {LicenceKind.MEDICAL_INSTITUTION, LicenceKind.OTHER}
    assert {kind for kind in LicenceKind if kind not in IDENTIFIERS} == free
    assert {kind for kinds in CODES.values() for kind in kinds} <= set(IDENTIFIERS)
