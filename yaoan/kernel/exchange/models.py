"""An import under way: the sheet that was received, and what each of its rows will do, did, or cannot do."""

from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.access.actor import Actor


class State(TextChoices):
    """How far an import has come. Nothing is written to the register before it is accepted."""

    UPLOADED = "uploaded", _("已上传，待确认列")
    CHECKING = "checking", _("正在核对")
    CHECKED = "checked", _("已核对，待确认")
    APPLYING = "applying", _("正在写入")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未能读取")
    DROPPED = "dropped", _("已放弃")


class Result(TextChoices):
    """What a row of the sheet is."""

    NEW = "new", _("新增")
    CHANGE = "change", _("变更")
    SAME = "same", _("无变化")
    ERROR = "error", _("有错误")


class Batches(models.QuerySet["Batch"]):
    def seen_by(self, actor: Actor) -> "Batches":
        """The imports of the person, and those of colleagues of the same agency."""
        return self.filter(models.Q(by_id=actor.user_id) | models.Q(agency_id__in=sorted(actor.agencies)))


class Batch(models.Model):
    """One sheet that somebody wants to bring in.

    `head` are the names of its columns, `columns` says which of them (counted from 0) is which field. `key` names the
    batch in the ids of its commands. `counts` is the number of rows by result; `position` the number of the last row
    that was written, `done` and `refused` how many were, and how many could not be after all. `notes` says what of the
    sheet was not read.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    importer = models.CharField(max_length=60)
    by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("导入人"), related_name="+")
    agency = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("单位"), null=True, related_name="+")
    at = models.DateTimeField(_("上传时间"))
    area = models.CharField(_("默认所在地"), max_length=12)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    sheet = models.CharField(_("工作表"), max_length=120, blank=True)
    head = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.UPLOADED)
    counts = models.JSONField(default=dict)
    position = models.IntegerField(default=0)
    done = models.IntegerField(_("已写入"), default=0)
    refused = models.IntegerField(_("未能写入"), default=0)
    good_only = models.BooleanField(_("只导入正确的行"), default=False)
    notes = models.JSONField(default=list)
    trouble = models.TextField(_("问题"), blank=True)
    accepted_at = models.DateTimeField(_("确认时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    cleared_at = models.DateTimeField(null=True)

    objects = Batches.as_manager()

    class Meta:
        verbose_name = _("导入")
        indexes = [
            models.Index(fields=["importer", "-id"], name="batch_importer"),
            models.Index(fields=["by", "-id"], name="batch_by"),
        ]

    def __str__(self) -> str:
        return f"{self.importer} {self.name}"

    def command_id(self, number: int) -> UUID:
        """The id of the command of a row: the same whenever it is sent."""
        return uuid5(self.key, str(number))

    @property
    def total(self) -> int:
        """The rows that were read."""
        return sum(self.counts.values())

    @property
    def errors(self) -> int:
        return int(self.counts.get(Result.ERROR, 0))

    @property
    def wanted(self) -> int:
        """The rows that will be written."""
        return int(self.counts.get(Result.NEW, 0)) + int(self.counts.get(Result.CHANGE, 0))


class Row(models.Model):
    """One row of the sheet as it was understood.

    `number` is the row's number in the sheet. `values` are the cleaned values by field (of a row with errors: what
    stands in the cells), `before` what the register holds where that differs, `problems` and `notes` pairs of field ("" for
    the whole row) and sentence. `record`, its number and `version` are those the person saw; `refusal` says why nothing came of the
    row when it was to be written. What became of the others is found by the id of its command.
    """

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.IntegerField()
    key = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=8, choices=Result)
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    record = models.BigIntegerField(null=True)
    record_number = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(null=True)
    refusal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "result", "number"], name="row_batch_result")]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="row_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number} {self.result}"
