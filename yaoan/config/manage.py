"""Django's own commands under `yaoan manage`. Migrations run as the owner of the tables, all else as the application."""

import os

from yaoan.config import postgres

OWNERS = {"migrate", "createcachetable", "sqlmigrate", "test"}


def run(argv: list[str]) -> int:
    if argv and argv[0] in OWNERS:
        os.environ.setdefault("YAOAN_DB_ROLE", "owner")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaoan.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["yaoan manage", *argv])
    if argv[:1] == ["migrate"] and "DATABASE_URL" not in os.environ:
        postgres.server().trust()
    return 0
