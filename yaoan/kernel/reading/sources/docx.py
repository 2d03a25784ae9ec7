"""Word files (docx): paragraphs with their automatic numbers, tables as piped rows."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from yaoan.kernel.words import _

from .errors import UnreadableFile
from .numbers import Numbering, W

_DOCUMENT, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# The text of a hundred pages is about one megabyte of XML; a part that unpacks to more is no notice.
_PART_LIMIT = 24 * 1024 * 1024

_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{_COMPATIBILITY}Fallback", f"{W}txbxContent"}
_BLANKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def read_docx(data: bytes) -> str:
    """The text of the document's body, one paragraph or table row a line; headers, footers and notes are left out.

    Raises:
        UnreadableFile: damaged, unpacking to an unreasonable size, or without text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, _DOCUMENT)
            numbering = Numbering.of(_part(archive, _NUMBERING), _part(archive, _STYLES))
        body = document.find(f"{W}body") if document is not None else None
        text = "\n".join(_blocks(body, numbering)) if body is not None else None
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, OSError, ValueError,
            RuntimeError) as error:  # fmt: skip
        raise _damaged() from error  # RuntimeError: encrypted parts, unknown compression, elements nested without end
    if text is None:
        raise _damaged()
    if not text.strip():
        raise UnreadableFile(
            _("这个 Word 文件里没有文字（可能只有图片）。请向发文单位索取电子文本，或用文字识别软件转换后再试。")
        )
    return text


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """The parsed part, or None where the file has none. Reads no more than the limit, whatever the directory says."""
    if name not in archive.namelist():
        return None
    with archive.open(name) as stream:
        data = stream.read(_PART_LIMIT + 1)
    if len(data) > _PART_LIMIT:
        raise UnreadableFile(_("这个 Word 文件展开后过大，不像一份文书。请把正文复制到新文档中另存后再试。"))
    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data:
        raise _damaged()  # Word writes neither; entities are how small files grow huge
    return ElementTree.fromstring(data.replace(_STRICT, _TRANSITIONAL))


def _damaged() -> UnreadableFile:
    return UnreadableFile(_("这个 Word 文件已损坏，读不出来。请重新下载，或用 WPS 打开后另存为 docx 再试。"))


def _blocks(container: Element, numbering: Numbering) -> Iterator[str]:
    for node in container:
        if node.tag == f"{W}p":
            yield numbering.prefix(node) + _words(node).strip()
            for box in _boxes(node):
                yield from _blocks(box, numbering)
        elif node.tag == f"{W}tbl":
            yield from _rows(node, numbering)
        elif node.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"}:
            yield from _blocks(node, numbering)


def _boxes(node: Element) -> Iterator[Element]:
    """Text boxes, where letterheads often stand; the fallback copy of each is passed over."""
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != f"{_COMPATIBILITY}Fallback":
            yield from _boxes(child)


def _rows(table: Element, numbering: Numbering) -> Iterator[str]:
    for row in table.iter(f"{W}tr"):
        cells = []
        for cell in row.iter(f"{W}tc"):
            cells.append(" ".join(" ".join(_blocks(cell, numbering)).split()).replace("|", "/"))
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            cells += [""] * (_width(span) - 1)
        yield f"| {' | '.join(cells)} |" if len(cells) > 1 else "".join(cells)


def _width(span: Element | None) -> int:
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(int(value), 64) if value.isdigit() else 1


def _words(node: Element) -> str:
    if node.tag in _SKIPPED:
        return ""
    if node.tag == f"{W}t":
        return node.text or ""
    return _BLANKS.get(node.tag, "") + "".join(_words(child) for child in node)
