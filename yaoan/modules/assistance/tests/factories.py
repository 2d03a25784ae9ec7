"""Requests and supervisions for tests, made as officials make them."""

from datetime import date, timedelta
from typing import Any

from yaoan.kernel import clock
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.attachments.storage import Evidence, store
from yaoan.kernel.commands import open_record, perform
from yaoan.modules.assistance.choices import Result, Urgency
from yaoan.modules.assistance.commands import answering, asking, supervisions
from yaoan.modules.assistance.models import Request, Supervision
from yaoan.modules.cases.choices import Source
from yaoan.modules.cases.public import Case, Receive
from yaoan.modules.subjects.public import ProductKind

SECRET = "青溪县康民药房涉嫌销售假药的内部研判"


def photo(name: str = "随货同行单") -> Evidence:
    return store([b"\xff\xd8\xff" + name.encode()], name=f"{name}.jpg", purpose="photo")


class Desk:
    """An officer and a head of the asking county, a head and an officer of the asked one, and a head of the city above."""

    def __init__(self, officer: Actor, chief: Actor, far_head: Actor, far_officer: Actor, city: Actor) -> None:
        self.officer, self.chief, self.far_head, self.far_officer, self.city = (
            officer,
            chief,
            far_head,
            far_officer,
            city,
        )

    def case(self, **fields: Any) -> Case:
        given = {
            "title": SECRET, "description": "不能外传的案情", "breach": "channel", "product_kind": ProductKind.DRUG,
            "area": "990121", "subject_name": "青溪县康民药房", "source": Source.INSPECTION,
        }  # fmt: skip
        return open_record(Receive(**{**given, **fields}), by=self.officer)

    def drafted(self, **fields: Any) -> Request:
        given = {
            "title": "核实供货单位出具的随货同行单", "asked_id": self.far_head.agency_id, "urgency": Urgency.ORDINARY,
            "wanted": "白石县某批发企业是否出具过所附单据。\n所列批号的来源。", "files": (photo(),),
        }  # fmt: skip
        return open_record(asking.Draft(**{**given, **fields}), by=self.officer)

    def sent(self, **fields: Any) -> Request:
        return perform(asking.Issue(), on=self.drafted(**fields), by=self.chief)

    def accepted(self, **fields: Any) -> Request:
        return self.accept(self.sent(**fields))

    def accept(self, request: Request) -> Request:
        return perform(answering.Accept(worker_id=self.far_officer.user_id), on=request, by=self.far_head)

    def submit(self, request: Request) -> Request:
        command = answering.Submit(result=Result.REFUTED, answer="该企业没有出具过该单据。", files=(photo("询问笔录"),))
        return perform(command, on=request, by=self.far_officer)

    def answered(self, **fields: Any) -> Request:
        return perform(answering.Answer(), on=self.submit(self.accepted(**fields)), by=self.far_head)

    def enlisted(self, case: Case | None = None, **fields: Any) -> Supervision:
        given = {
            "title": "督办假药案", "matter": "康民药房涉嫌销售假药", "area": "990121", "requirement": "查清来源。\n追缴产品。",
            "supervised_id": self.officer.agency_id, "until": clock.today() + timedelta(days=30), "report_every": 10,
            "case_id": (case or self.case()).pk,
        }  # fmt: skip
        return open_record(supervisions.Enlist(**{**given, **fields}), by=self.city)


def on(day: date, hour: int = 10) -> Any:
    """Inside the block it is that day."""
    from datetime import datetime

    return clock.told(datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING))
