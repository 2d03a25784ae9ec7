"""Reports by themselves: the one before, the returns they answer, the words around their figures."""

from collections.abc import Collection
from datetime import datetime, timedelta

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Division
from yaoan.kernel.figures.periods import Period
from yaoan.kernel.figures.registry import metric_of
from yaoan.kernel.words import _
from yaoan.modules.campaigns.public import Return, ReturnState
from yaoan.modules.reports.choices import State
from yaoan.modules.reports.models import Report
from yaoan.modules.reports.queries.counting import basis_of, reckon, template_of
from yaoan.modules.reports.queries.explaining import in_words
from yaoan.modules.reports.rules import Asked, Facts, Kept, Template
from yaoan.modules.reports.rules.periods import last_whole

SIGNED = (State.FROZEN, State.SUBMITTED, State.CORRECTED)


def kept_now(report: Report, actor: Actor) -> Kept:
    """The figures of a report as they would be read at this moment, by this person."""
    return Kept(reckon(basis_of(report, actor)))


def report_before(actor: Actor, report: Report) -> Report | None:
    """The report of the same kind, place and campaign on the period before that was signed last."""
    rows = Report.objects.seen_by(actor).filter(
        template=report.template, area=report.area, campaign_id=report.campaign_id, state__in=SIGNED,
        covers_until__lt=report.covers_from,
    )  # fmt: skip
    return rows.order_by("-covers_until", "-pk").first()


def owed_returns(actor: Actor, *, most: int = 50) -> list[Return]:
    """The returns the actor's units owe, the most pressing first, that no report answers yet."""
    answered = Report.objects.exclude(state=State.WITHDRAWN).filter(owed__isnull=False).values("owed_id")
    rows = Return.objects.seen_by(actor).filter(state=ReturnState.DUE, agency_id__in=sorted(actor.agencies))
    return list(rows.exclude(pk__in=answered).select_related("campaign", "to").order_by("due_on", "pk")[:most])


def facts_of(
    report: Report, *, address: str = "", changed: Collection[str] = (), actor: Actor | None = None, foot: str = ""
) -> Facts:
    """What the paper of a report needs beside its figures. Hints are worked out for a person who reads it on a screen."""
    place = Division.objects.filter(pk=report.area).values_list("name", flat=True).first() or report.area
    return Facts(
        unit=report.agency.name,
        place=place,
        campaign=report.campaign.title if report.campaign else "",
        period=report.period,
        addressee=report.to.name if report.to else "",
        number=report.document_number,
        on=report.submitted_on or report.frozen_on,
        is_draft=not report.is_frozen,
        foot=foot,
        address=address,
        changed=changed,
        hints=_hints(report, actor) if actor else {},
    )


def _hints(report: Report, actor: Actor) -> dict[str, str]:
    """For each figure what it counts and up to when: what a reader sees who rests on it."""
    kept = Kept(report.figures)
    if not kept.is_there:
        return {}
    at = datetime.fromisoformat(kept.data["as_of"]).astimezone(clock.BEIJING)
    metrics = basis_of(report, actor).metrics
    template = template_of(report.template)
    return {
        key: _("{label}＝{formula}（截至 {at}，日志第 {entry} 条）").format(
            label=kept.item(key)["label"],
            formula=in_words(metrics[key].formula),
            at=f"{at:%Y-%m-%d %H:%M}",
            entry=kept.cutoff,
        )
        for key in template.figures
        if key in metrics and key in kept.names
    }


def period_for(template: Template) -> Period:
    """The last period of a kind of report that is over."""
    return last_whole(template.every, clock.today() - timedelta(days=1))


def kind_for(owed: Return) -> tuple[Template, Period]:
    """The kind of report and the period that answer a return best: by what it covers, else by its day."""
    if owed.covers_from and owed.covers_until:
        period = Period(owed.covers_from, owed.covers_until)
    else:
        period = last_whole("month", owed.due_on)
    lengths = {1: "campaign_monthly", 3: "campaign_quarterly", 6: "campaign_half_year"}
    months = len(list(period.months())) if period.is_months else 0
    return template_of(lengths.get(months, "campaign_summary")), period


def label_of(asked: Asked) -> str:
    """What the metric of a figure is called."""
    return str(metric_of(asked.metric).label)
