"""What an operator reads while something takes its time: which step it is at, how far, and what each one took."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

EVERY_SECONDS = 1.0


@contextmanager
def step(label: str, far: Callable[[], str] = str) -> Iterator[None]:
    """Say at the end of the block what it took, and on a terminal meanwhile how far it is: `far()`, asked once a second
    in a thread of its own."""
    began, over = time.monotonic(), Event()
    watcher = Thread(target=_watch, args=(label, far, began, over), daemon=True)
    if sys.stderr.isatty():
        watcher.start()
    try:
        yield
    finally:
        over.set()
        if watcher.ident:
            watcher.join()
    print(f"{label}: {span(time.monotonic() - began)}", flush=True)


def span(seconds: float) -> str:
    """Seconds as people say them: 7.2 s, 31 min 5 s, 1 h 4 min."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes} min {left} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _watch(label: str, far: Callable[[], str], began: float, over: Event) -> None:
    shown = ""
    while not over.wait(EVERY_SECONDS):
        line = f"{label} … {far()} {span(time.monotonic() - began)}"
        print(f"\r{line:{len(shown)}}", end="", file=sys.stderr, flush=True)
        shown = line
    print(f"\r{'':{len(shown)}}\r", end="", file=sys.stderr, flush=True)
