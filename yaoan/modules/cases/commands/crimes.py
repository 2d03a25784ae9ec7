"""Whether a case is a crime: what harm it did or may do, and how it stands with the thresholds of criminal liability."""

from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import Danger, HitStand
from yaoan.modules.cases.commands.asking import evidence_kinds, so_far
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import thresholds


@dataclass(frozen=True, kw_only=True)
class AssessHarm(Change[Case]):
    """Judge whether a breach is enough to seriously endanger health, and whether it has done harm; some breaches are crimes then."""

    act: ClassVar[Act] = lifecycle.ASSESS_HARM
    model: ClassVar[type[Case]] = Case

    danger: Danger = ask(_("危害程度"), help=_("按检验、鉴定结论或者认定意见"), suggest=so_far("danger"))
    is_harmful: bool = ask(_("涉及公民生命健康安全且有危害后果"), default=False, suggest=so_far("is_harmful"))
    grounds: str = ask(_("认定依据"), lines=4, max_length=4000, suggest=so_far("danger_grounds"))
    files: tuple[Evidence, ...] = ask(_("检验报告、认定意见"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.danger, record.is_harmful, record.danger_grounds = self.danger, self.is_harmful, self.grounds


@dataclass(frozen=True, kw_only=True)
class NoteHit(Change[Case]):
    """Note how a case stands with a threshold, or whether it is transferred as a whole. Follows from what is done about that."""

    act: ClassVar[Act] = lifecycle.NOTE_HIT
    model: ClassVar[type[Case]] = Case

    threshold: str = ask(_("标准"), default=thresholds.WHOLE, max_length=40, help=_("不填即为全案移送"))
    stand: HitStand = ask(_("情况"))

    def apply(self, record: Case) -> None:
        rest = {key: answer for key, answer in record.hit_answers.items() if key != self.threshold}
        if self.stand != HitStand.GONE:
            rest[self.threshold] = {"stand": str(self.stand), **thresholds.facts_of(record.crime)}
        record.hit_answers = rest
