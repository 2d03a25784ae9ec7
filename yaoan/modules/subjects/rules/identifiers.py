"""The register of all kinds of codes, and the one question: is this text such a code, and if not, what is wrong?"""

import re
from datetime import date
from types import MappingProxyType
from typing import Final

from yaoan.kernel.words import _
from yaoan.modules.subjects.rules import drug_numbers, filing_numbers, firm_codes, licence_numbers, product_numbers
from yaoan.modules.subjects.rules.characters import compact, is_nothing, is_scientific, look_alikes
from yaoan.modules.subjects.rules.verdicts import Identifier, Verdict

IDENTIFIERS: Final = MappingProxyType(
    {
        identifier.kind: identifier
        for identifier in (
            firm_codes.CREDIT_CODE,
            firm_codes.IDENTITY_NUMBER,
            drug_numbers.APPROVAL_NUMBER,
            drug_numbers.HOME_CODE,
            drug_numbers.TRACE_CODE,
            drug_numbers.TRADE_ITEM_NUMBER,
            product_numbers.DEVICE_REGISTRATION,
            product_numbers.DEVICE_FILING,
            product_numbers.COSMETIC_REGISTRATION,
            product_numbers.COSMETIC_FILING,
            licence_numbers.DRUG_DISTRIBUTION_LICENCE,
            licence_numbers.DRUG_PRODUCTION_LICENCE,
            filing_numbers.DEVICE_DISTRIBUTION_LICENCE,
            filing_numbers.DEVICE_DISTRIBUTION_FILING,
            filing_numbers.DEVICE_PRODUCTION_LICENCE,
            filing_numbers.DEVICE_PRODUCTION_FILING,
            licence_numbers.COSMETIC_PRODUCTION_LICENCE,
            filing_numbers.DRUG_PLATFORM_FILING,
            filing_numbers.DEVICE_PLATFORM_FILING,
            filing_numbers.DRUG_INFORMATION_CERTIFICATE,
            licence_numbers.PHARMACIST_REGISTRATION,
        )
    }
)
"""Kind → identifier: label in both languages, source, whether verified, shapes with examples."""

_FREE_TEXT = frozenset({"pharmacist_registration"})
_MOST_CHARACTERS = 200
_LONGEST_CODE = 40
_SEPARATORS = re.compile(r"[\s,，;；、/|和及]+")


def check_identifier(kind: str, text: str, *, on: date | None = None) -> Verdict:
    """The verdict on ``text`` as a code of ``kind``; never raises on any text.

    ``kind`` is a key of `IDENTIFIERS` (anything else is a `KeyError`). With ``on`` a year or birth date after that day
    is a fault.
    """
    identifier = IDENTIFIERS[kind]
    plain = compact(text[:_MOST_CHARACTERS])
    verdict = identifier.judge(plain, on)
    if verdict is not None and verdict.ok:
        return verdict
    if is_nothing(plain):
        return _refusal(kind, "", _("没有填写"), None)
    if is_scientific(plain):
        way_out = _("电子表格把长数字变成了科学记数，末尾几位已丢失。请先把该列设为文本格式，再从原件录入。")
        return _refusal(kind, plain, _("{text} 不是号码").format(text=plain), way_out)
    return verdict or _refused_misfit(identifier, text[:_MOST_CHARACTERS], plain, on)


def kinds_of(text: str, *, on: date | None = None) -> tuple[str, ...]:
    """The kinds of which ``text`` is a valid code, in the order of the register (legacy forms and free text left out)."""
    plain = compact(text[:_MOST_CHARACTERS])
    return tuple(kind for kind, identifier in IDENTIFIERS.items() if _accepts(identifier, plain, on))


def _accepts(identifier: Identifier, plain: str, on: date | None) -> bool:
    """Whether the text is a valid code of this kind; legacy forms and free text are left out: they fit too much."""
    verdict = identifier.judge(plain, on)
    return verdict is not None and verdict.ok and verdict.form != "legacy" and identifier.kind not in _FREE_TEXT


def _refusal(kind: str, normal: str, problem: object, way_out: object, suggestion: str | None = None) -> Verdict:
    return Verdict(
        kind=kind,
        ok=False,
        normal=normal,
        form="unknown",
        problem=str(problem),
        way_out=None if way_out is None else str(way_out),
        suggestion=suggestion,
    )


def _refused_misfit(identifier: Identifier, text: str, plain: str, on: date | None) -> Verdict:
    """The refusal of a text that has no shape of this kind: the likely slip, the kind it really is, or what is off."""
    problem, way_out = identifier.diagnose(plain)
    suggestion = _look_alike(identifier, plain, on)
    if suggestion is not None:
        meant = _("是不是 {code}？形近的字容易混淆，请对照原件核对。").format(code=suggestion)
        return _refusal(identifier.kind, plain, problem, meant, suggestion)
    several = _refused_several(identifier, text, plain, on)
    if several is not None:
        return several
    others = [other.label for other in IDENTIFIERS.values() if other is not identifier and _accepts(other, plain, on)]
    if others:
        labels = "、".join(map(str, others))
        problem = _("这像是{labels}，不是{label}").format(labels=labels, label=identifier.label)
    return _refusal(identifier.kind, plain, problem, way_out)


def _look_alike(identifier: Identifier, plain: str, on: date | None) -> str | None:
    """A valid code that differs in the fewest easily confused characters from a text that fits no shape."""
    if len(plain) > _LONGEST_CODE:
        return None
    for changes in (1, 2, 3):
        fitting = [verdict for text in look_alikes(plain, changes) if (verdict := identifier.judge(text, on))]
        if fitting:
            # Only the smallest change that fits counts: beyond it, check characters would agree by chance.
            return next((verdict.normal for verdict in fitting if verdict.ok), None)
    return None


def _refused_several(identifier: Identifier, text: str, plain: str, on: date | None) -> Verdict | None:
    """The refusal of a text that holds one valid code among other words, or several; None if it holds none."""
    found = _embedded(identifier, plain, on)
    if not found:  # blanks between codes may be all that separates them
        parts = [compact(part) for part in _SEPARATORS.split(text)]
        found = [part for part in parts if len(parts) > 1 and _accepts(identifier, part, on)]
    distinct = list(dict.fromkeys(found))
    if len(distinct) > 1:
        problem = _("一格里填了 {count} 个编号").format(count=len(distinct))
        return _refusal(identifier.kind, plain, problem, _("每个编号单独一行。"))
    if distinct:
        only = _("只填编号本身：{code}").format(code=distinct[0])
        return _refusal(identifier.kind, plain, _("编号之外还有别的文字"), only, distinct[0])
    return None


def _embedded(identifier: Identifier, plain: str, on: date | None) -> list[str]:
    """Valid codes of current or old form that stand in a longer text, in order.

    Several may follow each other without a gap; a single one must not be cut out of a longer number or word.
    """
    found: dict[int, tuple[int, str]] = {}
    for shape in identifier.shapes:
        if shape.form == "legacy" or identifier.kind in _FREE_TEXT:
            continue
        for match in shape.pattern.finditer(plain):
            start, end = match.span()
            if any(first <= start < last for first, (last, _code) in found.items()):
                continue
            verdict = shape.verdict(identifier.kind, match[0], on)
            if verdict is not None and verdict.ok:
                found[start] = end, verdict.normal
    if len(found) == 1:
        [(start, (end, _code))] = found.items()
        if _is_cut(plain, start) or _is_cut(plain, end):
            return []
    return [code for _start, (_end, code) in sorted(found.items())]


def _is_cut(plain: str, place: int) -> bool:
    """Whether the characters before and at ``place`` are both Latin letters or digits."""
    around = plain[max(place - 1, 0) : place + 1]
    return 0 < place < len(plain) and around.isascii() and around.isalnum()
