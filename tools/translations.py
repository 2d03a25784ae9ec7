"""Keep the English catalogues complete: read the Chinese texts from Python and templates, compare, update.

Every Django app keeps its English beside it, in `locale/en/LC_MESSAGES/django.po`; texts outside any app belong to
`yaoan/locale`. Django merges all catalogues, so one English for one Chinese over the whole program.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract
from django.conf import settings  # noqa: TID251  # templatize asks it for the character set
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "yaoan"
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
HEAD = {"Language": "en", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8"} | {
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
FUNCTIONS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


@dataclass(frozen=True, order=True)
class Message:
    """A text to translate: what it says, its plural form and its context, both mostly empty."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass
class Catalogue:
    """One file of translations and the texts that belong into it."""

    path: Path
    used: dict[Message, set[str]] = field(default_factory=lambda: defaultdict(set))

    def entries(self) -> dict[Message, polib.POEntry]:
        """What the file holds, uncertain entries included, given-up ones not."""
        return {_message(entry): entry for entry in self._file() if not entry.obsolete}

    def given_up(self) -> list[polib.POEntry]:
        return [entry for entry in self._file() if entry.obsolete]

    def _file(self) -> polib.POFile:
        return polib.pofile(str(self.path)) if self.path.exists() else polib.POFile()


def main(words: list[str]) -> int:
    """Perform one command line; returns 1 when `--check` finds a fault."""
    parser = argparse.ArgumentParser(prog="translations", description="Check or update the English catalogues.")
    parser.add_argument("--check", action="store_true", help="change nothing; report what is missing or wrong")
    chosen = parser.parse_args(words)
    catalogues = collect()
    if not chosen.check:
        for catalogue in catalogues:
            update(catalogue, catalogues)
    found = list(faults(catalogues))
    for fault in found:
        print(fault)
    texts = len({message for catalogue in catalogues for message in catalogue.used})
    print(f"{texts} texts in {len(catalogues)} catalogues, {len(found)} faults")
    return 1 if chosen.check and found else 0


def collect(package: Path = PACKAGE) -> list[Catalogue]:
    """Every catalogue that there is or should be, with the texts found in the sources that belong to it."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    catalogues: dict[Path, Catalogue] = {}
    for path in sorted(package.glob("**/locale/en/LC_MESSAGES/django.po")):
        catalogues[path] = Catalogue(path)
    for source in sorted([*package.glob("**/*.py"), *package.glob("**/templates/**/*.*")]):
        if {"tests", "migrations"} & set(source.relative_to(package).parts):
            continue
        for message in messages(source):
            path = _home(source, package) / CATALOGUE
            catalogue = catalogues.setdefault(path, Catalogue(path))
            catalogue.used[message].add(source.relative_to(package).as_posix())
    return list(catalogues.values())


def messages(source: Path) -> Iterator[Message]:
    """The texts of a Python file or a template, in their order."""
    content = source.read_text(encoding="utf-8")
    if source.suffix != ".py":
        calls = templatize(content, origin=str(source))  # calls of gettext amid rows of X, indented as the page was
        content = "\n".join(line.strip() for line in calls.splitlines())
    for _line, found, _comments, context in extract("python", BytesIO(content.encode()), FUNCTIONS):
        text, plural = found if isinstance(found, tuple) else (found, "")
        if text:
            yield Message(text, plural or "", context or "")


def faults(catalogues: Iterable[Catalogue]) -> Iterator[str]:
    """What is wrong, one sentence each."""
    known: dict[Message, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for catalogue in catalogues:
        name = _name(catalogue.path)
        for message, entry in catalogue.entries().items():
            yield from (f"{name}: {message.text!r} {fault}" for fault in _faults_of(message, entry))
            if message not in catalogue.used:
                yield f"{name}: {message.text!r} is used nowhere"
            known[message][_english(entry)].append(name)
        yield from (f"{name}: {entry.msgid!r} was given up and is still kept" for entry in catalogue.given_up())
    for catalogue in catalogues:
        for message in sorted(catalogue.used.keys() - known.keys()):
            yield f"{_name(catalogue.path)}: {message.text!r} ({', '.join(sorted(catalogue.used[message]))}) is missing"
    for message, versions in known.items():
        if len(versions) > 1:
            said = "; ".join(f"{english!r} in {', '.join(names)}" for english, names in versions.items())
            yield f"{message.text!r} has more than one English: {said}"


def _faults_of(message: Message, entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "is marked as uncertain"
    forms = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not all(forms) or (message.plural and len(forms) != 2):
        yield "has no English"
        return
    for form in forms:
        if form == message.text and not message.text.isascii():
            yield "is not translated"
        missing = sorted(set(_PLACES.findall(message.text)) ^ set(_PLACES.findall(form)))
        if missing and not message.plural:
            yield f"and its English differ in {', '.join(missing)}"


def update(catalogue: Catalogue, catalogues: Iterable[Catalogue]) -> None:
    """Add what is missing everywhere, without an English; drop what is used nowhere; keep all else."""
    elsewhere = {message for other in catalogues if other is not catalogue for message in other.entries()}
    entries = catalogue.entries()
    kept = {message: entries[message] for message in entries.keys() & catalogue.used.keys()}
    for message in catalogue.used.keys() - kept.keys() - elsewhere:
        kept[message] = _entry(message)
    if not kept:
        catalogue.path.unlink(missing_ok=True)
        return
    write(catalogue.path, kept, catalogue.used)


def write(path: Path, entries: Mapping[Message, polib.POEntry], used: Mapping[Message, set[str]]) -> None:
    """Write a catalogue in an order that changes only where it must."""
    file = polib.POFile(wrapwidth=120)
    file.metadata = HEAD
    for message in sorted(entries, key=lambda message: (sorted(used[message]), message)):
        entry = entries[message]
        entry.occurrences = [(place, "") for place in sorted(used[message])]
        file.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))


def _home(source: Path, package: Path) -> Path:
    """The app a source belongs to, else the package itself."""
    for folder in source.parents:
        if folder == package or (folder / "apps.py").exists():
            return folder
    return package


def _entry(message: Message) -> polib.POEntry:
    if message.plural:
        plural = {0: "", 1: ""}
        return polib.POEntry(
            msgid=message.text, msgid_plural=message.plural, msgstr_plural=plural, msgctxt=message.context or None
        )
    return polib.POEntry(msgid=message.text, msgctxt=message.context or None)


def _message(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _english(entry: polib.POEntry) -> str:
    return " / ".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr


def _name(path: Path) -> str:
    parts = path.parts[: -len(CATALOGUE.parts)]
    return ".".join(parts[parts.index("yaoan") if "yaoan" in parts else -1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
