"""What every story tells once, on set days: what police and procurator send back, transfers that are refused, requests that go
astray, matters reported up, a case that changes hands. A handful of acts each; they draw no lots of the county's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.records.models import Record
from yaoan.modules.assistance.choices import Level, Result
from yaoan.modules.assistance.commands import answering, asking, supervisions
from yaoan.modules.cases import commands as cases
from yaoan.modules.cases.choices import DeclineKind, Source
from yaoan.modules.risks.public import Risk
from yaoan.modules.subjects.public import ProductKind, Subject
from yaoan.modules.transfers import commands as transfers
from yaoan.modules.transfers.choices import Origin
from yaoan.modules.transfers.public import Transfer
from yaoan.simulation.agenda import Plan
from yaoan.simulation.odd_cases import OddCase
from yaoan.simulation.telling import Telling, Turn
from yaoan.simulation.transfers import Course, RiskTransferLife


class Episodes(Telling):
    """Each method is one of them; `begin` puts them on the agenda."""

    def begin(self) -> None:
        """Put every episode on its day."""
        for days, tell in (
            (6, partial(self.from_the_police, 3)),
            (13, partial(self.from_the_procurator, 11)),
            (20, partial(self.not_ours, 19)),
            (27, partial(self.to_the_police, Course.REVERSED)),
            (34, partial(self.to_the_police, Course.SUPERVISED)),
            (41, partial(self.to_the_police, Course.ENDORSED)),
            (48, self.refused_assistance),
            (55, self.passed_on_assistance),
            (62, partial(self.taken_over, 27)),
            (69, partial(self.sent_back, 35)),
            (76, partial(self.taken_up, 43)),
            (83, partial(self.joint_supervision, 51)),
        ):
            self.agenda.on(self.start + timedelta(days=days), tell)

    # From police and procurator.

    def _received(self, firm: Subject, origin: Origin, organ: str, reason: str) -> transfers.Receive:
        return transfers.Receive(
            title=f"{firm.title}涉嫌从非法渠道购进药品", description="购进少量药品，不能提供供货单位资质和票据。",
            product_kind=ProductKind.DRUG, area=firm.area, agency_id=self.chief.agency_id, subject_id=firm.pk,
            subject_name=firm.title, origin=origin, organ=organ, police_number="移送案件通知书", reason=reason,
        )  # fmt: skip

    def _take(self, days: float = 2) -> Turn:
        both = (self.officer.user_id, self.second.user_id)
        return Turn(days, self.officer, lambda: transfers.Take(officers=both))

    def from_the_police(self, index: int) -> Plan:
        """The police found no crime: the county files a case and tells them what came of it."""
        firm = self._firm(index)
        about = self._about(firm, f"{firm.title}从非法渠道购进药品")

        def taken(transfer_id: int) -> None:
            def begun(case: Record) -> None:
                life = OddCase(self.county, about, (self.officer, self.second), self.chief, self.leader)
                reply = transfers.Reply(text="已经立案调查，依法作出行政处罚决定。")
                life.decided = lambda: self._turns(transfer_id, Turn(2, self.officer, lambda: reply))
                link = transfers.Link(case_id=case.pk)
                self._turns(transfer_id, Turn(0, self.officer, lambda: link), then=lambda: life.go_on(case.pk))

            self.agenda.after(1, lambda: self._case(about, Source.TRANSFERRED, self.officer, begun))

        def received(transfer: Record) -> None:
            self._turns(transfer.pk, self._take(), then=lambda: taken(transfer.pk))

        reason = "涉案金额未达到刑事追诉标准，不追究刑事责任。"
        return self._open(self.officer, self._received(firm, Origin.POLICE, "青溪县公安局", reason), received)

    def from_the_procurator(self, index: int) -> Plan:
        """Not prosecuted, and nothing to punish either: the procurator is told why no case follows."""
        spare = transfers.Spare(reason="当事人已查验供货单位资质，不知道也不应当知道所购药品不合法，依法不予处罚。")
        reply = transfers.Reply(text="经核查不符合立案条件，已责令当事人完善进货查验。")

        def received(transfer: Record) -> None:
            told = (Turn(6, self.leader, lambda: spare), Turn(2, self.officer, lambda: reply))
            self._turns(transfer.pk, self._take(), *told)

        command = self._received(
            self._firm(index), Origin.PROCURATOR, "青溪县人民检察院", "犯罪情节轻微，作出不起诉决定。"
        )
        return self._open(self.officer, command, received)

    def not_ours(self, index: int) -> Plan:
        """What the police sent belongs to another county."""
        back = transfers.SendBack(reason="违法行为发生在白石县，请向白石县市场监督管理局移送。")
        command = self._received(self._firm(index), Origin.POLICE, "青溪县公安局", "情节显著轻微，撤销案件。")
        return self._open(
            self.officer, command, lambda transfer: self._turns(transfer.pk, Turn(2, self.leader, lambda: back))
        )

    # To the police.

    def to_the_police(self, course: Course) -> None:
        """The latest grave risk that no transfer has come from turns out to be a crime."""
        told = Transfer.objects.filter(risk__isnull=False).values("risk")
        risk = Risk.objects.filter(level__in=("high", "major")).exclude(pk__in=told).order_by("pk").last()
        if risk is None:
            self.agenda.after(3, lambda: self.to_the_police(course))
            return
        RiskTransferLife(self.county, risk, course, Random(f"transfer {course}")).begin()

    # Assistance.

    def _asked(self, head: Actor) -> asking.Draft:
        return asking.Draft(
            title="核实随货同行单的真伪", asked_id=head.agency_id or 0, files=(self.county.file("record"),),
            wanted="所附随货同行单是否由贵区域企业出具。\n所列批号的来源和去向。",
        )  # fmt: skip

    def _answered(self) -> tuple[Turn, ...]:
        """The competent unit accepts, finds out and answers; the county takes the answer."""
        accept = answering.Accept(worker_id=self.third_worker.user_id)
        found = answering.Submit(
            result=Result.CONFIRMED, answer="经核查，单据系该企业出具，批号、数量一致。", files=(self.county.file("record"),)
        )  # fmt: skip
        return (
            Turn(1, self.third, lambda: accept),
            Turn(6, self.third_worker, lambda: found),
            Turn(1, self.third, lambda: answering.Answer(opinion="同意")),
            Turn(2, self.officer, lambda: asking.Take(use="复函作为证据入卷。")),
        )

    def refused_assistance(self) -> Plan:
        """Refused with the reason and the right unit named; sent there, and answered."""
        refuse = answering.Refuse(reason="所列企业注册地在南川县，请向该县提出。", right_unit_id=self.third.agency_id)
        redirect = asking.Redirect(asked_id=self.third.agency_id or 0, reason="按退回意见改发")
        return self._open(
            self.officer, self._asked(self.far),
            lambda request: self._turns(
                request.pk, Turn(1, self.chief, lambda: asking.Issue(opinion="同意")), Turn(1, self.far, lambda: refuse),
                Turn(1, self.chief, lambda: redirect), *self._answered(),
            ),
        )  # fmt: skip

    def passed_on_assistance(self) -> Plan:
        """Misdirected, and passed on by the unit that got it."""
        passed = answering.PassOn(agency_id=self.third.agency_id or 0, reason="所列企业已迁入南川县。")
        return self._open(
            self.officer, self._asked(self.far),
            lambda request: self._turns(
                request.pk, Turn(1, self.chief, lambda: asking.Issue(opinion="同意")), Turn(1, self.far, lambda: passed),
                *self._answered(),
            ),
        )  # fmt: skip

    # A case changes hands.

    def taken_over(self, index: int) -> Plan:
        """A case that another county has jurisdiction over: it takes over, and the first one reads on."""
        firm = self._firm(index)
        hand = cases.HandOver(agency_id=self.far.agency_id or 0, reason="违法行为主要发生地在白石县。")
        declined = cases.Decline(kind=DeclineKind.SLIGHT, reason="违法行为轻微，当场改正，没有造成危害后果。")
        turns = (
            Turn(3, self.chief, lambda: hand),
            Turn(2, self.far, lambda: cases.TakeOver()),
            Turn(9, self.far, lambda: declined),
        )
        about = self._about(firm, f"{firm.title}跨县配送药品不符合规范", "storage")
        return self._case(about, Source.REPORT, self.officer, lambda case: self._turns(case.pk, *turns))

    def sent_back(self, index: int) -> Plan:
        """A case that is handed over and sent back: whoever handled it first still answers for it."""
        firm = self._firm(index)
        about = self._about(firm, f"{firm.title}药品追溯信息不完整", "records")
        hand = cases.HandOver(agency_id=self.far.agency_id or 0, reason="供货单位在白石县。")
        refuse = cases.Refuse(reason="违法行为发生地在青溪县，应由你局办理。")

        def begun(case: Record) -> None:
            life = OddCase(self.county, about, (self.officer, self.second), self.chief, self.leader)
            turns = (Turn(2, self.chief, lambda: hand), Turn(2, self.far, lambda: refuse))
            self._turns(case.pk, *turns, then=lambda: life.go_on(case.pk))

        return self._case(about, Source.INSPECTION, self.officer, begun)

    # Up the line.

    def _reported_up(self, about: Risk, case: Record, then: Callable[[int], None]) -> None:
        command = supervisions.ReportUp(
            title=f"上报{about.title}"[:300], matter="涉及多个县区，已固定证据、控制涉案产品。", area=about.area, case_id=case.pk,
            agency_id=self.city.agency_id or 0,
        )  # fmt: skip
        self.agenda.after(1, lambda: self._open(self.leader, command, lambda report: then(report.pk)))

    def taken_up(self, index: int) -> Plan:
        """A case over several counties is reported up; the city takes it up and files it as its own."""
        firm, actors = self._firm(index), self.county.world.actors
        about = self._about(firm, f"{firm.title}跨区域销售来源不明药品")
        pair = (actors["city-officer2"], actors["city-officer"])

        def begun(case: Record) -> None:
            city_risk = self._about(firm, about.title)
            city_risk.agency_id = self.city.agency_id or 0
            life = OddCase(self.county, city_risk, pair, self.city, self.city)
            up = supervisions.TakeUp(reason="涉及三个县区，由市局统一查办。")
            self._reported_up(
                about,
                case,
                lambda report: self._turns(report, Turn(2, self.city, lambda: up), then=lambda: life.go_on(case.pk)),
            )

        return self._case(about, Source.INSPECTION, self.officer, begun)

    def joint_supervision(self, index: int) -> Plan:
        """A case that is reported up and put on the list, jointly with the police; lifted when it is done."""
        firm = self._firm(index)
        about = self._about(firm, f"{firm.title}销售假药")

        def listed() -> supervisions.Place:
            until = self.agenda.today + timedelta(days=40)
            return supervisions.Place(
                requirement="查清来源和去向。\n追缴涉案产品。", until=until, report_every=14, level=Level.JOINT,
                partner="云河市公安局",
            )  # fmt: skip

        turns = (
            Turn(2, self.city, listed),
            Turn(12, self.chief, lambda: supervisions.Report(text="已查清上家，控制涉案产品。")),
            Turn(12, self.chief, lambda: supervisions.Report(text="已追缴下游产品。")),
            Turn(10, self.chief, lambda: supervisions.Conclude(result="涉案产品全部追缴，案件已进入处罚程序。")),
            Turn(3, self.city, lambda: supervisions.Lift(opinion="督办要求已经完成，同意解除。")),
        )

        def begun(case: Record) -> None:
            life = OddCase(self.county, about, (self.officer, self.second), self.chief, self.leader)
            life.go_on(case.pk)
            self._reported_up(about, case, lambda report: self._turns(report, *turns))

        return self._case(about, Source.INSPECTION, self.officer, begun)
