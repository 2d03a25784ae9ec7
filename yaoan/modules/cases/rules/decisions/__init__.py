"""The reader of published penalty decisions: from the text to fields, each with its place; and the search for like cases."""

from yaoan.kernel.reading.sources import UnreadableFile

from .reader import read_decision, read_text
from .reading import LABELS, DecisionReading, Form, Remark

__all__ = ["LABELS", "DecisionReading", "Form", "Remark", "UnreadableFile", "read_decision", "read_text"]
