"""Check an exported journal against heads that were kept elsewhere. This one file is the whole verifier.

It needs Python 3.11 and the package `cryptography`, and nothing of Yaoan. Copy it to a stick and run

    python verify.py JOURNAL.jsonl.gz --heads HEADS.jsonl

The first part says what is hashed, and how. The system itself takes those definitions from here (see `chain.py`), so
that what is written and what is checked cannot drift apart. How the proof works, and where it ends, stands in
`docs/guide/journal.md`.

Every line is read as bytes and hashed as it stands. Each worker reads the whole file and minds the records of its part
alone, so memory is bounded by `PART` records a worker however long the journal is.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import re
import sys
import time
import zlib
from bisect import bisect_left
from binascii import unhexlify
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "yaoan-journal/1"

ORIGIN = b"\0" * 32
"""What the first entry of a record, and the first seal, have before them."""

COLUMNS = (
    "record", "kind", "number", "seq", "act", "command_id", "cause", "actor", "agency", "area", "owner",
    "from_state", "to_state", "effective_on", "recorded_at", "payload", "facets",
)  # fmt: skip
"""The columns a hash covers, by the names they have in an export."""

SEALED = ("id", "first", "last", "count", "root", "sealed_at", "key")
"""What the head of a seal covers, beside the head before it."""


def spelled(value: Any) -> bytes:
    """The one spelling of a value: JSON with sorted keys, no blanks, UTF-8.

    Values must be str, int, bool, None, or lists and mappings of them (no floats: they have no one spelling).
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def canonical(line: Mapping[str, Any]) -> bytes:
    """The bytes of a journal line: its columns in their one spelling."""
    return spelled({name: line[name] for name in COLUMNS})


def link(previous: bytes, line: Mapping[str, Any]) -> bytes:
    """The hash of a line after `previous` (32 bytes): SHA-256 of both."""
    return hashlib.sha256(previous + canonical(line)).digest()


def leaf(entry: int, hash_: bytes, signature: bytes) -> bytes:
    """What a seal covers of an entry: its place in the order of the journal, its hash and its signature."""
    return entry.to_bytes(8, "big") + hash_ + signature


def head_of(previous: bytes, seal: Mapping[str, Any]) -> bytes:
    """The head of a seal after the head before it (32 bytes): SHA-256 of both. The head is what is signed."""
    return hashlib.sha256(previous + spelled({name: seal[name] for name in SEALED})).digest()


def leaf_node(content: bytes) -> bytes:
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A Merkle tree (RFC 6962: prefixes, the odd node is carried up) that keeps one node a level, whatever its size."""

    __slots__ = ("_peaks", "count")

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, content: bytes) -> None:
        top, size = leaf_node(content), self.count
        while size & 1:
            top = node(self._peaks.pop(), top)
            size >>= 1
        self._peaks.append(top)
        self.count += 1

    def root(self) -> bytes:
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        top = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            top = node(peak, top)
        return top


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root of the Merkle tree over leaves."""
    tree = Tree()
    for content in leaves:
        tree.add(content)
    return tree.root()


def climb(content: bytes, path: Sequence[str]) -> bytes:
    """The root a leaf leads to by its path: from the leaf up, `L` or `R` (where the other node stands) and its hex."""
    top = leaf_node(content)
    for step in path:
        other = bytes.fromhex(step[1:])
        top = node(other, top) if step[0] == "L" else node(top, other)
    return top


def short_head(seal: int, last: int, head: str) -> str:
    """A head as one line that fits a QR code (capitals, digits, colons) and carries four check digits."""
    text = f"YAOAN:{seal}:{last}:{head.upper()}"
    return f"{text}:{hashlib.sha256(text.encode()).hexdigest()[:4].upper()}"


# What follows is the checking alone.

PART = 2_000_000
"""The most records one worker keeps in mind at a time (about 170 bytes each)."""

MOST_FINDINGS = 1000
"""The most findings one pass spells out; the rest are counted."""

LONGEST_LINE = 1 << 26
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile)
BROKEN = b""
"""Stands for the rest of a file that cannot be read."""

NUMBER, HASH, TEXT = r"\d{1,19}", r'"[0-9a-f]{64}"', r'"[^"\\]*"'
SEAL = {
    "id": NUMBER, "first": NUMBER, "last": NUMBER, "count": NUMBER, "root": HASH, "previous": HASH, "head": HASH,
    "sealed_at": TEXT, "key": HASH, "signature": r'"[0-9a-f]{128}"',
}  # fmt: skip
MANIFEST = {
    "format": f'"{FORMAT}"', "key": HASH, "made_at": TEXT, "since": NUMBER, "number": f"null|{TEXT}", "last": NUMBER,
    "entries": NUMBER, "records": NUMBER, "seals": NUMBER, "tail_count": NUMBER, "tail_root": HASH,
}  # fmt: skip
"""The fields of a seal and of a manifest, each with the pattern of its JSON."""

_FIRST_LINE = re.compile(rb'\{"manifest":(\{.*\}),"signature":"([0-9a-f]{128})"\}\n')
_SEAL_LINE = re.compile(rb'\{"seal":(\{.*\})\}\n')
_ENTRY = re.compile(
    rb'\{"id":([1-9]\d{0,17}),"previous":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"'
    rb'(?:,"path":\[((?:"[LR][0-9a-f]{64}",?)*)\])?,"entry":'
)
_TAIL = re.compile(rb',"record":(\d{1,18}),"recorded_at":"[^"\\]*","seq":([1-9]\d{0,8}),"to_state":"[^"\\]*"\}\}\n')
_LONGEST_TAIL = 400
_SHORT_HEAD = re.compile(r"YAOAN:(\d{1,19}):(\d{1,19}):([0-9A-F]{64}):([0-9A-F]{4})")

SUBJECTS = {
    "entry": ("{number} 第 {seq} 笔（{act}，日志号 {entry}）", "{number} entry {seq} ({act}, id {entry})"),
    "gap": ("{number} 第 {seq} 笔", "{number} entry {seq}"),
    "seal": ("封印第 {seal} 号", "seal {seal}"),
    "tail": ("尚未封印的末段", "the tail under no seal yet"),
    "head": ("另处保存的日志头第 {seal} 号（第 {line} 行）", "head {seal} kept elsewhere (line {line})"),
    "line": ("文件第 {line} 行", "line {line} of the file"),
    "heads line": ("日志头文件第 {line} 行", "line {line} of the heads"),
    "manifest": ("清单", "the manifest"),
}
"""What a finding is about, in Chinese and in English."""

TEXTS = {
    "unreadable": ("读不懂，不是规定的写法", "cannot be read: not in the spelling prescribed"),
    "damaged": ("从这里起文件损坏或中断", "from here on the file is damaged or cut"),
    "short": ("写明 {expected}，文件里却是 {found}", "names {expected}, but the file holds {found}"),
    "changed": ("内容与哈希不符，被改动过", "the content does not fit its hash: it was changed"),
    "unlinked": ("与上一笔接不上，两笔之一被替换", "does not follow the entry before it: one of the two was replaced"),
    "missing": ("缺失（至第 {until} 笔）", "is missing (up to entry {until})"),
    "duplicate": ("重复出现", "appears again"),
    "order": ("排在日志号 {after} 之后，次序被调换", "stands after id {after}: the order was changed"),
    "outside": ("不在任何封印的区间内", "lies in the range of no seal"),
    "forged": ("签名不对，是伪造的", "the signature does not fit: it is forged"),
    "stranger": ("由不可信的密钥 {key} 签名", "is signed with a key that is not trusted, {key}"),
    "path": ("证明路径通不到封印", "its path does not lead to a seal"),
    "root": (
        "日志号 {first}–{last} 应有 {expected} 笔，实有 {found} 笔，与封印的根不符：有日志被增删、改动或调换；空缺的日志号：{gaps}",
        "ids {first}–{last} should be {expected} entries, are {found}, and do not give the sealed root: "
        "some were added, removed, changed or swapped; vacant ids: {gaps}",
    ),
    "absent": ("缺失，封印的链条中断", "is missing: the chain of seals is broken"),
    "differs": (
        "与文件中的同号封印不同：日志号 {last} 及以前的内容被改写过",
        "is not the head in the file: something up to id {last} was rewritten",
    ),
    "cut": (
        "文件里没有：文件止于封印第 {newest} 号，尾部（至日志号 {last}）被截去，或者文件导出得比它早",
        "is not in the file, which ends with seal {newest}: the tail up to id {last} was cut, or the file is older",
    ),
}
"""What a finding says, in Chinese and in English."""


class NotAJournal(Exception):
    """The file is no export of a journal, or the heads cannot be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be. `entry` is the id in the journal, `seq` the count within the record."""

    code: str
    about: str
    number: str = ""
    act: str = ""
    record: int | None = None
    seq: int | None = None
    entry: int | None = None
    seal: int | None = None
    line: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "zh") -> str:
        """The finding as a sentence, in `zh` or `en`."""
        english = language == "en"
        values = {**{name: getattr(self, name) for name in self.__slots__}, **self.more}
        subject = SUBJECTS[self.about][english].format(**values)
        return f"{subject}{': ' if english else '：'}{TEXTS[self.code][english].format(**values)}"


class Line(NamedTuple):
    """An entry as the file spells it; `body` are the bytes that were hashed."""

    entry: int
    record: int
    seq: int
    previous: bytes
    hash: bytes
    signature: bytes
    path: bytes | None
    body: bytes

    def fits(self) -> bool:
        return hashlib.sha256(self.previous + self.body).digest() == self.hash

    def finding(self, code: str, **more: Any) -> Finding:
        try:
            said = json.loads(self.body)
        except ValueError:
            said = {}
        return Finding(
            code=code, about="entry", number=str(said.get("number", self.record)), act=str(said.get("act", "?")),
            record=self.record, seq=self.seq, entry=self.entry, more=more,
        )  # fmt: skip


def read_line(raw: bytes) -> Line | None:
    """An entry from its line; None where the line is not spelled as one."""
    start, at = _ENTRY.match(raw), raw.rfind(b',"record":', -_LONGEST_TAIL)
    end = _TAIL.fullmatch(raw, at) if at > 0 else None
    if start is None or end is None or start.end() > at:
        return None
    previous, hash_, signature = unhexlify(start[2]), unhexlify(start[3]), unhexlify(start[4])
    body = raw[start.end() : -2]
    return Line(int(start[1]), int(end[1]), int(end[2]), previous, hash_, signature, start[5], body)


def raw_lines(path: str, skip: int = 0) -> Iterator[bytes]:
    """The lines of a plain or gzipped file after the first `skip`; `BROKEN` stands for what cannot be read."""
    with open_file(path) as file:
        try:
            while raw := file.readline(LONGEST_LINE):
                if skip:
                    skip -= 1
                else:
                    yield raw
        except DAMAGE:
            yield BROKEN


def open_file(path: str) -> BinaryIO:
    file = Path(path).open("rb")
    if file.peek(2)[:2] != b"\x1f\x8b":
        return file
    return io.BufferedReader(gzip.GzipFile(fileobj=file), 1 << 20)  # type: ignore[arg-type,return-value]


@cache
def _public(key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))


def signed(keys: Iterable[str], message: bytes, signature: bytes) -> bool:
    """Whether one of the keys (hex) signed the message."""
    for key in keys:
        try:
            _public(key).verify(signature, message)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def shaped(raw: bytes | str, shape: Mapping[str, str]) -> dict[str, Any] | None:
    """A JSON object with just the fields of `shape`, each of its pattern; else None."""
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(value, dict) or value.keys() != shape.keys():
        return None
    fits = (re.fullmatch(pattern, spelled(value[name]).decode()) for name, pattern in shape.items())
    return value if all(fits) else None


@dataclass(slots=True)
class Found:
    """What one pass over the file found, and what it counted."""

    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    entries: int = 0
    records: int = 0
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    suspects: set[int] = field(default_factory=set)

    def add(self, finding: Finding) -> None:
        self.count += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the entries: the manifest and the seals; `lines` is how many lines that is."""

    manifest: dict[str, Any]
    seals: list[dict[str, Any]]
    lines: int

    @property
    def is_whole(self) -> bool:
        """Whether every record is there from its first entry on."""
        return self.manifest["since"] == 0

    @property
    def sealed_to(self) -> int:
        return max(self.manifest["since"], self.seals[-1]["last"] if self.seals else 0)


def read_header(path: str, found: Found) -> Header:
    """The manifest and the seals. Raises NotAJournal where the file does not begin with a manifest."""
    lines = raw_lines(path)
    first = _FIRST_LINE.fullmatch(next(lines, b""))
    manifest = shaped(first[1], MANIFEST) if first else None
    if first is None or manifest is None or spelled(manifest) != first[1]:
        raise NotAJournal("this is no export of a journal 这不是导出的日志")
    if not signed([manifest["key"]], first[1], unhexlify(first[2])):
        found.add(Finding(code="forged", about="manifest"))
    seals, count = [], 1
    for raw in lines:
        match = _SEAL_LINE.fullmatch(raw)
        if match is None:
            break
        count += 1
        seal = shaped(match[1], SEAL)
        if seal is None or spelled(seal) != match[1]:
            found.add(Finding(code="unreadable", about="line", line=count))
        else:
            seals.append(seal)
    return Header(manifest, seals, count)


def check_seals(header: Header, trusted: Collection[str], found: Found) -> None:
    """The chain of seals: none missing, each after the one before it, each signed with a trusted key."""
    expected, previous, first = 1, ORIGIN.hex(), 1
    for seal in header.seals:
        if expected == 1 and header.seals[0] is seal and not header.starts_at_seal_one:
            expected, previous, first = seal["id"], seal["previous"], seal["first"]
        if seal["id"] != expected:
            found.add(Finding(code="absent", about="seal", seal=expected))
        elif (seal["previous"], seal["first"]) != (previous, first):
            found.add(Finding(code="unlinked", about="seal", seal=seal["id"]))
        for finding in faults_of_seal(seal, trusted, about="seal"):
            found.add(finding)
        expected, previous, first = seal["id"] + 1, seal["head"], seal["last"] + 1
