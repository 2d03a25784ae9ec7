"""Pages of the register that do not fit a declaration: doubles before and after they are saved, sealed numbers."""

from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from yaoan.kernel.access import kept
from yaoan.kernel.commands import Invalid
from yaoan.kernel.ledger.forms import ActForm
from yaoan.kernel.ledger.pages import Visit, find, page
from yaoan.kernel.ledger.scope import Scope
from yaoan.kernel.ledger.views import acts
from yaoan.kernel.vault.sealing import Unopened
from yaoan.kernel.words import _
from yaoan.modules.subjects import queries, rules
from yaoan.modules.subjects.choices import P
from yaoan.modules.subjects.commands import Register
from yaoan.modules.subjects.ledger import PEOPLE, SUBJECTS
from yaoan.modules.subjects.models import Person, Subject

PAIRS_PER_PAGE = 20
MOST_FIRMS = 30_000
"""Firms whose doubles are worked out while somebody waits."""


@page
def register(request: Visit) -> HttpResponse:
    """Registering a firm, with one look at those that may be the same before it is saved."""
    if request.method == "POST" and not any(word in request.POST for word in (*acts.BESIDE, "_distinct")):
        form = ActForm(Register, request.actor, data=request.POST, files=request.FILES)
        likely = _likely(request, form)
        if likely:
            context = {
                "ledger": SUBJECTS,
                "form": form,
                "title": form.act.label,
                "author": kept.author_token(request.user),
                "back": SUBJECTS.url,
                "doubles": likely,
            }
            return render(request, "subjects/register.html", context, status=422)
    return cast("HttpResponse", acts.opening(request, ledger=SUBJECTS, act="register"))


def _likely(request: Visit, form: ActForm) -> list[queries.Double]:
    """Firms of the register that are probably the one in the form; none where the form itself is not right yet."""
    try:
        command = form.ready()
    except Invalid:
        return []
    assert isinstance(command, Register)
    if command.faults():
        return []
    party = rules.Party(
        name=command.title,
        code=command.code,
        area=command.area,
        address=command.address,
        phones=(command.phone,) if command.phone else (),
        representative=command.legal_representative,
        licences=(command.licence_code,) if command.licence_code else (),
    )
    return queries.subjects_like(request.actor, party, least=rules.LIKELY)


@page
def doubles(request: Visit) -> HttpResponse:
    """The queue of pairs that may be one firm, worked out afresh each time."""
    if not request.actor.may(P.MERGE):
        raise Http404
    area = Scope.of(request.GET, request.actor).area or request.actor.place
    too_many = queries.firm_count(request.actor, area) > MOST_FIRMS
    pairs = [] if too_many else queries.doubles_in(request.actor, area)
    last = max(1, -(-len(pairs) // PAIRS_PER_PAGE))
    asked = request.GET.get("page", "")
    number = min(max(1, int(asked)), last) if asked.isdigit() else 1
    context = {
        "title": _("查重"),
        "ledger": SUBJECTS,
        "area": area,
        "too_many": too_many,
        "count": len(pairs),
        "pairs": pairs[(number - 1) * PAIRS_PER_PAGE : number * PAIRS_PER_PAGE],
        "number": number,
        "last": last,
        "previous": str(number - 1),
        "next": str(number + 1),
    }
    return render(request, "subjects/doubles.html", context)


@page
def pair(request: Visit, one: str, other: str) -> HttpResponse:
    """Two entries side by side, in full, with the ways to settle whether they are one firm."""
    left, right = (cast("Subject", find(SUBJECTS, request.actor, number)) for number in (one, other))
    found = rules.likeness(queries.party_of(left), queries.party_of(right))
    context = {
        "title": _("对比"),
        "ledger": SUBJECTS,
        "sides": (left, right),
        "score": round(found.score * 100),
        "why": str(_("；")).join(found.reasons),
        "lines": _lines(request, left, right),
        "may_merge": all(request.actor.may_in(P.MERGE, side.area, side.agency_id) for side in (left, right)),
        "settled": (left.is_closed and left.merged_into_id is not None) or right.merged_into_id is not None,
    }
    return render(request, "subjects/pair.html", context)


def _lines(request: Visit, left: Subject, right: Subject) -> list[tuple[Any, Any, Any, bool]]:
    """(label, left, right, whether they differ) for everything that is known of either firm."""
    lines = []
    columns = [column for column in SUBJECTS.columns if column.name not in ("number", "changed_at")]
    for column in columns:
        mine, theirs = column.text(left), column.text(right)
        if mine or theirs:
            lines.append((column.label, mine, theirs, mine != theirs))
    for label, ask in (
        (_("证照"), queries.licences_of),
        (_("产品"), queries.products_of),
        (_("人员"), queries.people_of),
        (_("连锁门店"), queries.shops_of),
    ):
        mine, theirs = ("、".join(record.title for record in ask(request.actor, side)[:20]) for side in (left, right))
        if mine or theirs:
            lines.append((label, mine, theirs, mine != theirs))
    return lines


@never_cache
@page
def identity(request: Visit, number: str) -> HttpResponse:
    """Opening a sealed identity number: who, why and when is written down first."""
    person = cast("Person", find(PEOPLE, request.actor, number))
    if not person.identity or not request.actor.may_in(P.UNSEAL, person.area, person.agency_id):
        raise Http404
    reason, opened, refusal = request.POST.get("reason", "").strip(), "", ""
    if request.method == "POST":
        try:
            opened = queries.identity_of(request.actor, person, reason=reason)
        except Unopened as error:
            refusal = str(error)
    context = {
        "title": _("查看身份号码"),
        "ledger": PEOPLE,
        "record": person,
        "opened": opened,
        "refusal": refusal,
        "author": kept.author_token(request.user),
    }
    return render(request, "subjects/identity.html", context, status=422 if refusal else 200)
