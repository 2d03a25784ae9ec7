"""How cases, coercive measures and enforcement documents look."""

from yaoan.modules.cases.ledger.cases import CASES
from yaoan.modules.cases.ledger.documents import DOCUMENTS
from yaoan.modules.cases.ledger.measures import MEASURES
from yaoan.modules.cases.ledger.precedents import PRECEDENTS
from yaoan.modules.cases.ledger.publications import PUBLICATIONS
from yaoan.modules.cases.ledger.violators import VIOLATORS

__all__ = ["CASES", "DOCUMENTS", "MEASURES", "PRECEDENTS", "PUBLICATIONS", "VIOLATORS"]
