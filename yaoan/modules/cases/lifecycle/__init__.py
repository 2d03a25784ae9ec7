"""What may happen to cases, measures, documents, listed violators, penalties other provinces sent and past decisions: six tables."""

from yaoan.modules.cases.lifecycle.cases import CASE
from yaoan.modules.cases.lifecycle.documents import DOCUMENT
from yaoan.modules.cases.lifecycle.measures import MEASURE
from yaoan.modules.cases.lifecycle.precedents import PRECEDENT
from yaoan.modules.cases.lifecycle.publications import PUBLICATION
from yaoan.modules.cases.lifecycle.violators import VIOLATOR

__all__ = ["CASE", "DOCUMENT", "MEASURE", "PRECEDENT", "PUBLICATION", "VIOLATOR"]
