"""A package held against the series it belongs to: what the check of it writes down."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from yaoan.kernel import clock
from yaoan.modules.packages import rules
from yaoan.modules.packages.models import Correspondent, Package
from yaoan.modules.packages.queries.differences import differences
from yaoan.modules.packages.queries.series import correspondent_of, file_of, found_with, packages_of, receiver_of
from yaoan.modules.packages.rules.findings import finding


def report_of(package: Package) -> dict[str, Any]:
    """What a check finds, by the columns of the package; `is_whole` says whether it may be accepted at all.

    Reads the file. Raises NotAPackage where it is none, or where its sender is not one with whom we exchange.
    """
    path = file_of(package)
    sender = correspondent_of(rules.claimed(path)["sender"])
    if sender is None:
        raise rules.NotAPackage("unknown sender")
    parcel = rules.read(path, key=sender.key, ours=receiver_of(package))
    told = parcel.manifest
    report = {
        "correspondent_id": sender.pk,
        "title": f"{told['sender_name']} {told['sequence']}"[:300],
        "sequence": told["sequence"],
        "digest": parcel.digest,
        "previous": told["previous"],
        "made_on": clock.local_day(datetime.fromisoformat(told["made_at"])).isoformat(),
        "until": told["until"],
        "counts": {name: told[name] for name in ("records", "entries", "heads")},
        "is_whole": not parcel.faults,
        "findings": list(parcel.faults) or [*_warnings(package, sender, parcel), *_strangers(package, sender)],
        "last_seal": 0,
        "last_head": "",
    }
    enclosed = rules.packages_in(path)
    if enclosed:
        report["counts"]["packages"] = len(enclosed)
    if not parcel.faults:
        report["counts"] |= Counter(str(one.result) for one in differences(sender, parcel))
        if parcel.heads:
            report |= {"last_seal": parcel.heads[-1]["id"], "last_head": parcel.heads[-1]["head"]}
    return report


def to_relay(package: Package) -> Iterator[tuple[str, Iterator[bytes], str]]:
    """(SHA-256, bytes, key it was made for) of each package that a checked one passes on, that we may take and do not have."""
    path = file_of(package)
    receiver = rules.claimed(path)["sender"]
    assert package.correspondent is not None
    for sha256, told, fault in _enclosed(package, package.correspondent):
        if told is not None and fault is None and found_with(sha256) is None:
            yield sha256, rules.file_in(path, sha256, folder=rules.PACKAGES), receiver


def _strangers(package: Package, sender: Correspondent) -> Iterator[dict[str, Any]]:
    """Of the packages passed on those that cannot be taken, and why."""
    for _sha256, _told, fault in _enclosed(package, sender):
        if fault is not None:
            yield fault


def _enclosed(
    package: Package, sender: Correspondent
) -> Iterator[tuple[str, Mapping[str, Any] | None, dict[str, Any] | None]]:
    """(SHA-256, its manifest as claimed, why it cannot be taken) of each package that another passes on."""
    path = file_of(package)
    for place, sha256 in enumerate(rules.packages_in(path), 1):
        try:
            with tempfile.NamedTemporaryFile(prefix="yaoan-relay-") as draft:
                for piece in rules.file_in(path, sha256, folder=rules.PACKAGES):
                    draft.write(piece)
                draft.flush()
                told = rules.claimed(Path(draft.name))
        except rules.NotAPackage:
            yield sha256, None, finding("relay_unreadable", member=place)
            continue
        origin = correspondent_of(told["sender"])
        name = told["sender_name"][:60]
        if origin is None:
            yield sha256, told, finding("relay_unknown", name=name, key=told["sender"])
        elif sender.other_id not in origin.other.line:
            yield sha256, told, finding("relay_astray", name=name)
        else:
            yield sha256, told, None


def _warnings(package: Package, sender: Correspondent, parcel: rules.Parcel) -> Iterator[dict[str, Any]]:
    """Replays, forks and gaps of the series; heads that are missing, differ, or went back."""
    before = packages_of(sender).exclude(pk=package.pk)
    yield from _series({one.sequence: one for one in before if one.sequence}, parcel)
    newest = before.filter(last_seal__gt=0).order_by("-last_seal", "-id").first()
    if newest and parcel.heads:
        yield from _heads(newest, parcel.heads)


def _series(known: Mapping[int, Package], parcel: rules.Parcel) -> Iterator[dict[str, Any]]:
    sequence, previous = parcel.manifest["sequence"], parcel.manifest["previous"]
    same, one_before, one_after = known.get(sequence), known.get(sequence - 1), known.get(sequence + 1)
    if same:
        alike = same.digest == parcel.digest
        code = "replay" if alike else "fork"
        yield finding(code, sequence=sequence, number=same.number)
    elif (
        (one_before and one_before.digest != previous)
        or (one_after and one_after.previous != parcel.digest)
        or (sequence == 1) != (previous == "")
    ):
        yield finding("fork", sequence=sequence)
    elif sequence > 1 and one_before is None:
        below = [number for number in known if number < sequence]
        first, last = max(below, default=0) + 1, sequence - 1
        yield finding("gap_one" if first == last else "gap", first=first, last=last)


def _heads(newest: Package, heads: tuple[Mapping[str, Any], ...]) -> Iterator[dict[str, Any]]:
    """A package begins with the seal that the one before it ended with, so that both can be compared."""
    same = next((seal for seal in heads if seal["id"] == newest.last_seal), None)
    if same and same["head"] != newest.last_head:
        yield finding("rewritten", seal=newest.last_seal)
    elif heads[-1]["id"] < newest.last_seal:
        yield finding("cut", known=newest.last_seal, seal=heads[-1]["id"])
    elif same is None and heads[0]["id"] > newest.last_seal + 1:
        yield finding("heads_gap", first=newest.last_seal + 1, last=heads[0]["id"] - 1)
    elif same is None and heads[0]["previous"] != newest.last_head:
        yield finding("rewritten", seal=newest.last_seal)
