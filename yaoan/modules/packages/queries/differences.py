"""What each record of a package is, held against what we have of it now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yaoan.kernel.words import Text, _
from yaoan.modules.packages import rules
from yaoan.modules.packages.choices import Result
from yaoan.modules.packages.models import Correspondent, Foreign, Package
from yaoan.modules.packages.queries.series import file_of, receiver_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One record of a package: what it is against ours (None where we have none), and why where it is in conflict."""

    record: Mapping[str, Any]
    result: Result
    foreign: Foreign | None = None
    reason: Text | str = ""

    @property
    def is_acceptable(self) -> bool:
        return self.result in (Result.NEW, Result.NEWER)

    @property
    def changed(self) -> list[tuple[str, str, str]]:
        """(label, before, after) of the words that are different now."""
        if self.foreign is None:
            return []
        before, after = dict(self.foreign.details), dict(self.record["details"])
        pairs = ((name, before.get(name, ""), after.get(name, "")) for name in {**before, **after})
        return [(name, old, new) for name, old, new in pairs if old != new]


def differences(sender: Correspondent, parcel: rules.Parcel) -> list[Difference]:
    """Every record of a package that was read and found whole, in its order. Two queries, and a file for each conflict."""
    ids = [record["id"] for record in parcel.records]
    ours = Foreign.objects.filter(origin=sender.key, origin_id__in=ids).select_related("package")
    known = {foreign.origin_id: foreign for foreign in ours}
    return [
        _difference(sender, record, parcel.chains[record["id"]], known.get(record["id"])) for record in parcel.records
    ]


def shown(package: Package) -> list[Difference]:
    """The differences of a package that was checked, for a page; none where its file is not what was checked."""
    assert package.correspondent is not None
    try:
        key = package.correspondent.key
        parcel = rules.read(file_of(package), key=key, ours=receiver_of(package), prove=False)
    except rules.NotAPackage:
        return []
    return [] if parcel.faults else differences(package.correspondent, parcel)


def accepted_by(found: Iterable[Difference], left_out: Iterable[str]) -> Iterator[Difference]:
    """Those that can be accepted, without those left out (by their numbers at home)."""
    without = set(left_out)
    return (one for one in found if one.is_acceptable and one.record["number"] not in without)


def _difference(
    sender: Correspondent, record: Mapping[str, Any], chain: tuple[str, ...], foreign: Foreign | None
) -> Difference:
    if not any(record["area"].startswith(area) for area in sender.other.areas):
        return Difference(record, Result.CONFLICT, foreign, _("所在地不在发送单位的辖区内。"))
    if foreign is None:
        return Difference(record, Result.NEW)
    if foreign.origin_head == record["head"]:
        return Difference(record, Result.SAME, foreign)
    if foreign.seq < len(chain) and chain[foreign.seq - 1] == foreign.origin_head:
        return Difference(record, Result.NEWER, foreign)
    kept = [entry["hash"] for entry in rules.chain_in(file_of(foreign.package), foreign.origin_id)]
    parted = next((seq for seq, (a, b) in enumerate(zip(kept, chain, strict=False), 1) if a != b), None)
    if parted is None:
        return Difference(record, Result.SAME, foreign, _("我们已有更新的内容。"))
    return Difference(record, Result.CONFLICT, foreign, _("从第 {seq} 笔起与已接受的不同。").format(seq=parted))
