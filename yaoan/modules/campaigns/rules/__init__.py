"""The notice reader: from the file of an official notice to a draft campaign, with the place of every value."""

from .kinds import CAMPAIGNS, Kind
from .reader import read_notice, read_text
from .reading import LABELS, Mark, Reading, Remark
from .sources import UnreadableNotice

__all__ = ["CAMPAIGNS", "LABELS", "Kind", "Mark", "Reading", "Remark", "UnreadableNotice", "read_notice", "read_text"]
