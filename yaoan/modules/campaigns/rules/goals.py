"""Targets of a notice held against figures: the number in 不少于60件, and whether it is reached."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AT_MOST = re.compile("不超过|不高于|低于|以下|以内|控制在|小于")
_AT_LEAST = re.compile("不低于|不小于|不少于")


def number_in(raw: str) -> Decimal | None:
    """The one number of a target as the notice words it; None where there is none, or more than one."""
    found = _NUMBER.findall(raw)
    return Decimal(found[0]) if len(found) == 1 else None


def is_ceiling(raw: str) -> bool:
    """Whether a target is not to be exceeded rather than to be reached."""
    return bool(_AT_MOST.search(raw)) and not _AT_LEAST.search(raw)


def is_reached(value: Decimal | int | None, number: Decimal, *, ceiling: bool) -> bool:
    """Whether a figure keeps to a target. What cannot be told is not reached."""
    if value is None:
        return False
    return value <= number if ceiling else value >= number
