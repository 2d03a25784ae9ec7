"""What messages are called, and for how long two secrets are good."""

import re

KEPT_DAYS = 3
"""How many days after an exchange messages are signed with the former secret as well: as long as one is tried."""

_MESSAGE = re.compile(r"msg_(\d{1,18})_(\d{1,18})")


def entry_of(message_id: str, subscription: int) -> int | None:
    """The journal entry a message id stands for; None where it is no message of this subscription."""
    match = _MESSAGE.fullmatch(message_id.strip())
    return int(match[2]) if match and int(match[1]) == subscription else None
