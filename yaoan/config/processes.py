"""Processes that end with the one that started them."""

import ctypes
import os
import signal
import sys

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None
_PR_SET_PDEATHSIG = 1


def end_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Even when our parent is killed without a chance to tell us, we end, by this signal (Linux)."""
    if sys.platform == "linux" and _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, by)
