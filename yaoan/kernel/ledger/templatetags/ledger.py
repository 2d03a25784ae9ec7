"""What the templates of the frame and the ledgers need beside Django's own tags."""

from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from yaoan.kernel import clock
from yaoan.kernel.ledger import cells, names
from yaoan.kernel.ledger.scope import Scope

register = template.Library()


def scope_of(request: HttpRequest) -> Scope:
    """The scope of a request, read once."""
    found: Scope | None = getattr(request, "_scope", None)
    if found is None:
        actor = getattr(request, "actor", None)
        found = Scope.of(request.GET, actor) if actor else Scope()
        request._scope = found  # type: ignore[attr-defined]
    return found


@register.simple_tag(takes_context=True)
def carry(context: dict[str, Any], url: str) -> str:
    """An address with the scope of the present page in it."""
    request = context.get("request")
    return scope_of(request).carried_by(str(url)) if request else str(url)


@register.filter
def cell(value: Any, sort: str = "text") -> SafeString:
    """A value as it stands in a cell."""
    return value if isinstance(value, SafeString) else cells.html(sort, value)


@register.filter
def instant(value: datetime | None) -> str:
    """An instant in China's time to the minute."""
    return cells.text("instant", value)


@register.filter
def day(value: date | None) -> str:
    return value.isoformat() if value else ""


@register.filter
def place(code: str) -> str:
    return names.place(code)


@register.filter
def size(count: int) -> str:
    """A number of bytes as people read it."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"


OFFICE = "application/vnd.openxmlformats-officedocument."
FILE_TYPES = {
    f"{OFFICE}wordprocessingml.document": "Word",
    f"{OFFICE}spreadsheetml.sheet": "Excel",
    "application/pdf": "PDF",
}
"""Types of files by the names people call them."""


@register.filter
def file_type(mime: str) -> str:
    """What people call a type of file; the type itself where they have no word for it."""
    return FILE_TYPES.get(mime, mime)


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """The value under a key; the key itself where there is none."""
    return mapping.get(key, key)


@register.simple_tag
def today() -> str:
    return clock.today().isoformat()
