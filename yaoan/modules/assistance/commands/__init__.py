"""What officials may do to requests for assistance and to supervisions."""

from yaoan.modules.assistance.commands import answering, asking, supervisions, whole_work

__all__ = ["answering", "asking", "supervisions", "whole_work"]
