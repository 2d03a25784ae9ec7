"""Measures of GB/T 9704-2012, Layout of Official Documents of Party and Government Organs. Lengths in mm, type in points."""

from math import floor
from unicodedata import east_asian_width

WIDTH, HEIGHT = 210, 297
TOP, LEFT = 37, 28
"""The upper margin and the margin at the binding (5.2.1)."""
TEXT_WIDTH, TEXT_HEIGHT = 156, 225
"""The area that is printed on."""
RIGHT, BOTTOM = WIDTH - LEFT - TEXT_WIDTH, HEIGHT - TOP - TEXT_HEIGHT

LINES, CHARACTERS = 22, 28
"""Lines on a page and characters in a line (5.2.3)."""

POINTS_PER_MM = 72 / 25.4
LINE = floor(TEXT_HEIGHT * POINTS_PER_MM / LINES * 20) / 20
"""The height of a line, 28.95 pt: the twentieths of a point in which Word counts, rounded down so that 22 lines fit."""
PITCH = TEXT_WIDTH * POINTS_PER_MM / CHARACTERS
"""The width of a character with its share of the line, 15.79 pt."""

SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5 = 22.0, 16.0, 14.0, 12.0, 10.5
"""Sizes of type by their Chinese numbers."""

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEADING_FONTS = ("黑体", "楷体_GB2312", BODY_FONT, BODY_FONT)
"""Fonts of the four levels 一、（一）1.（1） (7.3.3)."""
NUMBER_FONT = "宋体"
"""The font of page numbers (7.5)."""

SUBSTITUTES = {
    TITLE_FONT: "方正小标宋_GBK;小标宋;华文中宋;Noto Serif CJK SC",
    BODY_FONT: "仿宋;FangSong;华文仿宋;Noto Serif CJK SC",
    "楷体_GB2312": "楷体;KaiTi;华文楷体;Noto Serif CJK SC",
    "黑体": "SimHei;Noto Sans CJK SC",
    NUMBER_FONT: "SimSun;Noto Serif CJK SC",
}
"""What a machine without a font may take in its place."""

FOOTER = 25
"""From the edge of the sheet to the lower edge of the page number: its dash lies 7 mm below the text (7.5)."""
MASTHEAD_TOP = 35
"""From the upper edge of the text to the name of the issuer (7.2.4)."""
RULE_GAP = 4
"""From the number of the paper to the red line (7.2.7)."""
RED = "E60012"

UNSEALED_SPACE, SEALED_SPACE = 2, 4
"""Empty characters to the right of the issuer, or of the date where a seal is set (7.3.5)."""


def characters(text: str) -> float:
    """How many full characters wide a text is: Latin letters and digits are half as wide."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def signature(issuer: str, date: str, *, sealed: bool) -> tuple[float, float]:
    """The empty characters to the right of the issuer's name and of the date (7.3.5.1, 7.3.5.2).

    With a seal the name stands centred above the date. Without one the date begins two characters after the name; where
    the date is the longer of the two, it keeps its two empty characters and the name moves.
    """
    name, day = characters(issuer), characters(date)
    if sealed:
        return max(0.0, SEALED_SPACE + (day - name) / 2), float(SEALED_SPACE)
    if day > name:
        return UNSEALED_SPACE + 2 + day - name, float(UNSEALED_SPACE)
    return float(UNSEALED_SPACE), name - day
