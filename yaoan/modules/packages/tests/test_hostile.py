"""Packages that were altered, cut, forged or made to harm: named or refused, and nothing half written."""

import io
import json
import random
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from yaoan.kernel.attachments.storage import NotStored
from yaoan.kernel.commands import Invalid, NotAllowed, Refused, open_record, perform
from yaoan.kernel.journal import chain
from yaoan.kernel.journal.models import Entry
from yaoan.modules.packages import rules
from yaoan.modules.packages.choices import State
from yaoan.modules.packages.commands import Accept, Receive
from yaoan.modules.packages.models import Foreign, Package
from yaoan.modules.packages.rules import parcel
from yaoan.modules.packages.tests.factories import Elsewhere, kept

pytestmark = pytest.mark.django_db


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {info.filename: source.read(info) for info in source.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name, part in parts.items():
            fresh.writestr(name, part)
    return target.getvalue()


def altered(content: bytes, member: str, before: bytes, after: bytes) -> bytes:
    parts = members(content)
    assert before in parts[member]
    parts[member] = parts[member].replace(before, after, 1)
    return zipped(parts)


def said(package: Package) -> list[str]:
    return [rules.sentence(found) for found in package.findings]


def test_an_altered_entry_is_named_by_record_and_entry_and_nothing_is_accepted(take, elsewhere, city_officer) -> None:
    risk = elsewhere.record(7)
    elsewhere.act(risk, "assess", state="assessed", payload={"fields": {"level": "high"}})
    package = take(altered(elsewhere.package(risk), parcel.ENTRIES, b'"level":"high"', b'"level":"lows"'))
    assert package.state == State.FAULTY
    assert "RSK-2025-000007 第 2 笔（assess）的内容与哈希不符，被改动过。" in said(package)
    with pytest.raises(NotAllowed):
        perform(Accept(), on=package, by=city_officer)
    assert not Foreign.objects.exists()


def test_a_signature_that_is_not_the_senders_is_named(take, elsewhere) -> None:
    forger = Elsewhere(seed="forger", name=elsewhere.name)
    package = take(elsewhere.package(forger.record(7)))
    assert "RSK-2025-000007 第 1 笔（report）的签名不对，不是青溪县市场监督管理局写的。" in said(package)
    whole = forger.package(forger.record(7), sender=elsewhere.key)
    assert next(found["code"] for found in take(whole).findings) == "forged"


def test_entries_taken_out_of_a_signed_package_are_named(take, elsewhere) -> None:
    risk = elsewhere.record(7)
    for act in ("assess", "order"):
        elsewhere.act(risk, act)
    del risk.lines[1]
    assert "RSK-2025-000007 第 3 笔（order）与前一笔接不上，其间有日志缺失或被替换。" in said(
        take(elsewhere.package(risk))
    )


def test_a_record_that_says_more_than_its_journal_is_named(take, elsewhere) -> None:
    risk = elsewhere.record(7)
    for field, value in (("state", "closed"), ("seq", 5), ("head", "0" * 64), ("kind", "signals")):
        package = take(elsewhere.package(risk, told=lambda one, f=field, v=value: one.__setitem__(f, v)))
        assert package.state == State.FAULTY, field
        assert "record_differs" in [found["code"] for found in package.findings], field


def test_a_package_for_somebody_else_is_not_ours(take, elsewhere) -> None:
    package = take(elsewhere.package(elsewhere.record(7), receiver="ab" * 32, receiver_name="白石县局"))
    assert said(package) == ["这个包是给白石县局的，不是给本单位的。"]


def test_members_that_are_missing_twice_there_or_strange_are_named(take, elsewhere) -> None:
    parts = members(elsewhere.package(elsewhere.record(7)))
    lacking = zipped({name: part for name, part in parts.items() if name != parcel.HEADS})
    assert "清单里写着 heads.jsonl，包里没有。" in said(take(lacking))
    for name in ("../../etc/passwd", "/etc/passwd", "files/..", "C:\\x", "files/" + "0" * 64):
        assert any("不在清单里" in text for text in said(take(zipped(parts | {name: b"x"})))), name


def test_a_bomb_is_refused_without_being_unpacked(take, elsewhere) -> None:
    zeros = b"0" * (parcel.LARGEST_PART + (2 << 20))
    parts = members(elsewhere.package(elsewhere.record(7)))
    began = time.monotonic()
    package = take(zipped(parts | {parcel.ENTRIES: zeros}))
    assert package.state == State.FAULTY
    assert time.monotonic() - began < 20
    with pytest.raises(Invalid):
        take(zipped(parts | {parcel.MANIFEST: zeros}))


def test_a_directory_of_very_many_members_is_not_even_read(take) -> None:
    with pytest.raises(Invalid, match="不是交换包"):
        take(zipped({f"files/{number}": b"" for number in range(7_000)}))


HOSTILE: list[Callable[[dict], None]] = [
    lambda one: one.update(id=10**17, seq=999_999_999),
    lambda one: one.update(title="名" * 301),
    lambda one: one.update(title=None),
    lambda one: one.update(title="\0"),
    lambda one: one.update(area="../.."),
    lambda one: one.update(details="x"),
    lambda one: one.update(details=[["a", "b", "c"]]),
    lambda one: one.update(details=[["a", {"b": 1}]]),
    lambda one: one.update(files=[{"name": "x"}]),
    lambda one: one.update(files=[{"name": "x", "purpose": "", "sent": True, "sha256": "../../x"}]),
    lambda one: one.update(number="<script>"),
    lambda one: one.update(id=True),
    lambda one: one.update(seq=-1),
    lambda one: one.update(state=["closed"]),
    lambda one: one.pop("kind"),
    lambda one: one.update(more="x"),
]


@pytest.mark.parametrize("spoil", HOSTILE)
def test_a_signed_package_with_wrong_types_is_faulty_and_says_where(take, elsewhere, spoil) -> None:
    package = take(elsewhere.package(elsewhere.record(7), told=spoil))
    assert package.state == State.FAULTY
    assert all(said(package))


@pytest.mark.parametrize(
    "head",
    [
        {"sequence": 0}, {"sequence": "1"}, {"previous": None}, {"made_at": "gestern"}, {"since": -1}, {"until": 10**30},
        {"sender_name": "a\nb"}, {"receiver": "x"}, {"more": 1},
    ],
)  # fmt: skip
def test_a_manifest_of_wrong_types_is_no_manifest(take, elsewhere, head) -> None:
    with pytest.raises(Invalid, match="清单"):
        take(elsewhere.package(elsewhere.record(7), **head))
    assert not Package.objects.exists()


def test_deep_json_and_lone_surrogates_do_no_harm(take, elsewhere) -> None:
    parts = members(elsewhere.package(elsewhere.record(7)))
    deep = b"[" * 200_000
    for member in (parcel.RECORDS, parcel.HEADS, parcel.ENTRIES):
        assert take(zipped(parts | {member: deep + b"\n"})).state == State.FAULTY
    assert take(zipped(parts | {parcel.RECORDS: b'{"title":"\\ud800"}\n'})).state == State.FAULTY
    with pytest.raises(Invalid):
        take(zipped(parts | {parcel.MANIFEST: b'{"manifest":' + deep + b"}\n"}))


def test_any_cut_and_any_changed_byte_is_refused_or_faulty_or_harmless(elsewhere, city_officer, sender) -> None:
    """Three hundred spoilt files: no crash, nothing accepted that was not signed, the journal whole."""
    risk = elsewhere.record(7)
    elsewhere.act(risk, "assess", state="assessed", payload={"fields": {"grounds": "现场检查"}})
    elsewhere.seal()
    content, chance = elsewhere.package(risk), random.Random(20250301)
    outcomes: dict[str, int] = {}
    for number in range(300):
        spoilt = bytearray(content)
        if number % 3 == 0:
            spoilt = spoilt[: chance.randrange(len(spoilt))]
        for _ in range(chance.randint(1, 6) if number % 3 else 0):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if not spoilt:
            continue
        try:
            package = open_record(Receive(file=kept(bytes(spoilt))), by=city_officer)
            outcome = package.state
            if package.state == State.CHECKED:
                told = rules.read(package_path(package), key=elsewhere.key, ours=sender_key())
                assert [dict(record) for record in told.records] == [said_of(content)]
        except (Refused, NotStored):
            outcome = "refused"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["refused"] > 50
    assert not Foreign.objects.exists()
    previous: dict[int, bytes] = {}
    for entry in Entry.objects.filter(kind="packages").order_by("record", "seq"):
        assert bytes(entry.previous) == previous.get(entry.record, chain.ORIGIN)
        previous[entry.record] = bytes(entry.hash)


def package_path(package: Package):
    from yaoan.modules.packages.queries import file_of

    return file_of(package)


def sender_key() -> str:
    from yaoan.kernel.journal import signing

    return signing.public_key()


def said_of(content: bytes) -> dict:
    return json.loads(members(content)[parcel.RECORDS])


def test_a_directory_that_lies_about_itself_is_refused(take, elsewhere) -> None:
    content = bytearray(elsewhere.package(elsewhere.record(7)))
    at = content.rfind(b"PK\5\6")
    struct.pack_into("<HHLL", content, at + 8, 60_000, 60_000, 2**31, 0)
    with pytest.raises(Invalid):
        take(bytes(content))
