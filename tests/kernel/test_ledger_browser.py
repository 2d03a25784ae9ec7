"""The pages in a real browser, at both widths and in both languages: used, looked at for barriers, without a violation."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import PASSWORD, Office, open_office, parcel_law
from tests.kernel.testapp.room import announced, delivered, many, stored
from yaoan.kernel.ledger import names

CHROMIUM = Path(os.environ.get("YAOAN_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.kernel.testapp.site"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}; set YAOAN_CHROMIUM"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the tests do not
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def room(transactional_db: None) -> Iterator[Office]:
    cache.clear()
    names.forget_places()
    with parcel_law():
        yield open_office()


class Visitor:
    """Somebody before a screen. Remembers what the browser complained about."""

    def __init__(
        self, browser: Any, base: str, *, width: int = 1366, scripts: bool = True, language: str = "zh-CN"
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 768}, locale=language, java_script_enabled=scripts, base_url=base
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if message.type == "error" and not re.search(r"status of (4\d\d)", message.text):
            self.complaints.append(message.text)

    def sign_in(self, name: str = "keeper", target: str = "/parcels/") -> Any:
        self.page.goto(f"/sign-in/?next={target}")
        self.page.fill("#login", name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"**{target}")
        return self.page

    def check(self) -> None:
        """No barrier, nothing wider than the screen, no violation of the policy."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        assert not found, [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the screen"
        assert not self.complaints


@pytest.fixture
def visitor(chromium: Any, live_server: Any, room: Office) -> Iterator[Any]:
    opened: list[Visitor] = []

    def make(**given: Any) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, **given))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_page_is_free_of_barriers(visitor: Any, room: Office, width: int, language: str) -> None:
    parcel = delivered(room)
    announced(room, "很长的名称" * 20, size=Size.LARGE)
    person = visitor(width=width, language=language)
    person.page.goto("/sign-in/")
    person.check()
    page = person.sign_in("chief")
    if language == "en-GB":
        page.locator("button[value=en]").first.evaluate("button => button.click()")
        page.wait_for_selector("html[lang=en]")
    addresses = [
        "/parcels/", "/parcels/?state=lost", f"/parcels/{parcel.number}/", f"/parcels/{parcel.number}/send_back/",
        f"/parcels/{parcel.number}/deliver/", f"/parcels/{parcel.number}/print/", "/parcels/new/", "/parcels/new/announce/",
        "/search/?q=PCL", "/account/", "/account/password/", "/nowhere/", "/sign-out/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        person.check()


def test_large_print_is_eighteen_pixels(visitor: Any) -> None:
    person = visitor()
    page = person.sign_in()
    page.click(".top button[name=on]")
    page.wait_for_selector("html.large")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    person.check()


def test_targets_are_large_enough_for_a_finger(visitor: Any, room: Office) -> None:
    announced(room)
    person = visitor(width=360)
    page = person.sign_in()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, select, summary, .top a, .navigation a, .pager a")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
            .map(one => one.outerHTML.slice(0, 120))"""
    )
    assert not small


def test_a_filter_changes_the_list_and_the_address_without_a_new_page(visitor: Any, room: Office) -> None:
    stored(room, "收到的")
    announced(room, "没收到的")
    person = visitor()
    page = person.sign_in()
    page.evaluate("window.here = true")
    page.click(".drop.field >> nth=0")
    page.check("input[name=state][value=stored]")
    page.wait_for_url("**/parcels/?state=stored")
    page.wait_for_selector("tbody >> text=没收到的", state="detached")
    assert page.evaluate("window.here") is True and page.locator("tbody tr").count() == 1
    page.go_back()
    page.wait_for_selector("tbody >> text=没收到的")
    person.check()


def test_rows_are_walked_and_opened_by_keyboard(visitor: Any, room: Office) -> None:
    first = many(room, 3)[2]
    person = visitor()
    page = person.sign_in()
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
    assert first.number in page.locator("tr.here").get_attribute("data-url")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/parcels/PCL-**")
    page.keyboard.press("j")
    page.wait_for_url("**n=3**")


def test_a_row_unfolds_in_place_and_folds_again(visitor: Any, room: Office) -> None:
    parcel = announced(room, contents="玻璃")
    person = visitor()
    page = person.sign_in()
    arrow = page.locator("[data-unfold]")
    arrow.click()
    page.wait_for_selector(f"#brief-{parcel.pk} >> text=玻璃")
    assert arrow.get_attribute("aria-expanded") == "true"
    person.check()
    arrow.click()
    page.wait_for_selector(f"#brief-{parcel.pk}", state="detached")


def test_the_search_answers_while_one_types(visitor: Any, room: Office) -> None:
    parcel = announced(room, "冷藏疫苗箱")
    person = visitor()
    page = person.sign_in()
    page.locator("#find").press_sequentially("lcym")
    page.wait_for_selector("#found a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{parcel.number}/")


def test_a_reference_is_found_while_one_types_and_the_act_is_done(visitor: Any, room: Office) -> None:
    parcel = announced(room)
    person = visitor()
    page = person.sign_in(target=f"/parcels/{parcel.number}/assign/")
    page.locator("#f-holder_id-words").press_sequentially("小满")
    page.wait_for_selector("#f-holder_id-options >> text=林晓禾", state="detached")
    page.check("#f-holder_id-options input")
    person.check()
    page.click("form.act button.main")
    page.wait_for_url(f"**/{parcel.number}/")
    assert page.locator(".messages").inner_text().strip() == f"{parcel.number}：“指派”已办理。"
    assert Parcel.objects.get().holder_id == room.stationed.pk


def test_several_are_ticked_previewed_and_done(visitor: Any, room: Office) -> None:
    many(room, 3)
    person = visitor()
    page = person.sign_in()
    assert not page.locator(".bulk").is_visible()
    page.check("[data-every-row]")
    assert page.locator("[data-count]").inner_text() == "已选 3 条"
    page.click(".bulk button[value=assign]")
    page.check("#f-holder_id-options input >> nth=0")
    person.check()
    page.click("form.act button.main")
    page.wait_for_selector("text=已办理 3 条")
    person.check()


def test_what_was_typed_is_offered_again_after_leaving(visitor: Any, room: Office) -> None:
    parcel = announced(room)
    person = visitor()
    page = person.sign_in(target=f"/parcels/{parcel.number}/receive/")
    page.fill("#f-note", "写到一半")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/account/")
    page.goto(f"/parcels/{parcel.number}/receive/")
    page.click("[data-restore] button")
    assert page.input_value("#f-note") == "写到一半"
    page.click("form.act button.main")
    page.wait_for_url(f"**/{parcel.number}/")
    page.goto(f"/parcels/{parcel.number}/remark/")
    assert not page.locator("[data-restore]").is_visible()


def test_signing_out_leaves_nothing_of_what_was_typed_in_the_browser(visitor: Any, room: Office) -> None:
    address = f"/parcels/{announced(room).number}/receive/"
    person = visitor()
    page = person.sign_in(target=address)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#f-note", "写到一半")
    page.goto("/account/")
    assert "写到一半" in page.evaluate("JSON.stringify({...sessionStorage})")
    page.goto("/sign-out/")
    page.click("form[data-forget] button.main")
    page.wait_for_url("**/sign-in/")
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "写到一半" not in kept and "yaoan" not in kept and "PCL-" not in kept, kept
    person.sign_in(target=address)
    assert not page.locator("[data-restore]").is_visible()


def test_everything_works_without_scripts(visitor: Any, room: Office) -> None:
    parcel = announced(room, "无脚本")
    stored(room, "收到的")
    person = visitor(scripts=False, width=360)
    page = person.sign_in()
    page.click(".menu")
    assert page.locator(".navigation").is_visible()
    page.click(".drop.field >> nth=0")
    page.check("input[name=state][value=announced]")
    page.click(".filters button[type=submit]")
    assert "state=announced" in page.url and page.locator("tbody tr").count() == 1
    page.click("td.c-link a")
    page.click(".next a")
    page.fill("#f-note", "好")
    page.set_input_files("#f-files-n0", {"name": "照片.txt", "mimeType": "text/plain", "buffer": b"x"})
    page.click("button[name=_upload]")
    assert page.locator(".files").inner_text().startswith("照片.txt") and page.input_value("#f-note") == "好"
    page.click("form.act button.main")
    assert Parcel.objects.get(pk=parcel.pk).evidence
    page.goto(f"/parcels/{parcel.number}/assign/")
    page.fill("#f-holder_id-words", "小满")
    page.click("button[name=_find]")
    page.check("#f-holder_id-options input")
    page.click("form.act button.main")
    assert Parcel.objects.get(pk=parcel.pk).holder_id == room.stationed.pk


def test_a_table_becomes_a_chart_and_stays_a_table(visitor: Any, room: Office, live_server: Any) -> None:
    person = visitor()
    page = person.sign_in()
    page.evaluate(
        """() => {
            document.querySelector("main").innerHTML = `<figure data-chart="bar" data-unit="件"><figcaption>按月</figcaption>
              <table><thead><tr><th>月</th><th>新增</th><th>销号</th></tr></thead>
              <tbody><tr><td>1月</td><td>12</td><td>1,009</td></tr><tr><td>2月</td><td>3</td><td>—</td></tr></tbody></table></figure>`;
        }"""
    )
    for source in ("/static/vendor/echarts.min.js", "/static/ledger/charts.js"):
        page.add_script_tag(url=f"{live_server.url}{source}")
    page.wait_for_selector("figure canvas")
    series = page.evaluate(
        "echarts.getInstanceByDom(document.querySelector('.canvas')).getOption().series.map(s => s.data)"
    )
    assert series == [[12, 3], [1009, None]] and page.locator("figure table").is_visible()
    page.hover("figure canvas")
    assert not person.complaints, "the tooltip is drawn, not written as HTML with styles"
