import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from yaoan.kernel.commands import open_record, perform
from yaoan.kernel.outbox import reach
from yaoan.modules.webhooks import tasks
from yaoan.modules.webhooks.commands import Approve, Propose
from yaoan.modules.webhooks.models import Subscription

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Message:
    """One request as a receiver got it."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Another system. `answers` are the statuses it gives, one after another, then `usual`; `before` runs at each request."""

    url: str = ""
    usual: int = 204
    answers: list[int] = field(default_factory=list)
    got: list[Message] = field(default_factory=list)
    before: Callable[[Message], None] = lambda _message: None

    @property
    def ids(self) -> list[str]:
        return [message.headers["webhook-id"] for message in self.got]


@pytest.fixture
def receiver(monkeypatch) -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = Message({name.lower(): value for name, value in self.headers.items()}, body)
            made.got.append(message)
            made.before(message)
            self.send_response(made.answers.pop(0) if made.answers else made.usual)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Tests are quiet."""

    monkeypatch.setenv("YAOAN_WEBHOOK_HOSTS", "127.0.0.0/8")
    reach.within.cache_clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}/in"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()
    reach.within.cache_clear()


@pytest.fixture
def subscribe(officer, chief, receiver) -> Callable[..., Subscription]:
    """`subscribe()` tells the receiver of risks of the county, in the officer's rights, approved by the chief."""

    def make(*, by=None, kinds: tuple[str, ...] = ("risks",), title: str = "市政务数据平台") -> Subscription:
        proposed = open_record(
            Propose(title=title, url=receiver.url, kinds=kinds, purpose="共享办理进展", secret=SECRET),
            by=by or officer,
        )
        return perform(Approve(), on=proposed, by=chief)

    return make


@pytest.fixture
def minute() -> Callable[[], None]:
    """`minute()` does what the clock does each minute, and the jobs that were asked for."""

    def run() -> None:
        tasks.follow()
        for subscription in Subscription.objects.filter(state="active"):
            tasks.send(subscription=subscription.pk)

    return run
