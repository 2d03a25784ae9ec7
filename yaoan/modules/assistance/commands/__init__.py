"""What officials may do to requests for assistance and to supervisions."""

from yaoan.modules.assistance.commands import answering, asking, supervisions

__all__ = ["answering", "asking", "supervisions"]
