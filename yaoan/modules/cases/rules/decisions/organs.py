"""The authority that punishes: the head, the label, the signature, or who acts in the story."""

import re
from collections.abc import Iterator, Sequence

from yaoan.kernel.reading.pieces import Piece

from .labels import Fields
from .mending import is_masked

_BODY = (
    r"(?:市场监督管理(?:总局|局|所)|市场监管(?:总局|局|所)|(?:食品)?药品监督管理(?:总局|局)|(?:食品)?药品监管局|食药监局|药监局"
    r"|市场和质量监督管理(?:委员会|局)|市场监督管理委员会|综合行政执法(?:局|队|大队|支队)|综合执法(?:局|队|大队|支队)|卫生健康(?:委员会|局)"
    r"|卫生健康委|行政审批(?:服务)?局|工商行政管理局|人民政府|街道办事处|公安局|医疗保障局)"
)
ORGAN = re.compile(
    rf"[\u4e00-\u9fff]{{0,16}}?{_BODY}(?:[\u4e00-\u9fff]{{2,8}}?(?:分局|稽查局|稽查办|检查分局|监管所))?"
)
_LEAD = re.compile(
    r"^.*(?:由|被|经(?![开济])|接到|收到|会同|联合|根据|移送|送达|指定|局[和与及]|向(?=[\u4e00-\u9fff]{2,3}[省市县区]))(?=[\u4e00-\u9fff]{2})"
)
_HEAD = re.compile(r"行政处罚|处罚决定书|当场处罚|决定书")
_ACTS = re.compile(
    r"^\s*(?:执法人员|(?:依法)?对(?!外)|于(?:19|20)\d\d|[(]以下简称|依据|根据|依照|依法|收到|接到|立案|(?:经)?(?:调查|检查)|在(?:日常|监督|执法|对)"
    r"|(?:拟)?作出|决定|查处|给予|责令|开展|组织)"
)
_TOLD = re.compile(
    r"^\s*(?:(?:公布|发布|通报|移送|移交|转来|转办|交办|线索|来函|函|案件移送|核发|颁发|核准|登记|备案|印发|批准|抽检|检验|官网|网站"
    r"|申请|提起|缴|稽查局)|(?!收到|接到|接|对|于)[\u4e00-\u9fff]{0,6}(?:交办|移送函|线索))"
)
_SENT = re.compile(r"(?:接到?|收到|由|经|根据|向|上级|据)\s*$")


def find_authority(text: Piece, fields: Fields, party: Piece | None) -> Piece | None:
    """The authority as the text writes it; None where no body stands out or its name was left out in publication."""
    labelled = fields.get("authority", ())
    if labelled:
        return labelled[0]
    lines = [line.strip() for line in text.lines()]
    lines = [line for line in lines if line]
    return _at_head(lines) or _signed(lines) or _acting(text, party)


def _at_head(lines: Sequence[Piece]) -> Piece | None:
    """The first lines, where they stand above or beside 行政处罚决定书."""
    heads = lines[:6]
    if not any(_HEAD.search(line.flat) for line in heads):
        return None
    for line in heads:
        match = ORGAN.match(line.flat)
        if match and re.fullmatch(
            r"\s*(?:(?:当场)?行政处罚.{0,60}|处罚决定书.{0,60}|[(].{0,40})?", line.flat[match.end() :]
        ):
            return line.group(match)
    return None


def _signed(lines: Sequence[Piece]) -> Piece | None:
    """A line at the end that holds the name alone, or with the date behind it."""
    for line in reversed(lines[-8:]):
        match = ORGAN.match(line.flat)
        if match and re.fullmatch(
            r"\s*(?:[(](?:印章|公章|盖章)[)])?\s*(?:(?:19|20)\d\d\s*年.{3,8}日)?", line.flat[match.end() :]
        ):
            return line.group(match)
    return None


def _acting(text: Piece, party: Piece | None) -> Piece | None:
    """The body that acts most in the story; one that only sent the clue, tested or told the news does not."""
    weights: dict[str, int] = {}
    first: dict[str, Piece] = {}
    for name, weight in _candidates(text):
        if (party and party.flat in name.flat) or is_masked(name.flat):
            continue
        weights[name.value] = weights.get(name.value, 0) + weight
        first.setdefault(name.value, name)
    best = max(weights, key=lambda value: (weights[value], -first[value].start), default=None)
    return first[best] if best is not None and weights[best] > 0 else None


def _candidates(text: Piece) -> Iterator[tuple[Piece, int]]:
    flat = text.flat
    for match in ORGAN.finditer(flat):
        name = text.group(match)
        lead = _LEAD.match(name.flat)
        name = name.part(lead.end(), len(name)) if lead and ORGAN.match(name.flat, lead.end()) else name
        before, after = (
            flat[max(0, name.start - text.start - 6) : name.start - text.start],
            flat[match.end() : match.end() + 14],
        )
        if len(name) < 4 or name.flat[0] in "省市县区各" or _TOLD.match(after) or _SENT.search(before):
            continue
        yield name, 3 if _ACTS.match(after) else 1
