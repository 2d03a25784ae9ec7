"""What the pages of the account draw."""

from datetime import timedelta

from django import template
from django.utils.safestring import SafeString, mark_safe

from yaoan.kernel.access import qr

register = template.Library()


@register.filter
def qr_code(text: str) -> SafeString:
    """A text as a QR code; only squares come out, whatever goes in."""
    return mark_safe(qr.drawn(text))


@register.filter
def in_fours(text: str) -> str:
    """Letters in groups of four, to be read off and typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


@register.filter
def hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)
