"""Reads the YAML of the law so that every fault is found at once, each with its file and line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

import yaoan
from yaoan.kernel.words import Text

LAW = Path(yaoan.__file__).parent / "law"
"""The folder of the law as data; it is part of the installed package."""

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file of the law: where, under which key, and what to do."""

    path: Path
    line: int
    key: str
    sentence: Text

    def read(self, language: str) -> str:
        return f"{self.path.name}:{self.line} {self.key}: {self.sentence.read(language)}"

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line} {self.key}: {self.sentence}"


class BadLaw(ValueError):
    """Files of the law that cannot be used; ``faults`` holds all that was found in all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class Row(dict[str, Any]):
    """A YAML mapping that knows its lines (counted from 1) and the keys that were written twice."""

    line: int = 1
    lines: dict[str, int]
    repeated: tuple[str, ...] = ()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the fast one where it was built
    """Safe YAML whose mappings are rows."""


def _row(loader: Any, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line, row.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node, deep=True))
        if key in row:
            row.repeated += (key,)
        row[key] = loader.construct_object(value_node, deep=True)
        row.lines[key] = key_node.start_mark.line + 1
    return row


def _day(loader: Any, node: yaml.ScalarNode) -> object:
    """A date, or what was written where there is no such day, so that the fault is told with its key."""
    try:
        return yaml.SafeLoader.construct_yaml_timestamp(loader, node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:map", _row)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def _words(found: object) -> Text | None:
    if not isinstance(found, Row) or set(found) != {"zh", "en"}:
        return None
    chinese, english = found["zh"], found["en"]
    both = isinstance(chinese, str) and isinstance(english, str) and chinese.strip() and english.strip()
    return Text(chinese, english) if both else None


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The YAML files that the paths name: a file is itself, a folder its files in the order of their names."""
    for path in paths:
        yield from sorted(path.glob("**/*.yaml")) if path.is_dir() else (path,)


@dataclass(slots=True)
class Reader:
    """Takes values out of the rows of one file; what is wrong it notes in ``faults`` and goes on."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def document(self) -> Row:
        """The whole file; an empty row when it cannot be read."""
        try:
            found = yaml.load(self.path.read_text("utf-8"), Loader=_Loader)
        except OSError as error:
            why = error.strerror
            self._note(1, "", f"文件打不开（{why}），请核对路径", f"cannot be opened ({why}); check the path")
        except UnicodeDecodeError:
            self._note(1, "", "不是UTF-8编码，请另存为UTF-8", "is not UTF-8; save it as UTF-8")
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or str(error)
            self._note(mark.line + 1 if mark else 1, "", f"不是有效的YAML：{why}", f"is not valid YAML: {why}")
        else:
            if isinstance(found, Row):
                return found
            self._note(1, "", "文件应当由“键: 值”组成", "must consist of “key: value” pairs")
        return Row()

    def fault(self, row: Row, key: str, chinese: str, english: str) -> None:
        """Note that what stands under ``key`` of ``row`` is wrong."""
        self._note(getattr(row, "lines", {}).get(key, row.line), key, chinese, english)

    def _note(self, line: int, key: str, chinese: str, english: str) -> None:
        self.faults.append(Fault(self.path, line, key, Text(chinese, english)))

    def keys(self, row: Row, known: Iterable[str]) -> None:
        """Note keys that are not known (a misspelt key would be lost silently) or written twice."""
        allowed = tuple(known)
        for key in row:
            if key not in allowed:
                listed = "、".join(allowed), ", ".join(allowed)
                self.fault(row, key, f"不认识这个键，可用：{listed[0]}", f"is an unknown key; known are {listed[1]}")
        for key in row.repeated:
            self.fault(row, key, "写了两次，请删去一处", "is written twice; delete one")

    def rows(self, row: Row, key: str) -> list[Row]:
        """The list of rows under ``key``; empty when the key is absent."""
        found = row.get(key, [])
        if isinstance(found, list) and all(isinstance(item, Row) for item in found):
            return found
        self.fault(row, key, "应当是一个列表，每项由“键: 值”组成", "must be a list whose items are “key: value” pairs")
        return []

    def words(self, row: Row, key: str, *, required: bool = True) -> Text | None:
        """A text with its English: ``{zh: 线索核查, en: Verification of a clue}``."""
        if row.get(key) is None and not required:
            return None
        found = _words(row.get(key))
        if found is None:
            self.fault(row, key, "应当写明中英文：{zh: …, en: …}", "must give both languages: {zh: …, en: …}")
        return found

    def many_words(self, row: Row, key: str) -> tuple[Text, ...]:
        """A list of texts with their English; empty when the key is absent."""
        found = [_words(item) for item in self.rows(row, key)]
        if None in found:
            self.fault(row, key, "每项应当写明中英文：{zh: …, en: …}", "each must give both languages: {zh: …, en: …}")
        return tuple(words for words in found if words is not None)

    def text(self, row: Row, key: str, *, default: str | None = None) -> str:
        """A plain text; required when there is no default."""
        found = row.get(key, default)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
        self.fault(row, key, "必须填写文字", "must be a text")
        return ""

    def number(self, row: Row, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number of at least ``least``; required when there is no default."""
        found = row.get(key, default)
        if isinstance(found, int) and not isinstance(found, bool) and found >= least:
            return found
        self.fault(row, key, f"必须是不小于{least}的整数", f"must be a whole number of at least {least}")
        return least

    def flag(self, row: Row, key: str) -> bool:
        """True or false, always required: whether a text was checked is never assumed."""
        found = row.get(key)
        if isinstance(found, bool):
            return found
        self.fault(row, key, "必须填写true或者false", "must be true or false")
        return False

    def day(self, row: Row, key: str, *, required: bool = False) -> date | None:
        """A date as YYYY-MM-DD."""
        found = row.get(key)
        if (found is None and not required) or (isinstance(found, date) and not isinstance(found, datetime)):
            return found
        self.fault(row, key, "必须是日期，写作2025-01-31", "must be a date, written 2025-01-31")
        return None

    def choice(self, row: Row, key: str, kind: type[E], *, default: E | None = None) -> E | None:
        """A member of ``kind``; required when there is no default."""
        found = row.get(key, default)
        listed = tuple(member.value for member in kind)
        if found in listed:
            return kind(found)
        self.fault(row, key, f"应当是{'、'.join(listed)}之一", f"must be one of {', '.join(listed)}")
        return None
