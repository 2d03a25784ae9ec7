"""What may be done now, asked before anybody does it: the same answers grey a button and refuse a command."""

from collections.abc import Iterator

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import Text, _


def why_not(act: Act, record: Record, actor: Actor) -> str | Text | None:
    """None when the act may be done to the record as it is now; else the sentence that says what stands in the way."""
    if not act.starts_from(record.state):
        return _("{record}现在是“{state}”，不能{act}。").format(
            record=record.number, state=record.state_label, act=act.label
        )
    if act.follows:
        return _("“{act}”只随相关记录的办理发生，不能单独办理。").format(act=act.label)
    if not actor.reaches(act.permission, record):
        return _("您没有在这里{act}的权限；请联系{unit}。").format(act=act.label, unit=record.agency)
    return act.guard(record, actor) if act.guard else None


def allowed_acts(record: Record, actor: Actor) -> Iterator[tuple[Act, str | Text | None]]:
    """The acts of the record's state, each with None or the reason why the actor may not do it now."""
    for act in record.lifecycle.acts_from(record.state):
        if not act.is_birth and not act.follows:
            yield act, why_not(act, record, actor)
