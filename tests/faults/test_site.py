"""Whatever befalls a site under load, no act is lost and none is done twice, and people are told what to do meanwhile.

make test ARGS="-m nightly tests/faults/test_site.py"     half an hour of it at random moments, as `make nightly` does; YAOAN_FAULT_MINUTES says how long

The moments and faults are drawn from a seed that is printed; YAOAN_FAULT_SEED gives it, to have the same again.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.faults.machine import walkable
from tests.faults.site import Load, Site, answer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("site"),
    pytest.mark.skipif(sys.platform != "linux", reason="asks /proc"),
]
FAULTS = (
    "kill_a_server",
    "kill_the_server",
    "kill_the_worker",
    "restart_the_database",
    "kill_the_database",
    "kill_the_site",
)
CALLERS = 3


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """A site with people who will call it, and what they have been told so far."""
    site = Site(walkable(tmp_path_factory.mktemp("s")) / "home")
    try:
        tokens = site.prepare(CALLERS)
        site.start()
        yield Load(site, tokens)
    finally:
        site.stop()


def test_killed_and_restarted_under_load_nothing_is_lost_and_nothing_done_twice(load: Load) -> None:
    with load.on():
        for fault in FAULTS:
            load.await_more()
            getattr(load.site, fault)()
            load.await_more()
    assert load.answers[200] > 0 < load.answers[201]
    load.settled()


def test_while_the_database_is_away_people_and_programs_are_told_so_and_then_it_goes_on(load: Load) -> None:
    site, token = load.site, load.tokens[0]
    site.yaoan("db", "stop")
    try:
        status, headers, page = answer(f"{site.address}/risks/", cookie="sessionid=somebodys")
        assert (status, headers["retry-after"]) == (503, "5")
        assert "数据库暂时没有应答" in page.decode()
        status, headers, said = answer(f"{site.address}/api/risks/", token=token)
        assert (status, headers["content-type"]) == (503, "application/json; charset=utf-8")
        assert b'"unavailable"' in said
        assert answer(f"{site.address}/healthz")[0] == 503
    finally:
        site.yaoan("db", "start")
    site.await_well()
    assert answer(f"{site.address}/api/risks/", token=token)[0] == 200


def test_when_others_take_every_connection_it_says_so_and_recovers_by_itself(load: Load) -> None:
    site = load.site
    site.restart_the_database()  # the site's own connections are gone too
    with site.storm():
        status, _headers, said = answer(f"{site.address}/api/risks/", token=load.tokens[0])
        assert status == 503, said
    with load.on():
        load.await_more()
    load.settled()


@pytest.mark.nightly
def test_at_random_moments_for_a_long_time(load: Load) -> None:
    minutes = float(os.environ.get("YAOAN_FAULT_MINUTES", "30"))
    seed = int(os.environ.get("YAOAN_FAULT_SEED") or random.SystemRandom().randrange(2**32))
    print(f"YAOAN_FAULT_SEED={seed}", flush=True)
    ends, rng = time.monotonic() + 60 * minutes, random.Random(seed)
    fresh = replace(load)
    while time.monotonic() < ends:
        with fresh.on():
            for _turn in range(10):
                time.sleep(rng.uniform(0.0, 3.0))
                fault = rng.choice(FAULTS)
                print(f"{len(fresh.acts)} acts; {fault}", flush=True)
                getattr(fresh.site, fault)()
            fresh.await_more()
        fresh.settled()
