"""The two-person rule: an act that takes another person than those who had a hand in it before."""

from dataclasses import dataclass
from typing import Any

from yaoan.kernel.lifecycle.table import Guard
from yaoan.kernel.words import Text


@dataclass(frozen=True, slots=True)
class Another:
    """Another person does this than those who had a hand in it before."""

    attributes: tuple[str, ...]
    """The record's attributes that name them: the id of one person, or a list of ids."""
    says: Text
    """What those persons are told."""
    first: Guard | None = None
    """What must hold besides, and is asked first."""

    def __call__(self, record: Any, actor: Any) -> str | Text | None:
        reason = self.first(record, actor) if self.first else None
        if reason is not None:
            return reason
        return self.says if actor.user_id in self.people(record) else None

    def people(self, record: Any) -> frozenset[int]:
        """Who may not do it."""
        found: set[int] = set()
        for name in self.attributes:
            value = getattr(record, name)
            found.update(value if isinstance(value, list | tuple) else [value])
        return frozenset(found) - {None}  # type: ignore[arg-type]


def by_another(*attributes: str, says: Text, first: Guard | None = None) -> Another:
    """A guard: nobody whom these attributes of the record name does the act; it takes a second person.

    What one person asks for and another grants is two acts: the first writes down who asks, and the second, which
    alone has an effect, is guarded by this. Both are lines of the journal, signed by whoever did them.
    """
    return Another(attributes, says, first)
