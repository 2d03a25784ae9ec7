"""What may be asked about assistance and supervision."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency, User
from yaoan.kernel.documents import Paper
from yaoan.kernel.lifecycle import open_duties
from yaoan.kernel.records.models import Deadline, Record
from yaoan.modules.assistance import rules
from yaoan.modules.assistance.choices import Level, Result, Urgency
from yaoan.modules.assistance.models import Request, Supervision
from yaoan.modules.cases.public import Case
from yaoan.modules.risks.public import Risk

MOST = 300
TERMS = {
    Urgency.ORDINARY: "cases.assistance",
    Urgency.URGENT: "assistance.urgent",
    Urgency.EMERGENCY: "assistance.emergency",
}
"""The term of the answer by urgency."""
UNITS = {"working_day": "个工作日", "hour": "小时"}
HANDED = {"signals": ("take_over",), "cases": ("take_over",), "requests": ("accept",)}
"""Kind -> the acts that take over what was handed over."""


def term_in_words(request: Request) -> str:
    """The term of the answer in the words of the paper: 15个工作日."""
    term = law.terms().at(TERMS[Urgency(request.urgency)], clock.today(), request.asked.place)
    return f"{term.count}{UNITS.get(str(term.unit), '日')}"


def parts_of(request: Request) -> list[list[str]]:
    """The words of a request: as it was signed, or as the draft would be signed now."""
    if request.parts:
        return list(request.parts)
    return rules.request_parts(
        title=request.title,
        wanted=request.wanted,
        basis=request.basis,
        term=term_in_words(request),
        files=_names(request, "draft", "amend"),
        contact=request.contact.name if request.contact else "",
        wanted_by=request.wanted_by,
    )


def paper_of(request: Request, *, code: str = "") -> Paper:
    """The letter that asks for assistance. `code` is a number just given."""
    number = code or request.document_number
    return rules.paper_of(
        "协助调查函",
        parts_of(request),
        addressee=request.addressee or request.asked.name,
        unit=request.asking.name,
        number=number,
        on=request.issued_on,
        foot=f"{request.number}　{number}" if number else "",
    )


def answer_parts_of(request: Request) -> list[list[str]]:
    """The words of the answer: as it was signed, or as it would be signed now."""
    if request.answer_parts:
        return list(request.answer_parts)
    return rules.answer_parts(
        title=request.title,
        number=request.document_number,
        result=str(Result(request.result).label) if request.result else "",
        answer=request.answer,
        files=_names(request, "submit"),
    )


def answer_of(request: Request, *, code: str = "") -> Paper:
    """The letter that answers a request. `code` is a number just given."""
    number = code or request.answer_number
    return rules.paper_of(
        "协助调查复函",
        answer_parts_of(request),
        addressee=request.asking.name,
        unit=request.asked.name,
        number=number,
        on=request.answered_on,
        foot=f"{request.number}　{number}" if number else "",
    )


def notice_parts_of(supervision: Supervision) -> list[list[str]]:
    """The words of the notice of supervision, as signed or as they would be."""
    if supervision.parts:
        return list(supervision.parts)
    return rules.notice_parts(
        matter=supervision.matter,
        requirement=supervision.requirement,
        until=supervision.until or clock.today(),
        report_every=supervision.report_every,
        partner=supervision.partner,
    )


def notice_of(supervision: Supervision, *, code: str = "") -> Paper:
    """The notice that a matter was put on the list. `code` is a number just given."""
    number = code or supervision.document_number
    return rules.paper_of(
        "联合督办通知书" if supervision.level == Level.JOINT else "挂牌督办通知书",
        notice_parts_of(supervision),
        addressee=supervision.supervised.name,
        unit=supervision.agency.name,
        number=number,
        on=supervision.listed_on,
        foot=f"{supervision.number}　{number}" if number else "",
    )


def _names(record: Record, *acts: str) -> Sequence[str]:
    """The names of the files that came with some acts, as they stand on paper."""
    return [item["name"].rpartition(".")[0] or item["name"] for item in record.evidence if item["act"] in acts]


def punctuality(record: Record, act: str, day: date) -> str:
    """Whether what a duty asks for is done in time when it is done on a day: `in_time` or `late`, empty without a clock.

    It goes by the day, also where the term is in hours: a record rebuilt from its journal must come to the same.
    """
    duties = open_duties(
        type(record).lifecycle, record.past(), record.agreed(), terms=law.terms(), calendar=law.calendar(), place=record.area
    )  # fmt: skip
    at = next((duty.at for duty in duties if duty.duty.act == act and duty.at), None)
    if at is None:
        return ""
    return "in_time" if day <= clock.local_day(at) else "late"


def common_superior(one_id: int, other_id: int) -> Agency | None:
    """The nearest unit above both; None where there is none."""
    lines = dict(Agency.objects.filter(pk__in=(one_id, other_id)).values_list("pk", "line"))
    shared = [pk for pk in reversed(lines.get(one_id, [])) if pk in lines.get(other_id, [])]
    return Agency.objects.filter(pk=shared[0]).first() if shared else None


def is_above(upper_id: int, lower_id: int) -> bool:
    """Whether a unit stands above another in its line."""
    return Agency.objects.filter(pk=lower_id, line__contains=[upper_id]).exists()


def origin_of(actor: Actor, record: Any) -> list[Record]:
    """The case and the risk a record comes from, as far as the actor may read them."""
    found: list[Record] = []
    if record.case_id:
        found += Case.objects.seen_by(actor).filter(pk=record.case_id)
    if record.risk_id:
        found += Risk.objects.seen_by(actor).filter(pk=record.risk_id)
    return found


def handed_over(actor: Actor) -> list[Deadline]:
    """Everything handed to another unit that it has not taken over yet, the soonest due first: until then the one who
    handed it over still answers for it."""
    wanted = Q(pk__in=[])
    for kind, acts in HANDED.items():
        wanted |= Q(kind=kind, act__in=acts) & actor.scope(f"{kind}.view")
    return list(Deadline.objects.filter(wanted).order_by("due_at", "pk")[:MOST])


def supervised_risks(actor: Actor) -> QuerySet[Risk]:
    """The open risks under listed supervision by their own act, which this module leaves as it is."""
    return (
        Risk.objects.seen_by(actor)
        .open()
        .filter(supervised_by__isnull=False)
        .select_related("supervised_by", "agency")
        .order_by("supervised_until", "pk")[:MOST]
    )


def open_supervisions(actor: Actor) -> QuerySet[Supervision]:
    """What is under supervision now, the first day first."""
    rows = Supervision.objects.seen_by(actor).open().select_related("agency", "supervised")
    return rows.order_by("until", "pk")[:MOST]


def work_in_hand(
    actor: Actor, kinds: Iterable[type[Record]], *, holder_id: int | None, area: str, but_for: int, limit: int
) -> list[Record]:
    """The open records of some kinds that a person works on, or anyone in a place, as the actor may see them; those that
    `but_for` has already are left out. One more than the limit where there are more."""
    found: list[Record] = []
    for model in kinds:
        rows = model.objects.seen_by(actor).open().filter(holder__isnull=False, area__startswith=area)
        rows = rows.exclude(holder_id=but_for)
        if holder_id is not None:
            rows = rows.filter(holder_id=holder_id)
        found += rows.select_related("agency", "holder").order_by("pk")[: limit + 1 - len(found)]
    return found


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id."""
    return dict(User.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def agencies_by_id(ids: Iterable[int]) -> dict[int, Agency]:
    """Agencies by id."""
    return Agency.objects.in_bulk(list(ids))


PATIENCE = 3
"""Working days a request may be overdue before it goes to the common superior; a house rule."""


def long_overdue(now: datetime) -> Iterator[tuple[int, int]]:
    """(request, unit above both) of every request that is overdue for PATIENCE working days and was not taken up yet."""
    rows = Deadline.objects.filter(kind=Request.lifecycle.kind, act__in=("submit", "accept"), due_at__lt=now)
    overdue = {row.record_id: clock.local_day(row.due_at) for row in rows.order_by("-due_at") if row.due_at}
    for request in Request.objects.filter(pk__in=overdue, escalated_to__isnull=True):
        above = common_superior(request.asking_id, request.asked_id)
        if above and law.calendar().add_working_days(overdue[request.pk], PATIENCE) < clock.local_day(now):
            yield request.pk, above.pk
