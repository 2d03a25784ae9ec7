"""Storing and reading files by their hash."""

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import puremagic

from yaoan.kernel import clock, secrets
from yaoan.kernel.attachments.models import Blob
from yaoan.kernel.attachments.scanning import NotScanned, found_in
from yaoan.kernel.words import _

LARGEST = 200 * 1024 * 1024

PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
"""How files begin that a computer would run."""


class NotStored(Exception):
    """The file was not kept; the text says why and what helps. Nothing is left behind."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stored file as a command carries it: what it is called, what it is for, and its hash."""

    sha256: str
    name: str
    size: int
    type: str
    purpose: str = ""


def store(chunks: Iterable[bytes], *, name: str, purpose: str = "") -> Evidence:
    """Keep a file under its SHA-256 and return what a command carries. The type is told by the content.

    Raises NotStored for an empty or too large file, a program, a virus, and a full disk.
    """
    root = _root()
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=root, prefix=".in-", delete=False) as draft:
            path = Path(draft.name)
            digest, size = _copy(chunks, draft, name)
            draft.flush()
            os.fsync(draft.fileno())
    except OSError as error:
        if "path" in locals():
            path.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            text = _("服务器磁盘已满，没有保存“{name}”。请管理员清理磁盘后再上传，已填写的内容不会丢失。")
            raise NotStored(text.format(name=name)) from error
        raise
    except NotStored:
        path.unlink(missing_ok=True)
        raise
    try:
        kind = _checked_type(path, name)
        target = _place(digest)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        path.replace(target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    Blob.objects.get_or_create(sha256=digest, defaults={"size": size, "type": kind, "stored_at": clock.now()})
    return Evidence(digest, Path(name).name[:200], size, kind, purpose)


def read(sha256: str) -> Iterator[bytes]:
    """The bytes of a stored file in pieces. Raises FileNotFoundError."""
    with _place(sha256).open("rb") as file:
        while piece := file.read(1 << 16):
            yield piece


def path_of(sha256: str) -> Path:
    return _place(sha256)


def _copy(chunks: Iterable[bytes], draft: "NamedTemporaryFile[bytes]", name: str) -> tuple[str, int]:  # type: ignore[valid-type]
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            text = _("“{name}”超过 {size} MB，没有保存。请压缩或分开后再上传。")
            raise NotStored(text.format(name=name, size=LARGEST >> 20))
        digest.update(chunk)
        draft.write(chunk)  # type: ignore[attr-defined]
    if not size:
        raise NotStored(_("“{name}”是空文件，没有保存。请检查后重新选择。").format(name=name))
    return digest.hexdigest(), size


def _checked_type(path: Path, name: str) -> str:
    with path.open("rb") as file:
        beginning = file.read(4096)
    if beginning.startswith(PROGRAMS):
        raise NotStored(_("“{name}”是程序文件，不能作为附件。请上传照片、文档或录音录像。").format(name=name))
    try:
        kind = puremagic.from_file(str(path), mime=True) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        with path.open("rb") as file:
            kind = "text/plain" if b"\0" not in file.read(4096) else "application/octet-stream"
    _refuse_virus(path, name)
    return kind


def _refuse_virus(path: Path, name: str) -> None:
    try:
        found = found_in(path)
    except NotScanned as obstacle:
        text = _("“{name}”无法进行病毒检查（{why}），没有保存。请稍后再上传，或请管理员检查扫描程序。")
        raise NotStored(text.format(name=name, why=obstacle)) from obstacle
    if found:
        raise NotStored(_("“{name}”没有通过病毒检查（{found}），没有保存。").format(name=name, found=found))


def _root() -> Path:
    return secrets.home() / "files"


def _place(sha256: str) -> Path:
    return _root() / sha256[:2] / sha256
