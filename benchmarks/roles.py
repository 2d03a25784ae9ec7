"""Measured is the role that serves, behind the row policies; what only the owner may do is set apart."""

from contextlib import ExitStack

from yaoan.config.postgres import Server
from yaoan.config.postgres.acting import SERVING, owning

__all__ = ["SERVING", "owning", "serve"]


def serve(server: Server | None, stack: ExitStack) -> None:
    """From here on act as the role that serves, with everything in sight unless a request or an actor narrows it."""
    from django.db import connection

    from yaoan.kernel import sight

    if server is not None:
        server.trust(connection.settings_dict["NAME"])
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = SERVING
    stack.enter_context(sight.whole())
