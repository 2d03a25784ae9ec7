"""How sentences, days, stretches of days and amounts of time are written in both languages at once."""

from collections.abc import Sequence
from datetime import date, datetime

from yaoan.kernel.statutes.term import Unit
from yaoan.kernel.words import Text

WEEKDAYS = tuple(zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)  # not those of the calendar module, which follow the locale of the machine


def filled(chinese: str, english: str, *words: Text | None) -> Text:
    """Both sentences with their ``{}`` filled in by the words of their own language; None fills in nothing."""
    given = [word if word is not None else Text("", "") for word in words]
    return Text(
        chinese.format(*(word.read("zh") for word in given)), english.format(*(word.read("en") for word in given))
    )


def listed(chinese: str, english: str, words: Sequence[Text]) -> Text:
    """Both sentences with a list filled in."""
    zh, en = "、".join(word.read("zh") for word in words), ", ".join(word.read("en") for word in words)
    return Text(chinese.format(zh), english.format(en))


def day(of: date, *, year: bool = True, weekday: bool = True) -> Text:
    """2025年1月20日（周一）, 20 January 2025 (Mon)."""
    zh, en = f"{of.month}月{of.day}日", f"{of.day} {MONTHS[of.month - 1]}"
    if year:
        zh, en = f"{of.year}年{zh}", f"{en} {of.year}"
    if weekday:
        chinese, english = WEEKDAYS[of.weekday()]
        zh, en = f"{zh}（周{chinese}）", f"{en} ({english})"
    return Text(zh, en)


def moment(of: date, *, year: bool = True) -> Text:
    """A day, with its time when it is an instant: 2025年1月20日（周一）9:30."""
    if not isinstance(of, datetime):
        return day(of, year=year, weekday=False)
    written, time = day(of, year=year), f"{of:%H:%M:%S}".removesuffix(":00")
    return Text(f"{written.read('zh')}{time}", f"{written.read('en')} {time}")


def stretch(first: date, last: date | None, *, year: int) -> Text:
    """1月28日至2月4日; the years are written where they are not ``year``. Without a last day only the first."""
    begin = moment(first, year=first.year != year)
    if last is None or first == last:
        return begin
    end = moment(last, year=last.year != first.year)
    return Text(f"{begin.read('zh')}至{end.read('zh')}", f"{begin.read('en')} to {end.read('en')}")


def amount(unit: Unit, count: int) -> Text:
    """So many days, or for terms in hours and minutes so many seconds written as hours, minutes and seconds."""
    if not unit.is_clock:
        return (Unit.WORKING_DAY if unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY).phrase(count)
    hours, minutes, seconds = count // 3600, count // 60 % 60, count % 60
    parts = [(hours, "小时", "h"), (minutes, "分钟", "min"), (seconds, "秒", "s")]
    written = [part for part in parts if part[0]] or parts[1:2]
    return Text(
        "".join(f"{number}{zh}" for number, zh, _ in written), " ".join(f"{number} {en}" for number, _, en in written)
    )
