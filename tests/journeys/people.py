"""People at their desks: what they open, write, tick and press, and what they see."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Page, expect

from tests.journeys.house import House

EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of 4(01|04|09|22)")
"""What a browser says of a page that answers 401, 404, 409 or 422; whether the answer is right, the journey itself says."""
_AXE = Axe()
_SHAPE = """() => [document.documentElement.lang, document.documentElement.className, window.innerWidth, ...new Set(
  [...document.querySelectorAll('body, body *')].map(one => [
    one.parentElement.tagName, one.parentElement.getAttribute('class'), one.tagName, one.getAttribute('class'),
    one.getAttribute('type'), one.getAttribute('role'), one.labels ? one.labels.length : '', one.getAttributeNames().sort(),
    one.textContent.trim() === '',
  ].join(' ')))].sort().join('\\n')"""
"""Which kinds of elements a page has: what each is, how it is called, named and dressed, and in what it stands."""
_LOOKED_AT: set[str] = set()


@dataclass
class Person:
    """Somebody at a browser. Every page that is opened is checked for accessibility and for words on the console."""

    house: House
    page: Page
    troubles: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._hears)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.match(message.text):
            self.troubles.append(f"{self.page.url}: {message.text}")

    # Going about

    def signs_in(self, username: str) -> "Person":
        self.opens("/sign-in/")
        self.types_the_password_of(username)
        expect(self.page.locator("details.account summary")).to_be_visible()
        return self

    def types_the_password_of(self, username: str) -> None:
        self.writes("用户名", username)
        self.writes("密码", self.house.password)
        self.presses("登录")

    def opens(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address if "://" in address else f"{self.house.url}{address}")
        assert answer is not None
        assert answer.status == status, f"{address} answers {answer.status}"
        self.arrives()

    def follows(self, words: str | re.Pattern[str], *, within: str = "main") -> None:
        self.page.locator(within).get_by_role("link", name=_name(words)).first.click()
        self.arrives()

    def presses(self, words: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=words, exact=True).first.click()
        self.arrives()

    def arrives(self) -> None:
        """The page is there, nothing on it keeps anybody out, and the browser has nothing to complain about."""
        self.page.wait_for_load_state()
        self.visited.append(self.page.url)
        if self.page.evaluate("'axe' in window || document.documentElement.classList.contains('with-script')"):
            self.finds_no_barrier()
        assert self.troubles == []

    def finds_no_barrier(self) -> None:
        """No violation of the rules of axe, which hold WCAG 2.1 A and AA. Of pages with nothing but the same kinds of
        elements, in one language and width, the first is looked at."""
        shape = self.page.evaluate(_SHAPE)
        if shape in _LOOKED_AT:
            return
        found = _AXE.run(self.page)
        _LOOKED_AT.add(shape)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    # Filling in

    def field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(_label(label)).first

    def writes(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Choose one of a list, or of a few radio buttons."""
        group = self.group(label)
        if group.count():
            group.get_by_role("radio", name=option, exact=True).check()
        else:
            self.field(label).select_option(label=option)

    def group(self, label: str) -> Locator:
        return self.page.locator("main").get_by_role("group", name=_label(label))

    def picks(self, label: str, words: str) -> None:
        """Look for a record, a person, a unit or a place by some words, and take the first that bears them."""
        group = self.group(label)
        with self.page.expect_response(lambda answer: "/pick/" in answer.url):
            group.get_by_role("searchbox").fill(words)
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        group.locator("label:not(.hidden)", has_text=words).locator("input").first.check()

    def ticks(self, label: str) -> None:
        self.field(label).check()

    def adds_file(self, label: str, path: Path, *, purpose: str = "", slot: int = 0) -> None:
        """Put a file into one of the places a form has for them, with what it proves."""
        group = self.group(label)
        if purpose:
            group.locator("select").nth(slot).select_option(label=purpose)
        group.locator("input[type=file]").nth(slot).set_input_files(path)

    # Looking

    def sees(self, *words: str) -> None:
        """All of this is on the page, or comes soon."""
        for part in words:
            self.page.locator("main").filter(has_text=part).wait_for(timeout=5_000)

    def does_not_see(self, words: str) -> None:
        assert words not in self.page.locator("main").inner_text()

    def sees_the_state(self, words: str) -> None:
        expect(self.page.locator("main .standing .state").first).to_have_text(words)

    def is_at(self, address: str) -> None:
        expect(self.page).to_have_url(re.compile(address))

    @property
    def where(self) -> str:
        """The address below the site, without what comes after the question mark."""
        return self.page.url.removeprefix(self.house.url).partition("?")[0]

    def downloads(self, words: str) -> Download:
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=words).first.click()
        return waiting.value

    # Acting on records

    def does(self, act: str, answers: Mapping[str, str], *, on: str) -> None:
        """Open the form of an act on the record at an address, answer what it asks, and send it."""
        self.opens(f"{on}{act}/")
        for label, answer in answers.items():
            self.writes(label, answer)
        self.sends()

    def sends(self) -> None:
        """Send the form in the main part of the page."""
        self.page.locator("main form.act .ends button.main, main form.act .ends button.danger").first.click()
        self.arrives()


def _name(words: str | re.Pattern[str]) -> re.Pattern[str]:
    return words if isinstance(words, re.Pattern) else re.compile(re.escape(words))


def _label(words: str) -> re.Pattern[str]:
    """A label that begins with these words and says no more than its unit and that it need not be answered."""
    return re.compile(rf"^\s*{re.escape(words)}\s*[元日年%]?\s*(（选填）)?\s*$")


@contextmanager
def at_a_desk(house: House, context: BrowserContext) -> Iterator[Person]:
    """Somebody sits down; at the end the desk is cleared."""
    try:
        yield Person(house, context.new_page())
    finally:
        context.close()
