"""The tasks: which numbered items are to be done, by whom and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yaoan.kernel.reading.pieces import Piece

from .assignments import Assignment, marked_assignment, running_assignment
from .outline import Node, Outline
from .sections import Use, use_of
from .tables import find_tables, is_row, task_rows
from .times import Sort, Timekeeper
from .units import split_units

_FOCUS_ITEM = re.compile(
    r"^(?:(?:监管|检查|整治|抽检)?(?:重点|高风险)(?:监管|检查|整治)?(?:产品"
    r"|品种|药品|环节|领域|对象|单位|企业|机构|区域|地区|场所|部位)"
    r"|(?:抽样|抽检|检查|整治)(?:品种|环节|区域|对象|场所))(?:$|:)"
)
_STAGE_ITEM = re.compile(r"阶段|^第[一二三四五]步")
_STAGE_TIME = re.compile(r"^[(][\d年月日号季度上中下旬初底末前后至到起止即今明本—–\-~～、. ]+[)]")
_DUTIES = re.compile(r"职责|分工|责任")
_DONE = re.compile(r"^(?:全部|全面|基本|要|应)?(?:完成|办结|结束|到位|整改到位|落实到位)(?=$|[,;。(、])")
_TIME_TITLE = re.compile(r"时间|时限|期限|依据|方式|方法")
_SENTENCES = 40
_CIRCLED = 5


@dataclass(frozen=True)
class Task:
    """One thing to be done. ``path`` is its place (三(一)2), ``due`` a day or None, ``when`` the words of the time."""

    path: str
    title: Piece
    body: tuple[Piece, ...]
    level: int
    paper: int
    responsible: tuple[Piece, ...] = ()
    support: tuple[Piece, ...] = ()
    when: Piece | None = None
    due: str | None = None
    is_assigned: bool = False


def find_tasks(outlines: Sequence[Outline], times: Timekeeper) -> list[Task]:
    """The tasks of all papers, in the order of the text.

    Where items carry notes on who is responsible, the notice says itself what its tasks are: then general demands
    (工作要求) are none, and headings over such items are none. Where nothing is assigned, every numbered item that asks
    for something is a task; in a short notice without sub-items the sections are.
    """
    tasks: list[Task] = []
    in_tables = [list(_table_tasks(outline, number, times)) for number, outline in enumerate(outlines)]
    for number, outline in enumerate(outlines):
        assigned = _assignments(outline)
        nodes = _chosen(outline, assigned, has_table=any(in_tables))
        tasks += [_task(node, number, assigned, times) for node in nodes]
        tasks += in_tables[number]
    return tasks


def _assignments(outline: Outline) -> dict[Node, Assignment]:
    """The notes by item. A note behind the last of several sub-items, none of which has its own, is the parent's."""
    found = {node: marked_assignment(node) for node in outline.nodes()}
    for node in outline.nodes():
        if len(node.children) < 2 or found[node] or not found[node.children[-1]]:
            continue
        if node.children[-1].kind > node.kind + 1 or node.children[-1].kind < 4:
            continue
        if not any(found[child] for child in node.children[:-1]):
            found[node], found[node.children[-1]] = found[node.children[-1]], Assignment()
    return found


def _chosen(outline: Outline, assigned: dict[Node, Assignment], *, has_table: bool) -> list[Node]:
    is_assigned = has_table or any(assignment.responsible for assignment in assigned.values())
    chosen = [node for root in outline.roots for node in _within(root, assigned, is_assigned)]
    if any(node.level > 1 for node in chosen):
        return chosen
    return [] if has_table else [root for root in outline.roots if not _is_aside(root)]


def _within(root: Node, assigned: dict[Node, Assignment], is_assigned: bool) -> Iterator[Node]:
    """The tasks of one section."""
    use = use_of(root.title)
    if use in {Use.AIMS, Use.STAGES} or (use is Use.DEMANDS and is_assigned):
        return
    if use is Use.WORK and not _is_container(root, assigned) and (root.children or not is_assigned or assigned[root]):
        yield root
    if use is Use.TASKS and _says_enough(root):
        yield root
    if use is Use.FOCUS and re.search("对象|范围|品种|频次|环节|区域", root.title.flat):
        return
    for child in root.children:
        yield from _below(child, assigned)


def _says_enough(root: Node) -> bool:
    """A section without items whose sentences say what is to be done: 职责分工 as one paragraph."""
    text = sum(len(line) for line in root.body if not is_row(line))
    return not root.children and text >= _SENTENCES and not _TIME_TITLE.search(root.title.flat)


def _below(node: Node, assigned: dict[Node, Assignment]) -> Iterator[Node]:
    if _is_aside(node):
        return
    if not _is_container(node, assigned):
        yield node
    for child in node.children:
        if child.kind < _CIRCLED:
            yield from _below(child, assigned)


def _is_container(node: Node, assigned: dict[Node, Assignment]) -> bool:
    """A mere heading: no text of its own, and the items below it carry the notes."""
    if node.body or not node.children or assigned[node]:
        return False
    return any(assigned[child].responsible for child in node.walk())


def _is_aside(node: Node) -> bool:
    """Focus lists and stages, which are read on their own."""
    if _FOCUS_ITEM.match(node.title.flat):
        return True
    rest = node.head.after(node.title).strip(" ，,。")
    return bool(_STAGE_ITEM.search(node.title.flat) or _STAGE_TIME.match(rest.flat))


def _task(node: Node, paper: int, assigned: dict[Node, Assignment], times: Timekeeper) -> Task:
    assignment = assigned[node]
    top = node
    while top.parent:
        top = top.parent
    running = running_assignment(node, is_duty_section=bool(_DUTIES.search(top.title.flat + node.title.flat)))
    named = assignment if assignment.responsible else running
    when, due = _due(assignment.due or _own_time(node, times), node, times)
    return Task(
        path=node.path,
        title=node.title,
        body=node.body,
        level=node.level,
        paper=paper,
        responsible=named.responsible,
        support=assignment.support or named.support,
        when=when,
        due=due,
        is_assigned=bool(assignment.responsible),
    )


def _own_time(node: Node, times: Timekeeper) -> Piece | None:
    """The one time by which the item's own text wants it done: …，5月20日前完成."""
    found = [
        when.piece
        for text in node.texts
        for when in times.times(text)
        if when.sort is Sort.DAY and when.limit and _DONE.match(text.after(when.piece).flat)
    ]
    return found[0] if len(found) == 1 else None


def _due(words: Piece | None, node: Node | None, times: Timekeeper) -> tuple[Piece | None, str | None]:
    """The time of a note: its words and the day. A span ends with its last day."""
    if not words:
        return None, None
    context = next((text for text in node.texts if text.holds(words)), words) if node else words
    days = [when for when in times.times(words, context) if when.sort is Sort.DAY]
    last = days[-1] if days else None
    return words, last.due if last else None


def _table_tasks(outline: Outline, paper: int, times: Timekeeper) -> Iterator[Task]:
    rows = [row for table in find_tables(outline.paper.lines) for row in task_rows(table)]
    for place, row in enumerate(rows, start=1):
        when, due = _due(row.due, None, times)
        yield Task(
            path=row.number.value if row.number and len(row.number) <= 8 else str(place),
            title=row.title,
            body=(),
            level=1,
            paper=paper,
            responsible=split_units(row.responsible) if row.responsible else (),
            support=split_units(row.support) if row.support else (),
            when=when,
            due=due,
            is_assigned=bool(row.responsible),
        )
