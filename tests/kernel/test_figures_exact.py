"""Figures say what the journal says, whatever happened, however far the rollup has come, and whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from tests.kernel.figures_history import Line, counted, seal, seen, total, undone, write
from yaoan.kernel import sight
from yaoan.kernel.access.actor import Reach
from yaoan.kernel.figures import Metric, Period, acts, amounts, stock
from yaoan.kernel.figures.counting import count
from yaoan.kernel.figures.formulas import Atom
from yaoan.kernel.figures.questions import Cut, Question
from yaoan.kernel.figures.rollup import rebuild, roll_up, verify_rollup
from yaoan.kernel.figures.rows import rows
from yaoan.kernel.figures.scopes import Scope
from yaoan.kernel.words import Text

pytestmark = pytest.mark.django_db

AREAS = ("98", "9801", "980101", "980101101", "980101101001", "980102", "9802", "980201")
STATES = ("announced", "stored", "closed")
ACTS = ("announce", "receive", "confirm", "remark")
SIZES = ("small", "large")
FIRST = date(2025, 1, 20)

DECLARED: tuple[Atom, ...] = (
    acts("parcels", "announce"),
    acts("parcels", "receive", "confirm", where={"size": "large"}),
    acts("parcels", "revert"),
    amounts("parcels", "receive", "weight"),
    stock("parcels", "announced", "stored"),
    stock("parcels", "stored", where={"size": ("small", "large")}),
    acts("letters", "confirm"),
    stock("letters", "closed"),
)
UNDECLARED: tuple[Atom, ...] = (
    acts("parcels", "confirm", "receive", each="record"),
    acts("parcels", "receive", where={"size": "small"}),
    amounts("letters", "receive", "weight", where={"size": "small"}),
    stock("letters", "stored", where={"size": "large"}),
)


def metric(formula, name="parcels.some", better="up") -> Metric:
    return Metric(name, Text("某数", "Some figure"), Text("件", "pieces"), formula, Text("包裹", "Parcels"), better)


METRICS = tuple(metric(atom, f"parcels.figure{number}") for number, atom in enumerate(DECLARED))


@dataclass(frozen=True)
class Step:
    """One thing that happens to one of a few records; `roll` says whether all so far is then rolled up."""

    record: int
    act: str
    state: str
    day: int
    area: str
    owner: int
    size: str
    weight: str
    roll: bool


STEP = some.builds(
    Step,
    record=some.integers(1, 6),
    act=some.sampled_from((*ACTS, "revert")),
    state=some.sampled_from(STATES),
    day=some.integers(0, 75),
    area=some.sampled_from(AREAS),
    owner=some.integers(1, 3),
    size=some.sampled_from((*SIZES, "")),
    weight=some.sampled_from(("", "7", "0.5", "12.3456")),
    roll=some.booleans(),
)
HISTORY = some.lists(STEP, max_size=24)
DAYS = some.tuples(some.integers(-30, 110), some.integers(0, 70)).map(
    lambda pair: Period(FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=pair[0] + pair[1]))
)
MONTHS = some.tuples(some.integers(0, 3), some.integers(0, 2)).map(
    lambda pair: Period(Period.month(2025, 1 + pair[0]).start, Period.month(2025, 1 + pair[0] + pair[1]).end)
)
PERIODS = some.lists(some.one_of(DAYS, MONTHS), min_size=1, max_size=3)
REACH = some.builds(
    Reach,
    areas=some.sampled_from((("",), ("98",), ("9801",), ("980101", "9802"), ("980101101",), ("980101101001",), ())),
    agencies=some.sets(some.integers(1, 3), max_size=1).map(frozenset),
)
EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def played(steps: Sequence[Step]) -> list[Line]:
    """Write a history, rolling up now and then; the lines written."""
    lines: list[Line] = []
    latest: dict[int, list[Line]] = {}
    for step in steps:
        past = latest.setdefault(step.record, [])
        if step.act == "revert":
            if len(past) < 2 or past[-1].act == "revert":
                continue  # an opening, or a taking back, cannot be taken back
            before = next(line for line in reversed(past[:-1]) if line.act != "revert" and line not in _undone(past))
            line = Line(step.record, "revert", before.state, _day(step), before.area, before.owner, before.kind)
            line = Line(**{**line.__dict__, "facets": before.facets})
        else:
            kind = "letters" if step.record % 3 == 0 else "parcels"
            facets = {"size": step.size} if step.size else {}
            fields = {"weight": int(step.weight) if step.weight.isdigit() else step.weight} if step.weight else {}
            line = Line(step.record, step.act, step.state, _day(step), step.area, step.owner, kind, facets, fields)
        (written,) = write([line], past)
        past.append(written)
        lines.append(written)
        if step.roll:
            seal(written.id)
            roll_up(METRICS, batch=3)
    return lines


def _undone(past: list[Line]) -> list[Line]:
    return [line for line, after in pairwise(past) if after.act == "revert"]


def _day(step: Step) -> date:
    return FIRST + timedelta(days=step.day)


def sight_of(scope: Scope) -> str:
    """What the database lets somebody with this reach see."""
    reaches = scope.reaches.items()
    return sight.described(
        user=0, own=(), areas={kind: reach.areas for kind, reach in reaches},
        agencies={kind: reach.agencies for kind, reach in reaches},
    )  # fmt: skip


@EXAMPLES
@given(HISTORY, PERIODS, REACH, some.sampled_from(("", *AREAS)), some.sampled_from((None, None, 1, 2)))
def test_every_count_is_that_of_a_loop_over_the_lines(steps, periods, reach, area, agency) -> None:
    with undone():
        lines = played(steps)
        atoms = (*DECLARED, *UNDECLARED)
        scope = Scope({"parcels": reach, "letters": reach}, area, agency)
        with sight.seeing(sight_of(scope)), sight.counting():
            answer = count(Question(atoms, periods, scope))
            for number, period in enumerate(periods):
                for atom in atoms:
                    expected = seen(counted(lines, atom, period), reach, area, agency)
                    assert answer.value(atom, number) == total(expected, atom), (atom.key, period)
                    found = rows(atom, period, scope)
                    assert found.count() == (
                        len({x.record for x in expected}) if atom.measure == "records" else len(expected)
                    )
                    if atom.measure != "records":
                        assert {entry.pk for entry in found} == {line.id for line in expected}


@EXAMPLES
@given(HISTORY, PERIODS, some.sampled_from((2, 4, 6, 9, 12)))
def test_shares_by_place_unit_and_facet_are_those_of_a_loop(steps, periods, level) -> None:
    with undone():
        lines = played(steps)
        atoms = (*DECLARED, *UNDECLARED)
        scope = Scope({"parcels": Reach(("",)), "letters": Reach(("",))})
        keys = {
            Cut("area", level): lambda line: line.area[:level],
            Cut("agency"): lambda line: str(line.owner),
            Cut("facet", facet="size"): lambda line: line.facets.get("size", ""),
        }
        for cut, key_of in keys.items():
            answer = count(Question(atoms, periods, scope, (Cut(), cut)))
            for number, period in enumerate(periods):
                for atom in atoms:
                    expected = counted(lines, atom, period)
                    assert answer.value(atom, number) == total(expected, atom)
                    for key in {*answer.keys(cut), *map(key_of, expected)}:
                        share = [line for line in expected if key_of(line) == key]
                        assert answer.value(atom, number, cut, key) == total(share, atom), (atom.key, cut, key)


@EXAMPLES
@given(HISTORY, DAYS, some.integers(0, 24))
def test_the_past_can_be_counted_as_it_was_known_at_an_entry(steps, period, place) -> None:
    with undone():
        lines = played(steps)
        upto = lines[place].id if place < len(lines) else 0
        scope = Scope({"parcels": Reach(("",)), "letters": Reach(("",))})
        atoms = (*DECLARED, *UNDECLARED)
        answer = count(Question(atoms, [period], scope, upto=upto))
        for atom in atoms:
            expected = counted(lines, atom, period, upto)
            assert answer.value(atom) == total(expected, atom), atom.key
            if atom.measure != "records":
                assert {entry.pk for entry in rows(atom, period, scope, upto=upto)} == {line.id for line in expected}


@EXAMPLES
@given(HISTORY, some.integers(1, 5))
def test_the_rollup_is_the_same_in_any_batches_and_says_what_the_journal_says(steps, batch) -> None:
    with undone():
        lines = played(steps)
        if lines:
            seal(lines[-1].id)
        roll_up(METRICS, batch=batch)
        assert verify_rollup() == []
        assert roll_up(METRICS) == 0
        assert rebuild(METRICS, batch=batch) == len(lines)
        assert verify_rollup() == []
