"""Small drawings that stand in a line of text: how a figure went over a few periods."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 120, 28, 3


def spark(values: Sequence[int | Decimal | None], *, label: str) -> SafeString:
    """A line through values, the newest to the right with a dot. What it shows is said in `label` for those who hear it.

    Values that nobody can tell leave a gap. Fewer than two values are no line, and nothing is drawn.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    span = high - low or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        None
        if value is None
        else (EDGE + place * step, HEIGHT - EDGE - float((value - low) / span) * (HEIGHT - 2 * EDGE))
        for place, value in enumerate(values)
    ]
    lines = " ".join(_path(points))
    last = next((point for point in reversed(points) if point), None)
    assert last is not None
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path d="{}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>'
        '<circle cx="{}" cy="{}" r="2.5" fill="currentColor"/></svg>',
        WIDTH, HEIGHT, WIDTH, HEIGHT, label, lines, f"{last[0]:.1f}", f"{last[1]:.1f}",
    )  # fmt: skip


def _path(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Moves and lines; after a gap the line begins anew."""
    found, is_down = [], False
    for point in points:
        if point is None:
            is_down = False
            continue
        found.append(f"{'L' if is_down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        is_down = True
    return found
