"""A sign of danger, from wherever it came."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import clock, law
from yaoan.kernel.records.models import Record
from yaoan.kernel.statutes import due
from yaoan.modules.signals import lifecycle
from yaoan.modules.signals.choices import Finding
from yaoan.modules.subjects.public import ProductKind


class Signal(Record):
    """One sign of danger in the one queue. Who reported it is sealed: `reporter` is only the id of a secret."""

    lifecycle = lifecycle.SIGNAL
    prefix = "SIG"
    facet_fields = ("channel", "product_kind", "campaign_id", "finding", "punctuality")
    search_fields = ("subject_name", "product_name", "batch", "place")

    channel = models.CharField(_("渠道"), max_length=24)
    text = models.TextField(_("内容"))
    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs(), blank=True)
    subject = models.ForeignKey("subjects.Subject", models.PROTECT, verbose_name=_("对象"), null=True, related_name="+")
    subject_name = models.CharField(_("对象名称"), max_length=200, blank=True)
    product_name = models.CharField(_("产品名称"), max_length=200, blank=True)
    batch = models.CharField(_("批号"), max_length=60, blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    occurred_on = models.DateField(_("发生日期"), null=True)
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, verbose_name=_("专项行动"), null=True, related_name="+"
    )
    reporter = models.CharField(max_length=36, blank=True)
    is_real_name = models.BooleanField(_("实名"), default=False)
    wants_answer = models.BooleanField(_("要求答复"), default=False)
    answered_on = models.DateField(_("答复日期"), null=True)
    handed_to = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("转办单位"), null=True, related_name="+"
    )
    handed_from = models.ForeignKey(
        "access.Agency", models.PROTECT, verbose_name=_("转出单位"), null=True, related_name="+"
    )
    merged_into = models.ForeignKey("self", models.PROTECT, verbose_name=_("并入"), null=True, related_name="+")
    finding = models.CharField(_("核查结论"), max_length=12, choices=Finding.pairs(), blank=True)
    conclusion = models.TextField(_("核查情况"), blank=True)
    verified_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("核查人"), null=True, related_name="+"
    )
    identity_asked_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("申请查看人"), null=True, related_name="+"
    )
    identity_allowed_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("同意查看人"), null=True, related_name="+"
    )
    identity_open_until = models.DateField(_("可以查看到"), null=True)
    risk_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)

    class Meta(Record.Meta):
        verbose_name = _("线索")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["channel", "-id"], name="signal_channel"),
            models.Index(fields=["subject", "-id"], name="signal_subject"),
            models.Index(fields=["campaign", "-id"], name="signal_campaign"),
            models.Index(fields=["opened_on", "id"], name="signal_opened"),
        ]

    @property
    def owes_answer(self) -> bool:
        """Whether somebody waits to hear what came of it."""
        return self.wants_answer and self.answered_on is None

    def identity_is_open_to(self, user_id: int, day: date) -> bool:
        """Whether this person asked to open the identity, another one allowed it, and the days have not passed."""
        until = self.identity_open_until
        return self.identity_asked_by_id == user_id and until is not None and day <= until

    @property
    def punctuality(self) -> str:
        """Whether an answer that was asked for came in time: `in_time`, `late`, or empty while none was given."""
        if not self.wants_answer or self.answered_on is None:
            return ""
        decided = (since for state, since in reversed(self.stays) if state in lifecycle.DECISIVE)
        since = next(decided, None)
        if since is None:
            return "in_time"  # answered before anything was decided
        day = clock.local_day(datetime.fromisoformat(since))
        last = due(law.terms().at("signals.answer", day, self.area), day, calendar=law.calendar()).on
        return "in_time" if last is None or self.answered_on <= last else "late"
