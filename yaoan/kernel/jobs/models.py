"""How far long work has come: one row for each piece of it, kept across interruptions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of a piece of work."""

    RUNNING = "running", _("进行中")
    INTERRUPTED = "interrupted", _("已中断，将继续")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


class Progress(models.Model):
    """One piece of long work, as its pages show it and as its next attempt reads it."""

    key = models.CharField(max_length=120, unique=True)
    job = models.BigIntegerField(null=True, db_index=True)
    label = models.CharField(_("任务"), max_length=200)
    done = models.BigIntegerField(_("已完成"), default=0)
    total = models.BigIntegerField(_("总数"), null=True)
    position = models.JSONField(null=True)
    message = models.TextField(_("说明"), blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(_("开始时间"))
    changed_at = models.DateTimeField(_("最近变动"))
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("进度")
        indexes = [models.Index(fields=["finished_at"], name="progress_finished")]

    def __str__(self) -> str:
        return f"{self.label} {self.done}/{self.total or '?'}"

    @property
    def percent(self) -> int | None:
        """The part done in whole per cent; None while the total is not known."""
        if self.state == State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None
