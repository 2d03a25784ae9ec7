"""Names of agencies, sections and other units, as notices write them."""

import re

from yaoan.kernel.reading.pieces import Piece

# Endings of full names of bodies that issue documents.
_AGENCY = (
    r"(?:局|委员会|卫健委|发改委|厅|总局|署|人民政府|政府办公室"
    r"|办公厅|办公室|管委会|管理委员会|检察院|法院|中心|总队|支队|大队"
    r"|领导小组|指挥部|专班|联席会议|食安办|药安办|食安委|药安委|分局|监管所"
    r"|管理所|综合司|司|总站|党组|党委|协会|学会|研究院|检验院|联社|总社)"
)
AGENCY = re.compile(rf"^(?:中共)?[\u4e00-\u9fff（）()·]{{2,30}}?{_AGENCY}(?:[\u4e00-\u9fff]{{1,6}}(?:处|科|股))?$")

# What units inside and around an agency end with.
_UNIT_END = re.compile(
    r"(?:局|委|委员会|厅|署|司|院|办|办公室|政府|中心|总局|分局|支队|大队"
    r"|总队|中队|小队|队|所|站|科|处|股|室|部|部门|机关|单位|机构|集团|公司"
    r"|协会|小组|专班|街道|镇|乡|办事处|企业|法院|检察院|学校|医院"
    r"|党委|党组|组|会|盟|州|各县|各市|各区|各地|县|市|区|两级|三级|领导)"
    r"(?:[(][^()]{1,16}[)])?$"
)
_GROUP = re.compile(
    r"^(?:各|全体|其他|其它|有关|相关|市级|县级|省级|上级|属地|辖区|所在地|市局|县局|省局|区局|州局|总局)"
)
_NOT_UNIT = re.compile(
    r"[。!?]|^(?:对|把|将|按|以|在|从|为|要|应|并|及时|全面|切实|进一步|认真)|工作$|行动$|的$|^(?:每|第)"
)
_LEAD = re.compile(r"^(?:分别)?(?:由|请|报|至|给|到|向|于|和|及|与|会同|联合|配合)")
_TAIL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?|等|共同|分别|按(?:照)?(?:各自)?职[责能]?(?:分工)?|按(?:照)?分工|具体)$"
)
_JOINT = re.compile(r"(?:和|及|与|以及)(?=[\u4e00-\u9fff]{2,})")

_SAYS = re.compile(r"^(?:各|关于|按照|根据|请|由)|负责|报送|按照|开展|及时|要求|提交|上报")

LONGEST = 36


def is_unit(name: str) -> bool:
    """True where the words look like the name of a unit or a group of units (各分局, 县局药械股, 市级三部门)."""
    if not 2 <= len(name) <= LONGEST or _NOT_UNIT.search(name):
        return False
    return bool(_UNIT_END.search(name))


def is_agency(name: str) -> bool:
    """True for the full name of one body: what may sign a notice."""
    return bool(AGENCY.match(name)) and not _SAYS.search(name)


def split_units(piece: Piece) -> tuple[Piece, ...]:
    """The units of a list such as ``药品股、执法大队，各市场监督管理所``, without 等, 分别 and 按职责分工."""
    units: list[Piece] = []
    for part in piece.split("、,，;；/ \n"):
        for name in _jointly(_bare(part)):
            if 2 <= len(name) <= LONGEST and not _NOT_UNIT.search(name.flat):
                units.append(name)
    return tuple(units)


def _bare(piece: Piece) -> Piece:
    """Without 由 before and 等、按职责分工 after."""
    lead = _LEAD.match(piece.flat)
    piece = piece.part(lead.end(), len(piece)) if lead and len(piece) > lead.end() + 1 else piece
    while (tail := _TAIL.search(piece.flat)) and tail.start() >= 2 and not is_group_word(piece.flat):
        piece = piece.part(0, tail.start())
    return piece.strip()


def is_group_word(text: str) -> bool:
    """各有关部门, 相关单位: names of groups in which 有关部门 is no tail."""
    return bool(re.fullmatch(r"(?:各|市级|县级|省级)?(?:有关|相关)(?:部门|单位)", text))


def _jointly(piece: Piece) -> list[Piece]:
    """``药品股和执法大队`` as two, where both sides are units."""
    for match in _JOINT.finditer(piece.flat):
        left, right = piece.part(0, match.start()), piece.part(match.end(), len(piece))
        if is_unit(left.flat) and is_unit(right.flat):
            return [left, *_jointly(right)]
    return [piece]
