"""All the work of a person, or of a place, is given to another person as one act."""

import inspect
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from yaoan.kernel import clock
from yaoan.kernel.access import staffing
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import command_for, commands_of, open_record, perform
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Deadline, model_of, record_models
from yaoan.modules.assistance.commands import whole_work
from yaoan.modules.campaigns.commands import campaigns, tasks
from yaoan.modules.cases import commands as cases
from yaoan.modules.cases.choices import MeasureKind
from yaoan.modules.letters import commands as letters
from yaoan.modules.letters.choices import Kind
from yaoan.modules.risks import commands as risks
from yaoan.modules.risks.public import Level
from yaoan.modules.signals import commands as signals
from yaoan.modules.subjects.public import ProductKind, Register, SubjectKind
from yaoan.modules.transfers import commands as transfers

pytestmark = pytest.mark.django_db
WHOLE = "/handovers/whole/"


def _sets_holder(command: type) -> bool:
    return any(
        "holder_id" in inspect.getsource(part.__dict__["apply"]) for part in command.__mro__ if "apply" in part.__dict__
    )


def test_every_kind_that_somebody_works_on_can_be_given_to_another_person():
    ours = [model for model in record_models() if model.__module__.startswith("yaoan.")]
    held = {model for model in ours if any(map(_sets_holder, commands_of(model).values()))}
    assert held <= set(whole_work.kinds_with_holders())
    kinds = {model.lifecycle.kind for model in held}
    assert kinds == {
        "signals", "risks", "sweeps", "visits", "letters", "cases", "measures", "transfers", "hits", "requests", "tasks", "reports",
    }  # fmt: skip
    for model in whole_work.kinds_with_holders():
        for act, field in whole_work.ways_of(model):
            assert {field, "reason"} <= set(commands_of(model)[act].__dataclass_fields__), model


def campaign_of(chief):
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=300)}
    drafted = open_record(campaigns.Draft(title="专项行动", area="990121", **days), by=chief)
    return perform(campaigns.Issue(), on=drafted, by=chief)


@pytest.fixture
def busy(desk, hire):
    """An officer with one piece of work of each kind in hand, and the colleague who is to have it."""
    officer, chief = desk.officer, desk.chief
    colleague, third = hire("officer", "county", "钱立"), hire("officer", "county", "孙和")
    work = {}
    described = {"product_kind": ProductKind.DRUG, "area": "990121", "channel": "inspection"}
    risk = {"title": "冷链断链", "description": "断电", "risk_kind": "cold_chain", **described}
    signal = signals.Receive(channel="complaint", text="卖假药", area="990121", product_kind=ProductKind.DRUG)
    read = perform(signals.Read(), on=open_record(signal, by=officer), by=officer)
    work["signals"] = perform(signals.Verify(holder_id=officer.user_id), on=read, by=officer)
    assessed = perform(
        risks.Assess(level=Level.HIGH, grounds="影响面大"), on=open_record(risks.Report(**risk), by=officer), by=chief
    )
    day = clock.today() + timedelta(days=9)
    work["risks"] = perform(
        risks.Order(measure="更换", holder_id=officer.user_id, rectify_by=day), on=assessed, by=chief
    )
    work["sweeps"] = open_record(
        risks.OpenSweep(
            risk_id=assessed.pk, title="同类排查", area="990121", holder_id=officer.user_id, criteria=("同类",), finish_by=day
        ),
        by=chief,
    )  # fmt: skip
    firm = Register(title="青溪县康民药房", subject_kind=SubjectKind.PHARMACY, address="城关镇", area="990121")
    work["visits"] = open_record(
        risks.Propose(
            sweep_id=work["sweeps"].pk, subject_id=open_record(firm, by=officer).pk, title="康民药房", area="990121",
            reasons=("同类",), holder_id=officer.user_id, visit_by=day,
        ),
        by=chief,
    )  # fmt: skip
    draft = letters.Draft(
        letter_kind=Kind.RISK_LETTER, title="提示", product_kind=ProductKind.DRUG, area="990121", subject_name="康民药房",
        problems="断电",
    )  # fmt: skip
    work["letters"] = open_record(draft, by=officer)
    case = perform(
        cases.File(
            grounds="有证据", has_evidence=True, is_punishable=True, is_ours=True,
            officers=(officer.user_id, third.user_id),
        ),
        on=desk.case(), by=chief,
    )  # fmt: skip
    work["cases"] = case
    take = cases.Take(
        case_id=case.pk, kind=MeasureKind.SEIZURE, title="药品", things=("阿胶",), kept_at="库房", reason="防止转移",
        officers=(officer.user_id, third.user_id), area="990121",
    )  # fmt: skip
    work["measures"] = open_record(take, by=officer)
    propose = transfers.Propose(
        case_id=case.pk, title="假药", description="假药", product_kind=ProductKind.DRUG, area="990121", organ="县公安局",
        procurator="县检察院",
    )  # fmt: skip
    sent = open_record(propose, by=officer)
    work["transfers"] = perform(transfers.Staff(officers=(officer.user_id, third.user_id)), on=sent, by=chief)
    flag = transfers.Flag(
        case_id=case.pk, title="假药", threshold="drug_administration", detail="金额较大", product_kind=ProductKind.DRUG,
        area="990121", holder_id=officer.user_id,
    )  # fmt: skip
    work["hits"] = open_record(flag, by=chief)
    work["requests"] = desk.drafted()
    month = {"covers_from": clock.today() - timedelta(days=30), "covers_until": clock.today()}
    draft_report = command_for(model_of("reports"), "draft")
    work["reports"] = open_record(draft_report(template="unit_monthly", area="990121", **month), by=officer)
    given = tasks.Give(title="排查药店", text="逐家排查", agency_id=chief.agency_id, campaign_id=campaign_of(chief).pk)
    work["tasks"] = perform(tasks.Take(holder_id=officer.user_id), on=open_record(given, by=chief), by=officer)
    return work, colleague


def sent(client, by, **answers):
    """The form as somebody sends it: what is asked, then what the preview carries, confirmed."""
    client.force_login(User.objects.get(pk=by.user_id))
    given = {"from_id": "", "area": "", "reason": "岗位调整", "command_id": str(uuid4()), **answers}
    preview = client.post(WHOLE, given)
    if preview.status_code != 200:
        return preview, None
    pinned = re.search(r'name="pin" value="([0-9a-f]+)"', preview.content.decode())
    assert pinned, "the preview stands for exactly these records"
    return preview, client.post(WHOLE, {**given, "confirmed": "1", "pin": pinned[1]})


def test_everything_one_person_has_in_hand_goes_to_another_by_one_form(desk, busy, client):
    work, colleague = busy
    officer = desk.officer
    assert {record.holder_id for record in work.values()} == {officer.user_id}
    before = Entry.objects.count()
    preview, done = sent(client, desk.chief, from_id=str(officer.user_id), to_id=str(colleague.user_id))
    assert Entry.objects.count() == before + len(work), (
        "the preview does nothing, the act leaves one line in each history"
    )
    for record in work.values():
        assert record.number in done.content.decode(), record
        record.refresh_from_db()
        assert record.holder_id == colleague.user_id, record
    assert "整体移交工作" in preview.content.decode()
    assert not Deadline.objects.filter(holder_id=officer.user_id).exists()
    assert work["cases"].officers[0] == work["transfers"].officers[0] == colleague.user_id
    assert officer.user_id in work["measures"].officers, "who took a measure stays as it was"
    assert work["requests"].contact_id == colleague.user_id


def test_the_work_of_a_place_goes_to_one_person_whoever_had_it(desk, busy, client, places):
    work, colleague = busy
    elsewhere = desk.accepted()
    _preview, done = sent(client, desk.chief, area="990121", to_id=str(colleague.user_id))
    assert elsewhere.number not in done.content.decode()
    for record in work.values():
        record.refresh_from_db()
        assert record.holder_id == (colleague.user_id if record.area.startswith("990121") else desk.officer.user_id)


def test_what_cannot_be_given_is_said_and_stays(desk, busy, client):
    work, colleague = busy
    preview, done = sent(client, desk.officer, from_id=str(desk.officer.user_id), to_id=str(colleague.user_id))
    assert "没有在这里移交承办人的权限" in preview.content.decode()
    page = done.content.decode()
    assert work["cases"].number in page
    work["cases"].refresh_from_db()
    assert work["cases"].holder_id == desk.officer.user_id


def test_two_officers_stay_on_a_case_and_the_preview_says_so_beforehand(desk, busy, client, hire):
    work, _colleague = busy
    second = next(one for one in work["cases"].officers if one != desk.officer.user_id)
    preview, done = sent(client, desk.chief, from_id=str(desk.officer.user_id), to_id=str(second))
    assert "指定办案人员" in preview.content.decode()
    assert work["cases"].number in done.content.decode()
    work["cases"].refresh_from_db()
    assert work["cases"].holder_id == desk.officer.user_id


def test_who_has_no_certificate_is_named_beforehand_and_the_case_stays(desk, busy, client):
    work, colleague = busy
    staffing.certify(User.objects.get(pk=desk.officer.user_id), "99000001", since=date(2024, 1, 1))
    preview, _done = sent(client, desk.chief, from_id=str(desk.officer.user_id), to_id=str(colleague.user_id))
    assert preview.content.decode().count("有效的执法证件") == 2, "the case and the transfer, not the rest"
    for kind, keeper in (("cases", desk.officer), ("transfers", desk.officer), ("measures", colleague)):
        work[kind].refresh_from_db()
        assert work[kind].holder_id == keeper.user_id, kind


def test_a_form_that_says_nothing_is_refused_by_field_and_sent_twice_does_it_once(desk, busy, client):
    work, colleague = busy
    refused, _none = sent(client, desk.chief, to_id=str(colleague.user_id))
    assert refused.status_code == 422
    assert "请选择原承办人或者所在地" in refused.content.decode()
    same, _none = sent(client, desk.chief, from_id=str(colleague.user_id), to_id=str(colleague.user_id))
    assert "就是原承办人" in same.content.decode()
    nothing, _none = sent(client, desk.chief, from_id=str(colleague.user_id), to_id=str(desk.chief.user_id))
    assert nothing.status_code == 422

    client.force_login(User.objects.get(pk=desk.chief.user_id))
    given = {
        "from_id": str(desk.officer.user_id), "to_id": str(colleague.user_id), "area": "", "reason": "调动",
        "command_id": str(uuid4()), "confirmed": "1", "pin": "0" * 64,
    }  # fmt: skip
    changed = client.post(WHOLE, given)
    assert changed.status_code == 409, "nothing is given that was not shown"
    work["risks"].refresh_from_db()
    assert work["risks"].holder_id == desk.officer.user_id
