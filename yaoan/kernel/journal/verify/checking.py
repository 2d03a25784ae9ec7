"""The whole check: header and heads first, then the passes over the entries, shared out over processes."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path

from .entries import Work, check_chains, check_doubtful, check_order, check_paths
from .findings import Finding, Found
from .reading import Header, read_header
from .report import Report
from .seals import Head, check_chain, check_heads, check_manifest, read_heads

PART = 2_000_000
"""The most records one pass keeps in mind, at about 155 bytes each."""

MOST_PARTS = 64
"""Whatever a file claims to hold."""

Pass = Callable[[], Found]
Told = Callable[[int, int], None]


def verify(
    path: str | Path,
    *,
    heads: str | Path | None = None,
    keys: Iterable[str] = (),
    jobs: int = 1,
    signatures: bool = False,
    told: Told | None = None,
) -> Report:
    """Check the export at `path` against the file `heads`, trusting `keys` (hex), in `jobs` processes.

    Without keys those of the heads are trusted; without either the file's own, and the report says so. `signatures`
    checks each signature, also where a seal vouches for it. `told(done, all)` is called after each pass.
    Raises NotAJournal and OSError.
    """
    began, found = time.monotonic(), Found()
    kept = read_heads(str(heads), found) if heads else []
    header = read_header(str(path), found)
    given = _given(keys, kept)
    trusted = given or {header.manifest["key"]}
    check_manifest(header, trusted, found)
    check_chain(header.seals, trusted, found, whole=header.is_whole and not header.of_one_record)
    compared = check_heads(kept, header.seals, trusted, found)
    work = Work(
        path=str(path), skip=header.lines, trusted=tuple(trusted), sealed_to=header.sealed_to, whole=header.is_whole,
        all_signatures=signatures or header.of_one_record,
    )  # fmt: skip
    _check_entries(work, header, jobs, found, told)
    _check_counts(header, found)
    return Report(
        findings=sorted(found.findings, key=lambda finding: finding.place), count=found.count, entries=found.entries,
        records=found.records, seals=len(header.seals), heads=compared, manifest=header.manifest,
        key_given=bool(given), seconds=time.monotonic() - began,
    )  # fmt: skip


def verify_heads(
    path: str | Path, *, earlier: str | Path | None = None, keys: Iterable[str] = ()
) -> tuple[list[Finding], int]:
    """Check a file of heads by itself and against an `earlier` one, which it must carry on; also returns how many it has.

    The file must hold all seals from its first to its last, as `yaoan journal heads` writes them. Raises OSError.
    """
    found = Found()
    seals = [head.seal for head in read_heads(str(path), found) if head.seal]
    kept = read_heads(str(earlier), found) if earlier else []
    trusted = _given(keys, kept) or {seal["key"] for seal in seals[:1]}
    check_chain(seals, trusted, found, whole=False)
    check_heads(kept, seals, trusted, found)
    return found.findings, len(seals)


def _given(keys: Iterable[str], heads: Iterable[Head]) -> frozenset[str]:
    return frozenset(keys) or frozenset(head.seal["key"] for head in heads if head.seal)


def _check_entries(work: Work, header: Header, jobs: int, found: Found, told: Told | None) -> None:
    parts = min(max(jobs - 1, -(-header.manifest["records"] // PART), 1), MOST_PARTS)
    order = partial(check_paths if header.of_one_record else check_order, work, header.spans())
    chains = [partial(check_chains, replace(work, part=part, parts=parts)) for part in range(parts)]
    for result in _run([order, *chains], jobs, told):
        found.take(result)
    if found.doubtful:
        again = [partial(check_doubtful, replace(work, part=part, parts=jobs), found.doubtful) for part in range(jobs)]
        for result in _run(again, jobs, told):
            found.take(result)


def _check_counts(header: Header, found: Found) -> None:
    named = {name: header.manifest[name] for name in ("entries", "seals")}
    seen = {"entries_found": found.entries, "seals_found": len(header.seals)}
    if list(named.values()) != list(seen.values()):
        found.add(Finding(code="short", about="manifest", more={**named, **seen}))


def _run(passes: Sequence[Pass], jobs: int, told: Told | None) -> Iterator[Found]:
    """The results of the passes as they come, from as many processes as there are jobs."""
    if jobs == 1:
        for done, each in enumerate(passes, 1):
            yield each()
            if told:
                told(done, len(passes))
        return
    with ProcessPoolExecutor(jobs) as pool:
        for done, future in enumerate(as_completed([pool.submit(each) for each in passes]), 1):
            yield future.result()
            if told:
                told(done, len(passes))
