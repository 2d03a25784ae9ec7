"""The page of a difference: what is shown, what ticking does, and who may not."""

import pytest
from django.test import Client

from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.models import Attachment
from yaoan.modules.packages.choices import State
from yaoan.modules.packages.models import Foreign, Package

pytestmark = pytest.mark.django_db


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_the_difference_is_shown_and_what_is_ticked_is_accepted(take, elsewhere, city_officer) -> None:
    one, two = elsewhere.record(7, title="甲药房"), elsewhere.record(8, title="乙药房")
    package = take(elsewhere.package(one, two))
    client, address = browser(city_officer), f"/packages/{package.number}/difference/"
    page = client.get(address).content.decode()
    assert "甲药房" in page and "乙药房" in page and page.count(" checked") == 2
    answer = client.post(address, {"record": [one.number], "reason": "乙待核实", "version": package.version})
    assert (answer.status_code, answer["Location"]) == (303, f"/packages/{package.number}/")
    package.refresh_from_db()
    assert (package.state, package.left_out, package.reason) == (State.PARTLY, [two.number], "乙待核实")
    assert list(Foreign.objects.values_list("origin_id", flat=True)) == [7]


def test_all_ticked_is_all_accepted(take, elsewhere, city_officer) -> None:
    one, two = elsewhere.record(7), elsewhere.record(8)
    package = take(elsewhere.package(one, two))
    address = f"/packages/{package.number}/difference/"
    browser(city_officer).post(address, {"record": [one.number, two.number], "version": package.version})
    assert Package.objects.get(pk=package.pk).state == State.ACCEPTED


def test_what_somebody_changed_meanwhile_is_not_accepted_unseen(take, elsewhere, city_officer) -> None:
    one = elsewhere.record(7)
    package = take(elsewhere.package(one))
    address = f"/packages/{package.number}/difference/"
    answer = browser(city_officer).post(address, {"record": [one.number], "version": package.version - 1})
    assert answer.status_code == 409 and not Foreign.objects.exists()


def test_who_may_not_accept_sees_no_ticks_and_is_refused(take, elsewhere, hire) -> None:
    one = elsewhere.record(7)
    package = take(elsewhere.package(one))
    client, address = browser(hire("officer", "city")), f"/packages/{package.number}/difference/"
    assert "checkbox" not in client.get(address).content.decode()
    assert client.post(address, {"record": [one.number]}).status_code == 409
    assert not Foreign.objects.exists()


def test_another_county_sees_neither_package_nor_record(take, elsewhere, city_officer, stranger) -> None:
    one = elsewhere.record(7, title="甲药房")
    package = take(elsewhere.package(one))
    browser(city_officer).post(f"/packages/{package.number}/difference/", {"record": [one.number]})
    foreign, there = Foreign.objects.get(), browser(stranger)
    for address in (
        f"/packages/{package.number}/",
        f"/packages/{package.number}/difference/",
        f"/foreigns/{foreign.number}/",
    ):
        assert there.get(address).status_code == 404
    assert "甲药房" not in there.get("/foreigns/").content.decode()


def test_the_file_of_a_package_is_a_package(take, elsewhere, city_officer, sender) -> None:
    """What the form of the page takes in is what the button of the other side made."""
    content = elsewhere.package(elsewhere.record(7))
    package = take(content)
    file = Attachment.objects.get(record_id=package.pk)
    answer = browser(city_officer).get(f"/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == content
