"""Pages of the risk ledger that are no plain list or item: treating the class, and the three official lists."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from yaoan.kernel import clock, law
from yaoan.kernel.commands import Refused
from yaoan.kernel.ledger import looks, pickers
from yaoan.kernel.ledger.pages import Visit, find, go, page
from yaoan.kernel.ledger.views.exports import about, workbook
from yaoan.kernel.ledger.views.lists import listing_of
from yaoan.modules.risks import queries
from yaoan.modules.risks.commands import treat_class
from yaoan.modules.risks.forms import ClassForm
from yaoan.modules.risks.ledger import LISTS, RISKS
from yaoan.modules.risks.models import Risk

VISIT_WITHIN = timedelta(days=20)
FINISH_WITHIN = timedelta(days=30)


@page
def treat(request: Visit, number: str) -> HttpResponse:
    """Where the same may be wrong: tick, name a person and a day, and the sweep is on its way."""
    risk = find(RISKS, request.actor, number)
    assert isinstance(risk, Risk)
    proposals = queries.proposals_for(request.actor, risk)
    form = ClassForm(request.POST or None, initial=_start(risk))
    form.fields["subjects"].choices = [(item.subject.pk, item.subject.title) for item in proposals]  # type: ignore[attr-defined]
    form.fields["holder_id"].choices = [  # type: ignore[attr-defined]
        (option.value, option.label)
        for option in pickers.options("user", request.actor, chosen=[str(request.actor.user_id)], limit=200)
    ]
    refusal = None
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["subjects"])
        places = [(item.subject, item.reasons) for item in proposals if item.subject.pk in chosen]
        try:
            sweep = treat_class(risk, places, by=request.actor, **_answers(form))
        except Refused as caught:
            refusal = caught
        else:
            said = gettext("已列入 {count} 家，逐家指派了排查人和期限。").format(count=len(places))
            return go(request, sweep.get_absolute_url(), say=said)
    context = {
        "title": gettext("治一类：{number}").format(number=risk.number), "risk": risk, "ledger": RISKS, "form": form,
        "proposals": proposals, "refusal": refusal, "ticked": set(form["subjects"].value() or []),
    }  # fmt: skip
    is_wrong = request.method == "POST"
    return render(request, "risks/class.html", context, status=422 if is_wrong else 200)


def _start(risk: Risk) -> dict[str, object]:
    today = clock.today()
    title = gettext("“{kind}”同类排查").format(kind=law.label("risk_kinds", risk.risk_kind))
    return {"title": title, "visit_by": today + VISIT_WITHIN, "finish_by": today + FINISH_WITHIN}


def _answers(form: ClassForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("title", "holder_id", "visit_by", "finish_by")}


@page
def three_lists(request: Visit) -> HttpResponseBase:
    """The risk, measure and responsibility lists of the rows the address asks for, as one workbook."""
    looks.note(request.actor, "export", reason=f"risks.lists?{request.GET.urlencode()}")
    asked = listing_of(request, RISKS)
    columns = {column.name: column for column in RISKS.columns}
    lists = [(str(label), [columns[name] for name in names]) for label, names in LISTS]
    parts = [(label, shown, asked.every(shown)) for label, shown in lists]
    name = f"{gettext('风险、措施、责任三张清单')}-{clock.today():%Y%m%d}.xlsx"
    return workbook(parts, about=about(request, RISKS, asked), name=name)
