"""Reading an export: lines of a plain or gzipped file, in constant memory, as the very bytes that were hashed.

The file is a manifest, the seals, then the entries in the order of their ids; see `docs/guide/journal.md`.
"""

import gzip
import hashlib
import io
import json
import re
import zlib
from binascii import unhexlify
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .definitions import FORMAT, spelled
from .findings import Finding, Found

LONGEST_LINE = 1 << 26
LONGEST_TAIL = 400
RECORD = b',"record":'
BROKEN = b""
"""Stands for the rest of a file that cannot be read."""

NUMBER, HASH, TEXT = r"\d{1,18}", r'"[0-9a-f]{64}"', r'"[^"\\]*"'
SEAL = {
    "id": NUMBER, "first": NUMBER, "last": NUMBER, "count": NUMBER, "root": HASH, "previous": HASH, "head": HASH,
    "sealed_at": TEXT, "key": HASH, "signature": r'"[0-9a-f]{128}"',
}  # fmt: skip
"""The fields of a seal, each with the pattern of its JSON."""

MANIFEST = {
    "format": f'"{FORMAT}"', "key": HASH, "made_at": TEXT, "since": NUMBER, "number": f"null|{TEXT}", "last": NUMBER,
    "entries": NUMBER, "records": NUMBER, "seals": NUMBER, "tail_count": NUMBER, "tail_root": HASH,
}  # fmt: skip
"""The fields of a manifest: what the file holds, and the Merkle root over the entries that no seal covers yet."""

_MANIFEST = re.compile(rb'\{"manifest":(\{.*\}),"signature":"([0-9a-f]{128})"\}\n')
_SEAL = re.compile(rb'\{"seal":(\{.*\})\}\n')
_ENTRY = re.compile(
    rb'\{"id":([1-9]\d{0,17}),"previous":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"'
    rb'(?:,"path":\[((?:"[LR][0-9a-f]{64}",?)*)\])?,"entry":'
)
_TAIL = re.compile(rb',"record":(\d{1,18}),"recorded_at":"[^"\\]*","seq":([1-9]\d{0,8}),"to_state":"[^"\\]*"\}\}\n')


class NotAJournal(Exception):
    """The file is no export of a journal."""


class Line(NamedTuple):
    """An entry as the file spells it; `body` are the bytes that were hashed, `path` those of the way to its seal."""

    entry: int
    record: int
    seq: int
    previous: bytes
    hash: bytes
    signature: bytes
    path: bytes | None
    body: bytes

    def true_hash(self) -> bytes:
        return hashlib.sha256(self.previous + self.body).digest()

    def finding(self, code: str, **more: Any) -> Finding:
        """A finding about this entry, which it names by the number and act it claims."""
        try:
            said = json.loads(self.body)
            number, act = _shown(said["number"]), _shown(said["act"])
        except (ValueError, RecursionError, LookupError, TypeError):
            number, act = str(self.record), "?"
        return Finding(
            code=code, about="entry", number=number, act=act, record=self.record, seq=self.seq, entry=self.entry,
            more=more,
        )  # fmt: skip


def _shown(text: object) -> str:
    """A claim as it may be printed: short, and without anything that would play tricks on a terminal."""
    return "".join(letter for letter in str(text)[:40] if letter.isprintable())


def read_line(raw: bytes) -> Line | None:
    """An entry from its line; None where the line is not spelled as one. The column after `payload` is the record's id."""
    start, at = _ENTRY.match(raw), raw.rfind(RECORD, -LONGEST_TAIL)
    end = _TAIL.fullmatch(raw, at) if at > 0 else None
    if start is None or end is None or start.end() > at:
        return None
    previous, hash_, signature = unhexlify(start[2]), unhexlify(start[3]), unhexlify(start[4])
    body = raw[start.end() : -2]
    return Line(int(start[1]), int(end[1]), int(end[2]), previous, hash_, signature, start[5], body)


def raw_lines(path: str, skip: int = 0) -> Iterator[bytes]:
    """The lines of a file after the first `skip`; `BROKEN` comes last where the rest cannot be read."""
    with Path(path).open("rb") as plain:
        is_zipped = plain.peek(2)[:2] == b"\x1f\x8b"
        file = io.BufferedReader(Unzipped(plain), 1 << 20) if is_zipped else plain
        try:
            while raw := file.readline(LONGEST_LINE):
                if skip:
                    skip -= 1
                else:
                    yield raw
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield BROKEN


class Unzipped(io.RawIOBase):
    """The content of a gzipped file up to the very byte at which it is damaged: the error comes after the last of it."""

    def __init__(self, plain: BinaryIO) -> None:
        self._zipped = gzip.GzipFile(fileobj=plain)

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        content = self._zipped.read1(len(room))
        room[: len(content)] = content
        return len(content)


def shaped(raw: bytes | str, shape: Mapping[str, str]) -> dict[str, Any] | None:
    """A JSON object with just the fields of `shape`, each of its pattern; else None."""
    try:
        value = json.loads(raw)
        if not isinstance(value, dict) or value.keys() != shape.keys():
            return None
        fits = all(re.fullmatch(pattern, spelled(value[name]).decode()) for name, pattern in shape.items())
    except (ValueError, RecursionError):
        return None
    return value if fits else None


class Span(NamedTuple):
    """A range of ids whose entries one root covers: that of a seal, or (`seal` None) of the manifest, for the tail."""

    seal: int | None
    first: int
    last: int
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the entries; `lines` is how many lines that is."""

    manifest: dict[str, Any]
    signature: bytes
    seals: list[dict[str, Any]]
    lines: int

    @property
    def is_whole(self) -> bool:
        """Whether every record begins with its first entry."""
        return bool(self.manifest["since"] == 0)

    @property
    def of_one_record(self) -> bool:
        return self.manifest["number"] is not None

    @property
    def sealed_to(self) -> int:
        """The last id under a seal."""
        return int(self.seals[-1]["last"] if self.seals else self.manifest["since"])

    def spans(self) -> list[Span]:
        """The ranges of the seals and, last, of the entries that came after them."""
        manifest, sealed_to = self.manifest, self.sealed_to
        spans = [Span(s["id"], s["first"], s["last"], s["count"], bytes.fromhex(s["root"])) for s in self.seals]
        root = bytes.fromhex(manifest["tail_root"])
        return [*spans, Span(None, sealed_to + 1, max(manifest["last"], sealed_to), manifest["tail_count"], root)]


def read_header(path: str, found: Found) -> Header:
    """The manifest and the seals. Raises NotAJournal where the file does not begin with a manifest."""
    lines = raw_lines(path)
    start = _MANIFEST.fullmatch(next(lines, BROKEN))
    manifest = shaped(start[1], MANIFEST) if start else None
    if start is None or manifest is None or spelled(manifest) != start[1]:
        raise NotAJournal(f"{path} 不是导出的日志 (is no export of a journal)")
    seals, count = [], 1
    while match := _SEAL.fullmatch(next(lines, BROKEN)):
        count += 1
        seal = shaped(match[1], SEAL)
        if seal is None or spelled(seal) != match[1]:
            found.add(Finding(code="unreadable", about="line", line=count))
        else:
            seals.append(seal)
    return Header(manifest, unhexlify(start[2]), seals, count)
