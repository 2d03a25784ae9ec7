"""What may be asked of reports, and the figures they are made of."""

from yaoan.modules.reports.queries.counting import (
    Basis,
    NothingToCount,
    basis_of,
    figures_of,
    latest,
    reckon,
    template_of,
    templates,
)
from yaoan.modules.reports.queries.explaining import Opened, explained, open_figure, snapshot_of, trends
from yaoan.modules.reports.queries.reports import facts_of, kept_now, owed_returns, report_before, units_below

__all__ = [
    "Basis",
    "NothingToCount",
    "Opened",
    "basis_of",
    "explained",
    "facts_of",
    "figures_of",
    "kept_now",
    "latest",
    "open_figure",
    "owed_returns",
    "reckon",
    "report_before",
    "snapshot_of",
    "template_of",
    "templates",
    "trends",
    "units_below",
]
