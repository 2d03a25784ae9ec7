"""PostgreSQL's own programs on the database of this installation."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from yaoan.config import postgres
from yaoan.config.postgres.places import binaries


def address(role: str, database: str | None = None) -> str:
    """The libpq address for a role, of another database on the same server where one is named."""
    url = postgres.database_url(role)
    return urlsplit(url)._replace(path=f"/{database}").geturl() if database else url


def database() -> str:
    """The name of the installation's database."""
    return urlsplit(postgres.database_url("admin")).path.lstrip("/")


def bytes_of(database: str) -> int:
    """How much room a database of this server takes on the disk."""
    import psycopg

    with psycopg.connect(address("admin", "postgres")) as connection:
        (size,) = connection.execute("SELECT pg_database_size(%s)", [database]).fetchone() or (0,)
    return int(size)


def call(program: str, *words: object) -> None:
    """Run a program of PostgreSQL. Raises RuntimeError with what it complains about."""
    folder = binaries(Path("/nonexistent") if "DATABASE_URL" in os.environ else postgres.server().data)
    libraries = {"LD_LIBRARY_PATH": str(folder.parent / "lib")}
    command = [str(folder / program), *map(str, words)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=os.environ | libraries, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed (status {done.returncode}): {done.stderr.strip()[-2000:]}")
