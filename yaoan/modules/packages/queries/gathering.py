"""What goes into a package: the records the receiver may read that changed, with their whole journals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import translation

from yaoan.kernel import clock, law
from yaoan.kernel.access.models import Agency
from yaoan.kernel.attachments.storage import path_of
from yaoan.kernel.journal import chain, heads, signing
from yaoan.kernel.journal.lines import stored
from yaoan.kernel.journal.models import Entry, Seal
from yaoan.kernel.journal.sealing import newest
from yaoan.kernel.ledger.registry import ledger_of
from yaoan.kernel.records.models import Record, model_of, record_models
from yaoan.modules.packages import rules
from yaoan.modules.packages.models import Correspondent, Package
from yaoan.modules.packages.queries.series import last_made, to_pass_on

BATCH = 2_000
MOST_FILES = 150 << 20
"""The most bytes of attachments in one package; those beyond are named by their hash and not sent."""


class NothingNew(Exception):
    """Nothing has changed that the receiver may read, and there is no new head."""


@dataclass
class Gathered:
    """What a package will hold. `head` is the beginning of its manifest, `is_all` whether nothing is left for another."""

    head: dict[str, Any]
    records: list[dict[str, Any]] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)
    files: list[tuple[str, Path]] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    is_all: bool = True

    def write(self, path: Path) -> dict[str, Any]:
        """Write the package and return its manifest. Raises OSError."""
        return rules.write(
            path, self.head, records=self.records, entries=self.entries, heads=self.heads, files=self.files,
            packages=[(one.file, path_of(one.file)) for one in self.packages], sign=signing.sign,
        )  # fmt: skip


def gathered(correspondent: Correspondent, *, with_files: bool) -> Gathered:
    """The next package for an installation. The row of the correspondent must be locked: its numbers have no gap.

    What lies under the newest seal is gone through, so that the heads in the package vouch for it. Raises NothingNew.
    """
    before, seal = last_made(correspondent), newest()
    since, horizon = (before.until if before else 0), (seal.last if seal else 0)
    ids, until = _changed(correspondent, since, horizon)
    seals = Seal.objects.filter(id__gte=before.last_seal if before else 1).order_by("id")
    found = Gathered(
        head={
            "sender": signing.public_key(),
            "sender_name": correspondent.agency.name,
            "receiver": correspondent.key,
            "receiver_name": correspondent.other.name,
            "sequence": (before.sequence or 0) + 1 if before else 1,
            "previous": before.digest if before else "",
            "made_at": chain.instant(clock.now()),
            "since": since,
            "until": until,
        },
        heads=[heads.as_dict(one) for one in seals],
        is_all=until >= horizon,
    )
    _enclose(found, to_pass_on(correspondent))
    if not ids and not found.packages and not (seal and seal.pk > (before.last_seal if before else 0)):
        raise NothingNew
    with translation.override("zh-hans"):
        for kind in sorted(ids):
            _add(found, kind, sorted(ids[kind]), with_files=with_files)
    return found


def _changed(correspondent: Correspondent, since: int, horizon: int) -> tuple[dict[str, set[int]], int]:
    """The records that have an entry after `since`, by kind, and the id of the entry up to which was looked."""
    kinds, count = _kinds_for(correspondent), 0
    ids: dict[str, set[int]] = {}
    while since < horizon and count < rules.MOST_RECORDS:
        rows = Entry.objects.filter(id__gt=since, id__lte=horizon).order_by("id").values_list("id", "kind", "record")
        batch = list(rows[:BATCH])
        if not batch:
            return ids, horizon
        fresh: dict[str, set[int]] = {}
        for _entry, kind, record in batch:
            if kind in kinds:
                fresh.setdefault(kind, set()).add(record)
        theirs = {kind: _readable_by(correspondent.other, kind, found) for kind, found in fresh.items()}
        for entry, kind, record in batch:
            known = ids.setdefault(kind, set())
            if record in theirs.get(kind, ()) and record not in known:
                if count == rules.MOST_RECORDS:
                    return _filled(ids), since
                known.add(record)
                count += 1
            since = entry
    return _filled(ids), since


def _enclose(found: Gathered, packages: list[Package]) -> None:
    """Enclose packages from below as they came, in their order, as many as there is room for."""
    room = MOST_FILES
    for package in packages:
        path = path_of(package.file)
        if not path.is_file():
            continue
        room -= path.stat().st_size
        if room < 0 and found.packages:  # one at least, however large
            found.is_all = False
            return
        found.packages.append(package)


def _filled(ids: dict[str, set[int]]) -> dict[str, set[int]]:
    return {kind: found for kind, found in ids.items() if found}


def _kinds_for(correspondent: Correspondent) -> set[str]:
    """The kinds that may go to an installation, by whether it lies above ours or below."""
    way = "up" if correspondent.other_id in correspondent.agency.line else "down"
    there = {model.lifecycle.kind for model in record_models()}
    return {kind for kind, ways in law.document("catalogues/packages").items() if ways[way]} & there


def _readable_by(other: Agency, kind: str, ids: set[int]) -> set[int]:
    """Of some records those in the areas of a unit, those it answers for and those on which it assists."""
    theirs = Q(agency_id=other.pk) | Q(assisting__contains=[other.pk])
    for area in other.areas:
        theirs |= Q(area__startswith=area)
    return set(model_of(kind).objects.filter(theirs, pk__in=ids).values_list("pk", flat=True))


def _add(found: Gathered, kind: str, ids: list[int], *, with_files: bool) -> None:
    model = model_of(kind)
    sent = {sha256 for sha256, _path in found.files}
    enclosed = [path_of(one.file) for one in found.packages]
    room = MOST_FILES - sum(path.stat().st_size for path in (*(path for _sha256, path in found.files), *enclosed))
    for record in model.objects.filter(pk__in=ids).select_related("agency", "holder").order_by("pk"):
        files = []
        for item in record.evidence:
            path, sha256 = path_of(item["sha256"]), item["sha256"]
            is_sent = sha256 in sent
            if with_files and not is_sent and path.is_file() and path.stat().st_size <= room:
                found.files.append((sha256, path))
                room -= path.stat().st_size
                sent.add(sha256)
                is_sent = True
            files.append({"name": item["name"], "purpose": item["purpose"], "sent": is_sent, "sha256": sha256})
        found.records.append(_said(record, files))
        found.entries += _lines(record)


def _said(record: Record, files: list[dict[str, Any]]) -> dict[str, Any]:
    """A record in words, as its own ledger shows it."""
    columns = ledger_of(record.kind).columns
    shown = [column for column in columns if column.cell not in ("clock", "link", "state")]
    details = [[str(column.label), column.text(record)[:2000].replace("\0", "")] for column in shown]
    return {
        "id": record.pk,
        "kind": record.kind,
        "number": record.number,
        "title": record.title.replace("\0", "")[:300],
        "label": str(record.lifecycle.label)[:60],
        "state": record.state,
        "state_label": str(record.state_label)[:60],
        "closed": record.is_closed,
        "area": record.area,
        "seq": record.version,
        "head": bytes(record.head).hex(),
        "details": [[label, text] for label, text in details if text],
        "files": files,
    }


def _lines(record: Record) -> Iterator[bytes]:
    """The journal of a record up to the act that made it what it was read as."""
    for batch in stored(record=record.pk):
        for entry in batch:
            if entry.line["seq"] <= record.version:
                yield chain.entry_line(entry.id, entry.previous, entry.hash, entry.signature, entry.line)
