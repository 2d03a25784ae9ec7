"""What may be asked about risks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.records.models import Deadline
from yaoan.kernel.words import _
from yaoan.modules.risks import lifecycle
from yaoan.modules.risks.models import Risk, Sweep, Visit
from yaoan.modules.subjects.public import Subject, siblings_by

MOST = 300
"""Places proposed for a sweep: more than that is a plan, not a list to visit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place where the same may be wrong, with every reason why."""

    subject: Subject
    reasons: tuple[str, ...]


def proposals_for(actor: Actor, risk: Risk) -> list[Proposal]:
    """Where to look for the same: firms tied to the firm of the risk, and firms where its product, batch, supplier or
    clause turned up. Those with most reasons first; firms that are on a sweep of this risk already are left out."""
    found: dict[int, tuple[Subject, list[str]]] = {}
    if risk.subject:
        for sibling in siblings_by(actor, risk.subject, most=MOST):
            found[sibling.subject.pk] = (sibling.subject, list(sibling.reasons))
    for subject, reason in _by_findings(actor, risk):
        reasons = found.setdefault(subject.pk, (subject, []))[1]
        if reason not in reasons:
            reasons.append(reason)
    listed = set(Visit.objects.filter(sweep__risk_id=risk.pk).values_list("subject_id", flat=True))
    proposals = (Proposal(subject, tuple(reasons)) for pk, (subject, reasons) in found.items() if pk not in listed)
    return sorted(proposals, key=lambda proposal: (-len(proposal.reasons), proposal.subject.area, proposal.subject.pk))[
        :MOST
    ]


def _by_findings(actor: Actor, risk: Risk) -> Iterator[tuple[Subject, str]]:
    ties = {
        "batch": _("也有批号 {value} 的产品，见 {number}"),
        "product_name": _("也有产品“{value}”，见 {number}"),
        "supplier": _("也从“{value}”购进，见 {number}"),
        "clause": _("也违反过{value}，见 {number}"),
    }
    present = {name: getattr(risk, name) for name in ties if getattr(risk, name)}
    if not present:
        return
    shared = Q()
    for name, value in present.items():
        shared |= Q(**{name: value})
    rows = Risk.objects.seen_by(actor).filter(shared, subject__isnull=False).exclude(subject_id=risk.subject_id)
    for other in rows.select_related("subject").order_by("-id")[:MOST]:
        for name, value in present.items():
            if getattr(other, name) == value:
                yield other.subject, ties[name].format(value=value, number=other.number)


def sweeps_of(actor: Actor, risk: Risk) -> list[Sweep]:
    """The sweeps that were opened from a risk."""
    return list(Sweep.objects.seen_by(actor).filter(risk_id=risk.pk))


def visits_of(actor: Actor, sweep: Sweep) -> list[Visit]:
    """The visits of a sweep, those still to do first."""
    rows = Visit.objects.seen_by(actor).filter(sweep_id=sweep.pk).select_related("holder", "found")
    return sorted(rows, key=lambda visit: (visit.is_closed, visit.pk))


def open_risks_at(actor: Actor, subject: Subject) -> list[Risk]:
    """The risks of a firm that are not closed."""
    return list(Risk.objects.seen_by(actor).open().filter(subject_id=subject.pk)[:50])


def past_of(actor: Actor, risk: Risk) -> list[Risk]:
    """Other risks of the same firm, the newest first: is it the first time?"""
    if not risk.subject_id:
        return []
    return list(Risk.objects.seen_by(actor).filter(subject_id=risk.subject_id).exclude(pk=risk.pk)[:10])


def kind_label(risk: Risk) -> str:
    return law.label("risk_kinds", risk.risk_kind)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A risk with a duty that is past due: which, and since when."""

    risk: Risk
    duty: str
    due_at: datetime


def overdue_risks(now: datetime) -> Iterator[Overdue]:
    """Every risk with a duty past due, for the system; the longest overdue first. What those above owe does not count."""
    late = Deadline.objects.filter(kind=Risk.lifecycle.kind, due_at__lt=now).exclude(act=lifecycle.LIFT.name)
    rows = list(late.order_by("due_at"))
    risks = Risk.objects.select_related("agency").in_bulk([row.record_id for row in rows])
    for row in rows:
        risk = risks.get(row.record_id)
        if risk is not None and row.due_at is not None and not risk.is_closed:
            yield Overdue(risk, str(risk.lifecycle[row.act].label), row.due_at)


def next_above(risk: Risk) -> int | None:
    """The agency above the one a risk was reported to last, or above the responsible one; None at the top."""
    if risk.escalated_to_id is None:
        return risk.agency.parent_id
    return Agency.objects.filter(pk=risk.escalated_to_id).values_list("parent_id", flat=True).first()
