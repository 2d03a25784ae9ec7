"""Numbers of people as everyone may see them."""


def masked(number: str) -> str:
    """The number with all but the first and last characters covered, however long it is; "" for none.

    Of an identity number the first three (the province and half of the city) and the last two characters stay, so that
    people who hold the paper can compare, and nobody else learns the day of birth or the sex.
    """
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"
