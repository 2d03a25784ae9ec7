"""Every parser of foreign input, fed with spoiled files: it reads them, or refuses them in its own words, soon and within bounds.

The parsers and what else tries them: sheets (`kernel/test_sheets_hostile.py`), notices (`campaigns/tests/test_notice_fuzz.py`),
decisions (`cases/tests/decisions/test_decision_fuzz.py`), packages (`packages/tests`), the journal that somebody exported
(`kernel/test_journal_tampering.py`), bodies and addresses of the interface (`test_api.py` here).
"""

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.lengths import lasting
from tests.fuzz.mutations import spoiled
from tests.kernel import sheet_makers
from yaoan.kernel import secrets
from yaoan.kernel.attachments.models import Blob
from yaoan.kernel.attachments.storage import NotStored, path_of, store
from yaoan.kernel.documents import filling
from yaoan.kernel.exchange.sheets import Limits, UnreadableSheet, open_workbook
from yaoan.kernel.journal import signing
from yaoan.kernel.reading.sources import UnreadableFile
from yaoan.modules.campaigns.rules import read_notice
from yaoan.modules.campaigns.tests.test_notice_files import docx_of, pdf_of
from yaoan.modules.cases.rules.decisions import read_decision
from yaoan.modules.packages import rules as packages
from yaoan.modules.packages.tests.factories import Elsewhere

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
NOTICE = (ROOT / "yaoan/modules/campaigns/tests/notices/forward.txt").read_text("utf-8")
PAPER = min((ROOT / "yaoan/modules/cases/tests/decisions/papers").glob("*.txt")).read_text("utf-8")
SECONDS = 20
"""A reader may take so long for a file of some kilobytes on a busy machine; what explodes takes for ever."""
MEGABYTES = 600
"""By so much the process may grow over all that one parser is fed."""


@dataclass(frozen=True)
class Parser:
    """A parser, what it says when it refuses, and files of the shapes that it reads."""

    read: Callable[[bytes, str], Any]
    refuses: type[Exception]
    samples: Callable[[], dict[str, bytes]]


def _rows(data: bytes, name: str) -> None:
    for sheet in open_workbook(data, name, Limits()).sheets:
        for _row in sheet.rows():
            pass


def _sheets() -> dict[str, bytes]:
    rows = [["名称", "代码", "日期"], *([f"第{number}药房", number, "2025-01-31"] for number in range(20))]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    page = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )
    return {
        "a.xlsx": sheet_makers.of_rows(*rows),
        "a.xls": (ROOT / "tests/kernel/data/register.xls").read_bytes(),
        "a.csv": text.encode("gb18030"),
        "b.csv": text.encode("utf-8-sig"),
        "b.xls": f"<html><body>{page}</body></html>".encode(),
    }


def _word(text: str) -> bytes:
    document = Document()
    for line in text.split("\n")[:30]:
        document.add_paragraph(line)
    table = document.add_table(1, 3)
    for place, cell in enumerate(table.rows[0].cells):
        cell.text = f"第{place}格"
    return docx_of(document)


def _papers(text: str) -> dict[str, bytes]:
    page = f'<!doctype html><html><head><meta charset="utf-8"></head><body><p>{text.replace(chr(10), "</p><p>")}</p></body></html>'
    return {
        "a.txt": text.encode(),
        "a.docx": _word(text),
        "a.pdf": pdf_of(text.split("\n")[:10]),
        "a.html": page.encode(),
    }


def _read_package(data: bytes, _name: str) -> None:
    with NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        packages.claimed(path)
        packages.read(path, key=Elsewhere().key, ours=signing.public_key())


def _packages() -> dict[str, bytes]:
    elsewhere = Elsewhere()
    first = elsewhere.record(1)
    elsewhere.act(first, "assess", state="assessed", payload={"fields": {"level": "high"}})
    elsewhere.seal()
    return {"package.zip": elsewhere.package(first, elsewhere.record(2))}


def _fill(data: bytes, _name: str) -> None:
    filling.fill(data, dict.fromkeys(filling.placeholders(data), "值"))


def _templates() -> dict[str, bytes]:
    return {"a.docx": _word("致{{ party }}：\n{% for item in items %}{{ item }}{% endfor %}\n完")}


PARSERS = {
    "sheets": Parser(_rows, UnreadableSheet, _sheets),
    "notices": Parser(lambda data, name: read_notice(data, name=name), UnreadableFile, lambda: _papers(NOTICE)),
    "decisions": Parser(lambda data, name: read_decision(data, name=name), UnreadableFile, lambda: _papers(PAPER)),
    "packages": Parser(_read_package, packages.NotAPackage, _packages),
    "templates": Parser(_fill, filling.BadTemplate, _templates),
}


@cache
def _samples(parser: str) -> dict[str, bytes]:
    return PARSERS[parser].samples()


@pytest.mark.parametrize("name", PARSERS)
def test_samples_are_read_as_they_are(name: str) -> None:
    """What is not spoiled is read: else the fuzz would try nothing but refusals."""
    for file, data in _samples(name).items():
        PARSERS[name].read(data, file)


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.filterwarnings("ignore")
def test_spoiled_files_are_read_or_refused_in_words(name: str) -> None:
    parser, samples = PARSERS[name], _samples(name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    @lasting(short=40, long=3000)
    @given(data=st.data())
    def feed(data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(sorted(samples)))
        spoilt = data.draw(spoiled(samples[file], others=tuple(samples.values())))
        called = data.draw(st.sampled_from([file, *samples, "未命名"]))
        begun = time.monotonic()
        try:
            parser.read(spoilt, called)
        except parser.refuses as refusal:
            assert len(str(refusal)) > 5
        assert time.monotonic() - begun < SECONDS

    feed()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES << 10


@lasting(short=40, long=3000)
@given(data=st.data())
def test_a_spoiled_attachment_is_kept_as_it_is_or_not_at_all(db: None, data: st.DataObject) -> None:
    """Its type is guessed by its content, and nothing half-written stays."""
    samples = {name: body for parser in PARSERS for name, body in _samples(parser).items()}
    samples |= {
        "a.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "a.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "a.mp4": b"\0\0\0\x18ftypmp42",
    }
    name = data.draw(st.sampled_from(sorted(samples)))
    content = data.draw(spoiled(samples[name]))
    pieces = [content[at : at + 1000] for at in range(0, len(content), 1000)]
    try:
        kept = store(pieces, name=name)
    except NotStored as refusal:
        assert len(str(refusal)) > 5
    else:
        assert path_of(kept.sha256).read_bytes() == content
        assert Blob.objects.get(pk=kept.sha256).size == len(content)
    assert not list(_drafts())


def _drafts() -> Iterator[Path]:
    yield from (secrets.home() / "files").glob(".in-*")
