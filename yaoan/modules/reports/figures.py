"""What leaders ask of reports: frozen, sent, corrected."""

from yaoan.kernel.figures import Metric, acts, ratio, stock
from yaoan.kernel.words import Text, _
from yaoan.modules.reports.choices import State

REPORTS = _("报表")
COUNT, SHARE = _("份"), _("%")

_corrected, _submitted = acts("reports", "correct"), acts("reports", "submit")

METRICS = (
    Metric("reports.frozen", _("冻结报表"), COUNT, acts("reports", "freeze"), REPORTS, note=_("本期审定并冻结的报表。")),
    Metric("reports.submitted", Text("报送报表", "Reports submitted"), COUNT, _submitted, REPORTS, better="up", note=_("本期报送上级的报表。")),
    Metric("reports.corrected", _("更正单"), COUNT, _corrected, REPORTS, better="down",
           note=_("本期对已报送的报表出具的更正单。")),
    Metric("reports.correction_rate", _("更正率"), SHARE, ratio(_corrected, _submitted), REPORTS, better="down",
           note=_("更正单 ÷ 报送报表。")),
    Metric("reports.open", _("在办报表"), COUNT, stock("reports", State.DRAFTED, State.PRESENTED, State.FROZEN), REPORTS,
           note=_("期末没有报送的报表。")),
)  # fmt: skip
