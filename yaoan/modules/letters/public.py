"""What other modules may use of talks and letters."""

from yaoan.modules.letters.choices import Kind, State
from yaoan.modules.letters.commands import Draft, Raise
from yaoan.modules.letters.models import Letter
from yaoan.modules.letters.queries import letters_from, letters_to

__all__ = ["Draft", "Kind", "Letter", "Raise", "State", "letters_from", "letters_to"]
