"""The life of a coercive measure: taken, approved, tested, disposed of or lifted, each kind by its own clock."""

from typing import Any

from yaoan.kernel.commands.standard import reassign, remark, revert
from yaoan.kernel.lifecycle import BIRTH, Act, Duty, Lifecycle, among
from yaoan.kernel.words import Text, _
from yaoan.modules.cases.choices import MeasureKind, MeasureState, P

M = MeasureState
HELD = among(M.IN_FORCE, M.TESTING, M.TESTED)
PRESERVING = "《行政处罚法》第五十六条"
SEIZING = "《行政强制法》第二十二条至第二十八条"
POWERS = (
    "《药品管理法》第一百条；《医疗器械监督管理条例》第七十条；《化妆品监督管理条例》第四十六条；"
    "《麻醉药品和精神药品管理条例》第六十条"
)
"""Where each law of a product gives the power to seal and seize."""


def awaits_approval(measure: Any, _actor: Any) -> str | Text | None:
    return None if measure.awaits_approval else _("已经批准，无需再补办。")


def approved_by_another(measure: Any, actor: Any) -> str | Text | None:
    """Who took a measure does not approve it."""
    if actor.user_id in measure.officers:
        return _("实施人员不能批准自己实施的措施；请由负责人批准。")
    return awaits_approval(measure, actor)


def extensible(measure: Any, _actor: Any) -> str | Text | None:
    """Only general seizure is extended, once (Compulsion Law art. 25)."""
    if measure.measure_kind != MeasureKind.SEIZURE:
        return _("只有一般的查封、扣押可以延长；这类措施的期限由法律固定。")
    if measure.extensions.get("dispose"):
        return _("查封、扣押只能延长一次，已经延长。请作出处理决定或者解除。")
    return None


TAKE = Act("take", _("实施措施"), P.TAKE, f"{PRESERVING}；{SEIZING}；{POWERS}", BIRTH, M.IN_FORCE)
APPROVE = Act("approve", _("补办批准"), P.MEASURES_APPROVE, "《行政强制法》第十九条", HELD, None, approved_by_another)
EXTEND = Act("extend", _("延长期限"), P.MEASURES_APPROVE, "《行政强制法》第二十五条", HELD, None, extensible)
TEST = Act("test", _("送检"), P.TAKE, "《行政强制法》第二十五条；《药品管理法》第一百条", among(M.IN_FORCE), M.TESTING)
TESTED = Act("tested", _("检验报告已出"), P.TAKE, "《药品管理法》第一百条", among(M.TESTING), M.TESTED)
DISPOSE = Act(
    "dispose",
    _("作出处理决定"),
    P.MEASURES_APPROVE,
    "《行政处罚法》第五十六条；《行政强制法》第二十七条；《药品管理法》第一百条；《麻醉药品和精神药品管理条例》第六十条",
    HELD,
    M.DISPOSED,
)
LIFT = Act("lift", _("解除措施"), P.MEASURES_APPROVE, "《行政强制法》第二十八条", HELD, M.LIFTED)

AFTER_TEST = among(M.IN_FORCE, M.TESTED)
MEASURE = Lifecycle(
    kind="measures",
    label=_("强制措施"),
    states=MeasureState,
    acts=(
        TAKE,
        DISPOSE,
        TEST,
        TESTED,
        APPROVE,
        EXTEND,
        LIFT,
        reassign(P.MEASURES_APPROVE, HELD),
        remark("measures"),
        revert(),
    ),
    duties=(
        Duty("approve", _("报告并补办批准"), HELD, term="cases.emergency_report", only="awaits_approval", decides=True),
        Duty("dispose", _("保存后处理"), HELD, term="cases.preservation_decision", only="is_preservation"),
        Duty(
            "dispose",
            _("查封扣押期满前处理"),
            AFTER_TEST,
            term="cases.seizure",
            pauses=among(M.TESTING),
            only="is_seizure",
        ),
        Duty("dispose", _("药品处理决定"), among(M.IN_FORCE), term="cases.seizure_drug", only="is_drug_seizure"),
        Duty("dispose", _("检验后处理决定"), among(M.TESTED), term="cases.seizure_drug_tested", only="is_drug_seizure"),
        Duty("dispose", _("麻精药品处理决定"), HELD, term="cases.seizure_narcotics", only="is_narcotics"),
    ),
    closed=among(M.DISPOSED, M.LIFTED),
)
