"""Reminders: every working morning those who owe something are told; a second run tells nobody twice."""

from collections.abc import Iterator
from datetime import datetime

from yaoan.kernel import clock, jobs, law
from yaoan.kernel.notices.models import Notice
from yaoan.kernel.notices.telling import tell
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.words import _
from yaoan.modules.workbench import queries, rules

NAMED = 200
"""Letters of a record's name in a reminder."""


@jobs.job("workbench.remind", cron=jobs.daily_at("09:00"))
def remind() -> None:
    """Give the reminders of this morning. Made up for when the machine was off at nine."""
    give_reminders(clock.now())


def give_reminders(now: datetime) -> int:
    """Tell everybody whom a reminder of today concerns; returns how many notices were new.

    The duties read are committed ones, and the notices are kept: they say who was told what, and when.
    """
    return tell(_notices(now))


def _notices(now: datetime) -> Iterator[Notice]:
    people, today = queries.People.on(clock.local_day(now)), clock.local_day(now)
    for row in queries.dated_deadlines():
        reminding = rules.reminder_due(clock.local_day(row.due_at), now, law.calendar())
        if reminding is None:
            continue
        for whom, users in people.by_role(row, reminding).items():
            for user_id in users:
                yield Notice(
                    user_id=user_id, record_id=row.record_id, number=row.number, url=f"/{row.kind}/{row.number}/",
                    act=row.act, text=_text(row), whom=whom, day=today, at=now,
                )  # fmt: skip


def _text(row: Deadline) -> str:
    """What is owed and by when, in a sentence."""
    return _("{number} {title}：{duty}，期限 {day}").format(
        number=row.number, title=row.title[:NAMED], duty=queries.duty_label(row), day=clock.local_day(row.due_at)
    )
