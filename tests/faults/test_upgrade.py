"""A form that the version before drew comes to the version of today: nothing that was typed is lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.test import Client

from tests.kernel.conftest import office  # noqa: F401  # the parcel room
from tests.kernel.testapp import lifecycle
from tests.kernel.testapp.commands import Receive
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import announced, signed_in
from yaoan.kernel.commands import Change, ask
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger.views import acts
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.testapp.site")]
NAMES = re.compile(r'<(?:input|textarea|select)[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?')


@dataclass(frozen=True, kw_only=True)
class ReceiveBefore(Change[Parcel]):
    """What `Receive` asked in a version before: a question more, and one under another name."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Any]] = object  # it is no command of today's parcels

    remark: str = ask(Text("接收情况", "What was received"), lines=3)
    seal_number: str = ask(Text("封条号", "Number of the seal"), default="")

    def apply(self, record: Parcel) -> None:
        record.contents = self.remark


@pytest.fixture
def drawn_before(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, str]]:  # noqa: F811
    """All that the form of the version before sends, with these answers."""

    def draw(client: Client, parcel: Parcel, **answers: str) -> dict[str, str]:
        with monkeypatch.context() as before:
            before.setattr(acts, "command_for", lambda _model, _act: ReceiveBefore)
            page = client.get(f"/parcels/{parcel.number}/receive/").content.decode()
        form = page[page.index("<form", page.index('id="main"')) :]
        fields = {name: value for name, value in NAMES.findall(form) if name != "csrfmiddlewaretoken"}
        assert answers.keys() <= fields.keys()
        return {name: value for name, value in fields.items() if not name.startswith("_")} | answers

    return draw


def _sent(client: Client, parcel: Parcel, data: dict[str, str]) -> Any:
    return client.post(f"/parcels/{parcel.number}/receive/", data)


def test_answers_to_questions_no_longer_asked_are_shown_and_nothing_is_done(
    office: Office,  # noqa: F811
    drawn_before: Callable[..., dict[str, str]],
) -> None:
    parcel, client = announced(office), signed_in(office.keeper)
    typed = drawn_before(client, parcel, remark="外包装完好", seal_number="封-0031")
    answer = _sent(client, parcel, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "外包装完好" in page and "封-0031" in page
    assert Entry.objects.filter(record=parcel.pk).count() == 1


def test_what_is_still_asked_is_in_its_place_again_and_may_be_sent(
    office: Office,  # noqa: F811
    drawn_before: Callable[..., dict[str, str]],
) -> None:
    parcel, client = announced(office), signed_in(office.keeper)
    typed = drawn_before(client, parcel, seal_number="封-0031") | {"note": "完好"}
    page = _sent(client, parcel, typed).content.decode()
    assert "完好</textarea>" in page
    again = {name: value for name, value in typed.items() if name in ("author", "command_id", "version", "note")}
    assert _sent(client, parcel, again).status_code == 303
    assert Parcel.objects.get(pk=parcel.pk).contents == "完好"


def test_a_question_that_is_new_is_asked_and_the_old_answers_stay(
    office: Office,  # noqa: F811
    drawn_before: Callable[..., dict[str, str]],
) -> None:
    """The new version requires `note`; the page of the old one had no such field, and left the optional one empty."""
    parcel, client = announced(office), signed_in(office.keeper)
    answer = _sent(client, parcel, drawn_before(client, parcel))
    assert answer.status_code == 422
    assert [field.name for field in answer.context["form"].fields if field.faults] == ["note"]
    assert Receive.act.starts_from(Parcel.objects.get(pk=parcel.pk).state)
