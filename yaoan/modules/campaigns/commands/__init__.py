"""What officials may do to campaigns, tasks and returns."""

from yaoan.modules.campaigns.commands import campaigns, returns, tasks

__all__ = ["campaigns", "returns", "tasks"]
