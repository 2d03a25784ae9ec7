"""What a cell means: text, yes or no, one of several words. Every function answers with a `Cell` and never raises."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, Never, TypeVar

from yaoan.kernel.exchange.sheets.values import Broken, Noted, Plain, Raw
from yaoan.kernel.words import _

Value = TypeVar("Value", covariant=True)

BLANK_MARKS = frozenset(
    {"", "-", "--", "---", "—", "——", "–", "/", "\\", "无", "暂无", "空", "N/A", "NA", "NULL", "None"}
)
"""What people write where there is nothing to say."""

_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TIDY = re.compile(r"[^\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x1f\x7f-\x9f]*")
"""A text in which `clean` finds nothing to do. Most cells are such, so that is asked first."""

_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SCIENTIFIC = re.compile(r"\d\.\d+[Ee]\+\d{1,3}")
_FULL_WIDTH = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_HALF_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
)
_EXACT = 10**15

_YES = frozenset({"是", "有", "对", "真", "已", "Y", "YES", "TRUE", "T", "1", "√", "✓", "✔", "☑", "合格", "已完成"})
_NO = frozenset(
    {
        "否",
        "无",
        "不",
        "没有",
        "错",
        "假",
        "未",
        "N",
        "NO",
        "FALSE",
        "F",
        "0",
        "×",
        "✗",
        "✘",
        "X",
        "☐",
        "□",
        "不合格",
        "未完成",
    }
)


@dataclass(frozen=True, slots=True)
class Cell(Generic[Value]):
    """What was read: the value, or what is wrong (``problem``, with ``way_out``); ``note`` says what was assumed.

    A blank cell has neither value nor problem.
    """

    value: Value | None
    problem: str | None = None
    note: str | None = None
    way_out: str | None = None


def opened(raw: Raw) -> tuple[Plain, str | None, Cell[Never] | None]:
    """(plain value, note, answer for a broken cell or None): the first step of every reading."""
    if isinstance(raw, Broken):
        return None, None, Cell(None, raw.problem, way_out=raw.way_out)
    if isinstance(raw, Noted):
        return raw.value, raw.note, None
    return raw, None, None


def joined(*notes: str | None) -> str | None:
    """Several notes as one, or None."""
    return "；".join(note for note in notes if note) or None


def plain_text(value: Plain) -> str:
    """The value as people would write it: whole numbers without .0, dates as 2024-03-05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是").format() if value else _("否").format()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def clean(text: str) -> str:
    """The text without invisible characters, outer blanks and doubled blanks; line breaks stay, each line trimmed."""
    if _TIDY.fullmatch(text):
        return text
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_text(raw: Raw, *, longest: int | None = None) -> Cell[str]:
    """The text of a cell: cleaned, full-width letters and digits made half-width, a blank cell None.

    A number of more than 15 digits is a problem: a spreadsheet cannot hold it exactly, so digits are lost.
    """
    value, note, broken = opened(raw)
    if broken is not None:
        return broken
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _EXACT:
        return _lost_digits(plain_text(value))
    text = clean(plain_text(value))
    if not text:
        return Cell(None, note=note)
    if _SCIENTIFIC.fullmatch(text):
        return _lost_digits(text)
    if _FULL_WIDTH.search(text):
        text = text.translate(_HALF_WIDTH)
        note = joined(note, _("全角字符已转为半角").format())
    if longest is not None and len(text) > longest:
        problem = _("有 {length} 个字，最多 {longest} 个字").format(length=len(text), longest=longest)
        return Cell(None, problem, note, _("请缩短内容。").format())
    return Cell(text, note=note)


def _lost_digits(shown: str) -> Cell[str]:
    way_out = _("请先把该列设为文本格式，再从原件录入。").format()
    return Cell(None, _("{shown}：数字超过 15 位，电子表格已丢失末尾几位").format(shown=shown), way_out=way_out)


def is_blank_mark(text: str) -> bool:
    """Whether the text only says that there is nothing."""
    return text.strip() in BLANK_MARKS


def as_bool(raw: Raw) -> Cell[bool]:
    """Yes or no, as people mark it: 是 否 有 无 √ × Y N 1 0 …; a blank cell None."""
    value, note, broken = opened(raw)
    if broken is not None:
        return broken
    if isinstance(value, bool):
        return Cell(value, note=note)
    text = unicodedata.normalize("NFKC", clean(plain_text(value))).upper()
    if text in _YES or text in _NO:
        return Cell(text in _YES, note=note)
    if is_blank_mark(text):
        return Cell(None, note=note)
    return Cell(None, _("“{text}”不是“是”或“否”").format(text=text[:20]), note, _("请填“是”或“否”。").format())


def as_choice(raw: Raw, choices: Mapping[str, Sequence[str]]) -> Cell[str]:
    """One of the choices, given as key → the words people use for it, the proper one first; a blank cell None.

    Words are compared without blanks, brackets and case. A word that one choice alone begins with or contains is taken
    for it, with a note; anything else is a problem that names the choices.
    """
    value, note, broken = opened(raw)
    if broken is not None:
        return broken
    text = clean(plain_text(value))
    asked = folded(text)
    if not asked or (is_blank_mark(text) and not any(asked == folded(word) for ws in choices.values() for word in ws)):
        return Cell(None, note=note)
    exact = [key for key, words in choices.items() if asked in {folded(key), *map(folded, words)}]
    if exact:
        return Cell(exact[0], note=note)
    near = [key for key, words in choices.items() if any(_is_near(asked, folded(word)) for word in words)]
    if len(near) == 1:
        taken = _("“{text}”当作“{word}”").format(text=text, word=choices[near[0]][0])
        return Cell(near[0], note=joined(note, taken))
    proper = "、".join(str(words[0]) for words in choices.values() if words)
    problem = _("“{text}”不在可选范围内").format(text=text[:20])
    return Cell(None, problem, note, _("请填：{choices}").format(choices=proper))


def _is_near(asked: str, word: str) -> bool:
    return len(asked) > 1 and len(word) > 1 and (asked in word or word in asked)


_FOLDED = re.compile(r"[\s()\[\]【】{}<>《》“”\"'‘’、，,。.;；:：/\\|*_·\-—]+")


def folded(text: str) -> str:
    """The text for comparison: half-width, lower case, without blanks, brackets and punctuation."""
    return unicodedata.normalize("NFKC", _FOLDED.sub("", unicodedata.normalize("NFKC", str(text)).lower()))
