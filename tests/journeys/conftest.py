"""What journeys may ask for: a house that is open, a browser, and people at their desks."""

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import FLAGS, House, chromium, opened_house
from tests.journeys.people import Person, at_a_desk
from yaoan.config.demo import PASSWORD

Arrive = Callable[..., Person]
OFFICE = {"width": 1366, "height": 768}
TELEPHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies here needs a browser and takes its time; one house is enough for all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, played for a month and served on this machine. Needs Chromium."""
    if chromium() is None:
        pytest.skip("no Chromium here: install it, or name its program in YAOAN_CHROMIUM")
    if (
        "YAOAN_JOURNEYS_AT" in os.environ
    ):  # a demonstration that is being served already: quicker while writing journeys
        yield House(os.environ["YAOAN_JOURNEYS_AT"].rstrip("/"), PASSWORD)
        return
    folder = tmp_path_factory.mktemp("house")
    (folder / "static").mkdir()
    with opened_house(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[Browser]:
    """Chromium, for one module: while it runs, this process may not ask the database anything."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def arrive(house: House, browser: Browser) -> Iterator[Arrive]:
    """`arrive("officer1")` is that person, signed in at a desk of their own; `arrive()` has not signed in."""
    with ExitStack() as desks:

        def sit_down(username: str = "", *, telephone: bool = False, script: bool = True) -> Person:
            context = browser.new_context(
                viewport=TELEPHONE if telephone else OFFICE,  # type: ignore[arg-type]
                locale="zh-CN",
                java_script_enabled=script,
                accept_downloads=True,
            )
            person = desks.enter_context(at_a_desk(house, context))
            return person.signs_in(username) if username else person

        yield sit_down


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A picture, small but a real one."""
    path = tmp_path / "整改后的货架.png"
    path.write_bytes(_png())
    return path


@pytest.fixture
def voucher(tmp_path: Path) -> Path:
    """Another picture: a photographed delivery note."""
    path = tmp_path / "随货同行单.png"
    path.write_bytes(_png(shade=200))
    return path


def _png(*, shade: int = 90, side: int = 8) -> bytes:
    rows = b"".join(b"\0" + bytes([shade]) * side for _row in range(side))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
