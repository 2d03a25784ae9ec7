"""Well-formed codes for invented firms, people and products: right in every check, and no one's.

Each function draws from the ``random.Random`` it is given, so a seed gives the same codes again. By default all codes
are of the place of drills (division code 99…, short name 演), which no authority uses. ``taken`` is a set of codes
already given out: a new code is not in it and is added to it.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from yaoan.kernel.reading.checksums import (
    USCC_ALPHABET,
    gtin_check,
    identity_check,
    organisation_check,
    registration_check,
    uscc_check,
)
from yaoan.modules.subjects.rules.characters import PRACTICE_PLACE

AREA = "990101"
"""An invented county of the place of drills."""

_DIGITS = "0123456789"
_MOST_TRIES = 10_000


def issue_uscc(rng: Random, *, area: str = AREA, entity: str = "91", taken: set[str] | None = None) -> str:
    """A unified social credit code: ``entity`` is 91 enterprise, 92 individual business, 12 public institution …"""

    def draw() -> str:
        organisation = "MA" + _some(rng, USCC_ALPHABET, 6)
        first17 = entity + area + organisation + organisation_check(organisation)
        return first17 + uscc_check(first17)

    return _fresh(draw, taken)


def issue_registration_number(rng: Random, *, area: str = AREA, taken: set[str] | None = None) -> str:
    """A business registration number of 15 digits, as licences bore it before 2015."""

    def draw() -> str:
        first14 = area + _some(rng, _DIGITS, 8)
        return first14 + registration_check(first14)

    return _fresh(draw, taken)


def issue_identity_number(
    rng: Random, *, born_on: date, is_male: bool, area: str = AREA, taken: set[str] | None = None
) -> str:
    """A citizen's identity number of 18 characters."""

    def draw() -> str:
        order = rng.randrange(0, 1000, 2) + (1 if is_male else 0)
        first17 = f"{area}{born_on:%Y%m%d}{order:03d}"
        return first17 + identity_check(first17)

    return _fresh(draw, taken)


def issue_approval_number(rng: Random, *, letter: str = "H", year: int = 2020, taken: set[str] | None = None) -> str:
    """A drug approval number; ``letter`` is H, Z or S, with C or J behind it for drugs from beyond the mainland.

    Serials are drawn from 9000 upwards, which real numbers hardly reach.
    """
    return _fresh(lambda: f"国药准字{letter}{year:04d}9{_some(rng, _DIGITS, 3)}", taken)


def issue_home_code(rng: Random, *, taken: set[str] | None = None) -> str:
    """A national drug code (本位码) of 14 digits, of an enterprise number beyond those given out."""

    def draw() -> str:
        first13 = "86999" + _some(rng, _DIGITS, 8)
        return first13 + gtin_check(first13)

    return _fresh(draw, taken)


def issue_trace_code(rng: Random, *, product: str = "9900001", taken: set[str] | None = None) -> str:
    """A trace code of 20 digits for one box of the product with the 7-digit drug identification code ``product``."""
    return _fresh(lambda: product + _some(rng, _DIGITS, 13), taken)


def issue_gtin(rng: Random, *, taken: set[str] | None = None) -> str:
    """A trade item number of 14 digits, with a company prefix (0200 …) that is kept for use inside one firm."""

    def draw() -> str:
        first13 = "002" + _some(rng, _DIGITS, 10)
        return first13 + gtin_check(first13)

    return _fresh(draw, taken)


def issue_device_registration(
    rng: Random, *, level: int = 2, imported: bool = False, year: int = 2020, taken: set[str] | None = None
) -> str:
    """A device registration number of class 2 or 3: by the province of drills, or by the nation where the law says so."""
    place = PRACTICE_PLACE if level == 2 and not imported else "国"
    entry = "进" if imported else "准"
    return _fresh(
        lambda: f"{place}械注{entry}{year:04d}{level}{rng.randint(1, 22):02d}9{_some(rng, _DIGITS, 3)}", taken
    )


def issue_device_filing(rng: Random, *, town: str = "安", year: int = 2020, taken: set[str] | None = None) -> str:
    """A filing number of a class I device; ``town`` is the short name of the city."""
    return _fresh(lambda: f"{PRACTICE_PLACE}{town}械备{year:04d}{_some(rng, _DIGITS, 4)}", taken)


def issue_cosmetic_filing(rng: Random, *, year: int = 2022, taken: set[str] | None = None) -> str:
    """A filing number of an ordinary cosmetic made in the place of drills."""
    return _fresh(lambda: f"{PRACTICE_PLACE}G妆网备字{year:04d}{_some(rng, _DIGITS, 6)}", taken)


def issue_cosmetic_registration(rng: Random, *, year: int = 2022, taken: set[str] | None = None) -> str:
    """A registration number of a special cosmetic; serials from 9000 upwards."""
    return _fresh(lambda: f"国妆特字{year:04d}9{_some(rng, _DIGITS, 3)}", taken)


def issue_drug_distribution_licence(
    rng: Random,
    *,
    business: str = "D",
    legal_person: bool = False,
    area: str = "9901",
    taken: set[str] | None = None,
) -> str:
    """A drug distribution licence number: ``business`` is A wholesale, B chain headquarters, C chain shop, D single shop."""
    person = "A" if legal_person else "B"
    return _fresh(lambda: f"{PRACTICE_PLACE}{business}{person}{area}{_some(rng, _DIGITS, 5)}", taken)


def issue_old_drug_distribution_licence(rng: Random, *, business: str = "D", taken: set[str] | None = None) -> str:
    """A drug distribution licence number of the form before 2024 (seven digits)."""
    return _fresh(lambda: f"{PRACTICE_PLACE}{business}B990{_some(rng, _DIGITS, 4)}", taken)


def issue_drug_production_licence(rng: Random, *, year: int = 2020, taken: set[str] | None = None) -> str:
    """A drug manufacturing licence number."""
    return _fresh(lambda: f"{PRACTICE_PLACE}{year:04d}{_some(rng, _DIGITS, 4)}", taken)


def issue_cosmetic_production_licence(rng: Random, *, year: int = 2020, taken: set[str] | None = None) -> str:
    """A cosmetics manufacturing licence number."""
    return _fresh(lambda: f"{PRACTICE_PLACE}妆{year:04d}{_some(rng, _DIGITS, 4)}", taken)


def issue_device_licence(
    rng: Random,
    *,
    work: str = "经营",
    act: str = "许",
    town: str = "安",
    year: int = 2022,
    taken: set[str] | None = None,
) -> str:
    """A device licence (``act`` 许) or filing (备) number for distribution (``work`` 经营) or manufacture (生产)."""
    return _fresh(lambda: f"{PRACTICE_PLACE}{town}药监械{work}{act}{year:04d}{_some(rng, _DIGITS, 4)}号", taken)


def issue_platform_filing(rng: Random, *, thing: str = "药", year: int = 2023, taken: set[str] | None = None) -> str:
    """A filing number of an online platform for drugs (``thing`` 药) or devices (械)."""
    ordinal, length = ("第", 5) if thing == "械" else ("", 4)
    return _fresh(
        lambda: f"({PRACTICE_PLACE})网{thing}平台备字({year:04d}){ordinal}{_some(rng, _DIGITS, length)}号", taken
    )


def issue_information_certificate(rng: Random, *, year: int = 2023, taken: set[str] | None = None) -> str:
    """The number of an online drug information certificate."""
    return _fresh(lambda: f"({PRACTICE_PLACE})-经营性-{year:04d}-{_some(rng, _DIGITS, 4)}", taken)


def _some(rng: Random, alphabet: str, count: int) -> str:
    return "".join(rng.choices(alphabet, k=count))


def _fresh(draw: Callable[[], str], taken: set[str] | None) -> str:
    """A drawn code that is not taken yet; a `ValueError` when nearly all codes of the form are."""
    if taken is None:
        return draw()
    for _try in range(_MOST_TRIES):
        code = draw()
        if code not in taken:
            taken.add(code)
            return code
    raise ValueError("nearly all codes of this form are taken; use another year or area")
