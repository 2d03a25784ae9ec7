"""The log as JSON lines: what a machine reads, without what would tell of a person."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is answered, for every line of the log."""


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, logger, message, request and what the caller adds.

    Of an exception its type and the places it passed are written, not its text: databases quote values in theirs.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage().partition("?")[0],
            "request": request_id.get(),
            **getattr(record, "more", {}),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-20:]]
        return json.dumps(line, ensure_ascii=False, default=str)
