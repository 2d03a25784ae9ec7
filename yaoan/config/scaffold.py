"""`yaoan module NAME`: the near-empty rooms of a new module, which pass conformance as they are written."""

import argparse
import re
import sys
from pathlib import Path

import yaoan

PACKAGE = Path(yaoan.__file__).parent
NAME = re.compile(r"[a-z]{3,20}s")

ROOMS: dict[str, str] = {
    "__init__.py": "",
    "apps.py": """from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class {Plural}Config(AppConfig):
    name = "yaoan.modules.{plural}"
    label = "{plural}"
    verbose_name = _("{chinese}")
""",
    "choices.py": '''"""The words of {plural}: states and permissions."""

from yaoan.kernel.words import Choice, _


class State(Choice):
    """Where a {singular} stands."""

    OPEN = "open", _("办理中")
    CLOSED = "closed", _("已办结")


class P:
    """Permissions of {plural}."""

    VIEW = "{plural}.view"
    """Read {plural}."""
    WORK = "{plural}.work"
    """Open and close {plural}."""
''',
    "lifecycle.py": '''"""What may happen to a {singular}."""

from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Lifecycle, among
from yaoan.kernel.words import _
from yaoan.modules.{plural}.choices import P, State

S = State
BASIS = "（请写明法律依据）"

OPEN = Act("open", _("登记"), P.WORK, BASIS, BIRTH, S.OPEN)
CLOSE = Act("close", _("办结"), P.WORK, BASIS, among(S.OPEN), S.CLOSED)

{PLURAL} = Lifecycle(
    kind="{plural}",
    label=_("{chinese}"),
    states=State,
    acts=(OPEN, CLOSE, remark("{plural}"), revert()),
    closed=among(S.CLOSED),
)
''',
    "models.py": '''"""{Plural} as rows."""

from yaoan.kernel.records.models import Record
from yaoan.modules.{plural} import lifecycle


class {Singular}(Record):
    """One {singular}; say here what it is."""

    lifecycle = lifecycle.{PLURAL}
    prefix = "{prefix}"

    class Meta(Record.Meta):
        verbose_name = "{chinese}"
''',
    "queries.py": '''"""What may be asked of {plural}."""

from yaoan.kernel.access.actor import Actor
from yaoan.modules.{plural}.models import {Singular}


def open_{plural}_of(actor: Actor) -> "list[{Singular}]":
    """The {plural} the actor may read that are not closed."""
    return list({Singular}.objects.seen_by(actor).open())
''',
    "commands.py": '''"""What officials may do to a {singular}."""

from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.commands import Change, Open, Remarking, Reverting, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.{plural} import lifecycle
from yaoan.modules.{plural}.models import {Singular}


@dataclass(frozen=True, kw_only=True)
class Open{Singular}(Open[{Singular}]):
    """Open a {singular}."""

    act: ClassVar[Act] = lifecycle.OPEN
    model: ClassVar[type[{Singular}]] = {Singular}

    title: str = ask(_("名称"))
    area: str = ask(_("所在地"), to="division")

    def apply(self, record: {Singular}) -> None:
        record.title = self.title
        record.area = self.area


@dataclass(frozen=True, kw_only=True)
class Close(Change[{Singular}]):
    """Close a {singular}, with the reason."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[{Singular}]] = {Singular}

    reason: str = ask(_("办结理由"), lines=3, max_length=2000)

    def apply(self, record: {Singular}) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[{Singular}]):
    """Add a remark or a file to a {singular}."""

    act: ClassVar[Act] = lifecycle.{PLURAL}["remark"]
    model: ClassVar[type[{Singular}]] = {Singular}


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[{Singular}]):
    """Take back the latest act on a {singular}."""

    act: ClassVar[Act] = lifecycle.{PLURAL}["revert"]
    model: ClassVar[type[{Singular}]] = {Singular}
''',
    "public.py": '''"""What later modules may use of {plural}."""

from yaoan.modules.{plural}.models import {Singular}

__all__ = ["{Singular}"]
''',
    "figures.py": '''"""The figures of {plural}."""

from yaoan.kernel.figures import Metric, acts
from yaoan.kernel.words import _

METRICS = (Metric("{plural}.closed", _("办结数"), _("件"), acts("{plural}", "close"), group=_("{chinese}")),)
''',
    "ledger.py": '''"""How {plural} look."""

from yaoan.kernel.ledger.declarations import Column, Filter, Ledger
from yaoan.kernel.words import _
from yaoan.modules.{plural}.models import {Singular}

{PLURAL} = Ledger(
    model={Singular},
    label=_("{chinese}"),
    columns=(
        Column("number", _("编号"), cell="link", sort="number"),
        Column("title", _("名称"), sort="title"),
        Column("state", _("状态"), cell="state", sort="state"),
        Column("due", _("期限"), cell="clock"),
        Column("agency", _("责任单位"), cell="agency"),
    ),
    filters=(Filter("state", _("状态"), "choice"), Filter("agency", _("责任单位"), "agency")),
)
''',
    "urls.py": '''"""Addresses of {plural}."""

from yaoan.kernel.ledger.urls import of_ledger
from yaoan.modules.{plural}.ledger import {PLURAL}

urlpatterns = [*of_ledger({PLURAL})]
''',
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
    "tests/test_{plural}.py": '''"""What is peculiar to {plural}; the rest is in the conformance tests."""

import pytest

from yaoan.kernel.commands import open_record
from yaoan.modules.{plural}.commands import Open{Singular}
from yaoan.modules.{plural}.queries import open_{plural}_of

pytestmark = pytest.mark.django_db


def test_only_those_who_may_read_it_find_an_open_{singular}(officer, stranger):
    record = open_record(Open{Singular}(title="甲", area="990121"), by=officer)
    assert open_{plural}_of(officer) == [record]
    assert open_{plural}_of(stranger) == []
''',
}
"""Path in the module -> its text, with the names in braces."""

REST = """Still yours to do:
  1. yaoan/config/settings.py   MODULES: put "{plural}" in the order of work
  2. .importlinter              the container yaoan.modules.{plural}, and {plural} in the order of work
  3. yaoan/law/roles.yaml       {plural}.view for viewer, {plural}.work for those who do the work
  4. yaoan manage makemigrations {plural}
  5. docs/CONTEXT.md            {plural}, {Singular} and the commands, each with its Chinese and English
  6. lifecycle.py               states, acts, legal bases and duties as the law has them; law/terms/{plural}.yaml
  7. make docs translations check"""


class NotMade(ValueError):
    """The module was not written; the text says why."""


def run(argv: list[str]) -> int:
    """`yaoan module NAME [--chinese 名称]`: returns 0 when written, 1 when refused."""
    parser = argparse.ArgumentParser(prog="yaoan module", description="Write the rooms of a new module.")
    parser.add_argument("name", help="a plural noun in small letters: letters, inspections, talks")
    parser.add_argument("--chinese", default="新台账", help="what it is called on pages")
    given = parser.parse_args(argv)
    try:
        made = write(given.name, given.chinese)
    except NotMade as obstacle:
        print(f"yaoan module: {obstacle}", file=sys.stderr)
        return 1
    for path in made:
        print(path.relative_to(PACKAGE.parent))
    print(f"\n{filled(REST, given.name, given.chinese)}")
    return 0


def write(name: str, chinese: str, *, package: Path = PACKAGE) -> list[Path]:
    """Write the rooms of a module and return the files. Raises NotMade, having written nothing."""
    folder = package / "modules" / name
    if not NAME.fullmatch(name):
        raise NotMade("a module is a plural noun in small letters, such as inspections")
    if folder.exists():
        raise NotMade(f"{folder.relative_to(package.parent)} is there already")
    made = []
    for path, text in ROOMS.items():
        file = folder / filled(path, name, chinese)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(filled(text, name, chinese), "utf-8")
        made.append(file)
    return made


def filled(text: str, name: str, chinese: str) -> str:
    """A text with the names of a module in it."""
    singular = name[:-3] + "y" if name.endswith("ies") else name[:-1]
    words = {"plural": name, "Plural": name.capitalize(), "PLURAL": name.upper(), "chinese": chinese}
    words |= {"singular": singular, "Singular": singular.capitalize(), "prefix": name[:3].upper()}
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", value)
    return text
