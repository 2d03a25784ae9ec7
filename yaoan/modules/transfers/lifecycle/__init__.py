"""What may happen to a transfer, a hit of the watchdog and a referral to the discipline body: three tables."""

from yaoan.modules.transfers.lifecycle.hits import HIT
from yaoan.modules.transfers.lifecycle.referrals import REFERRAL
from yaoan.modules.transfers.lifecycle.transfers import TRANSFER

__all__ = ["HIT", "REFERRAL", "TRANSFER"]
