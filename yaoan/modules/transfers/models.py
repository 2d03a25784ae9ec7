"""The transfer, the hit of the watchdog and the referral to the discipline body."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.modules.subjects.public import ProductKind
from yaoan.modules.transfers import lifecycle
from yaoan.modules.transfers.choices import Complexity, Direction, Origin, Piece, Result


class Transfer(Record):
    """A case on its way to the police, or one that police, procurator or court sent back.

    `pieces` are {"piece", "title", "sha256", "reason"}: the enclosures, or why there is none; `papers` what was made here:
    {"form", "code", "digest", "on"}; `opinions` {"kind", "asked_on", "by", "question", "given_on", "answer", "code"}.
    `arrested_count` and `joint_count` are totals; the figures count the acts.
    """

    lifecycle = lifecycle.TRANSFER
    prefix = "TRF"
    facet_fields = ("direction", "origin", "product_kind", "campaign_id", "result")
    search_fields = ("subject_name", "charge", "police_number", "letter_number")

    direction = models.CharField(_("方向"), max_length=8, choices=Direction.pairs(), default="out")
    origin = models.CharField(_("来源"), max_length=12, choices=Origin.pairs())
    case = models.ForeignKey("cases.Case", models.PROTECT, verbose_name=_("案件"), null=True, related_name="+")
    signal = models.ForeignKey("signals.Signal", models.PROTECT, verbose_name=_("线索"), null=True, related_name="+")
    risk = models.ForeignKey("risks.Risk", models.PROTECT, verbose_name=_("隐患"), null=True, related_name="+")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    subject = models.ForeignKey(
        "subjects.Subject", models.PROTECT, verbose_name=_("当事人"), null=True, related_name="+"
    )
    subject_name = models.CharField(_("当事人名称"), max_length=200, blank=True)
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    description = models.TextField(_("基本情况"), blank=True)

    officers = ArrayField(models.BigIntegerField(), verbose_name=_("专案组"), default=list)
    charge = models.CharField(_("涉嫌罪名"), max_length=120, blank=True)
    facts = models.TextField(_("涉嫌犯罪事实"), blank=True)
    evidence_told = models.TextField(_("主要证据"), blank=True)
    goods = models.TextField(_("涉案物品"), blank=True)
    opinion = models.TextField(_("专案组意见"), blank=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    decision = models.TextField(_("决定意见或者不移送理由"), blank=True)
    pieces = models.JSONField(_("移送材料"), default=list)
    papers = models.JSONField(_("签发件"), default=list)
    letter_number = models.CharField(_("移送书文号"), max_length=60, blank=True)

    organ = models.CharField(_("公安机关"), max_length=120, blank=True)
    procurator = models.CharField(_("检察机关"), max_length=120, blank=True)
    sent_on = models.DateField(_("移送日期"), null=True)
    has_paused = models.BooleanField(_("案件因移送中止"), default=False)
    copied_on = models.DateField(_("抄送日期"), null=True)
    receipt = models.CharField(_("回执"), max_length=120, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True)
    complexity = models.CharField(_("案情"), max_length=12, choices=Complexity.pairs(), default="ordinary")
    police_number = models.CharField(_("公安文书文号"), max_length=80, blank=True)
    police_reason = models.TextField(_("公安机关理由"), blank=True)
    objection = models.TextField(_("复议理由"), blank=True)
    advice = models.TextField(_("立案监督建议"), blank=True)
    procurator_view = models.TextField(_("检察机关意见"), blank=True)
    filed_on = models.DateField(_("公安立案日期"), null=True)
    goods_on = models.DateField(_("物品移交日期"), null=True)
    returned_on = models.DateField(_("退回日期"), null=True)
    opinions = models.JSONField(_("检验、认定意见"), default=list)
    opinion_by = models.DateField(_("意见期限"), null=True)
    trace_on = models.DateField(_("下次跟踪"), null=True)
    progress = models.TextField(_("跟踪情况"), blank=True)
    joint_count = models.IntegerField(_("联合行动次数"), default=0)
    arrested_count = models.IntegerField(_("抓获人数"), default=0)
    result = models.CharField(_("刑事处理结果"), max_length=16, choices=Result.pairs(), blank=True)
    judgment = models.TextField(_("裁判或者决定内容"), blank=True)
    aftermath = models.TextField(_("后续行政处理"), blank=True)
    no_case_reason = models.TextField(_("不立案理由"), blank=True)
    closed_on = models.DateField(_("办结日期"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("案件移送")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["case"], name="transfer_case", condition=models.Q(case__isnull=False)),
            models.Index(fields=["campaign", "-id"], name="transfer_campaign"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(direction="out", case__isnull=False)
                & ~models.Q(state__in=["declined", "closed", "returned"]),
                name="transfer_case_once",
                violation_error_message=_("这件案件已经在移送，不能再启动一次。"),
            )
        ]

    @property
    def party_name(self) -> str:
        return self.subject_name or (self.subject.title if self.subject_id and self.subject else "")

    @property
    def missing_pieces(self) -> list[Piece]:
        """What of the five parts is neither made, enclosed nor explained (transfer regulation art. 6).

        The letter, the report and the list of goods are never explained away.
        """
        have = {item["form"] for item in self.papers if item["digest"]}
        have |= {item["piece"] for item in self.pieces if item["sha256"]}
        have |= {
            item["piece"] for item in self.pieces if item["reason"] and item["piece"] in (Piece.OPINION, Piece.OTHER)
        }
        return [piece for piece in Piece if str(piece) not in have]

    @property
    def awaits_copy(self) -> bool:
        return self.copied_on is None

    @property
    def awaits_goods(self) -> bool:
        return self.goods_on is None

    @property
    def is_ordinary(self) -> bool:
        return self.complexity == Complexity.ORDINARY

    @property
    def is_complex(self) -> bool:
        return self.complexity == Complexity.COMPLEX

    @property
    def is_special(self) -> bool:
        return self.complexity == Complexity.SPECIAL

    @property
    def open_opinion(self) -> dict[str, Any] | None:
        """The opinion that was asked for last and not given."""
        last: dict[str, Any] | None = self.opinions[-1] if self.opinions else None
        return last if last and not last["given_on"] else None

    def paper(self, form: str) -> dict[str, str] | None:
        """The latest paper of a form that was signed."""
        return next((item for item in reversed(self.papers) if item["form"] == form), None)


class Hit(Record):
    """A case that reached a threshold of criminal liability, until it is transferred or a head has signed why not."""

    lifecycle = lifecycle.HIT
    prefix = "HIT"
    facet_fields = ("threshold", "product_kind", "campaign_id")
    search_fields = ("detail", "reason")

    case = models.ForeignKey("cases.Case", models.PROTECT, verbose_name=_("案件"), related_name="+")
    threshold = models.CharField(_("标准"), max_length=40)
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    detail = models.TextField(_("触发的事实"))
    transfer = models.ForeignKey(Transfer, models.PROTECT, verbose_name=_("移送"), null=True, related_name="+")
    reason = models.TextField(_("不移送理由"), blank=True)
    explained_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("说明人"), null=True, related_name="+"
    )
    signed_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("签批人"), null=True, related_name="+")
    signed_on = models.DateField(_("签批日期"), null=True)
    opinion = models.TextField(_("签批意见"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("移送核查提示")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "threshold"],
                name="hit_once",
                violation_error_message=_("这件案件已经有这条标准的提示。请在原提示上办理。"),
            )
        ]

    @property
    def threshold_row(self) -> dict[str, Any]:
        """The line of the catalogue of thresholds."""
        row: dict[str, Any] = law.document("catalogues/transfer_thresholds").get(self.threshold, {})
        return row


class Referral(Record):
    """A clue on officials for the discipline body. What it says is sealed: `clue` is only the id of a secret."""

    lifecycle = lifecycle.REFERRAL
    prefix = "REF"
    search_fields = ("organ",)

    case = models.ForeignKey("cases.Case", models.PROTECT, verbose_name=_("案件"), null=True, related_name="+")
    transfer = models.ForeignKey(Transfer, models.PROTECT, verbose_name=_("移送"), null=True, related_name="+")
    organ = models.CharField(_("接收机关"), max_length=120)
    clue = models.CharField(max_length=36)
    decision = models.TextField(_("批准意见或者不移送理由"), blank=True)
    sent_on = models.DateField(_("移送日期"), null=True)
    receiver = models.CharField(_("签收"), max_length=120, blank=True)
    answered_on = models.DateField(_("反馈日期"), null=True)
    answer = models.TextField(_("反馈情况"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("问题线索移送")
