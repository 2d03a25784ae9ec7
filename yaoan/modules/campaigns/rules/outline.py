"""The structure of a paper by its numbers: 一、 （一） 1. （1） ①."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.reading.repair.lines import numeral

from .anatomy import Paper

_CHINESE = "[一二三四五六七八九十]{1,3}"

# Kinds of numbers from the outermost to the innermost.
_NUMBERS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"^\s*第({_CHINESE})(?:部分|章|篇)\s*[:、.]?\s*"),
    re.compile(rf"^\s*({_CHINESE})\s*[、.](?!二?[级类])\s*"),
    re.compile(rf"^\s*[(]\s*({_CHINESE})\s*[)]\s*[、.]?\s*"),
    re.compile(r"^\s*(\d{1,2})\s*[.、](?![\dA-Za-z])\s*"),
    re.compile(r"^\s*[(]\s*(\d{1,2})\s*[)]\s*[、.]?\s*"),
    re.compile(r"^\s*([①-⑳])\s*[、.]?\s*"),
)
_WRITTEN = ("{}", "{}", "({})", "{}", "({})", "{}")
_ARABIC = 3  # from this kind on, a number that does not begin a list or go on with it is no number
_TITLE_LIMIT = 40
_TITLE_ENDS = re.compile(r"[。?]|:(?=.)|:$")
_COMMA = re.compile(r"[,;(]")
_NOTE_AT_END = re.compile(
    r"[(](?=[^()]*(?:\d|阶段|责任|牵头|负责|配合|时限|年|月|分))[^()]*(?:[(][^()]*[)][^()]*)*[)]\s*$"
)


@dataclass(eq=False)
class Node:
    """One numbered item. ``head`` is its first line behind the number, ``lines`` what follows before the next number."""

    number: Piece
    label: str
    value: int
    kind: int
    head: Piece
    parent: "Node | None" = None
    lines: list[Piece] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where the item stands: ``三(一)2``."""
        return (self.parent.path if self.parent else "") + self.label

    @property
    def level(self) -> int:
        """1 for an item under no other."""
        return self.parent.level + 1 if self.parent else 1

    @property
    def title(self) -> Piece:
        """The item's name: its first sentence, or of a long one the first clause; dates and notes behind it left out."""
        title, end = self.head, _TITLE_ENDS.search(self.head.flat)
        title = title.part(0, end.start()) if end else title
        note = _NOTE_AT_END.search(title.flat)
        title = title.part(0, note.start()) if note and note.start() > 1 else title
        if len(title) > _TITLE_LIMIT:
            comma = _COMMA.search(title.flat, 4)
            title = title.part(0, comma.start()) if comma else title
        return title.strip()

    @property
    def body(self) -> tuple[Piece, ...]:
        """The text of the item itself behind its title, by line; the items below it left out."""
        rest = self.head.after(self.title)
        rest = rest.part(len(rest) - len(rest.text.lstrip(" 。;；:：,，")), len(rest))
        return tuple(piece for piece in (rest, *self.lines) if piece.strip())

    @property
    def texts(self) -> tuple[Piece, ...]:
        """Title and body, by line."""
        return tuple(piece for piece in (self.head, *self.lines) if piece.strip())

    def walk(self) -> Iterator["Node"]:
        """The item and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def holds(self, piece: Piece) -> bool:
        """True where the piece stands in the item itself, not in one below."""
        return any(text.holds(piece) for text in self.texts)


@dataclass(frozen=True)
class Outline:
    """A paper by its items. ``preamble`` is the text before the first number."""

    paper: Paper
    preamble: tuple[Piece, ...]
    roots: tuple[Node, ...]
    slips: tuple[tuple[Node, str], ...]  # items whose number repeats or jumps: "again", "gap"

    def nodes(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()

    def texts(self) -> Iterator[Piece]:
        """All the text, line by line, without the numbers."""
        yield from self.preamble
        for node in self.nodes():
            yield from node.texts


def outline(paper: Paper) -> Outline:
    """Reads the numbers of a paper. Items with the same number stay two items; jumps are kept and noted."""
    preamble: list[Piece] = []
    roots: list[Node] = []
    slips: list[tuple[Node, str]] = []
    open_nodes: list[Node] = []
    last: dict[int, int] = {}  # the last value of each kind, for numbers that run on across sections
    for line in paper.lines:
        node = _node(line, open_nodes, roots, last)
        if node is None:
            (open_nodes[-1].lines if open_nodes else preamble).append(line)
            continue
        last[node.kind] = node.value
        before = _before(node, open_nodes, roots)
        while open_nodes and open_nodes[-1].kind >= node.kind:
            open_nodes.pop()
        node.parent = open_nodes[-1] if open_nodes else None
        (node.parent.children if node.parent else roots).append(node)
        open_nodes.append(node)
        slip = _slip(before, node)
        if slip:
            slips.append((node, slip))
    return Outline(paper, tuple(preamble), tuple(roots), tuple(slips))


def _node(line: Piece, open_nodes: Sequence[Node], roots: Sequence[Node], last: Mapping[int, int]) -> Node | None:
    """The item a line begins, or None for a line without a number that fits."""
    if line.text.lstrip().startswith("|"):
        return None
    for kind, pattern in enumerate(_NUMBERS):
        match = pattern.match(line.flat)
        if not match:
            continue
        value = _value(match[1])
        node = Node(
            number=line.group(match).strip(),
            label=_WRITTEN[kind].format(match[1]),
            value=value,
            kind=kind,
            head=line.part(match.end(), len(line)).strip(" "),
        )
        if not value or not node.head:
            return None
        before = _before(node, open_nodes, roots)
        fits = value in {1, last.get(kind, 0) + 1} or (before is not None and before.value <= value <= before.value + 2)
        return node if kind < _ARABIC or fits else None
    return None


def _value(written: str) -> int:
    if written.isascii():
        return int(written)
    return ord(written) - 0x245F if "①" <= written <= "⑳" else numeral(written)


def _before(node: Node, open_nodes: Sequence[Node], roots: Sequence[Node]) -> Node | None:
    """The item of the same kind the new one follows, under the same parent."""
    for position, other in enumerate(open_nodes):
        if other.kind == node.kind:
            return other
        if other.kind > node.kind:
            siblings = open_nodes[position - 1].children if position else roots
            return next((sibling for sibling in reversed(siblings) if sibling.kind == node.kind), None)
    return None


def _slip(before: Node | None, node: Node) -> str | None:
    if before is None:
        return "gap" if node.value > 1 and node.kind < _ARABIC else None
    if node.value == before.value:
        return "again"
    return None if node.value in {before.value + 1, 1} else "gap"
