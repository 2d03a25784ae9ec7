"""Files that are broken, disguised or meant to hurt are refused with the obstacle and the way out, quickly."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel import sheet_makers as make
from yaoan.kernel.exchange.sheets import Limits, UnreadableSheet, open_workbook

GOOD = make.of_rows(["名称", "代码"], *([f"第{number}药房", number] for number in range(200)))


def refused(data: bytes, name: str = "企业.xlsx", limits: Limits | None = None) -> UnreadableSheet:
    with pytest.raises(UnreadableSheet) as stopped:
        for sheet in open_workbook(data, name, limits).sheets:
            list(sheet.rows())
            assert sheet.spans is not None
    assert stopped.value.obstacle.endswith("。")
    assert stopped.value.way_out.endswith("。")
    return stopped.value


@pytest.mark.parametrize(
    ("data", "name", "obstacle"),
    [
        (b"", "企业.xlsx", "没有数据"),
        (b"\xef\xbb\xbf \n", "企业.csv", "没有数据"),
        (b"%PDF-1.7 ...", "企业.xlsx", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "企业.xls", "图片"),
        (b"Rar!\x1a\x07", "企业.xlsx", "压缩包"),
        (rb"{\rtf1\ansi", "企业.xls", "Word"),
        (make.zipped({"word/document.xml": "<w/>"}), "企业.xlsx", "Word"),
        (make.zipped({"企业.csv": "a,b"}), "企业.zip", "压缩包"),
        (b"PK\x03\x04 and nothing more", "企业.xlsx", "损坏"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "企业.xlsx",
            "密码",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "企业.xls", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "企业.xls", "损坏"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "企业.xls", "mht"),
        (b"<html><body><p>please sign in</p></body></html>", "企业.xls", "网页"),
        (b'<?xml version="1.0"?><data/>', "企业.xls", "XML"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "企业.csv", "二进制"),
    ],
)
def test_what_is_no_spreadsheet_is_named(data: bytes, name: str, obstacle: str) -> None:
    assert obstacle in refused(data, name).obstacle


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "企业.xlsx"
    with file.open("wb") as stream:
        stream.truncate(65 << 20)
    with pytest.raises(UnreadableSheet, match="超过 64 MB"):
        open_workbook(file)


def test_a_missing_file_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheet):
        open_workbook(tmp_path / "nothing.xlsx")


def test_an_xlsx_under_the_name_of_an_xls_is_read_and_noted() -> None:
    book = open_workbook(GOOD, "企业.xls")
    assert book.format == "xlsx"
    assert book.notes == ("文件名以 .xls 结尾，内容其实是 xlsx，按内容读入",)


def test_zip_bombs_are_refused_before_anything_is_unpacked() -> None:
    bomb = make.by_hand(make.worksheet("<row/>" * 9_000_000))
    assert len(bomb) < 1 << 20
    assert "异常庞大" in refused(bomb).obstacle


def test_a_package_of_very_many_parts_is_refused() -> None:
    assert "异常庞大" in refused(make.zipped({f"xl/{number}.xml": "" for number in range(5_001)})).obstacle


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The directory says 100 bytes, the packed stream holds much more: no more than 100 are ever given."""
    data = bytearray(make.by_hand(make.worksheet("<row><c><v>1</v></c></row>" * 5_000)))
    with zipfile.ZipFile(BytesIO(bytes(data))) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    directory = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert info.file_size > 100_000
    assert "损坏" in refused(bytes(data)).obstacle


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["sheet", "texts", "book", "styles"])
def test_xml_entities_are_refused_wherever_they_stand(part: str) -> None:
    xml = make.worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    texts = f'<sst xmlns="{make.MAIN}"><si><t>甲</t></si></sst>'
    styles = f'<styleSheet xmlns="{make.MAIN}"/>'
    parts = {"xl/sharedStrings.xml": (ENTITIES if part == "texts" else "") + texts}
    if part == "book":
        parts["xl/workbook.xml"] = ENTITIES + "<workbook/>"
    data = make.by_hand(
        (ENTITIES if part == "sheet" else "") + xml, parts, styles=(ENTITIES if part == "styles" else "") + styles
    )
    assert "不该有的内容" in refused(data).obstacle


def test_entities_hidden_in_another_encoding_are_refused() -> None:
    xml = ('<?xml version="1.0" encoding="utf-16"?>' + ENTITIES + make.worksheet("<row><c><v>1</v></c></row>")).encode(
        "utf-16"
    )
    parts = {"xl/worksheets/sheet1.xml": xml}
    data = make.by_hand("", parts)  # type: ignore[arg-type]  # bytes are what this test is about
    refused(data)


def test_entities_in_an_open_document_are_refused() -> None:
    content = ENTITIES + "<office:document-content/>"
    refused(make.zipped({"mimetype": "x", "content.xml": content}), "企业.ods")


def test_a_million_repeated_cells_of_an_open_document_are_refused_before_they_are_unrolled() -> None:
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="99999999"/>'
    row = f'<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>'
    content = f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="x">{row}</table:table></office:spreadsheet></office:body></office:document-content>'
    assert "列" in refused(make.zipped({"mimetype": "x", "content.xml": content}), "企业.ods").obstacle
    narrow = content.replace("99999999", "3", 1).replace('columns-repeated="99999999"', 'columns-repeated="1"')
    narrow = narrow.replace('rows-repeated="3"', 'rows-repeated="99999999"')
    assert "行" in refused(make.zipped({"mimetype": "x", "content.xml": narrow}), "企业.ods").obstacle


@pytest.mark.parametrize(
    "xml",
    [
        make.worksheet("<row><c>")[:-30],
        f'<worksheet xmlns="{make.MAIN}"/>',
        f'<worksheet xmlns="{make.MAIN}"><sheetData><row><c r="A1"><v>1</v></c></row>',
        make.worksheet("<row><c><v>&undefined;</v></c></row>"),
        make.worksheet("<row><c t='s'><v>99</v></c></row>"),
        make.worksheet("<row><c><v>1</v></b></row>"),
        "no xml at all",
    ],
)
def test_broken_xml_is_damage(xml: str) -> None:
    assert "损坏" in refused(make.by_hand(xml)).obstacle


def test_a_row_without_end_is_refused() -> None:
    xml = make.worksheet("<row><c t='inlineStr'><is><t>" + "x" * 3_000_000 + "</t></is></c></row>")
    assert "异常庞大" in refused(make.by_hand(xml), limits=Limits(row_bytes=1 << 20)).obstacle


def test_deeply_nested_xml_does_not_exhaust_the_stack() -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    rows = make.cells_of(make.by_hand(make.worksheet(f"<row><c><v>1</v>{deep}</c></row>")))
    assert rows == [(1, [1])]


@settings(max_examples=150)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_but_never_crashes(place: int, noise: bytes) -> None:
    damaged = GOOD[:place] + noise + GOOD[place + len(noise) :]
    try:
        for sheet in open_workbook(damaged, "企业.xlsx").sheets:
            list(sheet.rows())
    except UnreadableSheet:
        pass


@settings(max_examples=100)
@given(st.integers(4, len(GOOD)))
def test_a_cut_off_file_is_refused(length: int) -> None:
    try:
        rows = [row for sheet in open_workbook(GOOD[:length], "企业.xlsx").sheets for row in sheet.rows()]
    except UnreadableSheet:
        return
    assert length > len(GOOD) - 30, "only the comment at the very end may be missing"
    assert len(rows) == 201


def test_a_broken_packed_stream_is_damage() -> None:
    data = bytearray(GOOD)
    place = data.index(b"xl/worksheets/sheet1.xml") + 40
    data[place : place + 50] = bytes(50)
    with pytest.raises((zipfile.BadZipFile, zlib.error)), zipfile.ZipFile(BytesIO(bytes(data))) as package:
        package.read("xl/worksheets/sheet1.xml")
    assert "损坏" in refused(bytes(data)).obstacle


REGISTER = Path(__file__).parent / "data" / "register.xls"


def test_a_chain_of_sectors_that_leads_back_to_itself_is_damage_and_takes_nobody_along() -> None:
    """The reader of the format follows it until no memory is left, and then ends its whole process: not ours."""
    data = bytearray(REGISTER.read_bytes())
    (allocation,) = struct.unpack_from("<L", data, 0x4C)
    (directory,) = struct.unpack_from("<L", data, 0x30)
    struct.pack_into("<L", data, 512 * (allocation + 1) + 4 * directory, directory)
    assert "损坏" in refused(bytes(data), "企业.xls").obstacle


def test_a_binary_workbook_says_what_it_holds_whatever_process_reads_it() -> None:
    with open_workbook(REGISTER) as from_file, open_workbook(REGISTER.read_bytes(), "企业.xls") as from_bytes:
        read = [[(sheet.name, list(sheet.rows())) for sheet in book.sheets] for book in (from_file, from_bytes)]
    assert read[0] == read[1]
    assert read[0][0][1]
