"""What is asked in many acts on cases: catalogues, files, sums, and days of the law."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.rules import windows

breaches = partial(law.catalogue, "breaches")
evidence_kinds = partial(law.catalogue, "evidence")

OFFICERS = _("办案人员")
TWO = _("办案人员不得少于两人，并应当具有执法资格。")


def so_far(name: str) -> Callable[[Any, Actor], Any]:
    """A form starts with what the record has."""
    return lambda record, _actor: getattr(record, name, None)


def two_officers(officers: tuple[int, ...], name: str = "officers") -> dict[str, list[str]]:
    """The fault of fewer than two different officers (Penalty Law art. 42)."""
    return {name: [str(TWO)]} if len(set(officers)) < 2 else {}


def last_day(term: str, start: date, place: str = "") -> date:
    """The last day of a term of the register, by the calendar of this installation."""
    return windows.last_day(term, start, terms=law.terms(), calendar=law.calendar(), place=place)


Faults = Mapping[str, list[str]]


def fault(field: str, text: Text, /, **values: Any) -> Faults:
    """One thing wrong with one field."""
    return {field: [text.format(**values)]}


def wrong_day(given: date | None, day: date, *, not_before: date | None, name: str = "received_on") -> Faults:
    """What is wrong with the day something happened: it was not after the act, nor before what it rests on."""
    on = given or day
    if on > day:
        return fault(name, _("不能晚于办理日期 {day}。"), day=day)
    if not_before and on < not_before:
        return fault(name, _("不能早于 {day}。"), day=not_before)
    return {}
