"""The loader writes what the commands write: row for row, hash for hash."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from tests.database import owning
from yaoan.kernel import clock
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands import NotAllowed, Refused, open_record, perform
from yaoan.kernel.commands.base import filled
from yaoan.kernel.commands.loading import Deed, Life, load
from yaoan.kernel.commands.multiplying import multiply
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.journal import export, heads, sealing
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.kernel.journal.verify.checking import verify
from yaoan.kernel.records.models import Counter, Deadline, Docket
from yaoan.modules.risks import commands as risks
from yaoan.modules.risks import rules
from yaoan.modules.risks.public import Risk
from yaoan.modules.signals.public import Signal
from yaoan.modules.subjects.public import Register, Subject, SubjectKind
from yaoan.simulation import province
from yaoan.simulation.load import Ground, risk_lives, signal_lives
from yaoan.simulation.replaying import command_id
from yaoan.simulation.scale import Scale

pytestmark = pytest.mark.django_db
PLACE = Scale(
    "two counties", (2,), townships=2, stations=2, station_inspectors=2, county_officers=2, station_assistants=0
)
START, DAYS, COUNT = date(2025, 3, 3), 40, 60
MADE = {Entry: ("id",), Deadline: ("id",), Attachment: ("id",)}
"""Columns that the database numbers by itself."""


@pytest.fixture
def grounds(monkeypatch) -> list[Ground]:
    monkeypatch.setattr(province, "make_password", lambda _password: "!")
    with clock.told(datetime(2025, 1, 2, 9, tzinfo=clock.BEIJING)):
        province.build(PLACE, Random(1), password="never-used-here", since=date(2024, 1, 1))
        found = []
        for world in province.worlds(PLACE, 1):
            for number in range(4):
                area = f"{world.home}{province.FIRST_TOWN + number % 2}"
                firm = Register(title=f"{world.name}第{number}药房", subject_kind=SubjectKind.PHARMACY, area=area)
                open_record(firm, by=world.actors["officer1"])
            found.append(Ground(world, list(Subject.objects.filter(area__startswith=world.home))))
        return found


def _lives(grounds: list[Ground]) -> list[Life]:
    """Risks and signals at every stage of their lives; each command has an id of its own, the same each time."""
    drawn = [
        *risk_lives(grounds, Random(2), count=COUNT, start=START, days=DAYS),
        *signal_lives(grounds, Random(3), count=COUNT, start=START, days=DAYS),
    ]
    return [
        [Deed(deed.at, _with_id(deed.command, life, place), deed.by) for place, deed in enumerate(deeds)]
        for life, deeds in enumerate(drawn)
    ]


def _with_id(command: Any, *words: object) -> Any:
    return filled(command, command_id=command_id("test", *words))


def _one_by_one(lives: Iterable[Life]) -> None:
    for life in lives:
        record: Any = None
        for deed in life:
            with clock.told(deed.at):
                if record is None:
                    record = open_record(deed.command, by=deed.by)  # type: ignore[arg-type]
                else:
                    record = perform(deed.command, on=record, by=deed.by)  # type: ignore[arg-type]


def _written(first: int, write: Callable[[], object]) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that records are written to, after `write` with ids from `first` on; then all is undone."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("SELECT setval('record_id_seq', %s, false)", [first])
    with transaction.atomic():
        write()
        rows = {
            model.__name__: sorted(
                (
                    {k: _plain(v) for k, v in row.items() if k not in MADE.get(model, ())}
                    for row in model.objects.values()
                ),
                key=lambda row: [
                    str(row.get(name)) for name in ("record", "record_id", "id", "seq", "act", "series", "name")
                ],
            )
            for model in (Entry, Risk, Signal, Docket, Deadline, Attachment, Counter)
        }
        transaction.set_rollback(True)
    return rows


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_rows_hashes_and_signatures_are_those_of_the_commands(grounds):
    lives, first = _lives(grounds), 1_000_000
    one_by_one = _written(first, lambda: _one_by_one(lives))
    loaded = _written(first, lambda: list(load(lives, size=500)))
    in_batches = _written(first, lambda: list(load(lives, size=7)))

    assert len(one_by_one["Risk"]) == len(one_by_one["Signal"]) == COUNT
    states = {row["state"] for row in one_by_one["Risk"]}
    assert states >= {"reported", "rectifying", "accepted", "closed", "dismissed"}
    assert one_by_one["Attachment"] and one_by_one["Deadline"]
    for table, rows in one_by_one.items():
        assert loaded[table] == rows, table
        assert in_batches[table] == rows, table


def test_copies_are_what_the_same_deeds_would_have_written(grounds, monkeypatch):
    monkeypatch.setattr(rules, "is_drawn_for_recheck", lambda _number, _day: False)  # a lot drawn by the number
    patterns, first, times = _lives(grounds), 2_000_000, 3
    rounds = [list(patterns) for _round in range(times + 1)]

    def copied() -> None:
        for model in (Risk, Signal):
            ids = [record.pk for record in load(life for life in patterns if life[0].command.model is model)]
            assert sum(multiply(model, ids, times)) == times * COUNT

    def loaded() -> None:
        for model in (Risk, Signal):
            for lives in rounds:
                assert len([*load(life for life in lives if life[0].command.model is model)]) == COUNT

    copies = _written(first, copied)
    given = {(row["number"], row["seq"]): row["command_id"] for row in copies["Entry"]}
    for place, lives in enumerate(rounds):
        counts = dict.fromkeys((Risk, Signal), place * COUNT)
        for index, life in enumerate(lives):
            model = life[0].command.model
            counts[model] += 1
            number = f"{model.prefix}-{START.year}-{counts[model]:06}"
            lives[index] = [
                Deed(deed.at, filled(deed.command, command_id=given[number, seq]), deed.by)
                for seq, deed in enumerate(life, start=1)
            ]
    one_by_one = _written(first, loaded)
    assert len(copies["Risk"]) == len(copies["Signal"]) == (times + 1) * COUNT
    for table, rows in one_by_one.items():
        assert copies[table] == rows, table


def test_what_was_loaded_is_proved_and_its_deadlines_are_those_worked_out_again(grounds, tmp_path):
    records = list(load(_lives(grounds)))
    copies = sum(multiply(Risk, [record.pk for record in records if isinstance(record, Risk)], 2))
    last = START + timedelta(days=2 * DAYS)
    sealing.seal(datetime(last.year, last.month, last.day, tzinfo=clock.BEIJING))
    export.write(tmp_path / "journal.jsonl")
    (tmp_path / "heads.jsonl").write_text("".join(f"{heads.as_json(seal)}\n" for seal in Seal.objects.order_by("id")))
    report = verify(tmp_path / "journal.jsonl", heads=tmp_path / "heads.jsonl")
    assert not report.findings and report.records >= len(records) + copies == 4 * COUNT
    assert rebuild_deadlines() == []


def test_a_deed_that_would_be_refused_is_refused_and_its_batch_is_not_written(grounds):
    life = next(life for life in _lives(grounds) if len(life) == 6)
    area = life[0].command.area  # type: ignore[attr-defined]
    stranger = next(ground.world.actors["chief"] for ground in grounds if ground.world.home != area[:6])
    assessing = Deed(life[1].at, life[1].command, stranger)
    with pytest.raises(Refused):
        list(load([[life[0], assessing]]))
    twice = risks.Assess(level="high", grounds="再次研判")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        list(load([[*life[:2], Deed(life[1].at, twice, life[1].by)]]))
    with pytest.raises(TypeError):
        list(load([life[1:]]))
    assert not Risk.objects.exists()
