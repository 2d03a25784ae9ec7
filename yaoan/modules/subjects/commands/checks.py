"""What is wrong with a code someone typed, as faults of a command; and the form in which a right one is kept."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from yaoan.kernel.commands.errors import sentences
from yaoan.kernel.words import _
from yaoan.modules.subjects import rules
from yaoan.modules.subjects.choices import LicenceKind

_BRACKETS = str.maketrans("()", "（）")


@lru_cache(maxsize=4096)
def verdict(kind: str, text: str) -> rules.Verdict:
    """The verdict on a code; asked several times of each row of a sheet, worked out once."""
    return rules.check_identifier(kind, text)


def code_fault(kind: str, text: str) -> str | None:
    """The sentence that refuses a code: what is wrong and what helps. None for a right one and for no code at all."""
    if not text or kind not in rules.IDENTIFIERS:
        return None
    found = verdict(kind, text)
    if found.ok:
        return None
    return sentences(found.problem, found.way_out)


def kept(kind: str, text: str) -> str:
    """A code in its canonical form; free text without blanks around it where no rule is known."""
    if not text or kind not in rules.IDENTIFIERS:
        return text.strip()
    return verdict(kind, text).normal


def faults_of(**codes: tuple[str, str]) -> dict[str, list[str]]:
    """Faults by field, from `field=(kind, text)`."""
    found = {field: code_fault(kind, text) for field, (kind, text) in codes.items()}
    return {field: [fault] for field, fault in found.items() if fault}


def tidy(name: str) -> str:
    """A name as it stands on a business licence: full-width brackets, no blanks around or doubled."""
    return " ".join(name.translate(_BRACKETS).split())


def date_faults(issued_on: date | None, expires_on: date | None) -> dict[str, list[str]]:
    if issued_on and expires_on and expires_on < issued_on:
        text = _("有效期至 {end} 早于发证日期 {start}，请核对。").format(end=expires_on, start=issued_on)
        return {"expires_on": [text]}
    return {}


def licence_faults(
    kind: LicenceKind | None, code: str, issued_on: date | None, expires_on: date | None
) -> dict[str, list[str]]:
    """What is wrong with a licence that is given together with its firm."""
    faults = faults_of(licence_code=(kind or "", code))
    if code and kind is None:
        faults["licence_kind"] = [str(_("填了证照编号，请选择证照类别。"))]
    if (issued_on or expires_on) and not code:
        faults["licence_code"] = [str(_("填了证照日期，请填写证照编号。"))]
    return {**faults, **date_faults(issued_on, expires_on)}


def place_faults(longitude: Decimal | None, latitude: Decimal | None) -> dict[str, list[str]]:
    """Coordinates outside China, or one without the other."""
    faults = {}
    if longitude is not None and not 73 <= longitude <= 136:
        faults["longitude"] = [str(_("经度应在 73 到 136 之间；请核对，经纬度不要填反。"))]
    if latitude is not None and not 3 <= latitude <= 54:
        faults["latitude"] = [str(_("纬度应在 3 到 54 之间；请核对，经纬度不要填反。"))]
    if (longitude is None) != (latitude is None):
        faults.setdefault("latitude", []).append(str(_("经度和纬度要一起填写。")))
    return faults
