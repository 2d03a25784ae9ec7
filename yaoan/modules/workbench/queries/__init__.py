"""What the workbench asks: what waits for whom, what came back, how the month goes, who is told."""

from yaoan.modules.workbench.queries.leading import Danger, Station, dangers, longest_overdue, stations
from yaoan.modules.workbench.queries.months import Told, month_of
from yaoan.modules.workbench.queries.people import People, dated_deadlines
from yaoan.modules.workbench.queries.todos import Returned, Todo, Todos, came_back, duty_label, readable, todos

__all__ = [
    "Danger",
    "People",
    "Returned",
    "Station",
    "Todo",
    "Todos",
    "Told",
    "came_back",
    "dangers",
    "dated_deadlines",
    "duty_label",
    "longest_overdue",
    "month_of",
    "readable",
    "stations",
    "todos",
]
