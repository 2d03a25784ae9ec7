"""Files that prove something. The bytes lie outside the database under their own hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Blob(models.Model):
    """Bytes once, however often they are attached."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    scan = models.CharField(max_length=12, default="none")


class Attachment(models.Model):
    """A file on a record, brought by one act (`command_id` is that of the journal line)."""

    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    command_id = models.UUIDField()
    blob = models.ForeignKey(Blob, models.PROTECT)
    name = models.CharField(_("文件名"), max_length=200)
    purpose = models.CharField(_("用途"), max_length=40)
    added_by = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["record_id", "id"], name="attachment_record")]

    def __str__(self) -> str:
        return self.name
