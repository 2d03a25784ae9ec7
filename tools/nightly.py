"""`make nightly`: the long forms of the tests, for a machine that has the night to itself. All of it runs, whatever fails."""

import os
import sys

from tools.check import BIN, Step, run
from yaoan.kernel import clock

LONG = {"YAOAN_TRIALS": "1000", "YAOAN_FAULT_MINUTES": "30", "YAOAN_LEAK_COUNT": "100000"}
"""How long each lasts, unless the environment says otherwise."""


def steps(words: list[str]) -> tuple[Step, ...]:
    """What runs, in this order; `words` are further words for pytest."""
    python = str(BIN / "python")
    pytest = (python, "-m", "pytest", "--timeout=0", *words)
    seed = str(clock.today().toordinal())
    return (
        Step("faults", (*pytest, "-m", "nightly")),
        Step("fuzz", (*pytest, "tests/fuzz", "--hypothesis-profile", "long")),
        Step("journal", (*pytest, "tests/kernel/test_journal_tampering.py")),
        Step("leaks", (python, "-m", "tests.faults.leaks", "--count", os.environ["YAOAN_LEAK_COUNT"], "--seed", seed)),
    )


def main(words: list[str]) -> int:
    """Run every step; returns 1 when anything fails."""
    for name, value in LONG.items():
        os.environ.setdefault(name, value)
    return run(steps(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
