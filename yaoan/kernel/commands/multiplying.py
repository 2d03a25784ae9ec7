"""Many lives from few: records that live as others did, with ids, numbers, chains and signatures of their own.

For load tests of a size that could not be played in a day. What is written is what `load` writes for the same deeds under
other command ids (a test holds both against each other, row by row and hash by hash); what differs from life to life is
worked out line by line, and the rest is copied inside the database.

Lives that brought about acts on other records, or were brought about by such, stay single. Where an act draws lots by the
number of its record, a copy has the lot of its pattern.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from uuid import UUID

from django.db import connection, models, transaction

from yaoan.kernel import numbering, sight
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands.ids import command_id
from yaoan.kernel.commands.statements import columns_filled
from yaoan.kernel.journal import chain, signing
from yaoan.kernel.journal.lines import Stored, stored_of
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Counter, Deadline, Docket, Record

MARKS = {"command_id": "\0c", "number": "\0n", "record": "\0r"}
"""What stands in the pattern of a line for the values that each copy has of its own, in the order in which they are spelled."""
PATTERNS, AT_ONCE, AHEAD = 2_000, 20_000, 2
"""So many lives are copied side by side, about so many copies are written in one transaction, and so many transactions are made
ready ahead."""


@dataclass(slots=True)
class Pattern:
    """A record to be copied: its number's series, and its lines (the id of each, and the bytes between its own values)."""

    id: int
    series: str
    lines: list[tuple[int, tuple[bytes, bytes, bytes, bytes]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Turn:
    """One transaction's worth of copies: the patterns, for each round of them the ids and numbers of the copies, and for each
    series the first number taken and how many."""

    patterns: Sequence[Pattern]
    rounds: Sequence[Sequence[tuple[int, str]]]
    numbers: Mapping[str, tuple[int, int]]


Signed = tuple[str, str]
"""Lines and records as rows for COPY."""


class Counters:
    """Ids and numbers ahead of those that the database has given out."""

    def __init__(self) -> None:
        self.given: dict[str, int] = defaultdict(int, Counter.objects.values_list("series", "value"))

    def take(
        self, patterns: Sequence[Pattern], rounds: int
    ) -> tuple[list[list[tuple[int, str]]], dict[str, tuple[int, int]]]:
        """For each round an id and a number for each pattern; and which numbers that were."""
        before = dict(self.given)
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('record_id_seq') FROM generate_series(1, %s)", [rounds * len(patterns)])
            ids = iter([row[0] for row in cursor.fetchall()])
        born = [[(next(ids), self._number(pattern.series)) for pattern in patterns] for _round in range(rounds)]
        used = {pattern.series for pattern in patterns}
        firsts = {series: before.get(series, 0) for series in sorted(used)}
        return born, {series: (first + 1, self.given[series] - first) for series, first in firsts.items()}

    def _number(self, series: str) -> str:
        self.given[series] += 1
        prefix, _dash, year = series.rpartition("-")
        return numbering.number(prefix, int(year), self.given[series])


def multiply(model: type[Record], ids: Sequence[int], times: int) -> Iterator[int]:
    """Write so many more records like each of the given ones; yields, transaction by transaction, how many were written.

    Lines are chained and signed in a process beside this one while the database takes in those before them. Numbers are
    worked out ahead, so that nobody else may open records meanwhile: RuntimeError, and that transaction is not written.
    """
    waiting: deque[tuple[Turn, Future[Signed]]] = deque()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as beside:
        for turn in _turns(ids, times):
            waiting.append((turn, beside.submit(signed, turn)))
            if len(waiting) > AHEAD:
                yield _write(model, *waiting.popleft())
        while waiting:
            yield _write(model, *waiting.popleft())


def _turns(ids: Iterable[int], times: int) -> Iterator[Turn]:
    rest, counters = iter(ids), Counters()
    with sight.whole():
        causes = set(Entry.objects.filter(cause__isnull=False).values_list("cause", flat=True).iterator())
    while some := [*islice(rest, PATTERNS)]:
        patterns = _patterns(some, causes)
        left = times if patterns else 0
        while left:
            rounds = min(left, AT_ONCE // len(patterns))
            yield Turn(patterns, *counters.take(patterns, rounds))
            left -= rounds


@sight.whole()
def _patterns(ids: Iterable[int], causes: Collection[UUID | None]) -> list[Pattern]:
    lines: dict[int, list[Stored]] = defaultdict(list)
    for line in stored_of(ids):
        lines[line.line["record"]].append(line)
    return [
        Pattern(record, found[0].line["number"].rpartition("-")[0], [(line.id, _pieces(line)) for line in found])
        for record, found in lines.items()
        if not any(line.line["cause"] or UUID(line.line["command_id"]) in causes for line in found)
    ]


def _pieces(line: Stored) -> tuple[bytes, bytes, bytes, bytes]:
    rest, pieces = chain.canonical(line.line | MARKS), []
    for mark in MARKS.values():
        piece, _mark, rest = rest.partition(chain.spelled(mark))
        pieces.append(piece)
    return pieces[0], pieces[1], pieces[2], rest


def signed(turn: Turn) -> Signed:
    """Rows for the drafts. The lines of each round stand in the order in which those of the patterns stand."""
    heads: dict[int, bytes] = {}
    lines = [line for born in turn.rounds for line in _lines(turn.patterns, born, heads)]
    records = [
        f"{pattern.id}\t{record}\t{number}\t\\\\x{heads[record].hex()}\n"
        for born in turn.rounds
        for pattern, (record, number) in zip(turn.patterns, born, strict=True)
    ]
    return "".join(lines), "".join(records)


def _lines(patterns: Sequence[Pattern], born: Sequence[tuple[int, str]], heads: dict[int, bytes]) -> Iterator[str]:
    waiting = [
        (entry, pieces, record, number)
        for pattern, (record, number) in zip(patterns, born, strict=True)
        for entry, pieces in pattern.lines
    ]
    waiting.sort(key=lambda line: line[0])
    for entry, (first, second, third, last), record, number in waiting:
        command = str(command_id())
        previous = heads.get(record, chain.ORIGIN)
        line = b'%b"%b"%b"%b"%b%d%b' % (first, command.encode(), second, number.encode(), third, record, last)
        heads[record] = hash_ = sha256(previous + line).digest()
        yield (
            f"{entry}\t{record}\t{number}\t{command}\t\\\\x{previous.hex()}\t\\\\x{hash_.hex()}\t"
            f"\\\\x{signing.sign(hash_).hex()}\n"
        )


def _write(model: type[Record], turn: Turn, ready: "Future[Signed]") -> int:
    """One transaction's worth."""
    lines, records = ready.result()
    with transaction.atomic(), sight.whole(), connection.cursor() as cursor:
        for series, (first, count) in turn.numbers.items():
            if numbering.reserve(series, count) != first:
                raise RuntimeError(f"somebody else has opened records of {series} meanwhile")
        cursor.execute(DRAFTS)
        with cursor.copy(
            "COPY born_line (pattern, record, number, command_id, previous, hash, signature) FROM STDIN"
        ) as copy:
            copy.write(lines)
        with cursor.copy("COPY born FROM STDIN") as copy:
            copy.write(records)
        cursor.execute("ANALYZE born; ANALYZE born_line")
        for statement in _statements(model):
            cursor.execute(statement)
    return sum(map(len, turn.rounds))


DRAFTS = """
CREATE TEMPORARY TABLE IF NOT EXISTS born (pattern bigint, id bigint, number text, head bytea) ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS born_line
    (pattern bigint, record bigint, number text, command_id uuid, previous bytea, hash bytea, signature bytea,
     place bigint GENERATED ALWAYS AS IDENTITY) ON COMMIT DROP;
TRUNCATE born, born_line
"""


def _statements(model: type[Record]) -> Iterator[str]:
    """What is copied inside the database, each row with the values of its own."""
    line = {name: f"new.{name}" for name in ("record", "number", "command_id", "previous", "hash", "signature")}
    yield _copying(Entry, line, "born_line new JOIN journal_entry old ON old.id = new.pattern ORDER BY new.place")
    own = {"id": "new.id", "number": "new.number"}
    table = model._meta.db_table
    yield _copying(model, own | {"head": "new.head"}, f'born new JOIN "{table}" old ON old.id = new.pattern')
    text = "lower(new.number) || substr(old.text, length(old.number) + 1)"
    yield _copying(Docket, own | {"text": text}, "born new JOIN records_docket old ON old.id = new.pattern")
    of = "born new JOIN {} old ON old.record_id = new.pattern"
    yield _copying(Deadline, {"record_id": "new.id", "number": "new.number"}, of.format("records_deadline"))
    yield _copying(
        Attachment, {"record_id": "new.id", "command_id": "line.command_id"},
        of.format(Attachment._meta.db_table) + " JOIN journal_entry act ON act.command_id = old.command_id "
        "JOIN born_line line ON line.record = new.id AND line.pattern = act.id",
    )  # fmt: skip


def _copying(model: type[models.Model], own: dict[str, str], source: str) -> str:
    columns = columns_filled(model)
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'old."{name}"') for name in columns)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} FROM {source}'
