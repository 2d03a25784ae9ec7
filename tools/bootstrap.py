"""Go from whatever `python3` there is to one that is new enough, and set up with that.

Written for old interpreters too, so that they can say what is missing instead of failing over syntax.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NAMES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3")
ADVICE = """
Yaoan needs Python 3.11 or newer; here is only {}.{}.
Install a newer one beside it (python3.11 to python3.14 are found by name), for example:
  Debian, Ubuntu    apt install python3.12 python3.12-venv
  openEuler, RHEL   dnf install python3.12
  macOS             brew install python@3.12
  anywhere          uv python install 3.12
"""


def main() -> int:
    """Hand over to `environment.py`; returns only when that is impossible."""
    python = find_python()
    if python:
        program = Path(__file__).resolve().parent / "environment.py"
        os.execv(python, [python, str(program), *sys.argv[1:]])
    sys.stderr.write(ADVICE.format(*sys.version_info[:2]))
    return 1


def find_python() -> str:
    """The running interpreter or the first one in the path that is new enough and works; else nothing."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in NAMES:
        found = shutil.which(name)
        if found and is_new_enough(found):
            return found
    return ""


def is_new_enough(python: str) -> bool:
    """Whether an interpreter starts and is new enough; a shim may do neither."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.call([python, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
