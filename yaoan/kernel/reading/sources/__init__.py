"""Files to text: what kind a file is, decided by its content, and the text it holds."""

import io
import zipfile

from yaoan.kernel.words import Text, _

from .docx import read_docx
from .errors import UnreadableFile
from .html import read_html
from .pdf import read_pdf
from .plain import decode, is_chinese

__all__ = ["UnreadableFile", "text_of"]

# A notice with its tables is a few hundred kilobytes; pictures in a docx or pdf may add some megabytes.
LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TEXT = 300_000

_SAVE_AS_DOCX = _("这是旧版 Office 文件（.doc 或 .wps）。请用 WPS 或 Word 打开，另存为 docx 后再试。")
_PICTURE = _("这是图片，里面没有可读的文字。请用文字识别（OCR）软件转换成 docx 或 txt，或向发文单位索取电子文本。")
_SIGNATURES: tuple[tuple[bytes, Text], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _SAVE_AS_DOCX),
    (b"{\\rtf", _("这是 RTF 文件。请用 WPS 或 Word 打开，另存为 docx 后再试。")),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"Rar!", _("这是压缩包。请先解压，再选择其中的正文文件。")),
    (b"7z\xbc\xaf", _("这是压缩包。请先解压，再选择其中的正文文件。")),
)
_PAGE_TAGS = ("<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table", "<meta")


def text_of(data: bytes, *, name: str) -> str:
    """The text of a txt, docx, pdf or html file as it stands, nothing repaired yet.

    Args:
        data: the content of the file; it decides of what kind the file is.
        name: the file's name, for the sentence shown where the content is of no known kind.

    Raises:
        UnreadableFile: no text can be had; the sentence says why and what to do.
    """
    if not data.strip():
        raise UnreadableFile(_("这个文件是空的。请重新下载原文件再试。"))
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(
            _("文件有 {size} MB，超过 {limit} MB，不像一份文书。请只截取正文和附件再试。").format(
                size=len(data) // 1_048_576, limit=LARGEST_FILE // 1_048_576
            )
        )
    text = _extracted(data, name)
    if len(text) > LONGEST_TEXT:
        raise UnreadableFile(
            _("正文有 {count} 万字，不像一份文书。请只截取正文和附件再试。").format(count=len(text) // 10_000)
        )
    if not is_chinese(text):
        raise UnreadableFile(_("“{name}”里没有中文文字，不是一份文书。请检查是否选错了文件。").format(name=name))
    return text


def _extracted(data: bytes, name: str) -> str:
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(sentence)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if data.startswith(b"PK"):
        return _read_package(data)
    start = data[:2048].decode("latin-1").lstrip("\ufeffï»¿ \t\r\n").lower()
    if start.startswith(_PAGE_TAGS) or name.lower().endswith((".html", ".htm")):
        return read_html(data)
    return decode(data)


def _read_package(data: bytes) -> str:
    """A zip file: Word or something that only looks like it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        names = {"word/document.xml"}  # let the Word reader say that the file is damaged
    if "word/document.xml" in names:
        return read_docx(data)
    if "OFD.xml" in names:
        raise UnreadableFile(_("这是 OFD 版式文件。请用 OFD 阅读器或 WPS 打开，另存为 docx 或 PDF 后再试。"))
    if "xl/workbook.xml" in names:
        raise UnreadableFile(_("这是 Excel 表格，不是文书。请选择正文文件（docx、pdf、txt 或网页）。"))
    raise UnreadableFile(_("这是压缩包。请先解压，再选择其中的正文文件。"))
