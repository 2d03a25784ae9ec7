"""The words a returned sheet carries, written by `returned` and known again by the reader in either language."""

from typing import Final

from yaoan.kernel.words import Text

PROBLEM_COLUMN: Final = "yaoan_problems"
"""Beginning of the defined names, one for each returned sheet, of the column of problems, left out when it comes back."""

PROBLEM_SUMMARY: Final = "yaoan_summary"
"""Defined name of the sheet that sums up the problems, left out when the workbook comes back."""


class Mark:
    """A word that is written in the language of the reader and recognised in both."""

    def __init__(self, chinese: str, english: str) -> None:
        self.text = Text(chinese, english)
        self._known = frozenset({chinese, english})

    def __str__(self) -> str:
        return str(self.text)

    def is_said_by(self, text: str) -> bool:
        return text.strip() in self._known

    def begins(self, text: str) -> bool:
        """Whether the text begins with the word in black brackets, as problems do."""
        return text.startswith(tuple(f"【{word}】" for word in self._known))


PROBLEMS: Final = Mark("问题", "Problems")
ERROR: Final = Mark("错误", "Error")
WARNING: Final = Mark("提醒", "Warning")
SUMMARY_NAME: Final = Mark("问题汇总", "Summary of problems")
SUMMARY_HEAD: Final = (
    Mark("行", "Row"),
    Mark("列", "Column"),
    Mark("内容", "Content"),
    Mark("问题", "Problem"),
    Mark("怎么办", "What to do"),
    Mark("工作表", "Sheet"),
    Mark("程度", "Severity"),
)
