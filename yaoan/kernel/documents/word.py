"""A paper as a Word file in the layout of GB/T 9704."""

import datetime
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yaoan.kernel import clock
from yaoan.kernel.documents import layout, markup, numerals, word_tables
from yaoan.kernel.documents.parts import Attachment, Block, Paper, Paragraph, Section, Table, counted_sections, pieces

CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Title", "Header", "Footer")
_STYLES_IN_WORD = frozenset(name if name in ("Normal", "Title") else name.lower() for name in STYLES)
"""The styles of papers, and how Word spells their names in a file."""

_UNUSED = frozenset({"stylesWithEffects", "thumbnail", "customXml", "webSettings", "numbering"})


def official_document(
    title: str,
    sections: Sequence[Section],
    *,
    issuer: str = "",
    number: str = "",
    date: datetime.date | None = None,
    addressee: str = "",
    attachments: Sequence[Attachment | str] = (),
    tables: Sequence[Table] = (),
) -> bytes:
    """A Word file. `tables` follow as attachments under their own titles, each on a new sheet."""
    listed = [item if isinstance(item, Attachment) else Attachment(item) for item in attachments]
    listed += [Attachment(table.title, (table,)) for table in tables]
    return word(Paper(title, sections, issuer, number, date, addressee, tuple(listed)))


def word(paper: Paper) -> bytes:
    """The Word file of a paper."""
    document = Document(BytesIO(_blank(paper.mark)))
    _own(document, paper)
    _head(document, paper)
    for number, section in counted_sections(paper.sections):
        _section(document, section, number, 1)
    _attachment_list(document, paper)
    _sign(document, paper)
    for number, attachment in enumerate(paper.attachments, start=1):
        if attachment.blocks:
            _attachment(document, paper, attachment, number)
    if paper.copies:
        word_tables.record_of_issue(document, paper)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@lru_cache(maxsize=16)
def _blank(mark: str) -> bytes:
    """An empty paper with the styles and the sheet of the official layout, from which every paper with that mark starts."""
    document = Document()
    body = document.element.body
    for child in list(body):
        if child.tag.rpartition("}")[2] != "sectPr":
            body.remove(child)
    _lighten(document)
    _styles(document)
    markup.substitutes(document)
    document.settings.odd_and_even_pages_header_footer = True
    _sheet(document.sections[0], mark)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _lighten(document: Any) -> None:
    """Leave out what the library's template brings along and no paper uses: nine tenths of what would be written each time."""
    for style in document.styles.element.xpath("w:style[not(@w:default='1')]"):
        if style.find(qn("w:name")).get(qn("w:val")) not in _STYLES_IN_WORD:
            style.getparent().remove(style)
    for style in document.styles.element.xpath("w:style/w:link"):
        style.getparent().remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.rpartition("/")[2] in _UNUSED]:
            del rels[name]


def _own(document: Any, paper: Paper) -> None:
    """What the file says of itself."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, paper.issuer, ""
    properties.last_modified_by = paper.issuer
    properties.created = properties.modified = clock.now().replace(tzinfo=None)


def _styles(document: Any) -> None:
    for name in STYLES:
        style = document.styles[name]
        level = int(name[-1]) if name[-1].isdigit() else 0
        font = layout.HEADING_FONTS[level - 1] if level else layout.BODY_FONT
        style.font.size, style.font.bold, style.font.italic = Pt(layout.SIZE_3), False, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        markup.fonts(style.element.get_or_add_rPr(), layout.TITLE_FONT if name == "Title" else font)
        if name == "Normal":
            markup.tighten(style.element.rPr)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(layout.LINE)
        form.keep_with_next = level > 0
    title = document.styles["Title"]
    title.font.size, title.paragraph_format.alignment = Pt(layout.SIZE_2), CENTER
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)


def _sheet(section: Any, mark: str, *, turned: bool = False) -> None:
    """A section of sheets with margins, grid and page numbers; turned sheets keep their number at the same edge."""
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    size = (layout.HEIGHT, layout.WIDTH) if turned else (layout.WIDTH, layout.HEIGHT)
    section.page_width, section.page_height = map(Mm, size)
    margins = (layout.TOP, layout.RIGHT, layout.BOTTOM, layout.LEFT)
    top, right, bottom, left = (margins[3], margins[0], margins[1], margins[2]) if turned else margins
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
        Mm, (top, right, bottom, left)
    )
    section.footer_distance, section.header_distance = Mm(layout.FOOTER if not turned else 10), Mm(15)
    markup.grid(section)
    for is_odd, header, footer in (
        (True, section.header, section.footer),
        (False, section.even_page_header, section.even_page_footer),
    ):
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        _clear(header)
        _clear(footer)
        top_line = header.paragraphs[0]
        top_line.alignment = CENTER
        run = top_line.add_run(mark)
        run.font.size = Pt(layout.SIZE_4)
        markup.fonts(run._r.get_or_add_rPr(), layout.HEADING_FONTS[0])
        if turned:
            word_tables.turned_number(header, is_odd=is_odd)
        else:
            line = footer.paragraphs[0]
            line.alignment = RIGHT if is_odd else LEFT
            markup.indent(line, right=1 if is_odd else 0, left=0 if is_odd else 1)
            markup.page_number(line)


def _clear(part: Any) -> None:
    for table in part.tables:
        table._tbl.getparent().remove(table._tbl)
    for run in list(part.paragraphs[0].runs):
        run._r.getparent().remove(run._r)


def _head(document: Any, paper: Paper) -> None:
    if paper.masthead:
        _masthead(document, paper)
        _empty(document, 2)
    document.add_paragraph(paper.title, style="Title")
    if paper.number and not paper.masthead:
        _line(document, f"（{paper.number}）", layout.HEADING_FONTS[1], CENTER)
    _empty(document)
    if paper.addressee:
        _line(document, f"{paper.addressee.rstrip('：:')}：")


def _masthead(document: Any, paper: Paper) -> None:
    """The red head: the issuer, the number (to the left where somebody signs), the red line."""
    name = document.add_paragraph()
    name.alignment, name.paragraph_format.space_before = CENTER, Mm(layout.MASTHEAD_TOP)
    size = min(60.0, layout.TEXT_WIDTH * layout.POINTS_PER_MM / max(1.0, layout.characters(paper.masthead)) - 0.5)
    name.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    name.paragraph_format.line_spacing = Pt(size * 1.2)
    run = name.add_run(paper.masthead)
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(layout.RED)
    markup.fonts(run._r.get_or_add_rPr(), layout.TITLE_FONT)
    _empty(document, 2)
    line = document.add_paragraph(f"　{paper.number}" if paper.signatory else paper.number)
    line.alignment = CENTER
    if paper.signatory:
        line.alignment = LEFT
        end = Pt(layout.PITCH * (layout.CHARACTERS - 1))
        line.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
        line.add_run("\t签发人：")
        signatory = line.add_run(paper.signatory)
        markup.fonts(signatory._r.get_or_add_rPr(), layout.HEADING_FONTS[1])
    markup.rule(line, colour=layout.RED, eighths=18, gap_mm=layout.RULE_GAP)


def _section(document: Any, section: Section, number: int, level: int) -> None:
    if section.heading:
        text = f"{numerals.counted(number, level)}{section.heading}"
        markup.indent(document.add_paragraph(text, style=f"Heading {level}"), first=2)
    for block in section.blocks:
        _block(document, block)
    for place, inner in counted_sections(section.sections):
        _section(document, inner, place, level + 1)


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Table):
        word_tables.table(document, block)
    else:
        _paragraph(document, block)


def _paragraph(document: Any, paragraph: Paragraph) -> None:
    line = document.add_paragraph("".join(str(piece) for piece in pieces(paragraph)))
    line.alignment = JUSTIFY
    markup.indent(line, first=2)


def _line(document: Any, text: str, font: str = "", alignment: Any = None) -> Any:
    line = document.add_paragraph()
    run = line.add_run(text)
    if font:
        markup.fonts(run._r.get_or_add_rPr(), font)
    line.alignment = alignment
    return line


def _empty(document: Any, count: int = 1) -> None:
    for _number in range(count):
        document.add_paragraph()


def _attachment_list(document: Any, paper: Paper) -> None:
    """The names of the attachments one line below the text, long ones hanging below their own beginning (7.3.4)."""
    if paper.attachments:
        _empty(document)
    for head, name in paper.attachment_lines():
        width = layout.characters(head)
        markup.indent(_line(document, head + name), left=2 + width, hanging=width)


def _sign(document: Any, paper: Paper) -> None:
    if not (paper.issuer or paper.date):
        return
    _empty(document, 3 if paper.sealed else 1)
    written = numerals.day(paper.date) if paper.date else ""
    places = layout.signature(paper.issuer, written, sealed=paper.sealed)
    for text, space in zip((paper.issuer, written), places, strict=True):
        if text:
            line = _line(document, text, alignment=RIGHT)
            line.paragraph_format.keep_together = True
            markup.indent(line, right=space)
    if paper.foot:
        line = _line(document, paper.foot)
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        line.paragraph_format.space_before = Pt(layout.LINE)
        line.runs[0].font.size = Pt(layout.SIZE_5 - 1.5)


def _attachment(document: Any, paper: Paper, attachment: Attachment, number: int) -> None:
    """An attachment on a sheet of its own: its number in the first line, its title centred in the third (7.3.8)."""
    _sheet(document.add_section(WD_SECTION.NEW_PAGE), paper.mark, turned=attachment.is_wide)
    several = len(paper.attachments) > 1
    _line(document, f"附件{number}" if several else "附件", layout.HEADING_FONTS[0])
    _empty(document)
    document.add_paragraph(attachment.title, style="Title")
    for block in attachment.blocks:
        _block(document, block)
