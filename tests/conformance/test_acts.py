"""Every act of every module is done once, by the people who may: what then stands in journal, columns and deadlines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.conformance.builders import PROVED_ELSEWHERE, Office, modules_models
from yaoan.kernel.commands import Open, open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.commands.values import columns, plain
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger.history import history_of
from yaoan.modules.subjects.public import Grant, Move, RegisterProduct

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("model", modules_models(), ids=lambda model: model.lifecycle.kind)


@every_kind
def test_every_act_leaves_one_line_a_whole_history_and_a_record_that_its_journal_rebuilds(
    office: Office, model
) -> None:
    seen = 0
    for command, record in office.walk(model):
        fresh = list(Entry.objects.order_by("pk")[seen:])
        seen += len(fresh)
        given = [line for line in fresh if line.record == record.pk and line.cause is None]
        own = [line for line in given if line.act == command.act.name]
        assert len(own) == 1
        assert own[0].from_state == "" or not issubclass(command, Open)
        assert _follow_from(own[0], fresh)
        assert history_of(record, office.officer, newest=None).is_whole
    done = set(Entry.objects.filter(kind=model.lifecycle.kind).values_list("act", flat=True))
    kind = model.lifecycle.kind
    here = [act for act in model.lifecycle.acts if not act.follows and f"{kind}.{act.name}" not in PROVED_ELSEWHERE]
    assert {act.name for act in here} <= done
    elsewhere = {model.lifecycle[name.split(".")[1]].target for name in PROVED_ELSEWHERE if name.startswith(f"{kind}.")}
    elsewhere |= {act.target for act in model.lifecycle.acts if act.follows}
    assert set(map(str, model.lifecycle.states)) - elsewhere <= set(Entry.objects.values_list("to_state", flat=True))
    for record in model.objects.all():
        stored, again = columns(record), columns(replayed(record.pk))
        stored["head"], again["head"] = bytes(stored["head"]), bytes(again["head"])
        assert compared(again) == compared(stored), record
    assert rebuild_deadlines() == []


def test_what_only_follows_is_journalled_with_its_cause_and_rebuilt_too(office: Office) -> None:
    firm = office.reach("subjects", "merged")
    firm = office.do(firm, firm.lifecycle["unmerge"])
    licence = open_record(replace(office.command(Grant), subject_id=firm.pk), by=office.officer)
    product = open_record(replace(office.command(RegisterProduct), owner_id=firm.pk), by=office.officer)
    move = Move(area="99012101", address="新址", agency_id=office.agencies["county"].pk)
    cause = perform(move, on=firm, by=office.officer)
    for record in (licence, product):
        line = Entry.objects.filter(record=record.pk).latest("pk")
        assert (line.act, line.cause) == ("follow", Entry.objects.filter(record=cause.pk).latest("pk").command_id)
        assert replayed(record.pk).area == "99012101"
    done = set(Entry.objects.values_list("kind", "act"))
    assert {("subjects", "absorb"), ("subjects", "release")} <= done


def _follow_from(entry: Entry, lines: Sequence[Entry]) -> bool:
    """Whether every line after one names as its cause that one or another that follows from it."""
    known = {entry.command_id}
    for line in lines[list(lines).index(entry) + 1 :]:
        if line.cause not in known:
            return False
        known.add(line.command_id)
    return True


def compared(values: dict) -> dict:
    """Columns as they compare after a round through the database: choices as their values, 39.9 as 39.900000."""
    return {name: _plainly(value) for name, value in values.items()}


def _plainly(value: object) -> object:
    if isinstance(value, Decimal):
        return value.normalize()
    return value.astimezone(UTC) if isinstance(value, datetime) else plain(value)
