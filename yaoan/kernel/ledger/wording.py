"""The values of journal lines in words: what a column is called, and what its old and new values mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, get_args

from django.db.models import Field
from django.utils.translation import gettext

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.commands import NAMED, Ask, asked, commands_of
from yaoan.kernel.ledger import cells, names
from yaoan.kernel.records.models import Docket, Record

QUIET = frozenset({"evidence", "extensions", "facets"})
"""Columns whose changes the time line tells otherwise: as files, or as what was asked."""

Change = tuple[str, str, str]


@dataclass
class Wording:
    """Names for the ids of one page, read in a handful of queries and then asked as often as needed."""

    model: type[Record]
    people: dict[int, str] = field(default_factory=dict)
    agencies: dict[int, str] = field(default_factory=dict)
    records: dict[int, str] = field(default_factory=dict)
    asks: dict[tuple[str, str], Ask] = field(default_factory=dict)

    @classmethod
    def of(cls, model: type[Record], payloads: Iterable[tuple[str, Mapping[str, Any]]], people: set[int],
           agencies: set[int], reader: Actor) -> "Wording":  # fmt: skip
        """The wording for lines given as (act, payload), with further ids of people and agencies to name.

        A record is named only where the reader may read it: who reads one record does not learn of another by its history.
        """
        found = cls(model)
        for name, command in commands_of(model).items():
            for question, (_kind, ask, _required) in asked(command).items():
                found.asks[name, question] = ask
        ids: dict[str, set[Any]] = {"user": set(people), "agency": set(agencies), "division": set(), "record": set()}
        for act, payload in payloads:
            for sort, value in found._ids_in(act, payload):
                ids[sort].add(value)
        found._read(ids, reader)
        return found

    def changes(self, payload: Mapping[str, Any]) -> list[Change]:
        """(column, before, after) for every column a line changed, in words; what was or became empty is ""."""
        told = []
        for name, (before, after) in payload.get("changes", {}).items():
            has_words = name in self.model.column_words or not _told_by_answers(name, before, after, payload)
            if name not in QUIET and self._is_named(name) and has_words:
                gone, come = _what_differs(before, after)
                told.append((self._label(name), self._value(name, gone), self._value(name, come)))
        return told

    def answers(self, act: str, payload: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(question, answer) for what was said and stands in no column that changed."""
        changed = payload.get("changes", {})
        told = []
        given = payload.get("fields", {})
        for (asked_by, name), ask in self.asks.items():
            value = given.get(name)
            if asked_by != act or name not in given or name in changed or _is_files(value):
                continue
            told.append((str(ask.label), gettext("（已封存）") if ask.sealed else self._value(name, value, ask)))
        return told

    def _ids_in(self, act: str, payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, (before, after) in payload.get("changes", {}).items():
            for value in (before, after):
                yield from self._ids(self._sort(name), value)
        for name, value in payload.get("fields", {}).items():
            ask = self.asks.get((act, name))
            yield from self._ids(_sort_of(ask) if ask and not ask.sealed else "", value)

    def _ids(self, sort: str, value: Any) -> Iterator[tuple[str, Any]]:
        for one in value if isinstance(value, list) else [value]:
            if sort == "division" and one:
                yield sort, str(one)
            elif sort and isinstance(one, int):
                yield sort, one

    def _read(self, ids: Mapping[str, set[Any]], reader: Actor) -> None:
        if ids["user"]:
            self.people = dict(User.objects.filter(pk__in=ids["user"]).values_list("pk", "name"))
        if ids["agency"]:
            self.agencies = dict(Agency.objects.filter(pk__in=ids["agency"]).values_list("pk", "short"))
        if ids["record"]:
            rows = Docket.objects.filter(pk__in=ids["record"])
            self.records = {row.pk: str(row) for row in rows if reader.reaches(f"{row.kind}.view", row)}
        names.read_places(ids["division"])

    def _column(self, name: str) -> "Field[Any, Any] | None":
        return next((column for column in self.model._meta.concrete_fields if column.attname == name), None)

    def _is_named(self, name: str) -> bool:
        """A column without a name of its own is bookkeeping, which nobody wants to read."""
        column = self._column(name)
        return column is None or str(column.verbose_name) != column.name.replace("_", " ")

    def _label(self, name: str) -> str:
        column = self._column(name)
        return str(column.verbose_name) if column else name

    def _sort(self, name: str) -> str:
        """What the values of a column name: user, agency, division, record, or nothing."""
        if name in ("area", "assisting"):
            return {"area": "division", "assisting": "agency"}[name]
        column = self._column(name)
        target = column.related_model if column is not None else None
        if not isinstance(target, type):  # a list of ids is named as the question that fills it is
            asked_for = (ask for (_act, question), ask in self.asks.items() if question == name and ask.to)
            return next(map(_sort_of, asked_for), "")
        return {User: "user", Agency: "agency"}.get(target) or ("record" if issubclass(target, Record) else "")

    def _value(self, name: str, value: Any, ask: Ask | None = None) -> str:
        if value is None or value == "" or value == []:
            return ""
        if name in self.model.column_words:
            return self.model.column_words[name](value)
        if _is_deep(value):
            return gettext("（%(count)s 项数据）") % {"count": len(value)}
        if isinstance(value, list):
            return "、".join(self._value(name, one, ask) for one in value)
        if isinstance(value, dict):
            return "：".join(told for one in value.values() if (told := self._value("", one)))
        sort = _sort_of(ask) if ask else self._sort(name)
        named = {"user": self.people, "agency": self.agencies, "record": self.records}.get(sort)
        if named is not None:
            return named.get(value) or gettext("（编号 %(id)s）") % {"id": value}
        if sort == "division":
            return names.place(str(value))
        if isinstance(value, bool):
            return cells.text("bool", value)
        column = self._column(name)
        inner = getattr(column, "base_field", column)  # the values of a list have the choices of its members
        choices = dict(inner.flatchoices) if inner is not None and inner.choices else {}
        return str(choices.get(value) or self._chosen(name, str(value)) or value)

    def _chosen(self, question: str, value: str) -> str | None:
        """What a value is called by the last of the commands that ask this question and know it."""
        found = None
        for command in commands_of(self.model).values():
            if question in (questions := asked(command)):
                kind, ask, _required = questions[question]
                found = _labels(kind, ask).get(value, found)
        return found


def _sort_of(ask: Ask) -> str:
    return NAMED.get(ask.to, "record") if ask.to else ""


def _labels(kind: Any, ask: Ask) -> dict[str, str]:
    if ask.choices is not None:
        return {str(value): str(label) for value, label in ask.choices()}
    for part in (kind, *get_args(kind)):
        if isinstance(part, type) and issubclass(part, Enum):
            return {str(item.value): str(getattr(item, "label", item.value)) for item in part}
    return {}


def _is_deep(value: Any) -> bool:
    """Whether a value holds structures within structures: a page of figures, a plan. No line of text can tell those."""
    if isinstance(value, dict):
        return any(isinstance(one, dict | list) for one in value.values())
    return isinstance(value, list) and any(_is_deep(one) for one in value)


def _told_by_answers(name: str, before: Any, after: Any, payload: Mapping[str, Any]) -> bool:
    """Whether a column of lines ({"person", "role", …}) got one from what was asked: the answers tell it in words."""
    lines = [one for value in (before, after) if isinstance(value, list) for one in value]
    fields = payload.get("fields", {})
    return bool(fields) and name not in fields and bool(lines) and all(isinstance(one, dict) for one in lines)


def _what_differs(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two lists only what is not in the other."""
    if not isinstance(before, list) or not isinstance(after, list):
        return before, after
    return [one for one in before if one not in after], [one for one in after if one not in before]


def _is_files(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "sha256" in value[0]
