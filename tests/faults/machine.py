"""An installation of its own, as an operator has it: a folder, the database in it, and the command `yaoan`."""

import os
import subprocess
import sys
from pathlib import Path


class Machine:
    """An installation in a folder of its own, with its own embedded database."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "YAOAN_"))}
        self.environment = kept | {"YAOAN_HOME": str(home), "PYTHONWARNINGS": "default"}

    def yaoan(self, *words: object) -> subprocess.CompletedProcess[str]:
        return self._run("-m", "yaoan", *words)

    def python(self, program: str) -> str:
        done = self._run("-c", program)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, check=False, capture_output=True, text=True, env=self.environment)

    def sql(self, statement: str) -> None:
        done = self.yaoan("db", "psql", "--role", "owner", "-v", "ON_ERROR_STOP=1", "-c", statement)
        assert done.returncode == 0, done.stderr


def walkable(place: Path) -> Path:
    """The folder, open to PostgreSQL's account on the way there."""
    for part in (place, *place.parents):
        if part.owner() == Path.home().owner() and not part.stat().st_mode & 0o001 and part != Path("/"):
            part.chmod(part.stat().st_mode | 0o711)
    return place
