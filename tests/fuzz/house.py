"""A house to be fuzzed: offices in two counties and the city above, with records of every kind in several of their states."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction

from tests.conformance.builders import Office, _ways, modules_models
from yaoan.kernel import clock, sight
from yaoan.kernel.access import staffing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Refused
from yaoan.kernel.http import tokens
from yaoan.kernel.records.models import Record

PLACES = {"99": "东岭省", "9901": "云河市", "990121": "青溪县", "990122": "白石县"}
STAFF = (
    ("officer", "officer", "county", "周明"), ("chief", "head", "county", "吴芳"), ("worker", "officer", "county", "钱立"),
    ("second", "head", "county", "孙和"), ("city", "head", "city", "王岚"), ("clerk", "officer", "other", "何平"),
    ("other", "head", "other", "郑远"),
)  # fmt: skip
SINCE = date(2018, 1, 1)


def open_office() -> Office:
    """The people of the conformance tests, with accounts of their own, written to the database."""
    staffing.add_places([*PLACES.items(), ("990121101", "城关镇")])
    city = staffing.add_agency("云河市市场监督管理局", "云河市局", "city", ["9901"])
    agencies = {
        "city": city,
        "county": staffing.add_agency("青溪县市场监督管理局", "青溪县局", "county", ["990121"], parent=city),
        "other": staffing.add_agency("白石县市场监督管理局", "白石县局", "county", ["990122"], parent=city),
    }
    people = {}
    for key, role, where, name in STAFF:
        user = staffing.add_person(f"fuzz-{key}", name)
        staffing.appoint(user, agencies[where], "干部", since=SINCE, is_head=role == "head")
        staffing.grant(user, role, agencies[where], since=SINCE)
        if key == "worker":
            staffing.grant(user, "identity", agencies[where], since=SINCE)
        people[key] = Actor.of(user)
    return Office(agencies=agencies, people=people)


def furnish(office: Office, *, states: int, kinds: Container[str] | None = None) -> dict[str, list[Record]]:
    """Records of every kind of the modules (or of these), each in so many of its states, from the first to the furthest."""
    made: dict[str, list[Record]] = {}
    for model in modules_models():
        if kinds is not None and model.lifecycle.kind not in kinds:
            continue
        ways = _ways(model)
        order = sorted(ways, key=lambda state: len(ways[state]))
        wanted = dict.fromkeys(order[number * (len(order) - 1) // max(states - 1, 1)] for number in range(states))
        made[model.lifecycle.kind] = list(_reached(office, model.lifecycle.kind, wanted))
    return made


def _reached(office: Office, kind: str, states: dict[str, None]) -> Iterator[Record]:
    for state in states:
        try:
            yield office.reach(kind, state)
        except (Refused, AssertionError):  # a state to which only people of another unit lead
            continue


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside the block is put back at its end."""
    with sight.whole(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def bearer(actor: Actor) -> dict[str, str]:
    """The header by which a program of this person signs in."""
    user = User.objects.get(pk=actor.user_id)
    until = clock.today() + timedelta(days=30)
    return {"Authorization": f"Bearer {tokens.issue(user, '试', may_act=True, expires_on=until, by=0)[1]}"}
