"""With whom we exchange, the packages that went and came, and the records that came with them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.records.models import Record
from yaoan.modules.packages import lifecycle, rules
from yaoan.modules.packages.choices import Direction


class Correspondent(Record):
    """Another installation with which this one exchanges packages; it is known by the public key of its journal,
    which `keyed_by` entered and another person checked.

    `rejoin_from` is the sequence number from which its packages were begun anew, `rejoin_after` the newest package we had
    then: packages up to that one with this number or a higher one no longer count.
    """

    lifecycle = lifecycle.CORRESPONDENT
    prefix = "COR"
    search_fields = ("key",)

    other = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("对方单位"), related_name="+")
    key = models.CharField(_("对方公钥"), max_length=64)
    keyed_by = models.ForeignKey(
        "access.User", models.PROTECT, verbose_name=_("公钥填写人"), null=True, related_name="+"
    )
    rejoin_from = models.IntegerField(_("重新起头的序号"), default=0)
    rejoin_after = models.BigIntegerField(default=0)

    class Meta(Record.Meta):
        verbose_name = _("交换单位")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="correspondent_key_once", violation_error_message=_("这个公钥已经登记过。")
            )
        ]


class Package(Record):
    """One package. The file itself is its attachment; `digest` (hex) is the SHA-256 of its signed manifest.

    `until` is the id up to which the sender's journal was gone through, `last_seal` the newest seal in it with `last_head`.
    `counts` are {"records", "entries", "heads", "files"} and, of a package received, how many records are what.
    `findings` are {"code", …}: see `rules.findings`. `passed_on` are the packages from below that it encloses as they came. One
    that came enclosed in another (`via`) was made for `receiver` (a key); others that were received were made for us.
    """

    lifecycle = lifecycle.PACKAGE
    prefix = "PKG"
    facet_fields = ("direction",)
    search_fields = ("digest",)
    column_words = {"counts": rules.counted, "findings": rules.sentences, "report": rules.verdict}

    direction = models.CharField(_("方向"), max_length=3, choices=Direction.pairs())
    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, verbose_name=_("交换单位"), null=True, related_name="+"
    )
    sequence = models.IntegerField(_("序号"), null=True)
    file = models.CharField(_("文件指纹"), max_length=64)
    digest = models.CharField(_("清单指纹"), max_length=64, blank=True)
    previous = models.CharField(_("前一包的指纹"), max_length=64, blank=True)
    made_on = models.DateField(_("制作日期"), null=True)
    until = models.BigIntegerField(default=0)
    last_seal = models.BigIntegerField(_("最新封印"), default=0)
    last_head = models.CharField(_("最新日志头"), max_length=64, blank=True)
    counts = models.JSONField(_("数量"), default=dict)
    findings = models.JSONField(_("核对发现"), default=list)
    left_out = models.JSONField(_("未接受的记录"), default=list)
    via = models.ForeignKey("self", models.PROTECT, verbose_name=_("随哪个包转来"), null=True, related_name="+")
    receiver = models.CharField(_("收件公钥"), max_length=64, blank=True)
    passed_on = ArrayField(models.BigIntegerField(), verbose_name=_("转报的包"), default=list)
    reason = models.TextField(_("理由"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("交换包")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["correspondent", "direction", "-id"], name="package_series"),
            models.Index(fields=["file"], name="package_file"),
        ]

    @property
    def is_received(self) -> bool:
        return self.direction == Direction.IN


class Foreign(Record):
    """A record of another installation as it was when a package of theirs was accepted. It keeps its identity: the key of
    its installation and its id there. Nothing but the acceptance of a package changes it.

    `seq` is how many entries its journal had, `origin_head` the hash of the newest; `details` are [label, text] in the
    words of the sender.
    """

    lifecycle = lifecycle.FOREIGN
    prefix = "FRN"
    facet_fields = ("origin_kind",)
    search_fields = ("origin_number", "kind_label")

    origin = models.CharField(_("来源公钥"), max_length=64)
    origin_id = models.BigIntegerField()
    origin_kind = models.CharField(_("原类别"), max_length=40)
    origin_number = models.CharField(_("原编号"), max_length=40)
    kind_label = models.CharField(_("类别"), max_length=60)
    origin_state = models.CharField(_("原状态"), max_length=60)
    seq = models.IntegerField(_("日志笔数"))
    origin_head = models.CharField(_("最新一笔的哈希"), max_length=64)
    details = models.JSONField(_("内容"), default=list)
    correspondent = models.ForeignKey(Correspondent, models.PROTECT, verbose_name=_("来源单位"), related_name="+")
    package = models.ForeignKey(Package, models.PROTECT, verbose_name=_("最近的交换包"), related_name="+")

    class Meta(Record.Meta):
        verbose_name = _("外单位记录")
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_id"],
                name="foreign_once",
                violation_error_message=_("这条外单位记录已经收存过。"),
            )
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["origin_number"], name="foreign_number"),
        ]
