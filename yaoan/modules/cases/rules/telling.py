"""What the party was told binds the decision: nothing is decided that was not told, and nothing heavier (Penalty Law arts 44, 45)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from yaoan.modules.cases.choices import Penalty

LIGHTEST = frozenset({Penalty.WARNING, Penalty.CRITICISM})


@dataclass(frozen=True, slots=True)
class Burden:
    """What a penalty lays on the party; sums are yuan."""

    kinds: Collection[str]
    fine: Decimal = Decimal(0)
    confiscated: Decimal = Decimal(0)


def untold(told: Burden, decided: Burden) -> list[Penalty]:
    """The kinds of penalty that were not told, the lightest first.

    A warning or public criticism may take the place of something heavier that was told and is now left out or lowered.
    """
    new = set(decided.kinds) - set(told.kinds)
    is_milder = decided.fine < told.fine or bool(set(told.kinds) - set(decided.kinds))
    return [kind for kind in Penalty if kind in new and not (is_milder and kind in LIGHTEST)]
