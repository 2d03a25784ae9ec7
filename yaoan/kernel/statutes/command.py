"""``yaoan due``: when a term ends, and why. It needs no database and no Django."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from yaoan.kernel.statutes.arguments import Request, parse
from yaoan.kernel.statutes.arithmetic import day_of
from yaoan.kernel.statutes.calendar import Calendar
from yaoan.kernel.statutes.counting import Due, due
from yaoan.kernel.statutes.obstacles import Obstacle
from yaoan.kernel.statutes.phrases import filled, listed
from yaoan.kernel.statutes.reading import LAW, BadLaw
from yaoan.kernel.statutes.term import Term
from yaoan.kernel.statutes.terms import Terms
from yaoan.kernel.words import Text

USAGE = Text(
    """用法：yaoan due 期限 --from 日期[T时:分] [选项]
      yaoan due --list

  --from 日期             起算之事发生的日期或者时刻，如2025-01-20、2025-01-20T09:30
  --pause 起..止[=事由]    不计入的期间，起止两日都在内，可写多次；尚未恢复的写作“起..”
  --extend N             延长，单位与期限相同
  --place 代码            行政区划代码，取当地规定
  --json                 输出JSON
  --lang zh|en           语言
  --calendar 文件         另加一年的放假安排（YAML）
  --terms 文件            另加或者替换期限（YAML）
  --list                 列出全部期限""",
    """Usage: yaoan due TERM --from DATE[Thh:mm] [options]
       yaoan due --list

  --from DATE             the day or instant of the event, like 2025-01-20 or 2025-01-20T09:30
  --pause FROM..TO[=WHY]  days that do not count, both ends included; repeatable; “FROM..” while it lasts
  --extend N              an extension, in the unit of the term
  --place CODE            a division code, for local rules
  --json                  write JSON
  --lang zh|en            the language
  --calendar FILE         the holidays of a further year (YAML)
  --terms FILE            further terms, or terms that replace others (YAML)
  --list                  show all terms""",
)


def run(argv: Sequence[str]) -> int:
    """Answer on standard output: 0. Files of the law with faults: 1. A call that cannot be answered: 2."""
    request = parse(argv)
    if request.flags & {"--help", "-h"}:
        print(USAGE.read(request.language))
        return 0
    try:
        terms, calendar = Terms.load(LAW / "terms", *request.terms), Calendar.load(*request.calendars)
    except BadLaw as error:
        print("\n".join(fault.read(request.language) for fault in error.faults), file=sys.stderr)
        return 1
    answer = _list(request, terms) if "--list" in request.flags else _answer(request, terms, calendar)
    if request.wrong:
        print("\n".join(sentence.read(request.language) for sentence in request.wrong), file=sys.stderr)
        return 2
    print(answer)
    return 0


def _answer(request: Request, terms: Terms, calendar: Calendar) -> str:
    """The due date and how it was reached; what stands in the way is added to ``request.wrong``."""
    found = None
    try:
        versions = terms.versions(request.term) if request.term else ()
        if versions and request.start is not None:
            term = terms.at(request.term, day_of(request.start), request.place)
            found = due(term, request.start, calendar=calendar, pauses=request.pauses, extensions=request.extensions)
    except Obstacle as obstacle:
        request.wrong.append(obstacle.sentence)
    if found is None:
        return ""
    return _json(_due(found, request.language)) if "--json" in request.flags else _text(found, request.language)


def _text(found: Due, language: str) -> str:
    """The date alone in the first line, the explanation below."""
    if found.at is None or found.on is None:
        date = Text("时钟停止", "the clock stands still").read(language)
    else:
        date = f"{found.at:%Y-%m-%d %H:%M:%S}" if found.term.unit.is_clock else found.on.isoformat()
    mark = Text("（暂定）", " (provisional)").read(language) if found.provisional else ""
    return f"{date}{mark}\n\n{found.explain(language)}"


def _due(found: Due, language: str) -> dict[str, Any]:
    return {
        **_term(found.term),
        "start": found.start.isoformat(),
        "due": found.on and found.on.isoformat(),
        "at": found.at and found.at.isoformat(),
        "running": found.running,
        "provisional": found.provisional,
        "pauses": [
            {"start": pause.start.isoformat(), "end": pause.end and pause.end.isoformat(), "reason": str(pause.reason)}
            for pause in found.pauses
        ],
        "extensions": [extension.count for extension in found.extensions],
        "steps": [
            {
                "kind": step.kind,
                "first": step.first.isoformat(),
                "last": step.last and step.last.isoformat(),
                "counted": step.counted,
                "note": step.note and step.note.read(language),
            }
            for step in found.steps
        ],
        "explanation": found.explain(language).splitlines(),
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "term": term.name,
        "label": _both(term.label),
        "starts": _both(term.starts),
        "unit": term.unit,
        "count": term.count,
        "source": _both(term.source),
        "number": term.number,
        "article": term.article,
        "place": term.place,
        "in_force_from": term.in_force_from and term.in_force_from.isoformat(),
        "in_force_to": term.in_force_to and term.in_force_to.isoformat(),
        "extension": term.extension
        and {
            "count": term.extension.count,
            "approval": _both(term.extension.approval),
            "article": term.extension.article,
        },
        "not_counted": [_both(pause) for pause in term.pauses],
        "roll": term.roll,
        "verified": term.verified,
        "note": _both(term.note),
    }


def _both(words: Text | None) -> dict[str, str] | None:
    return {"zh": words.read("zh"), "en": words.read("en")} if words else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _list(request: Request, terms: Terms) -> str:
    if "--json" in request.flags:
        return _json([_term(term) for term in terms])
    return "\n".join(_row(term).read(request.language) for term in terms)


def _row(term: Term) -> Text:
    """One version in one line: name, length, label, source, and what is particular about it."""
    marks = []
    if term.place:
        marks.append(Text(f"地区{term.place}", f"at {term.place}"))
    if term.in_force_from or term.in_force_to:
        span = f"{term.in_force_from or ''}–{term.in_force_to or ''}"
        marks.append(Text(span, span))
    if not term.verified:
        marks.append(Text("未核对", "not verified"))
    row = filled(
        f"{term.name:44}{{}}  {{}}  {{}}", f"{term.name:44}{{}}  {{}}  {{}}", term.length, term.label, term.citation
    )
    return filled("{}  [{}]", "{}  [{}]", row, listed("{}", "{}", marks)) if marks else row
