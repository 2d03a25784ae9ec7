"""Damage peculiar to published decisions: marks lost round the number, and what was masked before publication."""

import re

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.reading.repair import Outcome, mend
from yaoan.kernel.words import _

_KEPT = re.compile(r"^\s*(?:[(（]?(?:住|地|经营|单位|家庭)?\s*[地住]\s*[址所]|经营场所|联系|邮)")
_TORN_NUMBER = re.compile(r"([〔\[])((?:19|20)\d\d)(\d{1,5})[ ]*$", re.MULTILINE)
_COLUMNS = re.compile(r"(?<=\S)[ \t\u3000\xa0]{2,}(?=[\u4e00-\u9fff]{2,12}(?:[(（][^()（）\n]{1,16}[)）])?[:：])")
"""The gap between two labelled fields of one line, 负责人：甲    电话：乙."""

MASK = re.compile(
    r"\(略\)|(?<![\da-zA-Z)])[*×＊✕╳█■□]+|[*×＊✕╳█■□]{2,}|(?<=\d)[*×＊✕╳█■□]+(?![\d*])|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|(?<=[0-9])[xX]{2,}|某+"
)
"""What stands in a published text for what was left out, in half width."""


def mended(text: str) -> Outcome:
    """The text with the repairs of every reader, and the closing marks of a number that lost them (〔2024123 → 〔2024〕123号)."""
    outcome = mend(_COLUMNS.sub("\n", text), keep=_KEPT)
    repairs = list(outcome.repairs)

    def close(match: re.Match[str]) -> str:
        whole = f"〔{match[2]}〕{match[3]}号"
        repairs.append(_("文号丢了括号和“号”字：“{damaged}”还原为“{mended}”").format(damaged=match[0], mended=whole))
        return whole

    return Outcome(_TORN_NUMBER.sub(close, outcome.text), tuple(repairs), outcome.doubts)


def is_masked(text: str) -> bool:
    """True where part of the words was left out before publication (王某, 91***, （略）)."""
    return bool(MASK.search(Piece.whole(text).flat))
