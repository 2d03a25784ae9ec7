"""The journal in a real PostgreSQL: nobody changes it, seals cover all of it, and what is exported proves itself."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.errors import InsufficientPrivilege, RestrictViolation

from tests.database import owning
from tests.kernel.journals import line_of, number_of
from yaoan.kernel import clock, sight
from yaoan.kernel.commands.writing import as_line
from yaoan.kernel.journal import chain, checks, command, export, heads, lines, sealing, signing
from yaoan.kernel.journal.models import AccessLog, Entry, Seal
from yaoan.kernel.journal.verify import Finding, verify

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
TABLES = ("journal_entry", "journal_seal", "journal_accesslog")
TYPED: dict[str, Callable[[str], Any]] = {
    "command_id": UUID, "effective_on": date.fromisoformat, "recorded_at": datetime.fromisoformat,
}  # fmt: skip


def act(record: int, **payload: Any) -> Entry:
    """Write one act on a record, as the performer does."""
    before = Entry.objects.filter(record=record).order_by("-seq").first()
    line = line_of(record, before.seq + 1 if before else 1, {"fields": payload})
    entry = Entry(**{name: TYPED.get(name, lambda value: value)(value) for name, value in line.items()})
    entry.previous = bytes(before.hash) if before else chain.ORIGIN
    entry.hash = chain.link(entry.previous, as_line(entry))
    entry.signature = signing.sign(entry.hash)
    entry.save()
    return entry


def acts(count: int, *, records: int = 3) -> list[Entry]:
    return [act(place % records + 1, note=f"“第 {place} 次”\n检查", at=[place, None, True]) for place in range(count)]


@pytest.fixture
def whole(tmp_path: Path) -> Callable[..., list[Finding]]:
    """Export and verify with the heads of this moment; returns the findings."""

    def check(name: str = "journal.jsonl", **options: Any) -> list[Finding]:
        kept = tmp_path / "heads.jsonl"
        kept.write_text("".join(f"{heads.as_json(seal)}\n" for seal in Seal.objects.order_by("id")), "utf-8")
        export.write(tmp_path / name, **options)
        return verify(tmp_path / name, heads=kept, keys=[signing.public_key()]).findings

    return check


def tamper(statement: str, *values: Any) -> None:
    """Change the journal behind its back, as someone may who owns the tables."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_append_only")


def refused(statement: str) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(caught.value.__cause__, RestrictViolation | InsufficientPrivilege)
    return str(caught.value)


# Nobody changes it.


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "UPDATE {} SET id = id WHERE false", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_owner_cannot_change_what_was_written(table: str, statement: str) -> None:
    acts(2)
    with owning():
        message = refused(statement.format(table))
    assert f"只能追加，不能改动或删除：{table}" in message
    assert "append only" in message


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_has_no_right_to_change_what_was_written(table: str, statement: str) -> None:
    assert "permission denied" in refused(statement.format(table))


@pytest.mark.django_db
def test_an_upsert_is_refused_like_an_update() -> None:
    entry = act(1)
    entry.act = "other"
    with owning(), pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        Entry.objects.bulk_create([entry], update_conflicts=True, unique_fields=["id"], update_fields=["act"])


@pytest.mark.django_db
def test_the_application_writes_seals_and_logs() -> None:
    acts(3)
    AccessLog(actor=1, what="unseal", at=NOON).save()
    seal = sealing.seal(NOON)
    assert seal is not None
    assert seal.count == 3


@pytest.mark.django_db
def test_only_one_entry_follows_an_entry_and_only_one_seal_a_seal() -> None:
    acts(2)
    seal = sealing.seal(NOON)
    assert seal is not None
    fork = heads.as_row({**heads.as_dict(seal), "id": 2, "last": 99})
    with pytest.raises(IntegrityError, match="seal_chain_unforked"), transaction.atomic():
        fork.save(force_insert=True)


# Sealing.


@pytest.mark.django_db
def test_seals_follow_one_another_and_cover_everything() -> None:
    assert sealing.seal(NOON) is None, "there is nothing to seal"
    first_acts = acts(4)
    one = sealing.seal(NOON)
    assert sealing.seal(NOON) is None, "there is nothing new to seal"
    second_acts = acts(3)
    two = sealing.seal(NOON + timedelta(hours=1))
    assert one is not None and two is not None
    assert (one.pk, one.first, one.last, one.count) == (1, 1, first_acts[-1].pk, 4)
    assert (two.pk, two.first, two.last, two.count) == (2, one.last + 1, second_acts[-1].pk, 3)
    assert bytes(one.previous) == chain.ORIGIN
    assert bytes(two.previous) == bytes(one.head)
    leaves = [chain.leaf(entry.pk, bytes(entry.hash), bytes(entry.signature)) for entry in second_acts]
    assert bytes(two.root) == chain.merkle_root(leaves)


@pytest.mark.django_db
def test_a_long_journal_is_sealed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 3)
    monkeypatch.setattr(lines, "BATCH", 2)
    acts(7)
    newest = sealing.seal(NOON)
    assert newest is not None
    assert list(Seal.objects.values_list("id", "count")) == [(1, 3), (2, 3), (3, 1)]
    assert newest.pk == 3


@pytest.mark.django_db
def test_the_head_of_a_day_is_the_newest_seal_before_midnight_in_china() -> None:
    made = []
    for hour in (0, 15, 16):  # the last is midnight in China
        act(1)
        made.append(sealing.seal(datetime(2026, 1, 5, hour, tzinfo=UTC)))
    assert sealing.day_head(date(2026, 1, 4)) is None
    assert sealing.day_head(date(2026, 1, 5)) == made[1]
    assert sealing.day_head(date(2026, 1, 6)) == made[2]
    assert sealing.day_head(date(2026, 1, 31)) == made[2]


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    results: list[object] = []

    def run() -> None:
        try:
            with sight.whole():
                results.append(work())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


@pytest.mark.django_db(transaction=True)
def test_a_seal_waits_for_the_smaller_id_of_a_transaction_still_running() -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> int:
        with transaction.atomic():
            entry = act(1)
            written.set()
            may_commit.wait(10)
        return entry.pk

    writer, wrote = in_thread(slow)
    assert written.wait(10)
    quick = act(2)
    sealer, sealed = in_thread(lambda: sealing.seal(NOON))
    sealer.join(0.5)
    assert sealer.is_alive(), "a smaller id is drawn that nobody can see yet"
    may_commit.set()
    for thread in (writer, sealer):
        thread.join(10)
    (seal,) = sealed
    assert isinstance(seal, Seal)
    assert wrote == [quick.pk - 1]
    assert (seal.count, seal.last) == (2, quick.pk)


@pytest.mark.django_db(transaction=True)
def test_a_long_writer_makes_sealing_give_up_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "TRIES", 1)
    with transaction.atomic():
        act(1)
        thread, sealed = in_thread(lambda: sealing.seal(NOON))
        thread.join(10)
    (error,) = sealed
    assert isinstance(error, sealing.Busy)
    assert "请稍后再试" in str(error)
    assert sealing.newest() is None


@pytest.mark.django_db(transaction=True)
def test_several_who_seal_at_once_make_one_chain(whole: Callable[..., list[Finding]]) -> None:
    acts(12)
    threads = [in_thread(lambda: sealing.seal(NOON)) for _ in range(3)]
    for thread, _results in threads:
        thread.join(20)
    made = [result for _thread, (result,) in threads if result is not None]
    assert [type(seal) for seal in made] == [Seal]
    assert whole() == []


# Exporting.


@pytest.mark.django_db
def test_what_is_exported_is_what_was_hashed() -> None:
    acts(3)
    (stored,) = lines.stored()
    for entry, read in zip(Entry.objects.order_by("id"), stored, strict=True):
        assert read.line == as_line(entry)
        assert read.fits()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["journal.jsonl", "journal.jsonl.gz"])
def test_an_export_proves_itself(
    whole: Callable[..., list[Finding]], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PIECE", 4)
    acts(6)
    sealing.seal(NOON)
    acts(5)
    told: list[tuple[int, int]] = []
    assert whole(name, told=lambda done, all_: told.append((done, all_))) == []
    assert told[-1] == (11, 11)
    assert [done for done, _all in told] == sorted({done for done, _all in told})
    assert len(told) in (3, 4), "a few ids at a time, wherever they begin"
    assert [path.name for path in tmp_path.glob("*.part")] == []


@pytest.mark.django_db
def test_an_export_of_an_empty_journal_is_empty_and_whole(whole: Callable[..., list[Finding]]) -> None:
    assert whole() == []


@pytest.mark.django_db
def test_an_export_since_an_entry_begins_where_a_seal_ended(
    whole: Callable[..., list[Finding]], tmp_path: Path
) -> None:
    for _ in range(3):
        acts(4)
        sealing.seal(NOON)
    acts(2)
    second = Seal.objects.get(pk=2)
    assert whole(since=second.last + 2) == [], "lowered to the end of the second seal"
    first_line = (tmp_path / "journal.jsonl").read_text("utf-8").splitlines()[0]
    assert f'"since":{second.last}' in first_line
    assert '"entries":6' in first_line


@pytest.mark.django_db
def test_the_export_of_one_record_leads_to_the_seals(whole: Callable[..., list[Finding]], tmp_path: Path) -> None:
    for _ in range(3):
        acts(7)
        sealing.seal(NOON)
    act(2, late=True)
    assert whole(number=number_of(2)) == []
    raw = (tmp_path / "journal.jsonl").read_bytes()
    assert raw.count(b'"path":[') == Entry.objects.filter(record=2).count() - 1
    (tmp_path / "journal.jsonl").write_bytes(raw.replace(b'"path":["L', b'"path":["R', 1))
    (finding,) = verify(tmp_path / "journal.jsonl", keys=[signing.public_key()]).findings
    assert finding.code == "path"


@pytest.mark.django_db
def test_the_last_entry_taken_out_of_the_export_of_one_record_is_missed(
    whole: Callable[..., list[Finding]], tmp_path: Path
) -> None:
    acts(7)
    sealing.seal(NOON)
    assert whole(number=number_of(2)) == []
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (finding,) = verify(path, keys=[signing.public_key()]).findings
    assert finding.text() == "清单：写明 2 笔、1 个封印，文件里却是 1 笔、1 个"


@pytest.mark.django_db
def test_a_record_that_is_not_there_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(export.Unknown, match="RSK-1999-000001"):
        export.write(tmp_path / "journal.jsonl", number="RSK-1999-000001")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_an_export_that_fails_leaves_no_file(tmp_path: Path) -> None:
    acts(2)

    def fail(done: int, whole: int) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        export.write(tmp_path / "journal.jsonl", told=fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_what_an_owner_changed_in_the_tables_is_named(whole: Callable[..., list[Finding]]) -> None:
    entries = acts(9)
    sealing.seal(NOON)
    changed, removed = entries[3], entries[4]
    tamper("UPDATE journal_entry SET payload = jsonb_set(payload, '{fields,note}', '\"无\"') WHERE id = %s", changed.pk)
    tamper("DELETE FROM journal_entry WHERE id = %s", removed.pk)
    found = {(finding.code, finding.number, finding.seq) for finding in whole()}
    assert found == {
        ("changed", changed.number, changed.seq),
        ("missing", removed.number, removed.seq),
        ("root", "", None),
    }


# What an item page says.


@pytest.mark.django_db
def test_a_record_shows_the_head_that_vouches_for_it() -> None:
    entries = acts(6)
    assert checks.verified_to(1) == checks.Mark(2, "", None, 0)
    seal = sealing.seal(NOON)
    act(1)
    mark = checks.verified_to(1)
    assert (mark.entries, mark.fault, mark.seal, mark.sealed) == (3, "", seal, 2)
    assert checks.verified_to(2, head=bytes(entries[4].hash)).fault == ""


@pytest.mark.django_db
def test_a_record_whose_journal_was_changed_says_so() -> None:
    entries = acts(6)
    tamper("UPDATE journal_entry SET actor = 8 WHERE id = %s", entries[0].pk)
    assert checks.verified_to(1).fault == "第 1 笔（report）的内容与哈希不符。"
    tamper("DELETE FROM journal_entry WHERE id = %s", entries[1].pk)
    assert checks.verified_to(2).fault == "第 1 笔缺失或被替换。"
    tamper("DELETE FROM journal_entry WHERE id = %s", entries[5].pk)
    assert checks.verified_to(3).fault == "", "the chain alone cannot see its end cut off"
    assert checks.verified_to(3, head=bytes(entries[5].hash)).fault == "第 2 笔缺失：末尾被截去。"
    assert checks.verified_to(99).fault == "日志里没有这条记录。"


# The command line.


@pytest.mark.django_db
def test_the_commands_seal_export_and_write_heads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    acts(5)
    journal, kept = str(tmp_path / "journal.jsonl.gz"), str(tmp_path / "heads.jsonl")
    assert command.run(["export", journal]) == 0
    assert "5 笔日志，1 个封印" in capsys.readouterr().out
    assert command.run(["heads", kept]) == 0
    assert command.run(["heads-check", kept, "--key", signing.public_key()]) == 0
    assert command.run(["verify", journal, "--heads", kept, "--jobs", "1"]) == 0
    assert "没有发现改动" in capsys.readouterr().out
    assert command.run(["seal"]) == 0
    assert "没有新的日志可封印" in capsys.readouterr().out
    assert command.run(["heads", "--day", clock.today().isoformat(), "--short"]) == 0
    seal = Seal.objects.get()
    assert capsys.readouterr().out == f"{heads.printed(seal).text}\n"
    assert command.run(["export", journal, "--record", "RSK-1999-000001"]) == 1
    assert "没有编号为 RSK-1999-000001 的记录" in capsys.readouterr().err
    assert command.run(["export", str(tmp_path / "nowhere" / "journal.jsonl")]) == 1


@pytest.mark.django_db
def test_a_printed_head_can_be_read_by_eye_and_by_machine() -> None:
    acts(2)
    seal = sealing.seal(NOON)
    assert seal is not None
    printed = heads.printed(seal)
    assert "".join(printed.groups) == bytes(seal.head).hex()
    assert {len(group) for group in printed.groups} == {4}
    assert printed.text.startswith(f"YAOAN:1:{seal.last}:{bytes(seal.head).hex().upper()}:")
    assert set(printed.text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:"), "the small alphabet of QR codes"
