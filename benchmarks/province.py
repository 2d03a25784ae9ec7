"""A province's records: writing, listing, searching, exporting, counting, as a county, a city and the province."""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from import_export import resources

from benchmarks import floors
from benchmarks.ledger import ADMIN_QUESTIONS, admin_times
from benchmarks.roles import owning
from benchmarks.table import Measure, milliseconds, percentile
from benchmarks.world import PLACE
from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Step, open_record, perform, perform_many
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.formulas import Measure as Counted
from yaoan.kernel.figures.reading import board
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.journal import sealing
from yaoan.modules.risks import commands
from yaoan.modules.risks.choices import Level
from yaoan.modules.risks.models import Risk
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.workbench import queries as workbench
from yaoan.simulation import province
from yaoan.simulation.load import Ground

COUNTY, CITY = "990126", "9901"
READERS = {"county": f"{COUNTY}-chief", "city": f"{CITY}-city-head", "province": "99-province-head"}
QUESTIONS = {
    "the list": "/risks/",
    "one state": "/risks/?state=rectifying",
    "a level, by date": "/risks/?level=high&sort=-found_on",
    "the 40th page": "/risks/?page=40",
    "by what is due": "/risks/?sort=due",
    "a rare word": f"/risks/?q=RSK-{clock.today().year}-000123",
    "a firm's name": "/risks/?q=%E5%BA%B7%E6%B0%91%E8%8D%AF%E6%88%BF",
    "a word in every tenth": "/risks/?q=%E5%86%B7%E8%97%8F",
    "pinyin and a kind": "/risks/?risk_kind=cold_chain&q=lczy",
    "a township": f"/risks/?area={COUNTY}101",
}
ROUNDS, ALONE, BATCH = 6, 150, 5_000
WRITTEN = 500
"""Records opened and assessed in five minutes of a province at work: a thousand lines, ten million a year."""
MOST_EXPORTED = 2_000_000
"""Of more records only those of one level are exported, and the admin is asked little."""


# Writing.


def _report(number: int) -> commands.Report:
    return commands.Report(
        title=f"第{number % 9973}大药房：冷藏柜断电", description="停电后冷藏药品未转移。", risk_kind="cold_chain",
        product_kind=ProductKind.DRUG, channel="inspection", area=f"{COUNTY}{province.FIRST_TOWN + number % 12}",
        product_name="宁安胰岛素注射液", batch=f"{number % 997:06}",
    )  # fmt: skip


def _in_bulk(actor: Actor, count: int = BATCH) -> tuple[float, float]:
    """Seconds for one opening and one change by `perform_many`."""
    began = time.perf_counter()
    made = [outcome.record for outcome in perform_many((Step(_report(n)) for n in range(count)), by=actor, size=1_000)]
    opening = (time.perf_counter() - began) / count
    steps = [Step(commands.Assess(level=Level.LOW, grounds="研判"), on=record) for record in made]
    began = time.perf_counter()
    for outcome in perform_many(steps, by=actor, size=1_000):
        assert outcome.refusal is None, outcome.refusal
    return opening, (time.perf_counter() - began) / count


def starting(grounds: Sequence[Ground]) -> Iterator[Measure]:
    """What writing takes while there is nearly nothing."""
    opening, changing = _in_bulk(_chief(grounds))
    figure = f"{milliseconds(opening)}, {milliseconds(changing)}"
    yield Measure(
        f"perform_many at {BATCH:,} risks: an opening, a change", figure, "< 2 ms each", max(opening, changing) < 0.002
    )


def writing(grounds: Sequence[Ground]) -> Iterator[Measure]:
    actor, size = _chief(grounds), f"{Risk.objects.count():,} risks"
    alone = []
    for number in range(ALONE):
        began = time.perf_counter()
        risk = open_record(_report(number), by=actor)
        middle = time.perf_counter()
        perform(commands.Assess(level=Level.HIGH, grounds="影响面大"), on=risk, by=actor)
        alone += [middle - began, time.perf_counter() - middle]
    middle, slow = percentile(alone, 0.5), percentile(alone, 0.95)
    yield Measure(
        f"a command alone at {size}, p50 and p95", f"{milliseconds(middle)}, {milliseconds(slow)}", "< 10, < 40 ms",
        middle < 0.01 and slow < 0.04, floors.plain_write(),
    )  # fmt: skip
    opening, changing = _in_bulk(actor)
    yield Measure(
        f"perform_many at {size}: an opening, a change", f"{milliseconds(opening)}, {milliseconds(changing)}", "< 2 ms each",
        max(opening, changing) < 0.002,
        f"a plain audit row without chain, signature and duties {milliseconds(_plain_audit())}",
    )  # fmt: skip


def _chief(grounds: Sequence[Ground]) -> Actor:
    return next(ground.world.actors["chief"] for ground in grounds if ground.world.home == COUNTY)


def _plain_audit() -> float:
    """Seconds for a row of an audit table as most systems have it, many at once."""
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE audit (id bigserial PRIMARY KEY, record bigint, act text, actor bigint, at timestamptz, "
            "payload jsonb)"
        )
        cursor.execute("CREATE INDEX ON audit (record, id)")
        rows = [
            (n, "report", 1, clock.now(), '{"title": "第1大药房：冷藏柜断电", "level": "high"}') for n in range(BATCH)
        ]
        began = time.perf_counter()
        cursor.executemany("INSERT INTO audit (record, act, actor, at, payload) VALUES (%s, %s, %s, %s, %s)", rows)
        took = time.perf_counter() - began
        cursor.execute("DROP TABLE audit")
    return took / BATCH


# Reading.


def client_of(username: str) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=username), backend="yaoan.kernel.access.backends.GuardedBackend")
    return client


@dataclass(slots=True)
class Asked:
    """How long one question took one reader, each time, in seconds; and how many queries it needed."""

    times: list[float]
    queries: int

    @property
    def slow(self) -> float:
        return percentile(self.times, 0.95)


def _ask(client: Client, address: str) -> Asked:
    times = []
    for round_number in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(address)
        if round_number:
            times.append(time.perf_counter() - began)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return Asked(times, len(captured))


def listing() -> Iterator[Measure]:
    size = f"{Risk.objects.count():,} risks"
    is_large = Risk.objects.count() > MOST_EXPORTED  # the admin then takes ten seconds a page
    peer = percentile(list(admin_times(2, ADMIN_QUESTIONS[:2]) if is_large else admin_times()), 0.95)
    counts: dict[str, set[int]] = {name: set() for name in QUESTIONS}
    for reader, username in READERS.items():
        client = client_of(username)
        found = {name: _ask(client, address) for name, address in QUESTIONS.items()}
        for name, asked in found.items():
            counts[name].add(asked.queries)
            print(f"  {reader:9} {name:24} {milliseconds(asked.slow):>10} {asked.queries:3} queries", file=sys.stderr)
        slow = percentile([took for asked in found.values() for took in asked.times], 0.95)
        worst = max(found, key=lambda name: found[name].slow)
        yield Measure(
            f"list, filters, sorts, pages, searches at {size}, p95, {reader}", milliseconds(slow), "< 300 ms", slow < 0.3,
            f"slowest: {worst} {milliseconds(found[worst].slow)}; Django admin list {milliseconds(peer)}; "
            f"first page by hand {milliseconds(_by_hand(username))}",
        )  # fmt: skip
    every = set[int]().union(*counts.values())
    figure = f"{min(every)} to {max(every)}"
    yield Measure("queries of a list page, whatever is asked by whomever", figure, "at most 20", max(every) <= 20)


def _by_hand(username: str) -> float:
    """Seconds for the 50 newest rows of a reader's places and how many there are, as somebody would write it by hand."""
    prefix = username.partition("-")[0]
    sql = "SELECT {} FROM risks_risk WHERE area LIKE %s"
    with owning(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(sql.format("*") + " ORDER BY id DESC LIMIT 50", [f"{prefix}%"])
        cursor.fetchall()
        cursor.execute(sql.format("count(*)"), [f"{prefix}%"])
        cursor.fetchall()
        return time.perf_counter() - began


def exporting() -> Iterator[Measure]:
    client = client_of(READERS["province"])
    client.get("/risks/")  # the first request of a process loads the program
    rows, narrowed, where = Risk.objects.count(), "", "true"
    if rows > MOST_EXPORTED:
        rows, narrowed = Risk.objects.filter(level=Level.MODERATE).count(), "?level=moderate"
        where = "level = 'moderate'"
    for form in ("csv", "xlsx"):
        _forget_peak()
        before = _held("VmRSS")
        began, first, size = time.perf_counter(), 0.0, 0
        answer: Any = client.get(f"/risks/export.{form}{narrowed}")
        for piece in answer.streaming_content if answer.streaming else [answer.content]:
            first = first or time.perf_counter() - began
            size += len(piece)
        took, held = time.perf_counter() - began, _held("VmHWM")
        floor = floors.plain_export(where) if form == "csv" else floors.plain_csv()
        peer = f"; django-import-export {_their_export():,.0f} rows/s, all in memory" if form == "csv" else ""
        yield Measure(
            f"export of {rows:,} risks as {form} ({size / 1e6:.0f} MB): memory of the process, first byte",
            f"{held:.0f} MB ({held - before:.0f} more than before), {first:.1f} s", "< 300 MB, < 2 s", held < 300 and first < 2, f"{rows / took:,.0f} rows/s; {floor}{peer}",
        )  # fmt: skip


class _Rows(resources.ModelResource):
    class Meta:
        model = Risk
        exclude = ("head",)


def _their_export(most: int = 5_000) -> float:
    """Rows a second of django-import-export over the same table, the whole file made in memory."""
    began = time.perf_counter()
    assert _Rows().export(Risk.objects.order_by("-id")[:most]).csv
    return most / (time.perf_counter() - began)


def _forget_peak() -> None:
    """Let the kernel forget the most memory this process has held (Linux); elsewhere the peak is that of all so far."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _held(which: str) -> float:
    """The memory in MB that this process holds (VmRSS) or has held at most since `_forget_peak` (VmHWM)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(which)) / 1024


def rolling_up() -> Iterator[Measure]:
    began = time.perf_counter()
    count = roll_up()
    took = time.perf_counter() - began
    yield Measure(f"rolling up {count:,} entries for the first time", f"{count / took:,.0f} entries/s")
    with owning(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE figures_tally, figures_stay")


def counting(grounds: Sequence[Ground]) -> Iterator[Measure]:
    """The board with what a province writes in five minutes beyond the rollup, which is made so often."""
    roll_up(upto=sealing.horizon())
    _in_bulk(_chief(grounds), WRITTEN)
    live = (Counted.OVERDUE,)
    known = [one for one in metrics().values() if not any(atom.measure in live for atom in one.formula.atoms())]
    shown = [one for one in known if one.name.startswith(("risks.", "signals.", "tasks."))][-30:]
    actor = _actor(READERS["province"])
    cities = [city.code for city in province.cities_of(PLACE)]
    wide = median(lambda: board(shown, actor, list(Period.year(clock.today().year).months()), cities))
    work = f"board of {len(shown)} figures × 14 cities × 12 months, {2 * WRITTEN:,} lines not rolled up yet"
    yield Measure(work, milliseconds(wide), "< 500 ms", wide < 0.5, floors.plain_board())


def to_dos() -> Iterator[Measure]:
    for name, username in {
        "a county's chief": f"{COUNTY}-chief",
        "an officer": f"{COUNTY}-officer1",
        **READERS,
    }.items():
        if name == "county":
            continue
        actor = _actor(username)
        floor = floors.plain_to_dos(username.partition("-")[0])
        took = percentile([_timed(lambda actor=actor: workbench.todos(actor)) for _ in range(12)][1:], 0.95)
        yield Measure(f"to-dos over all modules, p95, {name}", milliseconds(took), "< 100 ms", took < 0.1, floor)


def _actor(username: str) -> Actor:
    return Actor.of(User.objects.get(username=username))


def median(work: Callable[[], Any], times: int = 7) -> float:
    """The median in seconds, the first run left out."""
    return percentile([_timed(work) for _ in range(times + 1)][1:], 0.5)


def _timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
