"""Carrying a campaign out: its tasks are given to units, its returns put on the calendar, its board read."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import Step, perform_many
from yaoan.kernel.ledger.pages import Visit, find, go, page
from yaoan.modules.campaigns import queries
from yaoan.modules.campaigns.commands.returns import Owe
from yaoan.modules.campaigns.commands.tasks import Give
from yaoan.modules.campaigns.forms import GiveFormSet, ScheduleFormSet, faults_of
from yaoan.modules.campaigns.imports import dates_of, first_day
from yaoan.modules.campaigns.ledger import CAMPAIGNS
from yaoan.modules.campaigns.models import Campaign
from yaoan.modules.campaigns.rules.plans import plan_key

RETURN_DAY = 25


def _options(agencies: Iterable[Agency]) -> list[tuple[str, str]]:
    return [(str(agency.pk), agency.short) for agency in agencies]


@page
def decompose(request: Visit, number: str) -> HttpResponse:
    """The plan of a campaign, a row a task: tick the units, set the day, give them all at once."""
    campaign = _campaign(request, number)
    agencies = queries.units_below(request.actor)
    units, given = _options(agencies), queries.given_already(campaign, agencies)
    asked: dict[str, Any] = {"form_kwargs": {"units": units, "given": given}, "prefix": "tasks"}
    rows = (
        GiveFormSet(request.POST, **asked)
        if request.method == "POST"
        else GiveFormSet(initial=list(_plan(campaign, units, given)), **asked)
    )
    refusals: list[str] = []
    if request.method == "POST" and rows.is_valid():
        steps = list(_gives(campaign, rows.cleaned_data))
        refusals = _all_or_none(steps, request.actor)
        if not refusals:
            return go(
                request, campaign.get_absolute_url(), say=gettext("已下达 {count} 项任务。").format(count=len(steps))
            )
    context = {
        "title": gettext("分解任务"), "ledger": CAMPAIGNS, "campaign": campaign, "rows": rows,
        "faults": [*refusals, *(faults_of(rows) if rows.is_bound else ())],
    }  # fmt: skip
    return render(request, "campaigns/decompose.html", context, status=422 if request.method == "POST" else 200)


def _plan(
    campaign: Campaign, units: Sequence[tuple[str, str]], given: Mapping[str, Collection[int]]
) -> Iterator[dict[str, Any]]:
    """The tasks the notice names, with the units whose names it uses already ticked, unless they were given it before."""
    for task in campaign.plan:
        path, title = task.get("path", ""), task["title"]
        is_fresh = not given.get(plan_key(path, title))
        yield {
            "path": path, "title": title, "text": task.get("body", ""), "due": first_day(task.get("due")),
            "agencies": _named(task.get("responsible", ()), units) if is_fresh else [],
            "support": _named(task.get("support", ()), units),
        }  # fmt: skip


def _named(words: Iterable[str], units: Sequence[tuple[str, str]]) -> list[str]:
    """The units that the words of a notice mean: by name, or all stations for 各分局."""
    chosen = []
    for value, label in units:
        for word in words:
            is_all = word.startswith("各") and word[1:] and word[1:] in label
            if is_all or (len(word) > 2 and word in label):
                chosen.append(value)
                break
    return chosen


def _gives(campaign: Campaign, rows: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    for row in rows:
        for agency_id in row.get("agencies") or ():
            yield Step(
                Give(
                    campaign_id=campaign.pk, path=row["path"], title=row["title"], text=row["text"], agency_id=agency_id,
                    support=tuple(row.get("support") or ()), due_on=row["due"], target=row["target"],
                )
            )  # fmt: skip


def _all_or_none(steps: Sequence[Step], actor: Actor) -> list[str]:
    """Perform all steps, or none: the refusals, each once."""
    from django.db import transaction

    with transaction.atomic():
        outcomes = list(perform_many(steps, by=actor))
        refusals = [str(outcome.refusal) for outcome in outcomes if outcome.refusal]
        if refusals:
            transaction.set_rollback(True)
    if not steps:
        return [gettext("还没有给任何任务选择责任单位。")]
    return list(dict.fromkeys(refusals))


@page
def schedule(request: Visit, number: str) -> HttpResponse:
    """The reporting duties of a campaign: who reports what to whom, on which day; the calendar is made from them."""
    campaign = _campaign(request, number)
    units = _options(queries.units_below(request.actor))
    above = _options(queries.agencies_above(request.actor))
    asked: dict[str, Any] = {"form_kwargs": {"units": units, "above": above}, "prefix": "duties"}
    scheduled = Counter(row.title for row in queries.returns_of(request.actor, campaign))
    if request.method == "POST":
        rows = ScheduleFormSet(request.POST, **asked)
    else:
        rows = ScheduleFormSet(initial=list(_duties(campaign, units, above, request.actor, scheduled)), **asked)
    refusals: list[str] = []
    if request.method == "POST" and rows.is_valid():
        steps = list(_owes(campaign, rows.cleaned_data))
        refusals = _all_or_none(steps, request.actor)
        if not refusals:
            return go(
                request,
                campaign.get_absolute_url(),
                say=gettext("报送日历已排好，共 {count} 期。").format(count=len(steps)),
            )
    context = {
        "title": gettext("排报送日历"), "ledger": CAMPAIGNS, "campaign": campaign, "rows": rows, "scheduled": scheduled.items(),
        "faults": [*refusals, *(faults_of(rows) if rows.is_bound else ())],
    }  # fmt: skip
    return render(request, "campaigns/schedule.html", context, status=422 if request.method == "POST" else 200)


def _duties(
    campaign: Campaign,
    units: Sequence[tuple[str, str]],
    above: Sequence[tuple[str, str]],
    actor: Actor,
    scheduled: Collection[str],
) -> Iterator[dict[str, Any]]:
    """The duties to report that the notice names; those on the calendar already are there, and not ticked again."""
    parent = above[0][0] if above else None
    for duty in campaign.calendar:
        is_mine = not duty.get("who") or "县局" in (duty["who"] or "")
        day = first_day(duty.get("due"))
        found = _day_of(duty.get("when") or "")
        yield {
            "keep": bool(duty.get("due") or duty.get("every")) and (duty.get("what") or "") not in scheduled, "what": duty.get("what") or "",
            "agencies": [str(actor.agency_id)] if is_mine else _named([duty["who"]], units),
            "to": parent if is_mine else actor.agency_id, "day": found or RETURN_DAY, "due": day,
            "every": duty.get("every") if duty.get("every") in ("month", "quarter", "half-year") else "once",
        }  # fmt: skip


def _day_of(words: str) -> int | None:
    """The day of the month in words like 每月25日前."""
    digits = words.split("日")[0]
    tail = "".join(c for c in digits[-2:] if c.isdigit())
    return int(tail) if tail and 1 <= int(tail) <= 31 else None


def _owes(campaign: Campaign, rows: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    start, end = campaign.starts_on or clock.today(), campaign.ends_on or clock.today()
    for row in rows:
        if not row.get("keep"):
            continue
        duty = {"due": row["due"].isoformat()} if row["every"] == "once" else {"every": row["every"]}
        last = max(end, row["due"]) if row["every"] == "once" else end
        for due_on, covers_from, covers_until in dates_of(duty, min(start, due_on_of(row, start)), last, row["day"]):
            for agency_id in row["agencies"]:
                yield Step(
                    Owe(
                        campaign_id=campaign.pk, title=row["what"], agency_id=agency_id, to_id=row["to"], due_on=due_on,
                        covers_from=covers_from, covers_until=covers_until,
                    )
                )  # fmt: skip


def due_on_of(row: Mapping[str, Any], start: date) -> date:
    return row["due"] if row["every"] == "once" and row["due"] else start


@page
def board(request: Visit, number: str) -> HttpResponse:
    """The board of a campaign: each unit's tasks and returns, with a bar."""
    campaign = _campaign(request, number)
    context = {
        "title": gettext("进展看板"), "ledger": CAMPAIGNS, "campaign": campaign,
        "rows": queries.standings(request.actor, campaign, today=clock.today()),
        "targets": queries.targets_of(request.actor, campaign),
        "results": queries.results_of(request.actor, campaign, today=clock.today()),
    }  # fmt: skip
    return render(request, "campaigns/board.html", context)


def _campaign(request: Visit, number: str) -> Campaign:
    record = find(CAMPAIGNS, request.actor, number)
    assert isinstance(record, Campaign)
    return record
