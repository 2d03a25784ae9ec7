"""Acts through forms: made from commands, refused in sentences, and nothing that was typed is ever lost."""

import re
import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client, RequestFactory

from tests.kernel.testapp.choices import Size, State
from tests.kernel.testapp.commands import Announce, Assign, Hold
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import PASSWORD, Office
from tests.kernel.testapp.room import SOON, announced, delivered, signed_in, stored
from yaoan.kernel import clock
from yaoan.kernel.access import kept
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import perform
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.ledger import uploads
from yaoan.kernel.ledger.forms import ActForm
from yaoan.kernel.vault.models import Secret

pytestmark = pytest.mark.urls("tests.kernel.testapp.site")


def url_of(parcel: Parcel, act: str) -> str:
    return f"/parcels/{parcel.number}/{act}/"


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields a form carries about itself."""
    page = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(author|command_id|version|pin)" value="([^"]*)">', page)
    return dict(found)


def send(client: Client, url: str, answers: dict[str, Any], **more: Any) -> Any:
    """Open a form and send it with answers."""
    return client.post(url, hidden(client.get(url)) | answers, **more)


def faults(response: Any) -> dict[str, list[str]]:
    form = response.context["form"]
    return {field.name: field.faults for field in form.fields if field.faults}


def test_an_act_is_done_and_leads_to_the_record(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    response = send(client, url_of(parcel, "receive") + "?list=state%3Dannounced&n=1", {"note": "完好"})
    assert response.status_code == 303
    assert response.headers["Location"] == f"/parcels/{parcel.number}/?list=state%3Dannounced&n=1"
    parcel.refresh_from_db()
    assert (parcel.state, parcel.contents) == (State.STORED, "完好")
    assert f"{parcel.number}：“接收”已办理。" in client.get(f"/parcels/{parcel.number}/").content.decode()


def test_the_form_asks_exactly_what_the_command_asks(office: Office) -> None:
    form = ActForm(Announce, office.actor("keeper"))
    controls = {field.name: (field.control, field.required) for field in form.fields}
    assert controls == {
        "title": ("text", True),
        "contents": ("lines", False),
        "size": ("radios", True),
        "weight": ("decimal", False),
        "is_fragile": ("bool", False),
        "labels": ("lines", False),
        "area": ("reference", True),
        "agency_id": ("reference", False),
        "sender": ("text", False),
        "files": ("files", False),
    }
    page = signed_in(office.keeper).get("/parcels/new/announce/").content.decode()
    for field in form.fields:
        assert f'name="{field.name}' in page and f"{field.ask.label}" in page
    assert "千克" in page and "依据：包裹管理规定第三条" in page


def test_a_record_is_opened_through_its_form(office: Office) -> None:
    client = signed_in(office.keeper)
    answers = {
        "title": "新箱", "size": "large", "weight": "2.5", "is_fragile": "on", "labels": "急\n冷藏\n", "area": "980101101",
        "sender": "某先生", "contents": "甲\r\n乙",
    }  # fmt: skip
    response = send(client, "/parcels/new/announce/", answers)
    parcel = Parcel.objects.get()
    assert response.status_code == 303 and response.headers["Location"] == f"/parcels/{parcel.number}/"
    assert (parcel.size, str(parcel.weight), parcel.is_fragile, parcel.labels) == (
        Size.LARGE,
        "2.5000",
        True,
        ["急", "冷藏"],
    )
    assert parcel.sender == str(Secret.objects.get().pk), "sealed values leave only their id"
    assert "某先生" not in client.get(response.headers["Location"]).content.decode()


def test_everything_wrong_is_said_at_once_and_in_its_place(office: Office) -> None:
    client = signed_in(office.keeper)
    response = send(client, "/parcels/new/announce/", {"weight": "many", "area": "980101101", "effective_on": "31.1."})
    assert response.status_code == 422 and not Parcel.objects.exists()
    assert set(faults(response)) == {"title", "size", "weight"}
    page = response.content.decode()
    assert "有 4 处需要改正" in page and 'href="#f-weight"' in page and 'aria-describedby="f-weight-faults"' in page
    assert 'value="many"' in page and 'value="31.1."' in page, "what was typed stands in the form again"
    assert "请写成 2025-01-31 这样的日期。" in page


def test_faults_between_fields_come_from_the_command(office: Office) -> None:
    parcel = announced(office)
    answers = {"holder_id": office.keeper.pk, "deliver_by": "2020-01-01", "effective_on": clock.today().isoformat()}
    response = send(signed_in(office.keeper), url_of(parcel, "assign"), answers)
    assert response.status_code == 422 and faults(response) == {"deliver_by": ["发放期限不能早于指派的日期。"]}


def test_an_effect_in_the_future_is_refused_at_its_field(office: Office) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    response = send(
        signed_in(office.keeper), url_of(announced(office), "receive"), {"note": "x", "effective_on": tomorrow}
    )
    assert response.status_code == 422 and response.context["form"].effective_faults


def test_paper_acts_may_be_entered_later(office: Office) -> None:
    with clock.told(clock.now() - timedelta(days=9)):
        parcel = announced(office)
    day = clock.today() - timedelta(days=2)
    client = signed_in(office.keeper)
    send(client, url_of(parcel, "receive"), {"note": "当天已收", "effective_on": day.isoformat()})
    assert Entry.objects.get(act="receive").effective_on == day
    assert f"实际发生于 {day}，事后补录" in client.get(f"/parcels/{parcel.number}/").content.decode()


def test_sending_twice_does_it_once(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    answers = hidden(client.get(url_of(parcel, "receive"))) | {"note": "一次"}
    first, second = (client.post(url_of(parcel, "receive"), answers) for _time in range(2))
    assert first.status_code == second.status_code == 303
    assert Entry.objects.filter(act="receive").count() == 1


@pytest.mark.parametrize("field", ["holder_id", "agency_id", "area"])
def test_what_lies_out_of_reach_cannot_be_chosen(office: Office, field: str) -> None:
    client = signed_in(office.keeper)
    if field == "holder_id":
        response = send(client, url_of(announced(office), "assign"), {field: office.stranger.pk})
    else:
        wrong = {"agency_id": office.other.pk, "area": "980102"}[field]
        answers = {"title": "x", "size": "small", "area": "980101101", field: wrong}
        response = send(client, "/parcels/new/announce/", answers)
    assert response.status_code == 422 and "请重新选择" in faults(response)[field][0]


def test_an_id_that_is_none_is_a_fault_and_no_crash(office: Office) -> None:
    response = send(
        signed_in(office.keeper), url_of(announced(office), "assign"), {"holder_id": "99999999999999999999"}
    )
    assert response.status_code == 422
    response = send(signed_in(office.keeper), url_of(announced(office), "assign"), {"holder_id": "x"})
    assert response.status_code == 422


def test_forms_start_from_the_address_and_from_suggestions(office: Office) -> None:
    parcel = perform(
        Assign(holder_id=office.keeper.pk, deliver_by=SOON), on=announced(office), by=office.actor("keeper")
    )
    page = signed_in(office.keeper).get(url_of(parcel, "assign")).content.decode()
    assert f'value="{SOON}"' in page
    page = signed_in(office.keeper).get("/parcels/new/announce/?title=来自链接&size=medium").content.decode()
    assert 'value="来自链接"' in page and 'value="medium" checked' in page


def test_a_stale_page_shows_what_changed_and_keeps_the_answers(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    answers = hidden(client.get(url_of(parcel, "receive"))) | {"note": "我收到了"}
    perform(Assign(holder_id=office.stationed.pk), on=parcel, by=office.actor("chief"))
    response = client.post(url_of(parcel, "receive"), answers)
    page = response.content.decode()
    assert response.status_code == 409 and "周砚青" in page and "指派" in page and "何小满" in page
    assert "我收到了" in page and "已核对，提交" in page
    again = client.post(url_of(parcel, "receive"), answers | hidden(response))
    assert again.status_code == 303 and Parcel.objects.get().state == State.STORED


def test_a_form_without_its_version_is_stale(office: Office) -> None:
    assert signed_in(office.keeper).post(url_of(announced(office), "receive"), {"note": "x"}).status_code == 409


def test_an_act_the_state_does_not_allow_is_409_with_the_way_out(office: Office) -> None:
    parcel = announced(office)
    response = signed_in(office.keeper).get(url_of(parcel, "deliver"))
    page = response.content.decode()
    assert response.status_code == 409 and f"{parcel.number}现在是“待接收”，不能发放。" in page
    assert "回到这条记录，看看能办什么" in page


def test_a_guard_speaks_for_itself_and_the_answers_stay_readable(office: Office) -> None:
    parcel = stored(office)
    response = signed_in(office.keeper).post(url_of(parcel, "deliver"), {"version": parcel.version, "note": "写了很多"})
    page = response.content.decode()
    assert response.status_code == 409 and "还没有指定责任人；请先指派。" in page and "写了很多" in page


def test_an_act_without_the_right_is_403(office: Office) -> None:
    parcel = delivered(office)
    assert signed_in(office.keeper).get(url_of(parcel, "confirm")).status_code == 403
    response = signed_in(office.reader).get("/parcels/new/announce/")
    assert response.status_code == 403 and "请联系本单位管理员" in response.content.decode()


@pytest.mark.parametrize("path", ["receive/", "announce/", "fly/", "", "print/"])
def test_another_county_finds_nothing_at_any_address(office: Office, path: str) -> None:
    response = signed_in(office.stranger).get(f"/parcels/{announced(office).number}/{path}")
    assert response.status_code == 404
    assert signed_in(office.stranger).post(f"/parcels/{Parcel.objects.get().number}/{path}").status_code == 404


def test_an_opening_act_is_no_act_on_a_record_nor_the_reverse(office: Office) -> None:
    client = signed_in(office.keeper)
    assert client.get(url_of(announced(office), "announce")).status_code == 404
    assert client.get("/parcels/new/receive/").status_code == 404 == client.get("/parcels/new/fly/").status_code


def test_a_grave_act_is_asked_about_once_more(office: Office) -> None:
    parcel = stored(office)
    client = signed_in(office.chief)
    asked = send(client, url_of(parcel, "lose"), {"reason": "途中遗失"})
    page = asked.content.decode()
    assert asked.status_code == 200 and "确定要“宣告遗失”吗？" in page and "途中遗失" in page
    assert Parcel.objects.get().state == State.STORED
    carried = dict(asked.context["form"].carried)
    back = client.post(url_of(parcel, "lose"), carried | {"_back": "1"})
    assert back.status_code == 200 and "途中遗失</textarea>" in back.content.decode()
    done = client.post(url_of(parcel, "lose"), carried | {"confirmed": "1"})
    assert done.status_code == 303 and Parcel.objects.get().state == State.LOST


def test_a_grave_act_with_faults_is_not_asked_about(office: Office) -> None:
    response = send(signed_in(office.chief), url_of(stored(office), "lose"), {"reason": ""})
    assert response.status_code == 422 and "确定要" not in response.content.decode()


def upload(name: str = "照片.txt", body: bytes = b"picture") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def test_files_are_stored_with_their_purpose(office: Office) -> None:
    parcel = announced(office)
    answers = {
        "note": "好",
        "files.new.0": upload(),
        "files.new.0.purpose": "photo",
        "files.new.1": upload("回执.txt", b"r"),
    }
    assert send(signed_in(office.keeper), url_of(parcel, "receive"), answers).status_code == 303
    assert list(Attachment.objects.values_list("name", "purpose").order_by("pk")) == [
        ("照片.txt", "photo"),
        ("回执.txt", ""),
    ]


def test_files_survive_a_form_with_faults_and_may_be_taken_away(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    first = send(
        client, url_of(parcel, "receive"), {"note": "", "files.new.0": [upload("甲.txt", b"1"), upload("乙.txt", b"2")]}
    )
    assert first.status_code == 422 and not Attachment.objects.exists()
    kept_files = first.context["form"].fields[1].kept
    assert [item.evidence.name for item in kept_files] == ["甲.txt", "乙.txt"]
    assert "甲.txt" in first.content.decode()
    answers = hidden(first) | {
        "note": "好",
        "files.token": [item.token for item in kept_files],
        "files.purpose": ["receipt", "photo"],
        "files.drop": [kept_files[0].evidence.sha256],
    }
    assert client.post(url_of(parcel, "receive"), answers).status_code == 303
    assert [(item.name, item.purpose) for item in Attachment.objects.all()] == [("乙.txt", "photo")]


def test_a_file_that_cannot_be_kept_is_a_fault_at_its_field(office: Office) -> None:
    response = send(
        signed_in(office.keeper), url_of(announced(office), "receive"), {"note": "好", "files.new.0": upload(body=b"")}
    )
    assert response.status_code == 422 and "空文件" in faults(response)["files"][0]
    assert "好</textarea>" in response.content.decode()


def test_files_may_be_sent_ahead_without_doing_the_act(office: Office) -> None:
    parcel = announced(office)
    response = send(signed_in(office.keeper), url_of(parcel, "receive"), {"_upload": "files", "files.new.0": upload()})
    assert response.status_code == 200 and "照片.txt" in response.content.decode()
    assert Parcel.objects.get().state == State.ANNOUNCED


def test_a_token_of_another_person_or_of_ones_own_making_carries_nothing(office: Office) -> None:
    evidence = store([b"secret"], name="机密.txt")
    assert uploads.evidence_of(uploads.token_of(evidence, office.chief.pk), office.keeper.pk) is None
    assert uploads.evidence_of("forged", office.keeper.pk) is None
    strange = signing.dumps([office.keeper.pk, {"sha256": "0"}], salt=uploads.SALT)
    assert uploads.evidence_of(strange, office.keeper.pk) is None
    assert uploads.evidence_of(uploads.token_of(evidence, office.keeper.pk), office.keeper.pk) == Evidence(
        evidence.sha256, "机密.txt", 6, evidence.type
    )


def test_a_reference_is_found_without_scripts(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    response = send(
        client, url_of(parcel, "assign"), {"_find": "holder_id", "holder_id.words": "小满", "deliver_by": "2099-01-05"}
    )
    labels = [option.label for option in response.context["form"].fields[0].options]
    assert (
        response.status_code == 200
        and labels == ["何小满（柳溪分局）"]
        and 'value="2099-01-05"' in response.content.decode()
    )


def forget(client: Client) -> None:
    """The sign-in runs out."""
    Session.objects.all().delete()


def test_a_form_sent_after_the_sign_in_ran_out_comes_back_filled(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    url = f"{url_of(parcel, 'receive')}?n=1"
    answers = hidden(client.get(url)) | {
        "note": "打了很久的字",
        "files.new.0": upload(),
        "files.new.0.purpose": "photo",
    }
    forget(client)
    door = client.post(url, answers)
    page = door.content.decode()
    assert door.status_code == 401 and "重新登录后，您填写的内容都会回到表单里" in page
    assert "打了很久的字" not in page, "whoever sits before the screen does not read it"
    sealed = re.search(r'name="kept" value="([^"]+)"', page)
    assert sealed is not None
    entry = {"login": "keeper", "next": url, "kept": sealed[1]}
    wrong = client.post("/sign-in/", entry | {"password": "wrong"})
    assert sealed[1] in wrong.content.decode(), "a mistyped password loses nothing either"
    inside = client.post("/sign-in/", entry | {"password": PASSWORD})
    assert inside.status_code == 302 and "kept=" in inside.headers["Location"]
    form = client.get(inside.headers["Location"])
    page = form.content.decode()
    assert "打了很久的字" in page and "照片.txt" in page and "刚才填写的内容都在" in page
    data = dict(form.context["form"].carried) | hidden(form)
    done = client.post(inside.headers["Location"], data)
    assert done.status_code == 303 and Attachment.objects.get().purpose == "photo"
    assert not client.session.get(kept.PLACE)


def test_what_one_person_typed_is_not_shown_to_another(office: Office) -> None:
    client = signed_in(office.keeper)
    url = url_of(announced(office), "receive")
    answers = hidden(client.get(url)) | {"note": "我的话"}
    forget(client)
    sealed = re.search(r'name="kept" value="([^"]+)"', client.post(url, answers).content.decode())
    assert sealed is not None
    inside = client.post("/sign-in/", {"login": "chief", "password": PASSWORD, "next": url, "kept": sealed[1]})
    assert "kept=" not in inside.headers["Location"]
    assert "我的话" not in client.get(inside.headers["Location"]).content.decode()


def test_a_form_that_does_not_say_for_whom_it_was_made_is_not_kept(office: Office) -> None:
    response = Client().post(url_of(announced(office), "receive"), {"note": "x", "author": "forged"})
    assert response.status_code == 302 and response.headers["Location"].startswith("/sign-in/?next=")


def test_what_is_sealed_opens_for_two_days_and_only_whole() -> None:
    typed = kept.Typed(7, "/x/", QueryDict("a=1").urlencode())
    text = kept.sealed(typed)
    assert kept.unsealed(text) == typed and kept.unsealed(text[:-4]) is None and kept.unsealed("") is None
    with clock.told(clock.now() + timedelta(days=2, minutes=-1)):
        assert kept.unsealed(text) == typed
    with clock.told(clock.now() + timedelta(days=2)):
        assert kept.unsealed(text) is None


def test_for_two_days_a_form_says_for_whom_it_was_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().post("/", {kept.AUTHOR: kept.author_token(office.keeper)})
    made_at = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: made_at + 2 * 86_400 - 60)
    assert kept.author_of(request) == office.keeper.pk
    monkeypatch.setattr("django.core.signing.time.time", lambda: made_at + 2 * 86_400 + 60)
    assert kept.author_of(request) is None


def test_the_session_keeps_few_forms_and_only_for_their_page(office: Office) -> None:
    session: Any = {}
    keys = [kept.keep(session, kept.Typed(1, f"/{number}/", "a=1")) for number in range(5)]
    assert kept.find(session, keys[0], path="/0/", user_id=1) is None, "the oldest make way"
    assert kept.find(session, keys[4], path="/4/", user_id=1) == QueryDict("a=1")
    assert kept.find(session, keys[4], path="/3/", user_id=1) is None
    assert kept.find(session, keys[4], path="/4/", user_id=2) is None


def strict(office: Office) -> tuple[Client, str, dict[str, Any]]:
    """A browser whose forms are checked for their protection token, and a form with answers but a false token."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    client.force_login(office.keeper)
    url = url_of(announced(office), "receive")
    return client, url, hidden(client.get(url)) | {"note": "没有丢", "csrfmiddlewaretoken": "x" * 64}


def test_a_false_protection_token_does_nothing_and_loses_nothing(office: Office) -> None:
    client, url, answers = strict(office)
    response = client.post(url, answers)
    assert response.status_code == 303 and Parcel.objects.get().state == State.ANNOUNCED
    target = response.headers["Location"]
    assert urlsplit(target).path == url and "kept" in parse_qs(urlsplit(target).query)
    assert "没有丢" in client.get(target).content.decode()


def test_a_false_token_without_proof_of_the_form_is_403(office: Office) -> None:
    client, url, answers = strict(office)
    response = client.post(url, {**answers, "author": "forged"})
    assert response.status_code == 403 and "没有办理" in response.content.decode()
    response = client.post(url, {**answers, "author": kept.author_token(office.chief)})
    assert response.status_code == 403 and "另一位用户" in response.content.decode()


def test_an_act_that_asks_nothing_is_one_click(office: Office) -> None:
    parcel = perform(Hold(reason="缺页"), on=announced(office), by=office.actor("keeper"))
    assert send(signed_in(office.keeper), url_of(parcel, "release"), {}).status_code == 303


def test_someone_who_may_not_read_what_they_report_is_told_its_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Parcel.objects.__class__, "seen_by", lambda self, actor: self.none())
    client = signed_in(office.keeper)
    response = send(client, "/parcels/new/announce/", {"title": "x", "size": "small", "area": "980101101"})
    assert response.headers["Location"] == "/parcels/new/announce/"
    assert Parcel._base_manager.get().number in client.get("/parcels/new/announce/").content.decode()
