"""What may happen to cases, measures, documents, listed violators and penalties other provinces sent: five tables."""

from yaoan.modules.cases.lifecycle.cases import CASE
from yaoan.modules.cases.lifecycle.documents import DOCUMENT
from yaoan.modules.cases.lifecycle.measures import MEASURE
from yaoan.modules.cases.lifecycle.publications import PUBLICATION
from yaoan.modules.cases.lifecycle.violators import VIOLATOR

__all__ = ["CASE", "DOCUMENT", "MEASURE", "PUBLICATION", "VIOLATOR"]
