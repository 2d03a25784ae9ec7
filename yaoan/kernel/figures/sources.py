"""Where counts come from: relations over journal and rollup, each with the same columns.

kind, word (act or state), record, entry, area, agency, facets, day, payload, sign: a row adds `sign` to the count of its
cell on its day. Acts that were taken back are not there; their taking back is an act like others, but moves nothing.
Relations that are looked up say WHERE in terms of a pattern `p` (kind, word, facets) and a window `q` (first, last).
"""

from collections.abc import Collection
from datetime import datetime

from psycopg.sql import SQL, Composable, Literal

from yaoan.kernel.commands.standard import revert
from yaoan.kernel.figures.scopes import listed

TAKEN_BACK = revert().name
EVER = 2**63 - 1
"""An entry id that no entry has: up to here is up to now."""

# What happened.


def entries(upto: int, where: Composable | None = None) -> Composable:
    """The acts up to an entry that had not been taken back by then."""
    return SQL(
        """SELECT e.kind, e.act AS word, e.record, e.id AS entry, e.area, e.owner AS agency, e.facets,
                  e.effective_on AS day, e.payload, 1 AS sign
             FROM journal_entry e
            WHERE e.id <= {upto} AND {where} AND NOT {taken_back}"""
    ).format(upto=Literal(upto), where=where or SQL("TRUE"), taken_back=_taken_back(upto))


def entries_found(upto: int) -> Composable:
    """The same, looked up."""
    found = SQL(
        "e.kind = p.kind AND e.act = p.word AND e.facets @> p.facets AND e.effective_on BETWEEN q.first AND q.last"
    )
    return entries(upto, found)


def _taken_back(upto: int) -> Composable:
    """Whether the entry after it in the chain takes `e` back. The act is wrapped so that it is found by the chain."""
    return SQL(
        """EXISTS (SELECT FROM journal_entry r
                    WHERE r.record = e.record AND r.seq = e.seq + 1 AND r.act || '' = {taken_back} AND r.id <= {upto})"""
    ).format(taken_back=Literal(TAKEN_BACK), upto=Literal(upto))


def events(low: int, high: int, *, sign: int = 1) -> Composable:
    """What the entries after `low` up to `high` change: they add acts and take acts back, which may be older.

    With `sign=-1` the same undone.
    """
    return SQL(
        """SELECT e.kind, e.act AS word, e.record, e.id AS entry, e.area, e.owner AS agency, e.facets,
                  e.effective_on AS day, e.payload, {sign} AS sign
             FROM journal_entry e
            WHERE e.id > {low} AND e.id <= {high}
           UNION ALL
           SELECT e.kind, e.act, e.record, e.id, e.area, e.owner, e.facets, e.effective_on, e.payload, -({sign})
             FROM journal_entry r JOIN journal_entry e ON e.record = r.record AND e.seq = r.seq - 1
            WHERE r.act || '' = {taken_back} AND r.id > {low} AND r.id <= {high}"""
    ).format(low=Literal(low), high=Literal(high), sign=Literal(sign), taken_back=Literal(TAKEN_BACK))


def overdue(now: datetime) -> Composable:
    """The duties whose clock has run out."""
    return SQL(
        """SELECT d.kind, d.act AS word, d.record_id AS record, d.id AS entry, d.area, d.agency_id AS agency,
                  '{{}}'::jsonb AS facets, NULL::jsonb AS payload
             FROM records_deadline d WHERE d.due_at < {now}"""
    ).format(now=Literal(now))


# Where records stood.


def touched(low: int, high: int, kinds: Collection[str] = ()) -> Composable:
    """The records, of some kinds or of all, with an entry after `low` up to `high`."""
    only = SQL("AND e.kind IN ({})").format(listed(sorted(kinds))) if kinds else SQL("")
    return SQL("SELECT DISTINCT e.record FROM journal_entry e WHERE e.id > {low} AND e.id <= {high} {only}").format(
        low=Literal(low), high=Literal(high), only=only
    )


def lines_of(records: Composable) -> Composable:
    """All entries of some records. OFFSET 0 keeps the database from reading the whole journal instead."""
    return SQL(
        """SELECT line.* FROM ({records}) AS touched
             CROSS JOIN LATERAL (SELECT * FROM journal_entry e WHERE e.record = touched.record OFFSET 0) AS line"""
    ).format(records=records)


def kept_stays(records: Composable) -> Composable:
    """The stays of some records as they are rolled up."""
    return SQL(
        """SELECT stay.* FROM ({records}) AS touched
             CROSS JOIN LATERAL (SELECT * FROM figures_stay s WHERE s.record = touched.record OFFSET 0) AS stay"""
    ).format(records=records)


def fresh_stays(lines: Composable, upto: int) -> Composable:
    """The stays that follow from all entries of some records up to one: columns of `Stay`.

    An entry begins a stay when state, place, unit or facets differ from the entry before it. It counts from the latest
    day of effect so far, so that stays follow one another as the acts did.
    """
    return SQL(
        """SELECT record, seq, entry, kind, state, area, agency, facets, day,
                  lead(day) OVER (PARTITION BY record ORDER BY seq) AS until
             FROM (SELECT *, max(effective_on) OVER (PARTITION BY record ORDER BY seq) AS day
                     FROM (SELECT *, (state, area, agency, facets) IS DISTINCT FROM (
                                     lag(state) OVER chain, lag(area) OVER chain,
                                     lag(agency) OVER chain, lag(facets) OVER chain) AS moved
                             FROM (SELECT e.record, e.seq, e.id AS entry, e.kind, e.to_state AS state, e.area,
                                          coalesce(e.owner, 0) AS agency, e.facets, e.effective_on, e.act,
                                          lead(e.act) OVER (PARTITION BY e.record ORDER BY e.seq) AS next_act
                                     FROM ({lines}) AS e
                                    WHERE e.id <= {upto}) AS path
                            WHERE act <> {taken_back} AND next_act IS DISTINCT FROM {taken_back}
                           WINDOW chain AS (PARTITION BY record ORDER BY seq)) AS steps
                    WHERE moved) AS moves"""
    ).format(lines=lines, upto=Literal(upto), taken_back=Literal(TAKEN_BACK))


def stays_as_of(low: int, high: int, upto: int, kind: str) -> Composable:
    """All stays of a kind of record as of entry `upto`; `low` and `high` are it and the horizon in their order."""
    records = touched(low, high, [kind])
    return SQL(
        """SELECT {columns} FROM figures_stay s WHERE s.kind = {kind} AND s.record NOT IN ({records})
           UNION ALL SELECT {columns} FROM ({fresh}) AS f"""
    ).format(
        columns=SQL("record, seq, entry, kind, state, area, agency, facets, day, until"),
        kind=Literal(kind),
        records=records,
        fresh=fresh_stays(lines_of(records), upto),
    )


# What that adds to the stock, and takes from it.


def shifts(stays: Composable) -> Composable:
    """Stays as changes of the stock: one more on the day they begin, one less on the day they end."""
    return corrections(stays, SQL("SELECT * FROM figures_stay WHERE FALSE"))


def corrections(fresh: Composable, kept: Composable) -> Composable:
    """What changes the stock of the `kept` stays of some records into that of their `fresh` ones."""
    return SQL(
        """SELECT coalesce(f.kind, k.kind) AS kind, coalesce(f.state, k.state) AS word, record,
                  coalesce(f.entry, k.entry) AS entry, coalesce(f.area, k.area) AS area,
                  coalesce(f.agency, k.agency) AS agency, coalesce(f.facets, k.facets) AS facets,
                  shift.day, NULL::jsonb AS payload, shift.sign
             FROM ({fresh}) AS f FULL JOIN ({kept}) AS k USING (record, seq)
             CROSS JOIN LATERAL (VALUES (f.day, 1), (f.until, -1), (k.day, -1), (k.until, 1)) AS shift (day, sign)
            WHERE shift.day IS NOT NULL
              AND (f.entry IS NULL OR k.entry IS NULL OR f.until IS DISTINCT FROM k.until)"""
    ).format(fresh=fresh, kept=kept)


def beyond(low: int, high: int, upto: int, kinds: Collection[str]) -> Composable:
    """What changes the stock as rolled up into the stock as of entry `upto`: see `stays_as_of` for `low` and `high`."""
    records = touched(low, high, kinds)
    return corrections(fresh_stays(lines_of(records), upto), kept_stays(records))


_STAY = SQL("s.kind, s.state AS word, s.record, s.entry, s.area, s.agency, s.facets")
_FOUND = SQL("s.kind = p.kind AND s.state = p.word AND s.facets @> p.facets")

SHIFTS_FOUND = SQL(
    """SELECT {stay}, s.day, NULL::jsonb AS payload, 1 AS sign
         FROM figures_stay s WHERE {found} AND s.day BETWEEN q.first AND q.last
       UNION ALL
       SELECT {stay}, s.until, NULL::jsonb, -1
         FROM figures_stay s WHERE {found} AND s.until BETWEEN q.first AND q.last"""
).format(stay=_STAY, found=_FOUND)
"""The changes of the stock as rolled up, looked up by the days on which stays begin and end."""

STANDING_FOUND = SQL(
    """SELECT {stay}, s.day, NULL::jsonb AS payload, 1 AS sign
         FROM figures_stay s WHERE {found} AND s.day <= q.last AND s.until IS NULL
       UNION ALL
       SELECT {stay}, s.day, NULL::jsonb, 1
         FROM figures_stay s WHERE {found} AND s.day <= q.last AND s.until > q.last"""
).format(stay=_STAY, found=_FOUND)
"""The stock itself as rolled up at the end of a window, looked up."""


def standing(stays: Composable) -> Composable:
    """Stays as rows that count from `day` to the day before `until`."""
    return SQL("SELECT {stay}, s.day, s.until, NULL::jsonb AS payload, 1 AS sign FROM ({stays}) AS s").format(
        stay=_STAY, stays=stays
    )
