"""Reading takes the memory of a batch, whatever the size of the sheet."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel import sheet_makers as make

COLUMNS = 20

MEASURE = """
import re, sys
from pathlib import Path
from yaoan.kernel.exchange.sheets import find_table, open_workbook
def peak():  # of this program alone; getrusage would count the one that started it
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
with open_workbook(Path(sys.argv[1])) as book:
    cells = sum(len(row) for _number, row in find_table(book.sheets[0]).rows())
print(cells, peak() - before)
"""


def register(path: Path, rows: int) -> None:
    """A sheet of distinct shared texts, the worst case: each is kept."""
    texts: list[str] = []
    lines: list[str] = []
    for row in range(rows + 1):
        cells = []
        for column in range(COLUMNS):
            if row and column % 2:
                cells.append(f'<c r="{chr(65 + column)}{row + 1}"><v>{row * column}</v></c>')
            else:
                cells.append(f'<c r="{chr(65 + column)}{row + 1}" t="s"><v>{len(texts)}</v></c>')
                texts.append(
                    f"<si><t>第{row}行第{column}列的文字内容</t></si>" if row else f"<si><t>列名{column}</t></si>"
                )
        lines.append(f'<row r="{row + 1}">{"".join(cells)}</row>')
    shared = f'<sst xmlns="{make.MAIN}">{"".join(texts)}</sst>'
    path.write_bytes(make.by_hand(make.worksheet("".join(lines)), {"xl/sharedStrings.xml": shared}))


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_large_sheet_is_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    register(file, 20_000)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True)
    cells, kilobytes = map(int, done.stdout.split())
    assert cells == 20_000 * COLUMNS
    assert kilobytes < 25_000, "10,000 measured; a reader that holds the sheet takes 43,000"
