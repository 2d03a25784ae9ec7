"""The door of telling other systems."""

from yaoan.modules.webhooks.models import Subscription

__all__ = ["Subscription"]
