"""The verifier: what it defines, what it says, and that it stands alone."""

import ast
import gzip
import hashlib
import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.journals import FORGER, OURS, Journal
from yaoan.kernel.journal import chain, command
from yaoan.kernel.journal.verify import NotAJournal, checking, verify, verify_heads
from yaoan.kernel.journal.verify import command as verifying

PACKAGE = Path(verifying.__file__).parent


@pytest.fixture
def journal() -> Journal:
    """24 entries of four records under three seals, the last six under none."""
    journal = Journal()
    for place in range(24):
        journal.add(place % 4 + 1, payload={"note": f"第 {place} 次检查"})
        if place in (5, 11, 17):
            journal.seal()
    return journal


@pytest.fixture
def exported(journal: Journal, tmp_path: Path) -> Path:
    return journal.write(tmp_path / "journal.jsonl")


@pytest.fixture
def kept(journal: Journal, tmp_path: Path) -> Path:
    return journal.write_heads(tmp_path / "heads.jsonl")


# Definitions.


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_the_tree_is_that_of_rfc_6962(leaves: list[bytes]) -> None:
    assert chain.merkle_root(leaves) == root_of(leaves)


def test_a_tree_of_a_hundred_thousand_leaves_keeps_seventeen_nodes() -> None:
    tree = chain.Tree()
    for number in range(2**17 - 1):
        tree.add(number.to_bytes(4, "big"))
    assert len(tree._peaks) == 17


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=40, unique=True), st.data())
def test_every_leaf_climbs_to_the_root_by_its_path(leaves: list[bytes], data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.sampled_from(leaves), min_size=1))
    paths = chain.paths(leaves, wanted)
    assert paths.keys() == wanted
    for leaf, path in paths.items():
        assert chain.climb(leaf, path) == root_of(leaves)
        assert chain.climb(leaf + b"x", path) != root_of(leaves)


def test_a_line_has_one_spelling() -> None:
    assert chain.spelled({"b": "药", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"药"}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        chain.spelled({"a": float("nan")})


# What it says.


def test_a_finding_is_a_sentence_in_both_languages(journal: Journal, tmp_path: Path) -> None:
    journal.entries[9].line["payload"] = {"note": "合格"}
    (finding,) = verify(journal.write(tmp_path / "journal.jsonl"), keys=[OURS.public]).findings
    assert finding.text() == "RSK-2026-000002 第 3 笔（assign，日志号 10）：内容与哈希不符，被改动过"
    assert finding.text("en") == (
        "RSK-2026-000002 entry 3 (assign, id 10): the content does not fit its hash: it was changed"
    )


def test_a_missing_entry_is_named_by_its_record(journal: Journal, tmp_path: Path) -> None:
    del journal.entries[13], journal.entries[9]
    report = verify(journal.write(tmp_path / "journal.jsonl"), keys=[OURS.public])
    assert "RSK-2026-000002 第 3 笔：缺失（至第 4 笔）" in list(report.lines())
    assert "RSK-2026-000002 entry 3: is missing (up to entry 4)" in list(report.lines("en"))
    assert any(line.startswith("封印第 2 号：日志号 7–12 应有 6 笔，实有 5 笔") for line in report.lines())
    assert any("空缺的日志号：10" in line for line in report.lines())


def test_a_forged_record_number_cannot_play_tricks_on_the_screen(journal: Journal, tmp_path: Path) -> None:
    journal.entries[9].line["number"] = "RSK\x1b[2J\n没有发现改动" + "。" * 999
    (finding,) = verify(journal.write(tmp_path / "journal.jsonl"), keys=[OURS.public]).findings
    assert finding.text().isprintable()
    assert len(finding.text()) < 120


def test_the_report_says_what_it_could_not_see(exported: Path, kept: Path) -> None:
    alone = " ".join(verify(exported).lines())
    assert "没有对照另存的日志头" in alone
    assert f"只能采信文件自报的 {OURS.public}" in alone
    assert "有 6 笔尚未封印" in alone
    anchored = " ".join(verify(exported, heads=kept).lines())
    assert "没有对照" not in anchored
    assert "自报" not in anchored
    english = " ".join(verify(exported).lines("en"))
    assert "no head kept elsewhere was compared" in english
    assert "6 entries are under no seal yet" in english


def test_another_key_is_not_trusted(exported: Path) -> None:
    codes = {(finding.code, finding.about) for finding in verify(exported, keys=[FORGER.public]).findings}
    assert codes == {("stranger", "manifest"), ("stranger", "seal"), ("forged", "entry")}


def test_every_signature_can_be_asked_for(journal: Journal, tmp_path: Path) -> None:
    """Seals vouch for what was signed when they were made; whether it was signed at all is asked for."""
    journal.entries[3].signature = bytes(64)
    journal.resealed([seal["last"] for seal in journal.seals], OURS)
    path = journal.write(tmp_path / "journal.jsonl")
    assert verify(path, keys=[OURS.public]).ok
    (finding,) = verify(path, keys=[OURS.public], signatures=True).findings
    assert (finding.code, finding.entry) == ("forged", 4)


def test_an_entry_appended_to_the_file_by_the_holder_of_the_key_is_named(journal: Journal, tmp_path: Path) -> None:
    manifest = journal.manifest()
    journal.add(1, payload={"note": "补记"})
    added = journal.entries[-1]
    report = verify(journal.write(tmp_path / "journal.jsonl", **manifest), keys=[OURS.public])
    assert {(finding.code, finding.entry) for finding in report.findings} == {("outside", added.id), ("short", None)}


def test_a_damaged_archive_is_called_damaged(exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl.gz"
    path.write_bytes(gzip.compress(exported.read_bytes())[:-500])
    report = verify(path, keys=[OURS.public])
    assert report.entries > 10, "what comes before the damage is checked"
    (damaged,) = (finding for finding in report.findings if finding.code == "damaged")
    assert damaged.line == 1 + report.seals + report.entries + 1
    assert "从这里起文件损坏或中断" in damaged.text()


def test_in_a_file_that_begins_later_old_records_go_on_and_new_ones_begin(journal: Journal, tmp_path: Path) -> None:
    journal.add(9, payload={"note": "新记录"})
    since = journal.seals.pop(0)["last"]
    journal.entries = [entry for entry in journal.entries if entry.id > since]
    assert verify(journal.write(tmp_path / "later.jsonl", since=since), keys=[OURS.public]).ok
    journal.entries[-1].chained(b"\1" * 32, OURS)
    report = verify(journal.write(tmp_path / "later.jsonl", since=since), keys=[OURS.public])
    assert [(finding.code, finding.record, finding.seq) for finding in report.findings] == [("unlinked", 9, 1)]
    assert f"注意：文件从日志号 {since} 之后开始，以前的内容不在其中。" in list(report.lines())


@pytest.mark.parametrize("line", [0, 1])
def test_another_spelling_of_manifest_or_seal_is_refused(journal: Journal, tmp_path: Path, line: int) -> None:
    lines = journal.export_lines()
    name = lines[line].split(b'"')[1]
    lines[line] = lines[line].replace(b'{"%b":{' % name, b'{"%b":{ ' % name)
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"".join(lines))
    if line == 0:
        with pytest.raises(NotAJournal):
            verify(path)
    else:
        assert ("unreadable", 2) in {(finding.code, finding.line) for finding in verify(path).findings}


@pytest.mark.parametrize("jobs", [2, 4])
def test_several_processes_find_the_same(journal: Journal, tmp_path: Path, jobs: int) -> None:
    journal.entries[9].line["actor"] = 99
    journal.entries[3].signature = bytes(64)
    del journal.entries[12]
    path = journal.write(tmp_path / "journal.jsonl")
    alone, together = verify(path, keys=[OURS.public]), verify(path, keys=[OURS.public], jobs=jobs)
    assert alone.count > 3
    assert (together.findings, together.count) == (alone.findings, alone.count)
    assert (together.entries, together.records) == (alone.entries, alone.records)


def test_more_records_than_a_process_keeps_in_mind_take_more_passes(
    journal: Journal, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PART", 1)
    told: list[tuple[int, int]] = []
    report = verify(exported, keys=[OURS.public], told=lambda done, passes: told.append((done, passes)))
    assert (report.ok, report.records) == (True, 4)
    assert told == [(done, 5) for done in range(1, 6)], "one for the order, and one for each record"


def test_a_flood_of_findings_is_counted_but_not_kept(journal: Journal, tmp_path: Path) -> None:
    path = journal.write(tmp_path / "journal.jsonl")
    with path.open("ab") as file:
        file.write(b"x\n" * 5000)
    report = verify(path, keys=[OURS.public])
    assert report.count >= 5000
    assert len(report.findings) <= 2000
    assert any(line.startswith("……另有") for line in report.lines())


# Heads.


def short(seal: dict[str, object]) -> str:
    return chain.short_head(int(str(seal["id"])), int(str(seal["last"])), str(seal["head"]))


def test_a_head_copied_from_paper_is_compared(journal: Journal, exported: Path, tmp_path: Path) -> None:
    heads = tmp_path / "paper.txt"
    text = short(journal.seals[1]).lower()
    heads.write_text(f"# 青溪县，1 月 5 日\n\n{text[:20]} {text[20:]}\n", "utf-8")
    report = verify(exported, heads=heads, keys=[OURS.public])
    assert (report.ok, report.heads) == (True, 1)
    del journal.entries[12:], journal.seals[1:]
    (finding,) = verify(journal.write(tmp_path / "cut.jsonl"), heads=heads, keys=[OURS.public]).findings
    assert finding.text().startswith(
        "另存的日志头第 2 号（第 3 行）：文件里没有：文件止于封印第 1 号，尾部（至日志号 12）被截去"
    )


def test_a_slip_in_copying_a_head_is_not_taken_for_tampering(journal: Journal, exported: Path, tmp_path: Path) -> None:
    heads = tmp_path / "paper.txt"
    text = short(journal.seals[1])
    heads.write_text(text.replace(text[30], "0" if text[30] != "0" else "1", 1), "utf-8")
    (finding,) = verify(exported, heads=heads, keys=[OURS.public]).findings
    assert finding.text() == "日志头文件第 1 行：校验位不符，多半是抄错了"


def test_heads_of_the_level_below_must_carry_on_what_was_kept(journal: Journal, kept: Path, tmp_path: Path) -> None:
    before = deepcopy(journal)
    journal.seal()
    new = journal.write_heads(tmp_path / "new.jsonl")
    assert verify_heads(new, earlier=kept) == ([], 4)
    before.entries[3].line["payload"] = {}
    before.rechained(before.entries[3].line["record"], OURS)
    before.resealed([seal["last"] for seal in journal.seals], OURS)
    rewritten = before.write_heads(tmp_path / "rewritten.jsonl")
    findings, _count = verify_heads(rewritten, earlier=kept)
    assert {(finding.code, finding.seal) for finding in findings} == {("differs", 1), ("differs", 2), ("differs", 3)}
    shorter = tmp_path / "shorter.jsonl"
    shorter.write_bytes(b"".join(kept.read_bytes().splitlines(keepends=True)[:2]))
    findings, _count = verify_heads(shorter, earlier=kept)
    assert [(finding.code, finding.seal) for finding in findings] == [("cut", 3)]


# The command line.


def run(*argv: str) -> int:
    return command.run(["verify", *argv, "--jobs", "1"])


def test_the_exit_status_tells_whole_tampered_and_unreadable(
    journal: Journal, exported: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(exported), "--heads", str(kept)) == 0
    journal.entries[0].line["area"] = "990122"
    assert run(str(journal.write(tmp_path / "changed.jsonl")), "--key", OURS.public.upper(), "--lang", "en") == 1
    assert "RSK-2026-000001 entry 1 (report, id 1): the content does not fit" in capsys.readouterr().out
    assert run(str(kept)) == 2
    assert "不是导出的日志" in capsys.readouterr().err
    assert run(str(tmp_path / "nothing")) == 2
    assert run(str(exported), "--heads", str(tmp_path / "nothing")) == 2
    with pytest.raises(SystemExit) as caught:
        command.run(["verify", str(exported), "--jobs", "0"])
    assert caught.value.code == 2


def test_the_report_as_json(journal: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal.entries[9].line["actor"] = 99
    assert run(str(journal.write(tmp_path / "journal.jsonl")), "--json", "--key", OURS.public) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["count"], said["entries"], said["key_given"]) == (False, 1, 24, True)
    (finding,) = said["findings"]
    assert (finding["number"], finding["seq"], finding["entry"], finding["code"]) == (
        "RSK-2026-000002",
        3,
        10,
        "changed",
    )
    assert finding["text"].startswith("RSK-2026-000002 第 3 笔")


def test_a_file_of_heads_is_no_journal(kept: Path) -> None:
    with pytest.raises(NotAJournal):
        verify(kept)


# Standing alone.


def test_the_verifier_imports_the_standard_library_and_cryptography_alone() -> None:
    outside = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                outside |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                outside.add(str(node.module).split(".")[0])
            else:
                assert not isinstance(node, ast.ImportFrom) or node.level == 1, "nothing from outside the package"
    assert outside - sys.stdlib_module_names == {"cryptography"}


def test_verifying_loads_no_django() -> None:
    code = "import sys; from yaoan.kernel.journal import command; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_packed_verifier_runs_from_a_stick(journal: Journal, kept: Path, tmp_path: Path, method: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert command.run(["verifier", str(stick / "verify.pyz")]) == 0
    path = stick / "journal.jsonl.gz"
    path.write_bytes(gzip.compress(journal.write(tmp_path / "plain.jsonl").read_bytes()))
    start = (
        f"import multiprocessing, runpy, sys; multiprocessing.set_start_method({method!r}); sys.argv = sys.argv[1:]; "
    )
    start += "sys.path.insert(0, 'verify.pyz'); runpy.run_path('verify.pyz', run_name='__main__')"
    arguments = ["verify.pyz", path.name, "--heads", str(kept), "--jobs", "2", "--lang", "en"]
    direct = [sys.executable, "-I", *arguments]
    chosen = [sys.executable, "-I", "-c", start, *arguments]
    for words in (direct, chosen):
        done = subprocess.run(words, cwd=stick, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "No tampering was found." in done.stdout
