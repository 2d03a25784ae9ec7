"""Where things are, who works where, and who may do what there."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import clock


class Division(models.Model):
    """A place in the national tree. The code is the prefix of the codes of all places inside it:
    province 2 digits, city 4, county 6, township 9, village 12."""

    code = models.CharField(_("区划代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    full_name = models.CharField(_("全称"), max_length=200)
    keys = models.TextField(_("拼音"), blank=True)

    class Meta:
        verbose_name = _("行政区划")
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A regulator's office: an administration, a branch station, a section. Its areas are code prefixes."""

    class Kind(models.TextChoices):
        NMPA = "nmpa", _("国家药监局")
        PROVINCE = "province", _("省药品监督管理局")
        BRANCH = "branch", _("省局检查分局")
        CITY = "city", _("市市场监督管理局")
        COUNTY = "county", _("县市场监督管理局")
        STATION = "station", _("基层分局（所）")
        SECTION = "section", _("内设机构")
        OTHER = "other", _("其他部门")

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short = models.CharField(_("简称"), max_length=40)
    word = models.CharField(_("机关代字"), max_length=40, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    areas = ArrayField(models.CharField(max_length=12), verbose_name=_("辖区"), default=list)
    line = ArrayField(models.BigIntegerField(), verbose_name=_("上级机构链"), default=list, editable=False)

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        constraints = [models.UniqueConstraint(fields=["word"], condition=~models.Q(word=""), name="agency_word")]

    def __str__(self) -> str:
        return self.short

    @property
    def paper_word(self) -> str:
        """What stands for the agency in the numbers of its papers (机关代字): 青溪县局 in 青溪县局罚决〔2026〕3号."""
        return self.word or self.short

    @property
    def place(self) -> str:
        """The division code that stands for the agency as a whole: what all its areas have in common."""
        if not self.areas:
            return ""
        first, last = min(self.areas), max(self.areas)
        common = next(
            (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
        )
        return first[: max((size for size in (0, 2, 4, 6, 9, 12) if size <= common), default=0)]


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Which work is theirs is said by posts, what they may do by grants."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    large_print = models.BooleanField(_("大字"), default=False)
    preferences = models.JSONField(_("偏好"), default=dict, blank=True)
    password_set_at = models.DateTimeField(_("密码设置时间"), null=True, blank=True)
    password_is_given = models.BooleanField(_("初始密码"), default=False)
    """The password was set by somebody else, so the person changes it before anything else."""

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_set_at = clock.now()
        self.password_is_given = False

    def get_full_name(self) -> str:
        return self.name


class Dated(models.QuerySet[Any]):
    def in_force(self, day: Any) -> "Dated":
        return self.filter(models.Q(since__lte=day), models.Q(until__isnull=True) | models.Q(until__gte=day))


class Post(models.Model):
    """A person's place in an agency, from a day to a day (both included; open when `until` is empty)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    title = models.CharField(_("职务"), max_length=60)
    is_head = models.BooleanField(_("负责人"), default=False)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = _("岗位")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")), name="post_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.title}"


class Grant(models.Model):
    """A role given to a person for an agency's areas, from a day to a day. Roles are data: law/roles.yaml."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("角色"), max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="grants")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = _("授权")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")), name="grant_dates"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.agency}"


class Certificate(models.Model):
    """A person's certificate of administrative law enforcement (行政执法证件), valid from a day to a day (both included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="certificates")
    number = models.CharField(_("执法证号"), max_length=60)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = _("执法证件")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="certificate_dates",
            ),
            models.UniqueConstraint(fields=["user", "number", "since"], name="certificate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.number}"


class SignInAttempt(models.Model):
    """A failed sign-in, kept to lock the account for a while and to show to those who run the system."""

    username = models.CharField(max_length=60)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "at"])]
