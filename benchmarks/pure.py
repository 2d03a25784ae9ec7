"""What needs no database: due dates and the notice reader."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaoan
from benchmarks.table import Measure, milliseconds
from yaoan.kernel.statutes import Calendar, Pause, Terms, due
from yaoan.modules.campaigns.rules import read_notice

NOTICE = Path(yaoan.__file__).parent / "simulation" / "samples" / "notices" / "qingxi-plan-2025.txt"
ROUNDS = 20_000


def measures() -> Iterator[Measure]:
    calendar, terms = Calendar.load(), Terms.load()
    term = terms.at("risks.assessment", date(2025, 9, 28))
    pause = (Pause(date(2025, 9, 30), date(2025, 10, 9), ""),)
    began = time.perf_counter()
    for _ in range(ROUNDS):
        due(term, date(2025, 9, 28), calendar=calendar, pauses=pause)
    each = (time.perf_counter() - began) / ROUNDS
    yield Measure("a due date with a pause over National Day", f"{each * 1e6:.1f} µs", "< 50 µs", each < 50e-6)
    data = NOTICE.read_bytes()
    read_notice(data, name=NOTICE.name)
    began = time.perf_counter()
    read_notice(data, name=NOTICE.name)
    took = time.perf_counter() - began
    yield Measure("reading the sample notice (14 tasks, 4 stages)", milliseconds(took), "< 1 s", took < 1)
