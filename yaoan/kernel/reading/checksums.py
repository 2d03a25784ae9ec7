"""Check characters of the codes that have one. Every function takes the code without its check character.

All arguments are already in canonical characters (half-width, capital letters); a character outside the alphabet of the
code raises `ValueError`.
"""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a unified social credit code: no I, O, S, V, Z (GB 32100-2015)."""

_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"


def uscc_check(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015: weighted sum modulo 31)."""
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def organisation_check(first8: str) -> str:
    """The 9th character of an organisation code, which is characters 9 to 17 of a credit code (GB 11714: modulo 11)."""
    total = sum(int(char, 36) * weight for char, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def registration_check(first14: str) -> str:
    """The 15th digit of a business registration number of 2007 to 2015 (ISO 7064 MOD 11,10)."""
    product = 10
    for digit in first14:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def identity_check(first17: str) -> str:
    """The 18th character of a citizen's identity number (GB 11643-1999: ISO 7064 MOD 11-2)."""
    total = sum(int(char) * weight for char, weight in zip(first17, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11]


def gtin_check(digits: str) -> str:
    """The last digit of a GTIN of any length, and of a national drug code (from the right: weights 3, 1, 3 …)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
