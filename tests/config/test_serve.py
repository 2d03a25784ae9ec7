"""The site and the worker of its jobs start together, stay together and end together."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
import pytest_django
from django.db import connection

from yaoan.config import serve
from yaoan.config.serve import Child, PortTaken, ensure_free, holder

pytestmark = pytest.mark.django_db
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


@pytest.fixture(scope="module")
def migrated(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[str]:
    """The address of a database with all tables, a copy of the tests': what is served writes into it."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()  # nobody may be in what is copied
    with psycopg.connect(address("postgres"), autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}_served" TEMPLATE "{name}"')
        yield address(f"{name}_served")
        owner.execute(f'DROP DATABASE "{name}_served" WITH (FORCE)')


def address(name: str) -> str:
    database = connection.settings_dict
    options = urlencode({"host": database["HOST"], "port": database["PORT"]}, quote_via=quote)
    return f"postgresql://{database['USER']}@/{name}?{options}"


@pytest.fixture
def port() -> int:
    """A port of this machine that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: str, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "yaoan", "serve", "--port", str(port)]
    environment = os.environ | {"DATABASE_URL": database, "DATABASE_OWNER_URL": database, "YAOAN_TEST_APPS": ""}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def descendants(number: int) -> set[int]:
    """The children of a process and theirs."""
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == number and fields[0] != "Z":
            child = int(path.parent.name)
            found |= {child} | descendants(child)
    return found


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def announcement(process: subprocess.Popen[str]) -> str:
    """The line that says where the site is, or nothing when the process ends without."""
    assert process.stdout
    return next((line for line in process.stdout if "http://" in line), "")


@LINUX
@pytest.mark.slow
def test_it_serves_says_where_and_ends_with_all_it_started(migrated: str, port: int) -> None:
    with serving(migrated, port) as process:
        assert f"http://127.0.0.1:{port}/" in announcement(process)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
            client.request("GET", "/")
            assert client.getresponse().status in (200, 302), "the first page, or the way to sign in"
        started = descendants(process.pid)
        assert len(started) >= 4, "the site with two workers, and the worker of the jobs"

        environment = os.environ | {"DATABASE_URL": migrated}
        refused = subprocess.run(process.args, env=environment, check=False, capture_output=True, text=True, timeout=60)
        assert refused.returncode == 1
        assert f"Port {port} is taken by process" in refused.stderr

        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=40)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert not any(map(is_running, started))
    ensure_free("127.0.0.1", port)


@pytest.mark.slow
def test_no_answer_tells_a_version_lists_a_folder_or_repeats_what_was_sent(migrated: str, port: int) -> None:
    with serving(migrated, port) as process:
        assert announcement(process)
        for method, target in (("GET", "/"), ("GET", "/nowhere/"), ("GET", "/static/"), ("TRACE", "/sign-in/")):
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
                client.request(method, target, headers={"X-Said": "said by the caller"})
                answer = client.getresponse()
                page = answer.read().decode().lower()
            assert not re.search(r"\d", answer.headers.get("Server", "")) and "X-Powered-By" not in answer.headers
            found = [word for word in ("traceback", "index of", "version", "said by the caller") if word in page]
            assert not found, f"{method} {target} tells {found}"
            assert target in ("/", "/sign-in/") or answer.status == 404


@LINUX
@pytest.mark.slow
def test_killed_without_warning_it_still_takes_its_children_along(migrated: str, port: int) -> None:
    with serving(migrated, port) as process:
        assert announcement(process)
        started = descendants(process.pid)
        process.kill()
    wait_until(lambda: not any(map(is_running, started)))


@pytest.mark.slow
def test_a_database_older_than_the_program_is_not_served(migrated: str, port: int) -> None:
    with psycopg.connect(migrated, autocommit=True) as session:
        session.execute("CREATE DATABASE empty_one")
    try:
        with serving(address("empty_one"), port) as process:
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "yaoan manage migrate" in errors
    finally:
        with psycopg.connect(migrated, autocommit=True) as session:
            session.execute("DROP DATABASE empty_one")


def test_a_free_port_is_free_and_a_taken_one_names_its_holder() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {taken} is taken") as refused:
            ensure_free("127.0.0.1", taken)
        assert f"PORT={taken + 1}" in str(refused.value)
        if sys.platform == "linux":
            assert f"by process {os.getpid()} (" in str(refused.value)
    ensure_free("127.0.0.1", taken)
    assert holder(taken) == ""


def test_an_address_that_is_not_ours_is_refused_with_the_reason() -> None:
    with pytest.raises(PortTaken, match=r"not possible to listen on 192\.0\.2\.1"):
        ensure_free("192.0.2.1", 8000)


def test_a_child_that_died_is_started_again_but_not_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    child = Child("The worker", [sys.executable, "-c", "raise SystemExit(3)"])
    child.start()
    assert child.process
    first = child.process
    first.wait()
    child.revive()
    assert child.process is first
    monkeypatch.setattr(serve, "RESTART_SECONDS", -1)
    child.revive()
    assert child.process is not first
    assert "The worker ended with status 3" in capsys.readouterr().err
    child.stop()


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.3)
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = Child("The deaf", [sys.executable, "-c", program])
    child.start()
    time.sleep(0.5)
    child.stop()
    assert child.process
    assert child.process.returncode is not None
