"""When something is due: on a day, again and again, within a span, or only 及时."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from yaoan.kernel.reading.dates import DATE, YEAR, Moment, Years, moment
from yaoan.kernel.reading.pieces import Piece, sheltered


class Sort(Enum):
    """How a time is said."""

    DAY = "day"
    RECURRING = "recurring"
    WITHIN = "within"
    LOOSE = "loose"


class Trouble(Enum):
    """What is to be said about a day."""

    NO_SUCH_DAY = "no such day"
    YEAR_TAKEN = "year taken"
    YEAR_OPEN = "year open"


@dataclass(frozen=True)
class When:
    """A time in the text.

    ``due`` is ``YYYY-MM-DD`` or None. ``every`` is day, week, ten-days, half-month, month, quarter, half-year or year.
    ``dates`` are the days of a repeated duty where the text counts them out. ``limit`` is True where the text says by
    when (前, 底前, 截止), not only on which day. ``shared`` numbers the days of one list (6月15日、11月25日前); 0 stands
    alone. ``trouble`` is what the officer has to check.
    """

    piece: Piece
    sort: Sort
    due: str | None = None
    every: str | None = None
    dates: tuple[str, ...] = ()
    limit: bool = False
    shared: int = 0
    trouble: Trouble | None = None


_PERIODS = {
    "工作日": "day", "日": "day", "天": "day", "周": "week", "旬": "ten-days", "半月": "half-month", "半个月": "half-month",
    "月": "month", "季": "quarter", "季度": "quarter", "半年": "half-year", "年": "year", "年度": "year",
}  # fmt: skip
_MONTH_LIST = r"(?P<months>(?:(?:1[0-2]|[1-9])月(?:份)?[、,和及]?)+)?"
_EVERY = re.compile(
    rf"{_MONTH_LIST}(?:每(?:个|一)?(?P<each>工作日|半个?月|半年|季度?|年度?"
    r"|[日天周旬月])|(?:按|逐)(?P<by>半年|季度?|年度?|[日周旬月])(?!照|时|期|规|要)"
    r"|(?P<next>次月|下月))的?(?P<rest>(?:(?:第[一二三]个|首|末)?月|季度?)?(?:结束后|终了后|底|末|初)?的?"
    r"(?:(?:\d{1,2}月)?\d{1,2}[日号]|周?[一二三四五六日天](?![个家次批项份])|最后一个工作日"
    r"|第?\d{1,2}个?工作日|(?:前)?\d{1,2}个?工作日)?(?:之?前|以前|之?内|以内)?)"
)
_DAY_OF_MONTH = re.compile(r"(\d{1,2})[日号]")
_REPORTED = re.compile(r"[^,;。]{0,12}(?:报|汇总|上传|录入|通报|提交)")
_WITHIN = re.compile(
    r"(?:在|于)?(?:自[^,;。]{1,24}?(?:之日起|起|后)|(?:(?![在于应要须])[\u4e00-\u9fff]){0,8}(?:之日起|之后"
    r"|后))?(?:的)?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|自然日|日|天|小时|分钟|周|月)(?:之内|以内|内)"
)
_LOOSE = re.compile(
    r"第一时间|随时|及时|立即|即时|按时|按期|定期|不定期|适时|按照?(?:有关|规定|要求"
    r"|统一|上级|程序)*(?:的?(?:时间节点|时间要求|时限要求|时间|时限|规定|要求))"
)
_LIMIT_BEFORE = re.compile(
    r"(?:截止(?:时间|日期)?(?:为|到|至|:)?|截至|不得?(?:晚|迟)于|最(?:晚"
    r"|迟)(?:不(?:晚|迟)于|于|在)?|务必于|务必在|(?:完成)?(?:时限|期限)(?:为|:))\s*$"
)
_LIMIT_AFTER = re.compile(
    r"^(?:[(][^()]{1,8}[)])?(?:(?:上午|下午|中午|晚)?(?:\d{1,2}(?::\d\d|时|点)(?:整)?)?|下班)(?:之?前|以前|止|截止)"
)
_RANGE = re.compile(r"^\s*(?:起|开始)?\s*(?:至|到|—+|–|-+|~|～|―)\s*(?=\d|[一二三四五六七八九十]|今年|明年|次年|年底)")
_LIST_MARK = re.compile(r"^(?:前)?[、,和及与](?:于)?$")


class Timekeeper:
    """Finds times in the pieces of one notice; keeps the years that dates without a year are taken from."""

    def __init__(self, years: Years) -> None:
        self.years = years

    def times(self, piece: Piece, context: Piece | None = None) -> list[When]:
        """All times of the piece in order.

        Args:
            piece: where to look.
            context: the item the piece stands in; a year written in it before the piece counts for the piece.
        """
        found: list[When] = []
        for when in (*self._recurring(piece), *self._days(piece, context or piece), *self._spans(piece)):
            if not any(other.piece.start < when.piece.end and when.piece.start < other.piece.end for other in found):
                found.append(when)
        return sorted(found, key=lambda when: when.piece.start)

    def _recurring(self, piece: Piece) -> Iterator[When]:
        for match in piece.finditer(_EVERY):
            every = _PERIODS[match["each"] or match["by"] or "月"]
            day = _DAY_OF_MONTH.search(match["rest"])
            limit = bool(day) or match["rest"].endswith(("前", "内"))
            if not limit and (match["next"] or not _REPORTED.match(piece.flat[match.end() :])):
                continue  # 每季度至少开展1次 says how often, not by when
            months = re.findall(r"\d{1,2}", match["months"] or "") if day else []
            isos = [self._iso(Moment(None, int(month), int(day[1])), piece)[0] for month in months if day]
            dates = tuple(iso for iso in isos if iso)
            yield When(piece.group(match).strip(), Sort.RECURRING, every=every, dates=dates, limit=True)

    def _days(self, piece: Piece, context: Piece) -> Iterator[When]:
        matches = [match for match in piece.finditer(DATE) if match.end() > match.start()]
        flat = piece.flat
        runs = _runs(flat, matches)
        for number, run in enumerate(runs, start=1):
            last = run[-1]
            tail = _LIMIT_AFTER.match(flat[last.end() :])
            ahead = _LIMIT_BEFORE.search(flat[: run[0].start()])
            for match in run:
                end = match.end() + (tail.end() if tail and match is last else 0)
                found = moment(match)
                iso, trouble = self._iso(found, piece.group(match), context)
                yield When(
                    piece.part(match.start(), end),
                    Sort.DAY,
                    due=iso,
                    limit=bool(tail or ahead),
                    shared=number if len(run) > 1 else 0,
                    trouble=trouble,
                )

    def _spans(self, piece: Piece) -> Iterator[When]:
        for match in piece.finditer(_WITHIN):
            yield When(piece.group(match).strip(), Sort.WITHIN, limit=True)
        for match in piece.finditer(_LOOSE):
            yield When(piece.group(match), Sort.LOOSE)

    def _iso(self, found: Moment, piece: Piece, context: Piece | None = None) -> tuple[str | None, Trouble | None]:
        """The day as ISO, where it is a day; and what is to be said about it."""
        year = found.year or self.years.of(found, self._nearby(piece, context))
        iso = found.iso(year)
        if not found.is_possible or (year and iso is None):
            return None, Trouble.NO_SUCH_DAY
        if iso is None:
            return None, Trouble.YEAR_OPEN
        if found.day is None:
            return None, None
        return iso, None if found.year else Trouble.YEAR_TAKEN

    def _nearby(self, piece: Piece, context: Piece | None) -> int | None:
        """The last year written before the piece in its item, names of papers aside, unless it lies before the issue."""
        if context is None:
            return None
        before = context.before(piece)
        covered = sheltered(re.sub("[（(“]|[）)”]", " ", before.text))
        years = [int(match[1]) for match in before.finditer(YEAR) if not covered[match.start()]]
        issued = self.years.issued
        return next((year for year in reversed(years) if not issued or year >= issued.year), None)


def _runs(flat: str, matches: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Days joined by 、 or 和 as one run; both ends of a span (3月—5月) left out."""
    runs: list[list[re.Match[str]]] = []
    in_span = False
    for match in matches:
        opens_span = bool(_RANGE.match(flat[match.end() :]))
        if in_span or opens_span:
            in_span = opens_span
            continue
        if runs and _LIST_MARK.match(flat[runs[-1][-1].end() : match.start()]):
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs
