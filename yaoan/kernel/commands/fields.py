"""From what people send (a form, JSON, a row of a sheet) to a command: one set of fields for all of them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands.base import Ask, Command, asked, once
from yaoan.kernel.commands.errors import Invalid
from yaoan.kernel.words import _


class FilesField(forms.Field):
    """Stored files: a tuple of Evidence, made from uploads before the command is parsed."""

    def to_python(self, value: Any) -> tuple[Evidence, ...]:
        return tuple(value or ())


class NumbersField(forms.Field):
    """Ids of records, agencies or people: a list, or text with commas."""

    def to_python(self, value: Any) -> tuple[int, ...]:
        parts = value.replace("，", ",").split(",") if isinstance(value, str) else value or ()
        try:
            return tuple(int(part) for part in parts if str(part).strip())
        except (TypeError, ValueError):
            raise ValidationError(str(_("这里应当是编号的列表。"))) from None


class LinesField(forms.CharField):
    """Several texts, one a line (or a list)."""

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        parts = value.splitlines() if isinstance(value, str) else value or ()
        return tuple(text for part in parts if (text := str(part).strip()))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        for item in value:
            super().run_validators(item)


class DataField(forms.JSONField):
    """Structured values. An empty list or mapping is said to be empty; only nothing at all says nothing."""

    empty_values = [None, ""]


@once
def fields_of(command: type[Command]) -> dict[str, forms.Field]:
    """The form fields of what a command asks, by name. Shared: copy before changing one."""
    return {name: _field(kind, question, required) for name, (kind, question, required) in asked(command).items()}


def parse(command: type[Command], given: Mapping[str, Any], **fixed: Any) -> Command:
    """A command from what was sent. Raises Invalid with every fault at once.

    `fixed` are fields the caller sets itself (effective_on, command_id). Names nobody asked for are faults.
    """
    values, faults = {}, {}
    for name, field in fields_of(command).items():
        try:
            value = field.clean(given.get(name))
        except ValidationError as error:
            faults[name] = list(error.messages)
        else:
            if value not in (None, "", ()) or name in given:
                values[name] = value
    for name in given.keys() - fields_of(command).keys():
        faults[name] = [str(_("没有这一项。"))]
    if faults:
        raise Invalid(faults)
    defaults = {name for name, (_kind, _question, required) in asked(command).items() if not required}
    values = {name: value for name, value in values.items() if not (name in defaults and value in (None, "", ()))}
    return command(**values, **fixed)


def _field(kind: Any, question: Ask, required: bool) -> forms.Field:
    kind, many = _unwrapped(kind)
    common: dict[str, Any] = {"label": question.label, "help_text": question.help, "required": required}
    if kind is Evidence:
        return FilesField(**common)
    if question.to and question.to != "division":
        return NumbersField(**common) if many else forms.IntegerField(**common, min_value=1)
    if isinstance(kind, type) and issubclass(kind, Enum):
        options = [(item.value, getattr(item, "label", item.value)) for item in kind]
        if many:
            return forms.TypedMultipleChoiceField(choices=options, coerce=kind, empty_value=[], **common)
        blank = [] if required else [("", "—")]
        return forms.TypedChoiceField(choices=[*blank, *options], coerce=kind, empty_value=None, **common)
    if question.choices is not None:
        plain = forms.MultipleChoiceField if many else forms.ChoiceField
        options = question.choices  # type: ignore[assignment]
        return plain(choices=options, **common)
    if many:
        return LinesField(**common, widget=forms.Textarea)
    if kind is bool:
        return forms.BooleanField(label=question.label, help_text=question.help, required=False)
    if kind is int:
        return forms.IntegerField(**common)
    if kind is Decimal:
        return forms.DecimalField(**common, max_digits=18, decimal_places=4)
    if kind is datetime:
        return forms.DateTimeField(**common)
    if kind is date:
        return forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"}))
    if kind is dict:
        return DataField(**common)
    widget = forms.Textarea(attrs={"rows": question.lines}) if question.lines > 1 else forms.TextInput
    return forms.CharField(**common, max_length=question.max_length, widget=widget)


def _unwrapped(kind: Any) -> tuple[Any, bool]:
    """The plain type and whether there are several: `str | None` -> (str, False), `tuple[int, ...]` -> (int, True)."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return get_args(kind)[0], True
    if get_origin(kind) in (dict, list):
        return dict, False
    return kind, False
