"""What waits for somebody's yes or no, and what came back, is said by every kind and shown on the first page."""

import re

import pytest

from tests.conformance.builders import PROVED_ELSEWHERE, Office, modules_models
from yaoan.kernel.lifecycle import Another
from yaoan.kernel.records.models import Deadline
from yaoan.modules.workbench.queries import came_back, todos

every_kind = pytest.mark.parametrize("model", modules_models(), ids=lambda model: model.lifecycle.kind)

A_DECISION = re.compile(r"批准|审核|审定|签发|签批|验收|接收|核收|复核|审查|受理|决定|确认|同意|销号")
THEIRS = ("公安机关", "检察机关", "人民法院")
"""Decisions of others that we write down."""
OWN_WORK = {
    "cases.file": "the officers who verify a clue ask for the filing, and the term is that of the verification",
    "cases.decide": "the term of the whole case, from its filing on",
    "cases.serve": "what is served is a decision; serving it is work",
    "cases.serve_again": "so it is with a decision that was changed",
    "measures.dispose": "whoever holds the goods proposes and writes down what becomes of them",
    "reports.present": "drafting, and handing in for approval",
}
"""Duties whose words name a decision and that are work all the same."""

A_RETURN = re.compile(r"退回|不同意|重新核查|重新调查|重新提示|重开|重报|补充协查")
NOT_BACK = {
    "publications.give_back": "goes back to another province, and ends here",
    "packages.refuse": "goes back to another installation, and ends here",
    "transfers.send_back": "goes back to the police, and ends here",
    "reports.resubmit": "is sent again by those to whom it came back",
}
"""Acts whose words name a return and that bring nobody here anything to do."""


@every_kind
def test_every_duty_that_is_called_a_decision_is_declared_as_one(model) -> None:
    kind, lifecycle = model.lifecycle.kind, model.lifecycle
    for duty in lifecycle.duties:
        label, name = duty.label.message, f"{kind}.{duty.act}"
        if name in OWN_WORK or label.startswith(THEIRS):
            assert not duty.decides, name
        elif A_DECISION.search(label) or isinstance(lifecycle[duty.act].guard, Another):
            assert duty.decides, f"{name} {label}: a yes or no to the work of others waits under 等我验收、审定、接收的"


@every_kind
def test_every_act_that_is_called_a_return_is_declared_as_one(model) -> None:
    for act in model.lifecycle.acts:
        name = f"{model.lifecycle.kind}.{act.name}"
        if A_RETURN.search(act.label.message):
            assert act.sends_back == (name not in NOT_BACK), f"{name} {act.label.message}"


def test_no_exception_is_left_of_what_is_gone() -> None:
    duties = {f"{model.lifecycle.kind}.{duty.act}" for model in modules_models() for duty in model.lifecycle.duties}
    acts = {f"{model.lifecycle.kind}.{act.name}" for model in modules_models() for act in model.lifecycle.acts}
    assert OWN_WORK.keys() <= duties and NOT_BACK.keys() <= acts


@pytest.mark.django_db
@every_kind
def test_every_decision_waits_with_those_who_may_take_it_and_not_among_the_work_of_the_unit(
    office: Office, model
) -> None:
    kind = model.lifecycle.kind
    for name in sorted(model.lifecycle.decisions):
        if f"{kind}.{name}" in PROVED_ELSEWHERE:
            continue
        states = frozenset().union(*(duty.runs for duty in model.lifecycle.duties if duty.act == name))
        record = office.ready(model, model.lifecycle[name], states)
        owed = Deadline.objects.get(record_id=record.pk, act=name)
        waiting = [todos(actor) for actor in office.people.values()]
        lines = [line.deadline.pk for found in waiting for line in (*found.deciding, *found.mine)]
        assert owed.pk in lines, f"{kind}.{name} waits for nobody"
        assert owed.pk not in [line.deadline.pk for found in waiting for line in found.unit], f"{kind}.{name}"


@pytest.mark.django_db
@every_kind
def test_what_was_sent_back_is_told_to_those_who_have_it_again(office: Office, model) -> None:
    kind = model.lifecycle.kind
    for name in sorted(model.lifecycle.sent_back):
        act = model.lifecycle[name]
        record = office.ready(model, act)
        office.people = dict(sorted(office.people.items(), key=lambda one: one[1].user_id == record.holder_id))
        record = office.do(record, act)
        told = [(actor.name, back) for actor in office.people.values() for back in came_back(actor, todos(actor).own)]
        ours = {who: back for who, back in told if back.todo.deadline.record_id == record.pk}
        assert ours, f"{kind}.{name} comes back to nobody"
        assert {str(back.act) for back in ours.values()} == {act.label.message}
        assert not any(back.by == who for who, back in ours.items()), (
            "those who sent it back are not told that it came back"
        )
