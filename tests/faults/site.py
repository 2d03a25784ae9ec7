"""A site under load, and what may befall it: killed processes, a database that goes away, more callers than it has room for."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.response import addinfourl
from uuid import uuid4

from tests.faults.machine import Machine

PATIENCE_SECONDS = 60
"""How long a caller sends the same again before it gives up."""

STAFF = """
from datetime import date, timedelta
from yaoan.config.cli import setup
setup()
from yaoan.kernel import clock, sight
from yaoan.kernel.access import staffing
from yaoan.kernel.http import tokens
tokens.PER_MINUTE = 10**9
with sight.whole():
    staffing.add_places([("99", "东岭省"), ("9901", "云河市"), ("990121", "青溪县")])
    county = staffing.add_agency("青溪县局", "青溪县局", "county", ["990121"])
    for number in range({callers}):
        user = staffing.add_person(f"caller{{number}}", f"呼{{number}}")
        staffing.appoint(user, county, "股长", since=date(2020, 1, 1))
        staffing.grant(user, "head", county, since=date(2020, 1, 1))
        print(tokens.issue(user, "试", may_act=True, expires_on=clock.today() + timedelta(days=30), by=0)[1])
"""

LOOK = """
import json
from yaoan.config.cli import setup
setup()
from yaoan.kernel import sight
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.commands.upkeep import rebuild_deadlines
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.records.models import Docket
from yaoan.modules.risks.public import Risk
with sight.whole():
    risks = list(Risk.objects.order_by("pk"))
    assert all(replayed(risk.pk).head == bytes(risk.head) for risk in risks)
    assert rebuild_deadlines() == []
    assert sorted(Docket.objects.values_list("number", flat=True)) == sorted(risk.number for risk in risks)
    lines = Entry.objects.order_by("pk").values_list("command_id", "number", "act")
    print(json.dumps([[str(command), number, act] for command, number, act in lines]))
"""


class Site(Machine):
    """`yaoan serve` on an installation of its own."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self, callers: int) -> list[str]:
        """Tables, an office and people in it; returns the token of each."""
        done = self.yaoan("manage", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        return self.python(STAFF.format(callers=callers)).split()

    def start(self) -> None:
        """Serve, and wait until it answers."""
        words = [sys.executable, "-m", "yaoan", "serve", "--port", str(self.port)]
        with (self.home / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        self.await_well()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)
        self.yaoan("db", "stop")

    def await_well(self, seconds: float = 90) -> None:
        """Wait until the site says that it can answer people."""
        deadline = time.monotonic() + seconds
        while answer(f"{self.address}/healthz")[0] != 200:
            assert time.monotonic() < deadline, (self.home / "serve.log").read_text()[-3000:]
            time.sleep(0.1)

    def processes(self, word: str) -> list[int]:
        """The processes below `yaoan serve` whose command line has a word, the oldest first."""
        assert self._process
        found, seen = [], {self._process.pid}
        for number, parent, words in sorted(_processes()):
            if parent in seen:
                seen.add(number)
                if word in words:
                    found.append(number)
        return found

    # What befalls it.

    def kill_a_server(self) -> None:
        """SIGKILL to one of the processes that answer requests, which their parent replaces."""
        self._kill("granian", -1)

    def kill_the_server(self) -> None:
        """SIGKILL to the parent of those that answer requests; they end with it, and `yaoan serve` starts it again."""
        self._kill("granian", 0)

    def kill_the_site(self) -> None:
        """SIGKILL to `yaoan serve`; all that it started ends with it, and somebody starts it again."""
        assert self._process
        self._process.kill()
        self._process.wait()
        deadline = time.monotonic() + 30
        while self._listens():
            assert time.monotonic() < deadline, "the children of a killed site stay"
            time.sleep(0.1)
        self.start()

    def kill_the_worker(self) -> None:
        """SIGKILL to the worker of jobs, which `yaoan serve` starts again."""
        self._kill("yaoan worker", 0)

    def _kill(self, word: str, place: int) -> None:
        """SIGKILL to one of the processes with a word, as soon as there is one: it may just be started again."""
        deadline = time.monotonic() + 90
        while True:
            try:
                os.kill(self.processes(word)[place], signal.SIGKILL)
            except (IndexError, ProcessLookupError):
                assert time.monotonic() < deadline, f"no {word} is started again"
                time.sleep(0.1)
            else:
                return

    def kill_the_database(self) -> None:
        """SIGKILL to PostgreSQL; somebody starts it again, and it recovers from its log."""
        os.kill(int((self.home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.5)
        self._start_database()

    def restart_the_database(self) -> None:
        """An orderly end of PostgreSQL, as for an update of it, which breaks off what is being done."""
        self.yaoan("db", "stop")
        time.sleep(0.5)
        self._start_database()

    @contextmanager
    def storm(self) -> Iterator[None]:
        """Inside the block others hold every connection that the database has."""
        import psycopg

        url = self.python("from yaoan.config import postgres; print(postgres.database_url('app'))")
        held: list[psycopg.Connection[tuple[object, ...]]] = []
        try:
            with_room = True
            while with_room:
                try:
                    held.append(psycopg.connect(url))
                except psycopg.OperationalError:
                    with_room = False
            yield
        finally:
            for one in held:
                one.close()

    def _start_database(self) -> None:
        done = self.yaoan("db", "start")
        assert done.returncode == 0, done.stderr

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def answer(url: str, body: object = None, token: str = "", cookie: str = "") -> tuple[int, dict[str, str], bytes]:
    """Status, headers (their names in small letters) and body; status 0 where no answer came, or not the whole of it."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Cookie": cookie}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with _answered(request) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            if headers.keys() & {"content-length", "transfer-encoding"}:  # without, its head is not whole
                return response.status or 0, headers, response.read()
    except (OSError, HTTPException):  # the one who answers may be killed between two bytes
        pass
    return 0, {}, b""


def _answered(request: urllib.request.Request) -> addinfourl:
    """An answer still to be read, a refusal too."""
    try:
        opened: addinfourl = urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as error:
        return error
    return opened


@dataclass
class Load:
    """Callers who report risks and remark on them, one after another, and send each act again until they hear of it."""

    site: Site
    tokens: list[str]
    acts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What callers were told is done: command id -> (number of the record, act)."""
    answers: Counter[int] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)
    """Answers other than done, away and none, and refusals without a sentence."""

    @contextmanager
    def on(self) -> Iterator["Load"]:
        """Inside the block the callers work; at its end each brings to an end what it has begun."""
        stopping = threading.Event()
        threads = [threading.Thread(target=self._call, args=(token, stopping)) for token in self.tokens]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stopping.set()
            for thread in threads:
                thread.join(PATIENCE_SECONDS + 30)

    def await_more(self, count: int = 5) -> None:
        """Wait until so many more acts are done."""
        wanted, deadline = len(self.acts) + count, time.monotonic() + PATIENCE_SECONDS
        while len(self.acts) < wanted:
            assert time.monotonic() < deadline, f"nothing is done any more: {self.answers} {self.unclear[:3]}"
            time.sleep(0.02)

    def _call(self, token: str, stopping: threading.Event) -> None:
        fields = {"title": "冷柜停电", "description": "停电", "risk_kind": "storage", "channel": "inspection",
                  "product_kind": "drug", "area": "990121"}  # fmt: skip
        while not stopping.is_set():
            number = self._done("/api/risks/", {"act": "report", "fields": fields}, token, "report")
            if number:
                self._done(f"/api/risks/{number}/remark/", {"fields": {"text": "已电话核实"}}, token, "remark")

    def _done(self, path: str, body: dict[str, object], token: str, act: str) -> str:
        """Send an act until somebody says that it is done; the number of its record, or "" where nobody did."""
        command, deadline = str(uuid4()), time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            status, headers, said = answer(self.site.address + path, body | {"command_id": command}, token)
            self.answers[status] += 1
            if status in (200, 201):
                number = str(json.loads(said)["number"])
                self.acts[command] = (number, act)
                return number
            if status == 429:
                time.sleep(1)
            elif status == 503:
                if "retry-after" not in headers or json.loads(said)["code"] != "unavailable":
                    self.unclear.append(f"{status} {said[:300]!r}")
            elif status:
                self.unclear.append(f"{status} {said[:300]!r}")
            time.sleep(0.05)
        self.unclear.append(f"{act} was never answered")
        return ""

    def settled(self) -> None:
        """Everything that was said to be done is in the journal once, nothing else is, and all of it is whole."""
        lines = json.loads(self.site.python(LOOK))
        assert not self.unclear, self.unclear[:5]
        assert Counter(command for command, *_rest in lines) == Counter(self.acts.keys())
        assert {command: (number, act) for command, number, act in lines} == self.acts
        journal = self.site.home / f"{uuid4().hex}.jsonl"
        for words in (("export", journal), ("verify", journal)):
            done = self.site.yaoan("journal", *words)
            assert done.returncode == 0, done.stdout + done.stderr


def _processes() -> Iterator[tuple[int, int, str]]:
    """(number, parent, command line) of every process."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "stat").read_text()
            words = (place / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        yield int(place.name), int(status.rpartition(")")[2].split()[1]), words
