"""The documentation that is made from the code: powers, permissions, states, terms. What auditors get is the code."""

import argparse
from collections.abc import Iterable, Iterator
from inspect import getdoc
from itertools import groupby
from pathlib import Path

from django.apps import apps
from django.utils import translation

import yaoan
from yaoan.kernel import law
from yaoan.kernel.access.actor import all_permissions, permissions_of
from yaoan.kernel.lifecycle import ANY, BIRTH, Act, Duty, Lifecycle
from yaoan.kernel.records.models import record_models
from yaoan.kernel.statutes import Term
from yaoan.kernel.words import Text

FOLDER = Path(yaoan.__file__).parent.parent / "docs" / "generated"
HEAD = "<!-- Written by `yaoan docs`; do not edit. -->\n\n"


def run(argv: list[str]) -> int:
    """`yaoan docs [--check]`: write docs/generated, or say which of its pages are not what the code says now."""
    parser = argparse.ArgumentParser(prog="yaoan docs", description=run.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is out of date")
    check = parser.parse_args(argv).check
    with translation.override("zh-hans"):
        pages = {name: HEAD + "\n".join(lines) + "\n" for name, lines in _pages()}
    stale = [name for name, text in pages.items() if not _is(FOLDER / name, text)]
    stale += [path.name for path in FOLDER.glob("*.md") if path.name not in pages]
    if check:
        for name in stale:
            print(f"docs/generated/{name} is out of date: run `yaoan docs`")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == text


def _pages() -> Iterator[tuple[str, list[str]]]:
    lifecycles = [model.lifecycle for model in record_models() if not model.__module__.startswith("tests.")]
    yield "powers.md", list(powers(lifecycles))
    yield "permissions.md", list(_permissions())
    yield "states.md", list(_states(lifecycles))
    yield "duties.md", list(_duties(lifecycles))
    yield "terms.md", list(_terms())


def powers(lifecycles: Iterable[Lifecycle]) -> Iterator[str]:
    """The lines of the powers table: every act with from, to, permission, basis and guard."""
    yield "# 权力清单 Powers\n"
    yield "Every act an official may do, from which state to which, with which permission and on what ground.\n"
    for lifecycle in lifecycles:
        yield f"## {lifecycle.label} `{lifecycle.kind}`\n"
        yield from _table(
            ("办理 Act", "名称", "从 From", "到 To", "权限 Permission", "依据 Basis", "条件 Guard"),
            (_power(lifecycle, act) for act in lifecycle.acts),
        )


def _power(lifecycle: Lifecycle, act: Act) -> tuple[str, ...]:
    if act.source == BIRTH:
        source = "（新建）"
    elif act.source == ANY:
        source = "（任何状态）"
    else:
        source = "、".join(str(state.label) for state in lifecycle.states if state in act.source)
    target = str(lifecycle.states(act.target).label) if act.target else "（此前的状态）" if act.returns else "（不变）"
    guard = (getdoc(act.guard) or act.guard.__name__.replace("_", " ")) if act.guard else ""
    return f"`{act.name}`", str(act.label), source, target, f"`{act.permission}`", str(act.basis), guard


def _permissions() -> Iterator[str]:
    roles = law.document("roles")
    meaning = _meanings()
    yield "# 权限矩阵 Permissions\n"
    yield "Roles are data (`yaoan/law/roles.yaml`); permissions are code.\n"
    heads = (
        "权限 Permission",
        "含义 Meaning",
        *(f"{row['label']['zh']} {row['label']['en']}" for row in roles.values()),
    )
    rows = (
        (f"`{name}`", meaning.get(name, ""), *("●" if name in permissions_of(role) else "" for role in roles))
        for name in sorted(all_permissions())
    )
    yield from _table(heads, rows)


def _meanings() -> dict[str, str]:
    """What each permission is for: the sentence below its line in a module's class of permissions."""
    import ast
    import importlib

    found = {}
    for config in apps.get_app_configs():
        path = Path(config.path) / "choices.py"
        if not config.name.startswith("yaoan.") or not path.is_file():
            continue
        importlib.import_module(f"{config.name}.choices")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name == "P":
                for line, below in zip(node.body, node.body[1:], strict=False):
                    if isinstance(line, ast.Assign) and isinstance(below, ast.Expr):
                        found[ast.literal_eval(line.value)] = ast.literal_eval(below.value)
    return found


def _states(lifecycles: list[Lifecycle]) -> Iterator[str]:
    yield "# 状态图 States\n"
    for lifecycle in lifecycles:
        yield f"## {lifecycle.label} `{lifecycle.kind}`\n"
        yield "```mermaid\nstateDiagram-v2"
        for state in lifecycle.states:
            yield f"  {state.value} : {state.label}"
        for act in lifecycle.acts:
            for source, target in _moves(lifecycle, act):
                yield f"  {source} --> {target} : {act.label}"
        for name in sorted(lifecycle.closed):
            yield f"  {name} --> [*]"
        yield "```\n"


def _moves(lifecycle: Lifecycle, act: Act) -> Iterator[tuple[str, str]]:
    """From which state to which an act takes a record; one that returns goes back to wherever its state is entered from."""
    sources = ["[*]"] if act.is_birth else [state.value for state in lifecycle.states if act.starts_from(state)]
    if act.target:
        yield from ((source, act.target) for source in sources)
    elif act.returns:
        ways = [way for way in lifecycle.acts if way.target in sources and not way.is_birth]
        found = {(way.target, state.value) for way in ways for state in lifecycle.states if way.starts_from(state)}
        yield from sorted((str(here), before) for here, before in found)


def _duties(lifecycles: list[Lifecycle]) -> Iterator[str]:
    yield "# 职责与时限 Duties\n"
    for lifecycle in lifecycles:
        if not lifecycle.duties:
            continue
        yield f"## {lifecycle.label} `{lifecycle.kind}`\n"
        rows = (
            (
                str(duty.label),
                "、".join(str(state.label) for state in lifecycle.states if state in duty.runs),
                "、".join(str(state.label) for state in lifecycle.states if state in duty.pauses),
                _length(duty),
                "指定责任人" if duty.holder else "责任单位",
            )
            for duty in lifecycle.duties
        )
        yield from _table(("职责 Duty", "计时状态 Runs in", "中止状态 Pauses in", "期限 Term", "由谁 Who"), rows)


def _length(duty: Duty) -> str:
    """How long a duty has: by the latest version of its term, or until a day of the record."""
    if duty.term:
        return f"{law.terms().versions(duty.term)[-1].length.read('zh')} `{duty.term}`"
    return f"约定日期 `{duty.agreed}`" if duty.agreed else "无期限"


def _terms() -> Iterator[str]:
    yield "# 期限登记 Terms\n"
    yield "Time limits as data (`yaoan/law/terms`), by subject. What is marked with ○ was not verified: it is a parameter of this office,"
    yield "to be checked before use. `yaoan due TERM --from DAY` counts any of them and explains the date.\n"
    for subject, terms in groupby(law.terms(), key=lambda term: term.name.split(".")[0]):
        yield f"## `{subject}`\n"
        yield from _table(
            (
                "期限 Term", "名称 Name", "起算 Counted from", "长度 Length", "依据 Source", "延长、不计入 Longer, not counted",
                "施行、地区 In force, place", "核对 Checked",
            ),
            map(_term, terms),
        )  # fmt: skip


def _term(term: Term) -> tuple[str, ...]:
    longer = []
    if term.extension:
        count = term.extension.count
        longer.append(_both(term.unit.phrase(count)) if count else "合理期限 a reasonable period")
        longer[-1] = f"+ {longer[-1]}：{_both(term.extension.approval)}"
    longer += [f"− {_both(pause)}" for pause in term.pauses]
    since, until = term.in_force_from or "", term.in_force_to or ""
    return (
        f"`{term.name}`", _both(term.label), _both(term.starts) if term.starts else "", _both(term.length), _both(term.citation),
        "<br>".join(longer), " ".join(filter(None, (f"{since}–{until}" if since or until else "", term.place))),
        " ".join(filter(None, ("●" if term.verified else "○", _both(term.note) if term.note else ""))),
    )  # fmt: skip


def _both(text: Text) -> str:
    """A text in both languages, one above the other."""
    return f"{text.read('zh')}<br>{text.read('en')}"


def _table(heads: tuple[str, ...], rows: "Iterator[tuple[str, ...]]") -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""
