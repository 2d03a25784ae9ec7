"""What may be asked about transfers, hits of the watchdog and referrals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import QuerySet

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import read
from yaoan.kernel.documents import Paper
from yaoan.kernel.documents import day as written_day
from yaoan.modules.cases.public import Case, Form, form_paper, forms_of, live_cases, names_of, thresholds_of
from yaoan.modules.transfers.choices import HitState
from yaoan.modules.transfers.models import Hit, Referral, Transfer

MOST = 20


def forms() -> dict[str, Form]:
    """The papers of a transfer, by key."""
    return forms_of(law.document("catalogues/transfer_forms"))


def values_of(transfer: Transfer) -> dict[str, str]:
    """What a transfer says, for the placeholders of its papers. What it does not say is empty."""
    return {
        "party": transfer.party_name or "当事人",
        "cause": transfer.title,
        "number": transfer.number,
        "description": transfer.description,
        "charge": transfer.charge,
        "facts": transfer.facts,
        "evidence": transfer.evidence_told,
        "goods": transfer.goods,
        "opinion": transfer.opinion.rstrip("。"),
        "officers": "、".join(names_of(transfer.officers)),
        "organ": transfer.organ,
        "procurator": transfer.procurator,
        "letter_number": transfer.letter_number,
        "police_number": transfer.police_number,
        "police_reason": transfer.police_reason,
        "objection": transfer.objection,
        "advice": transfer.advice,
        "accepted_on": written_day(transfer.accepted_on) if transfer.accepted_on else "",
    }


def paper_of(transfer: Transfer, form: str, *, code: str, on: date) -> Paper:
    """A paper of a transfer as it is about to be signed."""
    foot = f"{transfer.number}　{code}"
    values = values_of(transfer)
    return form_paper(forms()[form], values, issuer=transfer.agency.name, number=code, on=on, foot=foot)


def signed_file(digest: str) -> bytes:
    """The Word file as it was signed, compared with its hash. Raises FileNotFoundError or ValueError."""
    content = b"".join(read(digest))
    if sha256(content).hexdigest() != digest:
        raise ValueError("the signed file is not the one that was signed")
    return content


def evidence_of(transfer: Transfer) -> str:
    """The evidence of the case, a line each, for the report to start with."""
    case = transfer.case
    return "\n".join(f"{item['title']}（{item['source']}）" for item in case.exhibits) if case else ""


def goods_of(transfer: Transfer) -> str:
    """The goods of the case, a line each, for the list to start with."""
    case = transfer.case
    if transfer.goods or not case:
        return transfer.goods
    rows = (f"{item['name']}，批号{item['batch'] or '不详'}，{item['quantity']}{item['unit']}" for item in case.goods)
    return "\n".join(rows)


def waiting_hits(case_id: int) -> list[Hit]:
    """The hits on a case that are neither explained nor answered by a transfer."""
    return list(Hit.objects.filter(case_id=case_id, state__in=[HitState.OPEN, HitState.EXPLAINED]))


def hits_of(actor: Actor, case_id: int) -> list[Hit]:
    """The hits on a case, the newest first."""
    return list(Hit.objects.seen_by(actor).filter(case_id=case_id)[:MOST])


def referrals_of(actor: Actor, transfer: Transfer) -> list[Referral]:
    """Clues on officials that came up with a transfer, as far as the actor may know of them."""
    return list(Referral.objects.seen_by(actor).filter(transfer_id=transfer.pk)[:MOST])


@dataclass(frozen=True, slots=True)
class Finding:
    """What the watchdog finds: a case that reached a threshold for the first time, or a hit whose facts are gone."""

    case: Case
    threshold: str
    hit: Hit | None = None
    is_gone: bool = False


def findings(*, watchdog: int) -> Iterator[Finding]:
    """All that the watchdog (a user id) has to say now. A case that is or was transferred is left alone, and so is what a
    head flagged by hand: only a hit of its own may lapse."""
    known = _hits_by_case()
    sent = set(Transfer.objects.filter(direction="out", case__isnull=False).values_list("case_id", flat=True))
    for case in live_cases().order_by("pk").iterator(chunk_size=500):
        reached, hits = thresholds_of(case), known.get(case.pk, {})
        for key in reached:
            if key not in hits and case.pk not in sent:
                yield Finding(case, key)
        for key, hit in hits.items():
            if key not in reached and hit.opened_by_id == watchdog and hit.state in (HitState.OPEN, HitState.EXPLAINED):
                yield Finding(case, key, hit, is_gone=True)
            elif key in reached and hit.state == HitState.LAPSED and case.pk not in sent:
                yield Finding(case, key, hit)


def _hits_by_case() -> dict[int, dict[str, Hit]]:
    found: dict[int, dict[str, Hit]] = {}
    rows: QuerySet[Hit] = Hit.objects.all()
    for hit in rows:
        found.setdefault(hit.case_id, {})[hit.threshold] = hit
    return found
