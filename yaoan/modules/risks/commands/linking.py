"""What a risk that enters the ledger brings with it for the visit that found it."""

from dataclasses import dataclass
from typing import ClassVar

from yaoan.kernel.commands import Change, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.risks import lifecycle
from yaoan.modules.risks.models import Visit


@dataclass(frozen=True, kw_only=True)
class Link(Change[Visit]):
    """Name the risk that a visit found; of several the first stands. Follows from entering that risk into the ledger."""

    act: ClassVar[Act] = lifecycle.LINK
    model: ClassVar[type[Visit]] = Visit

    risk_id: int = ask(_("隐患"))

    def apply(self, record: Visit) -> None:
        record.found_id = record.found_id or self.risk_id
