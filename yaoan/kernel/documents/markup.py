"""The parts of a Word file that python-docx has no words for."""

from math import floor
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from yaoan.kernel.documents import layout

EMU_PER_MM = 36_000


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element such as `w:ind`; attributes without a prefix are in the same name space."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def fonts(properties: Any, font: str) -> None:
    """Set a font for Chinese and Latin letters alike, in place of those of the theme."""
    found = properties.get_or_add_rFonts()
    for name in list(found.attrib):
        del found.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        found.set(qn(f"w:{name}"), font)
    found.set(qn("w:hint"), "eastAsia")


def indent(paragraph: Any, *, first: float = 0, left: float = 0, right: float = 0, hanging: float = 0) -> None:
    """Indents in characters, with their lengths for readers that do not count characters."""
    given = {"firstLine": first, "left": left, "right": right, "hanging": hanging}
    attributes = {}
    for name, count in given.items():
        if count:
            attributes[f"{name}Chars"] = str(round(count * 100))
            attributes[name] = str(round(count * layout.SIZE_3 * 20))
    _replace(paragraph._p.get_or_add_pPr(), element("w:ind", **attributes))


def grid(section: Any) -> None:
    """22 lines to a page. Characters are brought to 28 a line by `tighten`: readers differ in what a grid of them means."""
    _replace(section._sectPr, element("w:docGrid", type="lines", linePitch=int(layout.LINE * 20)))


def tighten(properties: Any) -> None:
    """Set type of size 3 a little closer, so that 28 characters stand in a line; in twentieths of a point."""
    closer = floor((layout.PITCH - layout.SIZE_3) * 20)
    _replace(properties, element("w:spacing", val=closer))


def rule(paragraph: Any, *, colour: str, eighths: int, gap_mm: float) -> None:
    """A line below a paragraph over the width of the text."""
    gap = round(gap_mm * layout.POINTS_PER_MM)
    line = element("w:bottom", val="single", sz=eighths, space=gap, color=colour)
    _replace(paragraph._p.get_or_add_pPr(), element("w:pBdr", line))


def page_number(paragraph: Any) -> None:
    """— 1 — with the number of the sheet."""
    for part in ("— ", "PAGE", " —"):
        run = paragraph.add_run(part if part != "PAGE" else "")
        run.font.size = Pt(layout.SIZE_4)
        fonts(run._r.get_or_add_rPr(), layout.NUMBER_FONT)
        if part == "PAGE":
            instruction = element("w:instrText")
            instruction.text = "PAGE"
            run._r.append(element("w:fldChar", fldCharType="begin"))
            run._r.append(instruction)
            run._r.append(element("w:fldChar", fldCharType="separate"))
            run._r.append(element("w:t"))
            run._r[-1].text = "1"
            run._r.append(element("w:fldChar", fldCharType="end"))


_BOX = """
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="wps"><w:drawing>
  <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
    layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
    <wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
    <wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
    <wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
    <wp:docPr id="1" name="page number"/><wp:cNvGraphicFramePr/>
    <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
      <wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
      <wps:txbx><w:txbxContent/></wps:txbx>
      <wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>
    </wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"""
"""A text box; what stands in it is put in afterwards."""


def float_table(table: Any, **position: object) -> None:
    """Take a table out of the flow and set it at a place of the sheet: the attributes of `w:tblpPr`."""
    properties = table._tbl.tblPr
    properties.insert(1, element("w:tblpPr", **position))


def borders(table: Any, **sides: int) -> None:
    """The lines of a table in eighths of a point, by side (top, bottom, insideH …); sides left out have none."""
    lines = []
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        width = sides.get(side, 0)
        lines.append(element(f"w:{side}", val="single" if width else "nil", sz=width, space=0, color="000000"))
    _replace(table._tbl.tblPr, element("w:tblBorders", *lines))


def off_grid(paragraph: Any) -> None:
    """Let the lines of a paragraph be as high as they need, and not a whole line of the page each."""
    _replace(paragraph._p.get_or_add_pPr(), element("w:snapToGrid", val=0))


def standing_box(paragraph: Any, *, left: float, top: float, width: float, height: float, right_end: bool) -> None:
    """A box at a place of the sheet (mm) whose page number is turned by a quarter, its head to the right."""
    inner = Paragraph(element("w:p"), paragraph._parent)
    inner.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right_end else WD_ALIGN_PARAGRAPH.LEFT
    page_number(inner)
    places = {"left": left, "top": top, "width": width, "height": height}
    drawn = parse_xml(_BOX.format(**{name: round(value * EMU_PER_MM) for name, value in places.items()}))
    drawn.find(f".//{qn('w:txbxContent')}").append(inner._p)
    paragraph.add_run()._r.append(drawn)


def repeat(row: Any) -> None:
    """Print a row again at the head of each sheet the table goes on to."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_together(row: Any) -> None:
    """Do not let a row fall apart over two sheets."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def substitutes(document: Any) -> None:
    """Say in the font table which font may stand in for one that a machine lacks."""
    part = next((part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"), None)
    if part is None:
        return
    declared = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{others.replace(";", ",")}"/><w:charset w:val="86"/></w:font>'
        for font, others in layout.SUBSTITUTES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", declared.encode() + b"</w:fonts>")


def _replace(parent: Any, child: Any) -> None:
    """Put a child where the schema wants it, in place of the one that is there."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    order = _ORDER[parent.tag.rpartition("}")[2]]
    place = order.index(child.tag.rpartition("}")[2])
    later = {qn(f"w:{name}") for name in order[place + 1 :]}
    after = next((item for item in parent if item.tag in later), None)
    if after is None:
        parent.append(child)
    else:
        after.addprevious(child)


_ORDER = {
    "rPr": (
        "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss",
        "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position", "sz", "szCs",
        "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
        "specVanish", "oMath",
    ),
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
        "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
        "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
        "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
        "rPr", "sectPr", "pPrChange",
    ),
    "sectPr": (
        "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders",
        "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter",
        "docGrid", "printerSettings", "sectPrChange",
    ),
    "tblPr": (
        "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc",
        "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption",
        "tblDescription", "tblPrChange",
    ),
}  # fmt: skip
"""The order of children that the schema (ECMA-376) fixes."""
