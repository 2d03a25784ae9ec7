"""From a file or a text to a reading."""

from collections.abc import Sequence
from dataclasses import replace

from yaoan.kernel.reading.dates import Years
from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.reading.repair import mend
from yaoan.kernel.reading.sources import text_of
from yaoan.kernel.words import _

from .aims import find_crackdowns, find_frequencies, find_goals, find_targets
from .anatomy import dissect
from .basis import find_basis, find_parents
from .deadlines import find_deadlines
from .doubts import find_contradictions, find_doubts
from .focus import find_focus
from .header import Header, read_header
from .kinds import Verdict, headline_of, judge, retold
from .outline import Outline, outline
from .period import Period, find_period
from .reading import Reading, Remark
from .reporting import find_reporting
from .stages import Stage, find_stages
from .tables import allocation, find_tables
from .tasks import find_tasks
from .times import Timekeeper


def read_notice(data: bytes, *, name: str) -> Reading:
    """Reads the file of a notice: txt (UTF-8, UTF-16, GB18030), docx, pdf or html, told apart by content.

    Args:
        data: the content of the file.
        name: its name, for messages.

    Raises:
        UnreadableFile: no text can be had of the file; ``str()`` of it says why and what to do.
    """
    return read_text(text_of(data, name=name))


def read_text(text: str) -> Reading:
    """Reads a text as it was copied: damage is mended first and told in ``repairs``. Never raises, whatever the text."""
    mended = mend(text)
    anatomy = dissect(Piece.whole(mended.text))
    outlines = [outline(paper) for paper in anatomy.papers]
    verdict = judge(anatomy, outlines)
    header = read_header(anatomy)
    if verdict.gives_campaign:
        header = retold(header, anatomy) if verdict.is_retold else header
        reading = _campaign(mended.text, header, verdict, outlines, mended.repairs)
        doubts = tuple(find_doubts(reading, outlines, anatomy))
        contradictions = tuple(find_contradictions(reading, anatomy))
    else:
        header = replace(header, title=headline_of(anatomy))
        reading = Reading(mended.text, verdict.kind, verdict.reason, header, Period(), mended.repairs)
        doubts, contradictions = (), ()
    first = [Remark(sentence) for sentence in mended.doubts]
    if verdict.is_retold:
        first.append(Remark(str(_("这是新闻对方案的转述，请以原文为准。"))))
    return replace(reading, doubts=(*first, *doubts), contradictions=contradictions)


def _campaign(
    text: str, header: Header, verdict: Verdict, outlines: Sequence[Outline], repairs: tuple[str, ...]
) -> Reading:
    issued = header.issued.day if header.issued else None
    years = Years(issued or (header.published.day if header.published else None), header.titled_year)
    period = find_period(header.title, outlines, years)
    years = replace(years, start=period.start, end=period.end)
    stages = find_stages(outlines, years)
    period = _period_of_stages(period, stages)
    times = Timekeeper(replace(years, start=period.start, end=period.end))
    tasks = find_tasks(outlines, times)
    duties = find_reporting(outlines, times)
    tables = [table for part in outlines for table in find_tables(part.paper.lines)]
    focus = find_focus(outlines)
    own = [title for title in (header.title, *header.attachment_titles) if title]
    return Reading(
        text=text,
        kind=verdict.kind,
        reason=verdict.reason,
        header=header,
        period=period,
        repairs=repairs,
        goals=tuple(find_goals(outlines)),
        focus=tuple((facet, tuple(items)) for facet, items in focus.items.items()),
        crackdown=tuple(find_crackdowns(outlines)),
        targets=tuple(find_targets(outlines)),
        frequencies=tuple(find_frequencies(outlines)),
        allocation=tuple(found for found in map(allocation, tables) if found),
        stages=tuple(stages),
        tasks=tuple(tasks),
        deadlines=tuple(find_deadlines(outlines, tasks, duties, times)),
        reporting=tuple(duties),
        parents=tuple(find_parents(outlines)),
        basis=tuple(find_basis(outlines, own)),
    )


def _period_of_stages(period: Period, stages: Sequence[Stage]) -> Period:
    """Where no period is written, the stages say from when to when."""
    starts = [stage.start for stage in stages if stage.start]
    ends = [stage.end for stage in stages if stage.end]
    if period.start or period.end or not starts or not ends:
        return period
    return replace(period, start=min(starts), end=max(ends))
