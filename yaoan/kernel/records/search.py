"""Finding records by number, name or pinyin initials: Chinese text cut into single characters, so no extension is needed."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from yaoan.kernel.records.commonness import is_common

Rows = TypeVar("Rows", bound=models.QuerySet[Any])
HAN = re.compile(r"[\u3400-\u9fff]")
RUN = re.compile(r"[\u3400-\u9fff]{2,40}")
NUMBER = re.compile(r"[a-z][a-z0-9]*-[0-9]{4}-[0-9]+")
READINGS = 2
AMBIGUOUS = 2


@lru_cache(maxsize=30_000)
def _readings(character: str) -> tuple[str, ...]:
    """The one or two commonest readings of a character: 长 is chang and zhang, and a searcher may mean either."""
    from pypinyin import Style, pinyin  # its dictionaries take a second to read, which not every command needs

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0][:READINGS])


def _sounds(run: str) -> Iterator[str]:
    """The initials and the full pinyin of a run of characters, in each reading while there are not too many."""
    readings = [_readings(character) for character in run]
    several = [place for place, found in enumerate(readings) if len(found) > 1][:AMBIGUOUS]
    kept = [found if place in several else found[:1] for place, found in enumerate(readings)]
    for syllables in product(*kept):
        yield "".join(syllable[0] for syllable in syllables)
        yield "".join(syllables)


def search_key(text: str) -> str:
    """Lower-case text with the pinyin initials and the full pinyin of its Chinese runs behind it."""
    plain = text.lower()
    sounds = (sound for run in RUN.findall(plain) for sound in _sounds(run))
    return " ".join([plain, *dict.fromkeys(sounds)])


def matching(rows: Rows, words: str) -> Rows:
    """The docket rows in which each of the words stands.

    The index finds rows that hold all characters; a LIKE on the row itself then asks for them in order. A word of Latin
    letters matches the beginning of a word (pinyin, number, code); of a record's number, the count alone finds the row, since
    kind and year stand in a million.

    Where the words are common no index is asked: rows are looked at one by one in the order wanted, and enough are found
    soon. The database would not do so by itself, for it takes characters that stand together in a word for strangers and
    expects next to nothing; of a CASE it expects that half of the rows pass.
    """
    asked = Q()
    for word in words.lower().split()[:8]:
        if HAN.search(word):
            asked &= _has(" & ".join(dict.fromkeys(HAN.findall(word)))) & Q(text__contains=word)
        elif NUMBER.fullmatch(word):
            asked &= _has(f"{word.rpartition('-')[2]}:*") & Q(text__contains=word)
        elif letters := re.findall(r"[0-9a-z]+", word):
            asked &= _has(" & ".join(f"{part}:*" for part in letters))
    if asked and is_common(words):
        return rows.filter(Case(When(asked, then=Value(True)), default=Value(False)))
    return rows.filter(asked)


class _Match(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()
    conditional = True


def _has(query: str) -> Q:
    return Q(_Match(F("words"), SearchQuery(Value(query), config="simple", search_type="raw")))
