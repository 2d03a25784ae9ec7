"""What of a penalty is published, and for how long (Order 45)."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yaoan.kernel.statutes import Calendar, Terms
from yaoan.modules.cases.choices import PartyKind, Penalty
from yaoan.modules.cases.rules.windows import last_day

LIGHT = frozenset({Penalty.WARNING, Penalty.CRITICISM, Penalty.FINE})
GRAVE = frozenset({Penalty.DOWNGRADE, Penalty.SUSPENSION, Penalty.REVOCATION, Penalty.RESTRICTION})
_IDENTITY = re.compile(r"\d{6}(?:19|20)\d{9}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")


def is_published(penalties: Collection[str]) -> bool:
    """A mere warning is not published (art. 2)."""
    return bool(set(penalties) - {Penalty.WARNING})


def is_brief(penalties: Collection[str], fine: Decimal, party: PartyKind, rules: Mapping[str, Any]) -> bool:
    """Whether three months are enough: public criticism or a lower fine alone (art. 13)."""
    return set(penalties) <= LIGHT and fine < rules["lower_fine"][str(party)]


def may_end_early(penalties: Collection[str]) -> bool:
    """Whether publication may end early at all: not after the grave kinds of penalty (art. 14)."""
    return not GRAVE & set(penalties)


def public_until(
    published_on: date, *, brief: bool, restricted_until: date | None, terms: Terms, calendar: Calendar
) -> date:
    """The last day of publication: 3 months, 3 years, or as long as a longer restriction lasts (art. 13)."""
    name = "publicity.period_short" if brief else "publicity.period"
    end = last_day(name, published_on, terms=terms, calendar=calendar)
    return max(end, restricted_until) if restricted_until and not brief else end


def redacted(text: str, names: Collection[str]) -> str:
    """A text without identity and telephone numbers, and with given names covered but for their first character."""
    covered = _IDENTITY.sub("＊＊＊", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        covered = covered.replace(name, name[0] + "某" * (1 if len(name) < 3 else 2))
    return covered
