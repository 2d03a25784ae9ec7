"""What may be asked of reports, and the figures they are made of."""

from yaoan.modules.reports.queries.counting import (
    Basis,
    NothingToCount,
    basis_of,
    figure_of,
    latest,
    reckon,
    template_of,
    templates,
)
from yaoan.modules.reports.queries.explaining import Opened, Proven, explained, open_figure, proven, snapshot_of, trends
from yaoan.modules.reports.queries.reports import (
    facts_of,
    kept_now,
    kind_for,
    label_of,
    owed_returns,
    period_for,
    report_before,
)

__all__ = [
    "Basis",
    "NothingToCount",
    "Opened",
    "Proven",
    "basis_of",
    "explained",
    "facts_of",
    "figure_of",
    "kept_now",
    "kind_for",
    "label_of",
    "latest",
    "open_figure",
    "owed_returns",
    "period_for",
    "proven",
    "reckon",
    "report_before",
    "snapshot_of",
    "template_of",
    "templates",
    "trends",
]
