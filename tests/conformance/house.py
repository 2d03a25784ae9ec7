"""The rules of the house that no import contract can say, read from the source: each yields sentences with file and line."""

import ast
from collections.abc import Iterator
from pathlib import Path

WRITERS = frozenset(
    {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
)
"""What changes rows. In the modules only the performer does so."""

MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
QUERYLESS = frozenset({"views", "ledger", "forms", "api"})
"""Rooms that ask through `queries`."""

REFUSED = frozenset({"utils", "helpers", "common", "base", "mixins", "services", "managers", "signals", "misc"})
"""Names that say nothing. `signals` is a module of ours and may be one; a room or a file may not."""

ROOMS = frozenset(
    [
        "tests",
        "urls",
        "views",
        "api",
        "tasks",
        "ledger",
        "figures",
        "marts",
        "detectors",
        "forms",
        "imports",
        "public",
        "datasets",
        "commands",
        "queries",
        "models",
        "lifecycle",
        "rules",
        "choices",
        "apps",
        "migrations",
        "templates",
        "locale",
        "static",
        "__init__",
    ]
)


def faults(package: Path) -> list[str]:
    """Everything in a copy of the package `yaoan` that breaks a rule."""
    modules = package / "modules"
    found = []
    for path in sorted(modules.rglob("*.py")):
        module, room = _place(path, modules)
        if room in ("migrations", "tests"):
            continue
        tree = ast.parse(path.read_text("utf-8"), str(path))
        where = path.relative_to(package)
        for line, sentence in (*_second_writers(tree), *_queries(tree, room), *_side_doors(tree, module)):
            found.append(f"{where}:{line} {sentence}")
    return [*found, *_strangers(modules)]


def _place(path: Path, modules: Path) -> tuple[str, str]:
    """(module, room) of a file."""
    parts = path.relative_to(modules).with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else "__init__"


def _second_writers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls that change rows. Those of plain sets and dicts have no manager, queryset or record before the dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            if _is_plain(node):
                continue
            yield node.lineno, f".{node.func.attr}(…) changes rows beside the performer: write a command"


def _is_plain(call: ast.Call) -> bool:
    """Whether it is `update` of a dict, set or hash: one positional argument that is no keyword, on a plain name."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "update":
        return False
    through_rows = any(isinstance(node, ast.Attribute) and node.attr in MANAGERS for node in ast.walk(call.func.value))
    return not through_rows and not call.keywords and len(call.args) == 1


def _queries(tree: ast.AST, room: str) -> Iterator[tuple[int, str]]:
    if room in QUERYLESS:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                yield node.lineno, f".{node.attr} in {room}: ask in queries"


def _side_doors(tree: ast.AST, module: str) -> Iterator[tuple[int, str]]:
    """Imports of another module beside its `public`."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[:2] == ["yaoan", "modules"] and len(parts) > 2 and parts[2] != module and parts[3:4] != ["public"]:
                yield node.lineno, f"{name}: modules meet only through public"


def _strangers(modules: Path) -> Iterator[str]:
    """Files and folders that are no room, and names that say nothing."""
    for module in sorted(path for path in modules.iterdir() if path.is_dir() and path.name != "__pycache__"):
        for entry in sorted(module.iterdir()):
            if entry.stem not in ROOMS and entry.name != "__pycache__":
                yield f"modules/{module.name}/{entry.name} is no room"
        for path in sorted(module.rglob("*.py")):
            if path.stem in REFUSED:
                yield f"modules/{path.relative_to(modules)} has a name that says nothing"
