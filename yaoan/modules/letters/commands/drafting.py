"""Draft a letter, put it right, sign it, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel import numbering
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import Change, Open, Step, ask
from yaoan.kernel.documents import document_number, word
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.letters import lifecycle, queries, rules
from yaoan.modules.letters.choices import Kind
from yaoan.modules.letters.models import Letter
from yaoan.modules.subjects.public import ProductKind

SIGNED = "signed"
"""The purpose of the Word file that was signed."""

BY_CATALOGUE = _("不填时按函件种类和产品类别取")


@dataclass(frozen=True, kw_only=True)
class _Write(Open[Letter]):
    """What is asked whenever a letter is drafted."""

    letter_kind: Kind = ask(_("函件种类"))
    title: str = ask(_("事由"), help=_("一句话说清为什么发函"))
    product_kind: ProductKind = ask(_("产品类别"))
    area: str = ask(_("所在地"), to="division")
    agency_id: int | None = ask(_("发函单位"), to="agency", default=None)
    subject_id: int | None = ask(_("对象"), to="subjects", default=None)
    subject_name: str = ask(_("对象名称"), default="", help=_("名录里没有的，写名称"), max_length=200)
    problems: str = ask(_("存在的问题"), lines=5, max_length=8000, help=_("每行一个问题"))
    basis: str = ask(_("法律依据"), default="", lines=2, max_length=1000, help=BY_CATALOGUE)
    measures: str = ask(
        _("要求和措施"), default="", lines=4, max_length=4000, help=_("每行一条；不填时取该种函件的通常要求")
    )
    suspended: str = ask(_("暂停的活动或者产品"), default="", lines=2, max_length=2000, help=_("责令暂停时必填"))
    talk_on: date | None = ask(_("约谈日期"), default=None)
    talk_place: str = ask(_("约谈地点"), default="", max_length=120)
    asks_accountability: bool = ask(_("要求企业内部问责"), default=True, suggest=lambda *_: True)
    holder_id: int | None = ask(_("承办人"), to="user", default=None, help=_("不填时为起草人"))
    campaign_id: int | None = ask(Text("专项行动", "Campaign"), to="campaigns", default=None)

    def apply(self, record: Letter) -> None:
        for name in (
            "letter_kind", "title", "product_kind", "area", "subject_id", "subject_name", "problems", "suspended", "talk_on",
            "talk_place", "asks_accountability", "campaign_id",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.agency_id = self.agency_id or self.actor.agency_id  # type: ignore[assignment]  # none is refused on opening
        record.holder_id = self.holder_id or self.actor.user_id
        record.basis, record.measures = self.basis, self.measures


@dataclass(frozen=True, kw_only=True)
class Draft(_Write):
    """Draft a talk, letter or order to a firm by hand."""

    act: ClassVar[Act] = lifecycle.DRAFT
    model: ClassVar[type[Letter]] = Letter


@dataclass(frozen=True, kw_only=True)
class Raise(_Write):
    """Draft a talk, letter or order because of a risk in the ledger."""

    act: ClassVar[Act] = lifecycle.RAISE
    model: ClassVar[type[Letter]] = Letter

    risk_id: int = ask(_("起因隐患"), to="risks")

    def apply(self, record: Letter) -> None:
        super().apply(record)
        record.risk_id = self.risk_id


@dataclass(frozen=True, kw_only=True)
class Amend(Change[Letter]):
    """Put a draft right before it is signed; afterwards its words stand as they were signed."""

    act: ClassVar[Act] = lifecycle.AMEND
    model: ClassVar[type[Letter]] = Letter

    problems: str = ask(_("存在的问题"), lines=5, max_length=8000, suggest=lambda letter, _actor: letter.problems)
    basis: str = ask(_("法律依据"), lines=2, max_length=1000, suggest=lambda letter, _actor: letter.article)
    measures: str = ask(_("要求和措施"), lines=4, max_length=4000, suggest=lambda letter, _actor: letter.demands)
    suspended: str = ask(
        _("暂停的活动或者产品"),
        default="",
        lines=2,
        max_length=2000,
        suggest=lambda letter, _actor: letter.suspended,
    )
    talk_on: date | None = ask(_("约谈日期"), default=None, suggest=lambda letter, _actor: letter.talk_on)
    talk_place: str = ask(_("约谈地点"), default="", max_length=120, suggest=lambda letter, _actor: letter.talk_place)

    def apply(self, record: Letter) -> None:
        for name in ("problems", "basis", "measures", "suspended", "talk_on", "talk_place"):
            setattr(record, name, getattr(self, name))


@dataclass(frozen=True, kw_only=True)
class Issue(Change[Letter]):
    """Sign a letter that another person drafted: it gets its number, and its words are frozen."""

    act: ClassVar[Act] = lifecycle.ISSUE
    model: ClassVar[type[Letter]] = Letter

    opinion: str = ask(_("签发意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Letter) -> None:
        record.issued_on = self.day
        record.issued_by_id = self.actor.user_id

    def consequences(self, record: Letter) -> Iterable[Step]:
        head = f"{record.agency.paper_word}{record.pieces['word']}"
        code = document_number(head, self.day.year, numbering.reserve(f"{head}-{self.day.year}"))
        file = store([word(queries.paper_of(record, code=code))], name=f"{code}.docx", purpose=SIGNED)
        yield Step(Keep(code=code, wording=rules.written(queries.parts_of(record)), files=(file,)), on=record)


@dataclass(frozen=True, kw_only=True)
class Keep(Change[Letter]):
    """Keep the number, the words and the signed file of a letter. Follows from signing."""

    act: ClassVar[Act] = lifecycle.KEEP
    model: ClassVar[type[Letter]] = Letter

    code: str = ask(_("文号"), max_length=60)
    wording: str = ask(_("签发的文字"), lines=12, max_length=40_000)
    files: tuple[Evidence, ...] = ask(_("签发件"), choices=lambda: [(SIGNED, _("签发件"))])

    def apply(self, record: Letter) -> None:
        record.document_number, record.wording = self.code, self.wording


@dataclass(frozen=True, kw_only=True)
class Withdraw(Change[Letter]):
    """Take a letter back, with the reason; its number is not given again."""

    act: ClassVar[Act] = lifecycle.WITHDRAW
    model: ClassVar[type[Letter]] = Letter

    reason: str = ask(_("撤回原因"), lines=3, max_length=2000)

    def apply(self, record: Letter) -> None:
        record.conclusion = self.reason
        record.reply_by = None
        record.closed_on = self.day
