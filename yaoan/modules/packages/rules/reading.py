"""Reading a package that anybody may have made: nothing is unpacked to disk, sizes are bounded, every hash is worked out."""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaoan.kernel.journal import chain
from yaoan.kernel.journal.verify.findings import Found
from yaoan.kernel.journal.verify.reading import HASH, NUMBER, SEAL, TEXT, Line, read_line, shaped
from yaoan.kernel.journal.verify.seals import check_chain, signed
from yaoan.kernel.words import _
from yaoan.modules.packages.rules import parcel
from yaoan.modules.packages.rules.findings import finding

STRING = r'"(?:[^"\\]|\\(?!u0000).)*"'
MOST_FAULTS = 100
_LARGEST_MANIFEST = 2 << 20
_PIECE = 1 << 20
_SHAPE = {
    "format": f'"{parcel.FORMAT}"', "sender": HASH, "sender_name": TEXT, "receiver": HASH, "receiver_name": TEXT,
    "sequence": r"[1-9]\d{0,8}", "previous": rf'""|{HASH}', "made_at": r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"',
    "since": NUMBER, "until": NUMBER, "records": NUMBER, "entries": NUMBER, "heads": NUMBER,
    "members": rf'\{{(?:"[a-z0-9./]{{1,80}}":\[{NUMBER},{HASH}\],?)*\}}',
}  # fmt: skip
_RECORD = {
    "id": NUMBER, "kind": r'"[a-z_]{1,40}"', "number": r'"[A-Z0-9-]{1,40}"', "title": STRING, "label": STRING, "state": r'"\w{0,24}"',
    "state_label": STRING, "closed": "true|false", "area": r'"\d{0,12}"', "seq": r"[1-9]\d{0,8}", "head": HASH,
    "details": rf"\[(?:\[{STRING},{STRING}\],?)*\]",
    "files": rf'\[(?:\{{"name":{STRING},"purpose":{STRING},"sent":(?:true|false),"sha256":{HASH}\}},?)*\]',
}  # fmt: skip
_LONGEST = {"title": 300, "label": 60, "state_label": 60}
_MANIFEST = re.compile(rb'\{"manifest":(\{.*\}),"signature":"([0-9a-f]{128})"\}\n')
_FILE = re.compile(rf"(?:{parcel.FILES}|{parcel.PACKAGES})([0-9a-f]{{64}})")
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
    OverflowError, KeyError, IndexError,
)  # fmt: skip
"""What the standard library raises for zips that lie."""


class NotAPackage(Exception):
    """The file is no package; the text says so to the person who has it."""


@dataclass(frozen=True)
class Parcel:
    """A package as it was read. With `faults` nothing in it may be relied on; `chains` are hashes (hex) by record id."""

    manifest: Mapping[str, Any]
    digest: str
    records: tuple[Mapping[str, Any], ...] = ()
    chains: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    heads: tuple[Mapping[str, Any], ...] = ()
    faults: tuple[dict[str, Any], ...] = ()


def claimed(path: Path) -> dict[str, Any]:
    """The manifest as it stands in a package, not checked. Raises NotAPackage."""
    with _opened(path) as found:
        return _manifest(found)[0]


def read(path: Path, *, key: str, ours: str, prove: bool = True) -> Parcel:
    """Read and check a package that should be signed with `key` and made for `ours` (public keys in hex).

    Without `prove` the signatures of its entries, which the signed manifest covers, are not worked out one by one: for
    pages on a package that was checked. All that is wrong with it is among the faults. Raises NotAPackage where it cannot be read at all.
    """
    with _opened(path) as found:
        manifest, body, signature = _manifest(found)
        reader = _Reader(found, manifest, key, prove=prove)
        if manifest["sender"] != key or not signed([key], body, signature):
            reader.fault("forged")
        if manifest["receiver"] != ours:
            reader.fault("not_ours", receiver=manifest["receiver_name"])
        reader.read()
    return Parcel(
        manifest, parcel.digest_of(manifest), tuple(reader.records.values()), reader.chains, tuple(reader.heads),
        tuple(reader.faults[:MOST_FAULTS]),
    )  # fmt: skip


def chain_in(path: Path, record: int) -> Iterator[dict[str, Any]]:
    """The entries of one record in a package that was checked, the oldest first, each with its `hash`."""
    wanted = b'"record":%d,' % record
    with _opened(path) as found:
        for raw in parcel.lines_of(_part(found, parcel.ENTRIES, parcel.LARGEST_PART)):
            line = read_line(raw) if wanted in raw else None
            if line and line.record == record:
                yield {**parcel.said(line.body), "hash": line.hash.hex()}


def heads_in(path: Path) -> list[str]:
    """The seals in a package that was checked, each as the line by which `yaoan journal verify --heads` takes it."""
    with _opened(path) as found:
        return _part(found, parcel.HEADS, parcel.LARGEST_PART).decode().splitlines()


def packages_in(path: Path) -> list[str]:
    """The packages that a package passes on, each by its SHA-256. Raises NotAPackage."""
    named = (_FILE.fullmatch(name) for name in claimed(path)["members"] if name.startswith(parcel.PACKAGES))
    return sorted(match[1] for match in named if match)


def file_in(path: Path, sha256: str, *, folder: str = parcel.FILES) -> Iterator[bytes]:
    """An attachment, or a package passed on, in a package that was checked, in pieces."""
    with _opened(path) as found, found.open(f"{folder}{sha256}") as file:
        while piece := file.read(_PIECE):
            yield piece


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        _ensure_modest(path)
        return zipfile.ZipFile(path)
    except _TROUBLE as error:
        raise NotAPackage(str(_("这个文件不是交换包，或者没有传完整。请向发送单位重新索取。"))) from error


def _ensure_modest(path: Path) -> None:
    """Refuse a directory of millions before the library reads it. Raises ValueError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (1 << 16) - 22))
        tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or b"PK\6\7" in tail or len(tail) - at < 22:
        raise ValueError("no end of a zip")
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count > parcel.MOST_MEMBERS or length > parcel.MOST_MEMBERS * 200:
        raise ValueError("too many members")


def _manifest(found: zipfile.ZipFile) -> tuple[dict[str, Any], bytes, bytes]:
    """(manifest, the bytes that were signed, signature). Raises NotAPackage."""
    try:
        match = _MANIFEST.fullmatch(_part(found, parcel.MANIFEST, _LARGEST_MANIFEST))
        manifest = shaped(match[1], _SHAPE) if match else None
        if match is None or manifest is None or chain.spelled(manifest) != match[1]:
            raise ValueError("no manifest")
    except (*_TROUBLE, RecursionError) as error:
        found.close()
        raise NotAPackage(str(_("这个文件里没有交换包的清单，或者清单读不懂。"))) from error
    return manifest, match[1], bytes.fromhex(match[2].decode())


def _part(found: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The content of a member, of `most` bytes at most. Raises what `_TROUBLE` names."""
    with found.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is too large")
    return content


class _Reader:
    """Reads the members of one package and gathers what is wrong with them."""

    def __init__(self, found: zipfile.ZipFile, manifest: Mapping[str, Any], key: str, *, prove: bool) -> None:
        self.found, self.manifest, self.key, self.prove = found, manifest, key, prove
        self.faults: list[dict[str, Any]] = []
        self.records: dict[int, dict[str, Any]] = {}
        self.chains: dict[int, tuple[str, ...]] = {}
        self.heads: list[dict[str, Any]] = []

    def fault(self, code: str, **more: Any) -> None:
        """Note what is wrong; past a hundred it is only counted that there is more than can be told."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(finding(code, **{"sender": self.manifest["sender_name"], **more}))

    def read(self) -> None:
        self._members()
        self._records(self._lines(parcel.RECORDS))
        count = self._entries(self._lines(parcel.ENTRIES))
        self._seals(self._lines(parcel.HEADS))
        found = {"records_found": len(self.records), "entries_found": count}
        named = {"records": self.manifest["records"], "entries": self.manifest["entries"]}
        if list(found.values()) != list(named.values()) and not self.faults:
            self.fault("counted", **named, **found)

    def _members(self) -> None:
        """What is there is what the manifest names, and every attachment is what its name says."""
        there = [info.filename for info in self.found.infolist()]
        named = self.manifest["members"]
        wanted = {parcel.RECORDS, parcel.ENTRIES, parcel.HEADS, *named}
        for name in sorted(set(there) - wanted - {parcel.MANIFEST}) + sorted({n for n in there if there.count(n) > 1}):
            self.fault("strange", member=_shown(name))
        for name in sorted(wanted - set(there)):
            self.fault("missing", member=_shown(name))
        for name in sorted(set(there) & named.keys()):
            if _FILE.fullmatch(name) and not self._is_whole(name):
                self.fault("damaged", member=_shown(name))

    def _is_whole(self, name: str) -> bool:
        size, sha256 = self.manifest["members"][name]
        if name.partition("/")[2] != sha256 or size > parcel.LARGEST_FILE:
            return False
        digest, left = hashlib.sha256(), size
        try:
            with self.found.open(name) as member:
                while left >= 0 and (piece := member.read(_PIECE)):
                    digest.update(piece)
                    left -= len(piece)
        except _TROUBLE:
            return False
        return left == 0 and digest.hexdigest() == str(sha256)

    def _lines(self, name: str) -> list[bytes]:
        """The lines of a member; those of a damaged one too, so that what was changed in it can be named."""
        size, sha256 = self.manifest["members"].get(name, (0, ""))
        try:
            content = _part(self.found, name, min(size + _PIECE, parcel.LARGEST_PART))
        except _TROUBLE:
            self.fault("damaged", member=name)
            return []
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            self.fault("damaged", member=name)
        return parcel.lines_of(content)

    def _records(self, lines: list[bytes]) -> None:
        for number, raw in enumerate(lines, 1):
            record = shaped(raw, _RECORD) if number <= parcel.MOST_RECORDS else None
            if record is None or any(len(record[name]) > most for name, most in _LONGEST.items()):
                self.fault("unreadable", member=parcel.RECORDS, line=number)
            elif record["id"] in self.records:
                self.fault("record_twice", number=record["number"])
            else:
                self.records[record["id"]] = record

    def _entries(self, lines: list[bytes]) -> int:
        chains: dict[int, list[Line]] = {}
        for number, raw in enumerate(lines, 1):
            line = read_line(raw) if number <= parcel.MOST_ENTRIES else None
            if line is None:
                self.fault("unreadable", member=parcel.ENTRIES, line=number)
            elif line.record not in self.records:
                self.fault("entry_foreign", line=number)
            else:
                chains.setdefault(line.record, []).append(line)
        for record_id, record in self.records.items():
            self._chain(record, chains.get(record_id, []))
        return sum(map(len, chains.values()))

    def _chain(self, record: Mapping[str, Any], lines: list[Line]) -> None:
        """The entries of a record follow one another, are signed by the sender, and lead to what the record says."""
        before = chain.ORIGIN
        for seq, line in enumerate(lines, 1):
            code = self._wrong_in(line, seq, before)
            if code:
                self.fault(code, number=record["number"], seq=line.seq, act=_shown(_said(line).get("act", "?")))
            before = line.hash
        last = _said(lines[-1]) if lines else {}
        told = [record["kind"], record["number"], record["state"], record["seq"], record["head"]]
        proved = [last.get("kind"), last.get("number"), last.get("to_state"), len(lines), before.hex()]
        if told != proved:
            self.fault("record_differs", number=record["number"], seq=len(lines))
        self.chains[record["id"]] = tuple(line.hash.hex() for line in lines)

    def _wrong_in(self, line: Line, seq: int, before: bytes) -> str:
        """What is wrong with an entry that should be the `seq`-th of its record, after one with this hash; nothing if it is not."""
        if line.true_hash() != line.hash:
            return "entry_changed"
        if self.prove and not signed([self.key], line.hash, line.signature):
            return "entry_forged"
        return "" if (line.seq, line.previous) == (seq, before) else "entry_unlinked"

    def _seals(self, lines: list[bytes]) -> None:
        for number, raw in enumerate(lines, 1):
            seal = shaped(raw, SEAL)
            if seal is None:
                self.fault("unreadable", member=parcel.HEADS, line=number)
            else:
                self.heads.append(seal)
        found = Found()
        check_chain(self.heads, {self.key}, found, whole=False)
        for fault in found.findings:
            self.fault("head", seal=fault.seal)


def _said(line: Line) -> dict[str, Any]:
    """What an entry says; nothing where it is not the mapping it must be."""
    try:
        told: Any = parcel.said(line.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _shown(text: object) -> str:
    """A claim as it may be printed: short, and without anything that would play tricks on a reader."""
    return "".join(letter for letter in str(text)[:40] if letter.isprintable())
