"""What officials may do about telling another system: propose, approve, change, try, send again, pause, end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from yaoan.kernel.commands import Change, Open, Remarking, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.outbox import reach, signature
from yaoan.kernel.words import Text, _
from yaoan.modules.webhooks import lifecycle, queries, rules
from yaoan.modules.webhooks.models import Subscription

SECRET_HELP = _("请在提交前复制，交给对方的维护人员；提交之后不再显示。也可以换成对方给的。")
URL_HELP = _("以 https:// 开头；单位内部网络的网址须由系统管理员先列入允许范围。")
KINDS_HELP = _("只推送您自己能读到的记录；查看须留痕的类别不能推送。")


def _url_faults(url: str) -> list[str]:
    fault: Text | str | None = reach.fault_of(url)
    if fault is None:
        try:
            reach.target_of(url)
        except reach.Barred as obstacle:
            fault = str(obstacle)
    return [str(fault)] if fault else []


def _secret_faults(secret: str) -> Mapping[str, list[str]]:
    fault = signature.fault_of(secret)
    return {"secret": [str(fault)]} if fault else {}


def _kind_faults(kinds: Iterable[str], actor: Any) -> list[str]:
    unread = [label for kind, label in queries.kinds() if kind in kinds and not actor.may(f"{kind}.view")]
    return [str(_("您自己不能读 {kinds}，不能推送。").format(kinds="、".join(map(str, unread))))] if unread else []


def _place_faults(url: str, kinds: Iterable[str], actor: Any) -> dict[str, list[str]]:
    found = {"url": _url_faults(url), "kinds": _kind_faults(kinds, actor)}
    return {name: faults for name, faults in found.items() if faults}


@dataclass(frozen=True, kw_only=True)
class Propose(Open[Subscription]):
    """Propose that another system is told of acts on records that one may read oneself."""

    act: ClassVar[Act] = lifecycle.PROPOSE
    model: ClassVar[type[Subscription]] = Subscription

    title: str = ask(_("对方系统"), help=_("例如“市政务数据平台”"))
    url: str = ask(_("接收网址"), max_length=reach.LONGEST, help=URL_HELP)
    kinds: tuple[str, ...] = ask(_("推送哪些"), choices=queries.kinds, help=KINDS_HELP)
    purpose: str = ask(_("用途和依据"), lines=3, max_length=1000)
    secret: str = ask(
        _("签名密钥"), sealed=True, max_length=120, help=SECRET_HELP, suggest=lambda _record, _actor: signature.fresh()
    )

    def faults(self) -> Mapping[str, list[str]]:
        return _secret_faults(self.secret)

    def objections(self, record: Subscription) -> Mapping[str, list[str]]:
        return _place_faults(self.url, self.kinds, self.actor)

    def apply(self, record: Subscription) -> None:
        record.title, record.url, record.kinds = self.title, self.url, list(self.kinds)
        record.purpose, record.secret = self.purpose, self.secret
        record.reader_id = record.proposed_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Approve(Change[Subscription]):
    """Approve, as another person, that these records leave the house for this address."""

    act: ClassVar[Act] = lifecycle.APPROVE
    model: ClassVar[type[Subscription]] = Subscription

    note: str = ask(_("批准意见"), default="", lines=2, max_length=1000)

    def apply(self, record: Subscription) -> None:
        """The opinion stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Amend(Change[Subscription]):
    """Change address, kinds or purpose; from now on in one's own rights, and only once another person has approved it."""

    act: ClassVar[Act] = lifecycle.AMEND
    model: ClassVar[type[Subscription]] = Subscription

    url: str = ask(_("接收网址"), max_length=reach.LONGEST, help=URL_HELP, suggest=lambda record, _actor: record.url)
    kinds: tuple[str, ...] = ask(
        _("推送哪些"), choices=queries.kinds, help=KINDS_HELP, suggest=lambda record, _actor: tuple(record.kinds)
    )
    purpose: str = ask(_("用途和依据"), lines=3, max_length=1000, suggest=lambda record, _actor: record.purpose)

    def objections(self, record: Subscription) -> Mapping[str, list[str]]:
        return _place_faults(self.url, self.kinds, self.actor)

    def apply(self, record: Subscription) -> None:
        record.url, record.kinds, record.purpose = self.url, list(self.kinds), self.purpose
        record.reader_id = record.proposed_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Rotate(Change[Subscription]):
    """Exchange the secret that messages are signed with; the former one signs as well for three more days."""

    act: ClassVar[Act] = lifecycle.ROTATE
    model: ClassVar[type[Subscription]] = Subscription

    secret: str = ask(
        _("新的签名密钥"), sealed=True, max_length=120, help=SECRET_HELP,
        suggest=lambda _record, _actor: signature.fresh(),
    )  # fmt: skip
    is_leaked: bool = ask(_("原密钥已泄露，立即作废"), default=False)

    def faults(self) -> Mapping[str, list[str]]:
        return _secret_faults(self.secret)

    def apply(self, record: Subscription) -> None:
        record.former_secret = "" if self.is_leaked else record.secret
        record.former_until = None if self.is_leaked else self.day + timedelta(days=rules.KEPT_DAYS)
        record.secret = self.secret


@dataclass(frozen=True, kw_only=True)
class Adopt(Change[Subscription]):
    """Take a subscription over from a colleague: from now on it reads in one's own rights, once another has approved it."""

    act: ClassVar[Act] = lifecycle.ADOPT
    model: ClassVar[type[Subscription]] = Subscription

    reason: str = ask(_("接手原因"), lines=2, max_length=1000)

    def objections(self, record: Subscription) -> Mapping[str, list[str]]:
        faults = _kind_faults(record.kinds, self.actor)
        return {"": faults} if faults else {}

    def apply(self, record: Subscription) -> None:
        record.reader_id = record.proposed_by_id = self.actor.user_id


@dataclass(frozen=True, kw_only=True)
class Probe(Change[Subscription]):
    """Tell the other system of this act itself, to see whether messages arrive and are understood."""

    act: ClassVar[Act] = lifecycle.PROBE
    model: ClassVar[type[Subscription]] = Subscription

    def apply(self, record: Subscription) -> None:
        """The message is made from the journal line of this act."""


@dataclass(frozen=True, kw_only=True)
class SendAgain(Change[Subscription]):
    """Send messages once more, under the ids they had: those named, or all that were given up."""

    act: ClassVar[Act] = lifecycle.SEND_AGAIN
    model: ClassVar[type[Subscription]] = Subscription

    messages: tuple[str, ...] = ask(_("消息编号"), default=(), help=_("每行一个；空着就是所有已放弃的。"))

    def objections(self, record: Subscription) -> Mapping[str, list[str]]:
        strange = [one for one in self.messages if rules.entry_of(one, record.pk) is None]
        text = _("不是这里的消息：{messages}。").format(messages="、".join(strange[:5]))
        return {"messages": [str(text)]} if strange else {}

    def apply(self, record: Subscription) -> None:
        """They are queued when the journal line of this act is read."""


@dataclass(frozen=True, kw_only=True)
class Pause(Change[Subscription]):
    """Send nothing for now; what happens meanwhile is sent when it goes on."""

    act: ClassVar[Act] = lifecycle.PAUSE
    model: ClassVar[type[Subscription]] = Subscription

    reason: str = ask(_("暂停原因"), lines=2, max_length=1000)

    def apply(self, record: Subscription) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Resume(Change[Subscription]):
    """Go on from where it was paused."""

    act: ClassVar[Act] = lifecycle.RESUME
    model: ClassVar[type[Subscription]] = Subscription

    def apply(self, record: Subscription) -> None:
        """The state says it."""


@dataclass(frozen=True, kw_only=True)
class End(Change[Subscription]):
    """Stop telling the other system for good; what was not sent yet is not sent."""

    act: ClassVar[Act] = lifecycle.END
    model: ClassVar[type[Subscription]] = Subscription

    reason: str = ask(_("停用原因"), lines=2, max_length=1000)

    def apply(self, record: Subscription) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Subscription]):
    """Add a remark or a file to a subscription."""

    act: ClassVar[Act] = lifecycle.SUBSCRIPTION["remark"]
    model: ClassVar[type[Subscription]] = Subscription
