"""Files people choose in a form: stored at once, and carried by a signed token until the form is right."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yaoan.kernel.attachments.storage import Evidence, NotStored, store

SALT = "yaoan.ledger.file"
KEEP_FOR = 7 * 24 * 3600
"""Seconds a token is good for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file of a form that is still being filled in."""

    evidence: Evidence
    token: str


def token_of(evidence: Evidence, user_id: int) -> str:
    """What carries a stored file through a form; good for one person only."""
    return signing.dumps([user_id, asdict(evidence)], salt=SALT, compress=True)


def evidence_of(token: str, user_id: int) -> Evidence | None:
    """The stored file of a token, or None where it is forged, too old, or somebody else's."""
    try:
        owner, given = signing.loads(token, salt=SALT, max_age=KEEP_FOR)
        return Evidence(**given) if owner == user_id else None
    except (signing.BadSignature, TypeError, ValueError):
        return None


def collect(
    name: str, data: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]", user_id: int
) -> tuple[list[Kept], list[str]]:
    """The files of one field, those sent before and those sent now, and what could not be stored.

    The form sends `name.token` with `name.purpose` beside each file kept, `name.drop` for those taken away again, and
    `name.new.N` with `name.new.N.purpose` for files chosen now.
    """
    dropped = set(data.getlist(f"{name}.drop"))
    kept = [item for item in _carried(name, data, user_id) if item.evidence.sha256 not in dropped]
    faults = []
    for slot, purpose in _slots(name, data, files):
        for upload in files.getlist(slot):
            try:
                evidence = store(upload.chunks(), name=upload.name or "", purpose=purpose)
            except NotStored as refusal:
                faults.append(str(refusal))
            else:
                kept.append(Kept(evidence, token_of(evidence, user_id)))
    return list({item.evidence.sha256: item for item in kept}.values()), faults


def as_data(name: str, kept: list[Kept], data: QueryDict) -> None:
    """Write the files of a field into form data, so that the data alone carry them."""
    for word in [word for word in data if word.startswith(f"{name}.")]:
        del data[word]
    data.setlist(f"{name}.token", [item.token for item in kept])
    data.setlist(f"{name}.purpose", [item.evidence.purpose for item in kept])


def _carried(name: str, data: QueryDict, user_id: int) -> Iterator[Kept]:
    tokens, purposes = data.getlist(f"{name}.token"), data.getlist(f"{name}.purpose")
    for position, token in enumerate(tokens):
        evidence = evidence_of(token, user_id)
        if evidence is not None:
            purpose = purposes[position] if position < len(purposes) else evidence.purpose
            evidence = replace(evidence, purpose=purpose)
            yield Kept(evidence, token_of(evidence, user_id))


def _slots(name: str, data: QueryDict, files: MultiValueDict[str, Any]) -> Iterator[tuple[str, str]]:
    shape = re.compile(rf"{re.escape(name)}\.new\.\d+")
    for slot in sorted(files):
        if shape.fullmatch(slot):
            yield slot, data.get(f"{slot}.purpose", "")
