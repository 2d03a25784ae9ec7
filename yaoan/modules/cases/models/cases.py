"""The case."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import (
    Danger,
    DeclineKind,
    GoodFaith,
    Grade,
    LawChosen,
    Outcome,
    PartyKind,
    Penalty,
    ServiceWay,
    Source,
    State,
)
from yaoan.modules.cases.rules import (
    discretion,
    fines,
    halting,
    instalments,
    persons,
    publishing,
    repeating,
    telling,
    thresholds,
    windows,
)
from yaoan.modules.subjects.public import ProductKind

ZERO = Decimal(0)
THRESHOLDS = "catalogues/transfer_thresholds"


def _sum(label: Any) -> Any:
    return models.DecimalField(label, max_digits=16, decimal_places=2, default=ZERO)


class Case(Record):
    """A breach, from the clue to the archive.

    `exhibits` are {"no", "kind", "title", "source", "fact", "obtained_on", "sha256", "custody": [{"on", "holder"}]}, with
    "struck" where it does not count, and why;
    `goods` {"name", "batch", "quantity", "unit", "value"}; `persons` {"person", "name", "role", "fine", "income", "confiscated",
    "ban", "ban_years", "reason", "outside"} with `ban` a term of the law register, `life` or empty, and `ban_years` where it lasts longer
    than the term; `person_payments` {"name", "on", "sum", "note"}; `payments` {"on", "sum", "note"}; `instalments` {"on", "sum"} of what was
    unpaid when they were granted; `halts` [from, to, `Remedy`].
    `amendments` are {"kind": `corrected` or `varied`, "on", "by", "number", "was", "now", "reason"}.
    `hit_answers` are {threshold: {"stand", and the facts that were signed}}; see `rules.thresholds`.
    Sums are yuan. `told_on` and `served_on` are the days the party received the paper.
    """

    lifecycle = lifecycle.CASE
    prefix = "CAS"
    facet_fields = ("source", "breach", "product_kind", "campaign_id", "outcome", "pace", "procedure")
    search_fields = ("subject_name", "subject_code", "product_name", "batch", "decision_number", "person_names")

    source = models.CharField(_("案件来源"), max_length=16, choices=Source.pairs())
    description = models.TextField(_("线索情况"), blank=True)
    breach = models.CharField(_("违法行为"), max_length=32)
    basis = models.CharField(_("处罚依据"), max_length=300, blank=True)
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    party_kind = models.CharField(_("当事人类别"), max_length=8, choices=PartyKind.pairs(), default="firm")
    subject = models.ForeignKey(
        "subjects.Subject", models.PROTECT, verbose_name=_("当事人"), null=True, related_name="+"
    )
    subject_name = models.CharField(_("当事人名称"), max_length=200, blank=True)
    subject_code = models.CharField(_("统一社会信用代码"), max_length=40, blank=True)
    product_name = models.CharField(_("产品名称"), max_length=200, blank=True)
    batch = models.CharField(_("批号"), max_length=60, blank=True)
    signal = models.ForeignKey("signals.Signal", models.PROTECT, verbose_name=_("线索"), null=True, related_name="+")
    risk = models.ForeignKey("risks.Risk", models.PROTECT, verbose_name=_("隐患"), null=True, related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    found_on = models.DateField(_("发现日期"))
    acted_from = models.DateField(_("违法行为开始"), null=True)
    acted_until = models.DateField(_("违法行为终了"), null=True)
    is_harmful = models.BooleanField(_("涉及生命健康且有危害后果"), default=False)
    is_simple = models.BooleanField(_("当场处罚"), default=False)
    danger = models.CharField(_("危害程度"), max_length=12, choices=Danger.pairs(), blank=True)
    danger_grounds = models.TextField(_("危害程度的认定依据"), blank=True)
    hit_answers = models.JSONField(_("移送核查"), default=dict)

    officers = ArrayField(models.BigIntegerField(), verbose_name=_("办案人员"), default=list)
    filed_on = models.DateField(_("立案日期"), null=True)
    filing_grounds = models.TextField(_("立案理由"), blank=True)
    decline_kind = models.CharField(_("不予立案情形"), max_length=16, choices=DeclineKind.pairs(), blank=True)
    decline_reason = models.TextField(_("不予立案理由"), blank=True)
    exhibits = models.JSONField(_("证据"), default=list)
    goods = models.JSONField(_("涉案物品"), default=list)
    goods_value = _sum(_("货值金额"))
    income = _sum(_("违法所得"))
    persons = models.JSONField(_("责任人员"), default=list)
    test_conclusion = models.TextField(_("检验结论"), blank=True)

    facts = models.TextField(_("违法事实"), blank=True)
    law_chosen = models.CharField(_("法律适用"), max_length=16, choices=LawChosen.pairs(), blank=True)
    law_note = models.TextField(_("法律适用说明"), blank=True)
    good_faith = models.CharField(_("善意免责"), max_length=16, choices=GoodFaith.pairs(), blank=True)
    good_faith_note = models.TextField(_("善意免责说明"), blank=True)
    grade = models.CharField(_("裁量等级"), max_length=12, choices=Grade.pairs(), blank=True)
    is_serious = models.BooleanField(_("情节严重"), default=False)
    discretion = models.TextField(_("裁量理由"), blank=True)
    proposed_penalties = ArrayField(
        models.CharField(max_length=16, choices=Penalty.pairs()), verbose_name=_("拟处罚种类"), default=list
    )
    proposed_fine = _sum(_("拟罚款"))
    proposed_confiscated = _sum(_("拟没收违法所得"))
    proposed = models.TextField(_("拟处罚内容"), blank=True)
    needs_legal_review = models.BooleanField(_("须法制审核"), default=False)
    needs_discussion = models.BooleanField(_("须集体讨论"), default=False)
    reviewed_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("审核人"), null=True, related_name="+"
    )
    review_opinion = models.TextField(_("审核意见"), blank=True)

    law_reviewed_on = models.DateField(_("法制审核日期"), null=True)

    told_on = models.DateField(_("收到告知日期"), null=True)
    announced_until = models.DateField(_("公告期满"), null=True)
    defence_until = models.DateField(_("陈述申辩期满"), null=True)
    defence = models.TextField(_("陈述申辩"), blank=True)
    defence_answer = models.TextField(_("对陈述申辩的复核意见"), blank=True)
    is_waived = models.BooleanField(_("书面放弃陈述申辩和听证"), default=False)
    hearing_on = models.DateField(_("听证日期"), null=True)
    hearing_record = models.TextField(_("听证情况"), blank=True)
    discussed_on = models.DateField(_("集体讨论日期"), null=True)
    discussion = models.TextField(_("集体讨论意见"), blank=True)

    outcome = models.CharField(_("决定类型"), max_length=12, choices=Outcome.pairs(), blank=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    decision_number = models.CharField(_("决定书文号"), max_length=60, blank=True)
    penalties = ArrayField(
        models.CharField(max_length=16, choices=Penalty.pairs()), verbose_name=_("处罚种类"), default=list
    )
    penalty = models.TextField(_("处罚内容"), blank=True)
    fine = _sum(_("罚款"))
    confiscated = _sum(_("没收违法所得"))
    restricted_until = models.DateField(_("限制期限至"), null=True)
    served_on = models.DateField(_("送达日期"), null=True)
    service_way = models.CharField(_("送达方式"), max_length=12, choices=ServiceWay.pairs(), blank=True)
    pay_by = models.DateField(_("缴款期限"), null=True)
    compel_by = models.DateField(_("申请强制执行的最后日期"), null=True)
    payments = models.JSONField(_("缴款"), default=list)
    person_payments = models.JSONField(_("责任人员缴款"), default=list)
    instalments = models.JSONField(_("分期安排"), default=list)
    paid_before = _sum(_("批准分期前已缴"))
    late_paid = _sum(_("已缴加处罚款"))
    halts = models.JSONField(_("停止加处"), default=list)
    is_collected = models.BooleanField(_("当场收缴"), default=False)
    handed_in_on = models.DateField(_("交回日期"), null=True)
    urged_on = models.DateField(_("催告书送达日期"), null=True)
    is_party_elsewhere = models.BooleanField(_("外省当事人"), default=False)
    published_on = models.DateField(_("公示日期"), null=True)
    public_until = models.DateField(_("公示至"), null=True)
    publication = models.TextField(_("公示文本"), blank=True)
    pushed_on = models.DateField(_("推送外省日期"), null=True)
    pushed_to = models.CharField(_("推送到"), max_length=120, blank=True)
    stop_asked_on = models.DateField(_("受理提前停止公示申请日期"), null=True)
    stop_reason = models.TextField(_("提前停止公示的申请和决定"), blank=True)
    stop_by = models.DateField(_("提前停止公示决定期限"), null=True)
    stopped_on = models.DateField(_("停止公示日期"), null=True)
    closed_on = models.DateField(_("结案日期"), null=True)
    amendments = models.JSONField(_("更正和变更"), default=list)
    varied_on = models.DateField(_("变更决定日期"), null=True)
    withdraw_by = models.DateField(_("变更后撤回公示期限"), null=True)
    serve_again_by = models.DateField(_("变更决定送达期限"), null=True)
    refunded = _sum(_("已退还"))
    admitted_on = models.DateField(_("法院受理日期"), null=True)
    ruling_by = models.DateField(_("法院裁定期限"), null=True)
    is_typical = models.BooleanField(_("典型案例"), default=False)
    typical_note = models.TextField(_("典型意义"), blank=True)
    conclusion = models.TextField(_("结案、销案或者撤销理由"), blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, verbose_name=_("并入"), null=True, related_name="+")
    split_from = models.ForeignKey("self", models.PROTECT, verbose_name=_("分自"), null=True, related_name="+")
    handed_to = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("移送到"), null=True, related_name="+"
    )
    handed_from = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("移送自"), null=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("案件")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["subject", "breach"], name="case_subject_breach"),
            models.Index(fields=["breach", "-id"], name="case_breach"),
            models.Index(fields=["subject_code"], name="case_subject_code", condition=~models.Q(subject_code="")),
            models.Index(fields=["subject_name"], name="case_subject_name", condition=~models.Q(subject_name="")),
            models.Index(fields=["campaign", "-id"], name="case_campaign"),
            models.Index(fields=["decided_on"], name="case_decided", condition=models.Q(decided_on__isnull=False)),
        ]

    @property
    def party_name(self) -> str:
        return self.subject_name or (self.subject.title if self.subject_id and self.subject else "")

    @property
    def person_names(self) -> str:
        return " ".join(person["name"] for person in self.persons)

    @property
    def breach_row(self) -> dict[str, Any]:
        """The line of the catalogue of breaches."""
        row: dict[str, Any] = law.document("catalogues/breaches").get(self.breach, {})
        return row

    @property
    def breach_basis(self) -> str:
        """The articles the breach is punished by: those of the catalogue, else those written for this case."""
        return str(self.breach_row.get("basis") or self.basis)

    @property
    def standing_exhibits(self) -> list[dict[str, Any]]:
        """The evidence that was not struck."""
        return [item for item in self.exhibits if not item.get("struck")]

    @property
    def deed(self) -> repeating.Act:
        """What was done and when, to compare with other cases."""
        return repeating.Act(self.breach, self.acted_from or self.found_on, self.acted_until)

    @property
    def crime(self) -> thresholds.Deed:
        """What was done as thresholds of criminal liability look at it."""
        day = self.acted_until or self.found_on
        return thresholds.Deed(self.breach, day, self.goods_value, self.income, self.is_harmful, self.danger)

    @property
    def reached_thresholds(self) -> list[str]:
        """The thresholds of criminal liability that the facts reach, by their keys in `transfer_thresholds`."""
        return list(thresholds.reached(self.crime, law.document(THRESHOLDS)))

    @property
    def unanswered_thresholds(self) -> list[str]:
        """Those for which neither the police have the case nor a head has signed why not."""
        return thresholds.unanswered(self.crime, law.document(THRESHOLDS), self.hit_answers)

    @property
    def is_being_transferred(self) -> bool:
        """Whether a transfer to the police is prepared or done."""
        return thresholds.WHOLE in self.hit_answers

    @property
    def awaits_danger(self) -> bool:
        """Whether it has to be judged yet if the breach is enough to seriously endanger health."""
        return thresholds.unjudged(self.crime, law.document(THRESHOLDS))

    @property
    def days_to_close(self) -> int | None:
        """How many days lay between filing and closing; None until then."""
        return (self.closed_on - self.filed_on).days if self.closed_on and self.filed_on else None

    @property
    def pace(self) -> str:
        """How long it took to close, in the steps of the law: 90 days, 30 more, longer. Empty until then."""
        days = self.days_to_close
        return "" if days is None else "in_90" if days <= 90 else "in_120" if days <= 120 else "longer"

    @property
    def procedure(self) -> str:
        return "simple" if self.is_simple else "ordinary"

    @property
    def told(self) -> telling.Burden:
        """What was proposed, and so told to the party."""
        return telling.Burden(self.proposed_penalties, self.proposed_fine, self.proposed_confiscated)

    @property
    def may_be_heard(self) -> bool:
        """Whether what is proposed gives the party a right to a hearing (Penalty Law art. 63)."""
        if publishing.GRAVE & set(self.proposed_penalties):
            return True
        goods = self.goods_value if Penalty.CONFISCATION in self.proposed_penalties else ZERO
        rules, party = law.document("catalogues/case_rules"), PartyKind(self.party_kind)
        return discretion.may_be_heard(self.proposed_fine, max(self.proposed_confiscated, goods), party, rules)

    @property
    def money(self) -> Decimal:
        """What the decision asks the party to pay."""
        total: Decimal = self.fine + self.confiscated
        return total

    @property
    def paid(self) -> Decimal:
        return sum((Decimal(item["sum"]) for item in self.payments), ZERO)

    def late_fine(self, until: date) -> Decimal:
        """The fine for late payment up to a day. What is paid goes to the confiscated gains first."""
        if not self.pay_by or not self.fine:
            return ZERO
        left, payments = self.confiscated, []
        for item in self.payments:
            to_fine = max(ZERO, Decimal(item["sum"]) - left)
            left = max(ZERO, left - Decimal(item["sum"]))
            payments.append(fines.Payment(date.fromisoformat(item["on"]), to_fine))
        halts = [(halt.first, halt.last) for halt in halting.read(self.halts)]
        rate = law.document("catalogues/case_rules")["late_fine"]["per_cent_a_day"]
        return fines.late_fine(self.fine, pay_by=self.pay_by, until=until, payments=payments, halts=halts, rate=rate)

    @property
    def outstanding(self) -> Decimal:
        """What of the decision is not paid, without the fine for late payment."""
        return max(ZERO, self.money - self.paid)

    @property
    def overpaid(self) -> Decimal:
        """What was paid and is not owed any more, and has not been given back: all of an annulled decision, with the fine for
        late payment; of a changed one what is above it, and above the fine for late payment that is left."""
        if self.state == State.ANNULLED:
            persons_paid = sum((Decimal(item["sum"]) for item in self.person_payments), ZERO)
            return max(ZERO, self.paid + persons_paid + self.late_paid - self.refunded)
        if not self.varied_on:
            return ZERO
        late = ZERO if self.outstanding else max(ZERO, self.late_paid - self.late_fine(date.max))
        return max(ZERO, max(ZERO, self.paid - self.money) + late - self.refunded)

    @property
    def owes_refund(self) -> bool:
        return self.overpaid > 0

    @property
    def persons_outstanding(self) -> Decimal:
        """What of the decision the persons punished beside the firm have not paid."""
        if self.outcome != Outcome.PENALTY:
            return ZERO
        return sum((persons.left_of(line, self.person_payments) for line in self.persons), ZERO)

    @property
    def pay_next(self) -> date | None:
        """The day by which something has to be paid next: the next instalment, or the day to pay all."""
        plan = [
            instalments.Instalment(date.fromisoformat(part["on"]), Decimal(part["sum"])) for part in self.instalments
        ]
        return instalments.next_due(plan, self.paid - self.paid_before) or self.pay_by

    @property
    def remedies_over(self) -> date | None:
        """The last day on which the party has a remedy; None before service, and while reconsideration or litigation goes on."""
        if not self.served_on:
            return None
        given = {"terms": law.terms(), "calendar": law.calendar()}
        return halting.remedies_over(
            halting.read(self.halts), self.served_on, remedies=windows.remedies_end(self.served_on, **given),
            to_sue=lambda day: windows.last_day("cases.litigation_after_reconsideration", day, place=self.area, **given),
        )  # fmt: skip

    @property
    def court_by(self) -> date | None:
        """The last day to ask the court: months after the remedies are over, or after the days to pay where those end later;
        None while reconsideration or litigation goes on (Compulsion Law art. 53)."""
        if not self.compel_by or not self.halts:
            return self.compel_by
        if not (over := self.remedies_over):
            return None
        term, start = "cases.enforcement_application", max(over, self.pay_by or over)
        return windows.last_day(term, start, terms=law.terms(), calendar=law.calendar(), place=self.area)

    @property
    def owes_payment(self) -> bool:
        return self.outstanding > 0

    @property
    def holds_cash(self) -> bool:
        """Whether a fine collected on the spot still has to be handed in."""
        return self.is_collected and self.handed_in_on is None

    @property
    def awaits_law_review(self) -> bool:
        """Whether a legal review is still owed: what was heard is reviewed after the hearing (Penalty Law art. 58)."""
        return self.needs_legal_review and self.law_reviewed_on is None

    @property
    def is_publishable(self) -> bool:
        is_penalty = self.outcome == Outcome.PENALTY and not self.is_simple
        return is_penalty and publishing.is_published(self.penalties)

    @property
    def is_public(self) -> bool:
        """Whether the penalty was published, or sent to the province of the party to be published there."""
        return self.published_on is not None or self.pushed_on is not None

    @property
    def awaits_publication(self) -> bool:
        """Whether this unit still owes what it has to do: publish it, or send it to the province of the party."""
        return self.is_publishable and not self.is_public and self.state != State.ANNULLED

    @property
    def awaits_publication_here(self) -> bool:
        return self.awaits_publication and not self.is_party_elsewhere and not self.varied_on

    @property
    def awaits_push(self) -> bool:
        return self.awaits_publication and self.is_party_elsewhere and not self.varied_on

    @property
    def publish_by(self) -> date | None:
        """The day by which a changed decision is published here: counted from the change (Order 45 art. 9)."""
        return None if self.is_party_elsewhere else self._again("publicity.same_province")

    @property
    def push_by(self) -> date | None:
        """The day by which a changed decision is sent to the province of the party (Order 45 art. 10)."""
        return self._again("publicity.push") if self.is_party_elsewhere else None

    def _again(self, term: str) -> date | None:
        if not (self.varied_on and self.awaits_publication):
            return None
        return windows.last_day(term, self.varied_on, terms=law.terms(), calendar=law.calendar(), place=self.area)

    @property
    def awaits_court(self) -> bool:
        """Whether the court has not said yet that it takes the application (Compulsion Law art. 56)."""
        return self.admitted_on is None

    def is_shown(self, day: date) -> bool:
        """Whether the penalty can be read by the public on a day: published, not ended early, not expired."""
        return bool(self.published_on and not self.stopped_on and self.public_until and day <= self.public_until)
