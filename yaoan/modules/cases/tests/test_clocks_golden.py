"""The clocks of cases against dates counted beforehand, and against a second counter that knows nothing of the first.

The expectations stand in `clocks_golden.yaml`. The second counter here goes from day to day on another calendar
(`chinese_calendar`), so that an error must be made twice to pass.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
import yaml

from yaoan.kernel import clock
from yaoan.kernel.lifecycle import Agreed, Stay, open_duties
from yaoan.kernel.statutes import Calendar, Due, Extension, Pause, Roll, Term, Terms, Unit, due
from yaoan.kernel.statutes.command import run
from yaoan.modules.cases.choices import Listing, MeasureState, PublicationState, State
from yaoan.modules.cases.lifecycle import CASE, DOCUMENT, MEASURE, PUBLICATION, VIOLATOR

HERE = Path(__file__).parent
GOLDEN = yaml.safe_load((HERE / "clocks_golden.yaml").read_text("utf-8"))
ROWS: dict[str, dict[str, Any]] = {
    f"{section}-{number}": row for section, rows in GOLDEN.items() for number, row in enumerate(rows, 1)
}
KERNEL = yaml.safe_load((HERE.parents[3] / "tests/kernel/statutes_golden.yaml").read_text("utf-8"))
TERMS, CALENDAR = Terms.load(), Calendar.load()
TABLES = (CASE, MEASURE, DOCUMENT, VIOLATOR, PUBLICATION)
DAY = timedelta(days=1)
Instant = date | datetime
Stops = Sequence[tuple[Instant, Instant | None]]


def day_of(value: Instant) -> date:
    return value.date() if isinstance(value, datetime) else value


def term_of(row: dict[str, Any]) -> Term:
    return TERMS.at(row["term"], day_of(row["start"]))


def due_of(row: dict[str, Any]) -> Due:
    extensions = [Extension(row["extend"])] if "extend" in row else []
    pauses = [Pause(_aware(first), _aware(last)) for first, last in row.get("pauses", ())]
    return due(term_of(row), _aware(row["start"]), calendar=CALENDAR, pauses=pauses, extensions=extensions)


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=clock.BEIJING) if isinstance(value, datetime) else value


# The second counter.


def stands_still(day: date, pauses: Stops) -> bool:
    """Whether the clock stands on a day: whole days with both ends; between instants, where it stands at the day's end."""
    for first, last in pauses:
        if isinstance(first, datetime):
            if first.date() <= day and (last is None or day < day_of(last)):
                return True
        elif first <= day and (last is None or day <= day_of(last)):
            return True
    return False


def counted(term: Term, start: Instant, pauses: Stops, extension: int) -> Instant | None:
    """The last day (hours: the instant) of a term, found day by day; None where the clock stands still for good."""
    count = term.count + extension
    if term.unit is Unit.HOUR:
        begun = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
        return begun + timedelta(hours=count)
    end: date | None
    if term.unit in (Unit.MONTH, Unit.YEAR):
        end = _months_after(day_of(start), count * (12 if term.unit is Unit.YEAR else 1))
    else:
        end = _days_after(day_of(start), count, pauses, worked=term.unit is Unit.WORKING_DAY)
    if end and term.roll is Roll.NEXT_WORKING_DAY:
        while not chinese_calendar.is_workday(end):
            end += DAY
    return end


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _days_after(start: date, count: int, pauses: Stops, *, worked: bool) -> date | None:
    if any(last is None for _first, last in pauses):
        return None
    day = start
    while count:
        day += DAY
        count -= not (stands_still(day, pauses) or (worked and not chinese_calendar.is_workday(day)))
    return day


def test_there_are_enough_and_each_names_its_term_article_and_count() -> None:
    assert len(ROWS) >= 150
    for name, row in ROWS.items():
        assert row["how"] and row["article"] == term_of(row).article, name
    keys = [(row["term"], str(row["start"]), str(row.get("pauses")), row.get("extend")) for row in ROWS.values()]
    assert len(set(keys)) == len(keys)
    kernels = {(row.get("term"), str(row["start"])) for rows in KERNEL.values() for row in rows}
    assert not {(row["term"], str(row["start"])) for row in ROWS.values()} & kernels


def test_every_clock_of_a_case_is_among_them() -> None:
    used = {duty.term for table in TABLES for duty in table.duties if duty.term}
    assert used <= {row["term"] for row in ROWS.values()}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_date_counted_beforehand_is_found(row: dict[str, Any]) -> None:
    found = due_of(row)
    assert not found.provisional
    if row["due"] is None:
        assert not found.running and found.on is None
    elif isinstance(row["due"], datetime):
        assert found.at == _aware(row["due"])
    else:
        assert found.on == row["due"]
    for language in ("zh", "en"):
        assert str(term_of(row).label.read(language)) in found.explain(language)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_second_counter_agrees(row: dict[str, Any]) -> None:
    assert counted(term_of(row), row["start"], row.get("pauses", ()), row.get("extend", 0)) == row["due"]


# The command that officials ask.


def argv_of(row: dict[str, Any]) -> list[str]:
    """What is typed to ask for a row."""
    stops = [f"--pause={_written(first)}..{_written(last)}=检验" for first, last in row.get("pauses", ())]
    longer = [f"--extend={row['extend']}"] if "extend" in row else []
    return [row["term"], "--from", _written(row["start"]), *stops, *longer]


def _written(value: Instant | None) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat() if value else ""


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_command_gives_every_date_and_explains_it(row: dict[str, Any], capsys, monkeypatch) -> None:
    monkeypatch.setattr(Terms, "load", lambda *_paths: TERMS)  # which is what it loads, once for all rows
    monkeypatch.setattr(Calendar, "load", lambda *_paths: CALENDAR)
    assert run(argv_of(row)) == 0
    answer, _blank, rule, *way = capsys.readouterr().out.splitlines()
    assert answer == ("时钟停止" if row["due"] is None else str(row["due"]))
    term, told = term_of(row), "\n".join(way)
    assert all(str(word) in rule for word in (term.label.read("zh"), term.count, term.source.read("zh")))
    assert not row["article"] or f"第{row['article'].split(',')[0]}" in rule
    assert term.verified or "依据未经核对" in told or "本单位规定" in rule
    assert "extend" not in row or "延长" in told
    first_stop, last_stop = next(iter(row.get("pauses", ())), (None, None))
    if row["due"] and first_stop and day_of(first_stop) != day_of(last_stop):
        assert f"{day_of(first_stop).month}月{day_of(first_stop).day}日" in told


# The same clocks, driven by what happened to a record.

S, M, L, B = State, MeasureState, Listing, PublicationState


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.BEIJING)


PLAYED = [
    # Filed on 6 January; nothing happens: 90 calendar days.
    (CASE, "decide", [(S.CLUE, "2024-12-20T09:00"), (S.INVESTIGATING, "2025-01-06T09:00")], {}, set(), date(2025, 4, 6)),
    # Review, notice and defence do not stop it.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.REVIEWING, "2025-02-10T09:00"), (S.REVIEWED, "2025-02-14T09:00"),
                      (S.NOTIFIED, "2025-02-17T09:00"), (S.HEARD, "2025-02-25T09:00")], {}, set(), date(2025, 4, 6)),
    # A hearing stops it from 20 February to 17 March: 25 days are not counted.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.NOTIFIED, "2025-02-17T09:00"), (S.HEARING, "2025-02-20T09:00"),
                      (S.HEARD, "2025-03-17T16:00")], {}, set(), date(2025, 5, 1)),
    # Testing of 21 days, suspension of 10, an announcement of 31: 62 days.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.TESTING, "2025-01-20T09:00"), (S.INVESTIGATING, "2025-02-10T09:00"),
                      (S.SUSPENDED, "2025-03-03T09:00"), (S.INVESTIGATING, "2025-03-13T09:00"), (S.REVIEWING, "2025-03-14T09:00"),
                      (S.REVIEWED, "2025-03-17T09:00"), (S.ANNOUNCING, "2025-03-20T09:00"), (S.NOTIFIED, "2025-04-20T09:00")],
     {}, set(), date(2025, 6, 7)),
    # Thirty days by the head, then fifteen by all heads.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00")], {"decide": (30, 15)}, set(), date(2025, 5, 21)),
    # Sent back for further investigation: the clock goes on, it does not begin anew.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.REVIEWING, "2025-03-03T09:00"), (S.INVESTIGATING, "2025-03-10T09:00")],
     {}, set(), date(2025, 4, 6)),
    # Reopened after it was closed: it begins anew.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.DECIDED, "2025-03-03T09:00"), (S.CLOSED, "2025-04-01T09:00"),
                      (S.INVESTIGATING, "2025-06-03T09:00")], {}, set(), date(2025, 9, 1)),
    # While a test lasts there is no date.
    (CASE, "decide", [(S.INVESTIGATING, "2025-01-06T09:00"), (S.TESTING, "2025-01-20T09:00")], {}, set(), None),
    # A clue over the Spring Festival, and one that was tested meanwhile (27 January and 5 February are not counted).
    (CASE, "file", [(S.CLUE, "2025-01-21T09:00")], {}, set(), date(2025, 2, 17)),
    (CASE, "file", [(S.CLUE, "2025-01-21T09:00"), (S.CLUE_TESTING, "2025-01-27T09:00"), (S.CLUE, "2025-02-06T15:00")], {}, set(),
     date(2025, 2, 19)),
    (CASE, "file", [(S.CLUE, "2025-01-21T09:00")], {"file": (15,)}, set(), date(2025, 3, 10)),
    # Review over Labour Day, service over National Day, cash over the weekend.
    (CASE, "pass_review", [(S.INVESTIGATING, "2025-04-01T09:00"), (S.REVIEWING, "2025-04-27T09:00")], {}, set(), date(2025, 5, 14)),
    (CASE, "serve", [(S.HEARD, "2025-09-20T09:00"), (S.DECIDED, "2025-09-28T09:00")], {}, set(), date(2025, 10, 14)),
    (CASE, "hand_in", [(S.EXECUTING, "2025-04-25T20:00")], {}, {"holds_cash"}, date(2025, 4, 28)),
    # Publication runs from the decision on, whatever is done meanwhile.
    (CASE, "publish", [(S.HEARD, "2025-03-20T09:00"), (S.DECIDED, "2025-03-24T09:00"), (S.EXECUTING, "2025-03-26T09:00"),
                       (S.EXECUTED, "2025-04-09T09:00")], {}, {"awaits_publication_here"}, date(2025, 4, 22)),
    (CASE, "push", [(S.DECIDED, "2025-03-24T09:00")], {}, {"awaits_push"}, date(2025, 4, 8)),
    (CASE, "unpublish", [(S.CLOSED, "2025-03-24T09:00"), (S.ANNULLED, "2025-09-28T09:00")], {}, {"is_public"}, date(2025, 10, 9)),
    # The court takes an application over National Day, and does not once it has said so.
    (CASE, "admit", [(S.EXECUTING, "2025-03-26T09:00"), (S.COMPELLING, "2025-09-28T09:00")], {}, {"awaits_court"}, date(2025, 10, 11)),
    # Measures.
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00")], {}, {"is_preservation"}, date(2025, 2, 10)),
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00")], {}, {"is_drug_seizure"}, date(2025, 1, 31)),
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00"), (M.TESTING, "2025-01-26T09:00"), (M.TESTED, "2025-02-17T09:00")], {},
     {"is_drug_seizure"}, date(2025, 3, 4)),
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00"), (M.TESTING, "2025-01-26T09:00"), (M.TESTED, "2025-02-17T09:00")], {},
     {"is_seizure"}, date(2025, 3, 17)),
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00")], {"dispose": (30,)}, {"is_seizure"}, date(2025, 3, 25)),
    (MEASURE, "dispose", [(M.IN_FORCE, "2025-01-24T15:00"), (M.TESTING, "2025-01-26T09:00")], {}, {"is_narcotics"}, date(2025, 1, 31)),
    (MEASURE, "approve", [(M.IN_FORCE, "2025-01-24T15:00")], {}, {"awaits_approval"}, date(2025, 1, 25)),
    # The list: published over the Spring Festival; an application for early removal does not begin that anew, and has its own clock.
    (VIOLATOR, "publish", [(L.NOTIFIED, "2025-01-10T09:00"), (L.LISTED, "2025-01-20T09:00")], {}, {"awaits_publication"},
     date(2025, 2, 21)),
    (VIOLATOR, "publish", [(L.LISTED, "2025-01-20T09:00"), (L.EXAMINED, "2026-01-21T09:00")], {}, {"awaits_publication"},
     date(2025, 2, 21)),
    (VIOLATOR, "grant_early", [(L.LISTED, "2024-09-01T09:00"), (L.EXAMINED, "2026-09-21T09:00")], {}, set(), date(2026, 10, 19)),
    # A second application is decided in a time of its own.
    (VIOLATOR, "grant_early", [(L.LISTED, "2024-09-01T09:00"), (L.EXAMINED, "2025-09-21T09:00"), (L.LISTED, "2025-10-09T09:00"),
                               (L.EXAMINED, "2025-12-26T09:00")], {}, set(), date(2026, 1, 19)),
    # Another province sent a penalty before National Day, and took it back before the Spring Festival.
    (PUBLICATION, "publish", [(B.RECEIVED, "2025-09-26T16:00")], {}, set(), date(2025, 10, 16)),
    (PUBLICATION, "end", [(B.PUBLISHED, "2024-10-09T09:00"), (B.RECALLED, "2025-01-26T09:00")], {}, set(), date(2025, 2, 6)),
    # A document signed before National Day.
    (DOCUMENT, "serve", [("draft", "2025-09-26T09:00"), ("signed", "2025-09-28T09:00")], {}, {"is_to_be_served"}, date(2025, 10, 14)),
]  # fmt: skip
"""(table, act owed, where the record has been, extensions, what holds, the day it is due) — counted by hand."""


@pytest.mark.parametrize(("table", "act", "stays", "extended", "holds", "expected"), PLAYED)
def test_the_life_of_a_record_gives_its_dates(table, act, stays, extended, holds, expected) -> None:
    flags = {duty.only: duty.only in holds for duty in table.duties if duty.only}
    extensions = {name: tuple(Extension(count) for count in counts) for name, counts in extended.items()}
    dates = {duty.agreed: None for duty in table.duties if duty.agreed}
    past = [Stay(str(state), at(since)) for state, since in stays]
    owed = open_duties(table, past, Agreed(dates, extensions, flags), terms=TERMS, calendar=CALENDAR)
    found = next(duty for duty in owed if duty.duty.act == act)
    assert (clock.local_day(found.at) if found.at else None) == expected
    assert found.paused is (expected is None)
