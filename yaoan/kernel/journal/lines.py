"""The lines of the journal as they were hashed, read back from the database in batches."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection

from yaoan.kernel.journal import chain

BATCH = 2_000

# The columns after the signature are in the order of chain.COLUMNS. PostgreSQL spells dates faster than Python does.
_STORED = """
SELECT id, previous, hash, signature,
       record, kind, number, seq, act, command_id::text, cause::text, actor, agency, area, owner, from_state, to_state,
       to_char(effective_on, 'YYYY-MM-DD'), to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       payload::text, facets::text
FROM journal_entry WHERE {within} {which} ORDER BY id LIMIT %s
"""
_LEAVES = "SELECT id, hash, signature FROM journal_entry WHERE {within} {which} ORDER BY id LIMIT %s"
ENDLESS = 2**63 - 1


class Stored(NamedTuple):
    """One entry: its id, what chains and signs it, and the line that was hashed."""

    id: int
    previous: bytes
    hash: bytes
    signature: bytes
    line: dict[str, Any]

    def fits(self) -> bool:
        return chain.link(self.previous, self.line) == self.hash


def stored(first: int = 1, last: int = ENDLESS, *, record: int | None = None) -> Iterator[list[Stored]]:
    """Batches of the entries from id `first` to `last`, of one record or of all."""
    for rows in _batches(_STORED, first, last, record, ENDLESS):
        yield [_stored(row) for row in rows]


def stored_of(records: Iterable[int]) -> Iterator[Stored]:
    """All entries of some records, in the order of the journal."""
    with connection.cursor() as cursor:
        cursor.execute(_STORED.format(within="record = ANY (%s)", which=""), [[*records], ENDLESS])
        yield from map(_stored, cursor.fetchall())


def leaves(first: int, last: int, *, record: int | None = None, most: int = ENDLESS) -> Iterator[tuple[int, bytes]]:
    """(id, leaf) of the same entries, at most `most` of them."""
    for rows in _batches(_LEAVES, first, last, record, most):
        for entry, hash_, signature in rows:
            yield entry, chain.leaf(entry, hash_, signature)


def _batches(query: str, first: int, last: int, record: int | None, left: int) -> Iterator[list[tuple[Any, ...]]]:
    """No cursor is kept open: below the horizon the journal stands still, so batches fit together without a snapshot."""
    which, chosen = ("AND record = %s", [record]) if record is not None else ("", [])
    while left > 0:
        with connection.cursor() as cursor:
            cursor.execute(
                query.format(within="id BETWEEN %s AND %s", which=which), [first, last, *chosen, min(BATCH, left)]
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        first, left = rows[-1][0] + 1, left - len(rows)


def _stored(row: tuple[Any, ...]) -> Stored:
    entry, previous, hash_, signature, *values = row
    line = dict(zip(chain.COLUMNS, values, strict=True))
    line["payload"], line["facets"] = json.loads(line["payload"]), json.loads(line["facets"])
    return Stored(entry, previous, hash_, signature, line)
