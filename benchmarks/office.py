"""Fifty officers at work at once against `yaoan serve`: they read lists, open records, search, look at their work, and act."""

import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice
from random import Random

from django.test import Client

from benchmarks.table import Measure, milliseconds, percentile
from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.http import tokens
from yaoan.modules.risks.models import Risk
from yaoan.simulation.load import Ground

OFFICERS, THINKING = 50, 7.0
"""How many people there are, and how many seconds they think between two requests on average, as the TPC-W benchmark has it."""
START_SECONDS, STOP_SECONDS, ALONE = 120, 30, 200
PAGES = (
    ("list", "/risks/", 30),
    ("filter", "/risks/?state=rectifying&sort=due", 15),
    ("search", "/risks/?q=%E9%98%BF%E8%8E%AB%E8%A5%BF%E6%9E%97", 10),
    ("record", "", 20),
    ("workbench", "/", 12),
    ("act", "", 13),
)
"""What people do, with how often in a hundred times."""


@dataclass
class Officer:
    """One person with a browser that is signed in and a token for acts, who keeps one connection open."""

    port: int
    cookie: str
    token: str
    area: str
    numbers: Sequence[str]
    rng: Random
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def arrive(self) -> None:
        """Open every kind of page once, as in the morning; it does not count."""
        for name, address, _share in PAGES:
            if name != "act":
                self.ask(name, address or f"/risks/{self.rng.choice(self.numbers)}/")
        self.times.clear()

    def work(self, until: float) -> None:
        """Think, ask, think, ask, until it is time to go home."""
        time.sleep(self.rng.uniform(0, THINKING))
        while time.monotonic() < until:
            name, address, _share = self.rng.choices(PAGES, [share for _name, _address, share in PAGES])[0]
            if name == "act":
                self.report(name)
            else:
                self.ask(name, address or f"/risks/{self.rng.choice(self.numbers)}/")
            time.sleep(self.rng.expovariate(1 / THINKING))

    def ask(self, name: str, address: str) -> None:
        """Open a page; the time it takes is kept under a name."""
        self._send(name, "GET", address)

    def report(self, name: str) -> None:
        """Report a risk by the API; the time it takes is kept under a name."""
        fields = {
            "title": f"第{self.rng.randrange(10_000)}大药房：冷藏柜断电", "description": "停电后冷藏药品未转移。",
            "risk_kind": "cold_chain", "product_kind": "drug", "channel": "inspection", "area": self.area,
        }  # fmt: skip
        self._send(name, "POST", "/api/risks/", json.dumps({"act": "report", "fields": fields}).encode())

    def _send(self, name: str, method: str, address: str, body: bytes | None = None) -> None:
        headers = {"Cookie": self.cookie, "Host": f"127.0.0.1:{self.port}"}
        if body is not None:
            headers = {
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "Host": headers["Host"],
            }
        began = time.monotonic()
        try:
            answer = self._answer(method, address, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{method} {address}: {error!r}")
            self.connection = None
            return
        self.times[name].append(time.monotonic() - began)
        if answer.status not in (200, 201):
            self.errors.append(f"{method} {address}: {answer.status}")

    def _answer(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> http.client.HTTPResponse:
        if self.connection and _has_hung_up(self.connection):
            self.connection = None  # a line that was idle too long: a browser takes another
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.connection.request(method, address, body=body, headers=headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer


def _has_hung_up(connection: http.client.HTTPConnection) -> bool:
    """Whether the server has closed a line that waits for nothing: then there is something to read, namely its end."""
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


def measures(grounds: Sequence[Ground], minutes: float, *, url: str) -> Iterator[Measure]:
    """So many minutes of mixed work on the records that are there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    officers = list(_officers(grounds, port))
    server = _serve(port, url)
    try:
        yield _alone(officers[0])
        _together([threading.Thread(target=officer.arrive) for officer in officers])
        until = time.monotonic() + 60 * minutes
        _together([threading.Thread(target=officer.work, args=(until,)) for officer in officers])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(STOP_SECONDS)
    yield _told(officers, minutes)


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _alone(officer: Officer) -> Measure:
    """Acts one after the other, while nobody else asks."""
    for _number in range(ALONE):
        officer.report("alone")
        officer.ask("nothing", "/healthz")
    times, nothing = (officer.times.pop(name)[ALONE // 5 :] for name in ("alone", "nothing"))
    middle, slow = percentile(times, 0.5), percentile(times, 0.95)
    return Measure(
        f"a command alone over HTTP at {Risk.objects.count():,} risks, p50 and p95", f"{milliseconds(middle)}, {milliseconds(slow)}",
        "< 10, < 40 ms", middle < 0.01 and slow < 0.04,
        f"a request that asks nothing but whether the database is there {milliseconds(percentile(nothing, 0.5))}",
    )  # fmt: skip


def _told(officers: Sequence[Officer], minutes: float) -> Measure:
    by_page: dict[str, list[float]] = defaultdict(list)
    for officer in officers:
        for name, times in officer.times.items():
            by_page[name] += times
    errors = [error for officer in officers for error in officer.errors]
    for error in errors[:5]:
        print(f"  {error}", file=sys.stderr)
    every = [took for times in by_page.values() for took in times]
    slow = percentile(every, 0.95)
    each = ", ".join(f"{name} {milliseconds(percentile(times, 0.95))}" for name, times in sorted(by_page.items()))
    return Measure(
        f"{OFFICERS} officers at work for {minutes:g} minutes at {Risk.objects.count():,} risks, p95 and errors",
        f"{milliseconds(slow)}, {len(errors)} errors", "< 500 ms, 0", slow < 0.5 and not errors,
        f"{len(every) / minutes / 60:.1f} requests a second, half of them in {milliseconds(percentile(every, 0.5))}; p95 of each: {each}",
    )  # fmt: skip


def _officers(grounds: Sequence[Ground], port: int) -> Iterator[Officer]:
    """People of every county, some of cities and of the province, each signed in."""
    names = [f"{ground.world.home}-{who}" for who in ("officer1", "chief") for ground in grounds]
    names[9::10] = [f"{name[:4]}-city-head" for name in names[9::10]]
    tomorrow = clock.today() + timedelta(days=1)
    for number, username in enumerate(islice(cycle(names), OFFICERS)):
        user, client = User.objects.get(username=username), Client(HTTP_HOST="localhost")
        client.force_login(user, backend="yaoan.kernel.access.backends.GuardedBackend")
        cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
        _made, token = tokens.issue(user, "bench", may_act=True, expires_on=tomorrow, by=user.pk)
        place = username.partition("-")[0]
        numbers = Risk.objects.filter(area__startswith=place).order_by("-id").values_list("number", flat=True)[:200]
        area = f"{place}100" if len(place) == 6 else f"{place}21100"
        yield Officer(port, cookie, token, area, list(numbers), Random(number))


def _serve(port: int, url: str) -> "subprocess.Popen[bytes]":
    """The site in processes of its own, on the database of the measurements, as the role that serves."""
    environment = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "yaoan", "serve", "--port", str(port), "--no-worker"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            return server
        except OSError:
            time.sleep(0.3)
    raise RuntimeError("yaoan serve did not come up")
