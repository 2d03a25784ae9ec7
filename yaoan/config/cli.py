"""The command `yaoan`. What needs no database imports none."""

import importlib
import os
import sys
from collections.abc import Callable, Sequence

from yaoan.config import unfinished
from yaoan.kernel import sight

COMMANDS: dict[str, tuple[str, str, bool]] = {
    "demo": ("yaoan.config.demo", "set up, play eighteen months, verify, report, serve", False),
    "simulate": ("yaoan.config.simulate", "play a year of an invented county, city or province", False),
    "serve": ("yaoan.config.serve", "serve the site and run jobs", False),
    "worker": ("yaoan.kernel.jobs.command", "run jobs", True),
    "due": ("yaoan.kernel.statutes.command", "when a term ends, and why", False),
    "read-notice": ("yaoan.modules.campaigns.rules.command", "read a notice into a draft campaign", False),
    "read-decision": ("yaoan.modules.cases.rules.decisions.command", "read a published penalty decision", False),
    "journal": ("yaoan.kernel.journal.command", "export, verify, seal the journal", False),
    "package": ("yaoan.config.packages", "exchange with the levels above and below", False),
    "backup": ("yaoan.config.keeping.backup", "write the whole installation to a folder", False),
    "restore": ("yaoan.config.keeping.restore", "restore it from there, proved against its heads", False),
    "places": ("yaoan.config.places", "bring the tree of places in, look a code up", True),
    "user": ("yaoan.kernel.access.command", "add people, passwords, grants", True),
    "token": ("yaoan.kernel.http.command", "make, list and revoke tokens of the JSON interface", True),
    "db": ("yaoan.config.postgres.console", "start, stop and look at the embedded database", False),
    "docs": ("yaoan.config.docs", "write or check the generated documentation", True),
    "module": ("yaoan.config.scaffold", "write the rooms of a new module", False),
    "manage": ("yaoan.config.manage", "Django's own commands", False),
}
"""name -> (module with run(argv) -> exit status, what it does, whether Django is set up first)"""

CLOSED = frozenset({"demo", "simulate", "serve", "worker", "journal", "package", "backup", "user", "token"})
"""What works with data and keys: not while a restore is unfinished, for they may not belong together."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run `yaoan NAME …` and exit with its status: 0 done, 1 refused or found faults, 2 called wrongly."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help", "help"):
        print(usage())
        sys.exit(0)
    if given[0] == "--version":
        print(importlib.import_module("importlib.metadata").version("yaoan"))
        sys.exit(0)
    if given[0] not in COMMANDS:
        print(f"yaoan: there is no command {given[0]}\n\n{usage()}", file=sys.stderr)
        sys.exit(2)
    if given[0] in CLOSED and (begun := unfinished.noted()):
        print(f"A restore was broken off. Give it again first: yaoan restore {begun.folder}", file=sys.stderr)
        sys.exit(1)
    module, _what, needs_django = COMMANDS[given[0]]
    if needs_django:
        _setup_or_exit()
    run: Callable[[list[str]], int] = importlib.import_module(module).run
    try:
        with sight.whole():  # who works at the machine itself sees everything anyway
            sys.exit(run(given[1:]))
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def setup() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yaoan.config.settings")
    import django

    django.setup()


def _setup_or_exit() -> None:
    """Make Django ready, or say why there is no database."""
    from yaoan.config.postgres import Unavailable

    try:
        setup()
    except Unavailable as obstacle:
        print(obstacle, file=sys.stderr)
        sys.exit(1)


def usage() -> str:
    lines = [f"  {name:12} {what}" for name, (_module, what, _django) in COMMANDS.items()]
    return "\n".join(["yaoan COMMAND …   (yaoan COMMAND --help)", "", *lines])
