"""Noting what was last done to look after the installation."""

from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.upkeep.models import Mark

BACKUP, DRILL, VERIFY = "backup", "drill", "verify"


def note(what: str, *, is_good: bool = True, **detail: Any) -> None:
    """Something was done just now."""
    Mark.objects.update_or_create(what=what, defaults={"at": clock.now(), "is_good": is_good, "detail": detail})


def marks() -> dict[str, Mark]:
    """What was last done, by its name."""
    return {mark.what: mark for mark in Mark.objects.all()}
