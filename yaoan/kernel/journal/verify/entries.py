"""The passes over the entries. Each reads the whole file; together they check every byte of every line.

One pass minds the order and the Merkle roots; the others share out the records and mind the chain of each. Reading is
cheap beside hashing, so sharing out by record costs little, and no state crosses between processes.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .definitions import ORIGIN, Tree, climb, leaf
from .findings import Finding, Found
from .reading import BROKEN, LONGEST_TAIL, RECORD, Line, Span, raw_lines, read_line
from .seals import signed

MOST_VACANT = 20
"""The most gaps between ids a finding spells out."""

MOST_CHANGED = 100_000
"""The most changed entries of which the place is kept in mind; past that the journal is beyond explanation."""

_FIRST = (1).to_bytes(4, "big") + ORIGIN
_ENDLESS = 10**19


@dataclass(frozen=True, slots=True)
class Work:
    """What every pass has to know; `part` of `parts` is the share of this one."""

    path: str
    skip: int
    trusted: tuple[str, ...]
    sealed_to: int
    whole: bool
    """Whether every record begins with its first entry."""
    all_signatures: bool
    part: int = 0
    parts: int = 1


class Order:
    """Feeds entries, as they come, to the trees of their spans, and compares the roots."""

    def __init__(self, spans: Sequence[Span], found: Found) -> None:
        self._spans, self._found = iter(spans), found
        self._last = 0
        self._begin()

    def add(self, line: Line) -> None:
        before, self._last = self._last, line.entry
        if line.entry == before:
            self._found.add(line.finding("duplicate"))
            return
        if line.entry < before:
            self._found.add(line.finding("order", after=before))
        while self._span and line.entry > self._span.last:
            self._end()
        if self._span and line.entry >= self._span.first:
            self._go_to(line.entry)
            self._tree.add(leaf(line.entry, line.hash, line.signature))
        elif line.entry > before:
            self._found.add(line.finding("outside"))

    def end(self) -> None:
        """Compare what is still open: no more entries come."""
        while self._span:
            self._end()

    def _begin(self) -> None:
        self._span = next(self._spans, None)
        self._tree = Tree()
        self._vacant: list[str] = []
        self._next = self._span.first if self._span else 0

    def _go_to(self, entry: int) -> None:
        """Note the ids that were passed over; some are vacant by nature, drawn by transactions that failed."""
        if entry > self._next and len(self._vacant) < MOST_VACANT:
            last = entry - 1
            self._vacant.append(str(last) if last == self._next else f"{self._next}–{last}")
        self._next = entry + 1

    def _end(self) -> None:
        span = self._span
        assert span is not None
        if (self._tree.count, self._tree.root()) != (span.size, span.root):
            self._go_to(span.last + 1)
            more = {"first": span.first, "last": span.last, "expected": span.size, "found": self._tree.count}
            vacant = ", ".join(self._vacant) or "–"
            about = "tail" if span.seal is None else "seal"
            self._found.add(Finding(code="root", about=about, seal=span.seal, more={**more, "vacant": vacant}))
            self._found.doubtful.append((span.first, span.last))
        self._begin()


def _entries(work: Work, found: Found) -> Iterator[Line]:
    for number, raw in enumerate(raw_lines(work.path, work.skip), work.skip + 1):
        line = read_line(raw)
        if line is None:
            found.add(Finding(code="damaged" if raw is BROKEN else "unreadable", about="line", line=number))
            continue
        found.entries += 1
        yield line


def check_order(work: Work, spans: Sequence[Span]) -> Found:
    """Every line can be read, the ids rise, and the entries of each span give its root."""
    found = Found()
    order = Order(spans, found)
    for line in _entries(work, found):
        order.add(line)
    order.end()
    return found


def check_paths(work: Work, spans: Sequence[Span]) -> Found:
    """For a file of one record: each entry leads by its path to the root of its seal, or lies in the tail."""
    found, lasts = Found(), [span.last for span in spans]
    order = Order(spans[-1:], found)
    for line in _entries(work, found):
        if line.path is None:
            order.add(line)
            continue
        at = bisect_left(lasts, line.entry)
        top = climb(leaf(line.entry, line.hash, line.signature), json.loads(b"[" + line.path + b"]"))
        if at >= len(spans) - 1 or top != spans[at].root:
            found.add(line.finding("path"))
    order.end()
    return found


class Chains:
    """The chains of records: for each, what its next entry must show (its number and the hash before it)."""

    def __init__(self, found: Found, *, whole: bool) -> None:
        self._found, self._whole = found, whole
        self._awaited: dict[int, bytes] = {}
        self._changed: dict[int, list[tuple[bytes, bytes]]] = {}

    def __len__(self) -> int:
        return len(self._awaited)

    def add(self, line: Line) -> None:
        true = line.true_hash()
        if true != line.hash:
            # What a changed entry says of itself cannot be trusted; it is put aside until the next one shows its place.
            self._found.add(line.finding("changed"))
            if len(self._changed) < MOST_CHANGED:
                self._changed.setdefault(line.record, []).append((line.hash, true))
            return
        awaited = self._awaited.get(line.record) or (_FIRST if self._whole or line.seq == 1 else None)
        if awaited and awaited != line.seq.to_bytes(4, "big") + line.previous:
            seq = int.from_bytes(awaited[:4], "big")
            if line.seq < seq:
                self._found.add(line.finding("duplicate"))
                return
            self._explain(line, seq)
        self._awaited[line.record] = (line.seq + 1).to_bytes(4, "big") + line.hash

    def _explain(self, line: Line, seq: int) -> None:
        """Say why an entry does not follow. Where changed entries fill the gap, they have been named already."""
        changed = self._changed.pop(line.record, [])
        if changed and line.seq - seq == len(changed) and line.previous in changed[-1]:
            return
        if line.seq == seq:
            self._found.add(line.finding("unlinked"))
        else:
            missing = line.finding("missing", until=line.seq - 1)
            self._found.add(replace(missing, about="gap", seq=seq, entry=None, act=""))


def check_chains(work: Work) -> Found:
    """Each entry of this part's records fits its hash and follows the one before it; signatures no seal vouches for fit."""
    found = Found()
    chains = Chains(found, whole=work.whole)
    part, parts = work.part, work.parts
    for raw in raw_lines(work.path, work.skip):
        at = raw.rfind(RECORD, -LONGEST_TAIL) + len(RECORD)
        digits = raw[at : raw.find(b",", at)]
        if not digits.isdigit() or int(digits) % parts != part:
            continue
        line = read_line(raw)
        if line is None:
            continue  # named by the pass that minds the order
        chains.add(line)
        if (work.all_signatures or line.entry > work.sealed_to) and not signed(work.trusted, line.hash, line.signature):
            found.add(line.finding("forged"))
    found.records = len(chains)
    return found


def check_doubtful(work: Work, doubtful: Sequence[tuple[int, int]]) -> Found:
    """Name what a root alone cannot: the sealed entries in doubtful ranges whose signatures do not fit."""
    found, ranges = Found(), sorted(doubtful)
    for number, raw in enumerate(raw_lines(work.path, work.skip)):
        line = read_line(raw) if number % work.parts == work.part else None
        if line is None or line.entry > work.sealed_to:
            continue
        at = bisect_right(ranges, (line.entry, _ENDLESS)) - 1
        is_doubtful = at >= 0 and line.entry <= ranges[at][1]
        if is_doubtful and not signed(work.trusted, line.hash, line.signature):
            found.add(line.finding("forged"))
    return found
