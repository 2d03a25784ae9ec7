"""`yaoan simulate`: play a year of an invented county, city or province through the real commands."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from yaoan.config import demo, postgres
from yaoan.config.cli import setup

if TYPE_CHECKING:
    from yaoan.simulation.year import Line, Played

SCALES = ("county", "city", "province")
SEED = 20250506
STEPS = {"people": "Places and people", "firms": "Register, by county", "days": "Days"}
EVERY = 10.0
"""Where there is no terminal, how far it is is said every so many seconds."""


def run(argv: Sequence[str]) -> int:
    """`yaoan simulate --scale county|city|province [--year Y] [--seed N]`: 0 done, 1 refused, 2 called wrongly."""
    given = _parser().parse_args(argv)
    try:
        if _is_empty():  # whatever is there is not ours to migrate
            demo.prepare(fresh=False)
        setup()
        return _play(given)
    except (OSError, postgres.Unavailable) as obstacle:
        print(f"yaoan simulate: {obstacle}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nBroken off. The same command goes on where it stopped.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yaoan simulate",
        description="Play a year of an invented county, city or province through the real commands. "
        "Broken off, the same command goes on where it stopped. It needs a database of its own.",
    )
    parser.add_argument("--scale", choices=SCALES, required=True, help="how large the place is")
    parser.add_argument(
        "--year", type=int, default=date.today().year - 1, help="which year (default %(default)s, the last one)"
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, help="the same seed gives the same year (default %(default)s)"
    )
    parser.add_argument("--days", type=int, help="play only so many days of the year now")
    parser.add_argument("--share", type=float, default=1.0, help=argparse.SUPPRESS)  # a thinner year, for a quick look
    return parser


def _is_empty() -> bool:
    """Whether the database has no tables yet."""
    import psycopg

    with psycopg.connect(postgres.database_url()) as connection:
        return connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,)


def _play(given: argparse.Namespace) -> int:
    from yaoan.kernel.figures import rollup
    from yaoan.simulation import scale, year

    size = scale.SCALES[given.scale].shrunk(given.share)
    asked = year.Play(size, given.year, given.seed, given.share)
    if asked.end < asked.start:
        print(f"yaoan simulate: {given.year} has not begun yet.", file=sys.stderr)
        return 1
    until = asked.start + timedelta(days=given.days - 1) if given.days else None
    began = time.monotonic()
    try:
        played = year.play(asked, password=demo.PASSWORD, told=Progress(), until=until)
    except year.Occupied as obstacle:
        print(f"yaoan simulate: {obstacle}", file=sys.stderr)
        return 1
    rollup.roll_up()
    for line in told_of(played, time.monotonic() - began, year.account(asked)):
        print(line)
    return 0


class Progress:
    """Says how far a part is: on one line of a terminal, else now and then on a line of its own."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, what: str, done: int, whole: int) -> None:
        if sys.stdout.isatty():
            print(f"\r{STEPS[what]:20} {done}/{whole} ", end="\n" if done == whole else "", flush=True)
        elif done == whole or time.monotonic() - self.last > EVERY:
            self.last = time.monotonic()
            print(f"{STEPS[what]:20} {done}/{whole}", flush=True)


def told_of(played: "Played", seconds: float, lines: "Sequence[Line]") -> Iterator[str]:
    """What was played, beside the figures of a province's year; what has no module yet, by name."""
    each = f", {1000 * seconds / played.done:.2f} ms each" if played.done else ""
    yield f"{played.days} days: {played.done:,} acts in {seconds:.0f} s{each}; {played.replayed:,} were done before"
    if played.refusals:
        yield f"{sum(played.refusals.values()):,} refused on the way, most often:"
        for reason, count in sorted(played.refusals.items(), key=lambda item: -item[1])[:5]:
            yield f"  {count:6,}  {reason}"
    yield f"{'In the year':55}{'played':>10}{'yardstick':>12}"
    for line in lines:
        if line.found is not None:
            yield f"  {line.yardstick.what:53}{line.found:>10,}{line.expected:>12,.0f}"
    missing = [line for line in lines if line.found is None]
    if missing:
        yield "Left out, because there is no module for it yet:"
        for line in missing:
            yield f"  {line.yardstick.what} ({line.yardstick.module}): {line.expected:,.0f}"
