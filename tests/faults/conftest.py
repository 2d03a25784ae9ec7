"""What tests of backup and restore may ask for: one machine with data, its backup, and empty machines beside it."""

import shutil
from itertools import count

import pytest

from tests.faults.machine import WORK, Machine, walkable

SERIALS = count(1)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return walkable(tmp_path_factory.mktemp("b"))


@pytest.fixture(scope="session")
def machine(folder):
    """A county's machine with twelve risks, each with a file."""
    made = Machine(folder / "one")
    done = made.yaoan("manage", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    made.python(WORK)
    yield made
    made.yaoan("db", "stop")


@pytest.fixture(scope="session")
def backup(machine, folder):
    done = machine.yaoan("backup", folder / "kept")
    assert done.returncode == 0, done.stderr
    return folder / "kept"


@pytest.fixture
def elsewhere(folder):
    """Another machine, with nothing on it."""
    place = folder / f"m{next(SERIALS)}"
    made = Machine(place)
    yield made
    made.yaoan("db", "stop")
    shutil.rmtree(place, ignore_errors=True)
