"""Enumerations: A、B、C等, where an item may itself hold the mark that parts items."""

import re

from yaoan.kernel.reading.pieces import Piece

_OPENING = re.compile(
    r"^(?:主要)?(?:包括|包含|是指|是|为|有|即|涵盖|涉及|突出|聚焦于?|紧盯|围绕|针对|以)(?!关|上|下)[:]?"
)
_NUMBER = re.compile(r"^(?:\d{1,2}\s*[.、]|[(]\d{1,2}[)]|[①-⑳]|[一二三四五六七八九]是)\s*")
_CONJUNCTION = re.compile(r"^(?:以及|及|和|与)(?=[\u4e00-\u9fff]{2,})")
_TAIL = re.compile(
    r"等(?:等|各?类|类|高风险|风险较高的?|重点)?(?:产品|品种|药品"
    r"|环节|对象|单位|企业|机构|区域|地区|场所|领域|部位|方面)?$"
)
_AS_WELL = re.compile(r"以及")

# A modifier without its noun: 既往发现问题较多 belongs to the next item, 被多次行政处罚的企业.
_MODIFIER = re.compile(
    r"^(?:被|曾|未|无|有|受|受过|存在|因|涉嫌|经营|生产|使用|从事|委托|接受|近[一二两三四五\d]?[年期]"
    r"|既往|以往|上年度?|多次|屡次|新|含|具有|发生|出现|质量|信用|风险|投诉|管理)"
    r"|(?:较多|较大|较高|较低|较差|较弱|较重|较少|较频繁|频繁|频发|多发|集中|突出|严重|薄弱|不力"
    r"|不强|不高|不足|不规范|不到位|不健全|不完善|混乱|较[\u4e00-\u9fff]|多|差|弱|低|高|大|短|乱)$"
)
_NOUN_PHRASE = re.compile(r"的[\u4e00-\u9fff“”]{1,12}$")
_NOUN = re.compile(
    r"(?:企业|单位|机构|门店|药店|药房|诊所|医院|卫生室|卫生院|市场"
    r"|商户|平台|网站|网店|公司|场所|对象|人员?|持有人|集市|超市|学校|"
    r"疫苗|制品|药品|药|制剂|饮片|注射剂|器械|化妆品|产品|品种|试剂|耗材|隐形眼镜"
    r"|植入剂|药材|原料|敷料|面膜|口罩|仪器?|设备|凝胶|片|胶囊|颗粒|酸钠|毒素|"
    r"环节|渠道|行为|储运|运输|储存|销售|采购|购进|使用|管理|落实|经营|生产|配送|贮存|验收|"
    r"农村|社区|区域|地区|周边|结合部|接合部|乡镇|城区|园区|街道|村|县城|景区|车站|校园|小区|写字楼|综合体)$"
)
_AND = re.compile(r"和|与|及")
_STANDS_ALONE = re.compile(
    r"(?:企业|单位|机构|门店|药店|药房|诊所|医院|卫生室|卫生院"
    r"|市场|商户|平台|网站|网店|公司|场所|商超|超市|学校|环节|渠道"
    r"|农村|社区|区域|地区|周边|结合部|接合部|乡镇|城区|园区|街道|村|景区|车站|小区|写字楼)$"
)
_LONGEST_ITEM = 40
_SENTENCE_LIKE = re.compile(
    r"(?:要|应当|应|须|必须|严禁|不得|是否|加强|开展|落实|确保|严查|严厉|督促|按照|通过|对照|结合|做到|进行|实施)"
)


def items_of(piece: Piece) -> tuple[Piece, ...]:
    """The items of an enumeration, without 包括 before and 等 after it.

    Items are parted at 、; an item that is only a modifier goes with the next (既往发现问题较多、被多次行政处罚的企业).
    Empty where the piece is a sentence rather than a list.
    """
    opening = _OPENING.match(piece.strip().flat)
    piece = piece.strip().part(opening.end() if opening else 0, len(piece))
    parts = [_trimmed(part) for stretch in piece.split("、，,;；") for part in _as_well(stretch)]
    merged: list[Piece] = []
    for part in reversed([part for part in parts if part]):
        if merged and _is_modifier_of(part, merged[-1]):
            merged[-1] = part.to(merged[-1])
        else:
            merged.append(part)
    if not all(_is_item(part) for part in merged):
        return ()
    *first, last = reversed(merged) if merged else [piece]
    return (*first, *(_pair(last) if first else [last])) if merged else ()


def _pair(piece: Piece) -> list[Piece]:
    """The last item of a list, ``零售药店和医疗机构``, as two, where both sides are places or firms by themselves."""
    for match in piece.finditer(_AND):
        left, right = piece.part(0, match.start()), piece.part(match.end(), len(piece))
        if _STANDS_ALONE.search(left.flat) and _STANDS_ALONE.search(right.flat):
            return [left, right]
    return [piece]


def _as_well(piece: Piece) -> list[Piece]:
    """``诊所以及门诊部`` as two."""
    match = _AS_WELL.search(piece.flat)
    if not match or not 1 < match.start() < len(piece) - 3:
        return [piece]
    return [piece.part(0, match.start()).strip(), piece.part(match.end(), len(piece)).strip()]


def _trimmed(piece: Piece) -> Piece:
    for lead in (_NUMBER, _CONJUNCTION):
        match = lead.match(piece.flat)
        piece = piece.part(match.end(), len(piece)).strip() if match else piece
    tail = _TAIL.search(piece.flat)
    return piece.part(0, tail.start()).strip() if tail and tail.start() > 1 else piece


def _is_modifier_of(part: Piece, following: Piece) -> bool:
    """The part has no noun of its own, and what follows is a modifier with 的 and a noun."""
    if _NOUN.search(part.flat) or not _MODIFIER.search(part.flat):
        return False
    return bool(_NOUN_PHRASE.search(following.flat)) and bool(_MODIFIER.search(following.flat))


def _is_item(part: Piece) -> bool:
    return len(part) <= _LONGEST_ITEM and not _SENTENCE_LIKE.match(part.flat) and not re.search(r"[。!?]", part.flat)
