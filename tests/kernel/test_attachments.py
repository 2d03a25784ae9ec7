"""Files are kept under their own hash, or not at all."""

import errno
from hashlib import sha256

import pytest

from yaoan.kernel.attachments import scanning, storage
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


@pytest.fixture
def scanner(tmp_path, monkeypatch):
    """`scanner(script)` is the virus scanner from now on: a shell script that gets the path of the file."""

    def use(script: str) -> None:
        program = tmp_path / "扫描 程序.sh"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("YAOAN_SCANNER", f'"{program}" --quick')

    return use


def test_what_the_scanner_finds_keeps_the_file_out(scanner):
    scanner('grep -q X5O "$2" && { echo "$2: Eicar-Test FOUND"; exit 1; } || exit 0')
    with pytest.raises(NotStored, match="没有通过病毒检查（Eicar-Test FOUND）"):
        store([b"X5O!P%@AP"], name="病毒.txt")
    assert not left_behind()
    assert store([b"plain"], name="说明.txt").size == 5


@pytest.mark.parametrize("script", ["exit 2", "kill -9 $$"])
def test_what_could_not_be_scanned_is_not_kept(scanner, script):
    scanner(script)
    with pytest.raises(NotStored, match="无法进行病毒检查"):
        store([b"plain"], name="说明.txt")
    assert not left_behind()


def test_a_scanner_that_is_not_there_or_never_ends_keeps_the_file_out(scanner, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    scanner("sleep 5")
    with pytest.raises(NotStored, match="没有运行起来"):
        store([b"plain"], name="说明.txt")
    monkeypatch.setenv("YAOAN_SCANNER", "/no/such/program")
    with pytest.raises(NotStored, match="没有运行起来"):
        store([b"plain"], name="说明.txt")
    assert not left_behind()
