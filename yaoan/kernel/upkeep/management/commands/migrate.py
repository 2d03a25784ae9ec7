"""Django's `migrate`, after which the tables are guarded."""

from typing import Any

from django.core.management.commands import migrate

from yaoan.kernel.upkeep.policies import guard


class Command(migrate.Command):
    """Migrate, then put the row policies on whatever tables there are."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            guard()
