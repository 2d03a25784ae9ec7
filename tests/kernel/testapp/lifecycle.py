"""What may happen to a parcel: pauses, a named holder, a second person, a danger, and a clock of each sort."""

from typing import Any

from tests.kernel.testapp.choices import P, State
from yaoan.kernel.commands.standard import remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.statutes.term import Term, Unit
from yaoan.kernel.words import Text

RULES = "包裹管理规定第三条"
OPEN = among(State.ANNOUNCED, State.HELD, State.STORED, State.DELIVERED)


def has_holder(parcel: Any, _actor: Any) -> str | Text | None:
    return (
        None if parcel.holder_id else Text("还没有指定责任人；请先指派。", "Nobody is assigned; assign a person first.")
    )


def by_another(parcel: Any, actor: Any) -> str | Text | None:
    if actor.user_id == parcel.holder_id:
        return Text("确认必须由另一人进行。", "A second person must confirm.")
    return None


ANNOUNCE = Act("announce", Text("登记包裹", "Announce a parcel"), P.ANNOUNCE, RULES, BIRTH, State.ANNOUNCED)
SPLIT_OFF = Act("split_off", Text("分出包裹", "Split off a parcel"), P.ANNOUNCE, RULES, BIRTH, State.STORED)
RECEIVE = Act("receive", Text("接收", "Receive"), P.HANDLE, RULES, among(State.ANNOUNCED), State.STORED)
HOLD = Act("hold", Text("暂扣", "Hold"), P.HANDLE, RULES, among(State.ANNOUNCED), State.HELD)
RELEASE = Act("release", Text("解除暂扣", "Release"), P.HANDLE, RULES, among(State.HELD), State.ANNOUNCED)
ASSIGN = Act("assign", Text("指派", "Assign"), P.HANDLE, RULES, OPEN)
SPLIT = Act("split", Text("分装", "Split"), P.HANDLE, RULES, among(State.STORED))
DELIVER = Act("deliver", Text("发放", "Deliver"), P.HANDLE, RULES, among(State.STORED), State.DELIVERED, has_holder)
CONFIRM = Act(
    "confirm", Text("确认收到", "Confirm"), P.CONFIRM, RULES, among(State.DELIVERED), State.CLOSED, by_another
)
SEND_BACK = Act(
    "send_back", Text("退回", "Send back"), P.CONFIRM, RULES, among(State.DELIVERED), State.STORED, by_another
)
LOSE = Act("lose", Text("宣告遗失", "Declare lost"), P.LOSE, RULES, OPEN, State.LOST, dangerous=True)

PARCEL = Lifecycle(
    kind="parcels",
    label=Text("包裹", "Parcels"),
    states=State,
    acts=(
        ANNOUNCE, SPLIT_OFF, RECEIVE, RELEASE, ASSIGN, DELIVER, CONFIRM, SEND_BACK, SPLIT, HOLD, LOSE,
        remark("parcels"), revert(),
    ),
    duties=(
        Duty("receive", Text("接收", "Receive"), among(State.ANNOUNCED), term="parcels.receipt", pauses=among(State.HELD)),
        Duty("deliver", Text("发放", "Deliver"), among(State.STORED), agreed="deliver_by", holder="holder_id"),
        Duty("confirm", Text("确认收到", "Confirm"), among(State.DELIVERED)),
    ),
    closed=among(State.CLOSED, State.LOST),
)  # fmt: skip

RECEIPT = Term(
    name="parcels.receipt",
    label=Text("接收期限", "Time to receive"),
    unit=Unit.WORKING_DAY,
    count=5,
    source=Text("包裹管理规定", "Parcel Rules"),
    article="3",
    starts=Text("登记", "the announcement"),
    verified=True,
)
"""What law/terms is for the real modules."""
