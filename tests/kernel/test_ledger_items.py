"""The item page: what and where, who and by when, what comes next, and all that happened with what proves it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.kernel.testapp.commands import Assign, Confirm, Hold, Receive, Release, Remark, Revert, Split
from tests.kernel.testapp.ledger import PARCELS
from tests.kernel.testapp.models import Parcel
from tests.kernel.testapp.office import Office
from tests.kernel.testapp.room import SOON, announced, delivered, fragment, many, signed_in, stored
from yaoan.kernel import clock
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import path_of, store
from yaoan.kernel.commands import perform
from yaoan.kernel.journal.models import AccessLog, Entry, Seal
from yaoan.kernel.ledger import clocks
from yaoan.kernel.ledger.history import hangs_together, history_of
from yaoan.kernel.ledger.listing import Listing
from yaoan.kernel.records.models import Record

pytestmark = pytest.mark.urls("tests.kernel.testapp.site")

MONDAY = datetime(2026, 11, 23, 9, tzinfo=clock.BEIJING)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def page_of(office: Office, record: Record, who: str = "keeper", **more: str) -> str:
    response = signed_in(getattr(office, who)).get(f"/parcels/{record.number}/", more)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_where_it_stands_who_answers_and_what_comes_next(office: Office) -> None:
    page = page_of(office, announced(office, contents="玻璃"))
    for words in ("待接收", "接收后会指派给一个人发放。", "河湾县局", "尚未指定", "柳溪镇", "玻璃", "还剩 5 个工作日"):
        assert words in page
    assert f'<a class="button main" href="/parcels/{Parcel.objects.get().number}/receive/">接收</a>' in page


def test_there_is_one_coloured_button_and_it_is_the_duty_of_whoever_may_do_it(office: Office) -> None:
    parcel = delivered(office)
    for who, button in (("chief", "确认收到"), ("keeper", None), ("reader", None)):
        page = page_of(office, parcel, who)
        assert page.count('class="button main"') == (1 if button else 0), who
        if button:
            assert f">{button}</a>" in page


def test_acts_that_cannot_be_done_now_are_grey_and_say_why(office: Office) -> None:
    page = page_of(office, stored(office))
    assert '<span class="cannot">发放<small>还没有指定责任人；请先指派。</small></span>' in page
    assert "您没有在这里宣告遗失的权限；请联系河湾县局。" in page
    assert f'<a href="/parcels/{Parcel.objects.get().number}/assign/">' in page or "assign/" in page


def test_a_table_of_duties_explains_how_each_date_was_reached(office: Office) -> None:
    with clock.told(MONDAY):
        parcel = announced(office)
        page = page_of(office, parcel)
        assert "期限是这样算出来的" in page and "2026-11-30" in page and "5个工作日" in page
        with translation.override("en"):
            assert any("working day" in line for line in clocks.owed(parcel)[0].why)


def test_a_paused_clock_says_so(office: Office) -> None:
    parcel = perform(Hold(reason="缺页"), on=announced(office), by=office.actor("keeper"))
    assert "暂停计时" in page_of(office, parcel)


def test_an_agreed_date_is_named_as_such(office: Office) -> None:
    parcel = perform(Assign(holder_id=office.keeper.pk, deliver_by=SOON), on=stored(office), by=office.actor("keeper"))
    assert f"这个日期由办理人员确定：{SOON}。" in page_of(office, parcel)


def test_panels_show_pairs_tables_and_templates_and_empty_ones_are_left_out(office: Office) -> None:
    parcel = stored(office)
    assert "分出的包裹" not in page_of(office, parcel)
    perform(Split(title="小样"), on=parcel, by=office.actor("keeper"))
    page = page_of(office, parcel)
    part = Parcel.objects.get(title="小样")
    assert (
        f'<a href="/parcels/{part.number}/"><span class="figure">{part.number}</span></a>' in page
        and f"{parcel.number}：说明" in page
    )
    assert f'href="/parcels/{parcel.number}/"' in page_of(office, part), "its link to what it was split off from"


def test_the_time_line_tells_every_act_in_words(office: Office) -> None:
    parcel = delivered(office)
    perform(Remark(text="收件人来电"), on=parcel, by=office.actor("chief"))
    page = page_of(office, parcel)
    for words in ("登记包裹", "接收", "指派", "发放", "备注", "收件人来电", "周砚青", "（河湾县局）", "当面交付"):
        assert words in page
    history = history_of(Parcel.objects.get(), office.actor("chief"))
    assigned = next(moment for moment in history.moments if moment.entry.act == "assign")
    assert assigned.changes == [("责任人", "", "林晓禾"), ("发放期限", "", "2099-01-05")] and assigned.move is None
    received = next(moment for moment in history.moments if moment.entry.act == "receive")
    assert received.move == ("待接收", "待发放")


def test_the_answers_of_an_act_stand_in_the_order_in_which_they_were_asked(office: Office) -> None:
    announced(office, "标题", contents="内容", sender="某人", is_fragile=True)
    answers = history_of(Parcel.objects.get(), office.actor("chief")).moments[0].answers
    assert answers == [
        ("名称", "标题"), ("内容", "内容"), ("大小", "小"), ("易碎", "是"), ("所在地", "柳溪镇"), ("寄件人", "（已封存）"),
    ]  # fmt: skip


def test_what_another_record_brought_about_points_to_it(office: Office) -> None:
    parcel = stored(office)
    perform(Split(title="小样"), on=parcel, by=office.actor("keeper"))
    page = page_of(office, Parcel.objects.get(title="小样"))
    assert f'由 <a href="/parcels/{parcel.number}/">{parcel.number}</a> 的办理带来' in page


def test_a_taken_back_act_stays_in_the_history(office: Office) -> None:
    parcel = stored(office)
    perform(Revert(reason="登记错了"), on=parcel, by=office.actor("chief"))
    page = page_of(office, parcel)
    assert "更正撤回" in page and "登记错了" in page and page.count("完好") == 3, "said, written, taken back"


def test_long_histories_are_shown_in_two_steps(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    parcel = announced(office)
    for _time in range(30):
        parcel = perform(Hold(reason="x"), on=parcel, by=office.actor("keeper"))
        parcel = perform(Release(), on=parcel, by=office.actor("keeper"))
    page = page_of(office, parcel)
    assert "显示更早的 11 步" in page and page.count('class="moment"') == 50
    assert page_of(office, parcel, all="1").count('class="moment"') == 61


def seal_all() -> None:
    last = Entry.objects.latest("pk").pk
    Seal.objects.create(
        pk=1, first=1, last=last, count=last, root=b"r", previous=b"p", head=b"h", key="k", signature=b"s", sealed_at=MONDAY
    )  # fmt: skip


def test_the_signature_mark_says_up_to_which_head_it_is_verified(office: Office) -> None:
    parcel = announced(office)
    assert "记录链完整，等待首次封存" in page_of(office, parcel)
    seal_all()
    page = page_of(office, parcel)
    assert "✓ 已核验至 2026-11-23 的封存" in page and "等待下一次封存" not in page
    perform(Receive(note="好"), on=parcel, by=office.actor("keeper"))
    page = page_of(office, parcel)
    assert "最新 1 步等待下一次封存" in page and page.count("这一步已封存并签名") == 1


def test_a_head_that_does_not_fit_is_cried_out(office: Office) -> None:
    parcel = stored(office)
    Parcel.objects.filter(pk=parcel.pk).update(head=b"0" * 32)
    assert "■ 记录链对不上" in page_of(office, parcel)


@pytest.mark.parametrize("column", ["act", "actor", "effective_on", "to_state", "payload"])
def test_a_changed_line_does_not_hang_together_with_the_rest(office: Office, column: str) -> None:
    parcel = stored(office)
    entries = list(Entry.objects.filter(record=parcel.pk).order_by("-seq"))
    assert hangs_together(entries, parcel)
    setattr(entries[1], column, {"fields": {}} if column == "payload" else getattr(entries[0], column))
    if column in ("actor", "effective_on"):
        setattr(entries[1], column, {"actor": 999, "effective_on": SOON}[column])
    assert not hangs_together(entries, parcel)
    assert not hangs_together(entries[1:], parcel), "the newest line is missing"


def test_an_item_costs_the_same_number_of_queries_however_much_happened(office: Office) -> None:
    client = signed_in(office.keeper)
    parcel = perform(Assign(holder_id=office.keeper.pk), on=announced(office), by=office.actor("keeper"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/parcels/{parcel.number}/?list=&n=1").status_code == 200
        return len(caught)

    cost()
    few = cost()
    keeper, chief = office.actor("keeper"), office.actor("chief")
    for who in (office.stationed, office.chief, office.keeper):
        perform(Assign(holder_id=who.pk, deliver_by=SOON), on=parcel.pk, by=chief)
        perform(Remark(text="x", files=(store([who.name.encode()], name="a.txt"),)), on=parcel.pk, by=keeper)
    assert cost() == few <= 26


def neighbours(office: Office, query: str, position: int, record: Parcel) -> tuple[str | None, str | None]:
    listing = Listing(PARCELS, office.actor("keeper"), QueryDict(query))
    return tuple(found and found[0] for found in listing.neighbours(position, record))  # type: ignore[return-value]


def test_the_records_before_and_after_are_those_of_the_list(office: Office) -> None:
    one, two, three = reversed(many(office, 3))
    assert neighbours(office, "", 1, one) == (None, two.number)
    assert neighbours(office, "", 2, two) == (one.number, three.number)
    assert neighbours(office, "", 3, three) == (two.number, None)
    page = page_of(office, two, list="state=announced", n="2")
    assert f'rel="prev" href="/parcels/{one.number}/?list=state%3Dannounced&amp;n=1"' in page
    assert f'rel="next" href="/parcels/{three.number}/?list=state%3Dannounced&amp;n=3"' in page


def test_when_an_act_took_the_record_out_of_the_list_the_next_in_line_follows(office: Office) -> None:
    one, two, three = reversed(many(office, 3))
    two = perform(Receive(note="好"), on=two, by=office.actor("keeper"))
    assert neighbours(office, "state=announced", 2, two) == (one.number, three.number)


@pytest.mark.parametrize("place", ["0", "-1", "x", "10001"])
def test_a_position_that_cannot_be_shows_no_neighbours(office: Office, place: str) -> None:
    assert 'rel="next"' not in page_of(office, announced(office), list="", n=place)


def test_a_row_unfolds_in_place_and_is_part_of_the_page(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    part = client.get(f"/parcels/{parcel.number}/", headers=fragment(f"row-{parcel.pk}")).content.decode()
    assert part.startswith(f'<tr class="brief" id="brief-{parcel.pk}">')
    whole = page_of(office, parcel)
    standing = part[part.index('<section class="standing"') : part.rindex("</section>")]
    assert standing in whole


def test_every_look_at_a_sensitive_kind_is_noted(office: Office) -> None:
    parcel = announced(office)
    client = signed_in(office.keeper)
    client.get(f"/parcels/{parcel.number}/")
    client.get(f"/parcels/{parcel.number}/", headers=fragment(f"row-{parcel.pk}"))
    client.get(f"/parcels/{parcel.number}/print/")
    assert list(AccessLog.objects.order_by("pk").values_list("what", "record", "actor")) == [
        (what, parcel.pk, office.keeper.pk) for what in ("item", "brief", "print")
    ]


def test_the_print_holds_everything_and_nothing_to_press(office: Office) -> None:
    parcel = announced(office, contents="玻璃")
    parcel = perform(Receive(note="好", files=(store([b"x"], name="单据.txt"),)), on=parcel, by=office.actor("keeper"))
    page = signed_in(office.keeper).get(f"/parcels/{parcel.number}/print/").content.decode()
    assert "玻璃" not in page.split("办理经过")[0] and "单据.txt" in page and bytes(parcel.head).hex() in page
    assert "打印于" in page and "林晓禾（河湾县局）" in page and 'class="navigation"' not in page
    assert "receive/" not in page and 'class="button main"' not in page


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_files_go_to_those_who_may_read_the_record(office: Office) -> None:
    parcel = announced(office)
    files = (store([PICTURE], name="照片.png"), store([b"text"], name='a"b\n.txt'))
    perform(Receive(note="好", files=files), on=parcel, by=office.actor("keeper"))
    picture, text = Attachment.objects.order_by("pk")
    client = signed_in(office.keeper)
    response = client.get(f"/files/{picture.pk}/")
    assert body_of(response) == PICTURE
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert (
        response.headers["X-Content-Type-Options"] == "nosniff"
        and "sandbox" in response.headers["Content-Security-Policy"]
    )
    assert response.headers["Content-Type"] == "application/octet-stream"
    shown = client.get(f"/files/{picture.pk}/?view=1")
    assert body_of(shown) == PICTURE
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"][:6]) == ("image/png", "inline")
    other = client.get(f"/files/{text.pk}/?view=1")
    assert body_of(other) == b"text"
    assert (
        "\n" not in other.headers["Content-Disposition"] and other.headers["Content-Type"] == "application/octet-stream"
    )
    assert signed_in(office.stranger).get(f"/files/{picture.pk}/").status_code == 404
    assert client.get("/files/999999/").status_code == 404
    assert AccessLog.objects.filter(what="file", record=parcel.pk).count() == 3


def test_a_file_that_storage_lost_says_so(office: Office) -> None:
    evidence = store([b"soon gone"], name="x.txt")
    perform(Receive(note="好", files=(evidence,)), on=announced(office), by=office.actor("keeper"))
    path_of(evidence.sha256).unlink()
    response = signed_in(office.keeper).get(f"/files/{Attachment.objects.get().pk}/")
    assert response.status_code == 404 and "核对存储和备份" in response.content.decode()


def test_a_closed_record_has_no_next_step(office: Office) -> None:
    parcel = perform(Confirm(), on=delivered(office), by=office.actor("chief"))
    page = page_of(office, parcel, "chief")
    assert 'class="state closed"' in page and 'class="next"' not in page


def test_the_page_reads_english(office: Office) -> None:
    parcel = delivered(office)
    client = signed_in(office.keeper)
    client.cookies["django_language"] = "en"
    page = client.get(f"/parcels/{parcel.number}/").content.decode()
    for words in ("Delivered", "History", "Person in charge", "Contents", "Waiting for receipt"):
        assert words in page
    assert "办理经过" not in page


def test_an_act_long_ago_shows_its_own_day(office: Office) -> None:
    with clock.told(clock.now() - timedelta(days=400)):
        parcel = announced(office)
    day = (clock.today() - timedelta(days=400)).isoformat()
    assert day in page_of(office, parcel) and "已超期" in page_of(office, parcel)
