"""The facts as Prometheus reads them: text format 0.0.4."""

from collections.abc import Iterator

from yaoan.kernel.upkeep.facts import Facts
from yaoan.kernel.upkeep.models import Timing
from yaoan.kernel.upkeep.timing import BOUNDS, EVER


def text(facts: Facts) -> str:
    """Every metric. Names and labels hold no person and no record."""
    return "".join(f"{line}\n" for part in (_requests(), _gauges(facts), _rows(facts)) for line in part)


def _requests() -> Iterator[str]:
    yield "# HELP yaoan_request_seconds How long pages took on the server."
    yield "# TYPE yaoan_request_seconds histogram"
    for page, counts, total in Timing.objects.filter(slot=EVER).order_by("page").values_list("page", "counts", "total"):
        seen, name = 0, _escaped(page)
        for bound, count in zip((*(f"{one / 1_000:g}" for one in BOUNDS), "+Inf"), counts, strict=True):
            seen += count
            yield f'yaoan_request_seconds_bucket{{page="{name}",le="{bound}"}} {seen}'
        yield f'yaoan_request_seconds_sum{{page="{name}"}} {total / 1_000:g}'
        yield f'yaoan_request_seconds_count{{page="{name}"}} {seen}'


def _gauges(facts: Facts) -> Iterator[str]:
    values: dict[str, tuple[str, float | None]] = {
        "yaoan_jobs_waiting": ("Jobs that wait and are due.", facts.waiting),
        "yaoan_jobs_oldest_seconds": ("Age of the oldest of them.", facts.oldest.total_seconds() if facts.oldest else 0),
        "yaoan_jobs_failed_day": ("Jobs that failed within a day.", facts.failed),
        "yaoan_worker_seen_seconds": (
            "Since a worker was last heard of.", facts.worker_seen.total_seconds() if facts.worker_seen else None
        ),
        "yaoan_webhooks_given_up": ("Messages to other systems that were given up.", facts.given_up),
        "yaoan_webhooks_silent": ("Other systems that do not answer.", facts.silent),
        "yaoan_clock_drift_seconds": ("Clock of the database ahead of the server's.", facts.drift.total_seconds()),
        "yaoan_entries_unsealed": ("Journal entries under no seal yet.", facts.unsealed),
        "yaoan_entries_uncounted": ("Sealed entries no figure holds ready yet.", facts.uncounted),
        "yaoan_seal_timestamp_seconds": ("The newest seal.", facts.sealed_at.timestamp() if facts.sealed_at else None),
        "yaoan_storage_free_bytes": ("Room left where attachments lie.", facts.free),
        "yaoan_database_bytes": ("Size of the database.", facts.database_size),
    }  # fmt: skip
    for what, mark in sorted(facts.marks.items()):
        values[f"yaoan_{what}_timestamp_seconds"] = (f"The last {what}.", mark.at.timestamp())
        values[f"yaoan_{what}_good"] = (f"Whether the last {what} went well.", int(mark.is_good))
    for name, (told, value) in values.items():
        if value is not None:
            yield from (f"# HELP {name} {told}", f"# TYPE {name} gauge", f"{name} {value:.15g}")


def _rows(facts: Facts) -> Iterator[str]:
    yield from ("# HELP yaoan_records Records of each kind.", "# TYPE yaoan_records gauge")
    for kind, count in facts.rows.items():
        yield f'yaoan_records{{kind="{kind}"}} {count}'


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
