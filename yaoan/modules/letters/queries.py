"""What may be asked about talks and letters."""

from typing import Any

from yaoan.kernel import law
from yaoan.kernel.access.actor import Actor
from yaoan.modules.letters.choices import Kind
from yaoan.modules.letters.models import Letter
from yaoan.modules.letters.rules import Facts, paragraphs

MOST = 20


def pieces_of(kind: str) -> dict[str, Any]:
    """The entry of the catalogue for a kind of letter."""
    found: dict[str, Any] = law.document("catalogues/letters")[str(kind)]
    return found


def basis_for(kind: str, product_kind: str) -> str:
    """The article the catalogue gives for a kind of letter and of product; empty where it gives none."""
    return str(pieces_of(kind).get("basis", {}).get(str(product_kind), ""))


def wording_of(letter: Letter) -> list[list[str]]:
    """The text of a letter: as it was signed, or as the draft would be signed now."""
    if letter.wording:
        return list(letter.wording)
    facts = Facts(
        kind=Kind(letter.letter_kind),
        addressee=letter.addressee,
        problems=letter.problems,
        basis=letter.basis,
        measures=letter.measures,
        term=term_of(letter),
        unit=letter.agency.name,
        suspended=letter.suspended,
        talk_on=letter.talk_on,
        talk_place=letter.talk_place,
        asks_accountability=letter.asks_accountability,
        reply_by=letter.reply_by,
    )
    return paragraphs(facts, pieces_of(letter.letter_kind))


def term_of(letter: Letter) -> str:
    """The term for the answer in the words of the paper: 10个工作日."""
    from yaoan.kernel import clock
    from yaoan.modules.letters.choices import CLOCKS

    term = law.terms().at(CLOCKS[Kind(letter.letter_kind)], clock.today(), letter.area)
    unit = "个工作日" if term.unit == "working_day" else "日"
    return f"{term.count}{unit}"


def others_of(actor: Actor, letter: Letter) -> list[Letter]:
    """Other letters to the same firm, the newest first: was it told before?"""
    if not letter.subject_id:
        return []
    return list(Letter.objects.seen_by(actor).filter(subject_id=letter.subject_id).exclude(pk=letter.pk)[:MOST])


def letters_to(actor: Actor, subject_id: int) -> list[Letter]:
    """The letters to a firm, the newest first."""
    return list(Letter.objects.seen_by(actor).filter(subject_id=subject_id)[:MOST])


def letters_from(actor: Actor, risk_id: int) -> list[Letter]:
    """The letters a risk gave rise to."""
    return list(Letter.objects.seen_by(actor).filter(risk_id=risk_id)[:MOST])
