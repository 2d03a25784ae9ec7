"""The frame: signing in and out, navigation by rights, language, large print, errors, and pages that only read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from tests.kernel.testapp.commands import Assign
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import PASSWORD, Office
from tests.kernel.testapp.room import announced, delivered, fragment, signed_in, stored
from yaoan.kernel import clock
from yaoan.kernel.access.models import SignInAttempt, User
from yaoan.kernel.commands import perform
from yaoan.kernel.ledger.middleware import ReadOnlyMiddleware, WroteWhileReading, reading_only


def writes(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Parcel.objects.update(contents="written while reading")))


def breaks(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("", include("tests.kernel.testapp.site")),
    path("writes/", writes),
    path("breaks/", breaks),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def sign_in(
    client: Client, name: str = "keeper", password: str = PASSWORD, target: str = "/parcels/?q=a"
) -> HttpResponse:
    return client.post("/sign-in/", {"login": name, "password": password, "next": target})  # type: ignore[return-value]


def test_who_has_not_signed_in_is_asked_to_and_comes_back(office: Office) -> None:
    client = Client()
    response = client.get("/parcels/?q=a")
    assert response.status_code == 302 and response.headers["Location"] == "/sign-in/?next=%2Fparcels%2F%3Fq%3Da"
    assert 'value="/parcels/?q=a"' in client.get(response.headers["Location"]).content.decode()
    inside = sign_in(client)
    assert inside.status_code == 302 and inside.headers["Location"] == "/parcels/?q=a"


def test_a_fragment_asked_for_without_a_sign_in_moves_the_whole_page() -> None:
    response = Client().get("/parcels/?q=a", headers=fragment("list"))
    assert response.status_code == 204 and response.headers["HX-Redirect"].startswith("/sign-in/?next=")


def test_a_post_without_a_sign_in_leads_back_to_the_page_it_came_from() -> None:
    response = Client().post("/parcels/columns/", headers={"referer": "http://testserver/parcels/?q=a"})
    assert response.headers["Location"] == "/sign-in/?next=%2Fparcels%2F%3Fq%3Da"
    foreign = Client().post("/parcels/columns/", headers={"referer": "http://elsewhere.example/x"})
    assert foreign.headers["Location"] == "/sign-in/?next=%2F"


def test_nobody_is_sent_to_another_site(office: Office) -> None:
    assert "elsewhere" not in sign_in(Client(), target="https://elsewhere.example/").headers["Location"]
    client = signed_in(office.keeper)
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:1"):
        response = client.post("/account/language/", {"language": "en", "next": target})
        assert response.headers["Location"] == "/sign-in/"


def test_a_wrong_password_is_one_sentence_for_all_that_may_be_wrong(office: Office) -> None:
    for name in ("keeper", "nobody"):
        response = sign_in(Client(headers={"accept-language": "zh-CN"}), name, "wrong")
        assert (
            response.status_code == 200
            and "用户名或密码不正确。同一用户名15分钟内输错5次会暂时锁定" in response.content.decode()
        )


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(office: Office) -> None:
    for _time in range(5):
        SignInAttempt.objects.create(username="keeper", at=clock.now())
    assert sign_in(Client()).status_code == 200
    SignInAttempt.objects.update(at=clock.now() - timedelta(minutes=16))
    assert sign_in(Client()).status_code == 302 and not SignInAttempt.objects.filter(at__gt=clock.now()).exists()


def test_too_many_attempts_from_one_address_are_made_to_wait(office: Office) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    found = {sign_in(client, f"nobody{number}", "wrong").status_code for number in range(70)}
    assert 429 in found
    assert "请稍候再试" in sign_in(client, "nobody", "wrong").content.decode()


def test_signing_out_is_asked_and_done_by_post(office: Office) -> None:
    client = signed_in(office.keeper)
    assert "退出登录？" in client.get("/sign-out/").content.decode()
    assert client.get("/parcels/").status_code == 200
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/parcels/").status_code == 302


def test_the_account_page_shows_posts_and_how_far_rights_reach(office: Office) -> None:
    page = signed_in(office.keeper).get("/account/").content.decode()
    for words in ("林晓禾", "河湾县市场监督管理局 工作人员", "<b>保管员</b>", "（河湾县）", "2020-01-01"):
        assert words in page
    assert Client().get("/account/").status_code == 302


def test_the_password_is_changed_with_the_old_one_only(office: Office) -> None:
    client = signed_in(office.keeper)
    new = "quite another long one 7"
    wrong = client.post("/account/password/", {"oldpassword": "x", "password1": new, "password2": new})
    assert wrong.status_code == 200 and "密码没有修改" in wrong.content.decode()
    short = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert "密码没有修改" in short.content.decode()
    done = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new, "next": "/account/"}
    )
    assert done.status_code == 302 and done.headers["Location"] == "/account/"
    assert User.objects.get(pk=office.keeper.pk).check_password(new) and client.get("/account/").status_code == 200


def test_the_language_is_one_click_and_follows_the_person(office: Office) -> None:
    client = signed_in(office.keeper)
    response = client.post("/account/language/", {"language": "en", "next": "/parcels/?q=a"})
    assert response.status_code == 303 and response.headers["Location"] == "/parcels/?q=a"
    page = client.get("/parcels/").content.decode()
    assert '<html lang="en">' in page and "Parcels" in page and "Save view" in page
    assert User.objects.get(pk=office.keeper.pk).language == "en"
    fresh = Client()
    sign_in(fresh)
    assert fresh.cookies["django_language"].value == "en"
    assert (
        client.post("/account/language/", {"language": "xx", "next": "/account/"}).cookies.get("django_language")
        is None
    )
    assert client.get("/account/language/").status_code == 405


def test_large_print_is_one_click_and_follows_the_person(office: Office) -> None:
    client = signed_in(office.keeper)
    client.post("/account/large-print/", {"on": "1", "next": "/parcels/"})
    assert 'class="large"' in client.get("/parcels/").content.decode()
    assert User.objects.get(pk=office.keeper.pk).large_print
    client.post("/account/large-print/", {"on": "0", "next": "/parcels/"})
    assert 'class="large"' not in client.get("/parcels/").content.decode()
    nobody = Client()
    nobody.post("/account/large-print/", {"on": "1", "next": "/sign-in/"})
    assert 'class="large"' in nobody.get("/sign-in/").content.decode()


def test_navigation_shows_only_what_one_may_use(office: Office) -> None:
    page = signed_in(office.keeper).get("/parcels/").content.decode()
    assert '<a href="/parcels/" aria-current="page">包裹</a>' in page and 'href="/risks/"' not in page
    nobody = User.objects.create_user("nobody", name="无权者")
    assert '<a href="/parcels/"' not in signed_in(nobody).get("/account/").content.decode()


def test_the_to_dos_are_ones_own_and_those_of_the_unit_that_are_nobodys(office: Office) -> None:
    def count(who: str) -> str:
        return str(signed_in(getattr(office, who)).get("/account/").context["frame"].todo_count)

    with clock.told(datetime(2026, 3, 7, 2, tzinfo=UTC)):  # a Saturday: five working days end within a week
        announced(office)
        delivered(office)
        parcel = stored(office)
        perform(Assign(holder_id=office.chief.pk, deliver_by=clock.today()), on=parcel, by=office.actor("chief"))
        assert (count("keeper"), count("chief"), count("stationed"), count("reader")) == ("1", "3", "0", "0")


def test_an_address_there_is_not_says_so_in_the_frame(office: Office, settings: pytest.FixtureRequest) -> None:
    response = signed_in(office.keeper).get("/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404 and "没有这个页面" in page and 'id="navigation"' in page
    assert Client(headers={"accept-language": "zh-CN"}).get("/nowhere/").status_code == 404


def test_a_broken_page_says_that_nothing_was_half_done(office: Office) -> None:
    client = signed_in(office.keeper)
    client.raise_request_exception = False
    response = client.get("/breaks/")
    assert response.status_code == 500 and "要么全部写入，要么一点没写" in response.content.decode()


def test_a_page_that_only_shows_cannot_write(office: Office) -> None:
    announced(office)
    client = signed_in(office.keeper)
    assert client.post("/writes/").content == b"1"
    with pytest.raises(WroteWhileReading, match="testapp_parcel"):
        client.get("/writes/")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE testapp_parcel SET title = ''",
        'DELETE FROM "testapp_parcel"',
        "INSERT INTO journal_entry (record) VALUES (1)",
        "WITH gone AS (DELETE FROM testapp_parcel RETURNING id) SELECT * FROM gone",
        "TRUNCATE testapp_parcel",
        "DROP TABLE testapp_parcel",
        "ALTER TABLE testapp_parcel ADD COLUMN x int",
        "  update testapp_parcel set title = ''",
        "UPDATE ONLY testapp_parcel SET title = ''",
        "CREATE TABLE x (y int)",
        "COPY testapp_parcel FROM STDIN",
    ],
)
def test_the_guard_refuses_every_way_to_write(db: None, statement: str) -> None:
    with reading_only(), connection.cursor() as cursor, pytest.raises(WroteWhileReading):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 'UPDATE testapp_parcel SET title'",
        "SELECT id FROM testapp_parcel FOR UPDATE",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "UPDATE django_session SET session_data = '' WHERE false",
        "DELETE FROM cache WHERE false",
    ],
)
def test_the_guard_lets_pass_what_leaves_no_trace_but_of_looking(db: None, statement: str) -> None:
    with reading_only(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_stream_is_guarded_while_it_is_sent(db: None) -> None:
    def lines() -> object:
        yield b"1"
        Parcel.objects.update(title="x")

    middleware = ReadOnlyMiddleware(lambda _request: StreamingHttpResponse(lines()))  # type: ignore[arg-type]
    response = middleware(RequestFactory().get("/"))
    assert isinstance(response, StreamingHttpResponse)
    with pytest.raises(WroteWhileReading):
        list(response.streaming_content)  # type: ignore[arg-type]


def test_pages_carry_a_strict_policy_and_no_inline_code(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    for url in (
        "/parcels/",
        f"/parcels/{parcel.number}/",
        f"/parcels/{parcel.number}/receive/",
        "/account/",
        "/search/?q=a",
    ):
        response = client.get(url)
        policy, page = response.headers["Content-Security-Policy"], response.content.decode()
        assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        for inline in (" style=", " onclick=", "javascript:", "<style"):
            assert inline not in page, f"{inline} in {url}"
        assert page.count("<script") == page.count("<script src=")
        assert "private" in response.headers["Cache-Control"]
