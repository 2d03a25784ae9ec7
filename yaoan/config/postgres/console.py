"""`yaoan db`: start, stop and ask the embedded database, or open a prompt on it."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from yaoan.config.postgres import roles
from yaoan.config.postgres.places import Unavailable, account_for, binaries, data_directory
from yaoan.config.postgres.server import Server


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan db …` command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="yaoan db", description="The embedded database of this installation.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("start", help="start it (also done by every command that needs it)")
    commands.add_parser("stop", help="stop it")
    commands.add_parser("status", help="say whether it runs, and where; status 3 when it does not")
    commands.add_parser("sql", help="print what a superuser runs to prepare a server of your own")
    prompt = commands.add_parser("psql", help="open a prompt, or pass options on to psql")
    prompt.add_argument("--role", choices=sorted(roles.NAMES), default="app")
    chosen, rest = parser.parse_known_args(argv)
    if rest and chosen.command != "psql":
        parser.error(f"not understood: {' '.join(rest)}")
    try:
        return _perform(chosen.command, getattr(chosen, "role", "app"), rest)
    except Unavailable as obstacle:
        print(obstacle, file=sys.stderr)
        return 1


def _perform(command: str, role: str, rest: Sequence[str]) -> int:
    if command == "sql":
        print("-- once, before the first migration", "\\connect template1", *roles.PREPARATION, sep="\n")
        print("-- after each migration", f"\\connect {roles.DATABASE}", *roles.TRUST, sep="\n")
        return 0
    if url := os.environ.get("DATABASE_URL"):
        if command != "psql":
            raise Unavailable("DATABASE_URL is set: that server is not ours to start, stop or judge.")
        return subprocess.run(["psql", url, *rest], check=False).returncode
    data = data_directory()
    server = Server(data, account_for(data))
    if command == "stop":
        print("The database has been stopped." if server.stop() else "The database was not running.")
        return 0
    if command == "status":
        return _status(server)
    server.start()
    if command == "psql":
        return _psql(server, role, rest)
    return _status(server)


def _status(server: Server) -> int:
    if not server.is_ready():
        print(f"The database is not running (data: {server.data}).")
        return 3
    print(f"The database runs as process {server.pid()} of user {server.account.name}.")
    print(f"Data:    {server.data}\nAddress: {server.url('app')}")
    return 0


def _psql(server: Server, role: str, rest: Sequence[str]) -> int:
    folder = binaries(server.data)
    libraries = {"LD_LIBRARY_PATH": str(folder.parent / "lib")}  # the packaged psql looks for libpq where it was built
    return subprocess.run(
        [folder / "psql", server.url(role), *rest], check=False, env=os.environ | libraries
    ).returncode
