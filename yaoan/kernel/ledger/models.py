"""What people keep about lists: views under a name."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel.access.actor import Actor


class Views(models.QuerySet["SavedView"]):
    def seen_by(self, actor: Actor) -> "Views":
        """The actor's own views, those of the actor's units, and those for all."""
        everyone, unit = models.Q(audience=SavedView.ALL), models.Q(audience=SavedView.UNIT)
        return self.filter(models.Q(owner_id=actor.user_id) | everyone | unit & models.Q(agency_id__in=actor.agencies))


class SavedView(models.Model):
    """An address of a list under a name: filters, scope, order and columns. Deleted only by whoever saved it."""

    MINE, UNIT, ALL = "mine", "unit", "all"
    AUDIENCES: ClassVar = [(MINE, _("只有我")), (UNIT, _("本单位")), (ALL, _("所有人"))]

    kind = models.CharField(max_length=40)
    name = models.CharField(_("名称"), max_length=40)
    query = models.TextField()
    audience = models.CharField(_("谁能看到"), max_length=4, choices=AUDIENCES, default=MINE)
    owner = models.ForeignKey("access.User", models.CASCADE, related_name="+")
    agency_id = models.BigIntegerField(null=True)
    saved_at = models.DateTimeField()

    objects = Views.as_manager()

    class Meta:
        verbose_name = _("保存的视图")
        constraints = [models.UniqueConstraint(fields=["kind", "owner", "name"], name="saved_view_once")]
        indexes = [models.Index(fields=["kind", "audience", "agency_id"], name="saved_view_audience")]

    def __str__(self) -> str:
        return self.name
