"""What other modules may use of campaigns."""

from yaoan.modules.campaigns.choices import Focus, ReturnState
from yaoan.modules.campaigns.commands import returns
from yaoan.modules.campaigns.models import Campaign, Return, Task

__all__ = ["Campaign", "Focus", "Return", "ReturnState", "Task", "returns"]
