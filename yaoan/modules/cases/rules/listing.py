"""Who may be put on the list of serious violators."""

from collections.abc import Collection

from yaoan.modules.cases.choices import Grade, Heavier, Penalty

_NEEDED: dict[Heavier, frozenset[str]] = {
    Heavier.BENCHMARK: frozenset({Penalty.FINE}),
    Heavier.LICENCE: frozenset({Penalty.DOWNGRADE, Penalty.REVOCATION}),
    Heavier.RESTRICTION: frozenset({Penalty.SUSPENSION, Penalty.RESTRICTION}),
}


def is_heavier(kind: Heavier, penalties: Collection[str], grade: str) -> bool:
    """Whether penalties and grade bear out the kind of heavier penalty that is claimed (list of serious violators, art. 2)."""
    if kind == Heavier.OTHER:
        return bool(penalties)
    if kind == Heavier.BENCHMARK and grade != Grade.HEAVIER:
        return False
    return bool(_NEEDED[kind] & set(penalties))


def is_grave(penalties: Collection[str], grade: str) -> bool:
    """Whether a penalty is a heavier one of any kind the law names."""
    return any(is_heavier(kind, penalties, grade) for kind in _NEEDED)
