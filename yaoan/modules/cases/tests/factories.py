"""Cases for tests, made as officials make them, each act on a day of its own."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.commands import open_record, perform
from yaoan.modules.cases import commands
from yaoan.modules.cases.choices import ExhibitKind, GoodFaith, Grade, LawChosen, Outcome, Penalty, ServiceWay, Source
from yaoan.modules.cases.models import Case
from yaoan.modules.subjects.public import ProductKind


def on(day: date, hour: int = 10) -> Any:
    """Inside the block it is that day."""
    return clock.told(datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING))


class Desk:
    """Two officers, a head and a reviewer of one county, who bring a case along."""

    def __init__(self, officer: Actor, second: Actor, chief: Actor, reviewer: Actor) -> None:
        self.officer, self.second, self.chief, self.reviewer = officer, second, chief, reviewer

    @property
    def pair(self) -> tuple[int, int]:
        return self.officer.user_id, self.second.user_id

    def clue(self, day: date, **fields: Any) -> Case:
        given = {
            "title": "康民药房涉嫌从非法渠道购进药品", "description": "现场检查发现未能提供供货方资质。", "breach": "channel",
            "product_kind": ProductKind.DRUG, "area": "990121", "subject_name": "青溪县康民药房", "source": Source.INSPECTION,
        }  # fmt: skip
        with on(day):
            return open_record(commands.Receive(**{**given, **fields}), by=self.officer)

    def filed(self, day: date, **fields: Any) -> Case:
        case = self.clue(day, **fields)
        command = commands.File(
            grounds="有购进记录和证言", has_evidence=True, is_punishable=True, is_ours=True, officers=self.pair
        )
        return self.do(case, day, command, self.chief)

    def do(self, case: Any, day: date, command: Any, by: Actor) -> Any:
        with on(day):
            return perform(command, on=case, by=by)

    def exhibit(self, case: Case, day: date, title: str = "购进清单") -> Case:
        command = commands.Exhibit(
            kind=ExhibitKind.WRITTEN, title=title, source="当事人提供", fact="从无资质单位购进", custodian="证据室1号柜"
        )
        return self.do(case, day, command, self.officer)

    def concluded(self, case: Case, day: date, **fields: Any) -> Case:
        given = {
            "facts": "当事人从无药品经营资质的流动药贩购进药品。", "good_faith": GoodFaith.NOT_CLAIMED,
            "law_chosen": LawChosen.UNCHANGED, "grade": Grade.LIGHTER, "penalties": (Penalty.WARNING, Penalty.FINE),
            "fine": Decimal(150000), "proposed": "警告，罚款150000元", "discretion": "主动配合调查",
        }  # fmt: skip
        return self.do(case, day, commands.Conclude(**{**given, **fields}), self.officer)

    def told(self, case: Case, day: date) -> Case:
        case = self.do(case, day, commands.PassReview(opinion="同意", is_legal=True), self.reviewer)
        return self.do(case, day, commands.Notify(), self.officer)

    def decided(self, case: Case, day: date, **fields: Any) -> Case:
        given = {
            "outcome": Outcome.PENALTY, "penalties": (Penalty.WARNING, Penalty.FINE), "fine": Decimal(150000),
            "penalty": "警告，罚款150000元", "decision_number": "青溪县局罚决〔2025〕1号",
        }  # fmt: skip
        return self.do(case, day, commands.Decide(**{**given, **fields}), self.chief)

    def brought_to_decision(self, **fields: Any) -> Case:
        """A case that was filed on 10 March 2025 and may be decided from 2 April on."""
        case = self.filed(date(2025, 3, 10), **fields)
        case = self.exhibit(case, date(2025, 3, 12))
        case = self.concluded(case, date(2025, 3, 20))
        case = self.told(case, date(2025, 3, 24))
        return self.do(case, date(2025, 4, 1), commands.CloseDefence(), self.officer)

    def served(self, day: date = date(2025, 4, 3), **fields: Any) -> Case:
        case = self.decided(self.brought_to_decision(**fields), date(2025, 4, 2))
        return self.do(case, day, commands.Serve(way=ServiceWay.DIRECT, recipient="李伟"), self.officer)
