"""Signing in: second factors, sessions, passwords that are due, fresh proof, and the trail of all of it."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import include, path

from tests.kernel.testapp.office import PASSWORD, Office
from yaoan.config import settings as site_settings
from yaoan.kernel import clock, law
from yaoan.kernel.access import command, freshness, qr, staffing, standing
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.adapters import Factors
from yaoan.kernel.access.devices import device
from yaoan.kernel.access.models import SignInAttempt, User
from yaoan.kernel.access.passwords import PlainWordsValidator
from yaoan.kernel.access.rules import Rules, rules
from yaoan.kernel.journal.models import AccessLog

urlpatterns = [path("", include("tests.kernel.testapp.site"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
LATER = "yaoan.kernel.clock.now"


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    cache.clear()
    rules.cache_clear()
    yield
    rules.cache_clear()


@pytest.fixture
def keeper(office: Office) -> Client:
    """Somebody who signed in with a password."""
    return enter(Client(headers={"accept-language": "zh-CN"}))


def enter(client: Client, name: str = "keeper", password: str = PASSWORD) -> Client:
    response = client.post("/sign-in/", {"login": name, "password": password})
    assert response.status_code == 302, response.content.decode()
    return client


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_codes(client: Client) -> str:
    """Turn codes on, and return the secret that the phone has."""
    page = client.get("/account/security/app/").content.decode()
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found
    secret = found[1].replace(" ", "")
    response = client.post("/account/security/app/", {"code": code_of(secret)})
    assert response.status_code == 302 and response.headers["Location"] == "/account/security/codes/"
    return secret


def asked_for_a_code(client: Client) -> bool:
    response = client.post("/sign-in/", {"login": "keeper", "password": PASSWORD, "next": "/parcels/"})
    return response.status_code == 302 and response.headers["Location"] == "/sign-in/code/"


def lines(user: User) -> list[str]:
    return list(AccessLog.objects.filter(actor=user.pk).order_by("pk").values_list("what", flat=True))


def under(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"YAOAN_{name}", value)
    rules.cache_clear()


# Codes of an app


def test_codes_are_asked_for_after_the_password_and_lead_where_one_wanted_to_go(keeper: Client) -> None:
    secret = set_up_codes(keeper)
    client = Client()
    assert asked_for_a_code(client)
    assert client.get("/parcels/").status_code == 302
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/parcels/").status_code == 302
    right = client.post("/sign-in/code/", {"code": code_of(secret, steps=1)})
    assert right.status_code == 302 and right.headers["Location"] == "/parcels/"
    assert client.get("/parcels/").status_code == 200


def test_a_code_is_good_once(keeper: Client) -> None:
    code = code_of(set_up_codes(keeper), steps=1)
    first, second = Client(), Client()
    assert asked_for_a_code(first) and asked_for_a_code(second)
    assert first.post("/sign-in/code/", {"code": code}).status_code == 302
    assert second.post("/sign-in/code/", {"code": code}).status_code == 200


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_two_steps_away_is_refused(keeper: Client, steps: int) -> None:
    client, middle_of_a_step = Client(), 30 * (int(time.time()) // 30) + 15
    with patch("time.time", lambda: middle_of_a_step):
        secret = set_up_codes(keeper)
        assert asked_for_a_code(client)
        assert client.post("/sign-in/code/", {"code": code_of(secret, steps=steps)}).status_code == 200
        assert client.post("/sign-in/code/", {"code": code_of(secret, steps=steps // 2)}).status_code == 302


def test_codes_cannot_be_guessed_for_long(keeper: Client) -> None:
    secret = set_up_codes(keeper)
    client = Client(headers={"accept-language": "zh-CN"})
    assert asked_for_a_code(client)
    for guess in range(7):
        client.post("/sign-in/code/", {"code": f"{guess:06}"})
    assert client.post("/sign-in/code/", {"code": code_of(secret, steps=1)}).status_code == 200


def test_a_recovery_code_stands_in_for_a_code_once(keeper: Client) -> None:
    set_up_codes(keeper)
    page = keeper.get("/account/security/codes/")
    codes = [code.replace(" ", "") for code in re.findall(r"<code>([\d ]+)</code>", page.content.decode())]
    assert len(codes) == 10 and all(len(code) == 12 for code in codes)
    assert "no-store" in page.headers["Cache-Control"]
    client = Client()
    assert asked_for_a_code(client)
    assert client.post("/sign-in/code/", {"code": codes[3]}).status_code == 302
    again = Client()
    assert asked_for_a_code(again)
    assert again.post("/sign-in/code/", {"code": codes[3]}).status_code == 200
    assert "还剩9个" in keeper.get("/account/security/").content.decode()
    assert keeper.post("/account/security/codes/").status_code == 303
    assert codes[5] not in keeper.get("/account/security/codes/").content.decode().replace(" ", "")


def test_secrets_lie_encrypted_in_the_database(keeper: Client) -> None:
    secret = set_up_codes(keeper)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
    assert len(secret) == 160 / 5 and secret not in stored
    assert Factors().decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_what_was_typed_before_the_session_ran_out_survives_the_second_factor(office: Office, keeper: Client) -> None:
    from yaoan.kernel.access import kept

    secret = set_up_codes(keeper)
    sealed = kept.sealed(kept.Typed(office.keeper.pk, "/parcels/new/announce/", "contents=books"))
    client = Client()
    client.post("/sign-in/", {"login": "keeper", "password": PASSWORD, "kept": sealed})
    answer = client.post("/sign-in/code/", {"code": code_of(secret, steps=1)})
    assert answer.headers["Location"].startswith("/parcels/new/announce/?kept=")


def test_the_picture_of_the_secret_breaks_no_content_policy(keeper: Client) -> None:
    response = keeper.get("/account/security/app/")
    page = response.content.decode()
    assert "<svg" in page and "style=" not in page and "<style" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    drawn = qr.drawn("otpauth://totp/x?secret=A&issuer=<b>")
    assert "<b>" not in drawn and drawn.count("<path") == 1


def test_factors_are_turned_off_and_recovery_codes_go_with_the_last(keeper: Client, office: Office) -> None:
    set_up_codes(keeper)
    assert keeper.post("/account/security/app/stop/").status_code == 302
    assert not Authenticator.objects.exists()
    assert keeper.get("/account/security/codes/").status_code == 404
    assert lines(office.keeper) == ["sign in", "add factor", "remove factor"]


def test_who_lost_everything_is_let_in_by_an_administrator(keeper: Client, office: Office) -> None:
    set_up_codes(keeper)
    assert staffing.take_factors(office.keeper, by=office.chief.pk) == 2
    assert not asked_for_a_code(Client())
    assert AccessLog.objects.get(what="take factors").actor == office.chief.pk


def test_a_closed_account_is_out_at_once(keeper: Client, office: Office) -> None:
    set_up_codes(keeper)
    assert command.run(["close", "keeper"]) == 0
    assert keeper.get("/parcels/").status_code == 302
    assert Client().post("/sign-in/", {"login": "keeper", "password": PASSWORD}).status_code == 200
    assert not Authenticator.objects.exists() and AccessLog.objects.filter(what="close account").exists()


def test_lost_factors_are_taken_on_the_command_line(keeper: Client, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_codes(keeper)
    assert command.run(["factors", "keeper"]) == 0 and "2 second factors taken" in capsys.readouterr().out
    assert keeper.get("/parcels/").status_code == 302
    assert command.run(["factors", "nobody"]) == 1


# Required


def test_a_role_that_needs_a_second_factor_sets_one_up_before_anything_else(
    keeper: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    under(monkeypatch, SECOND_FACTOR="keeper, head")
    for address in ("/parcels/", "/account/", "/search/?q=x"):
        response = keeper.get(address)
        assert response.status_code == 302 and response.headers["Location"] == "/account/security/"
    fragment = keeper.get("/parcels/", headers={"HX-Request": "true"})
    assert fragment.status_code == 204 and fragment.headers["HX-Redirect"] == "/account/security/"
    assert "您的岗位要求两步验证" in keeper.get("/account/security/").content.decode()
    set_up_codes(keeper)
    assert keeper.get("/parcels/").status_code == 200


def test_the_last_factor_stays_where_one_is_required(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_codes(keeper)
    under(monkeypatch, SECOND_FACTOR="all")
    page = keeper.get("/account/security/app/stop/").content.decode()
    assert "最后一种验证方式不能停用" in page and "danger" not in page.split("<main")[1]
    keeper.post("/account/security/app/stop/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_other_roles_are_not_asked(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    under(monkeypatch, SECOND_FACTOR="admin")
    assert keeper.get("/parcels/").status_code == 200


# Fresh proof


@pytest.mark.parametrize("address", ["/account/security/app/", "/account/security/passkeys/add/"])
def test_dangerous_pages_ask_once_more_and_go_on(keeper: Client, address: str) -> None:
    assert keeper.get(address).status_code == 200
    later = clock.now() + timedelta(minutes=11)
    with patch(LATER, lambda: later), patch("time.time", lambda: later.timestamp()):
        response = keeper.get(address)
        assert response.status_code == 302
        assert response.headers["Location"] == f"/account/again/?next={address.replace('/', '%2F')}"
        wrong = keeper.post(response.headers["Location"], {"password": "not it", "next": address})
        assert wrong.status_code == 200 and keeper.get(address).status_code == 302
        right = keeper.post(response.headers["Location"], {"password": PASSWORD, "next": address})
        assert right.status_code == 302 and right.headers["Location"] == address
        assert keeper.get(address).status_code == 200


def test_a_form_that_was_opened_in_time_may_be_sent_a_little_later(keeper: Client) -> None:
    for minutes, status in ((15, 302), (25, 303)):
        later = clock.now() + timedelta(minutes=minutes)
        with patch(LATER, lambda later=later: later), patch("time.time", lambda later=later: later.timestamp()):
            response = (
                keeper.post("/account/security/codes/") if minutes == 25 else keeper.get("/account/security/codes/")
            )
            assert response.status_code == status
            assert "/account/again/" in response.headers["Location"]


def test_what_is_dangerous_is_data_and_every_line_of_it_is_an_address() -> None:
    from django.urls import get_resolver

    names = set(get_resolver("yaoan.config.urls").reverse_dict)
    for line in law.document("safety")["fresh"]:
        name, _slash, act = line["at"].partition("/")
        assert name in names, line
        assert line["zh"] and line["en"]
        if act:
            from yaoan.kernel.ledger.registry import ledgers

            kind = name.partition(".")[0]
            ledger = next((one for one in ledgers() if one.kind == kind), None)
            assert ledger is None or act in ledger.model.lifecycle, line
    assert "tokens" in freshness.guarded() and "handovers" in freshness.guarded()


# Sessions


def test_one_sees_where_one_is_signed_in_and_ends_one_place(keeper: Client, office: Office) -> None:
    phone = enter(Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 13) Chrome/120.0 Mobile"}))
    page = keeper.get("/account/security/").content.decode()
    assert "就是这里" in page and "Chrome · Android" in page
    found = re.findall(r"/account/security/sessions/(\d+)/end/", page)
    assert len(found) == 1
    assert keeper.post(f"/account/security/sessions/{found[0]}/end/").status_code == 303
    assert phone.get("/parcels/").status_code == 302 and keeper.get("/parcels/").status_code == 200
    assert "end session" in lines(office.keeper)


def test_nobody_ends_the_session_of_somebody_else(keeper: Client, office: Office) -> None:
    from allauth.usersessions.models import UserSession

    chief = enter(Client(), "chief")
    theirs = UserSession.objects.get(user=office.chief).pk
    assert keeper.post(f"/account/security/sessions/{theirs}/end/").status_code == 404
    assert chief.get("/parcels/").status_code == 200
    assert keeper.get(f"/account/security/sessions/{theirs}/end/").status_code in (302, 405)


def test_all_other_places_end_at_once(keeper: Client) -> None:
    others = [enter(Client()) for _place in range(3)]
    assert keeper.post("/account/security/sessions/end/").status_code == 303
    assert [other.get("/parcels/").status_code for other in others] == [302, 302, 302]
    assert keeper.get("/parcels/").status_code == 200


def test_a_session_ends_when_it_was_idle_and_when_it_lasted_too_long(keeper: Client, office: Office) -> None:
    start = clock.now()
    for minutes in range(50, 700, 50):
        with patch(LATER, lambda minutes=minutes: start + timedelta(minutes=minutes)):
            assert keeper.get("/parcels/").status_code == 200, minutes
    with patch(LATER, lambda: start + timedelta(minutes=721)):
        assert keeper.get("/parcels/").status_code == 302
    assert lines(office.keeper)[-1] == "session expired"
    idle = enter(Client())
    with patch(LATER, lambda: clock_later(61)):
        assert idle.get("/parcels/").status_code == 302


def clock_later(minutes: int) -> object:
    from datetime import UTC, datetime

    return datetime.now(UTC) + timedelta(minutes=minutes)


def test_a_new_password_ends_all_other_sessions(keeper: Client, office: Office) -> None:
    other = enter(Client())
    new = "every morning a new river"
    answer = keeper.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert other.get("/parcels/").status_code == 302 and keeper.get("/parcels/").status_code == 200
    assert lines(office.keeper)[-1] == "change password"
    assert keeper.get("/account/security/").content.decode().count("就是这里") == 1


def test_the_session_gets_another_key_at_sign_in(office: Office) -> None:
    client = Client()
    client.get("/sign-in/code/")
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    client.cookies[site_settings.SESSION_COOKIE_NAME] = before
    enter(client)
    assert client.session.session_key != before


# Passwords


@pytest.mark.parametrize("password", ["yaoan-demo-2025", "20251122131415", "Admin@yaojian2025", "药安2025123456"])
def test_words_that_everybody_would_try_are_no_password(password: str) -> None:
    with pytest.raises(ValidationError, match="至少要有5个字母或汉字"):
        PlainWordsValidator().validate(password)


@pytest.mark.parametrize("password", ["correct horse battery", "清晨的河边有三只白鹭", "x" * 120])
def test_sentences_are(password: str) -> None:
    PlainWordsValidator().validate(password)


def test_a_password_given_by_somebody_else_is_changed_before_anything_else(office: Office) -> None:
    staffing.set_password(office.keeper, "given by the office today", is_given=True)
    client = enter(Client(headers={"accept-language": "zh-CN"}), password="given by the office today")
    assert client.get("/parcels/").headers["Location"] == "/account/password/"
    assert "别人为您设置的" in client.get("/account/password/").content.decode()
    new = "known to nobody but me"
    client.post("/account/password/", {"oldpassword": "given by the office today", "password1": new, "password2": new})
    assert client.get("/parcels/").status_code == 200


def test_old_passwords_are_changed_only_where_the_rules_say_so(
    keeper: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=office.keeper.pk).update(password_set_at=clock.now() - timedelta(days=91))
    assert keeper.get("/parcels/").status_code == 200
    under(monkeypatch, PASSWORD_DAYS="90")
    assert keeper.get("/parcels/").headers["Location"] == "/account/password/"
    office.keeper.set_unusable_password()
    assert not standing.must_change_password(office.keeper)


def test_rules_say_which_variable_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules() == Rules()
    for name, value in (("IDLE_MINUTES", "0"), ("SESSION_HOURS", "long"), ("PASSWORD_DAYS", "-1")):
        monkeypatch.setenv(f"YAOAN_{name}", value)
        rules.cache_clear()
        with pytest.raises(ValueError, match=f"YAOAN_{name}"):
            rules()
        monkeypatch.delenv(f"YAOAN_{name}")


# The trail


def test_sign_in_sign_out_and_refusals_are_in_the_access_log(office: Office) -> None:
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"})
    client.post("/sign-in/", {"login": "keeper", "password": "wrong"})
    client.post("/sign-in/", {"login": "nobody at all", "password": "wrong"})
    enter(client)
    client.post("/sign-out/")
    assert lines(office.keeper) == ["sign in refused", "sign in", "sign out"]
    unknown = AccessLog.objects.get(actor=0, what="sign in refused")
    assert "nobody" not in unknown.reason, "what is typed as a name may be a password"
    signed = AccessLog.objects.get(what="sign in")
    assert signed.reason == "127.0.0.1 | Firefox · Windows | password"


def test_the_account_page_shows_refusals_to_their_owner(keeper: Client) -> None:
    Client().post("/sign-in/", {"login": "keeper", "password": "wrong"})
    assert "登录没有成功" in keeper.get("/account/security/").content.decode()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) MicroMessenger/8.0", "WeChat · HarmonyOS"),
        ("curl/8.5", "curl"),
        ("", "?"),
    ],
)  # fmt: skip
def test_a_browser_has_a_name_one_recognises(user_agent: str, name: str) -> None:
    assert device(user_agent) == name


# The caller's address


def waits(number: int, *, forwarded: str, name: str = "") -> bool:
    """Whether somebody with a wrong password, said to come from elsewhere, is made to wait."""
    answers = {"login": name or f"nobody{number}", "password": "wrong"}
    browser = Client(headers={"accept-language": "zh-CN", "x-forwarded-for": forwarded})
    answer = browser.post("/sign-in/", answers)
    return answer.status_code == 429 or "请稍候再试" in answer.content.decode()


def test_who_names_another_address_with_every_attempt_is_made_to_wait_all_the_same(db: None) -> None:
    assert any(waits(number, forwarded=f"198.51.100.{number}") for number in range(70))
    assert set(SignInAttempt.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_the_lock_of_an_account_does_not_ask_where_an_attempt_came_from(office: Office) -> None:
    for number in range(5):
        waits(number, forwarded=f"198.51.100.{number}", name="keeper")
    client = Client(headers={"x-forwarded-for": "203.0.113.77"})
    assert client.post("/sign-in/", {"login": "keeper", "password": PASSWORD}).status_code == 200
    assert AccessLog.objects.filter(actor=office.keeper.pk).latest("pk").reason.endswith("| locked")


def test_behind_a_proxy_the_address_is_what_the_proxy_added_and_nothing_before_it(db: None, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    apart = any(waits(number, forwarded=f"203.0.113.{number}") for number in range(25))
    assert not apart, "people behind a proxy do not wait for one another"
    forged = any(waits(number, forwarded=f"198.51.100.{number}, 203.0.113.99") for number in range(70))
    assert forged and not SignInAttempt.objects.filter(address__startswith="198.51.100.").exists()


PEER = "127.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "203.0.113.9", PEER),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", PEER),
        (2, "", PEER),
        (3, "203.0.113.9, 192.0.2.1", PEER),
        (2, "no address, 192.0.2.1", PEER),
        (2, ", 192.0.2.1", PEER),
        (2, "2001:db8::7, 192.0.2.1", "2001:db8::7"),
    ],
)
def test_no_more_of_the_header_is_believed_than_there_are_proxies(
    db: None, settings: Any, proxies: int, forwarded: str, believed: str
) -> None:
    """Where fewer addresses stand in it than there are proxies, the caller is the peer; signing in goes on working."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client(headers={"x-forwarded-for": forwarded} if forwarded else {}, raise_request_exception=False)
    assert client.post("/sign-in/", {"login": "nobody", "password": "wrong"}).status_code == 200
    assert SignInAttempt.objects.get().address == believed


def test_a_connection_without_an_address_is_refused_and_no_fault(db: None, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = Client(headers={"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="", raise_request_exception=False)
    assert client.post("/sign-in/", {"login": "nobody", "password": "wrong"}).status_code == 403


# Accounts that are there from the start


def test_a_new_installation_has_no_account_by_which_one_comes_in(db: None) -> None:
    Actor.system()
    assert not User.objects.filter(is_active=True).exists()


def test_the_systems_own_account_signs_nobody_in_whatever_password_it_has(office: Office) -> None:
    system = User.objects.get(pk=Actor.system().user_id)
    for password in ("", PASSWORD):
        if password:
            system.set_password(password)
            system.save()
        answer = Client().post("/sign-in/", {"login": "system", "password": password})
        assert answer.status_code == 200 and "sessionid" not in answer.cookies
    assert "sign in" not in lines(system)


# Headers


def test_every_answer_carries_the_headers_of_a_strict_site(keeper: Client) -> None:
    for address in ("/account/security/", "/nowhere/", "/sign-in/"):
        headers = keeper.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "style-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy and "object-src 'none'" in policy and "base-uri 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "payment=()" in headers["Permissions-Policy"] and "camera=(self)" in headers["Permissions-Policy"]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    client = enter(Client())
    client.get("/account/security/")
    assert {"sessionid", "csrftoken"} <= set(client.cookies)
    for cookie in filter(lambda one: one.value, client.cookies.values()):
        assert cookie["httponly"] and cookie["samesite"] == "Lax", cookie.key


def test_behind_tls_everything_is_stricter() -> None:
    """The settings are read anew in a process of their own."""
    import os
    import subprocess
    import sys

    asked = (
        "from yaoan.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
        "s.LANGUAGE_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME, "
        "s.CSRF_COOKIE_NAME, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    environment = {**os.environ, "YAOAN_TLS": "1"}
    told = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True", "True", "True", "31536000", "__Host-session", "__Host-csrf", "1"]
