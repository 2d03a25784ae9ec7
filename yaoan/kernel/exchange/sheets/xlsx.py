"""The parts of an xlsx package: its sheets, number formats and shared texts. Rows are read by `xlsx_rows`."""

import posixpath
import re
import xml.etree.ElementTree as ET
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from yaoan.kernel.exchange.sheets.marks import PROBLEM_COLUMN, PROBLEM_SUMMARY
from yaoan.kernel.exchange.sheets.obstacles import Limits, damaged, hostile
from yaoan.kernel.exchange.sheets.packages import Package, elements, read
from yaoan.kernel.exchange.sheets.values import Span, column_index, parse_span

_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_FORMAT_TEXT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})(?::\$[A-Z]{1,3})?(?:\$\d+.*)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]+)"')
_MOST_SPANS = 100_000
_MOST_TEXT = 256 << 20


@dataclass(frozen=True)
class SheetPart:
    """A worksheet as the workbook lists it. ``skipped`` are columns that a returned sheet added."""

    name: str
    part: str
    is_visible: bool
    is_summary: bool
    skipped: frozenset[int]


@dataclass(frozen=True)
class Book:
    """What the workbook part says: its worksheets, and whether days count from 1904."""

    sheets: tuple[SheetPart, ...]
    date1904: bool


def read_book(package: Package) -> Book:
    """The worksheets in their order; chart sheets and macro sheets are not among them."""
    path = _workbook_part(package)
    root = package.tree(path)
    targets = _relations(package, path)
    marked = _marked_columns(root)
    sheets = []
    for node in _all(root, "sheet"):
        kind, target = targets.get(_attribute(node, "id"), ("", ""))
        if not kind.endswith("/worksheet") or target not in package:
            continue
        name = node.get("name", "")
        sheets.append(
            SheetPart(
                name=name,
                part=target,
                is_visible=node.get("state", "visible") == "visible",
                is_summary=(PROBLEM_SUMMARY, name) in marked,
                skipped=frozenset(marked.get((PROBLEM_COLUMN, name), ())),
            )
        )
    properties = next(_all(root, "workbookPr"), None)
    date1904 = properties is not None and properties.get("date1904", "0") in {"1", "true"}
    return Book(tuple(sheets), date1904)


def _workbook_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind.endswith("/officeDocument"):
            return target
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise damaged()


def _relations(package: Package, path: str) -> dict[str, tuple[str, str]]:
    """Id → (type, target part) of what the part at ``path`` refers to inside the package."""
    folder, name = posixpath.split(path)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if part not in package:
        return {}
    found = {}
    for node in _all(package.tree(part), "Relationship"):
        if node.get("TargetMode") == "External":
            continue
        target = node.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[node.get("Id", "")] = (node.get("Type", ""), full)
    return found


def _marked_columns(root: ET.Element) -> dict[tuple[str, str], list[int]]:
    """(kind of mark, sheet) → columns, for the defined names of a returned workbook. A deleted column has no range."""
    marked: dict[tuple[str, str], list[int]] = {}
    for node in _all(root, "definedName"):
        name = node.get("name", "").lower()
        kind = next((kind for kind in (PROBLEM_COLUMN, PROBLEM_SUMMARY) if name.startswith(kind)), None)
        match = _RANGE.fullmatch((node.text or "").strip())
        if kind and match:
            sheet = (match[1] or match[2]).replace("''", "'")
            marked.setdefault((kind, sheet), []).append(column_index(match[3]))
    return marked


NumberKind = Literal["number", "date", "elapsed"]


def read_number_kinds(package: Package) -> list[NumberKind]:
    """For each cell style: whether a number shows as a number, as a date or time, or as elapsed time ([h]:mm)."""
    if "xl/styles.xml" not in package:
        return []
    root = package.tree("xl/styles.xml")
    custom = {node.get("numFmtId", ""): node.get("formatCode", "") for node in _all(root, "numFmt")}
    styles = next(_all(root, "cellXfs"), None)
    codes = [node.get("numFmtId", "0") for node in styles] if styles is not None else []
    return [_number_kind(code, custom.get(code)) for code in codes]


def _number_kind(code: str, text: str | None) -> NumberKind:
    if text is None:
        return "date" if code.isdigit() and int(code) in _BUILT_IN_DATES else "number"
    if _ELAPSED.search(text):
        return "elapsed"
    # Quoted text, escaped characters, colours and conditions are no date letters.
    bare = _FORMAT_TEXT.sub("", text.split(";")[0])
    return "date" if _DATE_LETTERS.search(bare) and "general" not in bare.lower() else "number"


class Texts:
    """The shared texts of a workbook, packed into one buffer: half a million take 15 MB instead of 60."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._buffer = bytearray()
        self._ends = array("Q", [0])
        part = next((name for name in ("xl/sharedStrings.xml", "xl/SharedStrings.xml") if name in package), None)
        if part is None:
            return
        with package.open(part) as stream:
            for item in elements(stream, "sst", "si", limits):
                self._buffer += text_of(item).encode()
                self._ends.append(len(self._buffer))
                if len(self._buffer) > _MOST_TEXT:
                    raise hostile()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:
        ends = self._ends
        try:
            return self._buffer[ends[index] : ends[index + 1]].decode()
        except IndexError as error:
            raise damaged() from error


def text_of(item: ET.Element) -> str:
    """The text of a rich or plain string: all ``t`` but those of phonetic guides."""
    pieces = []
    for node in item:
        local = node.tag.rpartition("}")[2]
        if local == "t":
            pieces.append(node.text or "")
        elif local == "r":
            pieces += [run.text or "" for run in node if run.tag.rpartition("}")[2] == "t"]
    return unescape("".join(pieces))


def unescape(text: str) -> str:
    """The text with characters that XML cannot hold (``_x000D_``) put back."""
    return _ESCAPED.sub(_put_back, text) if "_x" in text else text


def _put_back(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def read_spans(package: Package, part: str) -> tuple[Span, ...]:
    """The merged blocks of a sheet. They stand behind the rows, so the part is unpacked once, but not parsed."""
    spans: list[Span] = []
    with package.open(part) as stream:
        rest = b""
        while more := read(stream, 1 << 18):
            block = rest + more
            if b"mergeCell" in block:
                spans += [
                    span
                    for match in _MERGE.finditer(block)
                    if (span := parse_span(match[1].decode("ascii", "replace")))
                ]
            rest = _unfinished(block)
            if len(spans) > _MOST_SPANS:
                raise hostile()
    return tuple(dict.fromkeys(spans))


def _unfinished(block: bytes) -> bytes:
    """The last tag of a block if the block ends inside it."""
    last = block.rfind(b"<")
    return block[last:] if last >= 0 and block.find(b">", last) < 0 and len(block) - last < 1_000 else b""


def _all(root: ET.Element, local: str) -> Iterator[ET.Element]:
    """All elements of that local name: transitional and strict files differ in their namespaces."""
    return (node for node in root.iter() if node.tag.rpartition("}")[2] == local)


def _attribute(node: ET.Element, local: str) -> str:
    return next((value for name, value in node.attrib.items() if name.rpartition("}")[2] == local and "}" in name), "")
