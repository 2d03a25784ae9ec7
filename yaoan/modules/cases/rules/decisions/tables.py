"""Tables of goods in a decision, as piped rows under a head that names a product column."""

import re
from collections.abc import Iterator

from yaoan.kernel.reading.pieces import Piece

_HEAD = re.compile(
    r"(?:名\s*称|品\s*名)[^|]*\|.*(?:批\s*[号次]|数\s*量|规\s*格|厂|单\s*价)|(?:批\s*[号次]|规\s*格)[^|]*\|.*(?:名\s*称|品\s*名)"
)


def rows_of_tables(text: Piece) -> Iterator[list[tuple[str, Piece]]]:
    """Each row under such a head as (head of the column, cell); a row with another number of cells ends the table."""
    heads: list[str] | None = None
    for line in text.lines():
        flat = line.flat.strip()
        if "|" not in flat:
            heads = None if flat else heads
            continue
        cells = _cells(line)
        if heads is None:
            heads = [cell.flat.strip() for cell in cells] if _HEAD.search(flat) else None
        elif len(cells) == len(heads):
            yield list(zip(heads, cells, strict=True))
        else:
            heads = None


def _cells(line: Piece) -> list[Piece]:
    bare = line.strip()
    inner = bare.part(1, len(bare)) if bare.flat.startswith("|") else bare
    inner = inner.part(0, len(inner) - 1) if inner.flat.endswith("|") else inner
    cells, begin = [], 0
    for place, sign in enumerate(inner.flat):
        if sign == "|":
            cells.append(inner.part(begin, place).strip(" 　"))
            begin = place + 1
    return [*cells, inner.part(begin, len(inner)).strip(" 　")]
