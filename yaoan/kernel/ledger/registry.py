"""Which ledgers there are: those declared in the `ledger` room of each installed app."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from yaoan.kernel.ledger.declarations import Ledger


@cache
def ledgers() -> tuple[Ledger, ...]:
    """Every ledger of this installation, in the order of the apps and of their declarations."""
    found: dict[str, Ledger] = {}
    for config in apps.get_app_configs():
        if config.name != __package__ and find_spec(f"{config.name}.ledger"):
            room = import_module(f"{config.name}.ledger")
            declared = (value for value in vars(room).values() if isinstance(value, Ledger))
            found |= {ledger.kind: ledger for ledger in declared}
    return tuple(found.values())


def ledger_of(kind: str) -> Ledger:
    """The ledger of a kind of record. Raises LookupError."""
    for ledger in ledgers():
        if ledger.kind == kind:
            return ledger
    raise LookupError(f"no ledger shows {kind}")


@cache
def dimension_names() -> frozenset[str]:
    """The further parts of the scope bar that some ledger follows."""
    return frozenset(name for ledger in ledgers() for name in ledger.dimensions)
