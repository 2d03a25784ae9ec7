"""Where counts come from: relations over journal and rollup, each with the same columns.

kind, word (act or state), record, entry, area, agency, facets, day, payload, sign: one row adds `sign` to the count of
its cell on its day. Acts that were taken back, and their taking back, are not there.
"""

from collections.abc import Iterable
from datetime import datetime

from psycopg.sql import SQL, Composable, Literal

from yaoan.kernel.commands.standard import revert
from yaoan.kernel.figures.scopes import listed

TAKEN_BACK = revert().name
EVER = 2**63 - 1
"""An entry id that no entry has: up to here is up to now."""


def entries(upto: int) -> Composable:
    """The acts up to an entry that had not been taken back by then."""
    return SQL(
        """SELECT e.kind, e.act AS word, e.record, e.id AS entry, e.area, e.owner AS agency, e.facets,
                  e.effective_on AS day, e.payload, 1 AS sign
             FROM journal_entry e
            WHERE e.id <= {upto}
              AND NOT EXISTS (SELECT FROM journal_entry r
                               WHERE r.kind = e.kind AND r.act = {taken_back}
                                 AND r.record = e.record AND r.seq = e.seq + 1 AND r.id <= {upto})"""
    ).format(upto=Literal(upto), taken_back=Literal(TAKEN_BACK))


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
            WHERE r.act = {taken_back} AND r.id > {low} AND r.id <= {high}"""
    ).format(low=Literal(low), high=Literal(high), sign=Literal(sign), taken_back=Literal(TAKEN_BACK))


def touched(low: int, high: int, kinds: Iterable[str]) -> Composable:
    """The records with an entry after `low` up to `high`."""
    return SQL(
        "SELECT DISTINCT e.record FROM journal_entry e WHERE e.id > {low} AND e.id <= {high} AND e.kind IN ({kinds})"
    ).format(low=Literal(low), high=Literal(high), kinds=listed(kinds))


def fresh_stays(records: Composable, upto: int) -> Composable:
    """The stays of some records worked out from their entries up to one: columns of `Stay`.

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
                                     FROM journal_entry e
                                    WHERE e.record IN ({records}) AND e.id <= {upto}) AS path
                            WHERE act <> {taken_back} AND next_act IS DISTINCT FROM {taken_back}
                           WINDOW chain AS (PARTITION BY record ORDER BY seq)) AS steps
                    WHERE moved) AS moves"""
    ).format(records=records, upto=Literal(upto), taken_back=Literal(TAKEN_BACK))


def shifts(stays: Composable, *, sign: int = 1) -> Composable:
    """Stays as changes of the stock: one more on the day they begin, one less on the day they end."""
    return SQL(
        """SELECT s.kind, s.state AS word, s.record, s.entry, s.area, s.agency, s.facets,
                  shift.day, NULL::jsonb AS payload, shift.sign
             FROM ({stays}) AS s CROSS JOIN LATERAL (VALUES (s.day, {sign}), (s.until, -({sign}))) AS shift (day, sign)
            WHERE shift.day IS NOT NULL"""
    ).format(stays=stays, sign=Literal(sign))


KEPT_SHIFTS = SQL(
    """SELECT s.kind, s.state AS word, s.record, s.entry, s.area, s.agency, s.facets,
              s.day, NULL::jsonb AS payload, 1 AS sign
         FROM figures_stay s
       UNION ALL
       SELECT s.kind, s.state, s.record, s.entry, s.area, s.agency, s.facets, s.until, NULL, -1
         FROM figures_stay s"""
)
"""The same for all stays as they are rolled up, in two arms that each have an index by day."""


KEPT_STAYS = SQL(
    """SELECT s.kind, s.state AS word, s.record, s.entry, s.area, s.agency, s.facets,
              s.day, s.until, NULL::jsonb AS payload, 1 AS sign
         FROM figures_stay s"""
)
"""The stays as they are rolled up, from the first day of each to the day before `until`."""


def kept_stays(records: Composable) -> Composable:
    """The stays of some records as they are rolled up."""
    return SQL("SELECT * FROM figures_stay WHERE record IN ({records})").format(records=records)


def corrections(low: int, high: int, upto: int, kinds: Iterable[str]) -> Composable:
    """How the stock as rolled up differs from the stock as of entry `upto`, through the entries between `low` and `high`."""
    records = touched(low, high, list(kinds))
    return SQL("{fresh} UNION ALL {kept}").format(
        fresh=shifts(fresh_stays(records, upto)), kept=shifts(kept_stays(records), sign=-1)
    )


def overdue(now: datetime) -> Composable:
    """The duties whose clock has run out."""
    return SQL(
        """SELECT d.kind, d.act AS word, d.record_id AS record, d.area, d.agency_id AS agency
             FROM records_deadline d WHERE d.due_at < {now}"""
    ).format(now=Literal(now))
