"""Binary workbooks (xls, xlsb), read whole by calamine: their formats bound how large a sheet can be."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from yaoan.kernel.exchange.sheets.obstacles import damaged, protected
from yaoan.kernel.exchange.sheets.values import ERRORS, Plain, Raw, Row, Span, error_value, numbered


class LegacyBook:
    """An opened binary workbook. Formulas are not told from values: the format's reader gives results alone."""

    def __init__(self, source: Path | bytes) -> None:
        with _guarded():
            self._book = CalamineWorkbook.from_object(io.BytesIO(source) if isinstance(source, bytes) else source)

    def names(self) -> list[tuple[str, bool]]:
        """(name, is visible) of the worksheets in their order."""
        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a worksheet that hold something."""
        with _guarded():
            sheet = self._book.get_sheet_by_name(name)
        # Calamine gives rows from the first one of the sheet, but cells from the first column in use.
        unused: list[Raw] = [None] * (sheet.start[1] if sheet.start else 0)
        yield from numbered(unused + [_value(value) for value in row] for row in sheet.iter_rows())

    def spans(self, name: str) -> tuple[Span, ...]:
        """The merged blocks of a worksheet."""
        with _guarded():
            ranges = self._book.get_sheet_by_name(name).merged_cell_ranges or []
        return tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)


def _value(value: object) -> Raw:
    if value == "" or value is None:
        return None
    if isinstance(value, str) and value in ERRORS:
        return error_value(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    plain: Plain = value  # type: ignore[assignment]  # calamine gives str, float, int, bool and dates
    return plain


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn what calamine raises, a panic of its Rust core included, into words."""
    try:
        yield
    except PasswordError as error:
        raise protected() from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise
