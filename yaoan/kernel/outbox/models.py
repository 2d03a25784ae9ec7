"""Lanes and the deliveries in them. No message is kept: it is made anew, from the journal, each time it is sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", _("待发送")
    DELIVERED = "delivered", _("已送达")
    DEAD = "dead", _("已放弃")
    WITHHELD = "withheld", _("未发送：无权读取")


class Lane(models.Model):
    """What goes to one receiver; its id is that of the record that stands for the receiver.

    `entry` is the id up to which the journal was gone through. After `failures` in a row the receiver is left in peace until
    `resting_until`; `trouble` says what was wrong the last time.
    """

    id = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField()
    failures = models.IntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(_("最近送达"), null=True)
    trouble = models.CharField(_("最近的问题"), max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.pk} → {self.entry}"


class Delivery(models.Model):
    """One journal entry on its way to one receiver: never twice in a lane, so that `message_id` tells doubles."""

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="deliveries")
    entry = models.BigIntegerField()
    record = models.BigIntegerField()
    kind = models.CharField(_("类别"), max_length=40)
    number = models.CharField(_("编号"), max_length=40)
    seq = models.IntegerField()
    act = models.CharField(_("操作"), max_length=40)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("排队时间"))
    next_at = models.DateTimeField(_("下次发送"))
    attempts = models.IntegerField(_("已发次数"), default=0)
    status = models.IntegerField(_("对方答复"), null=True)
    trouble = models.CharField(_("原因"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("了结时间"), null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lane", "entry"], name="delivery_once")]
        indexes: ClassVar = [
            models.Index(fields=["lane", "entry"], name="delivery_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["lane", "state", "-entry"], name="delivery_state"),
            models.Index(fields=["settled_at"], name="delivery_settled", condition=models.Q(settled_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"

    @property
    def message_id(self) -> str:
        """What a receiver knows doubles by: the same however often it is sent."""
        return f"msg_{self.lane_id}_{self.entry}"

    @property
    def url(self) -> str:
        """Where the record stands that it tells of."""
        return f"/{self.kind}/{self.number}/"
