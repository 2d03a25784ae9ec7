"""Figures: declared once, rolled up from the journal, exact to the last act, each opening the rows it counts.

A module declares its figures in a room `figures.py`:

    METRICS = (
        Metric("risks.closed", _("销号隐患"), _("项"), acts("risks", "close"), group=_("风险隐患"), better="up"),
        Metric("risks.open", _("在办隐患"), _("项"), stock("risks", *OPEN), group=_("风险隐患"), better="down"),
    )

and everybody reads them through `reading` (`figure`, `board`), `rows` (`rows_of`) and `freezing` (`freeze`).
"""

from yaoan.kernel.figures.formulas import Formula, acts, amounts, difference, overdue, ratio, stock, sum_of
from yaoan.kernel.figures.metrics import Metric
from yaoan.kernel.figures.periods import Period

__all__ = [
    "Formula",
    "Metric",
    "Period",
    "acts",
    "amounts",
    "difference",
    "overdue",
    "ratio",
    "stock",
    "sum_of",
]
