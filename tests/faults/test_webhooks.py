"""Messages to other systems when the process that sends them is killed, again and again: none is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.outbox import reach
from yaoan.kernel.outbox.models import Delivery, State
from yaoan.modules.risks.tests.test_ledger_of_risks import reported
from yaoan.modules.webhooks.commands import Approve, Propose

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CHILD = """
import django
django.setup()
from yaoan.modules.webhooks import tasks
from yaoan.modules.webhooks.models import Subscription
from yaoan.kernel import sight
tasks.follow()
with sight.whole():
    found = Subscription.objects.get().pk
print("ready", flush=True)
tasks.send(subscription=found)
print("finished", flush=True)
"""


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """The address of a slow receiver and the ids of what it got."""
    got: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            got.append(self.headers["webhook-id"])
            time.sleep(0.02)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Tests are quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # whoever asked was killed

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/in", got
        server.shutdown()


def sender() -> "subprocess.Popen[str]":
    """A process of its own that does what a worker does in one minute."""
    settings = connection.settings_dict
    options = {**settings["OPTIONS"], "host": settings["HOST"], "port": settings["PORT"]}
    query = "&".join(f"{name}={value}" for name, value in options.items() if value)
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?{query}"
    place = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "yaoan.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True, env={**os.environ, **place}
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_is_killed_in_the_middle_three_times_and_nothing_is_lost(
    heard, officer, chief, monkeypatch
) -> None:
    monkeypatch.setenv("YAOAN_WEBHOOK_HOSTS", "127.0.0.0/8")
    reach.within.cache_clear()
    url, got = heard
    command = Propose(title="平台", url=url, kinds=("risks",), purpose="共享", secret=SECRET)
    perform(Approve(), on=open_record(command, by=officer), by=chief)
    for number in range(60):
        reported(officer, title=f"第{number}条")
    for _ in range(3):
        worker, before = sender(), len(got)
        assert worker.stdout is not None and worker.stdout.readline().strip() == "ready"
        while len(got) < before + 5:
            time.sleep(0.005)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        assert Delivery.objects.filter(state=State.WAITING).exists()
    output, _ = sender().communicate(timeout=60)
    assert output.strip().endswith("finished")
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DELIVERED}
    sent = [one.message_id for one in Delivery.objects.order_by("entry")]
    assert list(dict.fromkeys(got)) == sent and len(sent) == 60, "all of it, and in order"
    doubled = [count - 1 for count in Counter(got).values() if count > 1]
    assert sum(doubled) <= 3, "at most what was under way at each blow came twice, under its own id"
    reach.within.cache_clear()
