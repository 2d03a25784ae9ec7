"""A campaign, its tasks down the line, and the returns it owes up the line."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.campaigns import lifecycle
from yaoan.modules.campaigns.choices import Focus, ReturnState, TaskState


class Campaign(Record):
    """A campaign as one unit carries it out. `above` is the campaign of the level above it comes from, `line` the ids of
    all above it, the topmost first.

    `focus` holds dated items: {"list": …, "text": …, "from": day, "until": day | None}; what was in force on any day can
    be told. `aims`, `targets`, `stages`, `calendar` and `doubts` are what was read from the notice and corrected.
    """

    lifecycle = lifecycle.CAMPAIGN
    prefix = "CMP"
    search_fields = ("document_number", "issuer")

    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发文单位"), max_length=200, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True)
    starts_on = models.DateField(_("开始日期"), null=True)
    ends_on = models.DateField(_("结束日期"), null=True)
    period_text = models.CharField(_("通知中的期限"), max_length=200, blank=True)
    line = ArrayField(models.BigIntegerField(), default=list)
    above = models.ForeignKey("self", models.PROTECT, verbose_name=_("上级专项行动"), null=True, related_name="+")
    notice = models.TextField(_("通知原文"), blank=True)
    notice_name = models.CharField(_("通知文件"), max_length=200, blank=True)
    notice_sha256 = models.CharField(max_length=64, blank=True)
    marks = models.JSONField(default=list)
    aims = models.JSONField(_("目标"), default=list)
    focus = models.JSONField(_("重点"), default=list)
    plan = models.JSONField(_("任务草案"), default=list)
    targets = models.JSONField(_("指标"), default=list)
    stages = models.JSONField(_("阶段"), default=list)
    calendar = models.JSONField(_("报送日历"), default=list)
    repairs = models.JSONField(_("文字修复"), default=list)
    doubts = models.JSONField(_("疑点"), default=list)

    class Meta(Record.Meta):
        verbose_name = _("专项行动")
        indexes = [*Record.Meta.indexes, GinIndex(fields=["line"], name="campaign_line")]

    def focus_on(self, day: date) -> dict[str, list[str]]:
        """The four focus lists as they were in force on a day."""
        lists: dict[str, list[str]] = {str(name): [] for name in Focus}
        for item in self.focus:
            if item["from"] <= day.isoformat() and (not item.get("until") or day.isoformat() <= item["until"]):
                lists[item["list"]].append(item["text"])
        return lists


class Task(Record):
    """One task of a campaign, given to one unit; it may be decomposed into tasks of the units below."""

    lifecycle = lifecycle.TASK
    prefix = "TSK"
    facet_fields = ("campaign_id", "punctuality")

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("专项行动"), related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("上级任务"), null=True, related_name="+")
    path = models.CharField(_("序号"), max_length=40, blank=True)
    text = models.TextField(_("任务内容"), blank=True)
    given_by = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("下达单位"), related_name="+")
    due_on = models.DateField(_("完成期限"), null=True)
    target = models.IntegerField(_("目标数"), null=True)
    reached = models.IntegerField(_("完成数"), default=0)
    progress = models.TextField(_("进展"), blank=True)
    submitted_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("报请人"), null=True, related_name="+"
    )

    class Meta(Record.Meta):
        verbose_name = _("任务")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["campaign", "path"], name="task_campaign"),
            models.Index(fields=["parent"], name="task_parent"),
        ]

    @property
    def punctuality(self) -> str:
        """Whether it was handed in by its day: `in_time`, `late`, or empty while it is not, or has no day."""
        is_in = self.state in (TaskState.SUBMITTED, TaskState.DONE)
        return self.timing(TaskState.SUBMITTED, self.due_on) if is_in else ""

    @property
    def is_undated(self) -> bool:
        return self.due_on is None


class Return(Record):
    """A report that one unit owes another by a day."""

    lifecycle = lifecycle.RETURN
    prefix = "RTN"
    facet_fields = ("campaign_id", "punctuality")

    campaign = models.ForeignKey(Campaign, models.PROTECT, verbose_name=_("专项行动"), related_name="+")
    to = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("报送到"), related_name="+")
    due_on = models.DateField(_("报送期限"))
    covers_from = models.DateField(_("所属期起"), null=True)
    covers_until = models.DateField(_("所属期止"), null=True)
    report_id = models.BigIntegerField(null=True)
    text = models.TextField(_("报送说明"), blank=True)
    rejected_count = models.IntegerField(_("退回次数"), default=0)

    class Meta(Record.Meta):
        verbose_name = _("报送")
        indexes = [*Record.Meta.indexes, models.Index(fields=["campaign", "due_on"], name="return_campaign")]

    @property
    def punctuality(self) -> str:
        """Whether it was sent by its day: `in_time`, `late`, or empty while it is due."""
        return "" if self.state == ReturnState.DUE else self.timing(ReturnState.SENT, self.due_on)
