"""With whom we exchange: trust a key, make a package, begin a series anew, stop."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yaoan.kernel.attachments.storage import NotStored, store
from yaoan.kernel.commands import Change, Invalid, Open, Remarking, Step, ask
from yaoan.kernel.journal import signing
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.packages import lifecycle, queries, rules
from yaoan.modules.packages.commands.packages import FILE, Make
from yaoan.modules.packages.models import Correspondent

KEY_HELP = _("64位十六进制；由对方用“yaoan package key”给出，请通过电话或当面核对。")


def _wrong_key(key: str) -> Text | None:
    """Why this cannot be the key of another installation."""
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        return _("公钥应当是64位十六进制数字。")
    if key == signing.public_key():
        return _("这是本单位自己的公钥。")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    except ValueError:
        return _("这不是有效的公钥。")
    return None


def _key_faults(key: str) -> Mapping[str, list[str]]:
    wrong = _wrong_key(key.strip().lower())
    return {"key": [str(wrong)]} if wrong else {}


@dataclass(frozen=True, kw_only=True)
class Trust(Open[Correspondent]):
    """Enter another installation with the public key of its journal, compared by telephone or in person."""

    act: ClassVar[Act] = lifecycle.TRUST
    model: ClassVar[type[Correspondent]] = Correspondent

    title: str = ask(_("名称"), help=_("例如“云河市局的药安”"))
    other_id: int = ask(_("对方单位"), to="unit")
    key: str = ask(_("对方公钥"), max_length=64, help=KEY_HELP)
    confirmed_with: str = ask(_("与谁核对过"), max_length=120, help=_("对方的姓名和核对方式"))

    def faults(self) -> Mapping[str, list[str]]:
        return _key_faults(self.key)

    def objections(self, record: Correspondent) -> Mapping[str, list[str]]:
        own = self.other_id == record.agency_id
        return {"other_id": [str(_("请选择另一单位。"))]} if own else {}

    def apply(self, record: Correspondent) -> None:
        record.other_id = self.other_id
        record.key, record.keyed_by_id = self.key.strip().lower(), self.actor.user_id
        record.title = self.title


@dataclass(frozen=True, kw_only=True)
class Confirm(Change[Correspondent]):
    """Check a public key once more, as another person than who entered it, with somebody of the other unit."""

    act: ClassVar[Act] = lifecycle.CONFIRM
    model: ClassVar[type[Correspondent]] = Correspondent

    confirmed_with: str = ask(_("与谁核对过"), max_length=120, help=_("对方的姓名和核对方式"))

    def apply(self, record: Correspondent) -> None:
        """With whom it was checked stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Rekey(Change[Correspondent]):
    """Exchange the public key of an installation for a new one, compared by telephone or in person."""

    act: ClassVar[Act] = lifecycle.REKEY
    model: ClassVar[type[Correspondent]] = Correspondent

    key: str = ask(_("新的公钥"), max_length=64, help=KEY_HELP)
    confirmed_with: str = ask(_("与谁核对过"), max_length=120, help=_("对方的姓名和核对方式"))
    reason: str = ask(_("更换原因"), lines=3, max_length=1000)

    def faults(self) -> Mapping[str, list[str]]:
        return _key_faults(self.key)

    def apply(self, record: Correspondent) -> None:
        record.key, record.keyed_by_id = self.key.strip().lower(), self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Pack(Change[Correspondent]):
    """Make the next package for an installation: what it may read of ours that changed since the last one."""

    act: ClassVar[Act] = lifecycle.PACK
    model: ClassVar[type[Correspondent]] = Correspondent

    with_files: bool = ask(_("带上附件"), default=False, help=_("不带时只列出附件的指纹。"))

    def apply(self, record: Correspondent) -> None:
        """The package that follows says what was sent."""

    def consequences(self, record: Correspondent) -> Iterable[Step]:
        try:
            found = queries.gathered(record, with_files=self.with_files)
        except queries.NothingNew:
            raise Invalid({"": [str(_("上一个包以来没有新的内容和封印，不必制作。"))]}) from None
        with tempfile.TemporaryDirectory(prefix="yaoan-package-") as folder:
            path = Path(folder) / "package.zip"
            manifest = found.write(path)
            name = f"{record.other.short}-{manifest['sequence']:05}.zip"
            try:
                with path.open("rb") as file:
                    evidence = store(iter(lambda: file.read(1 << 20), b""), name=name, purpose=FILE)
            except NotStored as obstacle:
                raise Invalid({"": [str(obstacle)]}) from obstacle
        yield Step(
            Make(
                correspondent_id=record.pk,
                agency_id=record.agency_id,
                area=record.area,
                title=f"{record.other.name} {manifest['sequence']}",
                sequence=manifest["sequence"],
                digest=rules.digest_of(manifest),
                previous=manifest["previous"],
                until=manifest["until"],
                last_seal=found.heads[-1]["id"] if found.heads else 0,
                last_head=found.heads[-1]["head"] if found.heads else "",
                counts={
                    "records": len(found.records), "entries": len(found.entries), "heads": len(found.heads),
                    "files": len(found.files), "packages": len(found.packages), "remaining": 0 if found.is_all else 1,
                },
                passed_on=tuple(one.pk for one in found.packages),
                file=(evidence,),
            )
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rejoin(Change[Correspondent]):
    """Let the packages of an installation begin anew from a number, when it was restored from a backup."""

    act: ClassVar[Act] = lifecycle.REJOIN
    model: ClassVar[type[Correspondent]] = Correspondent

    sequence: int = ask(_("从第几号起重新开始"), help=_("对方恢复备份之后制作的第一个包的序号"))
    newest: int = ask(_("此前收到的最新一包"), to="packages")
    reason: str = ask(_("核实情况"), lines=3, max_length=1000)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if 1 <= self.sequence < 10**8 else {"sequence": [str(_("序号从1开始。"))]}

    def apply(self, record: Correspondent) -> None:
        record.rejoin_from, record.rejoin_after = self.sequence, self.newest


@dataclass(frozen=True, kw_only=True)
class Retire(Change[Correspondent]):
    """Stop the exchange with an installation: its packages are no longer taken, none is made for it."""

    act: ClassVar[Act] = lifecycle.RETIRE
    model: ClassVar[type[Correspondent]] = Correspondent

    reason: str = ask(_("原因"), lines=3, max_length=1000)

    def apply(self, record: Correspondent) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Resume(Change[Correspondent]):
    """Take the exchange with an installation up again, once another person has checked its key anew."""

    act: ClassVar[Act] = lifecycle.RESUME
    model: ClassVar[type[Correspondent]] = Correspondent

    reason: str = ask(_("原因"), lines=3, max_length=1000)

    def apply(self, record: Correspondent) -> None:
        record.keyed_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Correspondent]):
    """Add a remark or a file to the exchange with an installation."""

    act: ClassVar[Act] = lifecycle.CORRESPONDENT["remark"]
    model: ClassVar[type[Correspondent]] = Correspondent
