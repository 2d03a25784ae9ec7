"""The pages and the interface of subscriptions: what is shown, to whom, and sending again by ticking."""

import pytest
from django.test import Client

from yaoan.kernel import clock
from yaoan.kernel.access.models import User
from yaoan.kernel.http import tokens
from yaoan.kernel.outbox.models import Delivery
from yaoan.kernel.outbox.models import State as Sent
from yaoan.modules.risks.tests.test_ledger_of_risks import reported
from yaoan.modules.webhooks import queries

pytestmark = pytest.mark.django_db


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def program(actor) -> dict[str, str]:
    user = User.objects.get(pk=actor.user_id)
    _token, words = tokens.issue(user, "平台", may_act=False, expires_on=clock.today(), by=user.pk)
    return {"authorization": f"Bearer {words}"}


def test_the_form_offers_a_fresh_secret_each_time_and_the_item_page_never_shows_it(subscribe, officer) -> None:
    from yaoan.modules.webhooks.tests.conftest import SECRET

    client = browser(officer)
    first, second = (client.get("/subscriptions/new/propose/").content.decode() for _ in range(2))
    offered = [page.split("whsec_")[1][:44] for page in (first, second)]
    assert offered[0] != offered[1] and all(len(one) == 44 for one in offered)
    subscription = subscribe()
    page = client.get(f"/subscriptions/{subscription.number}/").content.decode()
    assert SECRET not in page and subscription.url in page


def test_what_was_given_up_is_shown_with_its_reason_and_sent_again_by_ticking(
    subscribe, receiver, officer, minute
) -> None:
    subscription = subscribe()
    risk = reported(officer)
    receiver.usual = 422
    minute()
    Delivery.objects.update(state=Sent.DEAD)
    client, address = browser(officer), f"/subscriptions/{subscription.number}/deliveries/"
    page = client.get(address).content.decode()
    assert risk.number in page and "422" in page and "已放弃 1" in page
    answer = client.post(address, {"message": [Delivery.objects.get().message_id]})
    assert answer.status_code == 303
    receiver.usual = 204
    minute()
    assert Delivery.objects.get().state == Sent.DELIVERED


def test_a_message_of_another_subscription_is_refused(subscribe, officer) -> None:
    subscription = subscribe()
    answer = browser(officer).post(f"/subscriptions/{subscription.number}/deliveries/", {"message": ["msg_1_1"]})
    assert answer.status_code == 409 and "msg_1_1" in answer.content.decode()


def test_another_county_sees_neither_subscription_nor_messages(subscribe, officer, stranger, minute) -> None:
    subscription = subscribe()
    reported(officer)
    minute()
    address = f"/subscriptions/{subscription.number}/deliveries/"
    assert browser(stranger).get(address).status_code == 404
    assert Client().get(f"/api{address}", headers=program(stranger)).status_code == 404


def test_pages_of_messages_follow_one_another(subscribe, officer, minute, monkeypatch) -> None:
    monkeypatch.setattr(queries, "SHOWN", 2)
    subscription = subscribe()
    numbers = [reported(officer).number for _ in range(5)]
    minute()
    client, address = browser(officer), f"/subscriptions/{subscription.number}/deliveries/"
    shown: list[str] = []
    for _ in range(3):
        page = client.get(address)
        shown += [one.number for one, _label, _tone in page.context["rows"]]
        address = f"/subscriptions/{subscription.number}/deliveries/?before={page.context['following']}"
    assert shown == numbers[::-1] and page.context["following"] is None


def test_programs_read_the_same_messages(subscribe, receiver, officer, minute) -> None:
    subscription = subscribe()
    risk = reported(officer)
    receiver.usual = 500
    minute()
    address, headers = f"/api/subscriptions/{subscription.number}/deliveries/", program(officer)
    told = Client().get(address, headers=headers).json()
    (one,) = told["deliveries"]
    assert (one["number"], one["type"], one["state"], one["status"]) == (risk.number, "risks.report", "waiting", 500)
    assert told["before"] is None and one["next_at"] and one["settled_at"] is None
    assert Client().get(f"{address}?state=delivered", headers=headers).json()["deliveries"] == []
    for wrong in ("?state=x", "?before=x", "?before=0", "?other=1", "?before=²"):
        assert Client().get(address + wrong, headers=headers).status_code == 422


def test_the_health_page_tells_of_messages_that_were_given_up(subscribe, receiver, officer, chief, minute) -> None:
    subscribe()
    reported(officer)
    minute()
    assert "1 条消息已放弃" not in browser(chief).get("/health/").content.decode()
    Delivery.objects.update(state=Sent.DEAD)
    assert "1 条消息已放弃" in browser(chief).get("/health/").content.decode()
