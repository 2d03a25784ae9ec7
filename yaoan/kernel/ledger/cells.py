"""How the values of a column are written: as text, as a plain value for sheets and JSON, and as HTML."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.ledger import names
from yaoan.kernel.ledger.values import Chip, Linked

Cell = Literal[
    "text", "number", "chip", "state", "date", "instant", "person", "agency", "place", "link", "clock", "tags", "bool"
]
CELLS: tuple[str, ...] = Cell.__args__  # type: ignore[attr-defined]

Plain = str | int | Decimal | bool | date | datetime | None


def plain(cell: str, value: Any) -> Plain:
    """A value as a sheet or JSON takes it: numbers, days and instants stay what they are, the rest becomes text."""
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, Decimal, date)) and cell not in ("chip", "state", "place"):
        return value
    if isinstance(value, float):
        return Decimal(str(value))
    return text(cell, value)


def text(cell: str, value: Any) -> str:
    """A value as a person reads it in a file."""
    if value is None or value == "":
        return ""
    if cell == "place" and isinstance(value, str):
        return names.place(value)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, float)):
        return number(value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return "、".join(text("text", item) for item in value)
    return str(value)


_NUMBER = re.compile(r"[A-Z]{3}-\d{4}-\d{6}\b", re.ASCII)


def number(value: Any) -> str:
    """A number without idle zeros: 2.5000 is 2.5."""
    if isinstance(value, int):
        return str(value)
    body = f"{value:f}"
    return body.rstrip("0").rstrip(".") if "." in body else body


def html(cell: str, value: Any, record: Any = None) -> SafeString:
    """A value as it stands in a table or a panel of a page."""
    if isinstance(value, Chip):
        return format_html('<span class="chip {}">{}</span>', value.tone, value.text)
    if isinstance(value, Linked):
        return format_html('<a href="{}">{}</a>', value.url, _whole_number(str(value.text)))
    draw = _DRAWN.get(cell)
    if draw is not None:
        return draw(value, record)
    written = text(cell, value)
    if not written:
        return SafeString('<span class="none" aria-hidden="true">—</span>')
    if hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), _whole_number(written))
    if cell in ("number", "date", "instant") or isinstance(value, (int, Decimal, date)):
        return format_html('<span class="figure">{}</span>', written)
    return format_html("{}", written)


def _link(value: Any, record: Any) -> SafeString:
    target = value if hasattr(value, "get_absolute_url") else record
    if not value or target is None:
        return html("text", value)
    return format_html('<a href="{}">{}</a>', target.get_absolute_url(), _whole_number(text("text", value)))


def _whole_number(written: str) -> SafeString:
    """A text that begins with a record's number, which no line may break."""
    found = _NUMBER.match(written)
    if found is None:
        return format_html("{}", written)
    return format_html('<span class="figure">{}</span>{}', found[0], written[found.end() :])


def _chip(value: Any, _record: Any) -> SafeString:
    written = text("text", value)
    return format_html('<span class="chip plain">{}</span>', written) if written else html("text", None)


def _state(value: Any, record: Any) -> SafeString:
    closed = record is not None and record.is_closed
    return format_html('<span class="state {}">{}</span>', "closed" if closed else "open", text("text", value))


def _tags(value: Any, _record: Any) -> SafeString:
    if not value:
        return html("text", None)
    return format_html_join(" ", '<span class="chip plain">{}</span>', ((text("text", item),) for item in value))


def _clock(value: Any, record: Any) -> SafeString:
    from yaoan.kernel.ledger import clocks

    return clocks.chip(clocks.reading(value, is_closed=record is not None and record.is_closed))


_DRAWN: dict[str, Callable[[Any, Any], SafeString]] = {
    "link": _link,
    "chip": _chip,
    "state": _state,
    "tags": _tags,
    "clock": _clock,
}
