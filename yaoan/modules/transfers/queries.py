"""What may be asked about transfers, hits of the watchdog and referrals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from django.db.models import Q, QuerySet

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import read
from yaoan.kernel.documents import Paper
from yaoan.kernel.documents import day as written_day
from yaoan.kernel.words import _
from yaoan.modules.cases.public import WHOLE, Case, Form, form_paper, forms_of, names_of, watched_cases
from yaoan.modules.transfers.choices import Direction, HitState, Piece, State
from yaoan.modules.transfers.models import Hit, Referral, Transfer

MOST = 20
BATCH = 500
WAITING = (HitState.OPEN, HitState.EXPLAINED)


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
        "transfer_basis": law.document("catalogues/transfer_forms").get("bases", {}).get(transfer.product_kind, ""),
        "facts": transfer.facts,
        "evidence": transfer.evidence_told,
        "goods": transfer.goods,
        "opinion": transfer.opinion.rstrip("。"),
        "officers": "、".join(names_of(transfer.officers)),
        "organ": transfer.organ,
        "procurator": transfer.procurator,
        "letter_number": transfer.letter_number,
        "enclosures": _enclosures(transfer),
        "police_number": transfer.police_number,
        "police_reason": transfer.police_reason,
        "objection": transfer.objection,
        "advice": transfer.advice,
        "accepted_on": written_day(transfer.accepted_on) if transfer.accepted_on else "",
    }


def _enclosures(transfer: Transfer) -> str:
    """What goes along with the letter, a line each; where there is none, why (transfer regulation art. 6)."""
    lines = []
    for piece in Piece:
        made, label = transfer.paper(piece), piece.label.read("zh")
        given = [item for item in transfer.pieces if item["piece"] == piece]
        told = [item["title"] for item in given if item["sha256"]]
        reasons = [item["reason"] for item in given if item["reason"] and not item["sha256"]]
        what = [*([made["code"]] if made else []), *told] or [f"没有。{reason}" for reason in reasons]
        lines += [f"{label}：{text}" for text in what]
    return "\n".join(lines)


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
    return "\n".join(f"{item['title']}（{item['source']}）" for item in case.standing_exhibits) if case else ""


def goods_of(transfer: Transfer) -> str:
    """The goods of the case, a line each, for the list to start with."""
    case = transfer.case
    if transfer.goods or not case:
        return transfer.goods
    rows = (f"{item['name']}，批号{item['batch'] or '不详'}，{item['quantity']}{item['unit']}" for item in case.goods)
    return "\n".join(rows)


def waiting_hits(case_id: int) -> list[Hit]:
    """The hits on a case that are neither explained nor answered by a transfer."""
    return list(Hit.objects.filter(case_id=case_id, state__in=WAITING))


def hits_of(actor: Actor, case_id: int) -> list[Hit]:
    """The hits on a case, the newest first."""
    return list(Hit.objects.seen_by(actor).filter(case_id=case_id)[:MOST])


def referrals_of(actor: Actor, transfer: Transfer) -> list[Referral]:
    """Clues on officials that came up with a transfer, as far as the actor may know of them."""
    return list(Referral.objects.seen_by(actor).filter(transfer_id=transfer.pk)[:MOST])


def sent_hits(transfer: Transfer) -> list[Hit]:
    """The hits that a transfer answers."""
    return list(Hit.objects.filter(transfer_id=transfer.pk, state=HitState.TRANSFERRED))


def live_transfers() -> QuerySet[Transfer]:
    """Transfers of cases to the police, under way or judged: not those that were declined or came back."""
    rows: QuerySet[Transfer] = Transfer.objects.filter(direction=Direction.OUT, case__isnull=False, returned_on=None)
    return rows.exclude(state=State.DECLINED)


def told_of(case: Case) -> str:
    """The facts a threshold looks at, in a sentence."""
    told = _("货值金额 {goods} 元，违法所得 {income} 元，{harm}，{danger}").format(
        goods=case.goods_value,
        income=case.income,
        harm=_("有危害后果") if case.is_harmful else _("未登记危害后果"),
        danger=case.get_danger_display() if case.danger else _("未认定危害程度"),
    )
    return str(told)


class Says(StrEnum):
    """What the watchdog has to say of a case and a threshold."""

    REACHED = "reached"
    """Reached for the first time."""
    AGAIN = "again"
    """To be answered again: reached once more, graver than what was signed, or the transfer came to nothing."""
    GONE = "gone"
    """No longer reached."""
    UNTOLD = "untold"
    """Answered, and the case does not know it yet."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the watchdog finds."""

    says: Says
    case: Case
    threshold: str
    hit: Hit | None = None


def findings(*, watchdog: int, since: datetime | None = None) -> Iterator[Finding]:
    """All that the watchdog (a user id) has to say now, of all cases or of those that changed since an instant. What a head
    flagged by hand does not lapse: only a hit of its own may."""
    rows = watched_cases()
    if since:
        rows = rows.filter(changed_at__gte=since)
    flagged = Hit.objects.values("case_id")
    rows = rows.filter(Q(breach__in=_watched_breaches()) | Q(pk__in=flagged))
    rest = rows.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(rest, BATCH)):
        ids = [case.pk for case in batch]
        hits, under_way = _hits_of(ids), set(live_transfers().filter(case_id__in=ids).values_list("case_id", flat=True))
        for case in batch:
            yield from _of_case(case, hits.get(case.pk, {}), is_sent=case.pk in under_way, watchdog=watchdog)
    yield from _of_no_breach(watchdog)


def _of_case(case: Case, hits: Mapping[str, Hit], *, is_sent: bool, watchdog: int) -> Iterator[Finding]:
    reached, open_still, answers = case.reached_thresholds, case.unanswered_thresholds, case.hit_answers
    is_known = is_sent and WHOLE in answers
    for key in reached:
        if key not in hits and not is_known:
            yield Finding(Says.REACHED, case, key)
    for key, hit in hits.items():
        is_asked, is_untold = key in reached or hit.opened_by_id != watchdog, not {key, WHOLE} & set(answers)
        if hit.state in WAITING and not is_asked:
            yield Finding(Says.GONE, case, key, hit)
        elif is_untold and (hit.state == HitState.SIGNED or (hit.state == HitState.TRANSFERRED and is_sent)):
            yield Finding(Says.UNTOLD, case, key, hit)
        elif not is_sent and _is_again(hit, is_asked=is_asked, is_reached=key in reached, is_open=key in open_still):
            yield Finding(Says.AGAIN, case, key, hit)


def _is_again(hit: Hit, *, is_asked: bool, is_reached: bool, is_open: bool) -> bool:
    """Whether an answered hit has to be answered again; no transfer of its case is under way."""
    match hit.state:
        case HitState.TRANSFERRED:
            return is_asked
        case HitState.LAPSED:
            return is_reached
        case _:
            return hit.state == HitState.SIGNED and is_open


def _of_no_breach(watchdog: int) -> Iterator[Finding]:
    """Hits that wait on cases that were merged, or in which it was decided that there is no breach."""
    hits = list(Hit.objects.filter(state__in=WAITING, opened_by_id=watchdog).select_related("case"))
    watched = set(watched_cases().filter(pk__in=[hit.case_id for hit in hits]).values_list("pk", flat=True))
    for hit in hits:
        if hit.case_id not in watched:
            yield Finding(Says.GONE, hit.case, hit.threshold, hit)


def _watched_breaches() -> set[str]:
    return {breach for row in law.document("catalogues/transfer_thresholds").values() for breach in row["breaches"]}


def _hits_of(case_ids: list[int]) -> dict[int, dict[str, Hit]]:
    found: dict[int, dict[str, Hit]] = {}
    for hit in Hit.objects.filter(case_id__in=case_ids):
        found.setdefault(hit.case_id, {})[hit.threshold] = hit
    return found
