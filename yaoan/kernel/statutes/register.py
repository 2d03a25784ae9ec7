"""Reads the YAML of the register of time limits into terms."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yaoan.kernel.statutes.reading import Fault, Reader, Row, files_of
from yaoan.kernel.statutes.term import Allowance, Roll, Term, Unit
from yaoan.kernel.words import Text

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z0-9]+(_[a-z0-9]+)*")
PLACE = re.compile(r"([1-9]\d{1,11})?")
INSTRUMENT_KEYS = ("key", "title", "number", "in_force_from", "in_force_to")
TERM_KEYS = (
    *("name", "label", "starts", "unit", "count", "source", "article", "in_force_from", "in_force_to", "place"),
    *("verified", "note", "extension", "pauses", "roll"),
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation, rule or document that terms are taken from."""

    title: Text
    number: str
    in_force_from: date | None
    in_force_to: date | None


Instruments = dict[str, Instrument]
Versions = dict[tuple[str, str], list[Term]]


def read_terms(folder: Path, instruments: Instruments) -> tuple[Versions, list[Fault]]:
    """The terms of a folder or file by name and place, and all its faults.

    ``instruments`` holds those of the folders read before and takes in those of this one.
    """
    readers = [Reader(path) for path in files_of([folder])]
    documents = [(reader, reader.document()) for reader in readers]
    for reader, document in documents:
        reader.keys(document, ("instruments", "terms"))
        for row in reader.rows(document, "instruments"):
            instruments[reader.text(row, "key")] = _instrument(reader, row)
    found: Versions = {}
    for reader, document in documents:
        for row in reader.rows(document, "terms"):
            before = len(reader.faults)
            term = _term(reader, row, instruments)
            if len(reader.faults) == before:
                _add(reader, row, term, found.setdefault((term.name, term.place), []))
    return found, [fault for reader in readers for fault in reader.faults]


def _add(reader: Reader, row: Row, term: Term, versions: list[Term]) -> None:
    for other in versions:
        first = max(term.in_force_from or date.min, other.in_force_from or date.min)
        if first <= min(term.in_force_to or date.max, other.in_force_to or date.max):
            zh = f"{term.name}的两个版本自{first}起同时施行，请填写或者改正in_force_from、in_force_to"
            en = f"two versions of {term.name} are in force from {first} on; mend in_force_from and in_force_to"
            reader.fault(row, "name", zh, en)
    versions.append(term)


def _instrument(reader: Reader, row: Row) -> Instrument:
    reader.keys(row, INSTRUMENT_KEYS)
    title = reader.words(row, "title") or Text("")
    first, last = _span(reader, row)
    return Instrument(title, reader.text(row, "number", default=""), first, last)


def _span(reader: Reader, row: Row) -> tuple[date | None, date | None]:
    first, last = reader.day(row, "in_force_from"), reader.day(row, "in_force_to")
    if first and last and first > last:
        reader.fault(row, "in_force_to", "早于in_force_from，请改正", "is before in_force_from; mend one of them")
    return first, last


def _term(reader: Reader, row: Row, instruments: Instruments) -> Term:
    """The term of a row; meaningless where the reader noted a fault.

    A term without dates of its own is in force as long as its instrument.
    """
    reader.keys(row, TERM_KEYS)
    instrument = instruments.get(reader.text(row, "source"))
    if instrument is None:
        reader.fault(
            row, "source", "这一文件没有登记，请先列入instruments", "is not registered; list it in instruments"
        )
        instrument = Instrument(Text(""), "", None, None)
    first, last = _span(reader, row)
    unit = reader.choice(row, "unit", Unit) or Unit.CALENDAR_DAY
    term = Term(
        name=reader.text(row, "name"),
        label=reader.words(row, "label") or Text(""),
        unit=unit,
        count=reader.number(row, "count", least=0 if unit.is_clock else 1),
        source=instrument.title,
        number=instrument.number,
        article=reader.text(row, "article", default=""),
        starts=reader.words(row, "starts", required=False),
        in_force_from=first or instrument.in_force_from,
        in_force_to=last or instrument.in_force_to,
        place=reader.text(row, "place", default=""),
        verified=reader.flag(row, "verified"),
        note=reader.words(row, "note", required=False),
        extension=_allowance(reader, row),
        pauses=reader.many_words(row, "pauses"),
        roll=reader.choice(row, "roll", Roll, default=Roll.NONE) or Roll.NONE,
    )
    _check(reader, row, term)
    return term


def _check(reader: Reader, row: Row, term: Term) -> None:
    if not NAME.fullmatch(term.name):
        reader.fault(
            row, "name", "应当写作subject.what，只用小写字母、数字和下划线", "must look like subject.what_it_is"
        )
    if not PLACE.fullmatch(term.place):
        reader.fault(row, "place", "应当是行政区划代码或者其前几位", "must be a division code or its first digits")
    if not term.verified and term.note is None:
        reader.fault(
            row, "note", "未核对原文的期限必须说明依据何在", "a term that was not verified must say where it is from"
        )
    if term.roll is not Roll.NONE and (term.unit.is_clock or term.unit is Unit.WORKING_DAY):
        reader.fault(row, "roll", "只用于以日、月、年计算的期限", "is only for terms in calendar days, months or years")


def _allowance(reader: Reader, row: Row) -> Allowance | None:
    found = row.get("extension")
    if found is None:
        return None
    if not isinstance(found, Row):
        reader.fault(row, "extension", "应当写作{count: 15, approval: …}", "must look like {count: 15, approval: …}")
        return None
    reader.keys(found, ("count", "approval", "article"))
    count = None if found.get("count") == "reasonable" else reader.number(found, "count", least=1)
    approval = reader.words(found, "approval") or Text("")
    return Allowance(count=count, approval=approval, article=reader.text(found, "article", default=""))
