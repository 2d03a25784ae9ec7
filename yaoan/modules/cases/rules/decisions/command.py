"""``yaoan read-decision FILE [--json]``."""

import argparse
import json
import sys
from pathlib import Path

from yaoan.kernel.reading.sources import UnreadableFile
from yaoan.kernel.words import _

from .display import displayed
from .reader import read_decision


def run(argv: list[str]) -> int:
    """Reads the file named in ``argv`` and prints what was understood; 0, or 1 with one sentence on standard error."""
    parser = argparse.ArgumentParser(
        prog="yaoan read-decision", description=str(_("读懂一份公示的行政处罚决定：txt、docx、pdf 或网页"))
    )
    parser.add_argument("file", type=Path, help=str(_("决定书或者公示信息的文件")))
    parser.add_argument("--json", action="store_true", help=str(_("输出 JSON")))
    arguments = parser.parse_args(argv)
    path: Path = arguments.file
    try:
        reading = read_decision(path.read_bytes(), name=path.name)
    except OSError as error:
        print(_("打不开“{name}”：{reason}。").format(name=path, reason=error.strerror), file=sys.stderr)
        return 1
    except UnreadableFile as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(reading.as_json(), ensure_ascii=False, indent=1) if arguments.json else displayed(reading))
    return 0
