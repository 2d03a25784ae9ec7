"""How the registers of firms, licences, products and people look."""

from yaoan.modules.subjects.ledger.firms import SUBJECTS
from yaoan.modules.subjects.ledger.licences import LICENCES
from yaoan.modules.subjects.ledger.people import PEOPLE
from yaoan.modules.subjects.ledger.products import PRODUCTS

__all__ = ["LICENCES", "PEOPLE", "PRODUCTS", "SUBJECTS"]
