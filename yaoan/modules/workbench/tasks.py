"""Reminders: every morning, those who owe something are told; a second run tells nobody twice."""

from collections.abc import Iterator
from datetime import datetime

from yaoan.kernel import clock, jobs, law
from yaoan.kernel.notices.models import Notice
from yaoan.kernel.notices.telling import tell
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.words import _
from yaoan.modules.workbench import queries, rules


@jobs.job("workbench.remind", cron=jobs.daily_at("09:00"))
def remind() -> None:
    """Give the reminders of this morning."""
    give_reminders(clock.now())


def give_reminders(now: datetime) -> int:
    """Tell everybody whom a reminder of today concerns; returns how many notices were new."""
    return tell(_notices(now))


def _notices(now: datetime) -> Iterator[Notice]:
    people = queries.People.now(clock.local_day(now))
    for row in queries.dated_deadlines():
        if row.due_at is None:
            continue
        reminding = rules.reminder_due(clock.local_day(row.due_at), now, law.calendar())
        if reminding is None:
            continue
        for user_id, whom in people.concerned(row, reminding.whom):
            yield Notice(
                user_id=user_id, record_id=row.record_id, number=row.number, url=f"/{row.kind}/{row.number}/", act=row.act,
                text=_text(row, row.due_at), whom=whom, day=clock.local_day(now), at=now,
            )  # fmt: skip


def _text(row: Deadline, due_at: datetime) -> str:
    """What is owed and by when, in a sentence."""
    day = clock.local_day(due_at)
    return _("{number} {title}：{duty}，期限 {day}").format(
        number=row.number, title=row.title[:200], duty=queries.duty_label(row), day=day
    )
