"""What pages keep beside the records, planted for the leak fuzz: notices, imports, views, tokens, sessions, passkeys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept for a person, in part also for the agency, or for those who read a record.

    `word` stands in it and nowhere else.
    """

    row: Any
    user: int
    word: str = ""
    agency: int | None = None
    record: Any = None

    def is_there_for(self, actor: Any) -> bool:
        if self.user == actor.user_id or self.agency in actor.agencies:
            return True
        return self.record is not None and actor.reaches(f"{self.record.kind}.view", self.record)


@dataclass(frozen=True, slots=True)
class Looked(Kept):
    """A line of the access log, by somebody of an office. Its word stands in what was looked at: whoever may not read the
    record is not told it."""

    office: Any = None

    def is_there_for(self, actor: Any) -> bool:
        if self.record is not None and not actor.reaches(f"{self.record.kind}.view", self.record):
            return False
        reach = actor.rights.get("journal.view")
        if self.user == actor.user_id or reach is None:
            return self.user == actor.user_id
        is_colleague = self.office.pk in reach.agencies or all(
            area.startswith(reach.areas) for area in self.office.areas
        )
        return is_colleague or (self.record is not None and reach.covers(self.record.area, self.record.agency_id))


def keep_looks(office: Any, records: Sequence[Any], strange: Sequence[Any]) -> Iterator[Looked]:
    """What somebody of the county looked at: a record of it, one of another county, and a list."""
    from yaoan.kernel import clock
    from yaoan.kernel.journal.models import AccessLog

    worker, place = office.people["worker"], office.agencies["county"]
    for what, record, reason in (
        ("item", records[0], "{}"),
        ("file", strange[0], "7 {}.txt"),
        ("export", None, "risks.csv?q={}"),
    ):
        said = office.word()
        row = AccessLog(
            actor=worker.user_id, what=what, record=record and record.pk, reason=reason.format(said), at=clock.now()
        )
        row.save()
        yield Looked(row, worker.user_id, said, record=record, office=place)


def keep(office: Any, area: str, people: Sequence[Any], records: Sequence[Any]) -> Iterator[Kept]:
    """For each person of a county views, and a notice of a record that the person may read; for one who does not try, all
    that has an id, for others to guess.
    """
    for actor in people:
        if seen := [row for row in records if actor.reaches(f"{row.kind}.view", row)]:
            yield _notice(actor, seen[0], office.word)
        yield from _views(actor, office.word)
    keeper = office.people["worker"]
    yield _batch(keeper, area, office)
    yield _token(keeper, office.word)
    yield _session(keeper)
    yield _passkey(keeper, office.word)


def _notice(actor: Any, record: Any, word: Callable[[], str]) -> Kept:
    from yaoan.kernel import clock
    from yaoan.kernel.notices.models import Notice

    said = word()
    row = Notice.objects.create(
        user_id=actor.user_id, record_id=record.pk, number=record.number, url=record.get_absolute_url(), act="remark",
        text=f"{said}，请办理", whom="holder", day=clock.today(), at=clock.now(),
    )  # fmt: skip
    return Kept(row, actor.user_id, said, record=record)


def _views(actor: Any, word: Callable[[], str]) -> Iterator[Kept]:
    from yaoan.kernel import clock
    from yaoan.kernel.ledger.models import SavedView

    for audience, agency in ((SavedView.MINE, None), (SavedView.UNIT, actor.agency_id)):
        said = word()
        row = SavedView.objects.create(
            kind="risks", name=said, query="state=reported", audience=audience, owner_id=actor.user_id,
            agency_id=actor.agency_id, saved_at=clock.now(),
        )  # fmt: skip
        yield Kept(row, actor.user_id, said, agency)


def _batch(actor: Any, area: str, office: Any) -> Kept:
    """An import that was checked and waits to be accepted."""
    from yaoan.kernel import clock
    from yaoan.kernel.attachments.storage import store
    from yaoan.kernel.exchange.checking import check
    from yaoan.kernel.exchange.models import Batch, State
    from yaoan.modules.subjects.tests.factories import credit_code
    from yaoan.modules.subjects.tests.sheets import csv

    said = office.word()
    rows = [(f"{said}药店", credit_code(office.serial(), area), "单体药店")]
    sheet = store([csv(rows, ("企业名称", "统一社会信用代码", "企业类别"))], name=f"{said}.csv")
    row = Batch.objects.create(
        importer="subjects", by_id=actor.user_id, agency_id=actor.agency_id, at=clock.now(), area=area, sha256=sheet.sha256,
        name=sheet.name, columns={"title": 0, "code": 1, "subject_kind": 2}, state=State.CHECKING,
    )  # fmt: skip
    check(row)
    assert row.rows.filter(title__contains=said).exists()
    return Kept(row, actor.user_id, said, actor.agency_id)


def _token(actor: Any, word: Callable[[], str]) -> Kept:
    from yaoan.kernel import clock
    from yaoan.kernel.access.models import User
    from yaoan.kernel.http import tokens

    said, until = word(), clock.today() + timedelta(days=30)
    row, _words = tokens.issue(User.objects.get(pk=actor.user_id), said, may_act=True, expires_on=until, by=0)
    return Kept(row, actor.user_id, said)


def _session(actor: Any) -> Kept:
    from allauth.usersessions.models import UserSession

    row = UserSession.objects.create(user_id=actor.user_id, ip="127.0.0.1", session_key=f"fuzz{actor.user_id}")
    return Kept(row, actor.user_id)


def _passkey(actor: Any, word: Callable[[], str]) -> Kept:
    from allauth.mfa.models import Authenticator

    said = word()
    row = Authenticator.objects.create(user_id=actor.user_id, type=Authenticator.Type.WEBAUTHN, data={"name": said})
    return Kept(row, actor.user_id, said)


def held() -> tuple[Any, ...]:
    """How much of what people keep is as it was: what others do to it would change these numbers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        return tuple(cursor.fetchall())


_HELD = """
    SELECT 'notice', user_id, count(*) FILTER (WHERE read_at IS NULL) FROM notices_notice GROUP BY 2
    UNION ALL SELECT 'batch', by_id, count(*) FILTER (WHERE state = 'checked') FROM exchange_batch GROUP BY 2
    UNION ALL SELECT 'view', owner_id, count(*) FROM ledger_savedview GROUP BY 2
    UNION ALL SELECT 'token', user_id, count(*) FILTER (WHERE revoked_at IS NULL) FROM http_apitoken GROUP BY 2
    UNION ALL SELECT 'session', user_id, count(*) FROM usersessions_usersession GROUP BY 2
    UNION ALL SELECT 'passkey', user_id, count(*) FROM mfa_authenticator GROUP BY 2
"""
