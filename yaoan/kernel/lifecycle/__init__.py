"""A lifecycle is one table: act, from, to, permission, legal basis, guard; beneath it the duties and their terms."""

from yaoan.kernel.lifecycle.schedule import Agreed, OpenDuty, Stay, open_duties
from yaoan.kernel.lifecycle.second import Another, by_another
from yaoan.kernel.lifecycle.table import ANY, BIRTH, Act, Duty, Guard, Lifecycle, among

__all__ = [
    "ANY",
    "BIRTH",
    "Act",
    "Agreed",
    "Another",
    "Duty",
    "Guard",
    "Lifecycle",
    "OpenDuty",
    "Stay",
    "among",
    "by_another",
    "open_duties",
]
