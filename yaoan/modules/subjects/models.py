"""The register: firms, their licences, their products, and the people who answer for them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import clock, law
from yaoan.kernel.records.models import Record, Records
from yaoan.modules.subjects import lifecycle
from yaoan.modules.subjects.choices import (
    LicenceKind,
    LicenceState,
    PostKind,
    ProductKind,
    Special,
    SubjectKind,
    SubjectState,
)
from yaoan.modules.subjects.rules.renewal import FIRST_NOTICE, LAST_NOTICE, notice_day

FOR_LIFE = "9999-12-31"
"""The end of a ban that has none, to compare with days."""


class Subjects(Records):
    """Rows of firms."""

    def living(self) -> "Subjects":
        """The entries that stand for a firm: not those merged into another."""
        return self.exclude(state=SubjectState.MERGED)


class Subject(Record):
    """A firm or institution under supervision; its name is the record's `title`.

    `keys` are the blocking keys of the duplicate search, hashed to integers. `absorbed` are the ids of all entries merged into this one,
    directly or by way of another; those keep their own rows and their links, and readers follow `merged_into`.
    `parent` is the chain headquarters as an entry of its own; `chain` is its name as registers give it, which also holds
    where the headquarters is not registered here. `distinct_from` are ids that people have found to be other firms. Former names and addresses are lists of
    {"value", "until"}, the oldest first.
    """

    lifecycle = lifecycle.SUBJECTS
    prefix = "SUB"
    facet_fields = ("subject_kind",)
    search_fields = ("code", "former_title_words", "address", "legal_representative")

    code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    subject_kind = models.CharField(_("企业类别"), max_length=16, choices=SubjectKind.pairs())
    product_kinds = ArrayField(
        models.CharField(max_length=12, choices=ProductKind.pairs()), verbose_name=_("产品类别"), default=list
    )
    address = models.CharField(_("地址"), max_length=300, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    controller = models.CharField(_("实际控制人"), max_length=60, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("连锁总部"), null=True, related_name="shops")
    chain = models.CharField(_("连锁总部名称"), max_length=200, blank=True)
    suppliers = ArrayField(models.CharField(max_length=200), verbose_name=_("主要供货单位"), default=list)
    scope = models.TextField(_("经营范围"), blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("风险标签"), default=list)
    founded_on = models.DateField(_("成立日期"), null=True)
    closed_on = models.DateField(_("停业日期"), null=True)
    former_names = models.JSONField(_("曾用名"), default=list)
    former_addresses = models.JSONField(_("曾用地址"), default=list)
    merged_into = models.ForeignKey("self", models.PROTECT, verbose_name=_("并入"), null=True, related_name="+")
    absorbed = ArrayField(models.BigIntegerField(), default=list)
    distinct_from = ArrayField(models.BigIntegerField(), default=list)
    keys = ArrayField(models.BigIntegerField(), default=list)

    objects = Subjects.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("企业单位")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="subject_code_once",
                violation_error_message=_(
                    "这个统一社会信用代码已经登记在另一家企业名下。请查找已有档案；如果它不在您的辖区，请联系上级单位。"
                ),
            ),
        ]
        indexes = [
            *Record.Meta.indexes,
            GinIndex(fields=["keys"], name="subject_keys"),
            GinIndex(fields=["suppliers"], name="subject_suppliers"),
            models.Index(
                fields=["legal_representative"],
                name="subject_representative",
                condition=~models.Q(legal_representative=""),
            ),
            models.Index(fields=["controller"], name="subject_controller", condition=~models.Q(controller="")),
            models.Index(fields=["chain"], name="subject_chain", condition=~models.Q(chain="")),
            models.Index(fields=["subject_kind", "area"], name="subject_kind_area"),
        ]

    @property
    def former_title_words(self) -> str:
        """Former names, so that a firm is found by them too."""
        return " ".join(item["value"] for item in self.former_names)

    @property
    def kinds_label(self) -> str:
        return "、".join(str(ProductKind(kind).label) for kind in self.product_kinds)

    def identity(self) -> list[int]:
        """The ids under which other records may know this firm: its own and those of the entries merged into it."""
        return [self.pk, *self.absorbed]


class Licence(Record):
    """A licence, filing or certificate of a firm; its number is `code`, its name on pages the record's `title`."""

    lifecycle = lifecycle.LICENCES
    prefix = "LIC"
    facet_fields = ("licence_kind",)
    search_fields = ("code",)

    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("企业"), related_name="licences")
    licence_kind = models.CharField(_("证照类别"), max_length=32, choices=LicenceKind.pairs())
    code = models.CharField(_("证照编号"), max_length=60)
    issued_on = models.DateField(_("发证日期"), null=True)
    expires_on = models.DateField(_("有效期至"), null=True)
    reminded_on = models.DateField(_("提醒日期"), null=True)
    urged_on = models.DateField(_("催办日期"), null=True)
    issuer = models.CharField(_("发证机关"), max_length=120, blank=True)
    scope = models.TextField(_("许可范围"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("证照")
        constraints = [
            models.UniqueConstraint(
                fields=["licence_kind", "code"],
                condition=~models.Q(state="cancelled"),
                name="licence_code_once",
                violation_error_message=_("这个证照编号已经登记过。请查找已有的证照，办理变更或延续。"),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(issued_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="licence_dates",
                violation_error_message=_("有效期不能早于发证日期。"),
            ),
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["expires_on"], name="licence_expiry", condition=models.Q(expires_on__isnull=False)),
        ]

    @property
    def remind_by(self) -> date | None:
        """The day by which the firm is told that the licence runs out, by its end and the law register; never before the
        licence became valid here. None for one without end, and for one that had run out when it came."""
        return self._notice(FIRST_NOTICE, since=self._since(LicenceState.VALID))

    @property
    def urge_by(self) -> date | None:
        """The day by which the firm is told a last time: None once that was done, and where the first reminder came so late
        that it was the last."""
        told = self.reminded_on
        if told is None or self.urged_on:
            return None
        last = self._notice(LAST_NOTICE, since=told)
        return last if last and last > told else None

    def _notice(self, name: str, *, since: date | None) -> date | None:
        if since is None:
            return None
        return notice_day(
            self.expires_on, name, since=since, terms=law.terms(), calendar=law.calendar(), place=self.area
        )

    def _since(self, state: LicenceState) -> date | None:
        """The day the licence last came to a state."""
        entered = next((since for name, since in reversed(self.stays) if name == state), None)
        return clock.local_day(datetime.fromisoformat(entered)) if entered else None


class Product(Record):
    """A product on the market; its generic name is the record's `title`, its approval or filing number `code`."""

    lifecycle = lifecycle.PRODUCTS
    prefix = "PRD"
    facet_fields = ("product_kind",)
    search_fields = ("code", "trade_name", "holder_name")

    product_kind = models.CharField(_("产品类别"), max_length=12, choices=ProductKind.pairs())
    code = models.CharField(_("批准文号或注册备案号"), max_length=60, blank=True)
    trade_name = models.CharField(_("商品名"), max_length=120, blank=True)
    owner = models.ForeignKey(
        Subject, models.PROTECT, verbose_name=_("持有人或注册备案人"), null=True, related_name="products"
    )
    holder_name = models.CharField(_("持有人名称"), max_length=200, blank=True)
    form = models.CharField(_("剂型或型号"), max_length=80, blank=True)
    strength = models.CharField(_("规格"), max_length=200, blank=True)
    specials = ArrayField(
        models.CharField(max_length=24, choices=Special.pairs()), verbose_name=_("特殊管理"), default=list
    )
    withdrawn_on = models.DateField(_("注销或撤市日期"), null=True)

    class Meta(Record.Meta):
        verbose_name = _("产品")
        constraints = [
            models.UniqueConstraint(
                fields=["product_kind", "code", "strength"],
                condition=~models.Q(code=""),
                name="product_code_once",
                violation_error_message=_("同一批准文号、同一规格的产品已经登记过。请查找已有的产品。"),
            ),
        ]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["product_kind", "area"], name="product_kind_area"),
            GinIndex(fields=["specials"], name="product_specials"),
        ]


class Person(Record):
    """A person who answers for something in a firm; the name is the record's `title`.

    `bans` are {"since", "until" (None: for life), "basis", "case"}, the newest last.

    `identity` is the id of a sealed secret, `identity_hint` the number with its middle covered, and `identity_mark` a
    keyed hash by which the same number is recognised without being read. `posts` are {"subject", "post", "since",
    "until"}, the newest last; `subject` is the firm of the newest post that has not ended.
    """

    lifecycle = lifecycle.PEOPLE
    prefix = "PER"
    search_fields = ("pharmacist_code",)

    identity = models.CharField(max_length=36, blank=True)
    identity_hint = models.CharField(_("身份号码"), max_length=18, blank=True)
    identity_mark = models.CharField(max_length=64, blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("任职企业"), null=True, related_name="people")
    pharmacist_code = models.CharField(_("执业药师注册证编号"), max_length=40, blank=True)
    posts = models.JSONField(_("任职"), default=list)
    bans = models.JSONField(_("禁业"), default=list)

    class Meta(Record.Meta):
        verbose_name = _("人员")
        indexes = [
            *Record.Meta.indexes,
            GinIndex(fields=["posts"], name="person_posts", opclasses=["jsonb_path_ops"]),
            models.Index(fields=["identity_mark"], name="person_mark", condition=~models.Q(identity_mark="")),
        ]

    def ban_on(self, day: date) -> dict[str, Any] | None:
        """The ban that keeps the person from taking a post on a day: the one that lasts longest."""
        bans = [ban for ban in self.bans if ban["since"] <= day.isoformat() <= (ban["until"] or FOR_LIFE)]
        return max(bans, key=lambda ban: str(ban["until"] or FOR_LIFE), default=None)

    @property
    def present_posts(self) -> list[dict[str, Any]]:
        return [post for post in self.posts if not post["until"]]

    @property
    def present_post_labels(self) -> list[Any]:
        """What the person answers for in the firm of the newest post."""
        return [PostKind(post["post"]).label for post in self.present_posts if post["subject"] == self.subject_id]

    def posts_in(self, firms: Collection[int]) -> Iterator[tuple[PostKind, str, str | None]]:
        """(post, since, until) of the posts held in some firms, the newest first."""
        for post in reversed(self.posts):
            if post["subject"] in firms:
                yield PostKind(post["post"]), post["since"], post["until"]
