"""How the ledgers of requests and supervisions look."""

from yaoan.modules.assistance.ledger.requests import REQUESTS
from yaoan.modules.assistance.ledger.supervisions import SUPERVISIONS

__all__ = ["REQUESTS", "SUPERVISIONS"]
