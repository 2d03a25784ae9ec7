"""The reader of published penalty decisions: from the text to fields, each with its place; and the search for like cases."""

from yaoan.kernel.reading.sources import UnreadableFile

from .citations import articles_of, spelled
from .conduct import CONDUCTS
from .history import breach_of, fields_of
from .reader import read_decision, read_text
from .reading import LABELS, DecisionReading, Form, Remark
from .similar import WEIGHTS, Likeness, Part, Profile, Reason, likeness, similar

__all__ = [
    "CONDUCTS",
    "LABELS",
    "WEIGHTS",
    "DecisionReading",
    "Form",
    "Likeness",
    "Part",
    "Profile",
    "Reason",
    "Remark",
    "UnreadableFile",
    "articles_of",
    "breach_of",
    "fields_of",
    "likeness",
    "read_decision",
    "read_text",
    "similar",
    "spelled",
]  # fmt: skip
