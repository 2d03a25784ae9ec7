"""What may be asked about talks and letters."""

from yaoan.kernel import clock, law
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.documents import Paper
from yaoan.modules.letters import rules
from yaoan.modules.letters.choices import CLOCKS, Kind
from yaoan.modules.letters.models import Letter

MOST = 20


def parts_of(letter: Letter) -> list[list[str]]:
    """The text of a letter in parts: as it was signed, or as the draft would be signed now."""
    if letter.wording:
        return rules.parts_of(letter.wording)
    facts = rules.Facts(
        kind=Kind(letter.letter_kind),
        addressee=letter.addressee,
        problems=letter.problems,
        basis=letter.article,
        measures=letter.demands,
        term=term_of(letter),
        unit=letter.agency.name,
        suspended=letter.suspended,
        talk_on=letter.talk_on,
        talk_place=letter.talk_place,
        asks_accountability=letter.asks_accountability,
        reply_by=letter.reply_by,
    )
    return rules.paragraphs(facts, letter.pieces)


def paper_of(letter: Letter, *, code: str = "") -> Paper:
    """The paper of a letter: as it was signed, or a draft with a mark that says so. `code` is a number just given."""
    number = code or letter.document_number
    return rules.paper_of(
        str(letter.pieces["title"]),
        parts_of(letter),
        addressee=letter.addressee,
        unit=letter.agency.name,
        number=number,
        on=letter.issued_on,
        foot=f"{letter.number}　{number}" if number else "",
    )


def term_of(letter: Letter) -> str:
    """The term for the answer in the words of the paper: 10个工作日."""
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
