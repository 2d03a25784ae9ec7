"""kill -9 in the middle of a rollup: nothing is lost, nothing is counted twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from yaoan.config import postgres

pytestmark = pytest.mark.slow

SETUP = "import django; django.setup()\n"
PREPARE = """
from datetime import date, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.kernel.figures_history import Line, seal, write
lines = []
for n in range(1, 1201):
    day, area = date(2025, 1, 1) + timedelta(days=n % 300), f"98010{1 + n % 2}{100 + n % 7}"
    lines += [Line(n, "announce", "announced", day, area), Line(n, "receive", "stored", day, area, fields={"weight": n})]
    lines += [Line(n, "revert", "announced", day, area)] if n % 10 == 0 else []
seal(write(lines)[-1].id)
"""
METRICS = """
from yaoan.kernel.figures import Metric, acts, amounts, stock
atoms = [acts("parcels", "receive"), amounts("parcels", "receive", "weight"), stock("parcels", "announced")]
metrics = [Metric(f"parcels.m{n}", "", "", atom, "") for n, atom in enumerate(atoms)]
from yaoan.kernel.figures.rollup import roll_up, verify_rollup
"""
ROLL = METRICS + "print('ready', flush=True); roll_up(metrics, batch=5)"
CHECK = (
    METRICS
    + """
from django.db.models import Sum
from yaoan.kernel.figures.models import Horizon, Tally
from yaoan.kernel.journal.models import Entry
sums = Tally.objects.filter(level=6).values_list("series__key").annotate(Sum("count"), Sum("amount")).order_by("series__key")
print(len(verify_rollup()), Entry.objects.latest("pk").pk - Horizon.objects.get().entry, *(f"{n}/{int(a)}" if a else n for _k, n, a in sums))
"""
)
KILLS = 6


@pytest.fixture
def environment(db: None) -> Iterator[dict[str, str]]:
    """A database of its own beside that of the tests, for processes that may be killed."""
    address, name = urlsplit(postgres.database_url("owner")), f"killed_{uuid4().hex[:8]}"
    with psycopg.connect(urlunsplit(address._replace(path="/postgres")), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        url = urlunsplit(address._replace(path=f"/{name}"))
        yield {**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def child(environment: dict[str, str], code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-c", SETUP + code]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def told(environment: dict[str, str], code: str) -> list[str]:
    process = child(environment, code)
    output, _errors = process.communicate(timeout=300)
    assert process.returncode == 0
    return output.split()


def test_a_rollup_killed_again_and_again_ends_as_if_it_had_not_been(environment: dict[str, str]) -> None:
    told(environment, PREPARE)
    chance = random.Random(2025)
    for _kill in range(KILLS):
        rolling = child(environment, ROLL)
        assert rolling.stdout is not None and rolling.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.5))
        rolling.send_signal(signal.SIGKILL)
        rolling.communicate()
        assert rolling.returncode == -signal.SIGKILL
    wrong, left, *_sums = told(environment, CHECK)
    assert (wrong, int(left) > 0) == ("0", True), "killed on the way, and right as far as it came"
    told(environment, ROLL)
    received = sum(n for n in range(1, 1201) if n % 10)
    assert told(environment, CHECK) == ["0", "0", "1080", f"1080/{received}", "120"]
