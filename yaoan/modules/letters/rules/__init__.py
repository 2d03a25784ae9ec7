"""Pure rules of talks and letters: what a letter must say before it is signed, and how it stands on paper."""

from .paper import Facts, paper_of, paragraphs, parts_of, written
from .requirements import missing_parts

__all__ = ["Facts", "missing_parts", "paper_of", "paragraphs", "parts_of", "written"]
