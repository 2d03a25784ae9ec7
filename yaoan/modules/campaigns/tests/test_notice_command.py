"""``yaoan read-notice FILE [--json]``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yaoan.modules.campaigns.rules.command import run

NOTICE = Path(__file__).parent / "notices" / "forward.txt"
SUMMARY = Path(__file__).parent / "notices" / "year-summary.txt"


def test_json_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(NOTICE), "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert reading["kind"] == "forward"
    assert reading["text"][reading["marks"][0]["start"] : reading["marks"][0]["end"]]


def test_people_get_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(NOTICE)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("转发通知")
    assert "发文字号  云市监药〔2023〕41号" in printed
    assert "各县（市、区）局 → 市局药品科" in printed


def test_a_summary_is_said_to_give_no_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(SUMMARY)]) == 0
    assert "不生成专项行动" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_gives_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run([str(tmp_path / "empty.txt")]) == 1
    assert run([str(tmp_path / "missing.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 2
    assert "Traceback" not in printed.err


def test_the_command_needs_no_django() -> None:
    code = (
        "import sys; from yaoan.modules.campaigns.rules.command import run; "
        f"code = run([{str(NOTICE)!r}, '--json']); "
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert finished.returncode == 0, finished.stderr.decode()
