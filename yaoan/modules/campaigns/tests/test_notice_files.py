"""Files of every kind: encodings, Word, pdf, web pages, and what is refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter

from yaoan.kernel.reading.sources import LARGEST_FILE, text_of
from yaoan.modules.campaigns.rules import UnreadableFile, read_notice

TEXT = (Path(__file__).parent / "notices" / "forward.txt").read_text("utf-8")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(data: bytes, name: str = "通知.txt") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_notice(data, name=name)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_encoding(encoding: str) -> None:
    assert text_of(TEXT.encode(encoding), name="通知.txt") == TEXT


def test_a_few_lost_bytes_do_not_refuse_a_notice() -> None:
    data = bytearray(TEXT.encode())
    del data[100], data[900]
    assert read_notice(bytes(data), name="通知.txt").header.doc_no


def docx_of(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def numbered(document: object, levels: list[tuple[str, str]]) -> str:
    """Adds an automatic numbering with these (format, pattern) levels; gives its id."""
    part = document.part.numbering_part.element  # type: ignore[attr-defined]
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, pattern) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    part.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    part.append(number)
    return "77"


def test_word_numbers_that_stand_in_no_text_are_counted() -> None:
    document = Document()
    identifier = numbered(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for depth, words in [(0, "重点任务"), (1, "查购进"), (2, "查票据"), (2, "查资质"), (1, "查储存"), (0, "工作要求")]:
        paragraph = document.add_paragraph(words)
        properties = paragraph._p.get_or_add_pPr()
        numbering = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", str(depth)), ("w:numId", identifier)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            numbering.append(child)
        properties.append(numbering)
    lines = text_of(docx_of(document), name="通知.docx").split("\n")
    assert lines == ["一、重点任务", "（一）查购进", "1.查票据", "2.查资质", "（二）查储存", "二、工作要求"]


def test_word_tables_become_rows_and_merged_cells_keep_their_columns() -> None:
    document = Document()
    document.add_paragraph("任务分配")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "单位"
    table.cell(0, 2).text = "药店"
    for place, words in enumerate(["东所", "城区", "46"]):
        table.cell(1, place).text = words
    assert text_of(docx_of(document), name="x").split("\n") == [
        "任务分配",
        "| 单位 |  | 药店 |",
        "| 东所 | 城区 | 46 |",
    ]


def test_deleted_words_of_a_tracked_change_are_not_read() -> None:
    document = Document()
    paragraph = document.add_paragraph("各分局于")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "6月"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    paragraph.add_run("7月30日前报送")
    assert text_of(docx_of(document), name="x") == "各分局于7月30日前报送"


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def test_a_word_file_that_unpacks_without_end_is_refused() -> None:
    bomb = b"<w:document xmlns:w='" + WORD.encode() + b"'>" + b" " * (30 * 1024 * 1024)
    assert "过大" in refusal(archive(**{"word__document.xml": bomb}))


def test_entities_in_a_word_file_are_refused() -> None:
    laughs = f"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><w:document xmlns:w='{WORD}'><w:body>&a;</w:body></w:document>"
    assert "已损坏" in refusal(archive(**{"word__document.xml": laughs.encode()}))


def test_elements_nested_without_end_are_refused() -> None:
    deep = f"<w:document xmlns:w='{WORD}'><w:body><w:p>" + "<w:r>" * 50_000 + "</w:r>" * 50_000
    deep += "</w:p></w:body></w:document>"
    assert "已损坏" in refusal(archive(**{"word__document.xml": deep.encode()}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"  \n ", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 docx"),
        (b"{\\rtf1 text}", "另存为 docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "文字识别"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "文字识别"),
        (b"Rar!\x1a\x07", "解压"),
        (bytes(range(256)) * 40, "乱码"),
        (b"hello, world", "没有中文"),
        (b"%PDF-1.7 broken", "已损坏"),
        (b"PK\x03\x04 broken", "已损坏"),
        (archive(**{"xl__workbook.xml": b"<x/>"}), "Excel"),
        (archive(**{"OFD.xml": b"<x/>"}), "OFD"),
        (archive(**{"readme.txt": b"x"}), "压缩包"),
        (archive(**{"word__document.xml": b"<not closed"}), "已损坏"),
        (
            archive(**{"word__document.xml": f"<w:document xmlns:w='{WORD}'><w:body/></w:document>".encode()}),
            "没有文字",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(data: bytes, words: str) -> None:
    sentence = refusal(data)
    assert words in sentence
    assert sentence.endswith("。")


def test_a_huge_text_is_refused() -> None:
    assert "MB" in refusal("药".encode() * (50 * 1024 * 1024 // 3))
    assert "万字" in refusal("药".encode() * (LARGEST_FILE // 4))


def test_a_scanned_pdf_says_that_it_has_no_text() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)
    assert "没有文字（可能是扫描件）" in refusal(stream.getvalue(), "扫描件.pdf")


def test_an_encrypted_pdf_says_so() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret")
    stream = io.BytesIO()
    writer.write(stream)
    assert "加了密码" in refusal(stream.getvalue(), "加密.pdf")


def pdf_of(lines: list[str]) -> bytes:
    """A pdf of one page whose font maps codes to characters as Word's and WPS's do."""
    characters = sorted({character for line in lines for character in line})
    code = {character: place + 1 for place, character in enumerate(characters)}
    table = "\n".join(f"<{code[character]:04x}> <{ord(character):04x}>" for character in characters)
    to_unicode = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def\n1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(characters)} beginbfchar\n{table}\nendbfchar endcmap end"
    ).encode()
    shown = "".join(f"<{''.join(f'{code[character]:04x}' for character in line)}> Tj 0 -20 Td\n" for line in lines)
    content = f"BT /F1 12 Tf 72 800 Td\n{shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(to_unicode), to_unicode),
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_a_pdf_with_text_is_read() -> None:
    reading = read_notice(pdf_of(TEXT.split("\n")[:10]), name="通知.pdf").as_json()
    assert reading["doc_no"] == "云市监药〔2023〕41号"
    assert reading["reporting"][0]["due"] == "2023-09-15"


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>门户</title><script>var 药品 = 1;</script></head><body>
<nav><a>首页</a><a>政务公开</a></nav><div style="display:none">隐藏的链接</div>
<table><tr><td>索引号：</td><td>ABC-1</td></tr></table>
<table><tr><td><h1>某县市场监督管理局关于开展专项检查的通知</h1><p>某市监〔2023〕5号</p><p>各所：</p>
<p>一、任务分配</p><table><tr><th>单位</th><th>药店</th></tr><tr><td>东所</td><td>4</td></tr></table>
<p>二、工作要求<br>各所于2023年9月1日前将总结报县局药械股。</p><p>某县市场监督管理局</p><p>2023年3月7日</p></td></tr></table>
<footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_web_page_is_read_by_what_is_seen_on_it(charset: str) -> None:
    data = PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else "utf-8")
    reading = read_notice(data, name="page").as_json()
    assert reading["title"] == "某县市场监督管理局关于开展专项检查的通知"
    assert reading["index_no"] == "ABC-1"
    assert reading["allocation"][0]["units"] == [{"unit": "东所", "cells": ["4"]}]
    assert reading["reporting"][0]["to"] == "县局药械股"
    for hidden in ("政务公开", "隐藏", "var", "版权所有"):
        assert hidden not in reading["text"]
