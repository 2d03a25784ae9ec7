"""How many there are for a person: the totals that answers state, worked out in plain Python from the rows in hand.

What a list, an export, a figure, a search, a choice or a bulk act says is set beside what the person may read of the rows
planted. Where Python cannot tell which rows the words of a search find, no more than "at most" is asked.
"""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from itertools import zip_longest
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Value = Decimal | None
Query = Mapping[str, str]

TAKEN_BACK = "revert"
MATCHING = re.compile(r'<p class="count" role="status">共 <b>([\d,]+)</b> 条')
FIGURE = re.compile(r'<a class="figure" href="(/figures/[^"]+)">\s*(?:<span class="none">)?([^<]*?)\s*<')
OPENED = re.compile(r'<b class="figure">\s*(?:<span class="none">)?([^<]*?)\s*<')
FOUND = re.compile(r'<li><a href="/(\w+)/[^"]+"><span class="figure">')
FURTHER = re.compile(r'<p><a href="/(\w+)/\?q=')
CHOICE = re.compile(r'<input type="(?:radio|checkbox)" name="x" value="[^"]')
TO_DO = re.compile(r'<button class="(?:main|danger)">[^<]*?(\d+) 条')
EXACT = re.compile(r"[\u3400-\u9fff]|^[A-Z]+-\d{4}-\d+$")
PER_KIND, CHOICES = 8, 30
IS_COMMON = "很常见"


@dataclass(frozen=True, slots=True)
class Total:
    """What an answer states, and what there is for the person; with `at_most` it may state less."""

    what: str
    said: Value
    there: Value
    at_most: bool = False

    @property
    def is_wrong(self) -> bool:
        if self.at_most and self.said is not None and self.there is not None:
            return self.said > self.there
        return self.said != self.there

    @property
    def is_too_much(self) -> bool:
        """More than there is, or something where nothing can be told: the rest would be of others."""
        return self.said is not None and (self.there is None or self.said > self.there)

    def __str__(self) -> str:
        return f"{self.what}: {self.said} where there are {self.there}"


class Books:
    """The journal, the open duties and the words of the docket, as they stand when the fuzz begins."""

    def __init__(self) -> None:
        from yaoan.kernel import clock
        from yaoan.kernel.journal.models import Entry
        from yaoan.kernel.records.models import Deadline, Docket

        self.now, self.today = clock.now(), clock.today()
        self.texts = dict(Docket.objects.values_list("pk", "text"))
        self.duties: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for duty in Deadline.objects.all():
            self.duties[duty.kind, duty.act].append(duty)
        self.deeds: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self.lives: dict[str, list[list[Any]]] = defaultdict(list)
        chains: dict[int, list[Any]] = defaultdict(list)
        for entry in Entry.objects.order_by("record", "seq"):
            chains[entry.record].append(entry)
        for chain in chains.values():
            kept = [one for one, after in zip_longest(chain, chain[1:]) if not after or after.act != TAKEN_BACK]
            for one in kept:
                self.deeds[one.kind, one.act].append(one)
            self.lives[chain[0].kind].append([one for one in kept if one.act != TAKEN_BACK])
        self._counts: dict[Any, Counter[str]] = {}

    def value(self, metric: Any, actor: Any, period: Any, query: Query, key: tuple[str, str] = ("", "")) -> Value:
        """A figure, or with `key` (by, key) one part of it."""
        by, part = key
        counts = {}
        for atom in metric.formula.atoms():
            if atom.measure == "overdue" and period.end < self.today:
                counts[atom] = None
            else:
                counts[atom] = self._counted(atom, actor, period, query, by).get(part, 0)
        found = metric.formula.value(counts)
        return None if found is None else Decimal(found)

    def rows(self, metric: Any, actor: Any, period: Any, query: Query) -> int:
        """How many rows the first count of a figure has."""
        atom = metric.formula.atoms()[0]
        return len({row[0] for row in self._within(atom, actor, period, query)})

    def _counted(self, atom: Any, actor: Any, period: Any, query: Query, by: str) -> Counter[str]:
        place = query.get("area", ""), query.get("agency", "")
        asked = (actor.rights.get(f"{atom.kind}.view"), atom.key, period.code, place, by)
        if asked not in self._counts:
            keys, found = _KEYS[by](query), Counter[str]()
            rows = ((row, keys(*place), amount) for row, *place, amount in self._within(atom, actor, period, query))
            for _row, key, amount in dict.fromkeys(rows) if atom.measure == "records" else rows:
                found[key] += amount
            self._counts[asked] = found
        return self._counts[asked]

    def _within(self, atom: Any, actor: Any, period: Any, query: Query) -> Iterator[tuple[int, str, int, Any]]:
        """(row, place, unit, amount) of what an atom counts in the reach of a person's grant and in the place asked for."""
        reach = actor.rights.get(f"{atom.kind}.view")
        area, agency = query.get("area", ""), query.get("agency", "")
        found = {"stock": self._standing, "overdue": self._late}.get(atom.measure, self._done)
        for row, where, whose, amount in found(atom, period):
            is_asked = where.startswith(area) and agency in ("", str(whose))
            if reach and is_asked and (whose in reach.agencies or where.startswith(tuple(reach.areas))):
                yield row, where, whose, amount

    def _done(self, atom: Any, period: Any) -> Iterator[tuple[int, str, int, Any]]:
        """The acts that took effect in a period; where records are counted, the record of each."""
        for deed in (deed for act in atom.words for deed in self.deeds[atom.kind, act]):
            amount = deed.payload["fields"].get(atom.field) if atom.field else 1
            if period.start <= deed.effective_on <= period.end and _fits(atom, deed) and amount is not None:
                row = deed.record if atom.measure == "records" else deed.pk
                yield row, deed.area, deed.owner or 0, Decimal(str(amount))

    def _late(self, atom: Any, period: Any) -> Iterator[tuple[int, str, int, Any]]:
        """The duties past their date; of days that are over nobody can tell."""
        for duty in (duty for act in atom.words for duty in self.duties[atom.kind, act]):
            if duty.due_at and duty.due_at < self.now and period.end >= self.today:
                yield duty.pk, duty.area, duty.agency_id, 1

    def _standing(self, atom: Any, period: Any) -> Iterator[tuple[int, str, int, Any]]:
        """The records that stood in the states at the end of a period. An act counts from the latest day so far."""
        for life in self.lives[atom.kind]:
            last, day = None, None
            for deed in life:
                day = max(day or deed.effective_on, deed.effective_on)
                if day <= period.end:
                    last = deed
            if last and last.to_state in atom.words and _fits(atom, last):
                yield last.record, last.area, last.owner or 0, 1


def _fits(atom: Any, deed: Any) -> bool:
    return all(deed.facets.get(facet) in values for facet, values in atom.where)


_LEVELS = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}
_KEYS: dict[str, Callable[[Query], Callable[[str, int], str]]] = {
    "": lambda _query: lambda _area, _agency: "",
    "agency": lambda _query: lambda _area, agency: str(agency),
    "area": lambda query: lambda area, _agency: area[: _LEVELS.get(len(query.get("area", "")), 12)],
}


def totals(person: Any, path: str, data: Mapping[str, Any] | None, text: str) -> Iterator[Total]:
    """What an answer with the status 200 states of how many there are, beside what there is for the person."""
    address = urlsplit(path)
    query, parts = dict(parse_qsl(address.query)), address.path.strip("/").split("/")
    kinds = {row.kind for row in (*person.own, *person.strange)}
    if data is not None:
        if parts[0] in kinds and parts[1:] == ["bulk"]:
            yield from _bulk(person, parts[0], data, text)
        return
    if parts[0] in kinds and parts[1:] in ([], ["export.csv"], ["export.xlsx"]):
        yield from _list(person, parts[0], query, text, form="".join(parts[1:]))
    elif parts[0] == "api" and parts[1:2] and parts[1] in kinds and len(parts) == 2:
        yield from _rows_of_api(person, parts[1], query, text)
    elif parts == ["search"]:
        yield from _search(person, query, text)
    elif parts[0] == "pick" and parts[1] in kinds and query.get("field") == "x":
        yield from _choices(person, parts[1], query, text)
    elif parts[:2] == ["api", "figures"] and len(parts) == 3:
        yield from _figure_of_api(person, parts[2], query, text)
    elif parts[0] == "figures" and len(parts) > 1:
        yield from _figure(person, parts[1], query, text, is_file=len(parts) == 3)
    yield from _figures(person, text)


# Lists.


def _own(person: Any, kind: str, query: Query) -> tuple[list[Any], bool]:
    """The person's rows of a kind that an address asks for, and whether some of them may not be meant."""
    from yaoan.kernel.ledger.filters import parameters_of
    from yaoan.kernel.ledger.registry import ledger_of

    rows = [row for row in person.own if row.kind == kind]
    area, words, asked = query.get("area", ""), query.get("q", ""), parameters_of(ledger_of(kind))
    if any(area.startswith(tuple(reach.areas)) for reach in person.actor.rights.values()):
        rows = [row for row in rows if row.area.startswith(area)]
    for name, column in (("state", "state"), ("agency", "agency_id"), ("holder", "holder_id")):
        if query.get(name) and name in asked:
            rows = [row for row in rows if str(getattr(row, column)) == query[name]]
    found, at_most = _found(person, rows, words)
    return found, at_most


def _found(person: Any, rows: list[Any], words: str) -> tuple[list[Any], bool]:
    """Those in which Chinese words or a record's number stand. What other letters and figures find is not worked out."""
    if EXACT.search(words):
        return [row for row in rows if words.lower() in person.books.texts[row.pk]], False
    return rows, bool(words)


def _list(person: Any, kind: str, query: Query, text: str, *, form: str) -> Iterator[Total]:
    there, at_most = _own(person, kind, query)
    if form == "export.csv":
        said = len(list(csv.reader(io.StringIO(text)))) - 1
    elif form:
        said = text.partition("</worksheet>")[0].count("<row ") - 1
    else:
        said = int(MATCHING.findall(text)[0].replace(",", ""))
    yield Total(f"{kind}/{form}", Decimal(said), Decimal(len(there)), at_most)


def _rows_of_api(person: Any, kind: str, query: Query, text: str) -> Iterator[Total]:
    answer = json.loads(text)
    if answer["after"] is None:
        there, at_most = _own(person, kind, query)
        yield Total(f"rows of {kind}", Decimal(len(answer["rows"])), Decimal(len(there)), at_most)


def _bulk(person: Any, kind: str, data: Mapping[str, Any], text: str) -> Iterator[Total]:
    rows = [row for row in person.own if row.kind == kind]
    there = rows if data.get("every") else [row for row in rows if row.pk in data.get("id", ())]
    for said in TO_DO.findall(text):
        yield Total(f"a bulk act on {kind}", Decimal(said), Decimal(len(there)))


# Search.


def _search(person: Any, query: Query, text: str) -> Iterator[Total]:
    """The records shown of each kind, and one more where the page says that there are further ones."""
    said, further, is_common = Counter(FOUND.findall(text)), Counter(FURTHER.findall(text)), IS_COMMON in text
    for kind in said:
        there, at_most = _found(person, [row for row in person.own if row.kind == kind], query.get("q", ""))
        count = said[kind] if is_common else said[kind] + further[kind]
        yield Total(f"{kind} found", Decimal(count), Decimal(min(len(there), PER_KIND + 1)), at_most or is_common)


def _choices(person: Any, kind: str, query: Query, text: str) -> Iterator[Total]:
    there, at_most = _found(person, [row for row in person.own if row.kind == kind], query.get("x.words", ""))
    said = len(CHOICE.findall(text))
    yield Total(f"{kind} to choose from", Decimal(said), Decimal(min(len(there), CHOICES)), at_most)


# Figures.


def _figure_of_api(person: Any, name: str, query: Query, text: str) -> Iterator[Total]:
    from yaoan.kernel.figures import Period
    from yaoan.kernel.figures.registry import metric_of

    metric, answer, by = metric_of(name), json.loads(text), query.get("by", "")
    period, books = Period.read(answer["period"]), person.books
    yield Total(name, _number(answer["value"]), books.value(metric, person.actor, period, query))
    for part in answer["parts"]:
        if by in ("area", "agency"):
            there = books.value(metric, person.actor, period, query, (by, part["key"]))
        else:
            there = books.value(metric, person.actor, Period.read(part["period"]), query)
        yield Total(f"{name} by {by} {part['key'] or part['period']}", _number(part["value"]), there)


def _figure(person: Any, name: str, query: Query, text: str, *, is_file: bool) -> Iterator[Total]:
    """The value of a figure that was opened, and how many rows it has."""
    from yaoan.kernel.figures import Period
    from yaoan.kernel.figures.registry import metric_of

    metric, books = metric_of(name), person.books
    period = Period.read(query.get("period", "")) or Period.month_of(books.today)
    there = Decimal(books.rows(metric, person.actor, period, query))
    if is_file:
        yield Total(f"rows of {name}", Decimal(len(list(csv.reader(io.StringIO(text)))) - 1), there)
        return
    yield Total(name, _number(OPENED.findall(text)[0]), books.value(metric, person.actor, period, query))
    yield Total(f"rows of {name}", _number(MATCHING.findall(text)[0]), there)


def _figures(person: Any, text: str) -> Iterator[Total]:
    """Every figure that stands on a page as a link to its own page, which says what it is of."""
    from yaoan.kernel.figures import Period
    from yaoan.kernel.figures.registry import metric_of

    for address, said in FIGURE.findall(text):
        split = urlsplit(unescape(address))
        query, name = dict(parse_qsl(split.query)), split.path.split("/")[2]
        period = Period.read(query.get("period", ""))
        if period and not query.keys() & {"within", "facet", "count"}:
            there = person.books.value(metric_of(name), person.actor, period, query)
            yield Total(f"{name} of {split.query}", _number(said), there)


def _number(said: Any) -> Value:
    """A number as an answer spells it; None where it says that there is none."""
    return None if said in (None, "", "—") else Decimal(str(said).replace(",", ""))
