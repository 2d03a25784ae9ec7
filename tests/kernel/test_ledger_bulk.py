"""One act on many records: the number and the first ten before, the refusals after, and nothing outside the selection."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.kernel.testapp.choices import State
from tests.kernel.testapp.commands import Assign
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import announced, delivered, many, signed_in
from yaoan.kernel.commands import perform
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger.views import bulk

pytestmark = pytest.mark.urls("tests.kernel.testapp.site")


def preview(client: Client, **data: Any) -> Any:
    return client.post("/parcels/bulk/", {"act": "assign", "query": "", **data})


def hidden(response: Any) -> dict[str, Any]:
    """The hidden fields of a preview, as the browser would send them."""
    page = response.content.decode()
    form = page[page.index('<form class="act"') :]
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(value)
    return found


def test_the_number_and_the_first_ten_are_shown_before_anything_happens(office: Office) -> None:
    parcels = many(office, 14)
    response = preview(signed_in(office.keeper), id=[parcel.pk for parcel in parcels[:12]])
    page = response.content.decode()
    assert response.status_code == 200 and "指派：12 条" in page and "其中前 10 条" in page and "对这 12 条指派" in page
    assert page.count('<span class="state">') == 10 and not Entry.objects.filter(act="assign").exists()


def test_an_act_is_done_to_those_ticked_and_to_no_other(office: Office) -> None:
    parcels = many(office, 5)
    client = signed_in(office.keeper)
    asked = preview(client, id=[parcel.pk for parcel in parcels[:2]])
    done = client.post("/parcels/bulk/", hidden(asked) | {"holder_id": office.stationed.pk})
    assert done.status_code == 200 and "已办理 2 条" in done.content.decode()
    assert set(Parcel.objects.filter(holder=office.stationed)) == set(parcels[:2])


def test_all_matching_are_those_of_the_filter_in_scope(office: Office) -> None:
    here = many(office, 3)
    many(office, 2, area="980101102")
    many(office, 2, by="stranger", area="980102")
    client = signed_in(office.keeper)
    asked = preview(client, every="1", query="area=980101101&state=announced")
    assert asked.context["count"] == 3 and "id" not in hidden(asked)
    client.post("/parcels/bulk/", hidden(asked) | {"holder_id": office.keeper.pk})
    assert set(Parcel.objects.filter(holder=office.keeper)) == set(here)


def test_a_selection_that_changed_since_is_shown_again(office: Office) -> None:
    parcels = many(office, 2)
    client = signed_in(office.keeper)
    asked = preview(client, every="1")
    announced(office, "新来的")
    again = client.post("/parcels/bulk/", hidden(asked) | {"holder_id": office.keeper.pk})
    assert again.status_code == 409 and again.context["count"] == 3 and "这些记录有了变化" in again.content.decode()
    assert not Entry.objects.filter(act="assign").exists()
    perform(Assign(holder_id=office.chief.pk), on=parcels[0], by=office.actor("chief"))
    assert client.post("/parcels/bulk/", hidden(again) | {"holder_id": office.keeper.pk}).status_code == 409


def test_those_refused_are_listed_with_the_reason_and_left_alone(office: Office) -> None:
    free, lost = announced(office, "可以"), announced(office, "遗失的")
    Parcel.objects.filter(pk=lost.pk).update(state=State.LOST)
    client = signed_in(office.keeper)
    asked = preview(client, id=[free.pk, lost.pk])
    assert "有 1 条现在办不了" in asked.content.decode()
    done = client.post("/parcels/bulk/", hidden(asked) | {"holder_id": office.keeper.pk})
    page = done.content.decode()
    assert "已办理 1 条" in page and "1 条没有办理，原样未动" in page and "现在是“已遗失”，不能指派" in page
    assert f'<a href="/parcels/{lost.number}/">' in page


def test_sending_the_form_twice_does_it_once(office: Office) -> None:
    parcels = many(office, 2)
    client = signed_in(office.keeper)
    answers = hidden(preview(client, id=[parcel.pk for parcel in parcels])) | {"holder_id": office.keeper.pk}
    client.post("/parcels/bulk/", answers)
    client.post("/parcels/bulk/", answers)
    assert Entry.objects.filter(act="assign").count() == 2


def test_faults_are_said_before_anything_is_done(office: Office) -> None:
    parcels = many(office, 2)
    client = signed_in(office.keeper)
    asked = preview(client, id=[parcel.pk for parcel in parcels])
    wrong = client.post("/parcels/bulk/", hidden(asked) | {"deliver_by": "soon"})
    assert wrong.status_code == 422 and "有 2 处需要改正" in wrong.content.decode()
    assert not Entry.objects.filter(act="assign").exists()


@pytest.mark.parametrize("data", [{}, {"id": ["1"], "act": "receive"}, {"id": ["x"]}, {"act": ""}])
def test_nothing_chosen_leads_back_to_the_list(office: Office, data: dict[str, Any]) -> None:
    announced(office)
    response = signed_in(office.keeper).post("/parcels/bulk/", {"act": "assign", "query": "state=announced", **data})
    assert response.status_code == 303 and response.headers["Location"] == "/parcels/?state=announced"


def test_records_of_another_county_cannot_be_slipped_in(office: Office) -> None:
    foreign = announced(office, by="stranger", area="980102")
    response = preview(signed_in(office.keeper), id=[foreign.pk])
    assert response.status_code == 303 and not Entry.objects.filter(act="assign").exists()


def test_too_many_at_once_are_refused_with_the_way_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 3)
    many(office, 4)
    response = preview(signed_in(office.keeper), every="1")
    assert response.status_code == 422 and "一次最多办理 3 条" in response.content.decode()


def test_a_preview_costs_the_same_number_of_queries_however_many_there_are(office: Office) -> None:
    client = signed_in(office.keeper)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert preview(client, every="1").status_code == 200
        return len(caught)

    delivered(office)
    cost()
    few = cost()
    many(office, 30)
    assert cost() == few


def test_the_list_offers_only_the_bulk_acts_one_may_do(office: Office) -> None:
    announced(office)
    for who, acts in (("keeper", ["assign"]), ("chief", ["assign", "lose"]), ("reader", [])):
        context = signed_in(getattr(office, who)).get("/parcels/").context
        assert [act.name for act in context["bulk"]] == acts


def test_all_matching_is_a_second_explicit_step(office: Office) -> None:
    many(office, 25)
    page = signed_in(office.keeper).get("/parcels/?rows=20").content.decode()
    assert '<input type="checkbox" name="every" value="1"> 选择符合条件的全部 25 条' in page
    assert 'name="every"' not in signed_in(office.keeper).get("/parcels/?rows=50").content.decode()
