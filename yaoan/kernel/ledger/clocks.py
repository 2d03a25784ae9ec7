"""Clock chips: how much time is left, in three steps of urgency told by words, shape and colour, and why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from yaoan.kernel import clock, law
from yaoan.kernel.lifecycle import OpenDuty, open_duties
from yaoan.kernel.records.models import Deadline, Record
from yaoan.kernel.statutes import OutOfCalendar

SOON = 3
"""From so many working days left on, a clock is urgent."""

END_OF_DAY = time(23, 59, 59)

Urgency = Literal["calm", "soon", "overdue", "still", "none"]
SHAPES: dict[str, str] = {"calm": "○", "soon": "▲", "overdue": "■", "still": "‖", "none": "–"}


@dataclass(frozen=True, slots=True)
class Clock:
    """One due date as people read it. `day` is None where there is none, or while the clock stands still."""

    urgency: Urgency
    text: str
    day: date | None = None
    provisional: bool = False


def reading(due: Any, *, is_closed: bool = False) -> Clock:
    """The clock of a `Deadline` row, a day or an instant as it reads now. A closed record has no clock that runs."""
    paused, provisional = False, False
    if isinstance(due, Deadline):
        due, paused, provisional = due.due_at, due.paused, due.provisional
    if paused:
        return Clock("still", gettext("暂停计时"))
    if due is None or due == "":
        return Clock("none", "" if is_closed else gettext("不限时"))
    if isinstance(due, datetime):
        due = due.astimezone(clock.BEIJING)
        if due.time() != END_OF_DAY and not is_closed:
            return _by_the_hour(due, provisional)
        due = due.date()
    if is_closed:
        return Clock("none", due.isoformat(), due, provisional)
    urgency, text = _by_the_day(due, clock.today())
    return Clock(urgency, text, due, provisional)


def day_of(due: Any) -> date | None:
    """The day of the clock that `reading` gives, without its words."""
    if isinstance(due, Deadline):
        due = None if due.paused else due.due_at
    if isinstance(due, datetime):
        return due.astimezone(clock.BEIJING).date()
    return due or None


def _by_the_day(due: date, today: date) -> tuple[Urgency, str]:
    try:
        left = law.calendar().working_days_between(today, due)
    except OutOfCalendar:
        return "calm", due.isoformat()
    days = abs((due - today).days)
    if due < today:
        if left:
            return "overdue", ngettext("已超期 %(n)d 个工作日", "已超期 %(n)d 个工作日", -left) % {"n": -left}
        return "overdue", ngettext("已超期 %(n)d 天", "已超期 %(n)d 天", days) % {"n": days}
    if due == today:
        return "soon", gettext("今天到期")
    urgency: Urgency = "soon" if left <= SOON else "calm"
    if left:
        return urgency, ngettext("还剩 %(n)d 个工作日", "还剩 %(n)d 个工作日", left) % {"n": left}
    return urgency, ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", days) % {"n": days}


def _by_the_hour(due: datetime, provisional: bool) -> Clock:
    left = (due - clock.now()).total_seconds() / 3600
    hours = max(1, round(abs(left)))
    if left < 0:
        return Clock("overdue", ngettext("已超期 %(n)d 小时", "已超期 %(n)d 小时", hours) % {"n": hours}, due.date())
    text = ngettext("还剩 %(n)d 小时", "还剩 %(n)d 小时", hours) % {"n": hours}
    return Clock("soon" if left <= 24 * SOON else "calm", text, due.date(), provisional)


def chip(found: Clock) -> SafeString:
    """The chip of a clock: a shape, words, and the day."""
    if not found.text:
        return SafeString('<span class="none" aria-hidden="true">—</span>')
    day = format_html(' <time datetime="{0}">{0}</time>', found.day.isoformat()) if found.day else SafeString("")
    if found.urgency == "none" and found.day:
        return format_html('<span class="clock none">{}</span>', day)
    mark = format_html(' <abbr title="{}">*</abbr>', _provisional()) if found.provisional else SafeString("")
    return format_html(
        '<span class="clock {}"><span class="shape" aria-hidden="true">{}</span> {}{}{}</span>',
        found.urgency, SHAPES[found.urgency], found.text, day, mark,
    )  # fmt: skip


def _provisional() -> str:
    return gettext("该年度的放假安排尚未公布，日期为暂定")


def nearest(record: Record) -> Deadline | None:
    """The open duty of a record that is due first; those without a date come last."""
    rows = record.__dict__.get("deadlines")
    if rows is None:
        attach([record])
        rows = record.__dict__["deadlines"]
    return rows[0] if rows else None


def attach(records: Iterable[Record]) -> None:
    """Read the deadlines of many records in one query, so that `nearest` needs none."""
    records = list(records)
    found: dict[int, list[Deadline]] = defaultdict(list)
    for row in Deadline.objects.filter(record_id__in=[record.pk for record in records]).order_by("due_at", "pk"):
        found[row.record_id].append(row)  # PostgreSQL puts those without a date last
    for record in records:
        record.__dict__["deadlines"] = found[record.pk]


@dataclass(frozen=True, slots=True)
class Owed:
    """An open duty with its clock and the sentences that say how its date was reached."""

    found: OpenDuty
    clock: Clock
    why: tuple[str, ...]

    @property
    def act(self) -> str:
        return self.found.duty.act

    @property
    def label(self) -> Any:
        return self.found.duty.label

    @property
    def chip(self) -> SafeString:
        return chip(self.clock)


def owed(record: Record) -> list[Owed]:
    """What must be done to a record now, the most pressing first. No query."""
    duties = open_duties(
        record.lifecycle, record.past(), record.agreed(), terms=law.terms(), calendar=law.calendar(), place=record.area
    )
    made = []
    for item in duties:
        found = reading(item.at)
        if item.paused:
            found = Clock("still", gettext("暂停计时"))
        elif item.provisional:
            found = Clock(found.urgency, found.text, found.day, provisional=True)
        made.append(Owed(item, found, tuple(_why(item))))
    return sorted(made, key=lambda one: (one.found.at is None, one.found.at or clock.now()))


def _why(item: OpenDuty) -> list[str]:
    if item.due is not None:
        language = "en" if (get_language() or "").startswith("en") else "zh"
        return item.due.explain(language).splitlines()
    if item.duty.agreed and item.at:
        return [gettext("这个日期由办理人员确定：%(day)s。") % {"day": item.at.date().isoformat()}]
    return [gettext("这项工作没有法定期限。")]
