"""How the ledgers of transfers, hits of the watchdog and referrals look."""

from yaoan.modules.transfers.ledger.hits import HITS
from yaoan.modules.transfers.ledger.referrals import REFERRALS
from yaoan.modules.transfers.ledger.transfers import TRANSFERS

__all__ = ["HITS", "REFERRALS", "TRANSFERS"]
