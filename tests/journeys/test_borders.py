"""What lies outside one's area does not exist: not on any address of it."""

import re

from tests.journeys.acts import reports_a_risk
from tests.journeys.conftest import Arrive

LISTS = (
    "/risks/",
    "/signals/",
    "/sweeps/",
    "/visits/",
    "/campaigns/",
    "/tasks/",
    "/returns/",
    "/subjects/",
    "/licences/",
)
BELOW = ("", "print/", "remark/")
ACTS = {
    "/risks/": ("assess/", "order/", "prove/", "accept/", "close/", "reopen/", "supervise/", "class/"),
    "/signals/": ("read/", "verify/", "merge/", "reporter/"),
    "/campaigns/": ("issue/", "decompose/", "schedule/", "board/"),
    "/subjects/": ("update/",),
}


def test_a_head_of_another_county_gets_404_on_every_address_of_the_first(arrive: Arrive) -> None:
    officer, stranger = arrive("chief"), arrive("head-990122")
    reports_a_risk(officer, "别的县看不到的隐患")
    addresses = [officer.where]
    for place in LISTS:
        officer.opens(place)
        first = officer.page.locator("tr[data-url]").first
        if first.count():
            addresses.append((first.get_attribute("data-url") or "").partition("?")[0])
    assert len(addresses) > 5
    tried = 0
    for address in addresses:
        kind = f"/{address.split('/')[1]}/"
        for below in (*BELOW, *ACTS.get(kind, ())):
            answer = stranger.page.request.get(f"{stranger.house.url}{address}{below}")
            assert answer.status == 404, f"{address}{below} answers {answer.status}"
            assert not re.search("别的县看不到的隐患", answer.text())
            tried += 1
    assert tried > 20
    stranger.opens(addresses[0], status=404)
    stranger.sees("不在您的管辖范围内")
    stranger.opens("/search/?q=别的县看不到的隐患")
    stranger.sees("没有找到")
    stranger.opens("/risks/?q=别的县看不到的隐患")
    stranger.does_not_see("RSK-")


def test_nobody_sees_anything_without_signing_in(arrive: Arrive) -> None:
    nobody = arrive()
    for address in ("/", "/risks/", "/figures/", "/imports/subjects/", "/campaigns/read/"):
        nobody.opens(address)
        nobody.is_at(r"/sign-in/\?next=")
