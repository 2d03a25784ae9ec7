"""What was understood of a decision, and where each value stands in its text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Choice, Text, _

from .citations import Citation
from .conduct import Conduct
from .found import Found
from .parties import Party
from .penalties import Kind, Outcome, Penalty
from .products import Product


class Form(Choice):
    """In what form the decision was published."""

    DECISION = "decision", _("行政处罚决定书")
    SHEET = "sheet", _("行政处罚信息公示表")
    STORY = "story", _("案例通报")
    OTHER = "other", _("不是处罚决定")


class Procedure(Choice):
    """By which procedure, 行政处罚法 chapter 5."""

    SIMPLE = "simple", _("简易程序")
    ORDINARY = "ordinary", _("普通程序")


@dataclass(frozen=True)
class Remark:
    """A sentence on something to check, and the words it is about."""

    sentence: str
    piece: Piece | None = None


LABELS: dict[str, Text] = {
    "authority": _("处罚机关"),
    "doc_no": _("决定书文号"),
    "party": _("当事人"),
    "uscc": _("统一社会信用代码"),
    "uscc_suffix": _("统一社会信用代码（部分）"),
    "legal_representative": _("法定代表人（负责人）"),
    "address": _("住所（地址）"),
    "licence": _("许可证号"),
    "domain": _("产品类别"),
    "violation": _("违法行为"),
    "procedure": _("程序"),
    "lead_date": _("收到线索"),
    "lead_source": _("线索来源"),
    "first_found": _("发现"),
    "sampled": _("抽样"),
    "reported": _("检验报告"),
    "seized": _("采取强制措施"),
    "filed": _("立案"),
    "told": _("告知"),
    "heard": _("听证"),
    "rectify_by": _("责令改正期限"),
    "reinspected": _("再次检查"),
    "decided": _("作出决定"),
    "served": _("送达"),
    "published": _("公示"),
    "products": _("涉案产品"),
    "supplier": _("供货方"),
    "bought": _("购进数量"),
    "sampled_qty": _("抽样数量"),
    "sold_qty": _("销售数量"),
    "sold_kg": _("销售重量（千克）"),
    "with_prescription": _("有处方的数量"),
    "without": _("无处方的数量"),
    "stock_qty": _("库存数量"),
    "unit_cost": _("购进单价"),
    "unit_price": _("销售单价"),
    "price_low": _("最低售价"),
    "price_high": _("最高售价"),
    "purchase_amount": _("购进金额"),
    "sales_amount": _("销售金额"),
    "illegal_income": _("违法所得"),
    "goods_value": _("货值金额"),
    "confiscated": _("没收违法所得"),
    "fine": _("罚款"),
    "law": _("法律依据"),
    "penalties": _("处罚种类"),
    "persons": _("被处罚的人员"),
    "coercive": _("强制措施"),
    "channel": _("网络渠道"),
    "repeat": _("再次违法"),
    "outcome": _("移送或者结束"),
    "masked": _("隐去的内容"),
    "facts": _("事实"),
}

SINGLE = (
    "lead_date", "lead_source", "first_found", "sampled", "reported", "seized", "filed", "told", "heard", "rectify_by",
    "reinspected", "decided", "served", "published", "supplier", "bought", "sampled_qty", "sold_qty", "sold_kg", "with_prescription", "without", "stock_qty",
    "unit_cost", "unit_price", "price_low", "price_high", "purchase_amount", "sales_amount", "illegal_income",
    "goods_value", "confiscated", "fine", "coercive", "channel", "outcome",
)  # fmt: skip
"""Fields of the JSON with one value, in its order."""


@dataclass(frozen=True)
class DecisionReading:
    """A published decision as understood. Every `Piece` is a slice of ``text``, the mended text."""

    text: str
    form: Form
    repairs: tuple[str, ...]
    authority: Piece | None = None
    number: Piece | None = None
    procedure: Found | None = None
    parties: tuple[Party, ...] = ()
    domain: Found | None = None
    violation: Found | None = None
    conducts: tuple[tuple[Conduct, Piece], ...] = ()
    values: dict[str, Found] = field(default_factory=dict)
    products: tuple[Product, ...] = ()
    law: tuple[Citation, ...] = ()
    outcome: Outcome = field(default_factory=lambda: Outcome(None))
    repeat: Piece | None = None
    facts: Piece | None = None
    masked: tuple[Piece, ...] = ()
    doubts: tuple[Remark, ...] = ()
    contradictions: tuple[Remark, ...] = ()

    @property
    def party(self) -> Party | None:
        """The first party."""
        return self.parties[0] if self.parties else None

    @property
    def marks(self) -> list[dict[str, Any]]:
        """The places of all values, by position: ``start`` and ``end`` in ``text``, the field, its name for people."""
        found = {(piece.start, piece.end, name) for name, piece in self._placed() if piece}
        return [
            {"start": start, "end": end, "field": name, "label": str(LABELS[name.partition(".")[0]])}
            for start, end, name in sorted(found)
        ]

    def _placed(self) -> Iterator[tuple[str, Piece | None]]:
        yield from (("authority", self.authority), ("doc_no", self.number), ("facts", self.facts))
        for party in self.parties:
            yield from (("party", party.name), ("uscc", party.code), ("uscc_suffix", party.masked_code))
            yield from (("legal_representative", party.representative), ("address", party.address))
            yield "licence", party.licence
        for name, found in (("domain", self.domain), ("violation", self.violation), ("procedure", self.procedure)):
            yield name, found.piece if found else None
        yield from ((name, found.piece) for name, found in self.values.items())
        for product in self.products:
            yield "products.name", product.name
            yield from ((f"products.{key}", found.piece) for key, found in product.fields.items())
        yield from (("law", citation.piece) for citation in self.law)
        yield from (("penalties", penalty.piece) for penalty in self.outcome.penalties)
        yield from (("fine", penalty.amount.piece) for penalty in self.outcome.fines if penalty.amount)
        yield from (("persons", person.name or person.post) for person in self.outcome.persons)
        yield "repeat", self.repeat
        yield from (("masked", piece) for piece in self.masked)

    def as_json(self) -> dict[str, Any]:
        """The reading as plain values; dates as ISO strings, sums in yuan, what the text lacks as null or empty."""
        party = self.party
        kinds = tuple(penalty.kind for penalty in self.outcome.penalties)
        return {
            "form": self.form.value,
            "authority": _value(self.authority),
            "doc_no": _value(self.number),
            "procedure": self.procedure.plain if self.procedure else None,
            "party": party.name.value if party else None,
            "uscc": _value(party.code) if party else None,
            "uscc_suffix": _suffix(party) if party else None,
            "legal_representative": _value(party.representative) if party else None,
            "address": _value(party.address) if party else None,
            "licence": _value(party.licence) if party else None,
            "parties": [_party(each) for each in self.parties],
            "domain": self.domain.plain if self.domain else None,
            "violation": self.violation.plain if self.violation else None,
            "conducts": [{"key": conduct.key, "label": str(conduct.label), "words": words.value} for conduct, words in self.conducts],
            **{name: self.values[name].plain if name in self.values else None for name in SINGLE},
            "products": [product.as_json() for product in self.products],
            "law": list(dict.fromkeys(citation.short for citation in self.law)),
            "citations": [_citation(citation) for citation in self.law],
            "penalty_type": "、".join(kind.label.read("zh") for kind in dict.fromkeys(kinds)) or None,
            "penalties": [_penalty(penalty) for penalty in self.outcome.penalties],
            "persons": [
                {"name": _value(person.name), "post": person.post.value, "ban": _value(person.ban),
                 "penalties": [_penalty(penalty) for penalty in person.penalties]}
                for person in self.outcome.persons
            ],
            "repeat": bool(self.repeat),
            "facts": self.facts.text.strip() if self.facts else None,
            "masked": [piece.value for piece in self.masked],
            "repairs": list(self.repairs),
            "doubts": [remark.sentence for remark in self.doubts],
            "contradictions": [remark.sentence for remark in self.contradictions],
            "text": self.text,
            "marks": self.marks,
        }  # fmt: skip


def _value(piece: Piece | None) -> str | None:
    return piece.value if piece else None


def _suffix(party: Party) -> str | None:
    """What is left of a masked code where it is the longer part of it."""
    rest = party.masked_code.flat.strip("*×xX") if party.masked_code else ""
    return rest if len(rest) >= 8 and rest.isalnum() else None


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name.value,
        "is_person": party.is_person,
        "uscc": _value(party.code),
        "legal_representative": _value(party.representative),
        "address": _value(party.address),
        "licence": _value(party.licence),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "instrument": citation.instrument,
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "role": citation.role.value,
        "words": citation.piece.value,
    }


def _penalty(penalty: Penalty) -> dict[str, Any]:
    return {
        "kind": penalty.kind.value,
        "label": str(Kind(penalty.kind).label),
        "sum": penalty.amount.plain if penalty.amount else None,
        "words": penalty.piece.value,
    }
