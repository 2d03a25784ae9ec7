"""Text files: UTF-8, UTF-16 or GB18030, decided by the bytes."""

import codecs
import re

from yaoan.kernel.words import _

from .errors import UnreadableFile

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BROKEN = "\ufffd"

# A few bytes lost in copying are no reason to refuse a notice; above this share the file is something else.
_TOLERATED = 0.02


def decode(data: bytes) -> str:
    """The text of the bytes.

    A byte-order mark decides; without one UTF-8 is tried, then UTF-16 (by its zero bytes or its share of Chinese), then
    GB18030. Where no encoding fits wholly, the one that loses least is taken; lost bytes stay as ``\\ufffd``.

    Raises:
        UnreadableFile: the bytes are no text.
    """
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _sound(data.decode(encoding, "replace"))
    for encoding in ("utf-8", *_wide_encodings(data), "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return _sound(text)
    attempts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return _sound(min(attempts, key=_loss))


def _wide_encodings(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: line ends and digits leave zero bytes on one side."""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if len(data) % 2 or not even + odd:
        return ()
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _loss(text: str) -> float:
    return (text.count(_BROKEN) + len(_CONTROL.findall(text))) / max(1, len(text))


def _sound(text: str) -> str:
    if _loss(text) > _TOLERATED:
        raise UnreadableFile(
            _("这个文件不是文字文件，读出来是乱码。请用 WPS 或 Word 打开原文件，另存为 docx 或 txt 后再试。")
        )
    return text


def is_chinese(text: str) -> bool:
    """True where the text holds Chinese characters at all."""
    return bool(_HAN.search(text))
