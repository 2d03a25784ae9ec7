"""Two officers with a certificate of law enforcement (Penalty Law arts 42, 55), where the unit has entered certificates."""

from datetime import date
from decimal import Decimal

import pytest

from yaoan.kernel.access import staffing
from yaoan.kernel.access.certificates import uncertified
from yaoan.kernel.access.models import Post, User
from yaoan.kernel.commands import Invalid, open_record
from yaoan.kernel.ledger.pickers import options
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import MeasureKind
from yaoan.modules.cases.tests.factories import on
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
ISSUED, ENDS = date(2024, 1, 1), date(2025, 3, 20)
VALID, LATE = date(2025, 3, 20), date(2025, 3, 21)


def certify(actor, until=date(2028, 12, 31), number="99000001"):
    return staffing.certify(User.objects.get(pk=actor.user_id), number, since=ISSUED, until=until)


@pytest.fixture
def recorded(desk):
    """The unit has entered certificates; that of the second officer ends on 20 March 2025."""
    certify(desk.officer)
    certify(desk.second, ENDS)
    return desk


def filing(desk, case, officers):
    return commands.File(grounds="有证据", has_evidence=True, is_punishable=True, is_ours=True, officers=officers)


def drawn(desk, day, case, officers, form="site_record"):
    command = commands.Draw(case_id=case.pk, form=form, area="990121", officers=officers)
    with on(day):
        return open_record(command, by=desk.officer)


def taken(desk, day, case, officers):
    command = commands.Take(
        case_id=case.pk, kind=MeasureKind.SEIZURE, title="药品", things=("阿莫西林胶囊",), kept_at="库房",
        officers=officers, reason="涉嫌违法", area="990121",
    )  # fmt: skip
    with on(day):
        return open_record(command, by=desk.officer)


def punished(desk, day, _case, officers):
    command = commands.Punish(
        title="没有购进记录", description="没有购进记录", breach="records", product_kind=ProductKind.DRUG, area="990121",
        officers=officers, facts="没有购进记录", fine=Decimal(100),
    )  # fmt: skip
    with on(day):
        return open_record(command, by=desk.officer)


def staffed(desk, day, case, officers):
    return desk.do(case, day, commands.Staff(officers=officers, reason="轮岗"), desk.chief)


@pytest.mark.parametrize("act", [staffed, taken, punished, drawn])
def test_who_has_no_valid_certificate_is_named_and_refused(recorded, act):
    case = recorded.filed(date(2025, 3, 10))
    assert act(recorded, VALID, case, recorded.pair)
    with pytest.raises(Invalid, match=r"钱立没有登记 2025-03-21 有效的执法证件.*yaoan user certificate") as refused:
        act(recorded, LATE, case, recorded.pair)
    assert "周明" not in str(refused.value)


def test_filing_and_reassigning_ask_too(recorded, hire):
    new = hire("officer", "county", "冯远")
    clue = recorded.clue(date(2025, 3, 10))
    with pytest.raises(Invalid, match="冯远没有登记"):
        recorded.do(clue, VALID, filing(recorded, clue, (recorded.officer.user_id, new.user_id)), recorded.chief)
    case = recorded.filed(date(2025, 3, 10))
    with pytest.raises(Invalid, match="冯远没有登记"):
        recorded.do(case, VALID, commands.Reassign(holder_id=new.user_id, reason="轮岗"), recorded.chief)
    certify(new, number="99000003")
    assert recorded.do(case, VALID, commands.Reassign(holder_id=new.user_id, reason="轮岗"), recorded.chief)


def test_a_paper_that_takes_the_officers_of_the_case_asks_for_theirs(recorded):
    case = recorded.filed(date(2025, 3, 10))
    document = drawn(recorded, VALID, case, ())
    with pytest.raises(Invalid, match="钱立没有登记"):
        drawn(recorded, LATE, case, ())
    with pytest.raises(Invalid, match="钱立没有登记"):
        recorded.do(document, LATE, commands.Fill(body="现场没有购进记录"), recorded.officer)


def test_a_paper_that_needs_no_officers_does_not_ask(recorded):
    case = recorded.filed(date(2025, 3, 10))
    assert drawn(recorded, LATE, case, recorded.pair, form="filing_approval")


def test_where_no_unit_has_entered_any_nobody_is_asked(desk, hire):
    far = hire("officer", "other", "韩山")
    certify(far)
    case = desk.filed(date(2025, 3, 10))
    assert case.officers == list(desk.pair)
    given = {"agency_id": case.agency_id, "day": VALID}
    assert uncertified(desk.pair, **given) == []
    assert uncertified((*desk.pair, far.user_id), **given) == ["周明", "钱立"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2018, 1, 1), date(2025, 3, 19), []),
        (date(2025, 3, 21), None, []),
        (date(2018, 1, 1), VALID, ["周明", "钱立"]),
        (VALID, None, ["周明", "钱立"]),
    ],
)
def test_the_certificate_of_a_colleague_speaks_for_the_unit_while_the_post_lasts(desk, hire, since, until, expected):
    mover = hire("officer", "county", "冯远")
    Post.objects.filter(user_id=mover.user_id).update(since=since, until=until)
    certify(mover)
    agency = Post.objects.get(user_id=mover.user_id).agency_id
    assert uncertified(desk.pair, agency_id=agency, day=VALID) == expected


def test_another_end_of_the_same_certificate_corrects_it(recorded):
    certify(recorded.second, date(2029, 12, 31))
    assert uncertified(recorded.pair, agency_id=None, day=LATE) == []
    assert User.objects.get(pk=recorded.second.user_id).certificates.count() == 1


def test_the_form_says_beforehand_who_has_none(recorded):
    def told(day):
        with on(day):
            labels = {option.value: option.label for option in options("officer", recorded.officer)}
        return ["今天无有效执法证件" in labels[str(one.user_id)] for one in (recorded.officer, recorded.second)]

    assert told(VALID) == [False, False]
    assert told(LATE) == [False, True]
