"""`yaoan worker`: run jobs until told to stop."""

import argparse
from collections.abc import Sequence

from yaoan.kernel.jobs.worker import run_worker


def run(argv: Sequence[str]) -> int:
    """Perform one `yaoan worker …` command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="yaoan worker", description="Run jobs until SIGINT or SIGTERM.")
    parser.parse_args(argv)
    run_worker()
    return 0
