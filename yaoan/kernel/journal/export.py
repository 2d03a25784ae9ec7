"""The journal as a file that proves itself: a manifest, the seals, the entries. Streamed in constant memory."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

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

    def sums(self) -> tuple[int, int]:
        """How many entries of how many records."""
        rows = Entry.objects.filter(id__gte=self.first, id__lte=self.last)
        if self.record is not None:
            rows = rows.filter(record=self.record)
        sums = rows.aggregate(entries=Count("id"), records=Count("record", distinct=True))
        return sums["entries"], sums["records"]


@sight.whole()
def write(path: Path, *, since: int = 0, number: str | None = None, told: Told | None = None) -> dict[str, Any]:
    """Write the journal to `path` (gzipped where it ends in `.gz`) and return the manifest of the file.

    `since` leaves out what lies under the seals up to that id: it is lowered to the end of a seal, so that every seal
    in the file can be worked out anew. `number` takes one record alone, each entry with its path to the root of its
    seal. `told(done, all)` is called after each batch. Raises Unknown, Busy and OSError, leaving no file.
    """
    extent = _since(since) if number is None else _of_record(number)
    manifest = _manifest(extent)
    ways = _ways(extent) if number is not None else {}
    done = 0
    with _opened(path) as file:
        file.write(chain.manifest_line(manifest, signing.sign(chain.spelled(manifest))))
        for seal in extent.seals.order_by("id").iterator():
            file.write(chain.seal_line(heads.as_dict(seal)))
        for batch in stored(extent.first, extent.last, record=extent.record):
            file.write(b"".join(_line(entry, ways.get(entry.id)) for entry in batch))
            done += len(batch)
            if told:
                told(done, manifest["entries"])
    return manifest


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


def _line(entry: Stored, way: list[str] | None) -> bytes:
    return chain.entry_line(entry.id, entry.previous, entry.hash, entry.signature, entry.line, way)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place when it is complete, so that half a journal never bears the name."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as plain:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=plain, mode="wb", compresslevel=PRESSED, mtime=0) as zipped:
                    yield cast(BinaryIO, zipped)
            else:
                yield plain
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
