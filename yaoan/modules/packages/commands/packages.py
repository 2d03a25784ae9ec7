"""A package: made for another, or received, checked, and accepted in whole or in part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from yaoan.kernel.attachments.storage import Evidence, NotStored, store
from yaoan.kernel.commands import Change, Open, Remarking, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.packages import lifecycle, queries, rules
from yaoan.modules.packages.choices import Direction, Result
from yaoan.modules.packages.commands.foreigns import Arrive, Renew
from yaoan.modules.packages.models import Package

FILE = "package"
"""The purpose of the file of a package."""


def file_kinds() -> Iterable[tuple[str, Any]]:
    return [(FILE, _("交换包"))]


@dataclass(frozen=True, kw_only=True)
class Make(Open[Package]):
    """Keep a package that was made for another installation. Follows from the making."""

    act: ClassVar[Act] = lifecycle.MAKE
    model: ClassVar[type[Package]] = Package

    correspondent_id: int = ask(_("交换单位"), to="correspondents")
    agency_id: int = ask(_("责任单位"), to="unit")
    area: str = ask(_("所在地"), default="", max_length=12)
    title: str = ask(_("名称"))
    sequence: int = ask(_("序号"))
    digest: str = ask(_("清单指纹"), max_length=64)
    previous: str = ask(_("前一包的指纹"), default="", max_length=64)
    until: int = ask(_("日志截至"), default=0)
    last_seal: int = ask(_("最新封印"), default=0)
    last_head: str = ask(_("最新日志头"), default="", max_length=64)
    counts: dict[str, int] = ask(_("数量"))
    passed_on: tuple[int, ...] = ask(_("转报的包"), default=(), to="packages")
    file: tuple[Evidence, ...] = ask(_("文件"), choices=file_kinds)

    def apply(self, record: Package) -> None:
        record.passed_on = list(self.passed_on)
        for name in (
            "correspondent_id", "agency_id", "area", "title", "sequence", "digest", "previous", "until", "last_seal",
            "last_head", "counts",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.direction, record.made_on, record.file = Direction.OUT, self.day, self.file[0].sha256


@dataclass(frozen=True, kw_only=True)
class Receive(Open[Package]):
    """Take in a package from an installation that we know; it is checked at once, and changes nothing before acceptance."""

    act: ClassVar[Act] = lifecycle.RECEIVE
    model: ClassVar[type[Package]] = Package

    file: tuple[Evidence, ...] = ask(_("交换包文件"), choices=file_kinds, help=_("对方给的 .zip 文件"))

    def objections(self, _record: Package) -> Mapping[str, list[str]]:
        reason = self._reason()
        return {"file": [str(reason)]} if reason else {}

    def _reason(self) -> Any:
        if len(self.file) != 1:
            return _("一次收取一个交换包。")
        before = queries.found_with(self.file[0].sha256)
        if before is not None:
            return _("这个包已经收过（{number}），没有再做任何事。").format(number=before.number)
        try:
            told = rules.claimed(queries.file_of(Package(file=self.file[0].sha256)))
        except rules.NotAPackage as obstacle:
            return obstacle
        if queries.correspondent_of(told["sender"]) is None:
            return _("不认识发送单位“{name}”（公钥 {key}）。请先与对方核对公钥，登记为交换单位。").format(
                name=told["sender_name"][:60], key=told["sender"]
            )
        return None

    def apply(self, record: Package) -> None:
        record.direction, record.file = Direction.IN, self.file[0].sha256
        record.title = self.file[0].name or self.file[0].sha256

    def consequences(self, record: Package) -> Iterable[Step]:
        yield Step(Check(), on=record)


@dataclass(frozen=True, kw_only=True)
class Relay(Open[Package]):
    """Take in a package from two levels below that came enclosed in one from the level below. Follows from its check."""

    act: ClassVar[Act] = lifecycle.RELAY
    model: ClassVar[type[Package]] = Package

    via_id: int = ask(_("随哪个包转来"), to="packages")
    receiver: str = ask(_("收件公钥"), max_length=64)
    agency_id: int = ask(_("责任单位"), to="unit")
    area: str = ask(_("所在地"), default="", max_length=12)
    file: tuple[Evidence, ...] = ask(_("交换包文件"), choices=file_kinds)

    def apply(self, record: Package) -> None:
        record.direction, record.file = Direction.IN, self.file[0].sha256
        record.via_id, record.receiver = self.via_id, self.receiver
        record.agency_id, record.area, record.title = self.agency_id, self.area, self.file[0].name

    def consequences(self, record: Package) -> Iterable[Step]:
        yield Step(Check(), on=record)


@dataclass(frozen=True, kw_only=True)
class Check(Change[Package]):
    """Check signature, hashes and series of a package, and hold its records against ours. May be repeated."""

    act: ClassVar[Act] = lifecycle.CHECK
    model: ClassVar[type[Package]] = Package

    def apply(self, record: Package) -> None:
        """What is found is written by the act that follows."""

    def consequences(self, record: Package) -> Iterable[Step]:
        try:
            report = queries.report_of(record)
        except rules.NotAPackage:
            report = {"is_whole": False, "findings": [{"code": "missing", "member": record.title}]}
        if not report["is_whole"]:
            yield Step(Fail(report=report), on=record)
            return
        yield Step(Note(report=report), on=record)
        yield from _relayed(record)


def _relayed(record: Package) -> Iterator[Step]:
    """One step for each package from further below that a checked one encloses: it is taken in and checked by itself."""
    for sha256, content, receiver in queries.to_relay(record):
        kept = store(content, name=f"{sha256[:16]}.zip", purpose=FILE)
        yield Step(
            Relay(via_id=record.pk, receiver=receiver, agency_id=record.agency_id, area=record.area, file=(kept,))
        )


def _write_down(report: Mapping[str, Any], record: Package) -> None:
    """The columns of a package as a check found them."""
    for name in (
        "correspondent_id", "title", "sequence", "digest", "previous", "until", "counts", "findings", "last_seal", "last_head",
    ):  # fmt: skip
        if name in report:
            setattr(record, name, report[name])
    if "made_on" in report:
        record.made_on = date.fromisoformat(report["made_on"])


@dataclass(frozen=True, kw_only=True)
class Note(Change[Package]):
    """Write down what the check of a whole package found. Follows from the check."""

    act: ClassVar[Act] = lifecycle.NOTE
    model: ClassVar[type[Package]] = Package

    report: dict[str, Any] = ask(_("核对结果"))

    def apply(self, record: Package) -> None:
        _write_down(self.report, record)


@dataclass(frozen=True, kw_only=True)
class Fail(Change[Package]):
    """Write down why a package cannot be relied on. Follows from the check."""

    act: ClassVar[Act] = lifecycle.FAIL
    model: ClassVar[type[Package]] = Package

    report: dict[str, Any] = ask(_("核对结果"))

    def apply(self, record: Package) -> None:
        _write_down(self.report, record)


def _reread(record: Package) -> tuple[list[queries.Difference], rules.Parcel | None]:
    """The differences as they are now; none where the file is not any more what was checked.

    The check worked the signature of every entry out. The manifest that it found, known by its digest and signed, covers them
    byte for byte, so that hashes are enough here.
    """
    assert record.correspondent is not None
    key, ours = record.correspondent.key, queries.receiver_of(record)
    try:
        parcel = rules.read(queries.file_of(record), key=key, ours=ours, prove=False)
    except rules.NotAPackage:
        return [], None
    if parcel.faults or parcel.digest != record.digest:
        return [], None
    return queries.differences(record.correspondent, parcel), parcel


CHANGED = _("保存的文件已不是核对时的样子，请重新核对。")


def _taken_in(record: Package, left_out: Iterable[str]) -> Iterator[Step]:
    """One step for each record that is accepted: it arrives, or is renewed."""
    found, _parcel = _reread(record)
    assert record.correspondent is not None
    for one in queries.accepted_by(found, left_out):
        told = one.record
        values: dict[str, Any] = {
            "title": told["title"] or told["number"], "area": told["area"], "origin_state": told["state_label"], "seq": told["seq"],
            "origin_head": told["head"], "details": told["details"], "package_id": record.pk,
            "is_closed": told["closed"], "files": tuple(_files(record, told, known=one.foreign)),
        }  # fmt: skip
        if one.foreign is not None:
            yield Step(Renew(**values), on=one.foreign.pk)
            continue
        yield Step(
            Arrive(
                origin=record.correspondent.key, origin_id=told["id"], origin_kind=told["kind"],
                origin_number=told["number"], kind_label=told["label"], agency_id=record.correspondent.other_id,
                correspondent_id=record.correspondent.pk, **values,
            )
        )  # fmt: skip


def _files(record: Package, told: Mapping[str, Any], known: Any) -> Iterator[Evidence]:
    """The attachments of a record that came with the package and that we do not have on it yet."""
    there = {item["sha256"] for item in known.evidence} if known else set()
    for item in told["files"]:
        if item["sent"] and item["sha256"] not in there:
            try:
                kept = store(rules.file_in(queries.file_of(record), item["sha256"]), name=item["name"] or "file")
            except NotStored:
                continue  # a program, or nothing at all: its hash stands in the package
            yield kept


@dataclass(frozen=True, kw_only=True)
class Accept(Change[Package]):
    """Accept every record of a package that is new or newer."""

    act: ClassVar[Act] = lifecycle.ACCEPT
    model: ClassVar[type[Package]] = Package

    def objections(self, record: Package) -> Mapping[str, list[str]]:
        found, parcel = _reread(record)
        if parcel is None:
            return {"": [str(CHANGED)]}
        conflicts = sum(one.result == Result.CONFLICT for one in found)
        if not conflicts:
            return {}
        return {"": [_("有 {count} 条记录有冲突，不能全部接受；请用“部分接受”。").format(count=conflicts)]}

    def apply(self, record: Package) -> None:
        """What was accepted follows."""

    def consequences(self, record: Package) -> Iterable[Step]:
        yield from _taken_in(record, ())


@dataclass(frozen=True, kw_only=True)
class AcceptPart(Change[Package]):
    """Accept the records of a package that are new or newer without some, with the reason. What is in conflict stays out."""

    act: ClassVar[Act] = lifecycle.ACCEPT_PART
    model: ClassVar[type[Package]] = Package

    left_out: tuple[str, ...] = ask(_("不接受的记录"), default=(), help=_("原编号，每行一个；有冲突的本来就不接受。"))
    reason: str = ask(_("理由"), lines=3, max_length=2000)

    def objections(self, record: Package) -> Mapping[str, list[str]]:
        found, parcel = _reread(record)
        if parcel is None:
            return {"": [str(CHANGED)]}
        strange = sorted(set(self.left_out) - {one.record["number"] for one in found})
        if strange:
            return {"left_out": [_("包里没有 {numbers}。").format(numbers="、".join(strange[:10]))]}
        if not self.left_out and all(one.result != Result.CONFLICT for one in found):
            return {"left_out": [str(_("没有写明不接受哪些；全部接受请用“接受”。"))]}
        return {}

    def apply(self, record: Package) -> None:
        record.left_out, record.reason = list(self.left_out), self.reason

    def consequences(self, record: Package) -> Iterable[Step]:
        yield from _taken_in(record, self.left_out)


@dataclass(frozen=True, kw_only=True)
class Refuse(Change[Package]):
    """Refuse a package: nothing of it is taken in. Its heads stay as proof."""

    act: ClassVar[Act] = lifecycle.REFUSE
    model: ClassVar[type[Package]] = Package

    reason: str = ask(_("退回理由"), lines=3, max_length=2000)

    def apply(self, record: Package) -> None:
        record.reason = self.reason


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Package]):
    """Add a remark or a file to a package."""

    act: ClassVar[Act] = lifecycle.PACKAGE["remark"]
    model: ClassVar[type[Package]] = Package
