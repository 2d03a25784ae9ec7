"""The ids of commands: UUIDs of version 7 (RFC 9562), which begin with the time.

Ids drawn one after the other stand side by side in the index of the journal. Random ones would touch another of its pages
each, which at twenty million lines are no longer in memory.
"""

import os
import time
from uuid import UUID


def command_id() -> UUID:
    """An id for a command that its giver did not name: 48 bits of Unix time in milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    drawn = int.from_bytes(os.urandom(10))
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (drawn >> 62 & 0xFFF) << 64 | 0b10 << 62 | drawn & (1 << 62) - 1)
