"""The virus scanner of an installation: a program that is shown each new file before the file is kept.

`YAOAN_SCANNER` is its command line; the path of the file is added. It ends with 0 where it found nothing and with 1 where it
found something, as clamscan and clamdscan do; what it printed last is told. Whatever else happens the file is not kept.
"""

import os
import shlex
import subprocess
from pathlib import Path

from yaoan.kernel.words import _

SECONDS = 120
"""How long one file may take."""
LONGEST = 80
"""Characters of what was found that are told."""


class NotScanned(RuntimeError):
    """Nobody knows whether the file is clean; the text says why."""


def found_in(path: Path) -> str | None:
    """What the scanner found in a file; None where it found nothing, or there is no scanner. Raises NotScanned."""
    command = shlex.split(os.environ.get("YAOAN_SCANNER", ""))
    if not command:
        return None
    try:
        ran = subprocess.run(
            [*command, str(path)], capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotScanned(str(_("病毒扫描程序没有运行起来"))) from error
    if ran.returncode == 0:
        return None
    if ran.returncode == 1:
        return _told(ran.stdout, path) or str(_("扫描程序报告有问题"))
    raise NotScanned(str(_("病毒扫描程序以状态 {status} 结束").format(status=ran.returncode)))


def _told(text: str, path: Path) -> str:
    """The first line that speaks of the file, without its path."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    line = next((line for line in lines if str(path) in line), lines[0] if lines else "")
    return line.replace(str(path), "").strip(": ")[:LONGEST]
