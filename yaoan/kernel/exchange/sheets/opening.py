"""Opening a workbook: what the file is, is asked of its content, never of its name."""

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from yaoan.kernel.exchange.sheets import delimited, marks, markup, ods, xlsx
from yaoan.kernel.exchange.sheets.legacy import LegacyBook
from yaoan.kernel.exchange.sheets.obstacles import (
    Limits,
    UnreadableSheet,
    damaged,
    empty,
    protected,
    too_large,
    wrong_kind,
)
from yaoan.kernel.exchange.sheets.packages import Package
from yaoan.kernel.exchange.sheets.values import Row, plain
from yaoan.kernel.exchange.sheets.workbook import Format, Sheet, Workbook, too_many
from yaoan.kernel.exchange.sheets.xlsx_rows import RowReader
from yaoan.kernel.words import _

_START = 4_096


def open_workbook(source: Path | bytes, name: str = "", limits: Limits | None = None) -> Workbook:
    """Open a workbook of any of the formats; `UnreadableSheet` says what stands in the way.

    ``name`` is the file's name as people know it. Hidden sheets and the summary of a returned sheet are left out. Only the
    structure is read here; rows are read as they are asked for, and may still raise `UnreadableSheet`.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "")
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        start = source[:_START] if isinstance(source, bytes) else _beginning(source)
    except OSError as error:
        raise damaged() from error
    if size > limits.file_bytes:
        raise too_large(limits.file_bytes >> 20)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise empty(name or "?")
    book = _opened(source, start, name, limits)
    if not book.sheets:
        book.close()
        raise UnreadableSheet(_("文件里没有可见的工作表。").format(), _("请取消隐藏需要导入的工作表。").format())
    if len(book.sheets) > limits.sheets:
        book.close()
        raise too_many(_("超过 {most} 个工作表。"), limits.sheets)
    return _with_note_on_extension(book)


def _beginning(source: Path) -> bytes:
    with source.open("rb") as stream:
        return stream.read(_START)


def _opened(source: Path | bytes, start: bytes, name: str, limits: Limits) -> Workbook:
    if start.startswith(b"PK\x03\x04"):
        return _open_package(source, name, limits)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _open_compound(source, name, limits)
    kind = next((kind for mark, kind in _STRANGERS if start.startswith(mark)), None)
    if kind is not None:
        raise wrong_kind(str(kind))
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div")):
        return _open_html(source, name, limits)
    if text.startswith((b"<?xml", b"<workbook")):
        return _open_markup(source, text, name, limits)
    if text.startswith((b"mime-version:", b"from:")):
        raise wrong_kind(_("单个文件网页（.mht）").format())
    file = delimited.recognise(source)
    return Workbook(name, "csv", (Sheet(PurePath(name).stem or name, file.rows, limits=limits),))


_STRANGERS = (
    (b"%PDF", _("PDF 文件")),
    (b"\xff\xd8\xff", _("图片")),
    (b"\x89PNG", _("图片")),
    (b"GIF8", _("图片")),
    (b"Rar!", _("压缩包")),
    (b"7z\xbc\xaf", _("压缩包")),
    (b"\x1f\x8b", _("压缩包")),
    (b"{\\rtf", _("Word 文档")),
)


def _open_package(source: Path | bytes, name: str, limits: Limits) -> Workbook:
    package = Package(source, limits)
    if "xl/workbook.bin" in package:
        package.close()
        return _open_binary(source, name, "xlsb", limits)
    if "word/document.xml" in package:
        raise wrong_kind(_("Word 文档").format())
    if "ppt/presentation.xml" in package:
        raise wrong_kind(_("演示文稿").format())
    if "content.xml" in package:
        tables = ods.read_names(package)
        return _book(
            name,
            "ods",
            [
                (title, is_visible, _ods_sheet(package, place, title, limits))
                for place, (title, is_visible) in enumerate(tables)
            ],
            package.close,
        )
    if "[content_types].xml" not in package:
        raise wrong_kind(_("压缩包").format())
    return _open_xlsx(package, name, limits)


def _open_xlsx(package: Package, name: str, limits: Limits) -> Workbook:
    listed = xlsx.read_book(package)
    reader: list[RowReader] = []

    def rows_of(part: xlsx.SheetPart) -> Iterator[Row]:
        if not reader:  # the shared texts are read once, and only if rows are asked for
            reader.append(RowReader(package, xlsx.Texts(package, limits), date1904=listed.date1904, limits=limits))
        yield from reader[0].rows(part)

    def sheet_of(part: xlsx.SheetPart) -> Sheet:
        return Sheet(
            part.name,
            lambda: rows_of(part),
            lambda: xlsx.read_spans(package, part.part),
            limits,
            listed.date1904,
        )

    parts = [part for part in listed.sheets if not part.is_summary]
    return _book(name, "xlsx", [(part.name, part.is_visible, sheet_of(part)) for part in parts], package.close)


def _ods_sheet(package: Package, place: int, title: str, limits: Limits) -> Sheet:
    return Sheet(
        title, lambda: ods.read_rows(package, place, limits), lambda: ods.read_spans(package, place), limits=limits
    )


def _open_compound(source: Path | bytes, name: str, limits: Limits) -> Workbook:
    """A compound file: an xls workbook, or an xlsx one that a password protects, or a document of another kind."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise protected()
    if not any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise wrong_kind(_("Word 文档或其他旧版文件").format())
    return _open_binary(source, name, "xls", limits)


def _open_binary(source: Path | bytes, name: str, form: Format, limits: Limits) -> Workbook:
    book = LegacyBook(source)

    def sheet_of(title: str) -> Sheet:
        return Sheet(title, lambda: book.rows(title), lambda: book.spans(title), limits=limits)

    return _book(name, form, [(title, is_visible, sheet_of(title)) for title, is_visible in book.names()])


def _open_html(source: Path | bytes, name: str, limits: Limits) -> Workbook:
    tables = markup.HtmlTables(source)
    if not len(tables):
        raise wrong_kind(_("没有表格的网页").format())

    def sheet_of(place: int, title: str) -> Sheet:
        return Sheet(title, lambda: tables.rows(place), lambda: tables.spans(place), limits=limits)

    titles = [_("表{number}").format(number=place + 1) for place in range(len(tables))]
    return _book(name, "html", [(title, True, sheet_of(place, title)) for place, title in enumerate(titles)])


def _open_markup(source: Path | bytes, start: bytes, name: str, limits: Limits) -> Workbook:
    if b"<html" in start:
        return _open_html(source, name, limits)
    if b"office:spreadsheet" not in start:
        raise wrong_kind(_("XML 文件").format())
    book = markup.XmlBook(source)

    def sheet_of(place: int, title: str) -> Sheet:
        return Sheet(title, lambda: book.rows(place), lambda: book.spans(place), limits=limits)

    return _book(name, "xml", [(title, True, sheet_of(place, title)) for place, title in enumerate(book.names())])


def _book(
    name: str,
    form: Format,
    found: list[tuple[str, bool, Sheet]],
    on_close: Callable[[], None] = lambda: None,
) -> Workbook:
    """The workbook of the visible sheets, with a note on each hidden one."""
    notes = [
        _("工作表“{name}”是隐藏的，没有读入").format(name=title)
        for title, is_visible, _sheet in found
        if not is_visible
    ]
    shown = [sheet for _title, is_visible, sheet in found if is_visible]
    if len(shown) > 1:
        shown = [sheet for sheet in shown if not _is_summary(sheet)]
    return Workbook(name, form, tuple(shown), tuple(notes), on_close)


def _is_summary(sheet: Sheet) -> bool:
    """Whether the sheet is the summary that a returned workbook carries, where its mark was lost on the way."""
    if not marks.SUMMARY_NAME.is_said_by(sheet.name):
        return False
    head = next((cells for _number, cells in sheet.read()), [])
    return len(head) >= len(marks.SUMMARY_HEAD) and all(
        word.is_said_by(str(plain(cell))) for word, cell in zip(marks.SUMMARY_HEAD, head, strict=False)
    )


def _with_note_on_extension(book: Workbook) -> Workbook:
    extension = PurePath(book.name).suffix.lower().lstrip(".")
    expected = {"xlsm": "xlsx", "xltx": "xlsx", "et": "xls", "tsv": "csv", "txt": "csv", "htm": "html"}.get(
        extension, extension
    )
    if extension and expected != book.format:
        note = _("文件名以 .{extension} 结尾，内容其实是 {format}，按内容读入").format(
            extension=extension, format=book.format
        )
        book.notes = (*book.notes, note)
    return book
