"""Finding records by number, name or pinyin initials: Chinese text cut into single characters, so no extension is needed."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import F, Func, Q, Value

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
    kind and year stand in a million. Where the words are common the index is left aside, and rows are looked at one by one.
    """
    match = _Sieve if is_common(words) else _Match
    for word in words.lower().split()[:8]:
        if HAN.search(word):
            tokens = " & ".join(dict.fromkeys(HAN.findall(word)))
            rows = rows.filter(_has(match, tokens), text__contains=word)
        elif NUMBER.fullmatch(word):
            rows = rows.filter(_has(match, f"{word.rpartition('-')[2]}:*"), text__contains=word)
        else:
            letters = re.findall(r"[0-9a-z]+", word)
            if not letters:
                continue
            rows = rows.filter(_has(match, " & ".join(f"{part}:*" for part in letters)))
    return rows


class _Match(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = models.BooleanField()
    conditional = True


class _Sieve(_Match):
    """The same, said so that no index serves it."""

    template = "(%(expressions)s) IS TRUE"


def _has(match: type[_Match], query: str) -> Q:
    return Q(match(F("words"), SearchQuery(Value(query), config="simple", search_type="raw")))
