"""Single sign-on: who the unit's identity provider vouches for comes in, and nobody else, however the answer is bent."""

import time
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tests.kernel.identity_provider import IdentityProvider, identity_provider
from tests.kernel.test_sign_in import set_up_codes
from tests.kernel.testapp.office import Office
from yaoan.kernel import clock
from yaoan.kernel.access.models import Grant, User
from yaoan.kernel.journal.models import AccessLog

urlpatterns = [path("", include("tests.kernel.testapp.site"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(scope="module")
def server() -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        yield running


@pytest.fixture
def unit(server: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> IdentityProvider:
    """The provider, configured here, with nothing wrong about it."""
    cache.clear()
    fresh = IdentityProvider()
    for name in ("person", "algorithm", "description", "claims", "signs_with", "asked", "client_secret"):
        setattr(server, name, getattr(fresh, name))
    server.calls.clear()
    monkeypatch.setenv("YAOAN_OIDC_ISSUER", server.issuer)
    monkeypatch.setenv("YAOAN_OIDC_CLIENT_ID", server.client_id)
    monkeypatch.setenv("YAOAN_OIDC_CLIENT_SECRET", server.client_secret)
    monkeypatch.setenv("YAOAN_OIDC_LABEL", "省政务统一认证")
    return server


def browser() -> Client:
    return Client(headers={"accept-language": "zh-CN"})


def comes_back(client: Client, unit: IdentityProvider, target: str = "/parcels/", **tamper: str) -> HttpResponse:
    """Go to the provider and come back with its answer."""
    there = client.get(f"/sign-in/unit/?next={target}")
    assert there.status_code == 302, there.content.decode()
    assert there.headers["Location"].startswith(f"{unit.issuer}/authorize?")
    back = urlsplit(unit.answers(there.headers["Location"], tamper=tamper))
    return client.get(f"{back.path}?{back.query}")  # type: ignore[return-value]


def is_outside(client: Client) -> bool:
    return client.post("/sign-in/unit/back/").status_code == 400 and client.get("/parcels/").status_code == 302


def test_who_is_known_comes_in_where_the_way_led(office: Office, unit: IdentityProvider) -> None:
    client = browser()
    assert "用省政务统一认证登录" in client.get("/sign-in/").content.decode()
    page = comes_back(client, unit)
    assert page.status_code == 200 and "林晓禾" in page.content.decode()
    assert client.get("/parcels/").status_code == 302, "looking alone signs nobody in"
    entered = client.post("/sign-in/unit/back/")
    assert entered.status_code == 302 and entered.headers["Location"] == "/parcels/"
    assert client.get("/parcels/").status_code == 200
    assert "token" not in str(dict(client.session)), "of the provider's answer nothing is kept but who it was"
    assert AccessLog.objects.get(what="sign in", actor=office.keeper.pk).reason.endswith("| sso")


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_keys_of_every_usual_kind(office: Office, unit: IdentityProvider, algorithm: str) -> None:
    unit.algorithm = algorithm
    assert comes_back(browser(), unit).status_code == 200


def test_an_unknown_name_gets_a_clear_page_and_no_account(office: Office, unit: IdentityProvider) -> None:
    unit.person = {"sub": "u-2", "preferred_username": "new.person", "name": "新来的"}
    client, before = browser(), User.objects.count()
    page = comes_back(client, unit)
    assert page.status_code == 403 and "您在药安还没有账户" in page.content.decode()
    assert "new.person" in page.content.decode()
    assert is_outside(client) and User.objects.count() == before


def test_what_the_provider_says_about_roles_gives_no_right(office: Office, unit: IdentityProvider) -> None:
    before = Grant.objects.count()
    unit.person |= {"roles": ["head", "admin"], "groups": ["admins"]}
    client = browser()
    comes_back(client, unit)
    client.post("/sign-in/unit/back/")
    assert Grant.objects.count() == before


def test_who_may_no_longer_work_here_stays_outside(office: Office, unit: IdentityProvider) -> None:
    User.objects.filter(username="keeper").update(is_active=False)
    assert comes_back(browser(), unit).status_code == 403


def test_another_claim_may_name_the_person(
    office: Office, unit: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YAOAN_OIDC_CLAIM", "employee")
    unit.person = {"sub": "x", "employee": "chief"}
    assert "周砚青" in comes_back(browser(), unit).content.decode()
    unit.person = {"sub": "x", "employee": ["chief"]}
    assert comes_back(browser(), unit).status_code == 400


def test_the_second_factor_is_asked_for_all_the_same(office: Office, unit: IdentityProvider) -> None:
    inside = browser()
    comes_back(inside, unit)
    inside.post("/sign-in/unit/back/")
    set_up_codes(inside)
    client = browser()
    comes_back(client, unit)
    assert client.post("/sign-in/unit/back/").headers["Location"] == "/sign-in/code/"
    assert client.get("/parcels/").status_code == 302


def test_who_has_no_password_has_none_to_change(office: Office, unit: IdentityProvider) -> None:
    office.keeper.set_unusable_password()
    office.keeper.save()
    client = browser()
    comes_back(client, unit)
    client.post("/sign-in/unit/back/")
    assert "/account/password/" not in client.get("/account/security/").content.decode()
    assert client.get("/account/password/").status_code == 404


def test_who_has_no_password_proves_it_again_at_the_provider(office: Office, unit: IdentityProvider) -> None:
    office.keeper.set_unusable_password()
    office.keeper.save()
    client = browser()
    comes_back(client, unit)
    client.post("/sign-in/unit/back/")
    later = clock.now() + timedelta(minutes=11)
    with patch("yaoan.kernel.clock.now", lambda: later):
        asked = client.get("/account/security/app/")
        assert asked.headers["Location"].startswith("/sign-in/unit/?next=")
        there = client.get(asked.headers["Location"])
        assert "prompt=login" in there.headers["Location"]
        back = urlsplit(unit.answers(there.headers["Location"]))
        client.get(f"{back.path}?{back.query}")
        with patch("time.time", lambda: later.timestamp()):
            assert client.post("/sign-in/unit/back/").headers["Location"] == "/account/security/app/"
            assert client.get("/account/security/app/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "http://elsewhere.example"},
        {"aud": "another program"},
        {"aud": ["yaoan", "another"], "azp": "another"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"preferred_username": None},
        {"preferred_username": 7},
    ],
    ids=lambda claims: ",".join(claims),
)
def test_a_token_that_does_not_fit_lets_nobody_in(office: Office, unit: IdentityProvider, claims: dict) -> None:
    unit.claims = claims
    client = browser()
    page = comes_back(client, unit)
    assert page.status_code == 400 and "没有登录" in page.content.decode()
    assert is_outside(client)


def test_a_signature_by_another_key_lets_nobody_in(office: Office, unit: IdentityProvider) -> None:
    unit.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = browser()
    assert comes_back(client, unit).status_code == 400 and is_outside(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_signature_and_a_shared_secret_let_nobody_in(office: Office, unit: IdentityProvider, algorithm: str) -> None:
    unit.algorithm = algorithm
    unit.signs_with = unit.client_secret * 2 if algorithm == "HS256" else None
    client = browser()
    assert comes_back(client, unit).status_code == 400 and is_outside(client)


def test_an_answer_to_another_browser_or_a_second_time_lets_nobody_in(office: Office, unit: IdentityProvider) -> None:
    mine, theirs = browser(), browser()
    there = mine.get("/sign-in/unit/").headers["Location"]
    back = urlsplit(unit.answers(there))
    assert theirs.get(f"{back.path}?{back.query}").status_code == 400
    assert mine.get(f"{back.path}?{back.query}").status_code == 200
    assert mine.get(f"{back.path}?{back.query}").status_code == 400


def test_an_answer_of_another_provider_or_of_too_late_lets_nobody_in(office: Office, unit: IdentityProvider) -> None:
    assert comes_back(browser(), unit, iss="http://elsewhere.example").status_code == 400
    client = browser()
    back = urlsplit(unit.answers(client.get("/sign-in/unit/").headers["Location"]))
    later = clock.now() + timedelta(minutes=11)
    with patch("yaoan.kernel.clock.now", lambda: later):
        assert client.get(f"{back.path}?{back.query}").status_code == 400


def test_going_in_is_for_the_moment_after(office: Office, unit: IdentityProvider) -> None:
    client = browser()
    comes_back(client, unit)
    later = clock.now() + timedelta(minutes=6)
    with patch("yaoan.kernel.clock.now", lambda: later):
        assert client.post("/sign-in/unit/back/").status_code == 400
    assert client.get("/parcels/").status_code == 302


def test_nobody_is_sent_to_another_site_afterwards(office: Office, unit: IdentityProvider) -> None:
    client = browser()
    comes_back(client, unit, target="https://elsewhere.example/")
    assert client.post("/sign-in/unit/back/").headers["Location"] == "/"


def test_a_refusal_of_the_provider_is_told(office: Office, unit: IdentityProvider) -> None:
    client = browser()
    state = unit.answers(client.get("/sign-in/unit/").headers["Location"]).split("state=")[1].split("&")[0]
    page = client.get(f"/sign-in/unit/back/?error=access_denied&state={state}")
    assert page.status_code == 400 and "access_denied" in page.content.decode()


@pytest.mark.parametrize(
    "description",
    [{"issuer": "http://elsewhere.example"}, {"token_endpoint": ""}, {"jwks_uri": "ftp://keys"}],
    ids=lambda description: next(iter(description)),
)
def test_a_provider_that_describes_itself_wrongly_is_not_asked(
    office: Office, unit: IdentityProvider, description: dict
) -> None:
    unit.description = description
    assert browser().get("/sign-in/unit/").status_code == 502
    assert unit.calls == ["/.well-known/openid-configuration"]


def test_a_provider_that_does_not_answer_is_told_with_the_way_out(
    office: Office, unit: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YAOAN_OIDC_ISSUER", "http://127.0.0.1:9")
    page = browser().get("/sign-in/unit/")
    assert page.status_code == 502 and "用密码登录" in page.content.decode()


def test_without_a_provider_there_is_no_such_page(office: Office) -> None:
    assert browser().get("/sign-in/unit/").status_code == browser().get("/sign-in/unit/back/").status_code == 404
    assert "统一认证" not in browser().get("/sign-in/").content.decode()


def test_one_address_is_sent_there_a_few_times_a_minute(office: Office, unit: IdentityProvider) -> None:
    client = browser()
    assert {client.get("/sign-in/unit/").status_code for _time in range(32)} == {302, 429}
