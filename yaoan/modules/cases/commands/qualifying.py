"""What officials may do when an inquiry shows another breach than the one a case began with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import PartyKind
from yaoan.modules.cases.commands.asking import (
    BASIS,
    BASIS_HELP,
    breaches,
    evidence_kinds,
    no_basis,
    so_far,
    wrong_period,
)
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.subjects.public import ProductKind


@dataclass(frozen=True, kw_only=True)
class Qualify(Change[Case]):
    """Say anew what breach a case is about, when it was done, what harm it did and by whom: range, bans and thresholds follow."""

    act: ClassVar[Act] = lifecycle.QUALIFY
    model: ClassVar[type[Case]] = Case

    title: str = ask(_("案由"), suggest=so_far("title"))
    breach: str = ask(_("违法行为"), choices=breaches, suggest=so_far("breach"))
    basis: str = ask(BASIS, default="", max_length=300, help=BASIS_HELP, suggest=so_far("basis"))
    product_kind: ProductKind = ask(_("产品类别"), suggest=so_far("product_kind"))
    party_kind: PartyKind = ask(_("当事人类别"), suggest=so_far("party_kind"))
    subject_id: int | None = ask(_("当事人"), to="subjects", default=None, suggest=so_far("subject_id"))
    subject_name: str = ask(_("当事人名称"), default="", max_length=200, suggest=so_far("subject_name"))
    subject_code: str = ask(_("统一社会信用代码"), default="", max_length=18, suggest=so_far("subject_code"))
    acted_from: date | None = ask(_("违法行为开始日期"), default=None, suggest=so_far("acted_from"))
    acted_until: date | None = ask(
        _("违法行为终了日期"), default=None, help=_("仍在继续的不填"), suggest=so_far("acted_until")
    )
    is_harmful: bool = ask(_("涉及公民生命健康安全且有危害后果"), default=False, suggest=so_far("is_harmful"))
    reason: str = ask(_("调整定性的理由"), lines=4, max_length=4000, help=_("如检验结论、查明的事实"))
    files: tuple[Evidence, ...] = ask(_("附件"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        return {**wrong_period(self.acted_from, self.acted_until), **no_basis(self.breach, self.basis)}

    def apply(self, record: Case) -> None:
        for name in (
            "title", "breach", "basis", "product_kind", "party_kind", "subject_id", "subject_name", "subject_code",
            "acted_from", "acted_until", "is_harmful",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
