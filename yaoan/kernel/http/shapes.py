"""The JSON Schemas of the interface, made from what commands ask and columns show."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands import Ask, Command, asked
from yaoan.kernel.commands.base import once
from yaoan.kernel.http.values import shape_of
from yaoan.kernel.ledger.declarations import Filter, Ledger

Shape = dict[str, Any]

ID: Shape = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
DAY: Shape = {"type": "string", "format": "date"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
FILE: Shape = {
    "type": "object",
    "properties": {"token": {"type": "string"}, "purpose": {"type": "string"}},
    "required": ["token"],
    "additionalProperties": False,
}


def obj(properties: dict[str, Shape], *, required: Iterable[str] | None = None, **more: Any) -> Shape:
    """An object that has exactly these properties; all of them unless it is said which are required."""
    needed = sorted(properties if required is None else required)
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False, **more}


def many(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


@once
def fields_shape(command: type[Command]) -> Shape:
    """What a command asks, as the schema of `fields`."""
    questions = asked(command)
    properties = {name: _question(kind, ask) for name, (kind, ask, _required) in questions.items()}
    required = [name for name, (kind, _ask, required) in questions.items() if required and kind is not bool]
    return obj(properties, required=required)


def _question(kind: Any, ask: Ask) -> Shape:
    plain, is_many = _unwrapped(kind)
    shape = _answer(plain, ask, is_many)
    told = {"title": str(ask.label)} | ({"description": str(ask.help)} if ask.help else {})
    return (many(shape) if is_many else shape) | told


def _answer(kind: Any, ask: Ask, is_many: bool) -> Shape:
    """The schema of one answer."""
    if kind is Evidence:
        purposes = [str(value) for value, _label in ask.choices()] if ask.choices else []
        return FILE | {"properties": {**FILE["properties"], "purpose": {"enum": purposes}}} if purposes else FILE
    if ask.to and ask.to != "division":
        return ID | {"description": f"id: {ask.to}"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [item.value for item in kind]}
    if ask.choices is not None:
        return {"enum": [value for value, _label in ask.choices()]}
    simple: dict[Any, Shape] = {
        bool: {"type": "boolean"},
        int: {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
        Decimal: {"type": ["number", "string"]},
        datetime: INSTANT,
        date: DAY,
        dict: {"type": ["object", "array"]},
    }
    text = {"type": "string"} if is_many else {"type": "string", "maxLength": ask.max_length}
    return simple.get(kind, text)


def _unwrapped(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return get_args(kind)[0], True
    return (dict, False) if get_origin(kind) in (dict, list) else (kind, False)


def act_body(command: type[Command], *, opening: bool) -> Shape:
    """The body that asks for an act."""
    questions = fields_shape(command)
    properties: dict[str, Shape] = {
        "fields": questions,
        "effective_on": {**DAY, "description": "The day it took effect; today where it is left out."},
        "command_id": {"type": "string", "format": "uuid", "description": "Makes sending it twice harmless."},
    }
    if opening:
        return obj({"act": {"const": command.act.name}, **properties}, required=["act", "fields"])
    properties["version"] = {"type": "integer", "description": "The version seen; refused when it has changed since."}
    return obj(properties, required=["fields"] if questions["required"] else [])


ROW: dict[str, Shape] = {
    "id": ID,
    "number": {"type": "string"},
    "title": {"type": "string"},
    "state": {"type": "string"},
    "version": {"type": "integer"},
    "area": {"type": "string"},
    "changed_at": INSTANT,
}

ACT = obj(
    {
        "act": {"type": "string"},
        "label": {"type": "string"},
        "basis": {"type": "string"},
        "allowed": {"type": "boolean"},
        "reason": {"type": ["string", "null"]},
    }
)
DEADLINE = obj(
    {
        "act": {"type": "string"},
        "label": {"type": "string"},
        "started_at": INSTANT,
        "due_at": {**INSTANT, "type": ["string", "null"]},
        "urgency": {"enum": ["calm", "soon", "overdue", "still", "none"]},
        "text": {"type": "string"},
        "is_paused": {"type": "boolean"},
        "is_provisional": {"type": "boolean"},
        "explanation": many({"type": "string"}),
    }
)
MOMENT = obj(
    {
        "seq": {"type": "integer"},
        "act": {"type": "string"},
        "label": {"type": "string"},
        "by": {"type": "string"},
        "unit": {"type": "string"},
        "effective_on": DAY,
        "recorded_at": INSTANT,
        "from_state": {"type": "string"},
        "to_state": {"type": "string"},
        "command_id": {"type": "string", "format": "uuid"},
        "cause": {"type": ["string", "null"], "format": "uuid"},
        "changes": many(obj({name: {"type": "string"} for name in ("label", "before", "after")})),
        "answers": many(obj({name: {"type": "string"} for name in ("label", "answer")})),
        "files": many(obj({"id": ID, "name": {"type": "string"}, "purpose": {"type": "string"}})),
        "hash": {"type": "string"},
        "is_sealed": {"type": "boolean"},
    }
)
FAULTS: Shape = {"type": "object", "additionalProperties": many({"type": "string"})}
REFUSAL: Shape = {
    "type": "object",
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "faults": FAULTS},
    "required": ["code", "message"],
}
PART = obj({"key": {"type": "string"}, "value": {"type": ["integer", "string", "null"]}, "period": {"type": "string"}})
FIGURE = obj(
    {
        "metric": {"type": "string"},
        "label": {"type": "string"},
        "unit": {"type": "string"},
        "period": {"type": "string"},
        "value": {"type": ["integer", "string", "null"]},
        "as_of": INSTANT,
        "parts": many(PART),
        "page": {"type": "string"},
    }
)
METRIC = obj({name: {"type": "string"} for name in ("metric", "label", "unit", "group")})
STORED = obj(
    {
        "token": {"type": "string"},
        "name": {"type": "string"},
        "size": {"type": "integer"},
        "type": {"type": "string"},
        "sha256": {"type": "string"},
    }
)


def row_shape(ledger: Ledger, *, whole: bool) -> Shape:
    """One line of a list; `whole` rows have every column, others those that were asked for."""
    cells = {column.name: shape_of(column) for column in ledger.columns}
    return obj({**ROW, "columns": obj(cells, required=None if whole else [])})


def list_shape(ledger: Ledger) -> Shape:
    rows = many(row_shape(ledger, whole=False))
    return obj({"kind": {"const": ledger.kind}, "rows": rows, "after": {"type": ["string", "null"]}})


def standing_shape(ledger: Ledger) -> Shape:
    states = [state.value for state in ledger.model.lifecycle.states]
    return obj(
        {
            **row_shape(ledger, whole=True)["properties"],
            "kind": {"const": ledger.kind},
            "state": {"enum": states},
            "state_label": {"type": "string"},
            "is_closed": {"type": "boolean"},
            "acts": many({"$ref": "#/components/schemas/Act"}),
            "deadlines": many({"$ref": "#/components/schemas/Deadline"}),
            "head": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        }
    )


def item_shape(ledger: Ledger) -> Shape:
    """A record with its time line."""
    return obj(
        {
            **standing_shape(ledger)["properties"],
            "history": many({"$ref": "#/components/schemas/Moment"}),
            "earlier_count": {"type": "integer"},
            "is_whole": {"type": "boolean"},
        }
    )


def done_shape(ledger: Ledger) -> Shape:
    """After an act: how the record stands, or no more than its number where it has left the person's sight."""
    gone = obj({"kind": {"const": ledger.kind}, "number": {"type": "string"}, "is_gone": {"const": True}})
    return {"oneOf": [standing_shape(ledger), gone]}


def parameters(ledger: Ledger) -> list[Shape]:
    """The words of a list's address as OpenAPI parameters."""
    sortable = [column.name for column in ledger.columns if column.sort or column.cell == "clock"]
    fixed: dict[str, tuple[Shape, str]] = {
        "q": ({"type": "string"}, "Words to search for."),
        "area": ({"type": "string", "pattern": "^[0-9]*$"}, "Division code: the place and all inside it."),
        "period": ({"type": "string"}, "2025, 2025-Q4, 2025-11."),
        "sort": ({"enum": [*sortable, *(f"-{name}" for name in sortable)]}, "Column; with - the other way round."),
        "rows": ({"type": "integer", "minimum": 1, "maximum": 200}, "How many rows; 50 where it is left out."),
        "cols": ({"type": "string"}, "Names of columns with commas; all where it is left out."),
        "after": ({"type": "string"}, "The `after` of the answer before."),
    }
    found = {name: _parameter(name, shape, told) for name, (shape, told) in fixed.items()}
    for name in ledger.dimensions:
        found[name] = _parameter(name, {"type": "string"}, "")
    for item in ledger.filters:
        found.update({one["name"]: one for one in _of_filter(item)})
    return list(found.values())


def _of_filter(item: Filter) -> list[Shape]:
    label = str(item.label)
    if item.kind in ("day", "number"):
        shape = DAY if item.kind == "day" else {"type": "number"}
        return [_parameter(f"{item.name}_{end}", shape, label) for end in ("from", "to")]
    if item.kind == "bool":
        return [_parameter(item.name, {"enum": ["0", "1"]}, label)]
    if item.kind == "choice":
        return [_parameter(item.name, many({"type": "string"}), label)]
    return [_parameter(item.name, {"type": "string"}, label)]


def _parameter(name: str, shape: Shape, told: str) -> Shape:
    return {"name": name, "in": "query", "required": False, "schema": shape} | ({"description": told} if told else {})
