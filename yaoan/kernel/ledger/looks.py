"""Who looked at what not everyone may see: written to the access log, apart from the journal."""

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.journal.models import AccessLog


def note(actor: Actor, what: str, *, record: int | None = None, reason: str = "") -> None:
    """Write down that the actor looked: `what` is `file`, `item`, `export`, `print`."""
    AccessLog(actor=actor.user_id, record=record, what=what, reason=reason[:300], at=clock.now()).save()
