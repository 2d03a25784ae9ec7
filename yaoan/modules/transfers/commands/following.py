"""Follow a transfer to its end: goods, opinions, joint action, arrests, the result and what follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, Reassigning, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.public import not_certified
from yaoan.modules.transfers.choices import Opinion, Result, State
from yaoan.modules.transfers.commands.police import resumed
from yaoan.modules.transfers.lifecycle import TRANSFER
from yaoan.modules.transfers.lifecycle import transfers as lifecycle
from yaoan.modules.transfers.models import Transfer

evidence_kinds = partial(law.catalogue, "evidence")
DONE = lifecycle.WITH_POLICE - lifecycle.MAKING | {State.JUDGED, State.RETURNED}
"""Where the team of a transfer is those who verified it, whoever follows it up."""


@dataclass(frozen=True, kw_only=True)
class Deliver(Change[Transfer]):
    """Enter the hand-over of goods and material after the police filed, with its formalities."""

    act: ClassVar[Act] = lifecycle.DELIVER
    model: ClassVar[type[Transfer]] = Transfer

    text: str = ask(_("交接情况"), lines=3, max_length=2000)
    files: tuple[Evidence, ...] = ask(_("交接清单"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.goods_on = self.day


@dataclass(frozen=True, kw_only=True)
class AskOpinion(Change[Transfer]):
    """Enter that the police ask for a test or a recognition opinion, and by when."""

    act: ClassVar[Act] = lifecycle.ASK_OPINION
    model: ClassVar[type[Transfer]] = Transfer

    kind: Opinion = ask(_("商请事项"))
    question: str = ask(_("商请内容"), lines=3, max_length=2000)
    opinion_by: date | None = ask(_("要求出具的日期"), default=None)

    def apply(self, record: Transfer) -> None:
        asked = {
            "kind": str(self.kind),
            "question": self.question,
            "asked_on": self.day.isoformat(),
            "given_on": "",
            "answer": "",
            "code": "",
        }
        record.opinions = [*record.opinions, asked]  # fmt: skip
        record.opinion_by = self.opinion_by


@dataclass(frozen=True, kw_only=True)
class GiveOpinion(Change[Transfer]):
    """Give the test conclusion or the recognition opinion that was asked for."""

    act: ClassVar[Act] = lifecycle.GIVE_OPINION
    model: ClassVar[type[Transfer]] = Transfer

    code: str = ask(_("文号或者报告编号"), max_length=80)
    answer: str = ask(_("检验结论或者认定意见"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("报告、意见书"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        given = {**record.opinions[-1], "given_on": self.day.isoformat(), "answer": self.answer, "code": self.code}
        record.opinions = [*record.opinions[:-1], given]
        record.opinion_by = None


@dataclass(frozen=True, kw_only=True)
class Join(Change[Transfer]):
    """Enter a joint action with the police."""

    act: ClassVar[Act] = lifecycle.JOIN
    model: ClassVar[type[Transfer]] = Transfer

    text: str = ask(_("联合行动情况"), lines=4, max_length=4000)
    arrested: int = ask(_("抓获人数"), default=0)

    def faults(self) -> Mapping[str, list[str]]:
        return {"arrested": [str(_("人数不能为负。"))]} if self.arrested < 0 else {}

    def apply(self, record: Transfer) -> None:
        record.joint_count += 1
        record.arrested_count += self.arrested


@dataclass(frozen=True, kw_only=True)
class Arrest(Change[Transfer]):
    """Enter how many suspects the police caught, outside a joint action."""

    act: ClassVar[Act] = lifecycle.ARREST
    model: ClassVar[type[Transfer]] = Transfer

    arrested: int = ask(_("抓获人数"))
    text: str = ask(_("情况"), default="", lines=2, max_length=2000, help=_("不写姓名"))

    def faults(self) -> Mapping[str, list[str]]:
        return {} if self.arrested > 0 else {"arrested": [str(_("人数须大于零。"))]}

    def apply(self, record: Transfer) -> None:
        record.arrested_count += self.arrested


@dataclass(frozen=True, kw_only=True)
class Trace(Change[Transfer]):
    """Enter how the criminal proceedings stand, and when to ask again."""

    act: ClassVar[Act] = lifecycle.TRACE
    model: ClassVar[type[Transfer]] = Transfer

    text: str = ask(_("跟踪情况"), lines=3, max_length=4000)
    trace_on: date | None = ask(_("下次跟踪日期"), default=None)

    def apply(self, record: Transfer) -> None:
        record.progress, record.trace_on = self.text, self.trace_on


@dataclass(frozen=True, kw_only=True)
class Judge(Change[Transfer]):
    """Enter how the criminal proceedings ended; the administrative case goes on with what is left to it."""

    act: ClassVar[Act] = lifecycle.JUDGE
    model: ClassVar[type[Transfer]] = Transfer

    result: Result = ask(_("刑事处理结果"))
    judgment: str = ask(_("裁判或者决定内容"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("裁判文书"), default=(), choices=evidence_kinds)

    def apply(self, record: Transfer) -> None:
        record.result, record.judgment = self.result, self.judgment

    def consequences(self, record: Transfer) -> Iterable[Step]:
        return resumed(record, self.day)


@dataclass(frozen=True, kw_only=True)
class Close(Change[Transfer]):
    """Close a transfer: what the administrative handling came to after the proceedings or the return."""

    act: ClassVar[Act] = lifecycle.CLOSE
    model: ClassVar[type[Transfer]] = Transfer

    aftermath: str = ask(
        _("后续行政处理"), lines=4, max_length=4000, help=_("如吊销许可证、禁止从业；罚款已缴的与罚金折抵")
    )

    def apply(self, record: Transfer) -> None:
        record.aftermath, record.closed_on = self.aftermath, self.day


@dataclass(frozen=True, kw_only=True)
class Reassign(Reassigning[Transfer]):
    """Give a transfer to another person to work on, who takes the place of the first in its team."""

    act: ClassVar[Act] = TRANSFER["reassign"]
    model: ClassVar[type[Transfer]] = Transfer

    holder_id: int = ask(_("新承办人"), to="officer")

    def objections(self, record: Transfer) -> Mapping[str, list[str]]:
        """Two officers are left when one takes the place of another, while it matters."""
        if record.state in DONE:
            return {}
        lacking = not_certified((self.holder_id,), record.agency_id, self.day, "holder_id")
        if lacking and record.holder_id in record.officers:
            return lacking
        left = {self.holder_id if one == record.holder_id else one for one in record.officers}
        if len(left) < min(len(record.officers), 2):
            return {"holder_id": [str(_("新承办人已经是办案人员；请先用“指定专案组”补足两人。"))]}
        return {}

    def apply(self, record: Transfer) -> None:
        if record.state not in DONE:
            named = [self.holder_id if one == record.holder_id else one for one in record.officers]
            record.officers = list(dict.fromkeys(named))
        super().apply(record)


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Transfer]):
    """Add a remark or a file to a transfer."""

    act: ClassVar[Act] = TRANSFER["remark"]
    model: ClassVar[type[Transfer]] = Transfer


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Transfer]):
    """Take back the latest act on a transfer."""

    act: ClassVar[Act] = TRANSFER["revert"]
    model: ClassVar[type[Transfer]] = Transfer
