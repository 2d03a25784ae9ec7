"""Tables go out whole, as what they are, and can do no harm where they are opened."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.kernel import sheet_makers as make
from yaoan.kernel.exchange.sheets import Heading, escaped, find_table, open_workbook, stream_csv, write_table

COLUMNS = (
    Heading(label="名称"),
    Heading(label="代码"),
    Heading(label="人数", kind="number"),
    Heading(label="发证日期", kind="date"),
    Heading(label="登记时间", kind="moment"),
)
ROWS = (
    ("安民大药房", "0012", 12, date(2024, 3, 5), datetime(2024, 3, 5, 8, 30)),
    ("=1+2", "911304340000000000", Decimal("1.50"), None, None),
    ("@某", "-", 911304340000000000, "长期", True),
)


def test_a_table_is_written_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "企业.xlsx"
    assert write_table(file, COLUMNS, ROWS, "企业/名单", {"导出人": "某某", "条件": "=全部"}) == 3
    book = open_workbook(file)
    assert [sheet.name for sheet in book.sheets] == ["企业_名单", "导出说明"]
    assert make.values(book.sheets[0].rows()) == [
        (1, ["名称", "代码", "人数", "发证日期", "登记时间"]),
        (2, ["安民大药房", "0012", 12, date(2024, 3, 5), datetime(2024, 3, 5, 8, 30)]),
        (3, ["=1+2", "911304340000000000", 1.5]),
        (4, ["@某", "-", "911304340000000000", "长期", True]),
    ]
    assert make.values(book.sheets[1].rows()) == [(1, ["导出人", "某某"]), (2, ["条件", "=全部"])]
    assert find_table(book.sheets[0]).head_rows == (1,)


def test_nothing_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_table(file, COLUMNS, [("=HYPERLINK(1)", "http://example.invalid", None, None, None)], "企业")
    with zipfile.ZipFile(file) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in xml
        assert "hyperlink" not in xml.lower().replace("hyperlink(1)", "")
        assert 'quotePrefix="1"' in package.read("xl/styles.xml").decode()


def test_an_empty_table_still_has_its_head(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    assert write_table(file, COLUMNS, (), "企业") == 0
    assert len(list(open_workbook(file).sheets[0].rows())) == 1


def test_csv_opens_in_excel_and_formulas_stay_text() -> None:
    data = b"".join(stream_csv(COLUMNS, ROWS))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[2][:3] == ["'=1+2", "911304340000000000", "1.50"]
    assert rows[3] == ["'@某", "'-", "911304340000000000", "长期", "是"]
    assert rows[1][3:] == ["2024-03-05", "2024-03-05 08:30:00"]


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffd\t;|，"), min_size=1, max_size=8
        ),
        min_size=1,
        max_size=5,
    )
)
def test_texts_come_back_from_csv_as_they_were(texts: list[str]) -> None:
    data = b"".join(stream_csv([Heading(label="名称")], ([text] for text in texts)))
    read = dict(make.cells_of(data, "a.csv"))
    for number, text in enumerate(texts, start=2):
        cells = read.get(number, [None])
        assert (cells[0] if cells else None) == (text if text.strip() else None) or text.startswith("'")


@given(st.text(max_size=10))
def test_no_escaped_text_begins_like_a_formula(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escaped(text).endswith(text)


def test_writing_takes_no_memory_for_rows(tmp_path: Path) -> None:
    def rows(count: int) -> Iterator[tuple[object, ...]]:
        for number in range(count):
            yield (f"第{number}家大药房有限公司", f"99{number:010d}", number, date(2024, 3, 5), None)

    def peak(count: int) -> int:
        tracemalloc.start()
        write_table(tmp_path / "a.xlsx", COLUMNS, rows(count), "企业")
        for _piece in stream_csv(COLUMNS, rows(count)):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # what is made once
    assert peak(6_000) - peak(1_000) < 1 << 20
