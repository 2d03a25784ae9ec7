"""Kinds of penalty and their sums (行政处罚法 article 9), the ban on persons, and what ended the case otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yaoan.kernel.reading.amounts import AMOUNT, sum_of
from yaoan.kernel.reading.pieces import Piece
from yaoan.kernel.words import Choice, Text, _

from .found import Found
from .labels import Fields


class Kind(Choice):
    """Kinds of penalty, 行政处罚法 article 9, and the decision not to punish, article 33."""

    WARNING = "warning", _("警告")
    CRITICISM = "criticism", _("通报批评")
    FINE = "fine", _("罚款")
    PROCEEDS = "proceeds", _("没收违法所得")
    GOODS = "goods", _("没收非法财物")
    SUSPENDED_LICENCE = "suspended_licence", _("暂扣许可证件")
    REVOKED_LICENCE = "revoked_licence", _("吊销许可证件")
    HALT = "halt", _("责令停产停业")
    CLOSURE = "closure", _("责令关闭")
    BAN = "ban", _("限制从业")
    NONE = "none", _("不予行政处罚")


_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.NONE, re.compile(r"不予(?:行政)?处罚|免予(?:行政)?处罚|免于(?:行政)?处罚")),
    (Kind.WARNING, re.compile(r"警告(?!信|函|标|语)")),
    (Kind.CRITICISM, re.compile(r"通报批评")),
    (Kind.FINE, re.compile(r"(?<!加处)(?<!缴纳)罚款(?!数额|的?限额|缴|.{0,3}[缴交]至)")),
    (Kind.PROCEEDS, re.compile(r"没?收违法所得|没收[^,。;]{0,24}(?:收入|所得)")),
    (Kind.GOODS, re.compile(r"没收(?!违法所得)[^,。;]{0,50}?(?:药品|产品|器械|化妆品|物品|财物|原料|疫苗|设备|工具|[假劣]药|饮片|[片丸膏剂囊液]|\d+(?:[盒瓶支袋]|公斤|千克|kg))")),
    (Kind.SUSPENDED_LICENCE, re.compile(r"暂扣[^,。;]{0,20}(?:许可证|证照|证件)")),
    (Kind.REVOKED_LICENCE, re.compile(r"吊销[^,。;]{0,24}(?:许可证|批准|证照|证件|执照|注册证)")),
    (Kind.HALT, re.compile(r"责令(?:[^,。;]{0,6})停(?:产停业|业|产|止(?:生产|经营)活动)")),
    (Kind.CLOSURE, re.compile(r"责令关闭")),
    (Kind.BAN, re.compile(r"(?:(?:终身|[一二三四五六七八九十\d]{1,3}年(?:内|直至终身)?)(?:不得|禁止)从事|禁止(?:其)?(?:[一二三四五六七八九十\d]{1,3}年|终身)?从事)[^,。;]{0,24}活动")),
)  # fmt: skip
_OPENS = re.compile(
    r"(?:决定当场(?:给予|处以|作出)|(?:本局|我局|本机关)(?:依法)?决定(?:如下)?:|(?:决定|拟)(?:依法)?(?:对(?!外)[^。:;]{0,40})?(?:作出|给予|处以|予以|处)?(?:如下|以下|下列)?(?:行政)?处罚(?:决定)?(?:如下)?|作出(?:如下|以下|下列)[^。:;]{0,12}"
    r"|处罚(?:决定)?(?:内容)?如下|(?:给予|处以|作出|予以)(?:以下|如下|下列)(?:行政)?处罚|(?:依法)?对(?!外|[^。,;:]{0,16}(?:法定代表人|负责人|责任人|主管人员))[^。,;:]{2,40}?(?:作出|处以|给予|予以)(?=[^。]{2,140}?的?(?:行政)?处罚)|(?:依法)?(?:对当事人|对其)[^。]{0,10}(?:作出|处以|给予)|并?作出[^。:;]{0,8}处罚)"
)
_CLOSES = re.compile(
    r"如(?:对本)?(?:不服|逾期)|当事人(?:应当?|如|可以?)(?:在|于|自|不服|对)|逾期不|申请(?:行政)?复议|缴纳(?:罚没)?款|本(?:局|机关)将依法|到期不缴"
)
_ENDED = re.compile(
    r"(?:已|依法|将该案|将本案|该案)?(?:依法)?移(?:送|交)[^。,;]{0,12}?公安(?:机关|局|部门)(?:处理|立案|侦查)?|撤销案件|终止调查|不予立案"
)
_EXCLUDED = re.compile(r"^\s*(?:的?\s*[一二三四五六七八九十百\d]+倍)?\s*(?:以上|以下|[-~—至])")
_FINES = re.compile(r"罚款(?:金额|数额)?(?:人民币|计|合计|共计|为|[:：])*\s*")
_BEFORE_FINE = re.compile(r"\s*(?:整|的|\([^()]{1,24}\)|\s)*罚款")
_FORFEIT = re.compile(r"没?收[^,。;]{0,24}?(?:违法所得|收入)(?:人民币|计|合计|共计|为|[:：])*\s*")
_PERSON = re.compile(
    r"对(?:[^,。;:对]{0,24}?)(?P<post>法定代表人|主要负责人|直接负责的主管人员(?:和其他责任人员)?|(?:其他)?直接责任人(?:员)?|其他责任人员|质量负责人|企业负责人|实际控制人|店长|负责人)"
    r"(?:、[\u4e00-\u9fff]{2,10})?(?:[“(]?(?P<name>(?!处以|给予|没收|罚款|作出|禁止|终身|个人|予以|依法|其上)[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,2}|某{1,2}|\*{1,2}|×{1,2}))[)”]?)?"
    r"(?=[,:]|处|给予|没收|罚|作出|禁止|终身|个人|予以|依法|[一二三四五六七八九十\d]+年)"
)
_TERM = re.compile(r"终身|[一二三四五六七八九十\d]{1,3}年")


@dataclass(frozen=True)
class Penalty:
    """One penalty with its words, and the sum in yuan where it has one."""

    kind: Kind
    piece: Piece
    amount: Found | None = None


@dataclass(frozen=True)
class Punished:
    """A person punished beside the firm, and what was said of him; without a name where the text gives the post alone."""

    name: Piece | None
    post: Piece
    penalties: tuple[Penalty, ...]
    ban: Piece | None = None


@dataclass(frozen=True)
class Outcome:
    """All that was decided. ``zone`` is the part of the text that decides, None where the text has none."""

    zone: Piece | None
    penalties: tuple[Penalty, ...] = ()
    persons: tuple[Punished, ...] = ()
    ended: Piece | None = None

    @property
    def fine(self) -> Found | None:
        """The fine on the firm: the one sum, or the sum of several fines on it where each is said."""
        fines = [penalty.amount for penalty in self.penalties if penalty.kind is Kind.FINE and penalty.amount]
        if len(fines) < 2:
            return fines[0] if fines else None
        return Found(sum((Decimal(str(fine.value)) for fine in fines), Decimal(0)), fines[0].piece)

    @property
    def fines(self) -> list[Penalty]:
        """The fines on the firm that have a sum."""
        return [penalty for penalty in self.penalties if penalty.kind is Kind.FINE and penalty.amount]

    @property
    def confiscated(self) -> Found | None:
        """The proceeds confiscated."""
        sums = [penalty.amount for penalty in self.penalties if penalty.kind is Kind.PROCEEDS and penalty.amount]
        return sums[0] if sums else None


def find_outcome(text: Piece, fields: Fields) -> Outcome:
    """The penalties said in the deciding part of the text, or in its labelled fields."""
    zone = _zone(text)
    labels = [piece for key in ("content", "kinds") for piece in fields.get(key, ())]
    ended = text.find(_ENDED)
    parts = [zone] if zone else labels
    persons = tuple(_persons(text))
    spans = [(person.post.start, person.penalties[-1].piece.end) for person in persons if person.penalties]
    penalties: dict[tuple[Kind, object], Penalty] = {}
    for part in [*parts, *labels]:
        for penalty in _penalties(part):
            if any(start <= penalty.piece.start < end for start, end in spans):
                continue
            same = [key for key in penalties if key[0] is penalty.kind]
            value = penalty.amount.value if penalty.amount else None
            if not same:
                penalties[penalty.kind, value] = penalty
            elif value is not None and (penalty.kind, None) in penalties:
                del penalties[penalty.kind, None]
                penalties[penalty.kind, value] = penalty
            elif value is not None and part is zone:
                penalties.setdefault((penalty.kind, value), penalty)
    _of_labels(fields, penalties)
    return Outcome(zone, tuple(penalties.values()), persons, ended)


def _of_labels(fields: Fields, penalties: dict[tuple[Kind, object], Penalty]) -> None:
    """Columns 罚款金额（万元） and 没收金额 of the sheet of publication."""
    for key, kind in (("fine", Kind.FINE), ("confiscated", Kind.PROCEEDS)):
        for piece in fields.get(key, ()):
            amount = _cell_amount(piece)
            if amount and not any(known is kind and value is not None for known, value in penalties):
                penalties.pop((kind, None), None)
                penalties[kind, amount.value] = Penalty(kind, piece, amount)


def _cell_amount(piece: Piece) -> Found | None:
    match = AMOUNT.search(piece.flat)
    amount = sum_of(piece, match) if match else None
    if amount:
        return Found(amount.value, amount.piece)
    plain = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(万)?\s*", piece.flat)
    if not plain:
        return None
    label = piece.source[max(0, piece.start - 16) : piece.start]
    factor = 10_000 if plain[2] or "万元" in label else 1
    value = Decimal(plain[1]) * factor
    return Found(value, piece) if value else None


def _zone(text: Piece) -> Piece | None:
    """From the last opening of the decision to the words on payment and remedy; the whole is not taken for it."""
    best: Piece | None = None
    for match in text.finditer(_OPENS):
        start = text.group(match)
        rest = text.after(start)
        close = rest.find(_CLOSES)
        zone = start.to(rest.before(close)) if close else start.to(rest)
        if any(pattern.search(zone.flat) for _kind, pattern in _WORDS):
            best = zone if best is None or not _has_sum(best) or _has_sum(zone) else best
    return best


def _has_sum(zone: Piece) -> bool:
    return bool(AMOUNT.search(zone.flat))


def _penalties(part: Piece) -> Iterator[Penalty]:
    for kind, pattern in _WORDS:
        for match in part.finditer(pattern):
            piece = part.group(match)
            amount = _amount(part, match, kind)
            if (
                kind is Kind.FINE
                and amount is None
                and _EXCLUDED_FINE.search(part.flat[max(0, match.start() - 16) : match.start()])
            ):
                continue
            yield Penalty(kind, piece.to(amount.piece) if amount and amount.piece.end > piece.end else piece, amount)


_EXCLUDED_FINE = re.compile(r"(?:以上|以下|倍)的?$")


def _amount(part: Piece, match: re.Match[str], kind: Kind) -> Found | None:
    """The sum behind 罚款 or before it (处以5000元罚款); behind 没收违法所得."""
    flat = part.flat
    lead = {Kind.FINE: _FINES, Kind.PROCEEDS: _FORFEIT}.get(kind)
    if lead is None:
        return None
    opening = lead.match(flat, match.start())
    said = AMOUNT.match(flat, opening.end()) if opening else None
    if said is None and kind is Kind.FINE:
        near = list(AMOUNT.finditer(flat, max(0, match.start() - 40), match.start()))
        said = near[-1] if near and _BEFORE_FINE.match(flat, near[-1].end()) else None
    if said is None or _EXCLUDED.match(flat[said.end() :]):
        return None
    amount = sum_of(part, said)
    return Found(amount.value, amount.piece) if amount else None


def _persons(part: Piece) -> Iterator[Punished]:
    """Each person from his name to the next one, or to the end of his sentence."""
    matches = list(part.finditer(_PERSON))
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(part)
        reach = part.part(match.end(), end)
        stop = re.search(r"[。\n]", reach.flat)
        reach = reach.part(0, stop.start()) if stop else reach
        penalties = tuple(sorted(_penalties(reach), key=lambda penalty: penalty.piece.start))
        ban = next((penalty.piece for penalty in penalties if penalty.kind is Kind.BAN), None)
        term = ban.find(_TERM) if ban else None
        if penalties:
            name = part.group(match, "name") if match["name"] else None
            yield Punished(name, part.group(match, "post"), penalties, term or ban)


def label_of(kinds: tuple[Kind, ...]) -> Text | str:
    """The labels of several kinds, in their order."""
    return "、".join(str(kind.label) for kind in dict.fromkeys(kinds))
