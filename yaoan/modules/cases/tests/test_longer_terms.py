"""By how much a term is made longer stands in the law register, as the term does: change the register, and the act follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from yaoan.kernel import law
from yaoan.kernel.commands import Invalid, open_record
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.statutes import Terms
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import MeasureKind
from yaoan.modules.cases.rules.windows import allowance
from yaoan.modules.cases.tests.factories import on

pytestmark = pytest.mark.django_db
CHANGED = date(2025, 6, 1)


def due_of(record, act):
    return Deadline.objects.get(record_id=record.pk, act=act).due_at.date()


@pytest.fixture
def since_june(monkeypatch):
    """A register in which a term may be made longer by another number from 1 June 2025 on."""

    def changed(name: str, count: int | None) -> None:
        terms = []
        for term in law.terms():
            if term.name != name:
                terms.append(term)
                continue
            longer = replace(term.extension, count=count)
            terms.append(replace(term, in_force_to=CHANGED - timedelta(days=1)))
            terms.append(replace(term, in_force_from=CHANGED, extension=longer))
        register = Terms(terms)
        monkeypatch.setattr(law, "terms", lambda: register)

    return changed


@pytest.fixture
def seizure(desk):
    def take(day: date):
        case = desk.filed(day)
        command = commands.Take(
            case_id=case.pk, kind=MeasureKind.SEIZURE, title="查封仓库", things=("仓库一间",), kept_at="原地",
            officers=desk.pair, reason="涉嫌违法", is_approved=True, area="990121",
        )  # fmt: skip
        with on(day):
            return open_record(command, by=desk.officer)

    return take


def test_a_clue_gets_what_the_register_gives_on_the_day(desk, since_june):
    since_june("cases.clue_verification", 5)
    before, after = desk.clue(date(2025, 5, 12)), desk.clue(date(2025, 5, 19))
    desk.do(before, date(2025, 5, 30), commands.Prolong(reason="外省取证"), desk.chief)
    desk.do(after, date(2025, 6, 3), commands.Prolong(reason="外省取证"), desk.chief)
    assert due_of(before, "file") == date(2025, 6, 24)  # thirty working days; 2 June is a holiday
    assert due_of(after, "file") == date(2025, 6, 17)  # twenty


def test_a_case_gets_what_the_register_gives_on_the_day(desk, since_june):
    since_june("cases.handling", 20)
    case = desk.filed(date(2025, 4, 1))
    desk.do(case, date(2025, 6, 4), commands.Extend(reason="案情复杂"), desk.chief)
    assert due_of(case, "decide") == date(2025, 4, 1) + timedelta(days=110)


def test_a_seizure_gets_what_the_register_gives_on_the_day(desk, seizure, since_june):
    since_june("cases.seizure", 10)
    measure = seizure(date(2025, 5, 20))
    desk.do(measure, date(2025, 6, 4), commands.ExtendMeasure(reason="案情复杂"), desk.chief)
    assert due_of(measure, "dispose") == date(2025, 5, 20) + timedelta(days=40)


def test_what_the_register_gives_no_number_for_is_not_made_longer_here(desk, since_june):
    since_june("cases.handling", None)
    case = desk.filed(date(2025, 4, 1))
    with pytest.raises(Invalid, match="没有写明"):
        desk.do(case, date(2025, 6, 4), commands.Extend(reason="案情复杂"), desk.chief)
    desk.do(case, date(2025, 5, 30), commands.Extend(reason="案情复杂"), desk.chief)
    assert due_of(case, "decide") == date(2025, 4, 1) + timedelta(days=120)


@pytest.mark.parametrize(
    ("term", "count"),
    [("cases.clue_verification", 15), ("cases.handling", 30), ("cases.seizure", 30), ("cases.review", None), ("cases.service", None)],
)  # fmt: skip
def test_what_the_register_says_now(term, count):
    assert allowance(term, date(2026, 1, 5), terms=law.terms()) == count
