"""`perform`, `open_record`, `perform_many`: the only ways a record comes to be or changes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected, SerializationFailure

from yaoan.kernel import sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands.base import Change, Open, R, Step
from yaoan.kernel.commands.constraints import broken_rule, is_sent_twice
from yaoan.kernel.commands.errors import Invalid, Refused
from yaoan.kernel.commands.transaction import Session
from yaoan.kernel.records.models import Record
from yaoan.kernel.statutes.obstacles import Obstacle

TRIES = 3
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one step: the record, or the refusal."""

    step: Step
    record: Record | None = None
    refusal: Refused | None = None


def perform(command: Change[R], *, on: R | int, by: Actor, version: int | None = None) -> R:
    """Do one act to one record, and return the record as it is afterwards.

    Query as actor → lock → act allowed → version still the one the user saw → apply → state → save → journal →
    deadlines, in one transaction. A command id that was performed before is not performed again.
    Raises NotThere, NotAllowed, Stale or Invalid, having changed nothing.
    """
    return _alone(Step(command, on, by, version))  # type: ignore[return-value]


def open_record(command: Open[R], *, by: Actor) -> R:
    """Open a record and return it. Raises NotAllowed or Invalid, having changed nothing."""
    return _alone(Step(command, None, by))  # type: ignore[return-value]


def perform_many(
    steps: Iterable[Step], *, by: Actor | None = None, size: int = 500, told: Callable[[int], None] | None = None
) -> Iterator[Outcome]:
    """Perform many commands, `size` to a transaction with batched writes; yields each outcome in order.

    One refused step leaves the others alone. Steps may come from a generator; nothing is kept beyond a batch. Outcomes
    of a batch are yielded after it is committed; `told(count)` is called then. Steps with a command id may be sent again
    after a crash: those done are not done twice.
    """
    rest = iter(steps)
    while batch := list(islice(rest, size)):
        batch = [step if step.by else Step(step.command, step.on, by, step.version) for step in batch]
        yield from _again_on_deadlock(partial(_together, batch))
        if told:
            told(len(batch))


def _alone(step: Step) -> Record:
    outcome = _again_on_deadlock(lambda: _together([step]))[0]
    if outcome.refusal:
        raise outcome.refusal
    assert outcome.record is not None
    return outcome.record


def _together(steps: Sequence[Step]) -> list[Outcome]:
    """Perform steps in one transaction. Where the database finds one that breaks a rule of the table (a code that is
    taken), or the law has no term for its day, the steps are halved until that one stands alone and is refused; the others
    are performed. Where one of them was being performed from another side at the same moment, it is done by now: the steps
    are begun again."""
    try:
        with transaction.atomic():
            return _performed(steps)
    except IntegrityError as error:
        if is_sent_twice(error):
            return _together(steps)
        if len(steps) > 1:
            return _halved(steps)
        refusal = broken_rule(error, steps[0].command)
        if refusal is None:
            raise
        return [Outcome(steps[0], refusal=refusal)]
    except Obstacle as obstacle:
        if len(steps) > 1:
            return _halved(steps)
        return [Outcome(steps[0], refusal=Invalid({"": [f"{obstacle}。"]}))]


def _halved(steps: Sequence[Step]) -> list[Outcome]:
    middle = len(steps) // 2
    return _together(steps[:middle]) + _together(steps[middle:])


def _performed(steps: Sequence[Step]) -> list[Outcome]:
    outcomes = []
    session = Session()
    session.prepare(steps)
    with sight.whole():  # consequences and projections reach beyond what the actors see; what they may do is settled
        for step in steps:
            try:
                outcomes.append(Outcome(step, record=session.run(step)))
            except Refused as refusal:
                outcomes.append(Outcome(step, refusal=refusal))
        session.write()
    return outcomes


def _again_on_deadlock(work: Callable[[], Made]) -> Made:
    for attempt in range(TRIES):
        try:
            return work()
        except OperationalError as error:
            if attempt == TRIES - 1 or not isinstance(error.__cause__, (DeadlockDetected, SerializationFailure)):
                raise
            if transaction.get_connection().in_atomic_block:
                raise  # the outer transaction is lost; only its owner can begin again
    raise AssertionError("unreachable")


def performed(command_id: UUID) -> bool:
    """Whether a command with this id is in the journal."""
    from yaoan.kernel.journal.models import Entry

    with sight.whole():
        return Entry.objects.filter(command_id=command_id).exists()
