"""The case, the coercive measure, the enforcement document, the listed violator, the penalty another province sent, the past decision."""

from yaoan.modules.cases.models.cases import Case
from yaoan.modules.cases.models.documents import Document
from yaoan.modules.cases.models.measures import Measure
from yaoan.modules.cases.models.precedents import Precedent
from yaoan.modules.cases.models.publications import Publication
from yaoan.modules.cases.models.violators import Violator

__all__ = ["Case", "Document", "Measure", "Precedent", "Publication", "Violator"]
