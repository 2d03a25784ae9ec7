"""A package is received, checked, held against what is there, and accepted in whole or in part."""

import hashlib
import io
import zipfile

import pytest

from yaoan.kernel.attachments.models import Attachment
from yaoan.kernel.commands import Invalid, NotAllowed, Remarking, commands_of, open_record, perform
from yaoan.kernel.commands.replay import replayed
from yaoan.kernel.journal.models import Entry
from yaoan.modules.packages import queries, rules
from yaoan.modules.packages.choices import Result, State
from yaoan.modules.packages.commands import Accept, AcceptPart, Check, Receive, Refuse, Rejoin
from yaoan.modules.packages.models import Correspondent, Foreign, Package
from yaoan.modules.packages.tests.factories import kept

pytestmark = pytest.mark.django_db


def codes(package) -> list[str]:
    return [found["code"] for found in package.findings]


def test_a_package_is_checked_when_it_comes_and_changes_nothing_before_it_is_accepted(take, elsewhere, sender) -> None:
    package = take(elsewhere.package(elsewhere.record(7), elsewhere.record(8)))
    assert (package.state, package.sequence, package.correspondent_id) == (State.CHECKED, 1, sender.pk)
    assert (package.counts["new"], package.findings) == (2, [])
    assert not Foreign.objects.exists()


def test_acceptance_is_one_signed_act_and_every_record_keeps_who_it_is(take, elsewhere, city_officer) -> None:
    risk = elsewhere.record(7)
    package = perform(Accept(), on=take(elsewhere.package(risk)), by=city_officer)
    foreign = Foreign.objects.get()
    assert package.state == State.ACCEPTED
    assert (foreign.origin, foreign.origin_id, foreign.origin_number) == (elsewhere.key, 7, risk.number)
    assert (foreign.origin_head, foreign.seq, foreign.area) == (risk.head.hex(), 1, "990121")
    act = Entry.objects.get(kind="packages", act="accept")
    assert Entry.objects.get(kind="foreigns").cause == act.command_id
    assert replayed(foreign.pk).details == foreign.details
    assert [entry["act"] for entry in queries.history_of(foreign)] == ["report"]


def test_nothing_but_a_package_changes_a_record_of_another_installation(take, elsewhere, city_officer) -> None:
    perform(Accept(), on=take(elsewhere.package(elsewhere.record(7))), by=city_officer)
    own = [command for command in commands_of(Foreign).values() if not command.act.follows]
    assert all(issubclass(command, Remarking) for command in own)
    foreign = Foreign.objects.get()
    for command in commands_of(Foreign).values():
        if command.act.follows and not command.act.is_birth:
            fields = {} if command.act.name in ("finish", "reopen") else {
                "title": "改名", "seq": 9, "origin_head": "0" * 64, "package_id": foreign.package_id
            }  # fmt: skip
            with pytest.raises(NotAllowed):
                perform(command(**fields), on=foreign, by=city_officer)


def test_what_changed_over_there_comes_as_newer_and_what_did_not_as_the_same(take, elsewhere, city_officer) -> None:
    changed, same = elsewhere.record(7), elsewhere.record(8)
    perform(Accept(), on=take(elsewhere.package(changed, same)), by=city_officer)
    elsewhere.act(changed, "assess", state="assessed")
    changed.title, changed.is_closed = "青溪康和大药房（更名）", True
    second = take(elsewhere.package(changed, same))
    assert (second.counts["newer"], second.counts["same"]) == (1, 1)
    (one,) = [one for one in queries.shown(second) if one.result == Result.NEWER]
    assert one.changed == [("隐患名称", "青溪康和大药房", "青溪康和大药房（更名）")]
    perform(Accept(), on=second, by=city_officer)
    foreign = Foreign.objects.get(origin_id=7)
    assert (foreign.title, foreign.seq, foreign.state, foreign.version) == (changed.title, 2, "ended", 3)
    assert Foreign.objects.get(origin_id=8).version == 1


def test_the_same_file_again_does_nothing(take, elsewhere, city_officer) -> None:
    content = elsewhere.package(elsewhere.record(7))
    perform(Accept(), on=take(content), by=city_officer)
    before = Entry.objects.count()
    with pytest.raises(Invalid, match="已经收过"):
        open_record(Receive(file=kept(content, "copy.zip")), by=city_officer)
    assert (Entry.objects.count(), Package.objects.count()) == (before, 1)


def test_the_same_package_in_another_wrapping_is_known_and_not_accepted_again(take, elsewhere, city_officer) -> None:
    content = elsewhere.package(elsewhere.record(7))
    take(content)
    again = take(rewrapped(content))
    assert codes(again) == ["replay"]
    with pytest.raises(NotAllowed):
        perform(Accept(), on=again, by=city_officer)


def test_a_missing_package_is_named_and_its_late_arrival_fills_the_gap(take, elsewhere, city_officer) -> None:
    risk = elsewhere.record(7)
    take(elsewhere.package(risk))
    elsewhere.act(risk, "assess", state="assessed")
    late = elsewhere.package(risk)
    elsewhere.act(risk, "order", state="rectifying")
    third = take(elsewhere.package(risk))
    assert [rules.sentence(found) for found in third.findings] == ["第 2 号包没有收到；请向发送单位索取。"]
    perform(Accept(), on=third, by=city_officer)
    second = take(late)
    assert codes(second) == [] and second.counts["same"] == 1
    assert Foreign.objects.get().seq == 3


def test_two_packages_with_one_number_are_a_fork_until_the_series_is_begun_anew(
    take, elsewhere, city_officer, sender
) -> None:
    risk = elsewhere.record(7)
    take(elsewhere.package(risk))
    restored = (elsewhere.sequence, elsewhere.previous)
    newest = take(elsewhere.package(risk, elsewhere.record(8)))
    elsewhere.sequence, elsewhere.previous = restored
    forked = take(elsewhere.package(risk, elsewhere.record(9)))
    assert codes(forked) == ["fork"]
    with pytest.raises(NotAllowed, match="重新起头"):
        perform(Accept(), on=forked, by=city_officer)
    perform(Rejoin(sequence=2, newest=newest.pk, reason="对方恢复了备份"), on=sender, by=city_officer)
    perform(Check(), on=forked, by=city_officer)
    forked.refresh_from_db()
    assert codes(forked) == []
    perform(Accept(), on=forked, by=city_officer)
    assert set(Foreign.objects.values_list("origin_id", flat=True)) == {7, 9}


def test_what_parts_from_what_we_have_is_a_conflict_and_is_never_taken_over(take, elsewhere, city_officer) -> None:
    risk = elsewhere.record(7)
    first = list(risk.lines), risk.head
    elsewhere.act(risk, "assess", state="assessed")
    perform(Accept(), on=take(elsewhere.package(risk)), by=city_officer)
    risk.lines, risk.head = list(first[0]), first[1]
    elsewhere.act(risk, "dismiss", state="dismissed")
    other = take(elsewhere.package(risk, elsewhere.record(8)))
    assert (other.counts["conflict"], other.counts["new"]) == (1, 1)
    conflict = next(one for one in queries.shown(other) if one.result == Result.CONFLICT)
    assert "第 2 笔" in str(conflict.reason)
    with pytest.raises(Invalid, match="部分接受"):
        perform(Accept(), on=other, by=city_officer)
    perform(AcceptPart(reason="冲突的待核实"), on=other, by=city_officer)
    assert Foreign.objects.get(origin_id=7).origin_head != risk.head.hex()
    assert Foreign.objects.filter(origin_id=8).exists()


def test_a_county_speaks_for_its_own_area_alone(take, elsewhere) -> None:
    package = take(elsewhere.package(elsewhere.record(7, area="990122"), elsewhere.record(8, area="9901")))
    assert package.counts["conflict"] == 2


def test_a_part_is_accepted_with_a_reason_and_the_rest_may_come_again(take, elsewhere, city_officer) -> None:
    one, two = elsewhere.record(7), elsewhere.record(8)
    part = take(elsewhere.package(one, two))
    with pytest.raises(Invalid, match="包里没有"):
        perform(AcceptPart(left_out=("RSK-2025-999999",), reason="不属实"), on=part, by=city_officer)
    part = perform(AcceptPart(left_out=(two.number,), reason="待核实"), on=part, by=city_officer)
    assert (part.state, part.left_out) == (State.PARTLY, [two.number])
    assert list(Foreign.objects.values_list("origin_id", flat=True)) == [7]
    again = take(elsewhere.package(one, two))
    assert (again.counts["same"], again.counts["new"]) == (1, 1)


def test_files_come_with_their_records_and_are_those_of_the_hash(take, elsewhere, city_officer, tmp_path) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(b"\xff\xd8\xff photo")
    sha256 = hashlib.sha256(photo.read_bytes()).hexdigest()
    package = take(elsewhere.package(elsewhere.record(7), files=[(sha256, photo)]))
    perform(Accept(), on=package, by=city_officer)
    file = Attachment.objects.get(kind="foreigns")
    assert (file.blob_id, file.name, file.record_id) == (sha256, "现场.jpg", Foreign.objects.get().pk)


def test_a_package_of_a_stranger_is_not_taken_in(elsewhere, city_officer) -> None:
    with pytest.raises(Invalid, match="不认识发送单位"):
        open_record(Receive(file=kept(elsewhere.package(elsewhere.record(7)))), by=city_officer)
    assert not Package.objects.exists()


def test_a_refused_package_changes_nothing_and_its_heads_stay(take, elsewhere, city_officer, sender) -> None:
    elsewhere.seal()
    package = take(elsewhere.package(elsewhere.record(7)))
    perform(Refuse(reason="不应报送"), on=package, by=city_officer)
    assert not Foreign.objects.exists()
    assert len(list(queries.heads_from(Correspondent.objects.get(pk=sender.pk)))) == 1


def test_a_journal_that_went_back_is_named_and_so_is_one_that_was_rewritten(take, elsewhere) -> None:
    risk = elsewhere.record(7)
    elsewhere.seal(), elsewhere.seal()
    take(elsewhere.package(risk))
    elsewhere.seals = elsewhere.seals[:1]
    assert codes(take(elsewhere.package(risk))) == ["cut"]
    elsewhere.seal()
    elsewhere.entry += 5
    elsewhere.seals = elsewhere.seals[:1]
    elsewhere.seal()
    assert codes(take(elsewhere.package(risk))) == ["rewritten"]


def test_heads_that_did_not_come_are_named(take, elsewhere) -> None:
    risk = elsewhere.record(7)
    elsewhere.seal()
    take(elsewhere.package(risk))
    for _ in range(3):
        elsewhere.seal()
    assert codes(take(elsewhere.package(risk, heads=elsewhere.seals[-1:]))) == ["heads_gap"]


def rewrapped(content: bytes) -> bytes:
    """The same members in another zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as fresh:
        for info in reversed(source.infolist()):
            fresh.writestr(info.filename, source.read(info))
    return target.getvalue()
