"""What a package brings, record by record, and its acceptance in whole or in part."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yaoan.kernel.commands import NotThere, Refused, perform, why_not
from yaoan.kernel.ledger.pages import Visit, find, go, page
from yaoan.kernel.words import _
from yaoan.modules.packages import lifecycle, queries, rules
from yaoan.modules.packages.choices import Result, State
from yaoan.modules.packages.commands import Accept, AcceptPart
from yaoan.modules.packages.ledger import PACKAGES
from yaoan.modules.packages.models import Package

TONES = {Result.NEW: "good", Result.NEWER: "warn", Result.SAME: "plain", Result.CONFLICT: "danger"}


@page
def difference(request: Visit, number: str) -> HttpResponse:
    """Every record of a package against ours; those ticked are accepted, in one act."""
    package = find(PACKAGES, request.actor, number)
    assert isinstance(package, Package)
    if not (package.is_received and package.digest) or package.state == State.FAULTY:
        raise NotThere(str(_("这个包没有可以比较的内容。")))
    found = queries.shown(package)
    faults: list[str] = []
    if request.method == "POST":
        try:
            perform(_command(request, found), on=package, by=request.actor, version=_version(request))
            return go(request, package.get_absolute_url(), say=str(_("已按勾选接受，记录在“外单位记录”里。")))
        except Refused as refusal:
            faults = refusal.sentences
    context = _context(request, package, found) | {"faults": faults}
    return render(request, "packages/difference.html", context, status=409 if faults else 200)


def _command(request: Visit, found: list[queries.Difference]) -> Accept | AcceptPart:
    """All of it where everything is ticked and nothing is in conflict; else a part, with the reason."""
    ticked = set(request.POST.getlist("record"))
    left_out = [one.record["number"] for one in found if one.is_acceptable and one.record["number"] not in ticked]
    if not left_out and all(one.result != Result.CONFLICT for one in found):
        return Accept()
    return AcceptPart(
        left_out=tuple(left_out), reason=request.POST.get("reason", "").strip()[:2000] or str(_("见差异。"))
    )


def _version(request: Visit) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() and len(given) < 9 else None


def _context(request: Visit, package: Package, found: list[queries.Difference]) -> dict[str, Any]:
    shown = [one for one in found if one.result != Result.SAME]
    obstacle = why_not(lifecycle.ACCEPT_PART, package, request.actor)
    chosen = set(request.POST.getlist("record")) if request.method == "POST" else None
    return {
        "package": package,
        "ledger": PACKAGES,
        "title": _("差异"),
        "rows": [
            (one, TONES[one.result], one.is_acceptable and (chosen is None or one.record["number"] in chosen))
            for one in shown
        ],
        "counts": [(result.label, sum(one.result == result for one in found), TONES[result]) for result in Result],
        "sentences": [rules.sentence(one) for one in package.findings],
        "may": obstacle is None and any(one.is_acceptable for one in found),
        "obstacle": obstacle if package.state == State.CHECKED else None,
        "is_read": bool(found) or not package.counts.get("records"),
        "reason": request.POST.get("reason", ""),
    }
