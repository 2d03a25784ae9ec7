"""Reads the arguments of ``yaoan due``, finding everything that is wrong with them at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from yaoan.kernel.statutes.arithmetic import Extension, Pause
from yaoan.kernel.statutes.obstacles import BadSpan
from yaoan.kernel.words import Text

DAY = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?")
FLAGS = ("--json", "--list", "--help", "-h")


@dataclass(slots=True)
class Request:
    """What was asked for, and in ``wrong`` every sentence about what was not understood."""

    term: str = ""
    start: date | None = None
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    place: str = ""
    language: str = "zh"
    flags: set[str] = field(default_factory=set)
    calendars: list[Path] = field(default_factory=list)
    terms: list[Path] = field(default_factory=list)
    wrong: list[Text] = field(default_factory=list)

    def refuse(self, chinese: str, english: str) -> None:
        self.wrong.append(Text(chinese, english))


def parse(argv: Sequence[str]) -> Request:
    """The request of a command line; nothing is raised, what is wrong stands in ``wrong``."""
    request, given = Request(), list(argv)
    while given:
        word = given.pop(0)
        name, has_value, value = word.partition("=")
        if word in FLAGS:
            request.flags.add(word)
        elif name in OPTIONS:
            if not has_value and (not given or given[0].startswith("--")):
                request.refuse(
                    f"{name}后面缺少内容，例如{EXAMPLES[name]}", f"{name} lacks its value, like {EXAMPLES[name]}"
                )
                continue
            OPTIONS[name](request, value if has_value else given.pop(0))
        elif word.startswith("-"):
            likely = _unknown(request, name)
            if likely in OPTIONS and not has_value and given and not given[0].startswith("-"):
                given.pop(0)  # the value of the option that was meant
        elif request.term:
            request.refuse(f"多出了“{word}”：一次只算一个期限", f"“{word}” is one too many: give one term at a time")
        else:
            request.term = word
    if not request.flags & {"--list", "--help", "-h"}:
        _complete(request)
    return request


def _unknown(request: Request, name: str) -> str:
    """Refuse an option, and name the one that was probably meant."""
    near = get_close_matches(name, (*OPTIONS, *FLAGS), n=1)
    zh, en = (f"，是否指{near[0]}？", f"; did you mean {near[0]}?") if near else ("，用法见--help", "; see --help")
    request.refuse(f"没有{name}这个选项{zh}", f"there is no option {name}{en}")
    return near[0] if near else ""


def _complete(request: Request) -> None:
    if not request.term:
        request.refuse("请写明期限的名称，全部名称见--list", "name a term; --list shows all")
    if request.start is None and not any("--from" in sentence.message for sentence in request.wrong):
        request.refuse("请用--from写明起算日期，例如--from 2025-01-20", "say from when, like --from 2025-01-20")


def _moment(request: Request, option: str, written: str) -> date | None:
    """A day, or an instant where a time is written."""
    try:
        if DAY.fullmatch(written):
            return date.fromisoformat(written)
        if INSTANT.fullmatch(written):
            return datetime.fromisoformat(written)
        request.refuse(
            f"{option}的“{written}”应当写作2025-01-20或者2025-01-20T09:30",
            f"“{written}” of {option} must look like 2025-01-20 or 2025-01-20T09:30",
        )
    except ValueError:
        request.refuse(
            f"{option}的“{written}”没有这一天或者这一时刻", f"“{written}” of {option} is no day or time that exists"
        )
    return None


def _from(request: Request, written: str) -> None:
    if request.start is not None:
        request.refuse("--from写了两次，请删去一处", "--from is given twice; delete one")
    request.start = _moment(request, "--from", written)


def _pause(request: Request, written: str) -> None:
    stretch, _, reason = written.partition("=")
    first, dots, last = stretch.partition("..")
    if not dots:
        request.refuse(
            f"--pause的“{written}”应当写作2025-02-10..2025-02-12，尚未恢复的写作2025-02-10..",
            f"“{written}” of --pause must look like 2025-02-10..2025-02-12, or 2025-02-10.. while it lasts",
        )
        return
    start = _moment(request, "--pause", first)
    end = _moment(request, "--pause", last) if last else None
    if start is None or (last and end is None):
        return
    try:
        request.pauses.append(Pause(start, end, reason))
    except BadSpan as error:
        request.wrong.append(error.sentence)


def _extend(request: Request, written: str) -> None:
    if written.isdecimal() and int(written):
        request.extensions.append(Extension(int(written)))
    else:
        request.refuse(
            f"--extend的“{written}”应当是大于0的整数", f"“{written}” of --extend must be a whole number above 0"
        )


def _place(request: Request, written: str) -> None:
    if re.fullmatch(r"\d{2,12}", written):
        request.place = written
    else:
        request.refuse(
            f"--place的“{written}”应当是行政区划代码，如130400", f"“{written}” of --place must be a code like 130400"
        )


def _language(request: Request, written: str) -> None:
    if written in ("zh", "en"):
        request.language = written
    else:
        request.refuse(f"--lang的“{written}”应当是zh或者en", f"“{written}” of --lang must be zh or en")


def _path(request: Request, option: str, written: str, paths: list[Path]) -> None:
    path = Path(written)
    if path.exists():
        paths.append(path)
    else:
        request.refuse(
            f"{option}的“{written}”不存在，请核对路径", f"“{written}” of {option} does not exist; check the path"
        )


OPTIONS: dict[str, Callable[[Request, str], None]] = {
    "--from": _from,
    "--pause": _pause,
    "--extend": _extend,
    "--place": _place,
    "--lang": _language,
    "--calendar": lambda request, written: _path(request, "--calendar", written, request.calendars),
    "--terms": lambda request, written: _path(request, "--terms", written, request.terms),
}
EXAMPLES = {
    "--from": "--from 2025-01-20",
    "--pause": "--pause 2025-02-10..2025-02-12",
    "--extend": "--extend 15",
    "--place": "--place 130400",
    "--lang": "--lang en",
    "--calendar": "--calendar 2027.yaml",
    "--terms": "--terms hebei.yaml",
}
