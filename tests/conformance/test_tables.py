"""Every lifecycle hangs together with commands, law, permissions and roles; every concept stands in the glossary."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.builders import modules_models
from yaoan.config import settings
from yaoan.config.docs import powers
from yaoan.kernel import law
from yaoan.kernel.access.actor import all_permissions
from yaoan.kernel.commands import commands_of
from yaoan.kernel.commands.base import Change, Command, Open, asked
from yaoan.kernel.commands.registry import _below
from yaoan.kernel.ledger.registry import ledgers
from yaoan.kernel.records.models import Record

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "yaoan/modules"
every_kind = pytest.mark.parametrize("model", modules_models(), ids=lambda model: model.lifecycle.kind)

RESERVED = {
    "subjects.drug_licence_validity": "asked through `yaoan due`: licences come with the day they end",
    "subjects.device_licence_validity": "asked through `yaoan due`: licences come with the day they end",
}
"""Terms of a module's law that no duty runs on, and why they are there all the same."""


# Lifecycle and law


@every_kind
def test_every_state_is_reachable_and_every_kind_can_come_to_an_end(model) -> None:
    lifecycle = model.lifecycle
    assert lifecycle.reachable() == {str(state) for state in lifecycle.states}
    assert lifecycle.closed


@every_kind
def test_no_column_takes_the_name_of_a_setting_that_the_kernel_reads_from_the_class(model) -> None:
    settings_read = {name for name, kind in Record.__annotations__.items() if "ClassVar" in str(kind)}
    assert len(settings_read) >= 5
    assert not settings_read & {field.name for field in model._meta.get_fields()}


@every_kind
def test_every_duty_has_a_term_of_the_law_or_a_date_of_the_record(model) -> None:
    names = {term.name for term in law.terms()}
    for duty in model.lifecycle.duties:
        assert duty.term is None or duty.term in names, duty
        assert not (duty.term and duty.agreed), duty
        for attribute in filter(None, (duty.agreed, duty.only, duty.holder, duty.unit)):
            assert hasattr(model, attribute), f"{duty.act}: {model.__name__} has no {attribute}"


@pytest.mark.parametrize("module", settings.MODULES)
def test_every_term_of_a_module_is_used_or_says_why_it_is_there(module: str) -> None:
    used = {text for path in MODULES.rglob("*.py") if "tests" not in path.parts for text in _texts(path)}
    own = {term.name for term in law.terms() if term.name.split(".")[0] == module}
    reserved = {name for name in RESERVED if name.split(".")[0] == module}
    assert own - used == reserved
    assert all(RESERVED[name] for name in reserved)


# Acts and commands


@every_kind
def test_a_command_refuses_before_it_is_applied_so_that_its_journal_can_be_done_again(model) -> None:
    for command in commands_of(model).values():
        assert "raise " not in inspect.getsource(command.apply), f"{command.__name__}: say it in `objections` (ADR 8)"


@every_kind
def test_every_act_has_one_command_with_docstring_and_basis(model) -> None:
    assert commands_of(model)  # which reads the rooms
    commands = [command for base in (Open, Change) for command in _below(base) if command.model is model]
    assert sorted(command.act.name for command in commands) == sorted(act.name for act in model.lifecycle.acts)
    for command in commands:
        assert model.lifecycle[command.act.name] is command.act, command
        assert (command.__doc__ or "").strip().endswith(".") and not command.__doc__.startswith(command.__name__ + "(")
        assert command.act.basis.strip(), command
        assert issubclass(command, Open) == command.act.is_birth, command


DONE_BY_HAND_TOO = frozenset({
    "cases.notify", "cases.remark", "cases.resume", "cases.serve", "cases.serve_again", "cases.suspend", "cases.take_up", "hits.reopen", "licences.grant", "licences.renew",
    "packages.check", "returns.send", "risks.report", "subjects.close", "visits.propose",
})  # fmt: skip
"""Acts that other acts bring with them and that people do by hand as well."""


def test_what_other_acts_bring_with_them_nobody_does_alone_unless_it_is_named_here() -> None:
    found = set()
    for command in map(_command_of, _steps()):
        if not command.act.follows:
            found.add(f"{command.model.lifecycle.kind}.{command.act.name}")
    assert found == DONE_BY_HAND_TOO


@every_kind
def test_a_command_that_says_it_follows_and_one_that_nobody_could_fill_in_are_no_acts_for_people(model) -> None:
    for command in commands_of(model).values():
        if "Follows from" in (command.__doc__ or ""):
            assert command.act.follows, f"{command.__name__} is told as a consequence, and people are offered it"
        for name, (kind, ask, _required) in asked(command).items():
            is_bare = name.endswith(("_id", "_ids")) and not ask.to
            is_loose = str(kind).startswith("dict")
            assert command.act.follows or not (is_bare or is_loose), f"{command.__name__}.{name}: say what it refers to"


def _steps() -> Iterator[tuple[str, str]]:
    """(module, name of the command) of every step that the rooms of commands make."""
    for path in sorted(MODULES.glob("*/commands/*.py")) + sorted(MODULES.glob("*/commands.py")):
        room = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Step" and isinstance(node.args[0], ast.Call):
                yield room, ast.unparse(node.args[0].func)


def _command_of(step: tuple[str, str]) -> type[Command]:
    room, name = step
    found: Any = import_module(room)
    for part in name.split("."):
        found = getattr(found, part)
    return found


OF_THE_LAW = ("letters", "cases", "transfers", "assistance")
"""Modules whose acts touch the rights of parties: each act names its article, or says why it has none."""

ARTICLE = re.compile(r"《[^《》]+》第[〇零一二三四五六七八九十百]+条")
UNREAD = re.compile(r"《[^《》]+》(?:（[^（）]*，)?（?条号未核对）")
INTERNAL = "（内部工作制度，没有条文）"


@pytest.mark.parametrize(
    "model",
    [model for model in modules_models() if model.__module__.split(".")[2] in OF_THE_LAW],
    ids=lambda model: model.lifecycle.kind,
)
def test_every_act_of_the_law_stands_in_the_powers_table_with_its_article_or_the_reason_for_none(model) -> None:
    table = "\n".join(powers([model.lifecycle]))
    for act in model.lifecycle.acts:
        named = ARTICLE.search(act.basis) or UNREAD.search(act.basis) or act.basis.endswith(INTERNAL)
        assert named, f"{model.lifecycle.kind}.{act.name}: {act.basis}"
        (row,) = (line for line in table.splitlines() if line.startswith(f"| `{act.name}` | {act.label} |"))
        assert f"| {act.basis} |" in row, row


# Permissions and roles


@every_kind
def test_every_permission_used_is_told_in_the_modules_words_and_held_by_a_role(model) -> None:
    used = {act.permission for act in model.lifecycle.acts} | {f"{model.lifecycle.kind}.view"}
    for permission in used:
        assert permission in _told_permissions(), f"{permission} has no docstring where it is defined"
        assert permission in all_permissions(), f"no role has {permission}"


def test_no_role_has_a_permission_that_nothing_defines() -> None:
    assert all_permissions() - _told_permissions() == frozenset()


def test_every_kind_has_a_ledger_and_every_ledger_a_filter_for_the_state() -> None:
    shown = {ledger.kind: ledger for ledger in ledgers()}
    for model in modules_models():
        ledger = shown[model.lifecycle.kind]
        assert any(item.path == "state" for item in ledger.filters), ledger.kind


@every_kind
def test_every_rule_of_the_table_has_a_sentence_of_its_own(model) -> None:
    for constraint in model._meta.constraints:
        assert constraint.violation_error_message != constraint.default_violation_error_message, constraint.name


# Words


def test_every_module_kind_model_and_command_stands_in_the_glossary() -> None:
    written = set(re.findall(r"`([^`]+)`", (ROOT / "docs/CONTEXT.md").read_text("utf-8")))
    wanted = set(settings.MODULES)
    for model in modules_models():
        kind = model.lifecycle.kind
        wanted |= {kind, model.__name__}
        wanted |= {f"{kind}.{command.__name__}" for command in commands_of(model).values()}
    assert wanted - written == set()


def test_the_glossary_names_nothing_that_is_gone() -> None:
    written = set(re.findall(r"`([a-z_]+\.[A-Z]\w+)`", (ROOT / "docs/CONTEXT.md").read_text("utf-8")))
    known = {
        f"{model.lifecycle.kind}.{one.__name__}" for model in modules_models() for one in commands_of(model).values()
    }
    assert written - known == set()


@cache
def _told_permissions() -> frozenset[str]:
    """Text constants with a docstring beneath, in the words of modules and kernel."""
    found: set[str] = set()
    for path in (*MODULES.glob("*/choices.py"), *(ROOT / "yaoan/kernel").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            body = getattr(node, "body", None)
            for before, after in pairwise(body) if isinstance(body, list) else ():
                if (
                    isinstance(before, ast.Assign)
                    and _text(before.value)
                    and isinstance(after, ast.Expr)
                    and _text(after.value)
                ):
                    found.add(str(_text(before.value)))
    return frozenset(found)


def _texts(path: Path) -> set[str]:
    return {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _text(node)}


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
