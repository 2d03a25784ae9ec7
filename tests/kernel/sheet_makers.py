"""Workbooks for tests, made as people make them: with titles, merged cells, hidden sheets, and worse."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from yaoan.kernel.exchange.sheets import Raw, Sheet, Workbook, open_workbook, plain

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006"


def made(build: Callable[[Any, Any], None], name: str = "企业", **options: object) -> bytes:
    """An xlsx whose first sheet ``build(book, sheet)`` fills."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options}) as book:
        build(book, book.add_worksheet(name))
    return out.getvalue()


def of_rows(*rows: Sequence[object]) -> bytes:
    """An xlsx of plain rows."""

    def build(_book: Any, sheet: Any) -> None:
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)

    return made(build)


def by_hand(sheet_xml: str, parts: Mapping[str, str] | None = None, *, styles: str = "", book: str = "") -> bytes:
    """An xlsx with that very sheet part, to hold what no good writer writes."""
    relations = f'<Relationships xmlns="{TYPES}/relationships">'
    contents = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types"/>',
        "_rels/.rels": f'{relations}<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}'
        '<sheets><sheet name="表" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relations}<Relationship Id="b" Type="{RELATIONS}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet_xml,
        **({"xl/styles.xml": styles} if styles else {}),
        **(parts or {}),
    }
    return zipped(contents)


def worksheet(rows: str, behind: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def zipped(contents: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return out.getvalue()


def opened(data: bytes, name: str = "企业.xlsx") -> Workbook:
    return open_workbook(data, name)


def first_sheet(data: bytes, name: str = "企业.xlsx") -> Sheet:
    return open_workbook(data, name).sheets[0]


def cells_of(data: bytes, name: str = "企业.xlsx") -> list[tuple[int, list[Raw]]]:
    return list(first_sheet(data, name).rows())


def values(rows: object) -> list[tuple[int, list[object]]]:
    """Rows with plain values instead of notes."""
    return [(number, [plain(cell) for cell in cells]) for number, cells in rows]  # type: ignore[attr-defined]
