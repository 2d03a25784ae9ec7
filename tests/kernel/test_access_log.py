"""The page of the access log: who reads which lines of it, what they say, and that it stays quick."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yaoan.config.postgres.acting import owning
from yaoan.kernel import sight
from yaoan.kernel.access import trail
from yaoan.kernel.access.models import Agency, Grant, Post, User
from yaoan.kernel.commands import open_record
from yaoan.kernel.journal.models import AccessLog
from yaoan.kernel.upkeep import access_log
from yaoan.kernel.upkeep.access_log import Asked
from yaoan.modules.risks.public import Report, Risk
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def found(actor, area: str, title: str) -> Risk:
    command = Report(
        title=title, description="停电后未转移。", risk_kind="storage", product_kind=ProductKind.DRUG, channel="inspection", area=area
    )  # fmt: skip
    return open_record(command, by=actor)


def line(actor: int, what: str, record: Risk | None = None, reason: str = "", at: datetime = NOON) -> AccessLog:
    row = AccessLog(actor=actor, what=what, record=record and record.pk, reason=reason, at=at)
    row.save()
    return row


@pytest.fixture
def log(officer, stranger):
    """Lines of two counties, by name: each record looked at by both sides, and lines about no record."""
    ours, theirs = found(officer, "990121", "冷藏柜断电"), found(stranger, "990122", "仓库漏雨")
    rows = {
        "our officer, our risk": line(officer.user_id, "item", ours),
        "our officer, their risk": line(officer.user_id, "file", theirs, "7 漏雨照片.jpg"),
        "our officer, an export": line(officer.user_id, "export", None, "risks.xlsx?state=open&q=冷藏"),
        "our officer, a sign-in": line(officer.user_id, trail.SIGN_IN, None, "127.0.0.1 | Firefox | password"),
        "their chief, our risk": line(stranger.user_id, "print", ours),
        "their chief, their risk": line(stranger.user_id, "item", theirs),
        "their chief, an export": line(stranger.user_id, "export", None, "risks.csv?"),
        "nobody": line(0, "sign in refused"),
        "the command line": line(0, "grant", None, "7 head 3 2026-03-02–"),
    }
    rows["ours"], rows["theirs"] = ours, theirs
    return rows


OURS = {"our officer, our risk", "our officer, their risk", "our officer, an export", "our officer, a sign-in"}
THEIRS = {"their chief, our risk", "their chief, their risk", "their chief, an export"}
EVERYWHERE = {"the command line"}
READERS = (
    ("auditor", "county", OURS | {"their chief, our risk"}),
    ("auditor", "other", THEIRS | {"our officer, their risk"}),
    ("auditor", "city", OURS | THEIRS | EVERYWHERE),
    ("administrator", "county", OURS),
    ("head", "county", set()),
    ("officer", "city", set()),
)


def names_of(log, pks) -> set[str]:
    return {name for name, row in log.items() if isinstance(row, AccessLog) and row.pk in set(pks)}


@pytest.mark.parametrize(("role", "where", "expected"), READERS, ids=lambda value: value if type(value) is str else "")
def test_each_lock_alone_shows_the_lines_within_reach_and_no_others(log, hire, role, where, expected) -> None:
    reader = hire(role, where)
    with sight.whole():
        assert names_of(log, access_log.seen_by(reader).values_list("pk", flat=True)) == expected
    with sight.seeing(reader.sight):
        assert names_of(log, AccessLog.objects.values_list("pk", flat=True)) == expected


def test_what_the_command_line_did_to_rights_is_read_by_those_who_reach_every_agency(log, hire, places) -> None:
    reader = hire("auditor", "city")
    assert "命令行" in shown(reader, "?kind=staff&to=2026-03-02") and "授予角色" in shown(reader, "?kind=staff")

    def read() -> list[bool]:
        found = []
        for seen in (sight.WHOLE, reader.sight):
            with sight.seeing(seen):
                rows = access_log.seen_by(reader) if seen == sight.WHOLE else AccessLog.objects.all()
                found.append(rows.filter(pk=log["the command line"].pk).exists())
                assert not rows.filter(pk=log["nobody"].pk).exists()
        return found

    assert read() == [True, True]
    far = Agency.objects.create(name="南岭市市场监督管理局", short="南岭市局", kind="city", areas=["9902"])
    assert read() == [False, False], "an agency is there that the right does not reach"
    Grant.objects.create(user_id=reader.user_id, role="auditor", agency=far, since=date(2018, 1, 1))
    reader = type(reader).of(User.objects.get(pk=reader.user_id))
    assert read() == [True, True]
    Agency.objects.create(name="药品安全办公室", short="药安办", kind="other", areas=[])
    assert read() == [False, False]
    with sight.seeing(sight.NOTHING):
        assert not AccessLog.objects.exists()


def test_a_right_to_the_log_reaches_no_further_than_its_own_area(log, hire, places) -> None:
    """Somebody who reads the records of the city and the log of one county."""
    reader = hire("viewer", "city")
    Grant.objects.create(user_id=reader.user_id, role="administrator", agency=places["county"], since=date(2018, 1, 1))
    reader = type(reader).of(User.objects.get(pk=reader.user_id))
    expected = OURS | {"their chief, our risk"}
    assert names_of(log, access_log.seen_by(reader).values_list("pk", flat=True)) == expected
    with sight.seeing(reader.sight):
        assert names_of(log, AccessLog.objects.values_list("pk", flat=True)) == expected


def test_lines_belong_to_the_agency_of_their_day(log, hire, officer, places) -> None:
    Post.objects.filter(user_id=officer.user_id).update(until=date(2026, 3, 2))
    Post.objects.create(user_id=officer.user_id, agency=places["other"], title="干部", since=date(2026, 3, 3))
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # 00:30 of the 3rd in China
    log |= {"before": line(officer.user_id, "export"), "after": line(officer.user_id, "export", at=late)}
    for where, expected in (("county", "before"), ("other", "after")):
        reader = hire("administrator", where)
        for seen in (sight.WHOLE, reader.sight):
            with sight.seeing(seen):
                assert names_of(log, access_log.seen_by(reader)[:99].values_list("pk", flat=True)) & {
                    "before", "after"
                } == {expected}  # fmt: skip


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def shown(actor, query: str = "") -> str:
    page = browser(actor).get(f"/access-log/{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_the_page_says_who_when_what_and_which_record(log, hire) -> None:
    page = shown(hire("auditor", "county"))
    assert log["ours"].number in page and log["ours"].get_absolute_url() in page
    for words in (
        "周明",
        "青溪县局",
        "郑远",
        "白石县局",
        "2026-03-02 12:00",
        "查看记录",
        "打印",
        "导出",
        "登录",
        "127.0.0.1 · Firefox · 密码",
    ):
        assert words in page, words
    assert "风险隐患 Excel（状态：open；关键词：冷藏）" in page


def test_of_a_record_out_of_sight_neither_number_nor_file_is_told(log, hire) -> None:
    """The colleague's look is told, for the agency is within reach; what was looked at is not."""
    page = shown(hire("auditor", "county"))
    assert "下载附件" in page and "您无权查看的记录" in page
    assert log["theirs"].number not in page and "漏雨" not in page
    sent = b"".join(browser(hire("auditor", "county")).get("/access-log/export.csv").streaming_content).decode()
    assert "您无权查看的记录" in sent and log["theirs"].number not in sent and "漏雨" not in sent
    assert "漏雨照片.jpg" in shown(hire("auditor", "city"))


def test_the_page_is_for_those_who_may_read_the_log(log, hire, chief) -> None:
    assert browser(chief).get("/access-log/").status_code == 404
    assert browser(chief).get("/access-log/export.csv").status_code == 404
    assert Client().get("/access-log/").status_code == 302
    assert browser(hire("auditor", "county")).post("/access-log/").status_code == 405
    assert 'href="/access-log/"' not in browser(chief).get("/").content.decode()
    assert 'href="/access-log/"' in browser(hire("auditor", "county")).get("/").content.decode()


def test_reading_the_log_stands_in_the_log(hire) -> None:
    reader = hire("auditor", "county")
    client = browser(reader)
    client.get("/access-log/?kind=take")
    client.get("/access-log/?kind=take&before=5")
    b"".join(client.get("/access-log/export.csv?kind=take").streaming_content)
    looked = AccessLog.objects.filter(actor=reader.user_id, what__in=("access log", "export")).order_by("pk")
    assert list(looked.values_list("what", "reason")) == [
        ("access log", "kind=take"), ("access log", "kind=take"), ("export", "access-log.csv?kind=take"),
    ]  # fmt: skip


FILTERS = (
    ({"person": "周明"}, OURS),
    ({"person": "周"}, OURS),
    ({"person": "查无此人"}, set()),
    ({"number": "ours"}, {"our officer, our risk", "their chief, our risk"}),
    ({"number": "theirs"}, {"our officer, their risk", "their chief, their risk"}),
    ({"number": "RSK-2026-999999"}, set()),
    ({"kind": "take"}, {"our officer, their risk", "our officer, an export", "their chief, our risk", "their chief, an export"}),
    ({"kind": "sign"}, {"our officer, a sign-in"}),
    ({"kind": "sealed"}, set()),
    ({"from": "2026-03-02", "to": "2026-03-02", "kind": "look"}, {"our officer, our risk", "their chief, their risk"}),
    ({"from": "2026-03-03"}, set()),
    ({"to": "2026-03-01"}, set()),
    ({"to": "9999-12-31", "person": "周明"}, OURS),
    ({"kind": "staff", "to": "2026-03-02"}, EVERYWHERE),
    ({"person": "周明", "kind": "look"}, {"our officer, our risk"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"), FILTERS, ids=lambda value: urlencode(value) if type(value) is dict else ""
)
def test_each_question_narrows_the_log(log, hire, query, expected) -> None:
    query = {name: log[value].number if value in log else value for name, value in query.items()}
    rows = access_log.lines_of(hire("auditor", "city"), Asked.of(query))
    assert names_of(log, rows.values_list("pk", flat=True)) == expected


def test_of_however_many_of_a_name_none_is_left_out(log, hire, officer) -> None:
    """The colleague was entered after hundreds elsewhere with the same name."""
    User.objects.bulk_create(User(username=f"elsewhere{number}", name="周某") for number in range(300))
    late = hire("officer", "county", "周末")
    log |= {"late": line(late.user_id, "export")}
    rows = access_log.lines_of(hire("auditor", "county"), Asked(person="周"))
    assert names_of(log, rows.values_list("pk", flat=True)) == OURS | {"late"}


def test_the_number_of_a_record_out_of_sight_finds_what_an_unknown_one_finds(log, hire) -> None:
    page = shown(hire("auditor", "county"), f"?number={log['theirs'].number}")
    assert "没有符合条件的查阅" in page


def test_all_faults_of_a_question_are_told_at_once_and_nothing_is_shown(log, hire) -> None:
    client = browser(hire("auditor", "county"))
    for address in ("/access-log/", "/access-log/export.csv"):
        page = client.get(f"{address}?from=昨天&to=2026-02-30&kind=all&number={log['ours'].number}")
        text = page.content.decode()
        assert page.status_code == 422
        assert all(words in text for words in ("“昨天”不是日期", "“2026-02-30”不是日期", "没有“all”这一种"))
        assert "周明" not in text
    assert "“到”早于“从”" in client.get("/access-log/?from=2026-03-02&to=2026-03-01").content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40, "\0"])
def test_a_place_in_the_log_that_is_none_is_the_newest(log, hire, before) -> None:
    assert "周明" in browser(hire("auditor", "county")).get("/access-log/", {"before": before}).content.decode()


def test_pages_follow_each_other_without_gap_or_double(log, hire, officer, monkeypatch) -> None:
    monkeypatch.setattr(access_log, "PAGE", 3)
    reader, seen, before = hire("auditor", "city"), [], None
    while True:
        looks, before = access_log.page_of(reader, Asked(before=before))
        seen += [look.pk for look in looks]
        line(officer.user_id, "item")  # what comes in meanwhile is newer, and moves nothing
        if before is None:
            break
    assert seen == sorted(seen, reverse=True) and len(seen) == len(set(seen))
    assert names_of(log, seen) == OURS | THEIRS | EVERYWHERE
    page = shown(reader, "?kind=look")
    assert "更早的" in page and "kind=look&amp;before=" in page


def test_the_file_holds_every_line_asked_for(log, hire, officer, monkeypatch) -> None:
    monkeypatch.setattr(access_log, "BATCH", 2)
    line(officer.user_id, "export", reason="=cmd|1")
    answer = browser(hire("auditor", "city")).get("/access-log/export.csv?person=周明")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff时间,人员,单位,做了什么,记录,说明")
    assert len(text.strip().splitlines()) == 1 + len(OURS) + 1
    assert ",'=cmd|1" in text


def test_the_number_of_queries_does_not_grow_with_the_log(log, hire, officer) -> None:
    reader = hire("auditor", "city")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(reader)
        return len(queries)

    asked()
    few = asked()
    for number in range(40):
        line(officer.user_id, "item", log["ours"] if number % 2 else log["theirs"])
    assert asked() == few


@pytest.mark.parametrize("query", [{}, {"person": "周明"}, {"number": "ours"}, {"kind": "sealed"}, {"before": "4000"}])
def test_a_page_is_found_by_an_index(log, hire, officer, query) -> None:
    """Of a log that has grown, a page reads no more than its part: never the table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_accesslog (actor, record, what, reason, at) SELECT %s + n %% 100, NULL, 'item', '', "
            "%s + n * interval '1 minute' FROM generate_series(1, 20000) AS n", [officer.user_id + 1000, NOON]
        )  # fmt: skip
    with owning(), connection.cursor() as cursor:
        cursor.execute("ANALYZE journal_accesslog")
    reader = hire("auditor", "county")
    query = {name: log[value].number if value in log else value for name, value in query.items()}
    with sight.seeing(reader.sight):
        plan = access_log.lines_of(reader, Asked.of(query))[: access_log.PAGE + 1].explain()
    assert "Seq Scan on journal_accesslog" not in plan, plan


def test_everything_that_is_written_into_the_log_has_a_name_and_a_kind() -> None:
    source = "\n".join(path.read_text() for path in Path("yaoan").rglob("*.py") if "tests" not in path.parts)
    written = set(re.findall(r'looks\.note\([^"]*?, "([a-z ]+)"', source))
    written |= set(re.findall(r'\b_log\(by, "([a-z ]+)"', source)) | set(trail.LABELS)
    written |= set(re.findall(r'what="([a-z ]+)"', source)) | {"item", "brief", "print", "unseal", "unseal refused"}
    assert len(written) > 25
    assert written - {"message"} <= access_log.LABELS.keys()
    assert {what for _label, kinds in access_log.GROUPS.values() for what in kinds} == access_log.LABELS.keys()


def test_the_last_line_of_yesterday_and_the_first_of_today_fall_on_their_days(hire) -> None:
    reader = hire("auditor", "county")
    first = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight in China
    rows = [line(reader.user_id, "export", at=first + timedelta(seconds=moved)) for moved in (-1, 0, 86_399, 86_400)]
    asked = access_log.lines_of(reader, Asked.of({"from": "2026-03-02", "to": "2026-03-02"}))
    assert {row.pk for row in asked} == {rows[1].pk, rows[2].pk}
