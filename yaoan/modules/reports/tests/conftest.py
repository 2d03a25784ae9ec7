"""A county with a campaign, a few risks in June, and people who draft and freeze."""

from datetime import date, datetime, timedelta

import pytest

from yaoan.kernel import clock
from yaoan.kernel.attachments.storage import store
from yaoan.kernel.commands import command_for, open_record, perform
from yaoan.kernel.figures import Period
from yaoan.modules.campaigns.public import Campaign
from yaoan.modules.risks.public import Level, Report, Risk
from yaoan.modules.subjects.public import ProductKind

MONDAY = datetime(2025, 6, 9, 9, tzinfo=clock.BEIJING)
JUNE = Period.month(2025, 6)
JULY_2 = datetime(2025, 7, 2, 9, tzinfo=clock.BEIJING)
"""When the report on June is made."""


class June:
    """What happens in the county: each call performs real commands at the time told."""

    def __init__(self, officer, worker, chief, campaign):
        self.officer, self.worker, self.chief, self.campaign = officer, worker, chief, campaign

    def found(self, **fields) -> Risk:
        given = {
            "title": "青溪县康民药房：冷藏柜断电", "description": "温度超标约9小时。", "risk_kind": "storage",
            "product_kind": ProductKind.DRUG, "channel": "inspection", "area": "990121",
            "campaign_id": self.campaign.pk,
        }  # fmt: skip
        return open_record(Report(**{**given, **fields}), by=self.officer)

    def closed(self, **fields) -> Risk:
        risk = self.found(**fields)
        self.do(risk, "assess", self.officer, level=Level.HIGH, grounds="影响面大")
        self.do(
            risk, "order", self.officer, measure="更换冷柜", holder_id=self.worker.user_id,
            rectify_by=clock.today() + timedelta(days=5),
        )  # fmt: skip
        photo = store([b"\xff\xd8\xff photo"], name="现场.jpg", purpose="photo")
        self.do(risk, "prove", self.worker, proof="已更换", files=(photo,))
        self.do(risk, "accept", self.officer, conclusion="现场核实")
        return self.do(risk, "close", self.chief)

    def do(self, risk: Risk, act: str, by, **fields) -> Risk:
        return perform(command_for(Risk, act)(**fields), on=risk, by=by)


@pytest.fixture
def worker(hire):
    return hire("officer", "county", "钱立")


@pytest.fixture
def campaign(chief) -> Campaign:
    with clock.told(MONDAY - timedelta(days=20)):
        draft = command_for(Campaign, "draft")(
            title="药品安全巩固提升行动", area="990121", starts_on=date(2025, 5, 1), ends_on=date(2026, 12, 31)
        )
        return perform(command_for(Campaign, "issue")(), on=open_record(draft, by=chief), by=chief)


@pytest.fixture
def june(officer, worker, chief, campaign) -> June:
    """Three risks found in May and June, one of them closed; and one that is of no campaign."""
    county = June(officer, worker, chief, campaign)
    with clock.told(MONDAY - timedelta(days=12)):
        county.found()
    with clock.told(MONDAY):
        county.closed()
        county.found(risk_kind="expired", product_kind=ProductKind.DEVICE)
        county.found(campaign_id=None)
    return county
