"""`yaoan demo`: set up, read a notice, import a register, play eighteen months, verify, report, serve."""

import argparse
import os
import subprocess
import sys
import time
from enum import Enum
from pathlib import Path
from typing import Any

from yaoan.config import postgres
from yaoan.config.cli import setup
from yaoan.config.serve import ensure_free, serve
from yaoan.kernel import secrets

MONTHS = 18
PASSWORD = "yaoan-demo-2025"
WIDTH = 30
DEMO = "demo"
"""The mark that says how far the demonstration came: good when it was played to its end."""
NOT_OURS = "This database holds people or records that no demo made. Nothing was {done}; give the demo a place of its own: YAOAN_HOME=DIR."
STEPS = {"places": "Places and people", "register": "Register of firms", "days": "Eighteen months"}


class State(Enum):
    """What a demo finds in its database."""

    EMPTY, BROKEN_OFF, WHOLE, OTHERS = range(4)


def run(argv: list[str]) -> int:
    """`yaoan demo [--notice FILE] [--fresh] [--no-serve] [--port N]`: 0 done, 1 refused, 2 called wrongly."""
    given = _parser().parse_args(argv)
    began = time.monotonic()
    setup()
    reading = None
    try:
        if not given.no_serve:
            ensure_free("127.0.0.1", given.port)
        there = found()
        if given.fresh and there is State.OTHERS:
            raise RuntimeError(NOT_OURS.format(done="deleted"))
        begins = given.fresh or there in (State.EMPTY, State.BROKEN_OFF)
        if begins or given.notice:
            reading = _read(given.notice)
        if there is State.BROKEN_OFF:
            print("The demo was broken off before its end: it begins anew.")
        prepare(fresh=begins and there is not State.EMPTY)
    except (OSError, ValueError, RuntimeError, postgres.Unavailable) as obstacle:
        print(f"yaoan demo: {obstacle}", file=sys.stderr)
        return 1
    if begins:
        _play(reading, given)
    elif there is State.OTHERS:
        print(NOT_OURS.format(done="played"))
    elif given.notice:
        print("There is a demo already; `make demo FRESH=yes NOTICE=…` begins anew with this notice.")
    print(f"Ready after {time.monotonic() - began:.0f} s.")
    print(who_can_sign_in())
    return 0 if given.no_serve else serve(given.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yaoan demo", description="Set up, play an invented county, verify, report, serve."
    )
    parser.add_argument("--notice", type=Path, help="the notice the county receives; a sample of our own by default")
    parser.add_argument("--fresh", action="store_true", help="delete what an earlier demo made and begin anew")
    parser.add_argument("--no-serve", action="store_true", help="do everything but serve")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument(
        "--months", type=int, default=MONTHS, help="how long the county is played (default %(default)s)"
    )
    return parser


def _read(path: Path | None) -> Any:
    """The notice, read before anything is set up: what is no plan, or cannot be read, is said at once."""
    from yaoan.simulation import campaign

    try:
        return campaign.read(path or campaign.NOTICE)
    except campaign.NoCampaign as obstacle:
        raise ValueError(str(obstacle)) from obstacle


def prepare(*, fresh: bool) -> None:
    """Bring the database up to date; `fresh` empties it first. Files and keys of this installation stay."""
    if fresh:
        _empty()
    manage = [sys.executable, "-m", "yaoan", "manage"]
    for command in (["migrate", "--verbosity", "0"], ["createcachetable", "--verbosity", "0"]):
        subprocess.run([*manage, *command], check=True, env={**os.environ, "YAOAN_DB_ROLE": "owner"})


def _empty() -> None:
    """Drop everything this installation's owner has made in the database."""
    import psycopg

    with psycopg.connect(postgres.database_url(role="owner"), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


def found() -> State:
    """What is in the database. Asked as the owner, from whom row policies hide nothing."""
    import psycopg

    with psycopg.connect(postgres.database_url(role="owner")) as connection:

        def has(query: str) -> bool:
            return connection.execute(query).fetchone() == (True,)

        if has("SELECT to_regclass('upkeep_mark') IS NULL"):
            return State.EMPTY
        mark = connection.execute("SELECT is_good FROM upkeep_mark WHERE what = %s", [DEMO]).fetchone()
        if mark is not None:
            return State.WHOLE if mark[0] else State.BROKEN_OFF
        is_empty = has("SELECT NOT EXISTS (SELECT FROM access_user WHERE username <> 'system')")
    return State.EMPTY if is_empty else State.OTHERS


def _play(reading: Any, given: argparse.Namespace) -> None:
    from yaoan.kernel.figures import rollup
    from yaoan.kernel.upkeep.marks import note
    from yaoan.simulation import story

    folder = secrets.home() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    notice = (given.notice or Path("qingxi-plan-2025.txt")).name
    began = time.monotonic()
    note(DEMO, is_good=False)
    played = story.play(reading, notice=notice, months=given.months, password=PASSWORD, folder=folder, told=_bar)
    rollup.roll_up()
    print(f"Played {played.days} days in {time.monotonic() - began:.0f} s")
    print(f"Campaign {played.campaign.number}: {played.campaign.title}")
    print(
        f"{played.firms} firms, {played.days} days, {played.acts:,} acts in the journal, {played.refused} refused on the way"
    )
    _verify(folder)
    for path in _report(played, folder):
        print(f"Wrote {path}")
    note(DEMO, months=given.months)


def _bar(what: str, done: int, whole: int) -> None:
    """A progress bar on one line; without a terminal, a line when a part is done."""
    if sys.stdout.isatty():
        filled = WIDTH * done // whole
        print(
            f"\r{STEPS[what]:20} [{'█' * filled}{'·' * (WIDTH - filled)}] {done}/{whole}",
            end="\n" if done == whole else "",
            flush=True,
        )
    elif done == whole:
        print(f"{STEPS[what]}: done", flush=True)


def _verify(folder: Path) -> None:
    """Export the journal, and check it and its heads as an auditor would."""
    from yaoan.kernel.journal import export, heads
    from yaoan.kernel.journal.models import Seal
    from yaoan.kernel.journal.verify.checking import verify

    journal, kept = folder / "journal.jsonl", folder / "heads.jsonl"
    export.write(journal)
    with kept.open("w", encoding="utf-8") as file:
        file.writelines(f"{heads.as_json(seal)}\n" for seal in Seal.objects.order_by("id").iterator())
    report = verify(journal, heads=kept)
    said = "nothing changed, nothing missing" if not report.findings else f"{len(report.findings)} findings"
    print(
        f"Journal verified: {report.entries:,} entries of {report.records:,} records under {report.seals} seals: {said}"
    )


def _report(played: Any, folder: Path) -> list[Path]:
    """The report of the last month, as Word and Excel."""
    from datetime import datetime, time

    from yaoan.kernel import clock
    from yaoan.modules.reports import public as reports

    with clock.told(datetime.combine(played.ended_on, time(19), clock.BEIJING)):
        return reports.write_monthly(played.world.actors["chief"], played.campaign, played.ended_on, folder)


def who_can_sign_in() -> str:
    """The people of the demo who can sign in, and with what."""
    from yaoan.simulation import world

    lines = [f"  {username:14} {name}  {post}" for username, name, post in world.sign_ins()]
    return "\n".join([f"Sign in with the password {PASSWORD} as:", *lines])
