"""Sheets that go out: the template to fill in, and the sheet sent back with what is wrong with it."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from yaoan.kernel.exchange.checking import open_book, sheet_of
from yaoan.kernel.exchange.importer import Importer
from yaoan.kernel.exchange.models import Batch, Result, Row
from yaoan.kernel.exchange.sheets import Problem, mark_errors
from yaoan.kernel.exchange.sheets.writing import HEAD_STYLE, Styles, open_writer, sheet_title
from yaoan.kernel.words import _

EXAMPLE = "示例："
"""By this a row is known as an example when the sheet comes back, in whatever language the rest of it is."""

WIDTH = 20
CHUNK = 2_000


def template(importer: Importer) -> IO[bytes]:
    """An xlsx file with the columns of an importer: all of them text, so that codes keep their digits.

    The second row is an example that is passed over when the sheet comes back; a second sheet explains each column.
    """
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it when it is sent
    with open_writer(file) as book:
        styles = Styles(book)
        as_text = styles(num_format="@")
        page = book.add_worksheet(sheet_title(str(importer.label)))
        page.freeze_panes(1, 0)
        for place, column in enumerate(importer.columns):
            page.set_column(place, place, WIDTH, as_text)
            page.write_string(0, place, _headed(str(column.label), column.required), styles(**HEAD_STYLE))
        grey = styles(num_format="@", font_color="#6B7280")
        for place, column in enumerate(importer.columns):
            if place == 0:
                page.write_string(1, 0, f"{EXAMPLE}{column.example}", grey)
            elif column.example:
                page.write_string(1, place, column.example, grey)
        _explain(book, styles, importer)
    file.seek(0)
    return file


def _headed(label: str, required: bool) -> str:
    return _("{label}（必填）").format(label=label) if required else label


def _explain(book: Any, styles: Styles, importer: Importer) -> None:
    page = book.add_worksheet(sheet_title(str(_("填写说明"))))
    page.set_column(0, 0, WIDTH)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 30)
    for place, word in enumerate((_("列"), _("怎样填写"), _("示例"))):
        page.write_string(0, place, str(word), styles(**HEAD_STYLE))
    for line, column in enumerate(importer.columns, start=1):
        page.write_string(line, 0, str(column.label))
        page.write_string(line, 1, str(column.help), styles(text_wrap=True))
        page.write_string(line, 2, column.example)


def marked(batch: Batch) -> IO[bytes]:
    """The sheet that was received, as xlsx, with everything that is wrong marked in its place."""
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it when it is sent
    with open_book(batch) as book:
        name = sheet_of(batch, book).name
        mark_errors(book, problems(batch, name), file)
    file.seek(0)
    return file


def problems(batch: Batch, sheet: str) -> Iterator[Problem]:
    """What is wrong with the rows of an import, and what should be looked at, where it stands in the sheet."""
    rows: Any = batch.rows.order_by("number").iterator(chunk_size=CHUNK)
    for row in rows:
        yield from _of_row(batch, row, sheet)


def _of_row(batch: Batch, row: Row, sheet: str) -> Iterator[Problem]:
    for name, text in row.problems:
        yield Problem(row=row.number, column=batch.columns.get(name), message=text, sheet=sheet)
    if row.refusal:
        yield Problem(row=row.number, column=None, message=row.refusal, sheet=sheet)
    if row.result == Result.NEW:
        for name, text in row.notes:
            if not name:
                yield Problem(row=row.number, column=None, message=text, severity="warning", sheet=sheet)
