"""The words of a request for assistance, of its answer and of the notice of supervision, in official layout."""

from collections.abc import Sequence
from datetime import date

from yaoan.kernel.documents.numerals import day
from yaoan.kernel.documents.parts import Paper, Section

DRAFT_MARK = "草稿，未签发"
ASSISTANCE_BASIS = "《中华人民共和国行政处罚法》第二十六条"
Parts = list[list[str]]


def request_parts(
    *, title: str, wanted: str, basis: str, term: str, files: Sequence[str], contact: str, wanted_by: date | None
) -> Parts:
    """The parts of a letter that asks for assistance. It names what it is about, and nothing else of the case."""
    wish = f"因办理工作需要，请尽可能在{day(wanted_by)}前答复。" if wanted_by else ""
    parts = [
        [
            "",
            f"我单位在办理“{title}”过程中，需要你单位协助调查。根据{basis or ASSISTANCE_BASIS}，现将有关事项函告如下。",
        ],
        ["请求协助的事项", *_lines(wanted)],
        [
            "答复要求",
            f"请你单位自收到本函之日起{term}内完成协查，并将结果和证据材料函复我单位。{wish}需要延长期限的，请及时告知我单位。",
            "不属于你单位职权范围的，请说明理由，并告知或者转交有权办理的单位。",
        ],
    ]
    if files:
        parts.append(["随函材料", *(f"{number}. {name}" for number, name in enumerate(files, start=1))])
    parts.append(["联系人", contact])
    return parts


def answer_parts(*, title: str, number: str, result: str, answer: str, files: Sequence[str]) -> Parts:
    """The parts of the letter that answers a request."""
    parts = [
        ["", f"你单位《关于“{title}”的协助调查函》（{number}）收悉。现将协查情况函复如下。"],
        ["协查情况", *_lines(answer)],
        ["协查结果", f"{result}。"],
    ]
    if files:
        parts.append(["附送证据材料", *(f"{count}. {name}" for count, name in enumerate(files, start=1))])
    return parts


def notice_parts(*, matter: str, requirement: str, until: date, report_every: int, partner: str) -> Parts:
    """The parts of a notice that a matter was put on the list."""
    joint = f"会同{partner}联合" if partner else "挂牌"
    return [
        ["", f"经研究，决定对以下事项{joint}督办，现通知如下。"],
        ["督办事项", *_lines(matter)],
        ["督办要求", *_lines(requirement)],
        [
            "期限和报告",
            f"请你单位在{day(until)}前完成督办要求，报告办理结果。办理期间每{report_every}日报告一次进展，重大情况随时报告。",
            "不能按期办结的，请在期限届满前说明理由，报我单位同意。",
        ],
    ]


def paper_of(
    title: str, parts: Parts, *, addressee: str, unit: str, number: str = "", on: date | None = None, foot: str = ""
) -> Paper:
    """The paper; without a number it is marked as a draft."""
    return Paper(
        title,
        tuple(Section(heading, tuple(blocks)) for heading, *blocks in parts),
        issuer=unit,
        number=number,
        date=on,
        addressee=addressee,
        sealed=True,
        mark="" if number else DRAFT_MARK,
        foot=foot,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
