"""Web pages: the words a reader sees, block by block; scripts, menus and forms left out, tables as piped rows."""

import re
from html.parser import HTMLParser

from .plain import decode

_SILENT = {"script", "style", "noscript", "template", "nav", "select", "button", "iframe", "svg", "head", "textarea"}
_CELLS = {"td", "th"}
_HIDEABLE = {"div", "span", "section", "ul", "table"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

# A cell longer than this is a page laid out in a table, not a table of data.
_CELL_LIMIT = 400

_BLOCKS = {
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_CHINESE_CHARSETS = {b"gb2312", b"gbk", b"gb18030", b"x-gbk"}


def read_html(data: bytes) -> str:
    """The visible text of a web page, one block a line.

    Raises:
        UnreadableFile: the bytes are no text.
    """
    declared = _CHARSET.search(data[:4096])
    if declared and declared[1].lower() in _CHINESE_CHARSETS:
        source = data.decode("gb18030", "replace")
    else:
        source = decode(data)
    page = _Page()
    page.feed(source)
    page.close()
    return page.text()


class _Page(HTMLParser):
    """Collects lines. Each open table cell has a list of lines of its own, so that tables may stand in tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._words: list[str] = []
        self._lines: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []
        self._silenced_by: str | None = None
        self._silent_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._silenced_by = None
        if self._silenced_by is not None:
            self._silent_depth += tag == self._silenced_by
        elif tag in _SILENT or (tag in _HIDEABLE and _HIDDEN.search(dict(attrs).get("style") or "")):
            self._silenced_by, self._silent_depth = tag, 1
        elif tag == "table":
            self._break()
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag in _CELLS and self._rows:
            self._end_cell()
            self._lines.append([])
        elif tag == "br" or tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if self._silenced_by is not None:
            self._silent_depth -= tag == self._silenced_by
            if self._silent_depth == 0:
                self._silenced_by = None
        elif tag in _CELLS and self._rows:
            self._end_cell()
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag == "table" and self._rows:
            self._end_row()
            self._rows.pop()
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silenced_by is None:
            self._words.append(re.sub(r"[ \t\r\n]+", " ", data))

    def text(self) -> str:
        while self._rows:
            self._end_row()
            self._rows.pop()
        self._break()
        return "\n".join(line for line in self._lines[0] if line)

    def _break(self) -> None:
        line = "".join(self._words).strip()
        self._words = []
        if line:
            self._lines[-1].append(line)

    def _end_cell(self) -> None:
        self._break()
        if len(self._lines) > len(self._rows):
            self._rows[-1].append(self._lines.pop())

    def _end_row(self) -> None:
        """One row into the lines around the table: piped where it is data, cell after cell where it is mere layout."""
        self._end_cell()
        cells, self._rows[-1] = self._rows[-1], []
        joined = [" ".join(cell).replace("|", "/") for cell in cells]
        layout = any(line.startswith("|") for cell in cells for line in cell)
        if len(cells) > 1 and not layout and max(map(len, joined)) <= _CELL_LIMIT:
            self._lines[-1].append(f"| {' | '.join(joined)} |")
        else:
            self._lines[-1].extend(line for cell in cells for line in cell)
