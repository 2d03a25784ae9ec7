"""Every page of every ledger: out of scope does not exist, forms ask what commands ask, lists do not slow down."""

import csv
import io
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conformance.builders import BROUGHT, Office, modules_models
from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands import Step, asked, commands_of, perform_many
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.reading import figure, may_see
from yaoan.kernel.figures.registry import metrics
from yaoan.kernel.http import tokens
from yaoan.kernel.ledger.listing import Listing
from yaoan.kernel.ledger.registry import ledger_of

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", [model.lifecycle.kind for model in modules_models()])

FRAME = {"csrfmiddlewaretoken", "effective_on", "command_id", "version", "author", "confirmed", "q", "area", "period", "next",
         "product", "campaign", "language", "on"}  # fmt: skip
"""Words of forms that belong to the frame of the page or to every act."""


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def program(actor: Actor) -> Client:
    day = clock.today() + timedelta(days=3)
    words = tokens.issue(User.objects.get(pk=actor.user_id), "试", may_act=True, expires_on=day, by=0)[1]
    return Client(headers={"authorization": f"Bearer {words}"})


# Out of scope


def addresses_with_a_number(kind: str) -> list[str]:
    """Every address of the site below one record of a kind, with the parts that stand for further words filled in."""

    def walk(patterns, before=""):
        for item in patterns:
            route = before + str(item.pattern)
            if isinstance(item, URLResolver):
                yield from walk(item.url_patterns, route)
            elif isinstance(item, URLPattern):
                yield route

    routes = walk(get_resolver().url_patterns)
    shape = re.compile(rf"(api/)?{kind}/(<\w+:number>|<number>)/")
    return [route for route in routes if shape.match(route)]


@every_kind
def test_a_record_of_another_county_does_not_exist_at_any_address(office: Office, kind: str) -> None:
    record = office.one(kind)
    stranger, there = browser(office.people["other"]), program(office.people["other"])
    routes = addresses_with_a_number(kind)
    assert len(routes) >= 5
    acts = [act.name for act in record.lifecycle.acts]
    for route in routes:
        for act in acts if "<slug:act>" in route else [""]:
            address = "/" + re.sub(r"<(?:\w+:)?number>", record.number, route).replace("<slug:act>", act)
            if "<" in address:
                continue
            client = there if address.startswith("/api/") else stranger
            for send in (client.get, client.post):
                answer = send(address)
                assert answer.status_code in (404, 405), f"{send.__name__} {address} is {answer.status_code}"
                assert record.title not in answer.content.decode()


@every_kind
def test_a_record_of_another_county_is_in_no_list_search_choice_or_file(office: Office, kind: str) -> None:
    record = office.one(kind)
    stranger, there = browser(office.people["other"]), program(office.people["other"])
    for address in (f"/{kind}/", f"/{kind}/?q={record.number}", f"/search/?q={record.number}", f"/pick/{kind}/?field=x",
                    f"/pick/{kind}/?field=x&x={record.pk}", f"/{kind}/export.csv"):  # fmt: skip
        page = stranger.get(address)
        assert page.status_code == 200, address
        body = b"".join(page.streaming_content) if page.streaming else page.content
        shown = body.decode().replace(f'value="{record.number}"', "").replace(f"q={record.number}", "")
        assert record.title not in shown, address
        assert f"/{kind}/{record.number}/" not in shown, address
    assert there.get(f"/api/{kind}/").json()["rows"] == []
    for file in Attachment.objects.filter(record_id=record.pk):
        assert stranger.get(f"/files/{file.pk}/").status_code == 404
        assert there.get(f"/api/files/{file.pk}/").status_code == 404


@every_kind
def test_bulk_acts_leave_records_of_another_county_alone(office: Office, kind: str) -> None:
    record, ledger = office.one(kind), ledger_of(kind)
    stranger = browser(office.people["other"])
    for act in ledger.bulk:
        answer = stranger.post(f"/{kind}/bulk/", {"act": act, "id": [record.pk], "query": ""})
        assert record.title not in answer.content.decode()
    assert type(record).objects.get(pk=record.pk).version == record.version


def test_figures_of_another_county_are_not_counted(office: Office) -> None:
    for model in modules_models():
        office.one(model.lifecycle.kind)
    mine, others = office.officer, office.people["other"]
    period = Period.year(clock.today().year)
    counted = 0
    for metric in metrics().values():
        if may_see(metric, others):
            assert not figure(metric, others, period).value, metric.name
            counted += bool(figure(metric, mine, period).value)
    assert counted > 5


# Forms


class Names(HTMLParser):
    """The names of the fields of the form that does an act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in ("input", "select", "textarea", "button") and name and not name.startswith("_"):
            self.found.add(name.split(".")[0])


@every_kind
def test_every_form_asks_exactly_what_its_command_asks(office: Office, kind: str) -> None:
    model, client = ledger_of(kind).model, browser(office.officer)
    record = office.one(kind)
    for name, command in commands_of(model).items():
        opens = command.act.is_birth
        page = client.get(f"/{kind}/new/{name}/" if opens else f"/{kind}/{record.number}/{name}/")
        if page.status_code != 200:  # not now: the reason is told instead
            assert page.status_code in (302, 403, 409), name
            continue
        if opens and kind == "subjects":  # a page of its own, which looks for doubles first
            continue
        names = Names()
        names.feed(page.content.decode())
        by_hand = {field for field, (_kind, ask, _required) in asked(command).items() if ask.by_hand}
        assert names.found - FRAME == by_hand - FRAME, name


# Lists


def fill(office: Office, kind: str, count: int) -> None:
    """Open further records in one go."""
    if kind in BROUGHT:
        for _ in range(count):
            office.build(kind)
        return
    command = commands_of(ledger_of(kind).model)[office.opening(kind)]
    steps = (Step(office.command(command)) for _ in range(count))
    assert all(outcome.refusal is None for outcome in perform_many(steps, by=office.officer))


@every_kind
def test_a_list_of_fifty_rows_asks_no_more_queries_than_one_of_ten(office: Office, kind: str) -> None:
    client, there = browser(office.officer), program(office.officer)
    addresses = ((client, f"/{kind}/?rows=200"), (client, f"/{kind}/export.csv"), (there, f"/api/{kind}/?rows=200"))
    office.one(kind)
    counts = []
    for count in (10, 40):
        fill(office, kind, count)
        with clock.told(clock.now()):  # once a minute of its own a session is noted as in use
            for one, address in addresses:
                _read(one, address)  # names of places are kept from now on
            with CaptureQueriesContext(connection) as queries:
                rows = [_read(one, address) for one, address in addresses]
        counts.append(len(queries))
        assert all(rows)
    assert counts[0] == counts[1]


def _read(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@every_kind
def test_a_fragment_is_the_part_of_the_page_it_replaces(office: Office, kind: str) -> None:
    office.one(kind)
    client = browser(office.officer)
    part = client.get(f"/{kind}/", headers={"HX-Request": "true", "HX-Target": "list"}).content.decode()
    whole = client.get(f"/{kind}/").content.decode()
    boosted = client.get(f"/{kind}/", headers={"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "list"})
    assert _still(part).strip() in _still(whole)
    assert "<html" not in part and "<html" in whole and "<html" in boosted.content.decode()


def _still(page: str) -> str:
    """A page without what is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


@every_kind
def test_an_export_has_the_columns_of_the_list_with_the_same_values(office: Office, kind: str) -> None:
    office.one(kind)
    office.build(kind)
    ledger = ledger_of(kind)
    names = ",".join(column.name for column in ledger.columns)
    body = _read(browser(office.officer), f"/{kind}/export.csv?cols={names}").decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(body))
    assert head == [str(column.label) for column in ledger.columns]
    listing = Listing(ledger, office.officer, QueryDict(f"cols={names}"))
    told = [[column.text(record) for column in ledger.columns] for record in listing.page.records]
    assert [[cell.lstrip("'\t") for cell in line] for line in lines] == told
    rows = program(office.officer).get(f"/api/{kind}/?cols={names}").json()["rows"]
    assert [row["number"] for row in rows] == [record.number for record in listing.page.records]
    assert all(list(row["columns"]) == names.split(",") for row in rows)


@every_kind
def test_a_page_only_reads(office: Office, kind: str) -> None:
    record = office.one(kind)
    before = (record.version, type(record).objects.count())
    client = browser(office.officer)
    for address in (f"/{kind}/", f"/{kind}/{record.number}/", f"/{kind}/{record.number}/print/", f"/{kind}/new/"):
        assert client.get(address).status_code in (200, 302), address
    fresh = type(record).objects.get(pk=record.pk)
    assert (fresh.version, type(record).objects.count()) == before


@every_kind
def test_the_interface_opens_and_acts_as_the_pages_do(office: Office, kind: str) -> None:
    there = program(office.officer)
    record = office.one(kind)
    body = {"fields": {"text": "经接口备注"}, "version": record.version, "command_id": str(uuid4())}
    answer = there.post(f"/api/{kind}/{record.number}/remark/", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["version"] == record.version + 1
    newest = there.get(answer["Location"]).json()["history"][0]
    assert (newest["act"], newest["hash"]) == ("remark", answer.json()["head"])
