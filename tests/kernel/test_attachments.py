"""Files are kept under their own hash, or not at all."""

import errno
from hashlib import sha256

import pytest

from yaoan.kernel.attachments import storage
from yaoan.kernel.attachments.models import Blob
from yaoan.kernel.attachments.storage import NotStored, read, store

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + b"\0" * 64


def left_behind():
    return list(storage._root().glob(".in-*"))


def test_a_file_is_kept_under_its_hash_with_the_type_of_its_content():
    kept = store([PNG], name="现场.txt", purpose="photo")
    assert (kept.sha256, kept.size, kept.type) == (sha256(PNG).hexdigest(), len(PNG), "image/png")
    assert b"".join(read(kept.sha256)) == PNG


def test_the_same_bytes_are_kept_once():
    first, second = store([PNG], name="甲.png"), store([PNG[:10], PNG[10:]], name="乙.png")
    assert first.sha256 == second.sha256
    assert Blob.objects.filter(sha256=first.sha256).count() == 1


@pytest.mark.parametrize(
    ("chunks", "words"), [([], "空文件"), ([b"MZ" + b"\0" * 100 + b"This program cannot be run in DOS mode"], "程序")]
)
def test_what_is_not_kept_says_why_and_leaves_nothing(chunks, words):
    with pytest.raises(NotStored, match=words):
        store(chunks, name="附件")
    assert not left_behind()


def test_too_large_a_file_is_refused_as_it_comes(monkeypatch):
    monkeypatch.setattr(storage, "LARGEST", 1000)
    sent = []

    def chunks():
        for number in range(100):
            sent.append(number)
            yield b"x" * 100

    with pytest.raises(NotStored, match="MB"):
        store(chunks(), name="大文件")
    assert len(sent) < 20
    assert not left_behind()


def test_a_full_disk_is_said_in_words_and_leaves_nothing():
    def chunks():
        yield PNG
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NotStored, match="磁盘已满"):
        store(chunks(), name="照片")
    assert not left_behind()
    assert not Blob.objects.filter(sha256=sha256(PNG + b"?").hexdigest()).exists()


def test_a_scanner_that_finds_something_keeps_the_file_out(monkeypatch):
    monkeypatch.setattr(storage, "scanners", [lambda path: "EICAR" if path.read_bytes().startswith(b"X5O") else None])
    with pytest.raises(NotStored, match="EICAR"):
        store([b"X5O!P%@AP"], name="病毒.txt")
    assert not left_behind()
    assert store([b"plain"], name="说明.txt").size == 5
