"""``yaoan read-notice FILE [--json]``."""

import argparse
import json
import sys
from pathlib import Path

from yaoan.kernel.reading.sources import UnreadableFile
from yaoan.kernel.words import _

from .display import displayed
from .reader import read_notice


def run(argv: list[str]) -> int:
    """Reads the file named in ``argv`` and prints what was understood; 0, or 1 with one sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="yaoan read-notice", description=str(_("读懂一份通知：txt、docx、pdf 或网页"))
    )
    parser.add_argument("file", type=Path, help=str(_("通知的文件")))
    parser.add_argument("--json", action="store_true", help=str(_("输出 JSON")))
    arguments = parser.parse_args(argv)
    return print_reading(arguments.file, as_json=arguments.json)


def print_reading(path: Path, *, as_json: bool) -> int:
    """Prints the reading of one file as JSON or for people; the exit code."""
    try:
        reading = read_notice(path.read_bytes(), name=path.name)
    except OSError as error:
        print(_("打不开“{name}”：{reason}。").format(name=path, reason=error.strerror), file=sys.stderr)
        return 1
    except UnreadableFile as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(reading.as_json(), ensure_ascii=False, indent=1) if as_json else displayed(reading))
    return 0
