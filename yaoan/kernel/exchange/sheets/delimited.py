"""Text tables (csv, tsv) in the encodings and with the separators that offices use."""

import codecs
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from yaoan.kernel.exchange.sheets.obstacles import wrong_kind
from yaoan.kernel.exchange.sheets.values import Broken, Raw, Row, numbered
from yaoan.kernel.words import _

# The csv module allows fields of 128 KB at most, for the whole process. Files are bounded before, and a longer field must
# become a problem of its cell, not of the file.
csv.field_size_limit(sys.maxsize)

_SEPARATORS = ",\t;|，"
_SAMPLE_BYTES = 1 << 16
_SAMPLE_LINES = 50
_CHUNK = 1 << 20
_RUNAWAY_LINES = 50
_ESCAPED_STARTS = ("'=", "'+", "'-", "'@", "'\t", "'\r")


@dataclass(frozen=True)
class TextFile:
    """A text table: where it is, how it is encoded and separated, and how many lines stand before it (``sep=;``)."""

    source: Path | bytes
    encoding: str
    separator: str
    skipped: int

    def rows(self) -> Iterator[Row]:
        """The rows that hold something; a row is a record, as spreadsheets count, even if a cell has line breaks."""
        with _opened(self.source) as stream:
            text = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            for _line in range(self.skipped):
                text.readline()
            records = csv.reader(text, delimiter=self.separator)
            rows = ([_cell(value) for value in record] for record in records)
            yield from numbered(rows, first=self.skipped + 1)


def recognise(source: Path | bytes) -> TextFile:
    """How the text table is written; `UnreadableSheet` if it is no text."""
    encoding = _encoding(source)
    with _opened(source) as stream:
        sample = stream.read(_SAMPLE_BYTES).decode(encoding, "replace").lstrip("\ufeff")
    if "\x00" in sample:
        raise wrong_kind(_("二进制文件").format())
    lines = sample.splitlines()[:_SAMPLE_LINES]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return TextFile(source, encoding, lines[0][4], skipped=1)
    return TextFile(source, encoding, _separator(lines), skipped=0)


def _cell(value: str) -> Raw:
    if value.startswith(_ESCAPED_STARTS):  # our own mark against formulas, see `writing.escaped`
        value = value[1:]
    if not value.strip():
        return None
    if value.count("\n") >= _RUNAWAY_LINES:
        return Broken(
            value[:40],
            _("引号没有成对，后面许多行连成了一格").format(),
            _('请在这一格补上或删去引号 " 后再导入。').format(),
        )
    if "\ufffd" in value:
        return Broken(value, _("有无法识别的字符").format(), _("请用“UTF-8”编码另存文件，或改正这一格。").format())
    return value


def _encoding(source: Path | bytes) -> str:
    with _opened(source) as stream:
        start = stream.read(4_096)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    zeros = start[1::2].count(0), start[::2].count(0)
    if max(zeros) > len(start) // 8:
        return "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"
    found = next((name for name in ("utf-8", "gb18030") if _is_encoded(source, name)), None)
    return found or ("utf-8" if _is_mostly_utf8(start) else "gb18030")


def _is_encoded(source: Path | bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _opened(source) as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(start: bytes) -> bool:
    """Whether a text that is broken in every encoding was meant as UTF-8: its long characters hardly arise by chance."""
    text = start.decode("utf-8", "replace")
    return sum(char >= "\u0800" for char in text) > 2 * text.count("\ufffd")


def _separator(lines: list[str]) -> str:
    """The separator that cuts most lines into the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        widths = Counter(len(record) for record in csv.reader(lines, delimiter=separator) if any(record))
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
        score = count / sum(widths.values()) + min(width, 50) / 1_000
        if score > best_score:
            best, best_score = separator, score
    return best


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        yield stream
