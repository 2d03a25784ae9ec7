"""From a notice that was read to the fields of a draft, and from its duties to the dates they fall on."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yaoan.modules.campaigns.choices import Focus
from yaoan.modules.campaigns.rules import Reading

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def first_day(text: str | None) -> date | None:
    """`2025-05` is its first day, `2025-05-06` the day itself."""
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01") if text else None


def last_day(text: str | None) -> date | None:
    """`2026-10` is its last day, `2026-10-15` the day itself."""
    if not text:
        return None
    if len(text) > 7:
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7])
    return date(year, month, monthrange(year, month)[1])


def draft_of(reading: Reading) -> dict[str, Any]:
    """The fields of `commands.campaigns.Draft` that the notice gives. What it does not say stays empty."""
    found = reading.as_json()
    period, focus = found["period"], found["focus"]
    doubts = [*found["doubts"], *(f"前后不一：{text}" for text in found["contradictions"])]
    return {
        "title": found["attachment_title"] or found["title"] or "",
        "document_number": found["doc_no"] or "",
        "issuer": "、".join(found["issuers"]),
        "issued_on": first_day(found["date"]),
        "starts_on": first_day(period["start"]),
        "ends_on": last_day(period["end"]),
        "period_text": period["raw"] or "",
        "aims": tuple(found["goals"]),
        **{str(name): tuple(focus.get(str(name), ())) for name in Focus},
        "plan": found["tasks"],
        "targets": found["targets"],
        "stages": found["stages"],
        "calendar": found["reporting"],
        "marks": found["marks"],
        "repairs": tuple(found["repairs"]),
        "doubts": tuple(doubts),
    }


def dates_of(duty: Mapping[str, Any], start: date, end: date, day: int) -> Iterator[tuple[date, date, date]]:
    """(due, covered from, covered until) of a recurring duty between two days, due on `day` of the month it falls in.

    A duty with a date of its own, or with listed dates, gives those that lie between.
    """
    single = [duty["due"]] if duty.get("due") else list(duty.get("dates") or ())
    if single:
        for text in single:
            due = date.fromisoformat(text)
            if start <= due <= end:
                yield due, start, due
        return
    step = MONTHS.get(duty.get("every") or "", 0)
    if not step:
        return
    year, month = start.year, start.month
    while date(year, month, 1) <= end:
        if month % step == 0:
            due = date(year, month, min(day, monthrange(year, month)[1]))
            first = date(year, month, 1) if step == 1 else _back(year, month, step - 1)
            if start <= due <= end:
                yield due, max(first, start), min(date(year, month, monthrange(year, month)[1]), end)
        year, month = (year + month // 12, month % 12 + 1)


def _back(year: int, month: int, count: int) -> date:
    index = year * 12 + month - 1 - count
    return date(index // 12, index % 12 + 1, 1)
