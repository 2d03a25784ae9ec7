"""Disks that are slow, fail midway or are full: a file is there whole or not at all, and so is the act that carries it."""

import errno
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.fuzz.machines import traces
from yaoan.kernel import secrets
from yaoan.kernel.attachments import storage
from yaoan.kernel.attachments.models import Blob
from yaoan.kernel.attachments.storage import NotStored, path_of, store

pytestmark = pytest.mark.django_db


def pieces(count: int = 5, *, pause: float = 0.0, fails_at: int | None = None, word: str = "") -> Iterator[bytes]:
    """A file that comes piece by piece: with pauses, and perhaps not to its end."""
    for number in range(count):
        if number == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        time.sleep(pause)
        yield f"{word}{number}".encode() * 1000


def files() -> set[Path]:
    return {path for path in (secrets.home() / "files").rglob("*") if path.is_file()}


def test_a_slow_file_is_not_seen_before_it_is_whole() -> None:
    before, seen = files(), []

    def watched() -> Iterator[bytes]:
        for piece in pieces(word="slow", pause=0.01):
            seen.append({path for path in files() - before if not path.name.startswith(".in-")})
            yield piece

    kept = store(watched(), name="a.txt")
    assert all(not found for found in seen)
    assert files() - before == {path_of(kept.sha256)}


@pytest.mark.parametrize("place", range(5))
def test_a_disk_that_fails_midway_leaves_nothing(place: int) -> None:
    before = files()
    with pytest.raises(OSError, match="Input/output"):
        store(pieces(word="fails", fails_at=place), name="a.txt")
    assert files() == before
    assert not Blob.objects.exists()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_at_the_last_step_leaves_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are written but cannot be made lasting, or not be given their name."""

    def fail(*_given: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(storage.os if step == "fsync" else Path, step, fail)
    before = files()
    with pytest.raises(OSError, match="Input/output"):
        store(pieces(word=step), name="a.txt")
    assert files() == before
    assert not Blob.objects.exists()


def test_a_full_disk_is_a_fault_at_the_file_and_no_half_an_act(
    client: Client, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.kernel.test_http import token

    def full(*_given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    bearer = {"authorization": f"Bearer {token(officer)}"}
    monkeypatch.setattr(storage.os, "fsync", full)
    before = traces()
    answer = client.post("/api/files/", {"file": SimpleUploadedFile("一.txt", b"1")}, headers=bearer)
    after = traces()
    assert (answer.status_code, list(answer.json()["faults"])) == (422, ["file"])
    assert "磁盘已满" in answer.json()["message"]
    used = {"http_apitoken"}  # the token notes when it was used
    assert {name for name in before if before[name] != after[name]} <= used
    with pytest.raises(NotStored, match="磁盘已满"):
        store([b"1"], name="一.txt")
