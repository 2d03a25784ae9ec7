"""Parcels for tests, made through the commands, and pages asked for as one of the office's people."""

from datetime import date
from typing import Any

from django.test import Client

from tests.kernel.testapp.choices import Size
from tests.kernel.testapp.commands import Announce, Assign, Deliver, Receive
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from yaoan.kernel.access.models import User
from yaoan.kernel.commands import Step, open_record, perform, perform_many

SOON = date(2099, 1, 5)


def announced(office: Office, title: str = "一箱试剂", *, by: str = "keeper", **fields: Any) -> Parcel:
    given = {"size": Size.SMALL, "area": "980101101", **fields}
    return open_record(Announce(title=title, **given), by=office.actor(by))


def many(office: Office, count: int, *, by: str = "keeper", **fields: Any) -> list[Parcel]:
    """That many announced parcels, numbered in their titles."""
    given = {"size": Size.SMALL, "area": "980101101", **fields}
    steps = [Step(Announce(title=f"第{number}箱", **given)) for number in range(1, count + 1)]
    outcomes = list(perform_many(steps, by=office.actor(by)))
    assert not any(outcome.refusal for outcome in outcomes)
    return [outcome.record for outcome in outcomes if isinstance(outcome.record, Parcel)]


def stored(office: Office, title: str = "一箱试剂", **fields: Any) -> Parcel:
    return perform(Receive(note="完好"), on=announced(office, title, **fields), by=office.actor("keeper"))


def delivered(office: Office, title: str = "一箱试剂") -> Parcel:
    """Delivered by the keeper, to be confirmed by somebody else."""
    keeper = office.actor("keeper")
    parcel = perform(Assign(holder_id=office.keeper.pk, deliver_by=SOON), on=stored(office, title), by=keeper)
    return perform(Deliver(note="当面交付"), on=parcel, by=keeper)


def signed_in(user: User, **defaults: Any) -> Client:
    """A browser of somebody who signed in. It reads Chinese."""
    client = Client(headers={"accept-language": "zh-CN"}, **defaults)
    client.force_login(user)
    return client


def fragment(target: str) -> dict[str, str]:
    """The headers by which htmx asks for a part of a page."""
    return {"HX-Request": "true", "HX-Target": target}
