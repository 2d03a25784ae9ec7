"""The health page, the probe, the metrics, the log: what they say, to whom, and what they never say."""

import json
import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from yaoan.kernel import clock, secrets
from yaoan.kernel.access.models import User
from yaoan.kernel.ledger.registry import ledger_of
from yaoan.kernel.upkeep import checking, judging, marks, tasks, timing
from yaoan.kernel.upkeep.facts import Facts, facts
from yaoan.kernel.upkeep.logs import JsonLines
from yaoan.kernel.upkeep.models import Mark, Timing

NOW = clock.now()


def told(**values) -> Facts:
    """An installation that does well, but for some facts."""
    good = {
        "at": NOW, "waiting": 0, "oldest": None, "failed": 0, "worker_seen": timedelta(seconds=5),
        "drift": timedelta(milliseconds=3), "sealed_at": NOW - timedelta(minutes=50), "unsealed": 4, "uncounted": 900, "free": 200 << 30,
        "capacity": 400 << 30, "database_size": 1 << 30,
        "marks": {
            marks.BACKUP: Mark(what="backup", at=NOW - timedelta(hours=12), is_good=True),
            marks.DRILL: Mark(what="drill", at=NOW - timedelta(days=30), is_good=True),
            marks.VERIFY: Mark(what="verify", at=NOW - timedelta(hours=9), is_good=True),
        },
    }  # fmt: skip
    return Facts(**{**good, **values})


def tone(found: Facts, name: str) -> str:
    return next(check.tone for check in judging.checks(found) if check.name == name)


def test_an_installation_that_does_well_is_said_to() -> None:
    assert judging.worst(judging.checks(told())) == "good"


@pytest.mark.parametrize(
    ("name", "amber", "red"),
    [
        ("queue", {"waiting": 3, "oldest": timedelta(minutes=12)}, {"waiting": 3, "oldest": timedelta(hours=2)}),
        ("failed", {"failed": 1}, {"failed": 21}),
        ("seal", {"sealed_at": NOW - timedelta(hours=3)}, {"sealed_at": None}),
        ("figures", {"uncounted": 60_000}, {"uncounted": 20_000_000}),
        ("clock", {"drift": timedelta(seconds=-2)}, {"drift": timedelta(seconds=45)}),
        ("storage", {"free": 10 << 30}, {"free": 1 << 30}),
        (
            "speed",
            {"hour": [timing.Pace("risks.list", 50, 500)]},
            {"hour": [timing.Pace("risks.list", 50, None)]},
        ),
        (
            "backup",
            {"marks": {marks.BACKUP: Mark(what="backup", at=NOW - timedelta(days=2), is_good=True)}},
            {"marks": {marks.BACKUP: Mark(what="backup", at=NOW, is_good=False)}},
        ),
    ],
)
def test_what_is_not_well_is_amber_then_red_and_says_what_helps(name: str, amber: dict, red: dict) -> None:
    assert (tone(told(), name), tone(told(**amber), name), tone(told(**red), name)) == ("good", "warn", "danger")
    worst = judging.checks(told(**red))
    assert all(str(check.advice) for check in worst if check.tone != "good")


def test_a_worker_nobody_heard_of_and_an_altered_journal_are_red() -> None:
    altered = {**told().marks, marks.VERIFY: Mark(what="verify", at=NOW, is_good=False)}
    assert tone(told(worker_seen=None), "worker") == "danger"
    assert tone(told(marks=altered), "verified") == "danger"


def test_a_page_asked_for_a_few_times_is_not_judged_yet() -> None:
    assert tone(told(hour=[timing.Pace("reports.list", 3, None)]), "speed") == "good"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(some.integers(0, 40_000), min_size=1, max_size=40))
def test_the_quantile_is_a_bound_under_which_95_of_100_lie(times: list[int]) -> None:
    counting = timing.Counting()
    for one in times:
        counting.add("page", one)
    (row,) = counting._counts.values()
    found = timing.quantile(row[:-1], 95)
    bound = found if found is not None else float("inf")
    assert sum(one <= bound for one in times) >= 0.95 * len(times)


@pytest.mark.django_db
def test_times_of_many_processes_add_up_and_are_forgotten_after_a_week() -> None:
    Timing.objects.all().delete()  # a server that ran for other tests may have written its own
    first, second = timing.Counting(), timing.Counting()
    for counting, slow in ((first, 40), (second, 900)):
        for _ in range(10):
            counting.add("risks.list", slow)
        counting.flush(now=True)
    (pace,) = timing.paces(timedelta(hours=1))
    assert (pace.page, pace.count, pace.p95) == ("risks.list", 20, 1_000)
    assert Timing.objects.get(slot=timing.EVER).total == 9_400
    timing.forget(clock.now() + timedelta(days=1))
    assert [row.slot for row in Timing.objects.all()] == [timing.EVER]


def test_a_database_that_does_not_answer_loses_counts_and_no_request() -> None:
    counting = timing.Counting()
    counting.add("risks.list", 3)
    with patch("yaoan.kernel.upkeep.timing.connection") as connection:
        connection.cursor.side_effect = DatabaseError
        counting.flush(now=True)


def browser(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.mark.django_db
def test_the_page_is_for_those_who_may_see_it(chief, officer) -> None:
    page = browser(chief).get("/health/")
    assert page.status_code == 200
    assert "从来没有" in page.content.decode() and "yaoan backup" in page.content.decode()
    assert browser(officer).get("/health/").status_code == 404
    assert Client().get("/health/").status_code == 302
    assert "/health/" not in browser(officer).get("/").content.decode()


@pytest.mark.django_db
def test_pages_are_called_by_what_they_show(chief) -> None:
    timing.counting.add("risks.list", 40)
    timing.counting.add("workbench", 40)
    timing.counting.flush(now=True)
    text = browser(chief).get("/health/").content.decode()
    assert f"{ledger_of('risks').label}：列表" in text and "workbench" in text and "risks.list" not in text


@pytest.mark.django_db
def test_every_page_is_timed_by_its_name_and_bears_an_id(officer) -> None:
    timing.counting.flush(now=True)
    Timing.objects.all().delete()
    answer = browser(officer).get("/risks/?q=王某某")
    assert len(answer["X-Request-ID"]) == 16
    timing.counting.flush(now=True)
    assert set(Timing.objects.values_list("page", flat=True)) == {"risks.list"}


@pytest.mark.django_db
def test_the_probe_says_whether_people_can_be_served_and_nothing_else() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    with patch("yaoan.kernel.upkeep.views.answers", side_effect=DatabaseError):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


@pytest.mark.django_db
def test_metrics_are_for_this_machine_and_for_who_has_the_token(officer) -> None:
    browser(officer).get("/risks/")
    text = Client().get("/metrics").content.decode()
    assert 'yaoan_request_seconds_count{page="risks.list"}' in text and 'yaoan_records{kind="risks"} 0' in text
    for line in text.splitlines():
        assert line.startswith("# ") or float(line.rpartition(" ")[2]) is not None
    assert Client().get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert Client().get("/metrics", HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 404
    token = secrets.secret("metrics").hex()
    there = Client(headers={"authorization": f"Bearer {token}"})
    assert there.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    wrong = Client(headers={"authorization": "Bearer " + "0" * 64})
    assert wrong.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404


@pytest.mark.django_db
def test_the_log_has_page_time_and_user_id_and_neither_names_nor_questions(officer, caplog) -> None:
    with caplog.at_level(logging.INFO, "yaoan.request"):
        browser(officer).get("/risks/?q=王某某")
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == "yaoan.request"]
    (line,) = lines
    assert (line["page"], line["status"], line["user"]) == ("risks.list", 200, officer.user_id)
    assert line["ms"] > 0
    assert "王" not in json.dumps(lines, ensure_ascii=False) and officer.name not in json.dumps(
        lines, ensure_ascii=False
    )


def test_an_error_is_logged_by_its_place_and_not_by_its_text() -> None:
    try:
        raise ValueError("身份证号 11010519491231002X")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, __file__, 1, "Not Found: /risks/?q=王某某", (), __import__("sys").exc_info()
        )
    line = JsonLines().format(record)
    assert "11010519491231002X" not in line and "王某某" not in line
    assert json.loads(line)["error"] == "ValueError" and "test_health.py" in json.loads(line)["trace"][0]


@pytest.mark.django_db
def test_the_facts_are_those_of_the_database() -> None:
    found = facts()
    assert found.rows["risks"] == 0 and found.waiting == 0 and abs(found.drift) < timedelta(seconds=5)
    assert 0 < found.free <= found.capacity


@pytest.mark.django_db(transaction=True)
def test_the_nightly_check_notes_how_far_it_came_and_goes_on_from_there(officer) -> None:
    from yaoan.kernel.journal import sealing

    with clock.told(clock.now()):
        sealing.seal(clock.now())
        tasks.verify_journal()
        mark = Mark.objects.get(what="verify")
        assert mark.is_good and checking.verified(since=mark.detail["last"]).ok
