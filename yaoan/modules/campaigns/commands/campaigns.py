"""What officials may do to a campaign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from yaoan.kernel.access.actor import Actor
from yaoan.kernel.access.models import Agency
from yaoan.kernel.commands import Change, Evidence, Open, Remarking, Reverting, Step, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import Text, _
from yaoan.modules.campaigns import lifecycle, queries
from yaoan.modules.campaigns.choices import Focus
from yaoan.modules.campaigns.models import Campaign

DRAFTED = (
    "title", "document_number", "issuer", "issued_on", "starts_on", "ends_on", "period_text", "aims", "plan", "targets",
    "stages", "calendar",
)  # fmt: skip
HANDED_DOWN = (*DRAFTED, "focus")
"""What the units below get of a campaign: its content, and never what is theirs to decide."""
DAYS = frozenset({"issued_on", "starts_on", "ends_on"})


def units_below(campaign: Campaign, _actor: Actor) -> tuple[int, ...]:
    """The agencies right below the one that issues: a notice goes to them unless somebody says otherwise."""
    return tuple(Agency.objects.filter(parent_id=campaign.agency_id).order_by("pk").values_list("pk", flat=True))


def so_far(name: str) -> Any:
    """What the campaign holds now."""
    return lambda record, _actor: getattr(record, name, None)


def in_focus(name: Focus) -> Any:
    """What stands on a focus list of the campaign now."""
    return lambda record, _actor: [
        item["text"] for item in (record.focus if record else ()) if item["list"] == name and not item.get("until")
    ]


def _lines(label: Text, suggest: Any, *, lines: int = 4) -> Any:
    return ask(label, default=(), help=_("一行一条"), lines=lines, max_length=2000, suggest=suggest)


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What a draft says; from the notice reader or by hand."""

    title: str = ask(_("名称"), suggest=so_far("title"))
    document_number: str = ask(_("文号"), default="", max_length=80, suggest=so_far("document_number"))
    issuer: str = ask(_("发文单位"), default="", suggest=so_far("issuer"))
    issued_on: date | None = ask(_("印发日期"), default=None, suggest=so_far("issued_on"))
    starts_on: date | None = ask(_("开始日期"), default=None, suggest=so_far("starts_on"))
    ends_on: date | None = ask(_("结束日期"), default=None, suggest=so_far("ends_on"))
    period_text: str = ask(_("通知中的期限"), default="", max_length=200, suggest=so_far("period_text"))
    aims: tuple[str, ...] = _lines(_("目标"), so_far("aims"))
    products: tuple[str, ...] = _lines(_("重点品种"), in_focus(Focus.PRODUCTS), lines=6)
    links: tuple[str, ...] = _lines(_("重点环节"), in_focus(Focus.LINKS))
    objects: tuple[str, ...] = _lines(_("重点对象"), in_focus(Focus.OBJECTS))
    regions: tuple[str, ...] = _lines(_("重点区域"), in_focus(Focus.REGIONS))
    plan: list[Any] | None = ask(_("任务草案"), default=None, by_hand=False)
    targets: list[Any] | None = ask(_("指标"), default=None, by_hand=False)
    stages: list[Any] | None = ask(_("阶段"), default=None, by_hand=False)
    calendar: list[Any] | None = ask(_("报送日历"), default=None, by_hand=False)

    def faults(self) -> Mapping[str, list[str]]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            return {"ends_on": [str(_("结束日期早于开始日期；请核对。"))]}
        return {}

    def write(self, record: Campaign, day: date) -> None:
        """Put the content on the draft; tasks, targets, stages and calendar that are not given stay as they are.

        Focus items are in force from the first day of the campaign, or from `day`. Those that stay keep their days, unless
        that first day becomes another.
        """
        moves, before = record.starts_on != self.starts_on, record.starts_on and record.starts_on.isoformat()
        for name in DRAFTED:
            value = getattr(self, name)
            if value is None and name in ("plan", "targets", "stages", "calendar"):
                continue
            setattr(record, name, list(value) if isinstance(value, tuple) else value)
        since = (self.starts_on or day).isoformat()
        known = {(item["list"], item["text"]): item for item in record.focus if not item.get("until")}
        stays = {key: item for key, item in known.items() if not moves or before not in (None, item["from"])}
        focus = [
            *(item for item in record.focus if item.get("until")),
            *(
                stays.get((str(name), text), {"list": str(name), "text": text, "from": since, "until": None})
                for name in Focus
                for text in getattr(self, name)
            ),
        ]
        if _list_by_list(focus) != _list_by_list(record.focus):
            record.focus = focus


def _list_by_list(focus: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Focus items in an order in which two that say the same are the same."""
    return sorted(focus, key=lambda item: (item["list"], bool(item.get("until"))))


@dataclass(frozen=True, kw_only=True)
class Draft(_Content, Open[Campaign]):
    """Draft a campaign, from a notice that was read or by hand."""

    act: ClassVar[Act] = lifecycle.DRAFT
    model: ClassVar[type[Campaign]] = Campaign

    area: str = ask(_("范围"), to="division")
    notice: str = ask(_("通知原文"), default="", lines=8, max_length=2_000_000)
    notice_name: str = ask(_("通知文件"), default="")
    marks: list[Any] | None = ask(_("标注"), default=None, by_hand=False)
    repairs: tuple[str, ...] = ask(_("文字修复"), default=(), max_length=1000)
    doubts: tuple[str, ...] = ask(_("疑点"), default=(), max_length=1000)
    files: tuple[Evidence, ...] = ask(_("通知原件"), default=())

    def apply(self, record: Campaign) -> None:
        self.write(record, self.day)
        record.area = self.area
        record.notice = self.notice
        record.notice_name = self.notice_name
        record.notice_sha256 = self.files[0].sha256 if self.files else ""
        record.marks = self.marks or []
        record.repairs = list(self.repairs)
        record.doubts = [{"text": text, "settled": ""} for text in self.doubts]


@dataclass(frozen=True, kw_only=True)
class PassDown(Open[Campaign]):
    """A campaign arrives from the unit above: the same aims and focus, to be carried out here. Follows from sending down."""

    act: ClassVar[Act] = lifecycle.PASS_DOWN
    model: ClassVar[type[Campaign]] = Campaign

    above_id: int = ask(_("上级专项行动"), to="campaigns")
    agency_id: int = ask(_("下发到"), to="agency")
    content: dict[str, Any] = ask(_("内容"))
    line: tuple[int, ...] = ask(_("上级专项行动"), to="campaigns", default=())

    def apply(self, record: Campaign) -> None:
        for name in HANDED_DOWN:
            if name in self.content:
                value = self.content[name]
                setattr(record, name, date.fromisoformat(value) if value and name in DAYS else value)
        record.above_id = self.above_id
        record.line = list(self.line) or queries.line_below(self.above_id)  # the first journals do not say
        record.agency_id = self.agency_id


@dataclass(frozen=True, kw_only=True)
class Correct(_Content, Change[Campaign]):
    """Correct a draft before it is issued."""

    act: ClassVar[Act] = lifecycle.CORRECT
    model: ClassVar[type[Campaign]] = Campaign

    def apply(self, record: Campaign) -> None:
        self.write(record, self.day)


@dataclass(frozen=True, kw_only=True)
class Settle(Change[Campaign]):
    """Settle one doubt of the reader: say how it is to be understood."""

    act: ClassVar[Act] = lifecycle.SETTLE
    model: ClassVar[type[Campaign]] = Campaign

    index: int = ask(_("第几条疑点"))
    decision: str = ask(_("确认意见"), lines=2, max_length=1000)

    def objections(self, record: Campaign) -> Mapping[str, list[str]]:
        count = len(record.doubts)
        if 1 <= self.index <= count:
            return {}
        return {"index": [_("没有第 {index} 条疑点；这个草案有 {count} 条。").format(index=self.index, count=count)]}

    def apply(self, record: Campaign) -> None:
        doubts = list(record.doubts)
        doubts[self.index - 1] = {**doubts[self.index - 1], "settled": self.decision}
        record.doubts = doubts


@dataclass(frozen=True, kw_only=True)
class Aim(Change[Campaign]):
    """Say which figure a target of the notice is measured by, and what it is to come to; without a figure, none is."""

    act: ClassVar[Act] = lifecycle.AIM
    model: ClassVar[type[Campaign]] = Campaign

    index: int = ask(_("第几条指标"))
    metric: str = ask(_("对应的数字"), default="", choices=queries.measurable)
    number: Decimal | None = ask(_("目标值"), default=None)
    ceiling: bool = ask(_("不得超过目标值"), default=False)

    def faults(self) -> Mapping[str, list[str]]:
        return {"number": [str(_("请填写目标值。"))]} if self.metric and self.number is None else {}

    def objections(self, record: Campaign) -> Mapping[str, list[str]]:
        count = len(record.targets)
        if 1 <= self.index <= count:
            return {}
        return {"index": [_("没有第 {index} 条指标；这个方案有 {count} 条。").format(index=self.index, count=count)]}

    def apply(self, record: Campaign) -> None:
        targets = list(record.targets)
        plain = {key: value for key, value in targets[self.index - 1].items() if key in ("what", "raw")}
        aim = {"metric": self.metric, "number": str(self.number), "ceiling": self.ceiling} if self.metric else {}
        targets[self.index - 1] = {**plain, **aim}
        record.targets = targets


@dataclass(frozen=True, kw_only=True)
class Issue(Change[Campaign]):
    """Issue a campaign: from now on it is in force."""

    act: ClassVar[Act] = lifecycle.ISSUE
    model: ClassVar[type[Campaign]] = Campaign

    units: tuple[int, ...] = ask(
        _("印发到"), to="agency", default=(), suggest=units_below, help=_("这些单位都能看到方案")
    )
    note: str = ask(_("印发说明"), default="", lines=2, max_length=1000)

    def apply(self, record: Campaign) -> None:
        record.issued_on = record.issued_on or self.day
        record.assisting = sorted({*record.assisting, *self.units} - {record.agency_id})


@dataclass(frozen=True, kw_only=True)
class Refocus(Change[Campaign]):
    """Change the focus lists from a day on; what was in force before can still be told."""

    act: ClassVar[Act] = lifecycle.REFOCUS
    model: ClassVar[type[Campaign]] = Campaign

    name: Focus = ask(_("重点清单"))
    add: tuple[str, ...] = ask(_("增加"), default=(), help=_("一行一条"), lines=3)
    drop: tuple[str, ...] = ask(_("去掉"), default=(), help=_("一行一条"), lines=3)
    since: date = ask(_("自何日起"))
    reason: str = ask(_("调整理由"), lines=2, max_length=1000)

    def objections(self, record: Campaign) -> Mapping[str, list[str]]:
        """What is dropped is on the list, what is added is not, and something changes."""
        listed = {item["text"] for item in record.focus if item["list"] == self.name and not item.get("until")}
        faults: dict[str, list[str]] = {}
        if missing := [text for text in self.drop if text not in listed]:
            faults["drop"] = [_("清单里没有：{items}").format(items="、".join(missing))]
        if double := [text for text in self.add if text in listed and text not in self.drop]:
            faults["add"] = [_("清单里已有：{items}").format(items="、".join(double))]
        if not self.add and not self.drop:
            faults["add"] = [str(_("增加或去掉至少填一项。"))]
        return faults

    def apply(self, record: Campaign) -> None:
        day, before = self.since.isoformat(), (self.since - timedelta(days=1)).isoformat()
        kept = [
            {**item, "until": before} if self._drops(item) else item
            for item in record.focus
            if not (self._drops(item) and item["from"] >= day)
        ]
        added = [{"list": str(self.name), "text": text, "from": day, "until": None} for text in self.add]
        record.focus = [*kept, *added]

    def _drops(self, item: Mapping[str, Any]) -> bool:
        return item["list"] == self.name and item["text"] in self.drop and not item.get("until")


@dataclass(frozen=True, kw_only=True)
class SendDown(Change[Campaign]):
    """Send a campaign to units below, which carry it out as their own."""

    act: ClassVar[Act] = lifecycle.SEND_DOWN
    model: ClassVar[type[Campaign]] = Campaign

    agencies: tuple[int, ...] = ask(_("下发到"), to="agency")

    def objections(self, record: Campaign) -> Mapping[str, list[str]]:
        """The units stand below this one, and none of them has the campaign already."""
        below = {agency.pk: agency for agency in queries.agencies_below(record.agency_id, self.agencies)}
        if away := [pk for pk in self.agencies if pk not in below]:
            return {"agencies": [_("有 {count} 个单位不是本单位的下级，不能下发给它。").format(count=len(away))]}
        if double := queries.units_that_have(record, self.agencies):
            names = "、".join(below[pk].short for pk in double)
            return {"agencies": [_("已经下发给{units}；请去掉后再下发。").format(units=names)]}
        return {}

    def apply(self, record: Campaign) -> None:
        record.assisting = sorted({*record.assisting, *self.agencies})

    def consequences(self, record: Campaign) -> Iterable[Step]:
        content = {name: getattr(record, name) for name in HANDED_DOWN}
        content |= {name: day.isoformat() for name in DAYS if (day := content[name])}
        line = (*record.line, record.pk)
        for agency_id in self.agencies:
            yield Step(PassDown(above_id=record.pk, agency_id=agency_id, content=content, line=line))


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Campaign]):
    """Give a campaign a later end, with the reason."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Campaign]] = Campaign

    ends_on: date = ask(_("新的结束日期"))
    reason: str = ask(_("延长理由"), lines=2, max_length=1000)

    def objections(self, record: Campaign) -> Mapping[str, list[str]]:
        if record.ends_on and self.ends_on <= record.ends_on:
            text = _("新的结束日期要晚于现在的 {day}；要提前结束请用“结束”。").format(day=record.ends_on)
            return {"ends_on": [text]}
        return {}

    def apply(self, record: Campaign) -> None:
        record.ends_on = self.ends_on


@dataclass(frozen=True, kw_only=True)
class Finish(Change[Campaign]):
    """End a campaign with its summary."""

    act: ClassVar[Act] = lifecycle.FINISH
    model: ClassVar[type[Campaign]] = Campaign

    summary: str = ask(_("总结"), lines=6, max_length=8000)

    def apply(self, record: Campaign) -> None:
        """The summary stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Cancel(Change[Campaign]):
    """Call a campaign off, with the reason."""

    act: ClassVar[Act] = lifecycle.CANCEL
    model: ClassVar[type[Campaign]] = Campaign

    reason: str = ask(_("撤销理由"), lines=3, max_length=2000)

    def apply(self, record: Campaign) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Remark(Remarking[Campaign]):
    """Add a remark or a file to a campaign."""

    act: ClassVar[Act] = lifecycle.CAMPAIGN["remark"]
    model: ClassVar[type[Campaign]] = Campaign


@dataclass(frozen=True, kw_only=True)
class Revert(Reverting[Campaign]):
    """Take back the latest act on a campaign."""

    act: ClassVar[Act] = lifecycle.CAMPAIGN["revert"]
    model: ClassVar[type[Campaign]] = Campaign
