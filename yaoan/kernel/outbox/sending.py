"""One attempt: find the receiver, sign, call, and say what its answer means."""

from collections.abc import Iterable
from datetime import timedelta

from yaoan.kernel import clock
from yaoan.kernel.outbox import posting, reach, signature
from yaoan.kernel.outbox.lanes import Outcome
from yaoan.kernel.outbox.models import State
from yaoan.kernel.words import _

BUSY = frozenset({408, 425, 429})
"""Answers below 500 that say "not now" and nothing of the message."""


def send(url: str, message_id: str, body: bytes, keys: Iterable[str]) -> Outcome:
    """Send a message (JSON), signed with each of the secrets, and judge the answer. Never raises for what the receiver does."""
    try:
        target = reach.target_of(url)
        signed = signature.headers(message_id, clock.now(), body, keys)
        answer = posting.post(target, body, {"Content-Type": "application/json", **signed})
    except (reach.Barred, posting.NoAnswer) as obstacle:
        return Outcome(State.WAITING, trouble=str(obstacle), is_down=True)
    return judged(answer)


def judged(answer: posting.Answer) -> Outcome:
    """What an answer means: 2xx is taken; 5xx and a few others say that nothing is taken now; the rest refuse this message."""
    status = answer.status
    if 200 <= status < 300:
        return Outcome(State.DELIVERED, status)
    if status >= 500 or status in BUSY:
        wait = timedelta(seconds=answer.retry_after or 0)
        return Outcome(State.WAITING, status, str(_("对方暂时不接收（{status}）。").format(status=status)), True, wait)
    if 300 <= status < 400:
        return Outcome(
            State.WAITING, status, str(_("对方要求转到别处（{status}）；不跟随，请改网址。").format(status=status))
        )
    return Outcome(State.WAITING, status, str(_("对方拒收（{status}）。").format(status=status)))
