"""How cases, coercive measures and enforcement documents look."""

from yaoan.modules.cases.ledger.cases import CASES
from yaoan.modules.cases.ledger.documents import DOCUMENTS
from yaoan.modules.cases.ledger.measures import MEASURES

__all__ = ["CASES", "DOCUMENTS", "MEASURES"]
