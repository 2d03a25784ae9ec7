"""Bringing the rollup up to the last settled entry, and proving that it says what the journal says.

The last entry of a seal is settled, and so is the horizon of the journal: no entry with a smaller id can appear any more. Each batch and the horizon it leads to
are written in one transaction, so a killed run leaves nothing half done and the next one goes on where it ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Sum
from psycopg.sql import SQL, Composable, Literal

from yaoan.kernel import sight
from yaoan.kernel.figures import registry, sources
from yaoan.kernel.figures.formulas import Atom
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.models import Horizon, Series, Stay
from yaoan.kernel.figures.patterns import amount, belongs, matched, sums
from yaoan.kernel.figures.questions import LEVELS, is_flow
from yaoan.kernel.figures.running import run
from yaoan.kernel.journal.models import Entry, Seal

BATCH = 50_000
FAR_BEHIND = 100_000
"""So many entries beyond the rollup take each page some three seconds to add. Pages do not ask beyond that."""
FRESH = SQL("SELECT * FROM figures_fresh")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A cell of the rollup that is not what the journal says."""

    what: str
    stored: str
    counted: str

    def __str__(self) -> str:
        return f"{self.what}: stored {self.stored}, the journal says {self.counted}"


@sight.whole()
def roll_up(metrics: Iterable[Metric] | None = None, *, upto: int | None = None, batch: int = BATCH) -> int:
    """Roll up what has been settled since, for the metrics declared now; returns how many entries that were.

    It goes up to an entry that is known to be settled, `sealing.horizon()`, by default to the last one that is sealed.
    A metric declared since last time is worked out for the whole journal, one no longer declared is forgotten.
    """
    atoms = registry.rolled(registry.metrics().values() if metrics is None else metrics)
    count = 0
    while taken := _roll_up_batch(atoms, batch, upto):
        count += taken
    return count


def backlog() -> int:
    """Sealed entries the rollup does not hold yet; this many at most, since ids may have gaps and a seal may be half held."""
    held = Horizon.objects.filter(pk=1).values_list("entry", flat=True).first() or 0
    beyond = Seal.objects.filter(last__gt=held).aggregate(last=Max("last"), count=Sum("count"))
    return min(beyond["last"] - held, beyond["count"]) if beyond["count"] else 0


def far_behind() -> int:
    """The backlog where it is too long for a page to add it, else 0."""
    found = backlog()
    return found if found > FAR_BEHIND else 0


@sight.whole()
@transaction.atomic
def rebuild(metrics: Iterable[Metric] | None = None, *, batch: int = BATCH) -> int:
    """Throw the rollup away and make it anew. Readers see the old one until the new one is complete."""
    horizon = _locked()
    Series.objects.all().delete()
    Stay.objects.all().delete()
    Horizon.objects.filter(pk=horizon.pk).update(entry=0, version=F("version") + 1)
    return roll_up(metrics, batch=batch)


@sight.whole()
@transaction.atomic
def verify_rollup() -> list[Discrepancy]:
    """Count everything up to the horizon again, from the journal alone, and name what differs. Changes nothing."""
    horizon = _locked()
    atoms = {number: Atom.from_spec(spec) for number, spec in Series.objects.values_list("pk", "spec")}
    flows = {number: atom for number, atom in atoms.items() if is_flow(atom)}
    stocks = {number: atom for number, atom in atoms.items() if not is_flow(atom)}
    _keep_fresh(SQL("SELECT * FROM journal_entry"), horizon.entry)
    arms = [_cells(flows, sources.entries(horizon.entry))] if flows else []
    arms += [_cells(stocks, sources.shifts(FRESH))] if stocks else []
    return [*_differing_tallies(arms), *_differing_stays()]


@transaction.atomic
def _roll_up_batch(atoms: Mapping[str, Atom], size: int, upto: int | None = None) -> int:
    horizon = _locked()
    changed = _declare(atoms, horizon.entry)
    high, taken = _next_batch(horizon.entry, size, upto)
    if taken:
        flows, stocks = _numbered(atoms)
        _add(flows, sources.events(horizon.entry, high))
        _add_stays(stocks, horizon.entry, high)
        horizon.entry = high
    if taken or changed:
        horizon.version += 1
        horizon.save()
    return taken


def _locked() -> Horizon:
    Horizon.objects.get_or_create(pk=1)
    return Horizon.objects.select_for_update().get(pk=1)


def _next_batch(low: int, size: int, upto: int | None) -> tuple[int, int]:
    """The last entry of the next batch of settled entries, and how many there are in it."""
    settled = upto if upto is not None else Seal.objects.aggregate(last=Max("last"))["last"] or 0
    ids = Entry.objects.filter(pk__gt=low, pk__lte=settled).order_by("pk").values_list("pk", flat=True)[:size]
    found = list(ids)
    return (found[-1] if found else low), len(found)


def _declare(atoms: Mapping[str, Atom], entry: int) -> bool:
    """Make the series those of the declared atoms, each complete up to the horizon; returns whether that changed any."""
    gone, _counts = Series.objects.exclude(key__in=atoms).delete()
    known = set(Series.objects.values_list("key", flat=True))
    new = {key: atom for key, atom in atoms.items() if key not in known}
    Series.objects.bulk_create([Series(key=key, spec=atom.spec()) for key, atom in new.items()])
    if new and entry:
        flows, stocks = _numbered(new)
        _add(flows, sources.events(0, entry))
        _add(stocks, sources.shifts(SQL("SELECT * FROM figures_stay")))
    return bool(gone or new)


def _numbered(atoms: Mapping[str, Atom]) -> tuple[dict[int, Atom], dict[int, Atom]]:
    """Atoms by the numbers of their series: flows, stocks."""
    numbers = Series.objects.filter(key__in=atoms).values_list("pk", "key")
    found = {number: atoms[key] for number, key in numbers}
    flows = {number: atom for number, atom in found.items() if is_flow(atom)}
    return flows, {number: atom for number, atom in found.items() if number not in flows}


def _cells(atoms: Mapping[int, Atom], source: Composable) -> Composable:
    """What a source adds to each cell of the rollup."""
    return SQL(
        """SELECT p.atom AS series_id, p.kind, l.level, date_trunc('month', x.day)::date AS month,
                  left(x.area, l.level) AS area, coalesce(x.agency, 0) AS agency, {sums}
             FROM {matched} CROSS JOIN (VALUES {levels}) AS l (level)
            WHERE {belongs} GROUP BY 1, 2, 3, 4, 5, 6
           HAVING sum(x.sign) <> 0 OR sum(x.sign * {amount}) <> 0"""
    ).format(
        sums=sums(atoms),
        amount=amount(atoms),
        matched=matched(atoms, source),
        belongs=belongs(atoms),
        levels=SQL(", ").join(SQL("({})").format(Literal(level)) for level in LEVELS),
    )


def _add(atoms: Mapping[int, Atom], source: Composable) -> None:
    if not atoms:
        return
    run(
        SQL(
            """WITH added AS (
                 INSERT INTO figures_tally (series_id, kind, level, month, area, agency, count, amount) {cells}
                 ON CONFLICT (series_id, level, month, area, agency) DO UPDATE
                    SET count = figures_tally.count + excluded.count, amount = figures_tally.amount + excluded.amount
                 RETURNING series_id, month)
               UPDATE figures_series SET since = LEAST(since, first.month)
                 FROM (SELECT series_id, min(month) AS month FROM added GROUP BY 1) AS first
                WHERE id = first.series_id"""
        ).format(cells=_cells(atoms, source))
    )


def _add_stays(atoms: Mapping[int, Atom], low: int, high: int) -> None:
    """Bring the stays of the records touched by a batch up to it, and the stock with them."""
    _keep_fresh(sources.lines_of(sources.touched(low, high)), high)
    kept = sources.kept_stays(SQL("SELECT DISTINCT record FROM figures_fresh"))
    _add(atoms, sources.corrections(FRESH, kept))
    run(
        SQL(
            """DELETE FROM figures_stay s
                WHERE s.record IN (SELECT record FROM figures_fresh)
                  AND NOT EXISTS (SELECT FROM figures_fresh f WHERE f.record = s.record AND f.seq = s.seq)"""
        )
    )
    run(
        SQL(
            """INSERT INTO figures_stay (record, seq, entry, kind, state, area, agency, facets, day, until)
               SELECT record, seq, entry, kind, state, area, agency, facets, day, until FROM figures_fresh
               ON CONFLICT (record, seq) DO UPDATE SET until = excluded.until
                WHERE figures_stay.until IS DISTINCT FROM excluded.until"""
        )
    )


def _keep_fresh(lines: Composable, upto: int) -> None:
    """The stays that follow from some records' entries, as the temporary table `figures_fresh`."""
    run(SQL("DROP TABLE IF EXISTS pg_temp.figures_fresh"))
    fresh = sources.fresh_stays(lines, upto)
    run(SQL("CREATE TEMPORARY TABLE figures_fresh ON COMMIT DROP AS {}").format(fresh))
    run(SQL("ANALYZE figures_fresh"))


def _differing_tallies(arms: list[Composable]) -> list[Discrepancy]:
    if not arms:
        return []
    rows = run(
        SQL(
            """SELECT s.key, month, level, area, agency, t.count, t.amount, c.count, c.amount
                 FROM (SELECT * FROM figures_tally WHERE count <> 0 OR amount <> 0) AS t
                 FULL JOIN (SELECT series_id, kind COLLATE "C" AS kind, level, month, area COLLATE "C" AS area, agency,
                                   count, amount
                              FROM ({counted}) AS cells) AS c USING (series_id, kind, level, month, area, agency)
                 JOIN figures_series s ON s.id = series_id
                WHERE t.count IS DISTINCT FROM c.count OR t.amount IS DISTINCT FROM c.amount
                ORDER BY 1, 2, 3, 4, 5"""
        ).format(counted=SQL(" UNION ALL ").join(SQL("({})").format(arm) for arm in arms))
    )
    return [
        Discrepancy(
            f"{key} in {month:%Y-%m}, area {area} (level {level}), agency {agency}",
            _shown(*found[:2]),
            _shown(*found[2:]),
        )
        for key, month, level, area, agency, *found in rows
    ]


def _differing_stays() -> list[Discrepancy]:
    rows = run(
        SQL(
            """SELECT record, seq, s.state, s.area, s.day, s.until, f.state, f.area, f.day, f.until
                 FROM figures_stay s FULL JOIN figures_fresh f USING (record, seq)
                WHERE (s.entry, s.kind, s.state, s.area COLLATE "C", s.agency, s.facets, s.day, s.until) IS DISTINCT FROM
                      (f.entry, f.kind, f.state, f.area COLLATE "C", f.agency, f.facets, f.day, f.until)
                ORDER BY 1, 2"""
        )
    )
    return [
        Discrepancy(f"stay of record {record} from entry #{seq}", _shown(*found[:4]), _shown(*found[4:]))
        for record, seq, *found in rows
    ]


def _shown(*values: Any) -> str:
    return " ".join(str(value) for value in values if value is not None) or "nothing"
