"""Acts and commands that kinds of records share: a remark, giving the work to another person, taking the latest act back."""

from dataclasses import dataclass
from typing import Any, Generic

from yaoan.kernel.attachments.storage import Evidence
from yaoan.kernel.commands.base import Change, R, ask
from yaoan.kernel.commands.errors import NotAllowed
from yaoan.kernel.journal.models import Entry
from yaoan.kernel.lifecycle import ANY, Act
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import _

CORRECT = "records.correct"
"""Take back the latest act on a record when it was a mistake; the act and its taking back both stay in the journal."""


def remark(kind: str) -> Act:
    """The act of adding a remark or a file, open to all who may read the record."""
    return Act("remark", _("备注"), f"{kind}.view", "《行政处罚法》第四十七条（全过程记录）", ANY)


def reassign(permission: str, source: frozenset[str]) -> Act:
    """The act of giving a record to another person to work on; the unit that answers for it stays."""
    return Act("reassign", _("移交承办人"), permission, "首办负责制（内部工作制度，没有条文）", source)


def revert() -> Act:
    """The counter-act to the latest act on a record."""
    return Act("revert", _("更正撤回"), CORRECT, "《行政处罚法》第四十七条（全过程记录）", ANY, dangerous=True)


@dataclass(frozen=True, kw_only=True)
class Remarking(Change[R], Generic[R]):
    """Add a remark, with files if there are any."""

    text: str = ask(_("备注内容"), lines=4, max_length=4000)
    files: tuple[Evidence, ...] = ask(_("附件"), default=())

    def apply(self, record: R) -> None:
        """A remark changes nothing but the history."""


@dataclass(frozen=True, kw_only=True)
class Reassigning(Change[R], Generic[R]):
    """Give a record to another person to work on, with the reason."""

    holder_id: int = ask(_("新承办人"), to="user")
    reason: str = ask(_("移交原因"), lines=2, max_length=1000)

    def apply(self, record: R) -> None:
        record.holder_id = self.holder_id


@dataclass(frozen=True, kw_only=True)
class Reverting(Change[R], Generic[R]):
    """Take back the latest act: everything it changed is as it was before, and both acts stay in the journal."""

    reason: str = ask(_("撤回原因"), lines=3, max_length=1000)

    def apply(self, record: R) -> None:
        """What is put back is in the journal; see `put_back`."""


def put_back(record: Record) -> None:
    """Give a record the columns, state and clocks it had before its latest act.

    Raises NotAllowed where that act opened the record, was itself a taking back, or had consequences elsewhere.
    """
    entry = Entry.objects.get(record=record.pk, seq=record.version)
    if "changes" not in entry.payload or entry.act == "revert":
        raise NotAllowed(str(_("最近一步是建立或撤回，不能再撤回；请用相应的操作更正。")))
    if Entry.objects.filter(cause=entry.command_id).exists() or entry.cause:
        raise NotAllowed(str(_("最近一步牵动了其他记录，不能直接撤回；请在相关记录上分别更正。")))
    for name, (before, _after) in entry.payload["changes"].items():
        setattr(record, name, _typed(record, name, before))
    record.evidence = [item for item in record.evidence if item.get("seq") != entry.seq]
    if entry.from_state != entry.to_state:
        record.state = entry.from_state
        record.stays = record.stays[:-1]


def _typed(record: Record, name: str, value: Any) -> Any:
    field = next(item for item in record._meta.concrete_fields if item.attname == name)
    return (
        value if value is None or field.get_internal_type() in ("JSONField", "ArrayField") else field.to_python(value)
    )
