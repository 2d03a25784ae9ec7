"""Lazy texts for rooms that do not import Django: ``from yaoan.kernel.words import _``.

``_("研判")`` is a `Text`: its ``str()`` is the translation into the language active at that moment when Django is set
up in this process, and the Chinese itself otherwise. It behaves like Django's ``gettext_lazy`` in templates, forms,
model choices, migrations and ``DjangoJSONEncoder``; other encoders ask for an explicit ``str()``.

Words that are data (terms, holidays, check lists) carry their English with them: ``Text("线索核查", "Verification of a
clue")``. Those need no catalogue, and ``read("en")`` gives the English without Django too.
"""

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

if TYPE_CHECKING:  # Only for type checkers, so that Django's annotations accept a Text; no import at run time.
    from django.utils.functional import _StrPromise
else:
    _StrPromise = object


class Text(_StrPromise):
    """A text in the source language (Chinese) that is translated each time it is read.

    Immutable, hashable, picklable. Equality and hash rest on the Chinese, so they are the same in every language: a
    Text equals another Text of the same Chinese and the plain string of that Chinese. Order and length are those of the
    translation, because they serve display.
    """

    if not TYPE_CHECKING:  # type checkers take a slot of a subclass of a lazy text for something nobody may read
        __slots__ = ("english", "message")

    message: str
    english: str | None

    def __init__(self, message: str, english: str | None = None) -> None:
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "english", english)

    def __str__(self) -> str:
        apps, translation = sys.modules.get("django.apps"), sys.modules.get("django.utils.translation")
        if apps is None or translation is None or not apps.apps.apps_ready:
            return self.message
        if self.english is not None:
            return self.read(translation.get_language() or "")
        return str(translation.gettext(self.message))

    def read(self, language: str) -> str:
        """The English it carries where ``language`` is a kind of English (``en``, ``en-gb``), else the Chinese."""
        return self.english if self.english is not None and language.startswith("en") else self.message

    # Django recognises lazy texts by isinstance(text, Promise). A base class chosen at import time would depend on who
    # was imported first; answering for __class__ (as Django's own SimpleLazyObject does) does not.
    @property
    def __class__(self) -> type:
        functional = sys.modules.get("django.utils.functional")
        return getattr(functional, "Promise", Text)  # a Django that is only half imported has no Promise yet

    @__class__.setter
    def __class__(self, value: type) -> None:
        raise AttributeError("a Text cannot change its class")

    def _proxy____cast(self) -> str:  # the name by which Django's model fields and lazy texts ask for the value
        return str(self)

    def __repr__(self) -> str:
        return f"Text({self.message!r})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Text cannot be changed; make a new one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Text cannot be changed; make a new one")

    def __reduce__(self) -> tuple[type["Text"], tuple[str, str | None]]:  # type: ignore[override]  # stub: one argument
        return Text, (self.message, self.english)

    def __eq__(self, other: object) -> bool:
        if type(other) is Text:
            return self.message == other.message
        return self.message == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.message)

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: object) -> bool:
        return str(self) > str(other)

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __getitem__(self, index: SupportsIndex | slice) -> str:
        return str(self)[index]

    def __add__(self, other: object) -> str:
        return str(self) + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + str(self)

    def __mod__(self, values: Any) -> str:
        filled: str = str(self) % values
        return filled

    def format(self, *values: object, **named: object) -> str:
        """The translation with its ``{fields}`` filled in at once: use it where a sentence is shown, not at import."""
        return str(self).format(*values, **named)


def _(message: str) -> Text:
    """The lazy text of ``message``, which is Chinese; the English stands in the app's catalogue."""
    return Text(message)


class Choice(StrEnum):
    """Words to choose from: ``REPORTED = "reported", _("待研判")``. The member is its value; ``label`` is what people read."""

    label: Text

    def __new__(cls, value: str, label: Text | None = None) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or Text(value)
        return member

    @classmethod
    def pairs(cls) -> list[tuple[str, Text]]:
        """(value, label) pairs, as Django's ``choices`` wants them."""
        return [(member.value, member.label) for member in cls]
