"""From a file or a text to the reading of a decision."""

import re
from dataclasses import replace

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.reading.sources import text_of

from .citations import citations
from .conduct import (
    find_channel,
    find_conducts,
    find_domain,
    find_lead,
    find_measure,
    find_repeat,
    find_supplier,
    find_violation,
)
from .doubts import find_contradictions, find_doubts, find_masks
from .events import find_events
from .found import Found
from .labels import Fields, labelled
from .mending import mended
from .organs import find_authority
from .parties import find_parties
from .penalties import find_outcome
from .products import Product, find_products
from .reading import DecisionReading, Form, Procedure
from .sums import find_counts, find_prices, find_sums

_NUMBER = re.compile(
    r"(?:[(][\u4e00-\u9fff]{1,6}[)])?[\u4e00-\u9fff]{1,14}(?:[(][\u4e00-\u9fff]{1,8}[)])?[\u4e00-\u9fff]{0,10}\s?[\u4e00-\u9fff]{0,8}\s*[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*"
    r"(?:第\s*)?[A-Za-z]{0,3}(?:\d+-)?(?:\d{1,14}|[xX*×]{1,8})(?:-\d+)?\s*号"
)
_MASKED_SERIAL = re.compile(r"[xX*×]+\s*号$")
_HEAD_WIDTH = 160
_PENALTY_NUMBER = re.compile(r"罚|处|简|当|决")
_OTHER_NUMBER = re.compile(r"改|函|告|听|立|送|检|封|扣|通|移")
_SIMPLE = re.compile(r"当场(?:作出)?(?:行政)?处罚|简易程序")
_ORDINARY = re.compile(r"普通程序|一般程序")
_DECISION = re.compile(r"行政处罚决定书|处罚决定书")
_STORY = re.compile(r"案情简介|案件情况|查办结果|典型案例|案\s*$", re.MULTILINE)
_FACTS_END = re.compile(
    r"上述(?:违法)?事实[,,]?(?:有|主要)|以上事实|证明上述事实|当事人(?:的)?(?:上述)?行为[,,]?违反|本局认为|我局认为|上述行为违反|(?:你|该)(?:单位|店|公司)的?(?:上述)?行为(?:已)?违反"
)
_FACTS_BEGIN = re.compile(r"经查(?:明|实)?[:：,,]|(?:现|本局)?查明[:：,,]|案情简介】?|案件情况[:：]")


def read_decision(data: bytes, *, name: str) -> DecisionReading:
    """Reads the file of a published decision: txt, docx, pdf or html, told apart by content.

    Args:
        data: the content of the file.
        name: its name, for messages.

    Raises:
        UnreadableFile: no text can be had of the file; ``str()`` of it says why and what to do.
    """
    return read_text(text_of(data, name=name))


def read_text(text: str) -> DecisionReading:
    """Reads the text of a published decision as it was copied. Never raises, whatever the text."""
    outcome = mended(text)
    whole = Piece.whole(outcome.text)
    fields = labelled(whole)
    parties = find_parties(whole, fields)
    name = parties[0].name if parties else None
    authority = find_authority(whole, fields, name)
    conducts = find_conducts(whole)
    penalties = find_outcome(whole, fields)
    number = _number(whole, fields)
    products = find_products(whole, [piece for piece in (name, authority) if piece])
    reading = DecisionReading(
        text=outcome.text,
        form=_form(whole, fields, bool(penalties.penalties)),
        repairs=outcome.repairs,
        authority=authority,
        number=number,
        procedure=_procedure(whole),
        parties=parties,
        domain=find_domain(whole),
        violation=find_violation(whole, conducts, name, [product.name for product in products]),
        conducts=tuple(conducts),
        values=_values(whole, fields),
        products=products,
        law=citations(whole),
        outcome=penalties,
        repeat=find_repeat(whole),
        facts=_facts(whole, fields),
        masked=find_masks(whole),
    )
    reading = replace(reading, values=_decided(reading), products=_alone(reading))
    doubts = tuple(find_doubts(reading, whole))
    if reading.form is Form.OTHER:
        return DecisionReading(outcome.text, Form.OTHER, outcome.repairs, doubts=doubts[:1])
    return replace(reading, doubts=doubts, contradictions=tuple(find_contradictions(reading, whole)))


def _values(text: Piece, fields: Fields) -> dict[str, Found]:
    values = find_events(text, fields) | find_sums(text) | find_prices(text) | find_counts(text)
    places = {
        "supplier": find_supplier(text),
        "lead_source": find_lead(text),
        "coercive": find_measure(text),
        "channel": find_channel(text),
    }
    return values | {name: Found.words(piece) for name, piece in places.items() if piece}


def _decided(reading: DecisionReading) -> dict[str, Found]:
    """The values with what the decision itself fixes: the fine, the proceeds confiscated, what ended the case."""
    outcome = reading.outcome
    fixed = {"fine": outcome.fine, "confiscated": outcome.confiscated}
    values = reading.values | {name: found for name, found in fixed.items() if found}
    if outcome.confiscated:
        values.setdefault("illegal_income", outcome.confiscated)
    if outcome.ended:
        values["outcome"] = Found.words(outcome.ended)
    return values


def _alone(reading: DecisionReading) -> tuple[Product, ...]:
    """Where the case is about one product, quantities and prices of the story are its own."""
    if len(reading.products) != 1:
        return reading.products
    product = reading.products[0]
    own = {"bought": "bought", "sold_qty": "sold"}
    own |= {key: key for key in ("sold_kg", "with_prescription", "without", "price_low", "price_high")}
    for source, key in own.items():
        if source in reading.values:
            product.fields.setdefault(key, reading.values[source])
    return (product,)


def _number(text: Piece, fields: Fields) -> Piece | None:
    """The number of the decision: labelled, else the first near the head that names a penalty.

    None where its serial was left out (〔2025〕xxx号): it would be the number of every decision of that year.
    """
    for piece in fields.get("number", ()):
        found = piece.part(0, _HEAD_WIDTH).find(_NUMBER)
        if found and not _MASKED_SERIAL.search(found.flat):
            return found
    for line in [line for line in text.lines() if line.strip()][:12]:
        for match in line.part(0, _HEAD_WIDTH).finditer(_NUMBER):
            number = line.group(match)
            if _PENALTY_NUMBER.search(number.flat) and not _OTHER_NUMBER.search(number.flat):
                return None if _MASKED_SERIAL.search(number.flat) else _bare(number)
    return None


def _bare(number: Piece) -> Piece:
    """Without 行政处罚决定书 and marks before the number."""
    lead = re.match(r"^.*(?:决定书|文号)\s*[:(]*\s*", number.flat)
    return (number.part(lead.end(), len(number)) if lead and lead.end() < len(number) else number).strip()


def _procedure(text: Piece) -> Found | None:
    simple, ordinary = text.find(_SIMPLE), text.find(_ORDINARY)
    if simple:
        return Found(Procedure.SIMPLE.value, simple)
    return Found(Procedure.ORDINARY.value, ordinary) if ordinary else None


def _form(text: Piece, fields: Fields, is_punished: bool) -> Form:
    heads = "\n".join(line.flat for line in text.lines()[:8])
    if (
        "party" in fields
        and ("number" in fields or "kinds" in fields)
        and not re.search(r"决定书\s*$", heads, re.MULTILINE)
    ):
        return Form.SHEET
    if _DECISION.search(heads) or "party" in fields:
        return Form.DECISION
    if _STORY.search(text.flat) or is_punished:
        return Form.STORY
    return Form.OTHER


def _facts(text: Piece, fields: Fields) -> Piece | None:
    """What was found: the labelled field, or from 经查明 or the first paragraph of the story to the evidence or the law."""
    labelled_facts = [piece for piece in fields.get("facts", ()) if len(piece) > 30]
    if labelled_facts:
        return labelled_facts[0]
    begin = text.find(_FACTS_BEGIN)
    story = text.after(begin) if begin else _first_paragraph(text)
    if not story:
        return None
    end = story.find(_FACTS_END)
    return (story.before(end) if end else Piece(story.source, story.start, min(story.end, story.start + 1500))).strip(
        " \n　"
    ) or None


def _first_paragraph(text: Piece) -> Piece | None:
    long = [line for line in text.lines() if len(line) > 60]
    return long[0].to(long[-1]) if long else None
