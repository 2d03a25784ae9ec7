"""Reads the YAML of the calendar: one file a year, and one for the years that are not announced yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from yaoan.kernel.statutes.arithmetic import FIRST, LAST
from yaoan.kernel.statutes.reading import Fault, Reader, Row
from yaoan.kernel.words import Text

SATURDAY = 5
LONGEST_HOLIDAY = timedelta(days=20)
A_COMMON_YEAR = 2001  # so that a holiday on 29 February, which most years lack, is refused


class Status(StrEnum):
    """Whether the arrangement of a year's holidays was announced by the State Council."""

    OFFICIAL = "official"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Holiday:
    """Consecutive free days, first and last included, and the weekend days worked to make up for them."""

    name: Text
    first: date
    last: date
    make_up: tuple[date, ...] = ()

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def made_up_by(self) -> Text:
        chinese, english = self.name.read("zh"), self.name.read("en")
        return Text(f"{chinese}调休上班", f"make-up working day for {english}")

    def in_year(self, year: int) -> "Holiday":
        return Holiday(self.name, self.first.replace(year=year), self.last.replace(year=year))


@dataclass(slots=True)
class Years:
    """The holidays of each year that has a file, and those the law itself makes for the other years."""

    status: dict[int, Status] = field(default_factory=dict)
    holidays: dict[int, tuple[Holiday, ...]] = field(default_factory=dict)
    every_year: tuple[Holiday, ...] = ()
    unannounced: tuple[Holiday, ...] = ()

    def announced(self) -> frozenset[int]:
        return frozenset(year for year, status in self.status.items() if status is Status.OFFICIAL)

    def of(self, year: int) -> Iterator[Holiday]:
        """The holidays that the file of a year names, or else what the law says of it."""
        if year in self.holidays:
            yield from self.holidays[year]
        else:
            yield from (holiday.in_year(year) for holiday in self.every_year)
            yield from (holiday for holiday in self.unannounced if holiday.first.year == year)

    def free(self, year: int) -> Iterator[tuple[date, Text]]:
        return ((day, holiday.name) for holiday in self.of(year) for day in holiday.days)

    def worked(self, year: int) -> Iterator[tuple[date, Text]]:
        return ((day, holiday.made_up_by) for holiday in self.of(year) for day in holiday.make_up)


def read_years(files: Iterable[Path]) -> tuple[Years, list[Fault]]:
    """The years of all files, a later file replacing an earlier one of the same year, and all faults."""
    years, faults = Years(), list[Fault]()
    for path in files:
        reader = Reader(path)
        document = reader.document()
        if not reader.faults:
            _read_file(reader, document, years)
        faults += reader.faults
    return years, faults


def _read_file(reader: Reader, document: Row, years: Years) -> None:
    is_general = "every_year" in document
    reader.keys(document, ("every_year" if is_general else "year", "status", "notices", "holidays"))
    status = reader.choice(document, "status", Status) or Status.PROVISIONAL
    for row in reader.rows(document, "notices"):
        reader.keys(row, ("title", "number", "effect"))
        reader.text(row, "title")
    if is_general:
        years.every_year = tuple(_yearly(reader, row) for row in reader.rows(document, "every_year"))
        years.unannounced = tuple(_holiday(reader, row) for row in reader.rows(document, "holidays"))
        return
    year = reader.number(document, "year", least=FIRST.year + 1)
    if year > LAST.year:
        reader.fault(
            document, "year", f"日历只到{LAST.year}年，请核对", f"is beyond {LAST.year}, where the calendar ends"
        )
    years.status[year] = status
    years.holidays[year] = tuple(_holiday(reader, row) for row in reader.rows(document, "holidays"))
    _check(reader, document, year, years.holidays[year])


def _check(reader: Reader, document: Row, year: int, holidays: tuple[Holiday, ...]) -> None:
    seen: set[date] = set()
    for row, holiday in zip(document.get("holidays", ()), holidays, strict=False):
        for day in (*holiday.days, *holiday.make_up):
            if day in seen:
                reader.fault(row, "first", f"{day}出现了两次，请改正", f"{day} appears twice; mend it")
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                zh = f"{day}既不在{year}年，也不在上一年12月"
                reader.fault(row, "first", zh, f"{day} is neither in {year} nor in the December before")
            seen.add(day)


def _holiday(reader: Reader, row: Row) -> Holiday:
    reader.keys(row, ("name", "first", "last", "make_up"))
    name = reader.words(row, "name") or Text("")
    first = reader.day(row, "first", required=True) or date.min
    last = reader.day(row, "last", required=True) or first
    if not first <= last <= first + LONGEST_HOLIDAY:
        zh = f"应当不早于first，且假期不超过{LONGEST_HOLIDAY.days + 1}天"
        reader.fault(row, "last", zh, f"must not be before first, nor more than {LONGEST_HOLIDAY.days} days after it")
        last = first
    return Holiday(name, first, last, _make_up(reader, row))


def _make_up(reader: Reader, row: Row) -> tuple[date, ...]:
    found = row.get("make_up", [])
    if not isinstance(found, list) or not all(type(day) is date for day in found):
        reader.fault(row, "make_up", "应当是日期的列表：[2025-01-26]", "must be a list of dates: [2025-01-26]")
        return ()
    for day in found:
        if day.weekday() < SATURDAY:
            zh = f"{day}不是周六或者周日，无需调休上班"
            reader.fault(row, "make_up", zh, f"{day} is no Saturday or Sunday and is worked anyway")
    return tuple(found)


def _yearly(reader: Reader, row: Row) -> Holiday:
    """A holiday on the same days each year, written 05-01."""
    reader.keys(row, ("name", "first", "last"))
    name = reader.words(row, "name") or Text("")
    return Holiday(name, _month_and_day(reader, row, "first"), _month_and_day(reader, row, "last"))


def _month_and_day(reader: Reader, row: Row, key: str) -> date:
    try:
        return date.fromisoformat(f"{A_COMMON_YEAR}-{reader.text(row, key)}")
    except ValueError:
        reader.fault(row, key, "应当写作月-日，如05-01", "must be month and day, like 05-01")
        return FIRST
