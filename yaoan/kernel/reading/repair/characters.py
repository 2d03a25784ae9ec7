"""Characters that cannot be seen, or that only look like what they should be."""

import re
import unicodedata

from yaoan.kernel.words import _

from .outcome import Outcome

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BLANKS = re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_TAB_ROW = re.compile(r"^[^\t\n]*(?:\t[^\t\n]*)+$")


def tidy(text: str) -> Outcome:
    """Line ends made one kind, invisible characters dropped, radicals turned into the characters they stand for."""
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    text, invisible = _INVISIBLE.subn("", text)
    text, private = _PRIVATE.subn("", text)
    text, lookalikes = _LOOKALIKES.subn(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    repairs = []
    if invisible + private:
        repairs.append(_("删去看不见的字符 {count} 处").format(count=invisible + private))
    if lookalikes:
        repairs.append(_("部首字符换成通用汉字 {count} 处").format(count=lookalikes))
    return Outcome(_tabs_to_rows(text), tuple(repairs))


def _tabs_to_rows(text: str) -> str:
    """Rows copied from a spreadsheet: neighbouring lines with the same number of tabs become piped rows."""
    lines = text.split("\n")
    counts = [line.strip("\t ").count("\t") if _TAB_ROW.match(line.strip("\t ")) else 0 for line in lines]
    for place, count in enumerate(counts):
        neighbours = {counts[place - 1] if place else 0, counts[place + 1] if place + 1 < len(counts) else 0}
        if count and count in neighbours:
            cells = [cell.strip() for cell in lines[place].strip("\t ").split("\t")]
            lines[place] = f"| {' | '.join(cells)} |"
        else:
            lines[place] = lines[place].replace("\t", " ")
    return "\n".join(lines)
