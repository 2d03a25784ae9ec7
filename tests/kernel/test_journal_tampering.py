"""Whatever is done to a journal is found, every time, and the right entry is named."""

import gzip
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.kernel.journals import FORGER, OURS, Entry, Journal, line_of
from yaoan.kernel.journal import chain
from yaoan.kernel.journal.verify import Finding, NotAJournal, Report, verify

TRIALS = int(os.environ.get("YAOAN_TRIALS", "20"))
"""How often each kind of tampering is tried; `make nightly` asks for more."""

trials = settings(max_examples=TRIALS, deadline=None, suppress_health_check=[HealthCheck.too_slow])

letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | letters,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
    max_leaves=6,
)
payloads = st.dictionaries(letters, values, max_size=3)


@st.composite
def journals(draw: st.DrawFn, *, seals: int = 1) -> Journal:
    """A journal of up to four records, sealed at least `seals` times, often with a tail under no seal."""
    journal = Journal()
    acts = draw(st.lists(st.tuples(st.integers(1, 4), payloads, st.integers(0, 2)), min_size=4, max_size=16))
    ends = draw(st.sets(st.integers(0, len(acts) - 1), min_size=seals, max_size=seals + 3))
    for place, (record, payload, gap) in enumerate(acts):
        journal.add(record, payload=payload, gap=gap)
        if place in ends:
            journal.seal()
    return journal


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Report]:
    """Write a journal as an export and verify it, with the heads of another (what was kept elsewhere) if given."""
    folder = tmp_path_factory.mktemp("journal")

    def run(journal: Journal, *, kept: Journal | None = None, manifest: dict[str, Any] | None = None) -> Report:
        heads = kept.write_heads(folder / "heads.jsonl") if kept else None
        return verify(journal.write(folder / "journal.jsonl", **manifest or {}), heads=heads, keys=[OURS.public])

    return run


def chosen(data: st.DataObject, journal: Journal, among: Callable[[Entry], object] = bool) -> Entry:
    entries = [entry for entry in journal.entries if among(entry)]
    assume(entries)
    return data.draw(st.sampled_from(entries))


def names(report: Report, record: int, seq: int, entry: int) -> bool:
    """Whether a finding names the entry: by its id, or as missing from its record."""
    return any(
        finding.entry == entry
        or (finding.about == "gap" and finding.record == record and finding.seq <= seq <= finding.more["until"])  # type: ignore[operator]
        for finding in report.findings
    )


def sealed_roots(report: Report) -> set[int | None]:
    return {finding.seal for finding in report.findings if finding.code == "root"}


def accused(report: Report) -> set[int | None]:
    return {finding.entry for finding in report.findings if finding.about == "entry"}


@trials
@given(journal=journals())
def test_an_honest_journal_raises_no_finding(check: Callable[..., Report], journal: Journal) -> None:
    report = check(journal, kept=journal)
    assert report.findings == []
    assert (report.entries, report.seals, report.heads) == (
        len(journal.entries),
        len(journal.seals),
        len(journal.seals),
    )


@pytest.mark.parametrize("column", chain.COLUMNS)
@trials
@given(journal=journals(), data=st.data())
def test_a_changed_column_is_found_and_its_entry_named(
    check: Callable[..., Report], column: str, journal: Journal, data: st.DataObject
) -> None:
    entry = chosen(data, journal)
    record, seq = entry.line["record"], entry.line["seq"]
    entry.line[column] = data.draw(other_than(entry.line[column]))
    report = check(journal)
    assert names(report, record, seq, entry.id)
    assert accused(report) == {entry.id}, "no innocent entry is accused"
    assert report.count == 1 or column == "record", "its record may miss it, nothing else is said"


def other_than(value: Any) -> st.SearchStrategy[Any]:
    if isinstance(value, int):
        return st.integers(1, 99).filter(lambda other: other != value)
    if isinstance(value, dict):
        return payloads.filter(lambda other: chain.spelled(other) != chain.spelled(value))
    return st.from_regex(r"[a-z0-9-]{0,12}", fullmatch=True).filter(lambda other: other != value)


@pytest.mark.parametrize("name", ["previous", "hash", "signature"])
@trials
@given(journal=journals(), data=st.data())
def test_a_changed_link_or_signature_is_found_and_its_entry_named(
    check: Callable[..., Report], name: str, journal: Journal, data: st.DataObject
) -> None:
    entry = chosen(data, journal)
    raw = bytearray(getattr(entry, name))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    setattr(entry, name, bytes(raw))
    report = check(journal)
    assert accused(report) == {entry.id}


@pytest.mark.parametrize("signer", [None, FORGER], ids=["old signatures", "a forger's signatures"])
@trials
@given(journal=journals(), data=st.data())
def test_a_chain_worked_out_anew_betrays_itself_by_its_signatures(
    check: Callable[..., Report], signer: Any, journal: Journal, data: st.DataObject
) -> None:
    entry = chosen(data, journal)
    entry.line["payload"] = data.draw(other_than(entry.line["payload"]))
    journal.rechained(entry.line["record"], signer)
    report = check(journal)
    later = {other.id for other in journal.of(entry.line["record"]) if other.line["seq"] >= entry.line["seq"]}
    assert accused(report) == later
    assert {finding.code for finding in report.findings} <= {"forged", "root"}


@trials
@given(journal=journals(), data=st.data())
def test_an_entry_replaced_with_a_new_hash_is_named(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    entry = chosen(data, journal)
    entry.line["payload"] = data.draw(other_than(entry.line["payload"]))
    entry.hash = chain.link(entry.previous, entry.line)
    report = check(journal)
    following = {other.id for other in journal.of(entry.line["record"]) if other.line["seq"] == entry.line["seq"] + 1}
    assert entry.id in accused(report)
    assert accused(report) <= {entry.id} | following


@trials
@given(journal=journals(), data=st.data())
def test_a_removed_entry_is_found(check: Callable[..., Report], journal: Journal, data: st.DataObject) -> None:
    newest = {entry.line["record"]: entry.id for entry in journal.entries}
    entry = chosen(data, journal, lambda one: one.id <= journal.sealed_to or one.id != newest[one.line["record"]])
    journal.entries.remove(entry)
    report = check(journal)
    if entry.id != newest[entry.line["record"]]:
        assert names(report, entry.line["record"], entry.line["seq"], entry.id)
    if entry.id <= journal.sealed_to:
        (finding,) = (one for one in report.findings if one.code == "root")
        assert finding.seal == journal.seal_over(entry.id)
        assert entry.id in vacant(finding)
    assert accused(report) == set()


def vacant(finding: Finding) -> set[int]:
    ranges = (gap.split("–") for gap in finding.more["vacant"].split(", "))
    return {number for gap in ranges for number in range(int(gap[0]), int(gap[-1]) + 1)}


@trials
@given(journal=journals(), data=st.data())
def test_two_entries_that_changed_places_are_found(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    first = chosen(data, journal)
    second = chosen(data, journal, lambda one: one.id > first.id)
    same_record = first.line["record"] == second.line["record"]
    assume(same_record or first.id <= journal.sealed_to)
    places = sorted(journal.entries.index(entry) for entry in (first, second))
    journal.entries[places[0]], journal.entries[places[1]] = second, first
    first.id, second.id = second.id, first.id
    report = check(journal)
    assert sealed_roots(report) == {journal.seal_over(entry.id) for entry in (first, second)} - {None}
    if same_record:
        assert names(report, first.line["record"], first.line["seq"], -1)


@trials
@given(journal=journals(), data=st.data())
def test_an_entry_moved_to_a_vacant_id_is_found(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    taken = {entry.id for entry in journal.entries}
    moves = [
        (entry, vacant)
        for entry in journal.entries
        for vacant in {entry.id - 1, entry.id + 1} - taken - {0}
        if journal.seal_over(entry.id) == journal.seal_over(vacant) is not None
    ]
    assume(moves)
    entry, entry.id = data.draw(st.sampled_from(moves))
    assert sealed_roots(check(journal)) == {journal.seal_over(entry.id)}


@trials
@given(journal=journals(), data=st.data())
def test_lines_in_another_order_are_found(check: Callable[..., Report], journal: Journal, data: st.DataObject) -> None:
    manifest = journal.manifest()
    entries = list(journal.entries)
    journal.entries = data.draw(st.permutations(entries).filter(lambda other: list(other) != entries))
    descents = {b.id for a, b in zip(journal.entries, journal.entries[1:], strict=False) if b.id < a.id}
    report = check(journal, manifest=manifest)
    assert {finding.entry for finding in report.findings if finding.code == "order"} == descents


@trials
@given(journal=journals(), data=st.data())
def test_an_entry_that_stands_twice_is_named(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    entry = chosen(data, journal)
    journal.entries.insert(journal.entries.index(entry) + 1, entry)
    report = check(journal, manifest={"entries": len(journal.entries) - 1})
    assert ("duplicate", entry.id) in {(finding.code, finding.entry) for finding in report.findings}
    assert accused(report) == {entry.id}


@trials
@given(journal=journals(), data=st.data())
def test_an_entry_smuggled_in_under_the_id_of_another_is_named(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    """By the holder of the key, so that its chain and signature are perfect."""
    host = chosen(data, journal)
    smuggled = Entry(host.id, line_of(9, 1, {}))
    smuggled.chained(chain.ORIGIN, OURS)
    journal.entries.insert(journal.entries.index(host) + 1, smuggled)
    report = check(journal)
    assert (9, host.id) in {(finding.record, finding.entry) for finding in report.findings}


@trials
@given(journal=journals(), data=st.data())
def test_a_copy_of_an_entry_under_a_new_id_is_named(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    copy = deepcopy(chosen(data, journal))
    copy.id = journal.entries[-1].id + 1
    journal.entries.append(copy)
    report = check(journal)
    assert {(finding.code, finding.entry) for finding in report.findings} == {("duplicate", copy.id)}


@trials
@given(journal=journals(seals=2), data=st.data())
def test_a_cut_tail_is_found_through_the_heads(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    kept = deepcopy(journal)
    assume(len(journal.seals) > 1)
    del journal.seals[data.draw(st.integers(0, len(journal.seals) - 1)) :]
    journal.entries = [entry for entry in journal.entries if entry.id <= journal.sealed_to]
    assume(journal.entries)
    assert check(journal).ok, "by itself the shorter journal is perfect"
    report = check(journal, kept=kept)
    lost = {seal["id"] for seal in kept.seals[len(journal.seals) :]}
    assert {(finding.code, finding.seal) for finding in report.findings} == {("cut", seal) for seal in lost}


@trials
@given(journal=journals(), data=st.data())
def test_a_cut_tail_under_a_seal_made_by_another_key_is_found(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    kept = deepcopy(journal)
    last = journal.seals.pop()
    under = [entry for entry in journal.entries if last["first"] <= entry.id <= last["last"]]
    assume(len(under) > 1)
    end = data.draw(st.sampled_from(under[:-1])).id
    journal.entries = [entry for entry in journal.entries if entry.id <= end]
    journal.seal(FORGER)
    forged = journal.seals[-1]
    assert {(finding.code, finding.seal) for finding in check(journal).findings} == {("stranger", forged["id"])}
    assert {(finding.code, finding.about, finding.seal) for finding in check(journal, kept=kept).findings} == {
        ("stranger", "seal", forged["id"]),
        ("differs", "head", forged["id"]),
    }


@trials
@given(journal=journals(), data=st.data())
def test_even_the_holder_of_the_key_cannot_rewrite_what_heads_elsewhere_cover(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    kept = deepcopy(journal)
    entry = chosen(data, journal, lambda one: one.id <= journal.sealed_to)
    over = journal.seal_over(entry.id)
    entry.line["payload"] = data.draw(other_than(entry.line["payload"]))
    journal.rechained(entry.line["record"], OURS)
    journal.resealed([seal["last"] for seal in kept.seals], OURS)
    assert check(journal).ok, "by itself the rewritten journal is perfect"
    report = check(journal, kept=kept)
    assert {(finding.code, finding.seal) for finding in report.findings} == {
        ("differs", seal["id"]) for seal in kept.seals if over is not None and seal["id"] >= over
    }


@trials
@given(journal=journals(), data=st.data())
def test_the_holder_of_the_key_must_redo_a_chain_to_its_end(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    newest = {entry.line["record"]: entry.id for entry in journal.entries}
    entry = chosen(data, journal, lambda one: one.id != newest[one.line["record"]])
    entry.line["payload"] = data.draw(other_than(entry.line["payload"]))
    entry.chained(entry.previous, OURS)
    journal.resealed([seal["last"] for seal in journal.seals], OURS)
    (finding,) = check(journal).findings
    assert (finding.code, finding.record, finding.seq) == ("unlinked", entry.line["record"], entry.line["seq"] + 1)


@trials
@given(journal=journals(seals=2), data=st.data())
def test_the_holder_of_the_key_must_redo_all_later_seals(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    seal = data.draw(st.sampled_from(journal.seals[:-1]))
    seal["sealed_at"] = "2026-01-31T00:00:00.000000Z"
    head = chain.head_of(bytes.fromhex(seal["previous"]), seal)
    seal["head"], seal["signature"] = head.hex(), OURS.sign(head).hex()
    (finding,) = check(journal).findings
    assert (finding.code, finding.about, finding.seal) == ("unlinked", "seal", seal["id"] + 1)


@pytest.mark.parametrize(
    "name", ["id", "first", "last", "count", "root", "previous", "head", "sealed_at", "key", "signature"]
)
@trials
@given(journal=journals(), data=st.data())
def test_a_changed_seal_is_found(
    check: Callable[..., Report], name: str, journal: Journal, data: st.DataObject
) -> None:
    seal = data.draw(st.sampled_from(journal.seals))
    number, seal[name] = seal["id"], data.draw(other_field(seal[name]))
    report = check(journal)
    assert {finding.seal for finding in report.findings if finding.about == "seal"} & {number, seal["id"]}


def other_field(value: Any) -> st.SearchStrategy[Any]:
    if isinstance(value, int):
        return st.integers(0, 99).filter(lambda other: other != value)
    hexes = st.binary(min_size=len(value) // 2, max_size=len(value) // 2).map(bytes.hex)
    texts = hexes if len(value) in (64, 128) else st.just("2026-01-31T00:00:00.000000Z")
    return texts.filter(lambda other: other != value)


@trials
@given(journal=journals(), data=st.data())
def test_a_replaced_seal_with_a_forged_signature_is_named(
    check: Callable[..., Report], journal: Journal, data: st.DataObject
) -> None:
    seal = data.draw(st.sampled_from(journal.seals))
    seal["root"] = data.draw(other_field(seal["root"]))
    head = chain.head_of(bytes.fromhex(seal["previous"]), seal)
    seal["head"], seal["signature"] = head.hex(), FORGER.sign(head).hex()
    report = check(journal)
    assert ("forged", seal["id"]) in {(finding.code, finding.seal) for finding in report.findings}
    assert seal["id"] in sealed_roots(report)


@trials
@given(journal=journals(seals=2), data=st.data())
def test_a_removed_seal_is_named(check: Callable[..., Report], journal: Journal, data: st.DataObject) -> None:
    assume(len(journal.seals) > 1)
    seal = journal.seals.pop(data.draw(st.integers(0, len(journal.seals) - 2)))
    report = check(journal)
    assert ("absent", seal["id"]) in {(finding.code, finding.seal) for finding in report.findings}


@pytest.mark.parametrize(
    "name", ["id", "first", "last", "count", "root", "previous", "head", "sealed_at", "key", "signature"]
)
@trials
@given(journal=journals(), data=st.data())
def test_a_changed_file_of_heads_is_found(
    check: Callable[..., Report], name: str, journal: Journal, data: st.DataObject
) -> None:
    kept = deepcopy(journal)
    place = data.draw(st.integers(0, len(kept.seals) - 1))
    kept.seals[place][name] = data.draw(other_field(kept.seals[place][name]))
    report = check(journal, kept=kept)
    assert {finding.line for finding in report.findings} == {place + 1}


@pytest.mark.parametrize(
    "name", ["key", "made_at", "since", "last", "entries", "records", "seals", "tail_count", "tail_root"]
)
@trials
@given(journal=journals(), data=st.data())
def test_a_changed_manifest_is_found(
    tmp_path_factory: pytest.TempPathFactory, name: str, journal: Journal, data: st.DataObject
) -> None:
    manifest = journal.manifest()
    signature = OURS.sign(chain.spelled(manifest))
    manifest[name] = data.draw(other_field(manifest[name]))
    path = tmp_path_factory.getbasetemp() / "manifest.jsonl"
    path.write_bytes(b"".join([chain.manifest_line(manifest, signature), *journal.export_lines()[1:]]))
    report = verify(path, keys=[OURS.public])
    assert {finding.code for finding in report.findings if finding.about == "manifest"} & {"forged", "stranger"}


@settings(trials, max_examples=10 * TRIALS)
@given(journal=journals(), data=st.data())
def test_any_single_byte_that_differs_is_found(
    tmp_path_factory: pytest.TempPathFactory, journal: Journal, data: st.DataObject
) -> None:
    raw = bytearray(b"".join(journal.export_lines()))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    assert found_in(bytes(raw), tmp_path_factory)


@trials
@given(journal=journals(), data=st.data(), zipped=st.booleans())
def test_a_file_that_ends_early_is_found(
    tmp_path_factory: pytest.TempPathFactory, journal: Journal, data: st.DataObject, zipped: bool
) -> None:
    raw = b"".join(journal.export_lines())
    raw = gzip.compress(raw) if zipped else raw
    assert found_in(raw[: data.draw(st.integers(0, len(raw) - 1))], tmp_path_factory)


@trials
@given(raw=st.binary(max_size=300), journal=journals(), zipped=st.booleans())
def test_foreign_bytes_never_crash_the_verifier(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, journal: Journal, zipped: bool
) -> None:
    lines = journal.export_lines()
    for broken in (raw, lines[0] + raw, b"".join(lines) + raw + b"\n", b"".join(lines[:-1]) + raw):
        assert found_in(gzip.compress(broken) if zipped else broken, tmp_path_factory)


def found_in(raw: bytes, factory: pytest.TempPathFactory) -> bool:
    path = Path(factory.getbasetemp(), "bytes.jsonl")
    path.write_bytes(raw)
    try:
        return not verify(path, keys=[OURS.public]).ok
    except NotAJournal:
        return True
