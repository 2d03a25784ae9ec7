"""Finding records by number, name or pinyin initials: Chinese text cut into single characters, so no extension is needed."""

import re
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import F, Func, Q, Value
from pypinyin import Style, lazy_pinyin

Rows = TypeVar("Rows", bound=models.QuerySet[Any])
HAN = re.compile(r"[\u3400-\u9fff]")


def search_key(text: str) -> str:
    """Lower-case text with the pinyin initials and full pinyin of its Chinese runs behind it."""
    plain = text.lower()
    runs = re.findall(r"[\u3400-\u9fff]{2,40}", plain)
    sounds = []
    for run in runs:
        syllables = lazy_pinyin(run, style=Style.NORMAL)
        sounds += ["".join(s[0] for s in syllables if s), "".join(syllables)]
    return " ".join([plain, *dict.fromkeys(sounds)])


def matching(rows: Rows, words: str) -> Rows:
    """The docket rows in which each of the words stands.

    The index finds rows that hold all characters; a LIKE on the row itself then asks for them in order. A word of Latin
    letters matches the beginning of a word (pinyin, number, code).
    """
    for word in words.lower().split()[:8]:
        if HAN.search(word):
            tokens = " & ".join(dict.fromkeys(HAN.findall(word)))
            rows = rows.filter(_has(tokens), text__contains=word)
        else:
            letters = re.findall(r"[0-9a-z]+", word)
            if not letters:
                continue
            rows = rows.filter(_has(" & ".join(f"{part}:*" for part in letters)))
    return rows


def _has(query: str) -> Q:
    indexed = Func(F("text"), function="docket_words", output_field=_VECTOR)
    return Q(_Match(indexed, SearchQuery(Value(query), config="simple", search_type="raw")))


class _Vector(models.Field):  # type: ignore[type-arg]
    def db_type(self, connection: Any) -> str:
        return "tsvector"


_VECTOR = _Vector()


class _Match(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()
    conditional = True
