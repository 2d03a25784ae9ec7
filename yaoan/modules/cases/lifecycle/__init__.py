"""What may happen to a case, a coercive measure and an enforcement document: three tables."""

from yaoan.modules.cases.lifecycle.cases import CASE
from yaoan.modules.cases.lifecycle.documents import DOCUMENT
from yaoan.modules.cases.lifecycle.measures import MEASURE

__all__ = ["CASE", "DOCUMENT", "MEASURE"]
