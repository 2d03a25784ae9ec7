"""How the ledgers of the exchange between levels look."""

from yaoan.modules.packages.ledger.correspondents import CORRESPONDENTS
from yaoan.modules.packages.ledger.foreigns import FOREIGNS
from yaoan.modules.packages.ledger.packages import PACKAGES

__all__ = ["CORRESPONDENTS", "FOREIGNS", "PACKAGES"]
