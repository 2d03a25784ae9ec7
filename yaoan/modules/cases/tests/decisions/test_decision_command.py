"""``yaoan read-decision FILE [--json]``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yaoan.modules.cases.rules.decisions.command import run

DECISION = Path(__file__).parent / "papers" / "ordinary.txt"


def test_json_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(DECISION), "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert reading["doc_no"] == "云市监处罚〔2025〕118号"
    mark = next(mark for mark in reading["marks"] if mark["field"] == "doc_no")
    assert reading["text"][mark["start"] : mark["end"]] == reading["doc_no"]


def test_people_get_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(DECISION)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("行政处罚决定书")
    assert "罚款  100000" in printed
    assert "被处罚的人员  林志远（法定代表人）" in printed


def test_a_file_that_cannot_be_read_gives_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run([str(tmp_path / "empty.txt")]) == 1
    assert run([str(tmp_path / "missing.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2


def test_the_command_is_registered_and_needs_no_django() -> None:
    code = (
        "import sys\nfrom yaoan.config.cli import main\n"
        f"try:\n    main(['read-decision', {str(DECISION)!r}, '--json'])\nexcept SystemExit as ended:\n    code = ended.code\n"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr.decode()
