"""The reading of a decision as lines for a terminal."""

from collections.abc import Iterator

from yaoan.kernel.reading.repair.outcome import shortened
from yaoan.kernel.words import _

from .reading import LABELS, SINGLE, DecisionReading


def displayed(reading: DecisionReading) -> str:
    """What was understood, one field a line, and then what is to be checked."""
    return "\n".join((str(reading.form.label), *_fields(reading), *_lists(reading), *_remarks(reading)))


def _fields(reading: DecisionReading) -> Iterator[str]:
    values = reading.as_json()
    head = (
        "authority",
        "doc_no",
        "party",
        "uscc",
        "uscc_suffix",
        "legal_representative",
        "address",
        "licence",
        "violation",
    )
    for name in (*head, *SINGLE):
        if values[name] is not None:
            yield f"{LABELS[name]}  {values[name]}"


def _lists(reading: DecisionReading) -> Iterator[str]:
    values = reading.as_json()
    for party in values["parties"][1:]:
        yield f"{LABELS['party']}  {party['name']}"
    for product in values["products"]:
        yield f"{LABELS['products']}  {'  '.join(str(value) for value in product.values())}"
    for citation in reading.law:
        yield f"{LABELS['law']}  {citation.role.label}  {citation.short}"
    for penalty in values["penalties"]:
        yield f"{LABELS['penalties']}  {penalty['label']}  {'' if penalty['sum'] is None else penalty['sum']}".rstrip()
    for person in values["persons"]:
        said = "、".join(f"{one['label']} {one['sum'] or ''}".strip() for one in person["penalties"])
        yield f"{LABELS['persons']}  {person['name'] or ''}（{person['post']}）  {said}"
    if values["facts"]:
        yield f"{LABELS['facts']}  {shortened(values['facts'], 120)}"


def _remarks(reading: DecisionReading) -> Iterator[str]:
    for name, sentences in (
        (_("已修复"), reading.repairs),
        (_("存疑"), [remark.sentence for remark in reading.doubts]),
        (_("前后不一"), [remark.sentence for remark in reading.contradictions]),
    ):
        yield from (f"{name}  {sentence}" for sentence in sentences)
