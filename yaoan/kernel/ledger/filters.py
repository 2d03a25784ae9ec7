"""The filter row: what the address asks, as conditions on rows, as form fields, and as words."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db.models import IntegerField, Model, Q
from django.http import QueryDict
from django.utils.translation import gettext

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.ledger import pickers
from yaoan.kernel.ledger.declarations import Filter, Ledger
from yaoan.kernel.ledger.pickers import Option

ME, MINE = "me", "mine"
LARGEST = 10**12
"""No number that is asked for is as large as this."""

NUMBER = re.compile(r"[+-]?\d{1,13}(\.\d{0,6})?", re.ASCII)
"""How a number is written that people ask for; a column of whole numbers has no place for 1e-144."""


@dataclass
class Question:
    """One filter as the address answers it: its values, what there is to choose, and what was wrong."""

    filter: Filter
    values: list[str] = field(default_factory=list)
    start: str = ""
    end: str = ""
    options: list[Option] = field(default_factory=list)
    fault: str = ""

    @property
    def is_active(self) -> bool:
        return bool(self.values or self.start or self.end) and not self.fault

    @property
    def answer(self) -> str:
        """The answer in words, for the chip that takes it away again."""
        if self.start or self.end:
            return f"{self.start or '…'} – {self.end or '…'}"
        labels = {option.value: option.label for option in self.options}
        return "、".join(str(labels.get(value, value)) for value in self.values)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The words of the address this question uses."""
        name = self.filter.name
        return (f"{name}_from", f"{name}_to") if self.filter.kind in ("day", "number") else (name,)


def questions(ledger: Ledger, query: QueryDict) -> list[Question]:
    """The filters of a ledger as an address answers them."""
    return [_question(item, query) for item in ledger.filters]


def read_options(ledger: Ledger, actor: Actor, asked: Iterable[Question]) -> None:
    """Read what there is to choose for these questions: at most two queries each."""
    for question in asked:
        question.options = _options(ledger, question, actor)


def conditions(ledger: Ledger, actor: Actor, asked: Iterable[Question]) -> Q:
    """All answers together, as a condition on the ledger's rows. A faulty answer finds nothing."""
    found = Q()
    for question in asked:
        if question.fault:
            return Q(pk__in=[])
        if question.is_active:
            found &= _once(ledger, question.filter.path, _condition(ledger, question, actor))
    return found


def parameters_of(ledger: Ledger) -> tuple[str, ...]:
    """Every word of the address that the filters of a ledger use."""
    return tuple(word for item in ledger.filters for word in Question(item).parameters)


def _question(item: Filter, query: QueryDict) -> Question:
    question = Question(item)
    if item.kind in ("day", "number"):
        first, last = question.parameters
        question.start, question.end = query.get(first, "").strip(), query.get(last, "").strip()
        if not all(_reads(item, text) for text in (question.start, question.end) if text):
            question.fault = gettext("请写成 2025-01-31 这样的日期。") if item.kind == "day" else gettext("请写数字。")
        return question
    given = query.getlist(item.name)
    question.values = [value.strip() for value in given if value.strip()]
    numbers_only = item.kind in ("agency", "person", "reference")
    if numbers_only and not all(pickers.is_id(value) or value in (ME, MINE) for value in question.values):
        question.fault = gettext("没有这个选项。")
    if item.kind == "bool" and not set(question.values) <= {"0", "1"}:
        question.fault = gettext("没有这个选项。")
    return question


def _reads(item: Filter, text: str) -> bool:
    try:
        if item.kind == "day":
            return bool(date.fromisoformat(text))
        return bool(NUMBER.fullmatch(text)) and abs(Decimal(text)) < LARGEST
    except ValueError:
        return False


def _condition(ledger: Ledger, question: Question, actor: Actor) -> Q:
    path, kind, values = question.filter.path, question.filter.kind, question.values
    if kind == "day":
        return _between(path, question.start, question.end)
    if kind == "number":
        start, end = (Decimal(text) if text else None for text in (question.start, question.end))
        if _is_whole(ledger.model, path):  # between 1.5 and 3.5 there are 2 and 3
            return _between(path, start and math.ceil(start), end and math.floor(end))
        return _between(path, start, end)
    if kind == "text":
        return Q((f"{path}__icontains", values[0]))
    if kind == "area":
        return Q((f"{path}__startswith", values[0]))
    if kind == "bool":
        return Q((path, values[0] == "1"))
    if kind == "person":
        return Q((f"{path}__in", [actor.user_id if value == ME else int(value) for value in values]))
    if kind == "agency":
        mine = sorted(actor.agencies) if MINE in values else []
        return Q((f"{path}__in", [*mine, *(int(value) for value in values if value != MINE)]))
    return Q((f"{path}__overlap" if is_list(ledger.model, path) else f"{path}__in", values))


def _between(path: str, start: Any, end: Any) -> Q:
    """Rows from `start` to `end`, both among them; an end that is None or empty is open."""
    found = Q() if start in (None, "") else Q((f"{path}__gte", start))
    return found if end in (None, "") else found & Q((f"{path}__lte", end))


def _is_whole(model: type[Model], path: str) -> bool:
    """Whether a column holds whole numbers."""
    try:
        return isinstance(model._meta.get_field(path), IntegerField)
    except FieldDoesNotExist:
        return False


def is_list(model: type[Model], path: str) -> bool:
    """Whether a column holds several values; then a record is found by any of them."""
    try:
        return isinstance(model._meta.get_field(path), ArrayField)
    except FieldDoesNotExist:
        return False


def _once(ledger: Ledger, path: str, condition: Q) -> Q:
    """The condition, asked so that a record with several matching rows behind it is still found once."""
    model: type[Model] | None = ledger.model
    for step in path.split("__"):
        try:
            found = model._meta.get_field(step) if model else None
        except FieldDoesNotExist:
            break
        if found is not None and (found.one_to_many or found.many_to_many):
            return Q(pk__in=ledger.model._base_manager.filter(condition).values("pk"))
        model = getattr(found, "related_model", None)
    return condition


def _options(ledger: Ledger, question: Question, actor: Actor) -> list[Option]:
    item = question.filter
    if item.kind == "choice":
        return [Option(str(value), str(label)) for value, label in choices_of(ledger, item)]
    if item.kind == "bool":
        return [Option("1", gettext("是")), Option("0", gettext("否"))]
    if item.kind == "agency":
        found = pickers.options("agency", actor, chosen=_given(question), limit=200)
        return [Option(MINE, gettext("我的单位")), *found]
    if item.kind == "person":
        return [Option(ME, gettext("我")), *pickers.options("user", actor, chosen=_given(question), limit=200)]
    if item.kind == "area":
        return pickers.options("division", actor, chosen=_given(question), limit=200)
    if item.kind == "reference":
        return pickers.options(item.to, actor, chosen=_given(question))
    return []


def _given(question: Question) -> Sequence[str]:
    return [value for value in question.values if value not in (ME, MINE)] if not question.fault else []


def choices_of(ledger: Ledger, item: Filter) -> list[tuple[str, Any]]:
    """What a `choice` filter offers: its own choices, or those of the field (of the lifecycle, for the state)."""
    if item.choices is not None:
        return list(item.choices() if callable(item.choices) else item.choices)
    if item.path == "state":
        return [(state.value, state.label) for state in ledger.model.lifecycle.states]
    column = ledger.model._meta.get_field(item.path)
    return [(value, label) for value, label in getattr(column, "flatchoices", ()) if value]
