"""The second lock: whatever the program asks, the database shows a person's rows and no others."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from psycopg.sql import SQL

from tests.database import SERVING, owning
from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor, Reach
from yaoan.kernel.access.models import User
from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform, perform_many
from yaoan.kernel.commands.base import Step
from yaoan.kernel.exchange.models import Batch, Row
from yaoan.kernel.figures import Period
from yaoan.kernel.figures.models import Stay, Tally
from yaoan.kernel.figures.reading import board
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.figures.rollup import roll_up
from yaoan.kernel.figures.running import run
from yaoan.kernel.http import tokens
from yaoan.kernel.http.models import ApiToken
from yaoan.kernel.journal.models import AccessLog, Entry
from yaoan.kernel.journal.sealing import seal
from yaoan.kernel.ledger.models import SavedView
from yaoan.kernel.notices.models import Notice
from yaoan.kernel.records.models import Deadline, Docket, record_models
from yaoan.kernel.upkeep.policies import NAME, guard, policies
from yaoan.modules.campaigns.public import Campaign
from yaoan.modules.risks.public import Report, Risk
from yaoan.modules.subjects.public import ProductKind

pytestmark = pytest.mark.django_db
GUARDED = (Risk, Docket, Deadline, Entry, Attachment, AccessLog)
UNGUARDED = {
    "a person's sight is worked out from it, and names stand on every page": (
        "access_agency", "access_certificate", "access_division", "access_grant", "access_post", "access_user",
    ),
    "signing in asks for it, before anybody is known": (
        "access_signinattempt", "account_emailaddress", "account_emailconfirmation", "django_session", "mfa_authenticator",
        "usersessions_usersession",
    ),
    "how far the journal is rolled up, and what is counted; no count": ("figures_horizon", "figures_series"),
    "a file without its name and its record: both stand in attachments_attachment, which is guarded": ("attachments_blob",),
    "a sealed key, which opens nothing without the secret, which is guarded": ("vault_key",),
    "numbers and hashes of the whole, no word of a record": (
        "journal_seal", "records_counter", "upkeep_mark", "upkeep_timing",
    ),
    "what work there is to do, by the ids of what it is about": (
        "jobs_progress", "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    ),
    "kept by the framework: no persons, no records": (
        "auth_group", "auth_group_permissions", "auth_permission", "cache", "django_content_type", "django_migrations",
    ),
}  # fmt: skip
"""The tables without a policy, by the reason why."""


def found(actor, area, title="冷藏柜断电") -> Risk:
    command = Report(
        title=title, description="停电后未转移。", risk_kind="storage", product_kind=ProductKind.DRUG,
        channel="inspection", area=area,
    )  # fmt: skip
    return open_record(command, by=actor)


@pytest.fixture
def two(officer, stranger):
    """A risk with a file in each of two counties, and a look at each."""
    made = []
    for actor, area in ((officer, "990121"), (stranger, "990122")):
        risk = found(actor, area)
        file = store([b"photo of " + area.encode()], name="a.txt")
        perform(command_for(Risk, "remark")(text="见附件", files=(file,)), on=risk, by=actor)
        AccessLog(actor=actor.user_id, record=risk.pk, what="item", at=risk.opened_at).save()
        made.append(risk)
    return made


def draft_of(area):
    return command_for(Campaign, "draft")(
        title="专项行动", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), area=area
    )


def counts() -> list[int]:
    return [model.objects.count() for model in GUARDED]


# Reading.


def test_the_role_that_serves_owns_nothing_and_cannot_pass_by():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT current_user, count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (SERVING, 0)


def test_without_a_sight_nothing_is_there(two):
    with sight.seeing(sight.NOTHING):
        assert list(Risk.objects.all()) == []
        assert counts() == [0] * len(GUARDED)
    assert min(counts()) >= 2


def test_with_the_sight_of_one_county_the_other_is_not_there(two, officer, stranger):
    ours, theirs = two
    with sight.seeing(stranger.sight):
        assert list(Risk.objects.all()) == [theirs]
        assert not Risk.objects.filter(pk=ours.pk).exists()
        assert set(Entry.objects.values_list("record", flat=True)) == {theirs.pk}
        assert set(Attachment.objects.values_list("record_id", flat=True)) == {theirs.pk}
        assert set(Deadline.objects.values_list("record_id", flat=True)) == {theirs.pk}
        assert set(AccessLog.objects.values_list("record", flat=True)) == {theirs.pk}
    with sight.seeing(officer.sight):
        assert list(Risk.objects.all()) == [ours]


def test_the_city_sees_its_counties(two, city_officer):
    with sight.seeing(city_officer.sight):
        assert set(Risk.objects.all()) == set(two)


def test_sql_by_hand_meets_the_same_lock(two, stranger):
    with sight.seeing(stranger.sight), connection.cursor() as cursor:
        cursor.execute("SELECT area FROM risks_risk UNION SELECT area FROM journal_entry WHERE area LIKE '9901%'")
        assert cursor.fetchall() == [("990122",)]


def test_a_record_is_there_for_whoever_holds_it_or_assists(two, hire, stranger, places):
    ours, _theirs = two
    helper = hire("officer", "other")
    with sight.seeing(helper.sight):
        assert not Risk.objects.filter(pk=ours.pk).exists()
    Risk.objects.filter(pk=ours.pk).update(holder=helper.user_id)
    Docket.objects.filter(pk=ours.pk).update(holder_id=helper.user_id)
    with sight.seeing(helper.sight):
        assert Risk.objects.filter(pk=ours.pk).exists()
        assert Entry.objects.filter(record=ours.pk).count() == 2
    with sight.seeing(stranger.sight):
        assert not Risk.objects.filter(pk=ours.pk).exists()
    Risk.objects.filter(pk=ours.pk).update(assisting=[places["other"].pk])
    with sight.seeing(stranger.sight):
        assert Risk.objects.filter(pk=ours.pk).exists()


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_the_lock_says_what_the_query_as_actor_says(model, hire, two):
    """For every kind, area, agency and person: the rows of `seen_by` are exactly those in sight."""
    for actor in (hire("head", "county"), hire("officer", "other"), hire("head", "city")):
        mine = set(model.objects.seen_by(actor).values_list("pk", flat=True))
        with sight.seeing(actor.sight):
            assert set(model.objects.values_list("pk", flat=True)) == mine


def kept_by(actor, risk) -> None:
    """What pages keep for a person beside records: a notice, an import with a row, a view for each audience, a token."""
    user, now = User.objects.get(pk=actor.user_id), clock.now()
    Notice.objects.create(
        user=user, record_id=risk.pk, number=risk.number, url=risk.get_absolute_url(), act="assess", text="请研判",
        whom="holder", day=clock.today(), at=now,
    )  # fmt: skip
    batch = Batch.objects.create(importer="subjects", by=user, agency_id=actor.agency_id, at=now, area=risk.area)
    Row.objects.create(batch=batch, number=2, result="new", values={"phone": "13800000000"})
    for audience, _label in SavedView.AUDIENCES:
        SavedView.objects.create(
            kind="risks",
            name=audience,
            query="",
            audience=audience,
            owner=user,
            agency_id=actor.agency_id,
            saved_at=now,
        )
    tokens.issue(user, "报送程序", may_act=False, expires_on=clock.today() + timedelta(days=30), by=user.pk)


def kept_in(seen: str) -> Counter[str]:
    """How many rows of each table of what people keep are there, and how many views of each audience."""
    with sight.seeing(seen):
        found = {model.__name__: model.objects.count() for model in (Notice, Batch, Row, ApiToken)}
        return Counter(found | Counter(SavedView.objects.values_list("audience", flat=True)))


def test_what_people_keep_is_there_for_them_and_in_part_for_their_unit(two, hire, officer, stranger):
    kept_by(officer, two[0])
    kept_by(stranger, two[1])
    own = Counter(Notice=1, Batch=1, Row=1, ApiToken=1, mine=1, unit=1, all=2)
    assert kept_in(officer.sight) == kept_in(stranger.sight) == own
    colleague = Counter(Notice=1, Batch=1, Row=1, unit=1, all=2)
    assert kept_in(hire("officer", "county").sight) == colleague, "no token, and no view but those meant for others"
    assert kept_in(hire("viewer", "city").sight) == Counter(Notice=2, all=2)
    assert kept_in(sight.NOTHING) == Counter()
    assert kept_in(sight.WHOLE) == own + own - Counter(all=2)


def test_nobody_writes_into_what_others_keep(two, officer, stranger):
    kept_by(officer, two[0])
    with sight.seeing(stranger.sight):
        assert SavedView.objects.filter(audience="mine").delete()[0] == 0
        assert Notice.objects.update(read_at=clock.now()) == 0
        assert Row.objects.update(values={}) == ApiToken.objects.update(count=9) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            kept_by(officer, two[0])


# Figures.


@pytest.fixture
def rolled(two):
    """The same, rolled up."""
    seal(clock.now())
    roll_up()
    return two


def counted() -> list[tuple[str, int, int]]:
    """By county: what the tallies of this sight add up to, and how many stays there are."""
    [*rows] = run(
        SQL(
            """SELECT left(area, 6), sum(count)::int, (SELECT count(*) FROM figures_stay s WHERE s.area = t.area)
                 FROM figures_tally t JOIN figures_series ON id = series_id
                WHERE spec ->> 'kind' = 'risks' AND level = 6 GROUP BY area, 1 ORDER BY 1"""
        )
    )
    return rows


def test_of_the_rollup_each_sees_the_places_of_their_own(rolled, officer, stranger, city_officer, hire):
    """Asked as figures are asked, but by a statement that forgot whom it is for."""
    whole = counted()
    assert [(area, stays) for area, _count, stays in whole] == [("990121", 1), ("990122", 1)]
    found = {}
    for who, actor in (("one", officer), ("other", stranger), ("city", city_officer)):
        with sight.seeing(actor.sight):
            found[who] = counted()
            assert Tally.objects.exclude(kind="risks").exists() is False, "and nobody counts what nobody did"
    assert found == {"one": whole[:1], "other": whole[1:], "city": whole}
    with sight.seeing(sight.NOTHING):
        assert counted() == []
        assert not Tally.objects.exists()
        assert not Stay.objects.exists()


def test_of_the_rollup_nobody_sees_kinds_they_may_not_read(rolled, officer):
    rights = {name: reach for name, reach in officer.rights.items() if name != "risks.view"}
    with sight.seeing(replace(officer, rights=rights).sight):
        assert counted() == []
    with sight.seeing(replace(officer, rights={"risks.view": Reach(("99",))}).sight):
        assert [area for area, *_rest in counted()] == ["990121", "990122"]
    with sight.seeing(replace(officer, rights=officer.rights | {"risks.view": Reach(("990122",))}).sight):
        assert [area for area, *_rest in counted()] == ["990122"], "one kind may reach elsewhere than the others"
    with sight.seeing(replace(officer, rights={"risks.view": Reach(agencies=frozenset({rolled[1].agency_id}))}).sight):
        assert [area for area, *_rest in counted()] == ["990122"], "the work of one's agency, wherever it lies"


def test_the_rollup_is_written_by_the_system_alone(rolled, officer):
    with sight.seeing(officer.sight):
        assert Tally.objects.filter(area__startswith="990122").update(count=0) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Tally.objects.filter(area__startswith="990121").update(area="990122", agency=0)


def test_figures_are_the_same_with_the_lock_and_without(rolled, officer, stranger, city_officer):
    found(officer, "990121", "尚未汇总的一件")
    month, shown = Period.month_of(clock.today()), [metric_of("risks.found"), metric_of("risks.open")]
    for actor in (officer, stranger, city_officer):
        here = board(shown, actor, [month], ("", "990121", "990122"))
        with sight.seeing(actor.sight):
            there = board(shown, actor, [month], ("", "990121", "990122"))
        values = [figure.value for figure in there.figures.values()]
        assert values == [figure.value for figure in here.figures.values()]
        assert any(values)


# Writing.


def test_a_row_outside_the_sight_cannot_be_written(two, stranger):
    ours, _theirs = two
    copy = Risk.objects.get(pk=ours.pk)
    copy.pk, copy.number = 999_999, "RSK-2099-000001"
    with sight.seeing(stranger.sight):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Risk.objects.bulk_create([copy])
        assert Risk.objects.filter(pk=ours.pk).update(title="改动") == 0
        assert Risk.objects.filter(pk=ours.pk).delete()[0] == 0
    ours.refresh_from_db()
    assert ours.title == "冷藏柜断电"


def test_a_row_cannot_be_moved_out_of_sight(two, stranger):
    _ours, theirs = two
    with (
        sight.seeing(stranger.sight),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Risk.objects.filter(pk=theirs.pk).update(area="990121", agency=1)


def test_a_line_of_the_journal_cannot_be_forged_for_a_record_out_of_sight(two, stranger):
    ours, _theirs = two
    entry = Entry.objects.filter(record=ours.pk).first()
    entry.pk, entry.seq, entry.command_id = None, 99, uuid4()
    with (
        sight.seeing(stranger.sight),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        entry.save(force_insert=True)


def test_commands_in_bulk_write_past_what_the_person_sees_but_not_what_the_person_may(officer, stranger, two):
    remark = command_for(Risk, "remark")
    steps = [Step(remark(text="一")), Step(remark(text="二"))]
    outcomes = perform_many([Step(s.command, on) for s, on in zip(steps, two, strict=True)], by=officer)
    assert [outcome.refusal is None for outcome in outcomes] == [True, False]


# When it is in force.


def test_every_kind_of_record_is_guarded_from_its_first_day():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity AND polname = %s",
            [NAME],
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == {table for table, _condition in policies()}
    assert guarded >= {model._meta.db_table for model in record_models()}


def test_every_table_is_guarded_or_has_a_reason_why_not():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname, relrowsecurity FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"""
        )
        there = dict(cursor.fetchall())
    open_to_all = [table for tables in UNGUARDED.values() for table in tables]
    assert sorted(open_to_all) == sorted(table for table, is_guarded in there.items() if not is_guarded)


def test_guarding_again_changes_nothing(officer, stranger):
    with owning():
        guard()
    found(officer, "990121")
    with sight.seeing(stranger.sight):
        assert Risk.objects.count() == 0


def test_a_rollback_does_not_leave_the_wider_sight_behind(two, stranger):
    with sight.seeing(stranger.sight):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), sight.whole():
            assert Risk.objects.count() == 2
            raise ZeroDivisionError
        assert Risk.objects.count() == 1
        with transaction.atomic():
            with pytest.raises(ProgrammingError), transaction.atomic(), sight.whole(), connection.cursor() as cursor:
                cursor.execute("SELECT nonsense")
            assert Risk.objects.count() == 1
    assert Risk.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_rollback_does_not_leave_a_narrower_sight_behind(two, stranger):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), sight.seeing(stranger.sight):
        assert Risk.objects.count() == 1
        raise ZeroDivisionError
    assert Risk.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_thread_and_a_new_connection_see_nothing(two):
    seen: list[int] = []

    def look() -> None:
        seen.append(Risk.objects.count())
        with sight.whole():
            seen.append(Risk.objects.count())
        connection.close()
        seen.append(Risk.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(20)
    assert seen == [0, 2, 0]


def test_a_request_sees_as_its_person_and_nobody_as_nobody(two, stranger, officer):
    ours, theirs = two
    client = Client()
    client.force_login(User.objects.get(pk=stranger.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    assert client.get(theirs.get_absolute_url()).status_code == 200
    assert client.get(ours.get_absolute_url()).status_code == 404
    assert sight.in_force() == sight.WHOLE, "the test sees what it saw before"


def test_a_stream_keeps_the_sight_it_began_with(two, stranger):
    client = Client()
    client.force_login(User.objects.get(pk=stranger.user_id), backend="yaoan.kernel.access.backends.GuardedBackend")
    response = client.get("/risks/export.csv")
    with sight.seeing(sight.NOTHING):
        text = b"".join(response.streaming_content).decode()
    assert two[1].number in text
    assert two[0].number not in text


def test_what_a_record_refers_to_can_be_named_wherever_it_lies(two, officer, stranger):
    ours, _theirs = two
    campaign = open_record(draft_of("990122"), by=stranger)
    Risk.objects.filter(pk=ours.pk).update(campaign=campaign)
    with sight.seeing(officer.sight):
        assert not type(campaign).objects.filter(pk=campaign.pk).exists()
        assert Risk.objects.get(pk=ours.pk).campaign == campaign


def test_the_system_sees_every_kind_everywhere(two):
    with sight.seeing(Actor.system().sight):
        assert set(Risk.objects.all()) == set(two)
        assert Entry.objects.count() == 4


# What it costs.


def test_indices_answer_where_rows_are_guarded(two, stranger):
    """Beside the condition of the lock the conditions of a query still choose the index."""
    plans = {
        "docket_words": "SELECT id FROM records_docket WHERE words @@ to_tsquery('simple', '冷')",
        "risk_area": "SELECT id FROM risks_risk WHERE area LIKE '990122%'",
        "tally_agency": "SELECT sum(count) FROM figures_tally WHERE series_id = 1 AND level = 6 AND agency = 7",
        "stay_": "SELECT record FROM figures_stay WHERE kind = 'risks' AND state = 'reported' AND day > '2025-10-01'",
        "risk_assisting": "SELECT id FROM risks_risk WHERE assisting && '{5}'::bigint[]",
    }
    with sight.seeing(stranger.sight), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for index, query in plans.items():
            cursor.execute(f"EXPLAIN {query}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert f"on {index}" in plan or f"using {index}" in plan, plan
