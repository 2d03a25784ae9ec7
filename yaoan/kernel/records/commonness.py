"""How common words are, by a sample of the docket that each process keeps for a while.

An index of words is quick where few rows hold them. Of a word that stands in every tenth of five million it reads half a
million places before the first row is told; looking at the rows themselves then ends much sooner.
"""

import re
import threading
import time
from collections.abc import Sequence

from django.db import connection

from yaoan.kernel import sight

LOOKED_AT = 2_000
"""Rows of a sample, about."""
FEW = 100_000
"""Up to so many rows the index is always quick, and nothing is sampled."""
COMMON = 0.05
"""Words are common when this part of the rows holds them all."""
KEPT_SECONDS = 600.0

_SIZE = "SELECT reltuples FROM pg_class WHERE oid = 'records_docket'::regclass"
_SAMPLE = "SELECT text FROM records_docket TABLESAMPLE SYSTEM (%s)"


class Sample:
    """Texts of some rows of the docket, drawn page by page at random from all of it. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._texts: Sequence[str] = ()
        self._until = 0.0

    def texts(self) -> Sequence[str]:
        """The sample; none while there are few rows. Every ten minutes whoever asks first draws it anew."""
        with self._lock:
            is_due = time.monotonic() > self._until
            if is_due:
                self._until = time.monotonic() + KEPT_SECONDS  # others go on with the old one meanwhile
        if is_due:
            self._texts = _drawn()
        return self._texts


sample = Sample()


def is_common(words: str) -> bool:
    """Whether all the words stand together in a large part of all records, whoever may see them."""
    texts = sample.texts()
    parts = [part for word in words.lower().split() for part in re.findall(r"[\u3400-\u9fff]+|[0-9a-z]+", word)]
    return bool(texts and parts) and sum(all(part in text for part in parts) for text in texts) >= COMMON * len(texts)


def _drawn() -> list[str]:
    """A sample for nobody to read: it is counted, and nothing of it is shown."""
    with sight.whole(), connection.cursor() as cursor:
        cursor.execute(_SIZE)
        (size,) = cursor.fetchone()
        if size <= FEW:
            return []
        cursor.execute(_SAMPLE, [min(100, 100 * LOOKED_AT / size)])
        return [text for (text,) in cursor.fetchall()]
