"""Views under a name, and the columns a person chose: what is kept about lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.ledger.declarations import Ledger
from yaoan.kernel.ledger.models import SavedView
from yaoan.kernel.words import _

COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Tab:
    """One view in the row above a list. `saved` is the row behind it when a person saved it."""

    label: Any
    query: str
    saved: SavedView | None = None


def views_of(ledger: Ledger, actor: Actor) -> list[Tab]:
    """The views of a list: the module's, then those people saved. One query."""
    saved = SavedView.objects.seen_by(actor).filter(kind=ledger.kind).order_by("audience", "name", "pk")
    return [
        Tab(_("全部"), ""),
        *(Tab(view.label, view.query) for view in ledger.views),
        *(Tab(view.name, view.query, view) for view in saved[:50]),
    ]


def save_view(ledger: Ledger, actor: Actor, *, name: str, query: str, audience: str) -> str | None:
    """Keep an address under a name (the actor's own of that name is replaced); the sentence that refuses it, or None.

    A view for the unit needs a post in it, a view for everyone a head's post.
    """
    name = name.strip()
    if not name or len(name) > 40:
        return str(_("请给视图起一个40字以内的名称。"))
    if audience == SavedView.UNIT and actor.agency_id is None:
        return str(_("您没有任职单位，只能保存自己的视图。"))
    if audience == SavedView.ALL and not actor.is_head:
        return str(_("面向所有人的视图由单位负责人保存；可以先保存给本单位。"))
    if audience not in dict(SavedView.AUDIENCES):
        audience = SavedView.MINE
    values = {"query": query, "audience": audience, "agency_id": actor.agency_id, "saved_at": clock.now()}
    SavedView.objects.update_or_create(kind=ledger.kind, owner_id=actor.user_id, name=name, defaults=values)
    return None


def delete_view(ledger: Ledger, actor: Actor, pk: int) -> bool:
    """Forget a view of the actor's own."""
    gone, _each = SavedView.objects.filter(kind=ledger.kind, owner_id=actor.user_id, pk=pk).delete()
    return bool(gone)


def chosen_columns(user: User, ledger: Ledger) -> Sequence[str]:
    """The names of the columns the person wants to see in this list, in order; none chosen: none."""
    chosen: dict[str, list[str]] = user.preferences.get(COLUMNS, {})
    return chosen.get(ledger.kind, ())


@transaction.atomic
def choose_columns(user: User, ledger: Ledger, names: Sequence[str]) -> None:
    """Keep the columns a person wants, in order; none: the usual ones again."""
    fresh = User.objects.select_for_update().get(pk=user.pk)
    chosen = {**fresh.preferences.get(COLUMNS, {})}
    chosen.pop(ledger.kind, None)
    if names:
        chosen[ledger.kind] = list(names)
    fresh.preferences = {**fresh.preferences, COLUMNS: chosen}
    fresh.save(update_fields=["preferences"])
