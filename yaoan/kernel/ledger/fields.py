"""One question of a form as a page draws it: kind of control, value, options, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django import forms
from django.http import QueryDict

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Ask, Command, asked, fields_of
from yaoan.kernel.commands.fields import FilesField, LinesField, NumbersField
from yaoan.kernel.ledger import cells, pickers
from yaoan.kernel.ledger.pickers import Option
from yaoan.kernel.ledger.uploads import Kept

FEW = 4
"""Up to so many options of a required choice stand open as radio buttons."""


@dataclass
class Field:
    """A question with its answer so far. `values` are texts as a form sends them."""

    name: str
    ask: Ask
    control: str
    required: bool
    values: list[str] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def many(self) -> bool:
        return self.control in ("references", "choices")

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def is_group(self) -> bool:
        """Whether it is drawn as a group of controls under one legend."""
        return self.control in ("radios", "choices", "files", "reference", "references")

    @property
    def described_by(self) -> str:
        """The ids of help and faults, for those who hear the page."""
        parts = [f"{self.id}-help"] if self.ask.help else []
        return " ".join([*parts, *([f"{self.id}-faults"] if self.faults else [])])

    @property
    def answer(self) -> str:
        """The answer in words."""
        if self.control == "files":
            return "、".join(item.evidence.name for item in self.kept)
        if self.control == "bool":
            return cells.text("bool", self.value == "on")
        labels = {option.value: option.label for option in self.options}
        return "、".join(str(labels.get(value, value)) for value in self.values if value)


def fields_for(command: type[Command]) -> list[Field]:
    """The questions of a command, not answered yet."""
    return [
        Field(name, ask, _control(fields_of(command)[name], ask), required)
        for name, (_kind, ask, required) in asked(command).items()
        if ask.by_hand
    ]


def _control(found: forms.Field, ask: Ask) -> str:
    if isinstance(found, FilesField):
        return "files"
    if ask.to:
        return "references" if isinstance(found, (NumbersField, LinesField)) else "reference"
    if isinstance(found, (forms.MultipleChoiceField, forms.TypedMultipleChoiceField)):
        return "choices"
    if isinstance(found, forms.ChoiceField):
        return "radios" if found.required and len(_pairs(found)) <= FEW else "choice"
    simple: Sequence[tuple[type[forms.Field], str]] = (
        (LinesField, "lines"),
        (forms.BooleanField, "bool"),
        (forms.DecimalField, "decimal"),
        (forms.IntegerField, "integer"),
        (forms.DateTimeField, "instant"),
        (forms.DateField, "day"),
        (forms.JSONField, "lines"),
    )
    for kind, control in simple:
        if isinstance(found, kind):
            return control
    return "lines" if ask.lines > 1 else "text"


def _pairs(found: forms.Field) -> list[tuple[str, str]]:
    """The (value, label) pairs of a choice, without the blank one."""
    choices: Any = getattr(found, "choices", ())
    return [(str(value), str(label)) for value, label in choices if value]


def read_options(question: Field, command: type[Command], actor: Actor, *, find: bool) -> None:
    """Read what there is to choose. `find` follows the words typed beside a reference."""
    if question.control in ("reference", "references") and question.ask.to:
        words = question.words if find else ""
        question.options = pickers.options(question.ask.to, actor, words=words, chosen=question.values)
    elif question.control in ("choice", "choices", "radios"):
        question.options = [Option(value, label) for value, label in _pairs(fields_of(command)[question.name])]
    elif question.control == "files" and question.ask.choices:
        question.options = [Option(str(value), str(label)) for value, label in question.ask.choices()]


def fill(question: Field, data: QueryDict) -> None:
    """Take the answer from form data."""
    values = data.getlist(question.name) if question.many else [data.get(question.name, "")]
    question.values = [value for value in values if value]
    question.words = data.get(f"{question.name}.words", "")


def suggest(question: Field, record: Any, actor: Actor, given: Mapping[str, str]) -> None:
    """Take the answer a new form starts with: from the address, else from the command's own suggestion."""
    found: Any = given.get(question.name) or None
    if found is None and question.ask.suggest is not None:
        found = question.ask.suggest(record, actor)
    if question.control == "bool":
        question.values = ["on"] if found in (True, "on", "1") else []
    elif isinstance(found, (list, tuple, set, frozenset)):
        many = [spelled(value) for value in found]
        question.values = ["\n".join(many)] if question.control == "lines" else many
    else:
        question.values = [spelled(found)] if found not in (None, "") else []


def spelled(value: Any) -> str:
    """A value as a form sends it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.BEIJING):%Y-%m-%dT%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, float)):
        return cells.number(value)
    return str(getattr(value, "pk", value))


def sent(question: Field) -> Any:
    """The answer as a command is parsed from it."""
    if question.control == "files":
        return tuple(item.evidence for item in question.kept)
    if question.many:
        return list(question.values)
    if question.control == "bool":
        return question.value == "on"
    return question.value
