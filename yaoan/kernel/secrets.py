"""Secrets of this installation: made once, kept readable by their owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex


def home() -> Path:
    """Where this installation keeps its files, keys and, by default, its database.

    `YAOAN_HOME`, else `var` of the checkout the program runs from, else `var` of the present folder.
    """
    checkout = Path(__file__).resolve().parents[2]
    usual = checkout / "var" if (checkout / "pyproject.toml").is_file() else Path("var")
    return Path(os.environ.get("YAOAN_HOME") or usual).resolve()


def secret(name: str) -> bytes:
    """32 secret bytes: `YAOAN_SECRET_<NAME>` (64 hex digits), else the file `keys/<name>` at home, made if absent."""
    given = os.environ.get(f"YAOAN_SECRET_{name.upper()}")
    if given:
        return bytes.fromhex(given)
    path = home() / "keys" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
            file.write(token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)  # the first of several starters wins, and nobody reads a half-written file
        draft.unlink()
    return bytes.fromhex(path.read_text("ascii").strip())
