"""The chain of seals, and the heads that were kept elsewhere: what a cut tail or a rewritten journal is found by."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .definitions import ORIGIN, head_of, short_head, spelled
from .findings import Finding, Found
from .reading import SEAL, Header, shaped

_SHORT = re.compile(r"YAOAN:(\d{1,18}):(\d{1,18}):([0-9A-F]{64}):([0-9A-F]{4})")


@cache
def _public(key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))


def signed(keys: Iterable[str], message: bytes, signature: bytes) -> bool:
    """Whether one of the keys (hex) signed the message."""
    for key in keys:
        try:
            _public(key).verify(signature, message)
        except (InvalidSignature, ValueError):
            continue
        return True
    return False


def check_manifest(header: Header, trusted: Collection[str], found: Found) -> None:
    """The manifest is signed with a trusted key."""
    key = header.manifest["key"]
    if key not in trusted:
        found.add(Finding(code="stranger", about="manifest", more={"key": key}))
    elif not signed([key], spelled(header.manifest), header.signature):
        found.add(Finding(code="forged", about="manifest"))


def check_chain(seals: Iterable[Mapping[str, Any]], trusted: Collection[str], found: Found, *, whole: bool) -> None:
    """No seal is missing, each follows the one before it and is signed with a trusted key. A whole chain begins at 1."""
    awaited: tuple[int, int, str] | None = (1, 1, ORIGIN.hex()) if whole else None
    for seal in seals:
        if awaited and seal["id"] > awaited[0]:
            found.add(Finding(code="absent", about="seal", seal=awaited[0]))
        elif awaited and awaited != (seal["id"], seal["first"], seal["previous"]):
            found.add(Finding(code="unlinked", about="seal", seal=seal["id"]))
        check_seal(seal, trusted, found, about="seal")
        awaited = (seal["id"] + 1, seal["last"] + 1, seal["head"])


def check_seal(
    seal: Mapping[str, Any], trusted: Collection[str], found: Found, *, about: str, line: int | None = None
) -> None:
    """One seal by itself: its head fits its content and is signed with a trusted key."""
    head = head_of(bytes.fromhex(seal["previous"]), seal)
    code = ""
    if head.hex() != seal["head"]:
        code = "changed"
    elif seal["key"] not in trusted:
        code = "stranger"
    elif not signed([seal["key"]], head, bytes.fromhex(seal["signature"])):
        code = "forged"
    if code:
        found.add(Finding(code=code, about=about, seal=seal["id"], line=line, more={"key": seal["key"]}))


class Head(NamedTuple):
    """A head that was kept elsewhere: a whole seal, or the short form on paper, which has no `seal`."""

    line: int
    id: int
    last: int
    head: str
    seal: dict[str, Any] | None


def read_heads(path: str, found: Found) -> list[Head]:
    """The heads in a file: seals as JSON lines, short heads as lines of text; blank lines and `#` remarks do not count."""
    heads = []
    for number, line in enumerate(Path(path).read_text("utf-8", errors="replace").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        head = _whole_head(text, number) if text.startswith("{") else _short_head(text, number)
        if isinstance(head, Head):
            heads.append(head)
        else:
            found.add(Finding(code=head, about="heads line", line=number))
    return heads


def _whole_head(text: str, line: int) -> Head | str:
    seal = shaped(text, SEAL)
    return Head(line, seal["id"], seal["last"], seal["head"], seal) if seal else "unreadable"


def _short_head(text: str, line: int) -> Head | str:
    copied = re.sub(r"\s", "", text).upper()
    match = _SHORT.fullmatch(copied)
    if match is None:
        return "unreadable"
    if short_head(int(match[1]), int(match[2]), match[3]) != copied:
        return "slip"
    return Head(line, int(match[1]), int(match[2]), match[3].lower(), None)


def check_heads(
    heads: Iterable[Head], seals: Sequence[Mapping[str, Any]], trusted: Collection[str], found: Found
) -> int:
    """Hold heads against the seals of a file; returns how many were compared (those before its first seal are not)."""
    known = {seal["id"]: seal for seal in seals}
    oldest, newest = min(known, default=1), max(known, default=0)
    compared = 0
    for head in heads:
        if head.seal:
            check_seal(head.seal, trusted, found, about="head", line=head.line)
        if head.id < oldest:
            continue
        compared += 1
        seal = known.get(head.id)
        if seal is None or (seal["head"], seal["last"]) != (head.head, head.last):
            code = "differs" if seal else "cut" if head.id > newest else "absent"
            more = {"last": head.last, "newest": newest}
            found.add(Finding(code=code, about="head", seal=head.id, line=head.line, more=more))
    return compared
