"""Papers are opened again after they are written, and measured."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm, Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from yaoan.kernel.documents import (
    Attachment,
    BadTemplate,
    Check,
    Column,
    Paper,
    Piece,
    Section,
    Table,
    counted,
    day,
    document_number,
    fill,
    fragment,
    layout,
    official_document,
    page,
    placeholders,
    sheet,
    spark,
    word,
)
from yaoan.kernel.documents.parts import written
from yaoan.kernel.documents.sheets import difference

COLUMNS = (Column("单位", 2), Column("发现", group="隐患"), Column("销号", group="隐患"), Column("复发率（%）"))
COUNTS = Table(
    COLUMNS,
    [["城关分局", 12, 10, Decimal("3.30")], ["石桥分局", 8, Piece("5", "/rows/", value=5), None], ["合计", 20, 15, 2]],
    title="隐患情况统计表",
    unit="项",
    period="2026年10月",
    maker="青溪县局",
    note="截至十月底。",
    checks=(Check((2, 1), ((0, 1), (1, 1))), Check((2, 2), ((0, 2), (1, 2)))),
)


def a_paper(**changes: object) -> Paper:
    given = {
        "title": "关于2026年10月工作情况的报告",
        "sections": (
            Section("总体情况", ("排查隐患20项。",), (Section("隐患", ("甲", COUNTS)), Section("线索", ("乙",)))),
            Section("下一步打算", ("丙",)),
        ),
        "issuer": "青溪县市场监督管理局",
        "number": "青市监〔2026〕12号",
        "date": date(2026, 11, 2),
        "addressee": "云河市市场监督管理局",
    }
    return Paper(**{**given, **changes})  # type: ignore[arg-type]


def opened(content: bytes):
    return Document(BytesIO(content))


def texts(document) -> list[str]:
    return [line.text for line in document.paragraphs]


def xml_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name).decode()


def test_a_sheet_has_the_margins_of_the_standard_and_lines_for_22_of_28_characters():
    document = opened(word(a_paper()))
    section = document.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(length.mm) for length in margins] == [37, 26, 35, 28]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    line = document.styles["Normal"].paragraph_format.line_spacing
    assert line * layout.LINES <= Mm(layout.TEXT_HEIGHT) < line * (layout.LINES + 1)
    closer = int(re.search(r'w:spacing w:val="(-?\d+)"', xml_of(word(a_paper()), "word/styles.xml"))[1]) / 20
    assert (layout.SIZE_3 + closer) * layout.CHARACTERS <= Mm(layout.TEXT_WIDTH).pt
    assert (layout.SIZE_3 + closer) * (layout.CHARACTERS + 1) > Mm(layout.TEXT_WIDTH).pt


def test_headings_are_numbered_and_set_in_the_fonts_of_their_level():
    document = opened(word(a_paper()))
    found = [(line.text, line.style.name) for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert found == [
        ("一、总体情况", "Heading 1"),
        ("（一）隐患", "Heading 2"),
        ("（二）线索", "Heading 2"),
        ("二、下一步打算", "Heading 1"),
    ]
    assert document.styles["Heading 1"].font.name == "黑体"
    assert document.styles["Heading 2"].font.name == "楷体_GB2312"
    assert (document.styles["Title"].font.name, document.styles["Title"].font.size) == ("方正小标宋简体", Pt(22))
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size) == ("仿宋_GB2312", Pt(16))


def test_a_fifth_level_of_headings_is_refused():
    section = Section("五")
    for _level in range(4):
        section = Section("上", (), (section,))
    with pytest.raises(ValueError, match="4 levels"):
        word(Paper("过深", (section,)))


def test_odd_pages_bear_their_number_to_the_right_and_even_pages_to_the_left():
    document = opened(word(a_paper()))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for part, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        (line,) = part.paragraphs
        assert line.text == "— 1 —" and line.alignment.name == align
        assert {run.font.name for run in line.runs} == {"宋体"} and {run.font.size for run in line.runs} == {Pt(14)}
        assert "PAGE" in line._p.xml


def test_addressee_signature_and_date_stand_where_they_belong():
    lines = texts(opened(word(a_paper())))
    assert lines[0] == "关于2026年10月工作情况的报告"
    assert lines[1] == "（青市监〔2026〕12号）"
    assert lines[3] == "云河市市场监督管理局："
    assert lines[-3:] == ["", "青溪县市场监督管理局", "2026年11月2日"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text("青溪县市场监督管理局", min_size=1, max_size=24), some.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_date_begins_two_characters_after_the_name_or_both_move_left(issuer, when):
    name, written_day = layout.signature(issuer, day(when), sealed=False)
    start_of_name = layout.CHARACTERS - name - layout.characters(issuer)
    start_of_day = layout.CHARACTERS - written_day - layout.characters(day(when))
    assert start_of_day - start_of_name == pytest.approx(2)
    assert min(name, written_day) >= 0 and max(name, written_day) >= layout.UNSEALED_SPACE


def test_a_seal_has_room_and_the_name_is_centred_above_the_date():
    name, when = layout.signature("青溪县局", "2026年11月2日", sealed=True)
    assert when == 4 and name + 4 / 2 == when + layout.characters("2026年11月2日") / 2
    lines = texts(opened(word(a_paper(sealed=True))))
    assert lines[-5:-2] == ["", "", ""]


def test_the_red_head_has_its_line_its_number_and_who_signs():
    content = word(a_paper(masthead="青溪县市场监督管理局文件", signatory="吴芳"))
    document = opened(content)
    head, number = document.paragraphs[0], document.paragraphs[3]
    assert head.text == "青溪县市场监督管理局文件" and str(head.runs[0].font.color.rgb) == "E60012"
    assert number.text == "　青市监〔2026〕12号\t签发人：吴芳"
    assert 'w:bottom w:val="single"' in number._p.xml
    assert head.runs[0].font.size.pt * layout.characters(head.text) <= Mm(156).pt


def test_attachments_are_listed_and_begin_on_sheets_of_their_own_wide_ones_turned():
    wide = Attachment("风险清单", (Table([Column(str(n)) for n in range(12)], [["甲"] * 12], wide=True),))
    document = opened(word(a_paper(attachments=(Attachment("隐患情况统计表", (COUNTS,)), wide, Attachment("照片")))))
    lines = texts(document)
    assert "附件：1. 隐患情况统计表" in lines and "　　　2. 风险清单" in lines and "　　　3. 照片" in lines
    assert "附件1" in lines and "附件2" in lines and "附件3" not in lines
    assert [section.page_width > section.page_height for section in document.sections] == [False, False, True]
    turned = document.sections[-1]
    margins = (turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin)
    assert [round(length.mm) for length in margins] == [28, 37, 26, 35]
    assert "PAGE" in turned.header._element.xml and "PAGE" in turned.even_page_header._element.xml


def test_a_table_repeats_its_head_and_keeps_its_values():
    document = opened(word(a_paper()))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["单位", "隐患", "隐患", "复发率（%）"]
    assert rows[1] == ["单位", "发现", "销号", "复发率（%）"]
    assert rows[2:] == [["城关分局", "12", "10", "3.3"], ["石桥分局", "8", "5", "—"], ["合计", "20", "15", "2"]]
    assert sum("w:tblHeader" in row._tr.xml for row in table.rows) == 2
    assert any(line.text == "2026年10月　　单位：项　　填报单位：青溪县局" for line in document.paragraphs)
    assert any(line.text == "注：截至十月底。" for line in document.paragraphs)


def test_copies_and_printing_are_recorded_at_the_end():
    document = opened(word(a_paper(copies="县政府办公室")))
    cells = [cell.text for row in document.tables[-1].rows for cell in row.cells]
    assert cells == ["抄送：县政府办公室。", "抄送：县政府办公室。", "青溪县市场监督管理局", "2026年11月2日印发"]


def test_the_font_table_names_what_may_stand_in():
    fonts = xml_of(word(a_paper()), "word/fontTable.xml")
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in fonts


def test_markup_in_the_words_of_people_stays_words():
    nasty = '<w:p/> & "引号" {{ 7*7 }} ]]>'
    content = word(a_paper(title=nasty, sections=(Section(nasty, (nasty,)),)))
    assert texts(opened(content))[0] == nasty
    html = fragment(a_paper(title="<script>alert(1)</script>"))
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_official_document_takes_tables_as_attachments():
    content = official_document("报告", [Section("情况", ("无",))], issuer="青溪县局", tables=[COUNTS])
    assert "附件：隐患情况统计表" in texts(opened(content))


def sheet_rows(content: bytes, name: str | None = None) -> list[list[object]]:
    book = CalamineWorkbook.from_object(BytesIO(content))
    return book.get_sheet_by_name(name or book.sheet_names[0]).to_python()


def test_a_sheet_has_title_maker_period_and_unit_and_numbers_stay_numbers():
    rows = sheet_rows(sheet([COUNTS]))
    assert rows[0][0] == "隐患情况统计表"
    assert rows[1][0] == "填报单位：青溪县局" and "2026年10月　单位：项" in rows[1]
    assert rows[2][:2] == ["单位", "隐患"] and rows[3][1:3] == ["发现", "销号"]
    assert rows[4:7] == [["城关分局", 12, 10, 3.3], ["石桥分局", 8, 5, "—"], ["合计", 20, 15, 2]]
    assert rows[-1][0] == "注：截至十月底。"


def test_every_sum_has_a_formula_beside_it_that_says_whether_it_is_right():
    content = sheet([COUNTS])
    assert sheet_rows(content)[7][1:3] == ["相符", "相符"]
    xml = xml_of(content, "xl/worksheets/sheet1.xml")
    assert "ROUND(B7-(B5+B6),4)=0" in xml and "ROUND(C7-(C5+C6),4)=0" in xml
    wrong = Table(COLUMNS, [["甲", 1, 1, None], ["合计", 3, 1, None]], "错", checks=(Check((1, 1), ((0, 1),)),))
    assert difference(wrong, wrong.checks[0]) == 2
    assert sheet_rows(sheet([wrong]))[6][1] == "不符 +2"


def test_checks_over_a_row_stand_to_its_right_and_others_are_listed():
    table = Table(
        [Column("期初"), Column("新增"), Column("销号"), Column("期末")],
        [[5, 3, 2, 6], [1, 1, 1, 1]],
        title="变动表",
        checks=(Check((0, 3), ((0, 0), (0, 1)), ((0, 2),)), Check((1, 1), ((0, 0),), label="两行相等")),
    )
    rows = sheet_rows(sheet([table]))
    assert rows[3] == [5, 3, 2, 6, "相符"]
    assert rows[5][:2] == ["两行相等", "不符 -4"]


def test_texts_are_never_formulas_and_sheets_of_one_name_are_told_apart():
    table = Table([Column("甲")], [["=1+1"], ["http://x"]], title="清单[甲]:乙/丙")
    content = sheet([table, table])
    book = CalamineWorkbook.from_object(BytesIO(content))
    assert book.sheet_names == ["清单甲乙丙", "清单甲乙丙2"]
    assert [row[0] for row in sheet_rows(content)[3:5]] == ["=1+1", "http://x"]


def test_a_table_with_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="2 columns, and 1 cells in row 1"):
        Table([Column("甲"), Column("乙")], [["一"]])


def test_the_sheet_on_the_screen_says_the_same_with_figures_as_links():
    paper = a_paper(
        sections=(Section("情况", (("销号", Piece("98", "/figures/risks.closed/", "10月", "changed"), "项"),)),)
    )
    html = fragment(paper, opens="rows")
    assert "一、情况" in html
    assert 'href="/figures/risks.closed/" title="10月" hx-get="/figures/risks.closed/" hx-target="#rows"' in html
    assert "paper-figure changed" in html and "style=" not in html and "<script" not in html
    assert "销号98项" in texts(opened(word(paper)))
    assert "documents/paper.css" in page(paper, back="/reports/")


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_an_office_template_is_filled_and_its_values_are_words():
    content = fill(
        template("{{ month }}共发现{{ found }}项", "{% if found %}有{% endif %}"),
        {"month": "<十月> & 十一月", "found": 3},
    )
    assert texts(opened(content)) == ["<十月> & 十一月共发现3项", "有"]
    assert placeholders(template("{{ a }}{{ b.c }}")) == {"a", "b"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ nobody }} {{ nothing }}", "nobody、nothing"),
        ("{{ found", "写法有误"),
        ("{{ found.__class__.__mro__ }}", "写法有误"),
    ],
)
def test_a_template_that_asks_for_what_there_is_not_is_refused(line, sentence):
    with pytest.raises(BadTemplate, match=sentence):
        fill(template(line), {"found": 1})


def test_a_file_that_is_no_word_file_is_refused():
    with pytest.raises(BadTemplate, match="不是 Word"):
        fill(b"PK\x03\x04 nothing", {})
    with pytest.raises(BadTemplate, match="不是 Word"):
        placeholders(b"plain text")


def test_numbers_dates_and_numbers_of_papers_are_spelled_as_papers_do():
    assert [counted(number, level) for number, level in ((1, 1), (10, 1), (12, 2), (3, 3), (21, 4), (20, 1))] == [
        "一、", "十、", "（十二）", "3.", "（21）", "二十、",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="1 to 99"):
        counted(100, 1)
    assert day(date(2026, 1, 5)) == "2026年1月5日"
    assert document_number("青市监", 2026, 12) == "青市监〔2026〕12号"
    assert [written(cell) for cell in (None, 0, Decimal("2.50"), "甲", Piece("9%"))] == ["—", "0", "2.5", "甲", "9%"]


def test_a_small_line_says_what_it_shows_and_leaves_gaps_where_nobody_knows():
    drawn = spark([1, None, 3, 2], label="近四个月：1、—、3、2")
    assert 'aria-label="近四个月：1、—、3、2"' in drawn and drawn.count("M") == 2 and drawn.count("L") == 1
    assert "style=" not in drawn
    assert spark([1], label="") == spark([None, 4], label="") == ""
    assert spark([2, 2, Decimal("2.0")], label="平").count("25.0") == 4


@pytest.mark.parametrize("labels", [[], [""], ["项目", ""], ["项目", "  "]])
def test_a_table_without_a_label_over_each_column_is_refused(labels):
    with pytest.raises(ValueError, match="a column without a label"):
        Table([Column(label) for label in labels], [["甲"] * len(labels)], title="试")
