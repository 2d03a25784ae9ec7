"""`yaoan due`: the answer, all mistakes at once, and no Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yaoan.kernel.statutes.command import run


def test_the_date_stands_alone_in_the_first_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cases.clue_verification", "--from", "2025-01-20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["2025-02-14", ""]
    assert lines[-1] == "2025年2月14日（周五）24时届满。"


def test_all_options_work_together_in_either_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["--lang=en", "cases.handling", "--from=2025-01-06", "--pause", "2025-03-01..2025-03-20=testing"]
    assert run([*argv, "--extend", "30", "--place", "130434"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2025-05-26\n\nDecision on a penalty: 90 calendar days, ")
    assert "Stopped and not counted: 1 March to 20 March (testing)." in out


def test_an_instant_is_answered_with_an_instant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["transfers.hand_over", "--from", "2025-01-24T16:30"]) == 0
    assert capsys.readouterr().out.startswith("2025-01-25 16:30:00\n")


def test_a_clock_that_stands_still_has_no_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["risks.assessment", "--from", "2025-01-20", "--pause", "2025-01-21.."]) == 0
    assert capsys.readouterr().out.startswith("时钟停止\n")


def test_a_provisional_date_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["risks.assessment", "--from", "2026-12-30"]) == 0
    assert capsys.readouterr().out.startswith("2027-01-05（暂定）\n")


def test_json_holds_the_date_the_rule_and_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["cases.clue_verification", "--from", "2025-01-20", "--pause", "2025-02-10..2025-02-12=检验", "--json"]
    assert run(argv) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due"], found["at"]) == ("2025-02-19", "2025-02-19T23:59:59+08:00")
    assert (found["running"], found["provisional"], found["verified"]) == (True, False, True)
    assert (found["unit"], found["count"], found["article"]) == ("working_day", 15, "18")
    assert found["extension"]["count"] == 15
    assert found["pauses"] == [{"start": "2025-02-10", "end": "2025-02-12", "reason": "检验"}]
    assert sum(step["counted"] for step in found["steps"]) == 15
    holiday = next(step for step in found["steps"] if step["kind"] == "holiday")
    assert holiday == {"kind": "holiday", "first": "2025-01-28", "last": "2025-02-04", "counted": 0, "note": "春节"}
    assert found["explanation"][-1] == "2025年2月19日（周三）24时届满。"


def test_json_of_a_clock_that_stands_still(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["risks.assessment", "--from", "2025-01-20", "--pause", "2025-01-21..", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due"], found["at"], found["running"]) == (None, None, False)
    assert found["steps"][-1]["last"] is None


def test_the_list_shows_every_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 200
    old, new = (line.split() for line in lines if line.startswith("cases.defence"))
    assert (old[1], new[1]) == ("3个工作日", "5个工作日")
    assert any("地区5117" in line for line in lines)
    assert run(["--list", "--json", "--lang", "en"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == len(lines)


def test_all_mistakes_are_told_at_once_each_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["cases.clue_verificaton", "spare", "--form", "2025-01-20", "--pause", "2025-02-30..2025-03-01"]
    argv += ["--pause", "soon", "--pause", "2025-03-02..2025-03-01", "--extend", "0", "--place", "Hebei"]
    assert run([*argv, "--lang", "fr", "--calendar", "nowhere.yaml", "--nonsense", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "多出了“spare”：一次只算一个期限",
        "没有--form这个选项，是否指--from？",
        "--pause的“2025-02-30”没有这一天或者这一时刻",
        "--pause的“soon”应当写作2025-02-10..2025-02-12，尚未恢复的写作2025-02-10..",
        "中止的结束（2025-03-01）早于开始（2025-03-02），请改正",
        "--extend的“0”应当是大于0的整数",
        "--place的“Hebei”应当是行政区划代码，如130400",
        "--lang的“fr”应当是zh或者en",
        "--calendar的“nowhere.yaml”不存在，请核对路径",
        "没有--nonsense这个选项，用法见--help",
        "没有名为“cases.clue_verificaton”的期限。"
        "是否指cases.clue_verification、cases.litigation、cases.limitation？全部名称见 yaoan due --list",
    ]


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([], "请写明期限的名称，全部名称见--list\n请用--from写明起算日期，例如--from 2025-01-20"),
        (["risks.assessment", "--from"], "--from后面缺少内容，例如--from 2025-01-20"),
        (["risks.assessment", "--from", "--json"], "--from后面缺少内容，例如--from 2025-01-20"),
        (["risks.assessment", "--from", "today"], "--from的“today”应当写作2025-01-20或者2025-01-20T09:30"),
        (["risks.assessment", "--from", "20250120"], "--from的“20250120”应当写作2025-01-20或者2025-01-20T09:30"),
        (["risks.assessment", "--from", "2025-01-20T25:00"], "--from的“2025-01-20T25:00”没有这一天或者这一时刻"),
        (["risks.assessment", "--from", "2025-01-20", "--from", "2025-01-21"], "--from写了两次，请删去一处"),
        (["risks.assessment", "--from", "1980-01-01"], "日历只覆盖1990年至2100年，请核对日期"),
        (["risks.assessment", "--from", "2025-01-20", "--extend", "9" * 30], "日历只覆盖1990年至2100年，请核对日期"),
        (["--list", "--jsn"], "没有--jsn这个选项，是否指--json？"),
    ],
)
def test_a_wrong_call_is_refused_in_plain_words(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv) == 2
    captured = capsys.readouterr()
    assert captured.err == sentence + "\n"
    assert captured.out == ""


def test_mistakes_are_told_in_english_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["zzz", "--lang", "en"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "say from when, like --from 2025-01-20",
        "There is no term named “zzz”. All names: yaoan due --list",
    ]


def test_files_of_ones_own_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice = tmp_path / "2027.yaml"
    holiday = "{name: {zh: 元旦, en: New Year's Day}, first: 2027-01-01, last: 2027-01-03, make_up: [2027-01-09]}"
    notice.write_text(f"year: 2027\nstatus: official\nholidays:\n  - {holiday}\n", "utf-8")
    ours = tmp_path / "ours.yaml"
    words = "label: {zh: 研判, en: Assessment}, note: {zh: 本县规定, en: Rule of the county}"
    row = f"{{name: risks.assessment, unit: working_day, count: 7, source: house, verified: false, {words}}}"
    ours.write_text(f"terms:\n  - {row}\n", "utf-8")
    argv = ["risks.assessment", "--from", "2026-12-30", "--calendar", str(notice), "--terms", str(ours)]
    assert run(argv) == 0
    assert capsys.readouterr().out.startswith("2027-01-09\n")


def test_files_with_faults_are_refused_with_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("year: 2027\nstatus: sure\nholiday: []\n", "utf-8")
    assert run(["risks.assessment", "--from", "2026-12-30", "--calendar", str(bad), "--lang", "en"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "bad.yaml:3 holiday: is an unknown key; known are year, status, notices, holidays",
        "bad.yaml:2 status: must be one of official, provisional",
    ]


def test_help_is_given_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "用法：yaoan due" in capsys.readouterr().out
    assert run(["-h", "--lang", "en"]) == 0
    assert "Usage: yaoan due" in capsys.readouterr().out


def test_it_needs_neither_django_nor_a_database() -> None:
    code = (
        "import sys; from yaoan.kernel.statutes.command import run;"
        "run(['risks.assessment', '--from', '2025-01-24']);"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('django', 'psycopg')))"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("2025-02-05\n")
    assert done.stdout.endswith("[]\n")


GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "clocks.md"


def test_the_guide_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    example = GUIDE.read_text("utf-8").split("```console\n$ yaoan due ")[1].split("\n```")[0]
    argv, _, shown = example.partition("\n")
    assert run(argv.split()) == 0
    assert capsys.readouterr().out.strip() == shown


def test_the_year_and_the_term_of_the_guide_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year, term = (part.split("\n```")[0] for part in GUIDE.read_text("utf-8").split("```yaml\n")[1:3])
    (tmp_path / "2027.yaml").write_text(year, "utf-8")
    (tmp_path / "hebei.yaml").write_text("terms:\n" + term, "utf-8")
    argv = ["cases.clue_verification", "--from", "2026-12-30", "--place", "130434"]
    argv += ["--calendar", str(tmp_path / "2027.yaml"), "--terms", str(tmp_path / "hebei.yaml")]
    assert run(argv) == 0
    assert "暂定" not in capsys.readouterr().out
