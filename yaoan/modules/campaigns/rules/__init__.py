"""The notice reader: from the file of an official notice to a draft campaign, with the place of every value."""

from yaoan.kernel.reading.sources import UnreadableFile

from .kinds import CAMPAIGNS, Kind
from .reader import read_notice, read_text
from .reading import LABELS, Mark, Reading, Remark

__all__ = ["CAMPAIGNS", "LABELS", "Kind", "Mark", "Reading", "Remark", "UnreadableFile", "read_notice", "read_text"]
