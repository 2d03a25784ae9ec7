"""Requests for assistance between counties, and supervision by the city, in the simulation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import Change, Open, Step
from yaoan.kernel.records.models import Record
from yaoan.modules.assistance.choices import Result, Urgency
from yaoan.modules.assistance.commands import answering, asking, supervisions
from yaoan.modules.cases.public import Case
from yaoan.simulation.agenda import Plan

if TYPE_CHECKING:
    from yaoan.simulation.county import County

ASKED, LISTED = 0.35, 0.12
"""The shares of filed cases for which another county is asked, and which the city supervises."""
FOUND = (
    (Result.CONFIRMED, "经核查，该企业资质有效，所附单据系其出具，批号、数量与其销售记录一致。"),
    (Result.REFUTED, "经核查，该企业没有出具过所附单据，也没有与该单位发生业务往来。"),
    (Result.PARTLY, "经核查，该企业出具过所附单据，但数量与其销售记录不一致。"),
    (Result.UNKNOWN, "经核查，该企业已停业，负责人无法联系，未能核实。"),
)


def consider_assistance(county: County, case_id: int) -> None:
    """Some cases need another county, some are supervised. The lots are drawn from the case's own number, so nothing else
    in the story moves."""
    rng = county.agenda.lot("assistance", case_id)
    if rng.random() < ASKED and county.world.neighbours:
        RequestLife(county, case_id, rng).begin()
    if rng.random() < LISTED:
        SupervisionLife(county, case_id, rng).begin()


class _Life:
    """Somebody does something to one record some days later."""

    def __init__(self, county: County, case_id: int, rng: Random) -> None:
        self.county, self.agenda, self.rng, self.case_id = county, county.agenda, rng, case_id
        self.officer, self.record_id = rng.choice(county.officers), 0

    def _open(self, days: float, command: Callable[[], Open[Any]], by: Actor, then: Callable[[], None]) -> None:
        def opened(record: Record) -> None:
            self.record_id = record.pk
            then()

        self.agenda.after(days, lambda: Plan(Step(command(), by=by), opened))

    def _do(self, days: float, command: Change[Any], by: Actor, then: Callable[[], None] | None = None) -> None:
        self.agenda.after(
            days, lambda: Plan(Step(command, on=self.record_id, by=by), then and (lambda _record: then()))
        )


class RequestLife(_Life):
    """What happens to one request. Some are urgent, some refused or passed over late, most are answered in time."""

    def begin(self) -> None:
        place = self.rng.choice(self.county.world.neighbours)
        self.head = self.county.world.actors[f"head-{place}"]
        self.worker = self.county.world.actors[f"far-officer-{place}"]
        self._open(self.rng.choice((1, 2, 3)), self._draft, self.officer, self._drafted)

    def _draft(self) -> asking.Draft:
        case = Case.objects.get(pk=self.case_id)
        product = case.product_name or "涉案产品"
        return asking.Draft(
            title=f"核实{product}供货单位的资质和票据", asked_id=self.head.agency_id or 0, case_id=case.pk,
            wanted=f"供货单位的经营资质是否有效。\n所附随货同行单是否由其出具。\n批号{case.batch or '不详'}的来源和去向。",
            urgency=Urgency.URGENT if self.rng.random() < 0.15 else Urgency.ORDINARY, files=(self.county.file("record"),),
        )  # fmt: skip

    def _drafted(self) -> None:
        self._do(self.rng.choice((0, 1)), asking.Issue(opinion="同意"), self.county.chief, self._sent)

    def _sent(self) -> None:
        if self.rng.random() < 0.08:
            refuse = answering.Refuse(reason="所列企业注册地不在我区域，请向其注册地单位提出。")
            withdraw = asking.Withdraw(reason="经核对，供货单位注册地填写有误。")
            self._do(1, refuse, self.head, lambda: self._do(2, withdraw, self.county.chief))
            return
        accept = answering.Accept(worker_id=self.worker.user_id)
        self._do(self.rng.choice((0, 1, 1, 4)), accept, self.head, self._accepted)

    def _accepted(self) -> None:
        lot = self.rng.random()
        if lot < 0.06:  # nothing happens: overdue, chased
            self._do(25, asking.Chase(text="电话催办，对方称企业负责人外出"), self.officer)
            return
        if lot < 0.2:
            self._do(8, answering.Extend(count=10, reason="须向下游单位逐一核实"), self.head)
        self._submit(26 if lot < 0.3 else self.rng.randrange(3, 14))

    def _submit(self, days: int) -> None:
        result, told = self.rng.choice(FOUND)
        submit = answering.Submit(result=result, answer=told, files=(self.county.file("record"),))
        self._do(days, submit, self.worker, self._submitted)

    def _submitted(self) -> None:
        self._do(self.rng.choice((0, 1)), answering.Answer(opinion="同意"), self.head, self._answered)

    def _answered(self) -> None:
        if self.rng.random() < 0.1:
            further = asking.AskFurther(missing="请补充该批次的销售去向明细。")
            self._do(2, further, self.officer, lambda: self._submit(self.rng.randrange(3, 9)))
        else:
            take = asking.Take(use="复函作为证据入卷。")
            self._do(self.rng.choice((1, 2, 3)), take, self.officer)


class SupervisionLife(_Life):
    """What happens to one supervision by the city: reports, a chase where one is late, and the lifting."""

    def begin(self) -> None:
        self.city = self.county.world.actors["city-head"]
        self._open(self.rng.choice((2, 3, 5)), self._enlist, self.city, self._listed)

    def _enlist(self) -> supervisions.Enlist:
        case = Case.objects.get(pk=self.case_id)
        return supervisions.Enlist(
            title=f"督办{case.title}"[:300], matter=case.description[:2000] or case.title, area=case.area, case_id=case.pk,
            supervised_id=self.county.chief.agency_id or 0, requirement="查清来源和去向。\n依法从严处理，处罚到人。",
            until=self.agenda.today + timedelta(days=60), report_every=15,
        )  # fmt: skip

    def _listed(self) -> None:
        for number, told in enumerate(("已固定主要证据。", "已查清上家和下家。", "已提出处理意见。"), start=1):
            late = self.rng.random() < 0.15
            if late:
                self._do(15 * number + 1, supervisions.Chase(text="没有按期报告进展，电话催办"), self.city)
            self._do(15 * number - 1 + 4 * late, supervisions.Report(text=told), self.county.chief)
        conclude = supervisions.Conclude(result="已按督办要求办理，证据和处理意见附后。")
        self._do(self.rng.choice((52, 55, 58, 66)), conclude, self.county.chief, self._concluded)

    def _concluded(self) -> None:
        lift = supervisions.Lift(opinion="督办要求已经完成，同意解除。")
        self._do(self.rng.choice((2, 3, 4)), lift, self.city)
