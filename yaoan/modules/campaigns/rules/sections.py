"""What a section is for, by its title: aims, focus, tasks, stages, demands, or a piece of work of its own."""

import re
from enum import Enum

from yaoan.kernel.reading.pieces import Piece


class Use(Enum):
    """The use of a section."""

    AIMS = "aims"
    FOCUS = "focus"
    TASKS = "tasks"
    STAGES = "stages"
    DEMANDS = "demands"
    WORK = "work"


_WHOSE = (
    r"^(?:本次|此次|专项|总体|基本|主要|重点|具体|整治|检查|工作|行动"
    r"|活动|抽检|监管|抽样|检验|有关|相关|几点|其他|阶段性|预期)*"
)
_AND = r"(?:和|与|及|以及|、)?"

# In this order: the first that fits decides; a title that fits none names an activity (加强监督检查).
_TITLES = (
    (Use.AIMS, rf"^(?:总体|基本|目标|指导)(?:要求|思想){_AND}.{{0,6}}$"),
    (Use.AIMS, rf"{_WHOSE}(?:目标|目标任务|原则|思路|目的|背景|依据){_AND}.{{0,4}}$"),
    (
        Use.STAGES,
        rf"{_WHOSE}(?:实施|推进|进度|时间|方法|阶段)*{_AND}(?:步骤|安排|进度|阶段|时间表|阶段划分){_AND}.{{0,6}}$",
    ),
    (
        Use.DEMANDS,
        rf"{_WHOSE}(?:要求|保障|保障措施|组织保障|组织领导|组织实施|纪律|信息报送|报送要求|材料报送|总结报送)$",
    ),
    (
        Use.FOCUS,
        rf"{_WHOSE}(?:重点|对象|品种|范围|区域|环节|产品|场所|单位|企业|领域|频次|比例|数量){_AND}(?:检查|重点)?"
        r"(?:频次|范围|对象|内容|数量|品种|环节|比例|区域)?$",
    ),
    (
        Use.TASKS,
        rf"{_WHOSE}(?:任务|内容|措施|工作|举措|事项|分工|职责|责任|方式|方法|时间|时限|期限|程序|流程){_AND}"
        r"(?:措施|分工|要求|分配|步骤|方法|方式|责任|频次)*$",
    ),
)
_PATTERNS = tuple((use, re.compile(pattern)) for use, pattern in _TITLES)


def use_of(title: Piece) -> Use:
    """The use of the section with this title."""
    text = title.flat.strip()
    return next((use for use, pattern in _PATTERNS if pattern.search(text)), Use.WORK)
