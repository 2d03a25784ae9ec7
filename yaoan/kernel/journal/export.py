"""The journal as a file that proves itself: a manifest, the seals, the entries. Streamed in constant memory."""

import gzip
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import starmap
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO

import django
from django.db.models import Count, QuerySet

from yaoan.kernel import clock, sight
from yaoan.kernel.journal import chain, heads, signing
from yaoan.kernel.journal.lines import Stored, leaves, stored
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.kernel.journal.sealing import horizon
from yaoan.kernel.words import _

Told = Callable[[int, int], None]
PRESSED = 1
"""How hard a zipped export is pressed: 4 takes twice the time and saves a twentieth, for most of it are hashes."""
PIECE = 10_000
"""So many ids make one piece of the file; a zipped file is a row of zipped pieces, which every program reads as one."""
AHEAD = 2
"""So many pieces a process are made ready before they are written."""
Piece = tuple[int, bytes]
"""How many entries, and their lines as the file has them."""


class Unknown(LookupError):
    """The journal has no record of this number."""


@dataclass(frozen=True)
class Extent:
    """What an export holds: the entries from id `first` to `last`, of one record or of all, and the seals over them."""

    first: int
    last: int
    seals: QuerySet[Seal]
    record: int | None = None
    number: str | None = None

    def spans(self) -> list[tuple[int, int]]:
        """The ids of each piece, first and last."""
        return [(at, min(at + PIECE - 1, self.last)) for at in range(self.first, self.last + 1, PIECE)]

    def sums(self) -> tuple[int, int]:
        """How many entries of how many records."""
        rows = Entry.objects.filter(id__gte=self.first, id__lte=self.last)
        if self.record is not None:
            rows = rows.filter(record=self.record)
        sums = rows.aggregate(entries=Count("id"), records=Count("record", distinct=True))
        return sums["entries"], sums["records"]


@sight.whole()
def write(
    path: Path, *, since: int = 0, number: str | None = None, jobs: int = 1, told: Told | None = None
) -> dict[str, Any]:
    """Write the journal to `path` (gzipped where it ends in `.gz`) and return the manifest of the file.

    `since` leaves out what lies under the seals up to that id: it is lowered to the end of a seal, so that every seal
    in the file can be worked out anew. `number` takes one record alone, each entry with its path to the root of its
    seal. `jobs` processes spell the entries of a long journal; the file is the same. `told(done, all)` is called after
    each piece. Raises Unknown, Busy, OSError and BrokenExecutor, leaving no file.
    """
    extent = _since(since) if number is None else _of_record(number)
    manifest, is_zipped = _manifest(extent), path.suffix == ".gz"
    pieces, done = _pieces(extent, jobs, is_zipped), 0
    with _opened(path) as file:
        seals = (chain.seal_line(heads.as_dict(seal)) for seal in extent.seals.order_by("id").iterator())
        head = [chain.manifest_line(manifest, signing.sign(chain.spelled(manifest))), *seals]
        file.write(_packed(head, is_zipped))
        for count, content in pieces:
            file.write(content)
            done += count
            if told and count:
                told(done, manifest["entries"])
    return manifest


def _pieces(extent: Extent, jobs: int, is_zipped: bool) -> Iterable[Piece]:
    """The entries in their order. Those of one record lie far apart and are one piece."""
    if extent.record is not None:
        return [_piece_of_record(extent, is_zipped)]
    spans = [(*span, is_zipped) for span in extent.spans()]
    return starmap(piece, spans) if jobs == 1 or len(spans) <= jobs else _side_by_side(spans, jobs)


@sight.whole()
def piece(first: int, last: int, is_zipped: bool) -> Piece:
    """The entries from one id to another."""
    lines = [_line(entry) for batch in stored(first, last) for entry in batch]
    return len(lines), _packed(lines, is_zipped)


def _side_by_side(spans: Iterable[tuple[int, int, bool]], jobs: int) -> Iterator[Piece]:
    """The pieces in their order, made by so many processes, each with a connection of its own: below the horizon the
    journal stands still, so that they see the same."""
    waiting: deque[Future[Piece]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        for span in spans:
            waiting.append(pool.submit(piece, *span))
            if len(waiting) > AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _piece_of_record(extent: Extent, is_zipped: bool) -> Piece:
    ways = _ways(extent)
    batches = stored(extent.first, extent.last, record=extent.record)
    lines = [_line(entry, ways) for batch in batches for entry in batch]
    return len(lines), _packed(lines, is_zipped)


def _since(entry: int) -> Extent:
    before = Seal.objects.filter(last__lte=entry).order_by("-last").first()
    first, last = before.last + 1 if before else 1, horizon()
    return Extent(first, last, Seal.objects.filter(first__gte=first, last__lte=last))


def _of_record(number: str) -> Extent:
    named = Entry.objects.filter(number=number)
    entry = named.filter(seq=1).first() or named.order_by("id").first()
    if entry is None:
        raise Unknown(_("日志里没有编号为 {number} 的记录。").format(number=number))
    last = horizon()
    return Extent(1, last, Seal.objects.filter(last__gte=entry.pk, last__lte=last), entry.record, number)


def _manifest(extent: Extent) -> dict[str, Any]:
    entries, records = extent.sums()
    newest = extent.seals.order_by("-id").first()
    tail = chain.Tree()
    for _entry, leaf in leaves(newest.last + 1 if newest else extent.first, extent.last, record=extent.record):
        tail.add(leaf)
    return {
        "format": chain.FORMAT,
        "key": signing.public_key(),
        "made_at": chain.instant(clock.now()),
        "since": extent.first - 1,
        "number": extent.number,
        "last": extent.last,
        "entries": entries,
        "records": records,
        "seals": extent.seals.count(),
        "tail_count": tail.count,
        "tail_root": tail.root().hex(),
    }


def _ways(extent: Extent) -> dict[int, list[str]]:
    """For each sealed entry of the record the path to the root of its seal."""
    ways = {}
    for seal in extent.seals.order_by("id").iterator():
        mine = dict(leaves(seal.first, seal.last, record=extent.record))
        if mine:
            found = chain.paths((leaf for _entry, leaf in leaves(seal.first, seal.last)), set(mine.values()))
            ways.update({entry: found[leaf] for entry, leaf in mine.items()})
    return ways


def _line(entry: Stored, ways: Mapping[int, list[str]] | None = None) -> bytes:
    way = ways.get(entry.id) if ways else None
    return chain.entry_line(entry.id, entry.previous, entry.hash, entry.signature, entry.line, way)


def _packed(lines: Iterable[bytes], is_zipped: bool) -> bytes:
    content = b"".join(lines)
    return gzip.compress(content, PRESSED, mtime=0) if is_zipped else content


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when it is complete, so that half a journal never bears the name."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
