"""Acts, duties and the lifecycle they make: values that describe, and never do, anything."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from yaoan.kernel.words import Choice, Text

Guard = Callable[[Any, Any], str | Text | None]
"""`guard(record, actor)` returns None, or the sentence that tells the user what stands in the way and what helps."""

BIRTH: frozenset[str] = frozenset()
"""The source of an act that opens a record."""

ANY: frozenset[str] = frozenset({"*"})
"""The source of an act that is allowed in every state."""


def among(*states: str) -> frozenset[str]:
    """The states an act may start from, or a duty runs in."""
    return frozenset(str(state) for state in states)


@dataclass(frozen=True, slots=True)
class Act:
    """Something an official may do to a record.

    `target` is the state reached; None keeps the state, or, for an act that `returns`, the state is the one the record was
    in before the present one.
    `dangerous` acts are asked about once more before they are done. Acts that `follow` are only ever the consequence of
    an act on another record: nobody is offered them, and nobody may do them alone.
    """

    name: str
    label: Text
    permission: str
    basis: str
    source: frozenset[str]
    target: str | None = None
    guard: Guard | None = None
    dangerous: bool = False
    follows: bool = False
    returns: bool = False
    sends_back: bool = False

    @property
    def moves(self) -> bool:
        """Whether the act takes a record to another state."""
        return self.target is not None or self.returns

    def leads_to(self, stays: Sequence[Sequence[str]]) -> str | None:
        """The state a record reaches that has been in `stays` ([state, since], oldest first); None: it stays where it is."""
        if not self.returns:
            return self.target
        return stays[-2][0] if len(stays) > 1 else None

    @property
    def is_birth(self) -> bool:
        return self.source == BIRTH

    def starts_from(self, state: str) -> bool:
        return self.source == ANY or state in self.source


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done to a record while it is in some states, and by when.

    Its due date comes from the `term` of the law register, or from the date in the record's attribute `agreed`
    (a date an official has set; while it is empty nothing is owed), or there is none (then it is work without a clock).
    The clock runs in the states `runs` and stands still in `pauses`; it begins anew when a `runs` state is entered
    from a state that is in neither.
    `holder` names the record's attribute with the id of the one person who must act; without it (or where that is
    empty) it is the work of everyone in the `unit` (attribute with an agency id) who has the act's permission.
    `only` names an attribute that must be true for the duty to be owed at all. A duty that `decides` is somebody's yes or no to
    what others did or handed on, and not work of their own: an acceptance, an approval, a review, a taking over.
    """

    act: str
    label: Text
    runs: frozenset[str]
    term: str | None = None
    agreed: str | None = None
    pauses: frozenset[str] = frozenset()
    holder: str | None = None
    unit: str = "agency_id"
    only: str | None = None
    decides: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """All that may happen to one kind of record.

    Raises ValueError, naming every fault at once, when the table does not hold together.
    """

    kind: str
    label: Text
    states: type[Choice]
    acts: tuple[Act, ...]
    duties: tuple[Duty, ...] = ()
    closed: frozenset[str] = frozenset()
    _by_name: dict[str, Act] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {act.name: act for act in self.acts})
        faults = list(self._faults())
        if faults:
            raise ValueError(f"lifecycle {self.kind}: " + "; ".join(faults))

    def __getitem__(self, name: str) -> Act:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def births(self) -> tuple[Act, ...]:
        return tuple(act for act in self.acts if act.is_birth)

    @cached_property
    def decisions(self) -> frozenset[str]:
        """The names of the acts that are owed as a yes or no to the work of others."""
        return frozenset(duty.act for duty in self.duties if duty.decides)

    @cached_property
    def sent_back(self) -> frozenset[str]:
        """The names of the acts by which work comes back."""
        return frozenset(act.name for act in self.acts if act.sends_back)

    def acts_from(self, state: str) -> Iterator[Act]:
        """The acts the table allows in a state, in the order of the table."""
        return (act for act in self.acts if act.starts_from(state))

    def reachable(self) -> frozenset[str]:
        """Every state some sequence of acts leads to."""
        seen = {act.target for act in self.births if act.target}
        while True:
            further = {act.target for act in self.acts if act.target and any(act.starts_from(s) for s in seen)}
            if further <= seen:
                return frozenset(seen)
            seen |= further

    def _faults(self) -> Iterator[str]:
        known = {str(state) for state in self.states}
        if len(self._by_name) != len(self.acts):
            yield "two acts share a name"
        if not self.births:
            yield "no act opens a record"
        for act in self.acts:
            if act.is_birth and not act.target:
                yield f"{act.name} opens a record but leads to no state"
            if act.returns and (act.target or act.is_birth):
                yield f"{act.name} returns, so it neither opens a record nor names a state"
            if act.sends_back and act.is_birth:
                yield f"{act.name} opens a record, so it sends nothing back"
            for state in (act.source - ANY) | ({act.target} if act.target else set()):
                if state not in known:
                    yield f"{act.name} names the unknown state {state}"
        for duty in self.duties:
            if duty.act not in self._by_name:
                yield f"a duty asks for the unknown act {duty.act}"
            if not duty.decides and duty.act in self.decisions:
                yield f"{duty.act} is owed once as a decision and once as work"
            for state in duty.runs | duty.pauses:
                if state not in known:
                    yield f"the duty {duty.act} names the unknown state {state}"
        for state in self.closed - known:
            yield f"unknown closed state {state}"
