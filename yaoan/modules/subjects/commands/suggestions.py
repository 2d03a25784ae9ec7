"""What a form starts with."""

from typing import Any

from yaoan.kernel.access.actor import Actor


def so_far(name: str) -> Any:
    """What the record holds now."""
    return lambda record, _actor: getattr(record, name, None)


def own_place(_record: Any, actor: Actor) -> str:
    return actor.place


def own_agency(_record: Any, actor: Actor) -> int | None:
    return actor.agency_id
