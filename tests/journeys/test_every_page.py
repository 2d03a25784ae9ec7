"""Every page that the navigation, the lists and the records lead to: in both widths and languages, whole and in one language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.conftest import Arrive
from tests.journeys.people import Person

RECORDS, ACTS = 2, 40
"""Of each list so many records are opened, and of each record so many forms at most."""
LABELS = """() => [...document.querySelectorAll(
    'body > header, nav, th, dt, legend, label > span, button, summary, .lead, .count, .state, option[value=""], h2')]
  .filter(one => one.offsetParent && !one.querySelector('button, th, dt') && !one.closest('.history, .account, [class^=paper]'))
  .map(one => one.innerText.trim()).filter(words => /[\\u4e00-\\u9fff]/.test(words)).slice(0, 5)"""
"""Words of the program itself that are Chinese on an English page; what people wrote, and the names of places, stay as they are."""
UNTRANSLATED = {"中文"}
"""What an English page says in Chinese on purpose."""
OFFICIAL = re.compile(r"/(overview|board|decompose|print|paper|papers|figures)/")
"""Papers and figures of reports are Chinese in every language, and some tables have names of places and tasks at their heads."""

pytestmark = pytest.mark.nightly


def _addresses(person: Person, selector: str) -> list[str]:
    """Where the links of a part of the page lead to on this site, each once, without questions."""
    found = person.page.locator(selector).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(address.partition("?")[0] for address in found if address and address.startswith("/")))


def _pages(person: Person) -> Iterator[str]:
    """The pages of the navigation, then of each list some records and their forms, and the form of what is entered new."""
    person.opens("/")
    seen: set[str] = set()
    for listed in _addresses(person, "nav a[href]"):
        yield listed
        entered = [one for one in _addresses(person, "main .page-head a[href]") if "/new/" in one]
        records = [one for one in _addresses(person, "main tbody a[href]") if one.startswith(listed) and one != listed]
        for address in (*entered, *records[:RECORDS]):
            if address not in seen:
                seen.add(address)
                yield address
                forms = [
                    one for one in _addresses(person, "main a[href]") if one.startswith(address) and one != address
                ]
                yield from (
                    one for one in forms[:ACTS] if one.rstrip("/").rpartition(".")[2] not in ("docx", "pdf", "xlsx")
                )
    yield from ("/account/", "/account/password/", "/search/?q=%E8%8D%AF")


def _speaks(person: Person, language: str) -> None:
    """The pages are in this language from here on; a person's last choice is kept for the next time."""
    person.opens("/account/")
    button = person.page.locator(f"button[value={language}]").first
    if button.count():
        button.evaluate("button => button.click()")
    expect(person.page.locator("html")).to_have_attribute("lang", re.compile(f"^{language[:2]}"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("telephone", [False, True], ids=["office", "telephone"])
@pytest.mark.parametrize("username", ["chief", "admin", "city-head"])
def test_every_page_is_whole_and_in_one_language(arrive: Arrive, username: str, telephone: bool, language: str) -> None:
    person, faults = arrive(username, telephone=telephone), []
    _speaks(person, language)
    for address in _pages(person):
        try:
            person.opens(address)
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        except AssertionError as trouble:
            faults.append(f"{address}: {trouble}")
            person.troubles.clear()
            continue
        wider = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            faults.append(f"{address} is {wider} px wider than the screen")
        if (
            language == "en"
            and not OFFICIAL.search(address)
            and (words := set(person.page.evaluate(LABELS)) - UNTRANSLATED)
        ):
            faults.append(f"{address} says {sorted(words)}")
    _speaks(person, "zh-hans")
    assert len(person.visited) > 30
    assert not faults, "\n".join(faults)
