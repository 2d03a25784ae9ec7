"""Acts asked for in JSON: from a body to a command, with everything wrong told at once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands import Command, Invalid, asked, parse
from yaoan.kernel.commands.values import evidence_fields
from yaoan.kernel.http.answers import Rejected
from yaoan.kernel.http.shapes import fields_shape
from yaoan.kernel.ledger import pickers, uploads
from yaoan.kernel.words import _

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
FRAME = frozenset({"act", "fields", "version", "command_id", "effective_on"})


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises Rejected (400, 413)."""
    try:
        found = json.loads(request.body or b"{}")
    except RequestDataTooBig:
        raise Rejected(413, "too_large", str(_("请求太大；文件请先上传，再用它的标记。"))) from None
    except (ValueError, RecursionError):
        raise Rejected(400, "no_json", str(_("请求的内容不是 JSON。"))) from None
    if not isinstance(found, dict):
        raise Rejected(400, "no_json", str(_("请求的内容应当是一个 JSON 对象。")))
    return found


def command_of(command: type[Command], body: Mapping[str, Any], actor: Actor, *, words: frozenset[str]) -> Command:
    """The command a body asks for; `words` are those it may have. Raises Invalid with every fault at once."""
    faults: dict[str, list[str]] = {name: [str(_("没有这一项。"))] for name in body.keys() - words}
    given = body.get("fields") or {}
    if not isinstance(given, dict):
        raise Invalid({"fields": [str(_("这里应当是一个 JSON 对象。"))]})
    given = {name: value for name, value in given.items() if value is not None}
    faults |= _mistyped(command, given)
    day = _read(
        date.fromisoformat, body.get("effective_on"), "effective_on", str(_("请写成 2025-01-31 这样的日期。")), faults
    )
    command_id = _read(UUID, body.get("command_id"), "command_id", str(_("请写成 UUID。")), faults)
    sound = {name: value for name, value in given.items() if name not in faults}
    for name in evidence_fields(command):
        if name in sound:
            sound[name] = _files(command, name, sound[name], actor, faults)
    ready: Command | None = None
    try:
        ready = parse(command, sound, effective_on=day, command_id=command_id)
    except Invalid as error:
        for name, texts in error.faults.items():
            faults.setdefault(name, list(texts))
    for name, texts in pickers.out_of_reach(command, actor, sound).items():
        faults.setdefault(name, texts)
    if faults or ready is None:
        raise Invalid(faults)
    return ready


def version_in(body: Mapping[str, Any]) -> int | None:
    """The version the program saw. Raises Invalid."""
    version = body.get("version")
    if version is None or (isinstance(version, int) and not isinstance(version, bool)):
        return version
    raise Invalid({"version": [str(_("这里应当是整数。"))]})


def _mistyped(command: type[Command], given: Mapping[str, Any]) -> dict[str, list[str]]:
    shapes = fields_shape(command)["properties"]
    return {
        name: [str(_("值的类型不对。"))]
        for name, value in given.items()
        if name in shapes and not _fits(shapes[name], value)
    }


def _fits(shape: Mapping[str, Any], value: Any) -> bool:
    """Whether a value has a type its schema allows; what it says is looked at by the command."""
    if "enum" in shape:
        return isinstance(value, (str, int)) and not isinstance(value, bool)
    names = shape.get("type", ())
    if not _is_one_of([names] if isinstance(names, str) else names, value):
        return False
    if isinstance(value, str) and "\0" in value:
        return False
    if isinstance(value, int) and "maximum" in shape and not shape["minimum"] <= value <= shape["maximum"]:
        return False
    return not isinstance(value, list) or "items" not in shape or all(_fits(shape["items"], item) for item in value)


def _is_one_of(names: Iterable[str], value: Any) -> bool:
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names)


def _read(read: Any, value: Any, name: str, sentence: str, faults: dict[str, list[str]]) -> Any:
    if value is None:
        return None
    try:
        return read(value)
    except (ValueError, TypeError, AttributeError):
        faults[name] = [sentence]
        return None


def _files(
    command: type[Command], name: str, given: list[Mapping[str, Any]], actor: Actor, faults: dict[str, list[str]]
) -> tuple[Evidence, ...]:
    """The stored files that tokens stand for."""
    ask = asked(command)[name][1]
    purposes = {str(value) for value, _label in ask.choices()} if ask.choices else None
    found = []
    for item in given:
        token, purpose = item.get("token"), item.get("purpose", "")
        evidence = uploads.evidence_of(token, actor.user_id) if isinstance(token, str) else None
        if evidence is None:
            faults.setdefault(name, []).append(str(_("文件标记无效或已过期；请重新上传。")))
        elif item.keys() - {"token", "purpose"} or (purposes is not None and purpose and purpose not in purposes):
            faults.setdefault(name, []).append(str(_("没有这种文件用途。")))
        else:
            found.append(replace(evidence, purpose=str(purpose)))
    return tuple(found)
