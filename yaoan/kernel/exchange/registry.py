"""Which importers there are: those declared in the `imports` room of each installed app."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from yaoan.kernel.exchange.importer import Importer


@cache
def importers() -> dict[str, Importer]:
    """Every importer of this installation by name, in the order of the apps and of their declarations."""
    found: dict[str, Importer] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.imports"):
            room = import_module(f"{config.name}.imports")
            found |= {value.name: value for value in vars(room).values() if isinstance(value, Importer)}
    return found


def importer_of(name: str) -> Importer:
    """The importer of a name. Raises LookupError."""
    try:
        return importers()[name]
    except KeyError:
        raise LookupError(f"nothing is imported under the name {name}") from None
