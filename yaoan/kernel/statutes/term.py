"""A time limit: what it is, from which article, in force from when to when, and where."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yaoan.kernel.words import Text


class Unit(StrEnum):
    """What a term is counted in, as the instruments say it."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MINUTE = "minute"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"

    @property
    def is_clock(self) -> bool:
        """Whether it is counted on the clock, from the instant of the event and through nights and holidays."""
        return self in (Unit.HOUR, Unit.MINUTE)

    def phrase(self, count: int) -> Text:
        """The count with its unit: 15个工作日, 15 working days."""
        chinese, english = _UNIT_WORDS[self]
        return Text(f"{count}{chinese}", f"{count} {english}{'' if count == 1 else 's'}")


_UNIT_WORDS = {
    Unit.WORKING_DAY: ("个工作日", "working day"),
    Unit.CALENDAR_DAY: ("日", "calendar day"),
    Unit.MINUTE: ("分钟", "minute"),
    Unit.HOUR: ("小时", "hour"),
    Unit.MONTH: ("个月", "month"),
    Unit.YEAR: ("年", "year"),
}


class Roll(StrEnum):
    """What happens when the last day of a term in calendar days, months or years is not a working day.

    ``none`` is the default: the penalty, compulsion and drug laws say nothing of it, and an authority that takes the
    earlier day is never late. ``next_working_day`` where the instrument says so, or sends us to Civil Procedure Law
    art. 85 (as Administrative Reconsideration Law art. 88 and Administrative Litigation Law art. 101 do); Civil Code
    art. 203 has the same rule for periods of civil law.
    """

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """By how much the instrument lets a term be extended, in the term's unit. ``count`` None: a reasonable period."""

    count: int | None
    approval: Text
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One version of one time limit.

    ``name`` is ``subject.what``; ``starts`` is the event it is counted from; ``source`` the instrument's title and
    ``number`` its number. ``place`` is "" for the whole nation or the first digits of a division code.
    ``verified``: the text of the instrument was read; if not, ``note`` says what is unsure. ``pauses`` lists the times
    the instrument does not count. ``count`` is 0 only for what must be done at once.
    """

    name: str
    label: Text
    unit: Unit
    count: int
    source: Text
    article: str = ""
    number: str = ""
    starts: Text | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    place: str = ""
    verified: bool = False
    note: Text | None = None
    extension: Allowance | None = None
    pauses: tuple[Text, ...] = ()
    roll: Roll = Roll.NONE

    @property
    def length(self) -> Text:
        return self.unit.phrase(self.count) if self.count else Text("立即", "at once")

    @property
    def citation(self) -> Text:
        """The instrument and its article, as it is quoted."""
        if not self.article:
            return self.source
        zh, en = self.source.read("zh"), self.source.read("en")
        article = self.article.replace(", ", "、")
        return Text(f"《{zh}》第{article}条", f"{en}, art. {self.article}")

    def is_in_force(self, on: date) -> bool:
        return (self.in_force_from or date.min) <= on <= (self.in_force_to or date.max)
