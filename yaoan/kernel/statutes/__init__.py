"""Law as data and the arithmetic of clocks: terms, the calendar of working days, and due dates that explain themselves.

Pure: no Django, no database. ``due(terms.at(name, on), start, calendar=calendar)`` is the whole of it.
"""

from yaoan.kernel.statutes.arithmetic import Extension, Pause
from yaoan.kernel.statutes.calendar import Calendar
from yaoan.kernel.statutes.counting import Due, due
from yaoan.kernel.statutes.obstacles import BadSpan, Obstacle, OutOfCalendar, UnknownTerm
from yaoan.kernel.statutes.reading import LAW, BadLaw, Fault
from yaoan.kernel.statutes.steps import Step, StepKind
from yaoan.kernel.statutes.term import Allowance, Roll, Term, Unit
from yaoan.kernel.statutes.terms import Terms
from yaoan.kernel.statutes.years import Status

__all__ = [
    "LAW",
    "Allowance",
    "BadLaw",
    "BadSpan",
    "Calendar",
    "Due",
    "Extension",
    "Fault",
    "Obstacle",
    "OutOfCalendar",
    "Pause",
    "Roll",
    "Status",
    "Step",
    "StepKind",
    "Term",
    "Terms",
    "Unit",
    "UnknownTerm",
    "due",
]
