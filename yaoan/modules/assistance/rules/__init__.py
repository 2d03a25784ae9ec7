"""Pure rules: the papers of assistance and supervision, and the days of progress reports."""

from .days import next_report
from .papers import answer_parts, notice_parts, paper_of, request_parts

__all__ = ["answer_parts", "next_report", "notice_parts", "paper_of", "request_parts"]
