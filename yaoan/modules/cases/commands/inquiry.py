"""What officials may do while a case is investigated: evidence, goods, persons, tests, time, and the report at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from yaoan.kernel import law
from yaoan.kernel.commands import Change, Evidence, ask
from yaoan.kernel.lifecycle import Act
from yaoan.kernel.words import _
from yaoan.modules.cases.choices import ExhibitKind, GoodFaith, Grade, LawChosen, Penalty, PersonRole
from yaoan.modules.cases.commands.asking import (
    OFFICERS,
    Faults,
    allowance,
    evidence_kinds,
    fault,
    holds_hearing,
    not_certified,
    not_extensible,
    so_far,
    two_officers,
)
from yaoan.modules.cases.lifecycle import cases as lifecycle
from yaoan.modules.cases.models import Case
from yaoan.modules.cases.rules import discretion, persons, windows

LIFE = "life"


def bans() -> list[tuple[str, Any]]:
    """How long a person may be barred: the terms of the law register, and for life."""
    terms = [(name, law.terms().versions(name)[0].label) for name in law.terms().names() if name.startswith("bans.")]
    return [(LIFE, _("终身禁业")), *(pair for pair in terms if pair[0].endswith("person"))]


@dataclass(frozen=True, kw_only=True)
class Staff(Change[Case]):
    """Name the officers of a case anew, or let one withdraw who has an interest in it."""

    act: ClassVar[Act] = lifecycle.STAFF
    model: ClassVar[type[Case]] = Case

    officers: tuple[int, ...] = ask(OFFICERS, to="officer", help=_("至少两人"), suggest=so_far("officers"))
    reason: str = ask(_("变更或者回避的原因"), lines=2, max_length=1000)

    def faults(self) -> Mapping[str, list[str]]:
        return two_officers(self.officers)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        """Officers without a certificate, and the chair of the hearing among them (Penalty Law arts 42, 64)."""
        return {**not_certified(self.officers, record.agency_id, self.day), **holds_hearing(record, self.officers)}

    def apply(self, record: Case) -> None:
        record.officers = list(dict.fromkeys(self.officers))
        record.holder_id = record.officers[0]


@dataclass(frozen=True, kw_only=True)
class Exhibit(Change[Case]):
    """Enter a piece of evidence: what it is, where it came from, which fact it proves, who keeps it."""

    act: ClassVar[Act] = lifecycle.EXHIBIT
    model: ClassVar[type[Case]] = Case

    kind: ExhibitKind = ask(_("证据种类"))
    title: str = ask(_("证据名称"))
    source: str = ask(_("来源"), help=_("由谁提供、从哪里取得"))
    fact: str = ask(_("证明的事实"), lines=2, max_length=1000)
    obtained_on: date | None = ask(_("取得日期"), default=None)
    custodian: str = ask(_("保管人或者存放处"), max_length=100, suggest=lambda _case, actor: actor.name)
    files: tuple[Evidence, ...] = ask(_("证据文件"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        on = (self.obtained_on or self.day).isoformat()
        exhibit = {
            "no": len(record.exhibits) + 1, "kind": str(self.kind), "title": self.title, "source": self.source,
            "fact": self.fact, "obtained_on": on, "sha256": [file.sha256 for file in self.files],
            "custody": [{"on": on, "holder": self.custodian}],
        }  # fmt: skip
        record.exhibits = [*record.exhibits, exhibit]


@dataclass(frozen=True, kw_only=True)
class MoveExhibit(Change[Case]):
    """Hand a piece of evidence to another keeper; the chain of custody goes on."""

    act: ClassVar[Act] = lifecycle.MOVE_EXHIBIT
    model: ClassVar[type[Case]] = Case

    no: int = ask(_("证据序号"))
    custodian: str = ask(_("接收人或者存放处"), max_length=100)
    reason: str = ask(_("移交原因"), default="", max_length=200)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        known = any(item["no"] == self.no for item in record.exhibits)
        return {} if known else fault("no", _("没有第 {no} 号证据。"), no=self.no)

    def apply(self, record: Case) -> None:
        line = {"on": self.day.isoformat(), "holder": self.custodian, "reason": self.reason}
        record.exhibits = [
            {**item, "custody": [*item["custody"], line]} if item["no"] == self.no else item for item in record.exhibits
        ]


@dataclass(frozen=True, kw_only=True)
class Value(Change[Case]):
    """Enter goods of the case with their value: the marked price, else the market price of the same kind."""

    act: ClassVar[Act] = lifecycle.VALUE
    model: ClassVar[type[Case]] = Case

    name: str = ask(_("物品名称"), max_length=200)
    batch: str = ask(_("批号"), default="", max_length=60)
    quantity: Decimal = ask(_("数量"))
    unit: str = ask(_("单位"), max_length=20)
    value: Decimal = ask(_("货值金额"), unit=_("元"))
    income: Decimal = ask(_("其中违法所得"), default=Decimal(0), unit=_("元"))

    def faults(self) -> Mapping[str, list[str]]:
        return {name: [str(_("不能小于零。"))] for name in ("quantity", "value", "income") if getattr(self, name) < 0}

    def apply(self, record: Case) -> None:
        line = {
            "name": self.name, "batch": self.batch, "quantity": str(self.quantity), "unit": self.unit,
            "value": str(self.value), "income": str(self.income),
        }  # fmt: skip
        record.goods = [*record.goods, line]
        record.goods_value += self.value
        record.income += self.income


@dataclass(frozen=True, kw_only=True)
class DropGoods(Change[Case]):
    """Take goods out again that were entered by mistake or do not belong to the case, with the reason; the sums go down with them."""

    act: ClassVar[Act] = lifecycle.DROP_GOODS
    model: ClassVar[type[Case]] = Case

    no: int = ask(_("物品序号"))
    reason: str = ask(_("原因"), lines=2, max_length=1000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        known = 1 <= self.no <= len(record.goods)
        return {} if known else fault("no", _("没有第 {no} 项物品。"), no=self.no)

    def apply(self, record: Case) -> None:
        line = record.goods[self.no - 1]
        record.goods = [item for no, item in enumerate(record.goods, 1) if no != self.no]
        record.goods_value -= Decimal(line["value"])
        record.income -= Decimal(line["income"])


@dataclass(frozen=True, kw_only=True)
class StrikeExhibit(Change[Case]):
    """Strike a piece of evidence that does not count, with the reason; it keeps its number and its keeper."""

    act: ClassVar[Act] = lifecycle.STRIKE_EXHIBIT
    model: ClassVar[type[Case]] = Case

    no: int = ask(_("证据序号"))
    reason: str = ask(_("排除的原因"), lines=2, max_length=1000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        known = any(item["no"] == self.no for item in record.standing_exhibits)
        return {} if known else fault("no", _("没有第 {no} 号证据，或者已经排除。"), no=self.no)

    def apply(self, record: Case) -> None:
        record.exhibits = [
            {**item, "struck": self.reason} if item["no"] == self.no else item for item in record.exhibits
        ]


@dataclass(frozen=True, kw_only=True)
class NamePerson(Change[Case]):
    """Name a person to be punished beside the firm, with fine and ban as far as the law has them."""

    act: ClassVar[Act] = lifecycle.NAME_PERSON
    model: ClassVar[type[Case]] = Case

    person_id: int | None = ask(_("人员"), to="people", default=None, help=_("登记在册的，禁业在任职时会被核对"))
    name: str = ask(_("姓名"), max_length=60)
    role: PersonRole = ask(_("身份"))
    income: Decimal = ask(
        _("违法行为期间自本单位所获收入"),
        default=Decimal(0),
        unit=_("元"),
        help=_("《化妆品监督管理条例》第五十九条为上一年度收入"),
    )
    confiscated: Decimal = ask(_("没收所获收入"), default=Decimal(0), unit=_("元"))
    fine: Decimal = ask(_("罚款"), default=Decimal(0), unit=_("元"))
    ban: str = ask(_("禁业"), default="", choices=bans)
    ban_years: int = ask(_("禁业年数"), default=0, help=_("法律规定十年直至终身的，比十年长的写年数；其他不填"))
    reason: str = ask(_("责任事实"), lines=2, max_length=2000)
    outside: str = ask(_("罚款超出幅度的理由或者没有幅度时的依据"), default="", lines=2, max_length=2000)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {
            name: [str(_("不能小于零。"))] for name in ("income", "confiscated", "fine") if getattr(self, name) < 0
        }
        if self.confiscated > self.income >= 0:
            found["confiscated"] = [str(_("没收的收入不能超过所获收入。"))]
        if self.ban and not self.person_id:
            found["person_id"] = [str(_("禁业须落实到在册人员，任职时才能核对；请先在人员名录登记，再选择。"))]
        if self.ban_years and not self._is_longer():
            found["ban_years"] = [str(_("只有十年直至终身的禁业可以写年数，并且应当长于法定的下限。"))]
        return found

    def _is_longer(self) -> bool:
        """Whether the years lie between the lower end of a ban that may last for life, and life."""
        is_open = self.ban in law.document("catalogues/case_rules")["bans_up_to_life"]["terms"]
        return is_open and law.terms().versions(self.ban)[-1].count < self.ban_years < 100

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        """A fine within the range of the law for persons, or the reason."""
        if not self.fine or self.outside:
            return {}
        row = law.document("catalogues/person_fines").get(record.breach)
        if row is None:
            return fault("outside", _("没有登记这种违法行为对责任人员罚款的幅度；请写明依据。"))
        whole = persons.range_of_person(row, income=self.income)
        if whole.holds(self.fine):
            return {}
        text = _("{basis}对责任人员的罚款是 {low} 元至 {high} 元；超出幅度的，请写明理由。")
        return fault("outside", text, basis=row["basis"], low=whole.low, high=whole.high)

    def apply(self, record: Case) -> None:
        line = {
            "person": self.person_id, "name": self.name, "role": str(self.role), "income": str(self.income),
            "confiscated": str(self.confiscated), "fine": str(self.fine), "ban": self.ban, "ban_years": self.ban_years,
            "reason": self.reason, "outside": self.outside,
        }  # fmt: skip
        record.persons = [*(item for item in record.persons if item["name"] != self.name), line]


@dataclass(frozen=True, kw_only=True)
class DropPerson(Change[Case]):
    """Take a person out again who does not answer for it, with the reason."""

    act: ClassVar[Act] = lifecycle.DROP_PERSON
    model: ClassVar[type[Case]] = Case

    name: str = ask(_("姓名"), max_length=60)
    reason: str = ask(_("原因"), lines=2, max_length=1000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        known = self.name in (item["name"] for item in record.persons)
        return {} if known else fault("name", _("责任人员中没有“{name}”。"), name=self.name)

    def apply(self, record: Case) -> None:
        record.persons = [item for item in record.persons if item["name"] != self.name]


@dataclass(frozen=True, kw_only=True)
class Test(Change[Case]):
    """Send something to testing, inspection or appraisal; its time does not count."""

    act: ClassVar[Act] = lifecycle.TEST
    model: ClassVar[type[Case]] = Case

    tested_at: str = ask(_("检验、鉴定机构"), max_length=200)
    item: str = ask(_("检验、鉴定事项"), lines=2, max_length=1000)

    def apply(self, record: Case) -> None:
        """The request stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Tested(Change[Case]):
    """Enter the result of testing or appraisal; the clock goes on."""

    act: ClassVar[Act] = lifecycle.TESTED
    model: ClassVar[type[Case]] = Case

    result: str = ask(_("检验结论"), lines=3, max_length=4000, help=_("假药、劣药案件的决定书必须载明质量检验结论"))
    files: tuple[Evidence, ...] = ask(_("检验报告"), default=(), choices=evidence_kinds)

    def apply(self, record: Case) -> None:
        record.test_conclusion = self.result


@dataclass(frozen=True, kw_only=True)
class Suspend(Change[Case]):
    """Suspend a filed case that cannot go on for a time, with the reason; nothing is decided meanwhile."""

    act: ClassVar[Act] = lifecycle.SUSPEND
    model: ClassVar[type[Case]] = Case

    reason: str = ask(
        _("中止原因"), lines=3, max_length=2000, help=_("如须以另案结果为依据、当事人不能参加、法律适用待请示")
    )

    def apply(self, record: Case) -> None:
        """The reason stands in the history."""


@dataclass(frozen=True, kw_only=True)
class Resume(Change[Case]):
    """Go on with a case whose obstacle is gone, from where it was."""

    act: ClassVar[Act] = lifecycle.RESUME
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("恢复原因"), lines=2, max_length=2000)

    def apply(self, record: Case) -> None:
        """The reason stands in the history."""


def _longer(record: Case, count: int, reason: str) -> None:
    given = record.extensions.get("decide", [])
    record.extensions = {**record.extensions, "decide": [*given, {"count": count, "reason": reason}]}


@dataclass(frozen=True, kw_only=True)
class Extend(Change[Case]):
    """Give a complex case the further time of the law register, once, by the head."""

    act: ClassVar[Act] = lifecycle.EXTEND
    model: ClassVar[type[Case]] = Case

    reason: str = ask(_("延长原因"), lines=3, max_length=2000)

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        return not_extensible("cases.handling", self.day, record.area)

    def apply(self, record: Case) -> None:
        _longer(record, allowance("cases.handling", self.day, record.area), self.reason)


@dataclass(frozen=True, kw_only=True)
class ExtendFurther(Change[Case]):
    """Give a case further time by a collective decision of the heads, who fix a reasonable period."""

    act: ClassVar[Act] = lifecycle.EXTEND_FURTHER
    model: ClassVar[type[Case]] = Case

    days: int = ask(_("再延长天数"), unit=_("日"))
    reason: str = ask(_("集体讨论意见"), lines=3, max_length=4000)

    def faults(self) -> Mapping[str, list[str]]:
        return {} if 0 < self.days <= 365 else {"days": [str(_("请写1至365之间的天数。"))]}

    def apply(self, record: Case) -> None:
        _longer(record, self.days, self.reason)


@dataclass(frozen=True, kw_only=True)
class Conclude(Change[Case]):
    """End the investigation with a report: facts, law, good faith, grade and the proposed penalty."""

    act: ClassVar[Act] = lifecycle.CONCLUDE
    model: ClassVar[type[Case]] = Case

    facts: str = ask(_("违法事实"), lines=6, max_length=20000, suggest=so_far("facts"))
    good_faith: GoodFaith = ask(_("善意免责"), help=_("先核实是否履行进货查验、确不知情、能说明来源，再定裁量等级"))
    good_faith_note: str = ask(_("善意免责的核实情况"), default="", lines=2, max_length=4000)
    law_chosen: LawChosen = ask(_("适用行为时的法律还是新法"), help=_("行为发生后规定修改的，从旧兼从轻"))
    law_note: str = ask(_("法律适用说明"), default="", lines=2, max_length=4000)
    grade: Grade = ask(_("裁量等级"))
    is_serious: bool = ask(_("情节严重"), default=False)
    penalties: tuple[Penalty, ...] = ask(_("拟处罚种类"), default=())
    fine: Decimal = ask(_("拟罚款"), default=Decimal(0), unit=_("元"))
    confiscated: Decimal = ask(_("拟没收违法所得"), default=Decimal(0), unit=_("元"), suggest=so_far("income"))
    proposed: str = ask(_("拟处罚内容"), lines=3, max_length=4000)
    discretion: str = ask(_("裁量理由"), lines=3, max_length=4000)
    outside: str = ask(_("超出裁量幅度的理由"), default="", lines=2, max_length=4000)
    needs_legal_review: bool = ask(_("须法制审核"), default=False, help=_("重大公共利益、经过听证、疑难复杂等"))
    needs_discussion: bool = ask(_("须集体讨论"), default=False, help=_("情节复杂或者重大违法"))
    files: tuple[Evidence, ...] = ask(_("调查终结报告"), default=(), choices=evidence_kinds)

    def faults(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        if self.good_faith != GoodFaith.NOT_CLAIMED and not self.good_faith_note:
            found["good_faith_note"] = [str(_("当事人主张免责的，请写明核实情况。"))]
        if self.good_faith == GoodFaith.PROVED and set(self.penalties) - {Penalty.CONFISCATION}:
            found["penalties"] = [str(_("善意免责成立的，可以没收，不得给予其他处罚；请选择不予处罚或者只没收。"))]
        if self.law_chosen != LawChosen.UNCHANGED and not self.law_note:
            found["law_note"] = [str(_("规定有修改的，请写明新旧规定的比较。"))]
        if (self.fine > 0) != (Penalty.FINE in self.penalties):
            found["fine"] = [str(_("罚款数额和处罚种类不一致。"))]
        if self.confiscated > 0 and Penalty.CONFISCATION not in self.penalties:
            found["confiscated"] = [str(_("没收数额和处罚种类不一致。"))]
        return found

    def objections(self, record: Case) -> Mapping[str, list[str]]:
        found = dict(_older_law(record)) if self.law_chosen == LawChosen.UNCHANGED else {}
        if not record.breach_basis:
            found |= fault("", _("案件没有处罚依据；请先用“调整定性”写明。"))
        if self.outside or Penalty.FINE not in self.penalties:
            return found
        return {**found, **outside_band(record, self.fine, self.grade, serious=self.is_serious)}

    def apply(self, record: Case) -> None:
        for name in (
            "facts", "good_faith", "good_faith_note", "law_chosen", "law_note", "grade", "is_serious", "proposed",
            "needs_legal_review", "needs_discussion",
        ):  # fmt: skip
            setattr(record, name, getattr(self, name))
        record.proposed_penalties, record.proposed_fine = [str(item) for item in self.penalties], self.fine
        record.proposed_confiscated = self.confiscated
        record.discretion = f"{self.discretion}\n{self.outside}".strip()


def _older_law(record: Case) -> Faults:
    """What is wrong with saying that the law did not change, where the act ended before the law came into force."""
    since = record.breach_row.get("since", "")
    if not windows.is_older_law(record.acted_until, since):
        return {}
    text = _("违法行为 {day} 终了，现行规定 {since} 起施行；请比较新旧规定，从旧兼从轻，写明适用哪一个。")
    return fault("law_chosen", text, day=record.acted_until, since=since)


def outside_band(record: Case, fine: Decimal, grade: Grade, *, serious: bool) -> Faults:
    """What is wrong with a fine outside the band of its grade for which no reason was given; the band is told."""
    row = record.breach_row
    if not row or not row["high"]:
        return {}
    rules = law.document("catalogues/case_rules")["bands"]
    whole = discretion.range_of(row, goods=record.goods_value, income=record.income, serious=serious)
    band = discretion.band_of(whole, grade, lighter=rules["lighter"], heavier=rules["heavier"])
    if band.holds(fine):
        return {}
    text = _("“{grade}”的幅度是 {low} 元至 {high} 元；超出幅度的，请写明理由。")
    return fault("outside", text, grade=grade.label, low=band.low, high=band.high)
