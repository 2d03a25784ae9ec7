"""What kind of firm it is, and what kind of paper, where a register does not say so: told by the number and the name."""

import re

from yaoan.modules.subjects.choices import LicenceKind, SubjectKind
from yaoan.modules.subjects.rules.identifiers import check_identifier, kinds_of

BY_BUSINESS = {
    "A": SubjectKind.WHOLESALER,
    "B": SubjectKind.CHAIN_HQ,
    "C": SubjectKind.CHAIN_SHOP,
    "D": SubjectKind.PHARMACY,
}
"""First letter of a drug distribution licence → kind of firm (Order 84, art. 76)."""

BY_PAPER = {
    LicenceKind.DRUG_PRODUCTION: SubjectKind.MAKER,
    LicenceKind.DEVICE_PRODUCTION: SubjectKind.MAKER,
    LicenceKind.DEVICE_PRODUCTION_FILING: SubjectKind.MAKER,
    LicenceKind.COSMETIC_PRODUCTION: SubjectKind.MAKER,
    LicenceKind.DRUG_PLATFORM_FILING: SubjectKind.PLATFORM,
    LicenceKind.DEVICE_PLATFORM_FILING: SubjectKind.PLATFORM,
}
"""Papers that only one kind of firm has."""

BY_NAME = (
    (re.compile("村.{0,6}(?:卫生室|卫生所|医务室)|村卫生"), SubjectKind.VILLAGE_CLINIC),
    (re.compile("医疗美容|美容医院|整形"), SubjectKind.BEAUTY),
    (re.compile("诊所|门诊|医务室|卫生室|卫生所|卫生站"), SubjectKind.CLINIC),
    (re.compile("医院|卫生院|卫生服务中心|妇幼保健"), SubjectKind.HOSPITAL),
    (
        re.compile("连锁.*(?:店|部|分公司)$|(?:分店|连锁店)$|药.*第?[0-9一二三四五六七八九十百]+店$"),
        SubjectKind.CHAIN_SHOP,
    ),
    (re.compile("连锁"), SubjectKind.CHAIN_HQ),
    (re.compile("药房|药店|药铺|药行|国药馆|药品超市|大药堂"), SubjectKind.PHARMACY),
    (re.compile("制药|药厂|饮片厂|药业.*厂$"), SubjectKind.MAKER),
    (re.compile("医疗器械|医疗用品|医疗设备|助听器|眼镜"), SubjectKind.DEVICE_FIRM),
    (re.compile("医药.*(?:公司|站)$|药品.*批发"), SubjectKind.WHOLESALER),
    (re.compile("化妆品|美容|美妆|日化|美发"), SubjectKind.COSMETIC_FIRM),
)
"""Words in names, the particular before the general. What is not here is asked."""


def licence_kind_of(number: str) -> str | None:
    """The kind of paper a number belongs to, as far as the number tells."""
    papers = {kind.value for kind in LicenceKind}
    return next((kind for kind in kinds_of(number) if kind in papers), None)


def kind_by_licence(number: str) -> SubjectKind | None:
    """The kind of firm that has a paper with this number."""
    kind = licence_kind_of(number) if number else None
    if kind == LicenceKind.DRUG_DISTRIBUTION:
        return BY_BUSINESS.get(check_identifier(kind, number).parts.get("business", ""))
    return BY_PAPER.get(LicenceKind(kind)) if kind else None


def kind_by_name(name: str) -> SubjectKind | None:
    """The kind of firm that bears such a name."""
    return next((kind for pattern, kind in BY_NAME if pattern.search(name)), None)
