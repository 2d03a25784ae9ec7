"""The spine of every record, and what is projected from it: the docket (to find it) and its deadlines (to do it)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import clock, sight
from yaoan.kernel.access.actor import Actor
from yaoan.kernel.lifecycle import Agreed, Lifecycle, Stay
from yaoan.kernel.records.search import matching
from yaoan.kernel.statutes import Extension


class Records(models.QuerySet[Any]):
    """Rows of one kind of record."""

    def seen_by(self, actor: Actor) -> Self:
        """The rows the actor may read; the rest do not exist."""
        return self.filter(actor.scope(f"{self.model.lifecycle.kind}.view"))

    def within(self, actor: Actor, permission: str) -> Self:
        """The rows the actor may use a permission on."""
        return self.filter(actor.scope(permission))

    def in_area(self, prefix: str) -> Self:
        return self.filter(area__startswith=prefix) if prefix else self

    def open(self) -> Self:
        return self.exclude(state__in=self.model.lifecycle.closed)

    def found_by(self, words: str) -> Self:
        """The rows whose number, title or pinyin matches every one of the words."""
        kind = self.model.lifecycle.kind
        return self.filter(pk__in=matching(Docket.objects.filter(kind=kind), words).values("pk"))


class References(models.QuerySet[Any]):
    """Rows reached by a foreign key: what a record in sight refers to can be named, wherever it lies."""

    def _fetch_all(self) -> None:
        with sight.whole():
            super()._fetch_all()


_Referred = models.Manager.from_queryset(References)


class RecordBase(ModelBase):
    """The class of kinds of record. Its base manager, by which foreign keys are followed, is not named among the managers:
    migrations would write it down."""

    @property
    def _base_manager(cls) -> "models.Manager[Any]":  # noqa: N805  # of a class, the class is the self
        manager: models.Manager[Any] = _Referred()
        manager.model, manager.name, manager.auto_created = cls, "_base_manager", True  # type: ignore[assignment, attr-defined]
        return manager


class Record(models.Model, metaclass=RecordBase):
    """A thing that lives: it has a number, a state, a place, those who answer for it, and a chain of acts.

    Columns change only when a command is performed. `stays` and `head` are read from the journal and kept here so
    that deadlines and the next link of the chain cost no query; both can be rebuilt from it. `due_at` is the nearest of
    its deadlines. `column_words` tells how the history says the values of structured columns.
    """

    lifecycle: ClassVar[Lifecycle]
    prefix: ClassVar[str]
    facet_fields: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    column_words: ClassVar[Mapping[str, Callable[[Any], str]]] = {}

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(_("编号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=300)
    state = models.CharField(_("状态"), max_length=24)
    version = models.IntegerField(default=0)
    area = models.CharField(_("所在地"), max_length=12)
    agency = models.ForeignKey("access.Agency", models.PROTECT, verbose_name=_("责任单位"), related_name="+")
    assisting = ArrayField(models.BigIntegerField(), verbose_name=_("协办单位"), default=list)
    holder = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("责任人"), null=True, related_name="+")
    opened_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("建立人"), related_name="+")
    opened_at = models.DateTimeField(_("建立时间"))
    changed_at = models.DateTimeField(_("最近变动"))
    opened_on = models.DateField(_("发生日期"))
    stays = models.JSONField(default=list)
    extensions = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    head = models.BinaryField(max_length=32, default=bytes)
    due_at = models.DateTimeField(_("最近期限"), null=True)

    objects = Records.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "state"], name="%(class)s_area"),
            models.Index(fields=["state", "-id"], name="%(class)s_state"),
            models.Index(fields=["due_at", "-id"], name="%(class)s_due"),
            GinIndex(fields=["assisting"], name="%(class)s_assisting"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def kind(self) -> str:
        return self.lifecycle.kind

    @property
    def state_label(self) -> Any:
        return self.lifecycle.states(self.state).label

    @property
    def is_closed(self) -> bool:
        return self.state in self.lifecycle.closed

    def get_absolute_url(self) -> str:
        return f"/{self.kind}/{self.number}/"

    def facets(self) -> dict[str, str]:
        """The few words by which figures group the acts on this record."""
        values = ((name, getattr(self, name)) for name in self.facet_fields)
        return {name: str(value) for name, value in values if value not in (None, "")}

    def search_text(self) -> str:
        """Beside number and title, what the record is found by: its `search_fields`."""
        return " ".join(str(getattr(self, name) or "") for name in self.search_fields)

    def past(self) -> tuple[Stay, ...]:
        return tuple(Stay(state, datetime.fromisoformat(since)) for state, since in self.stays)

    def agreed(self) -> Agreed:
        names = {duty.agreed for duty in self.lifecycle.duties if duty.agreed}
        extensions = {
            act: tuple(Extension(count=item["count"], reason=item["reason"]) for item in given)
            for act, given in self.extensions.items()
        }
        flags = {duty.only: bool(getattr(self, duty.only)) for duty in self.lifecycle.duties if duty.only}
        return Agreed({name: getattr(self, name) for name in names}, extensions, flags)

    def timing(self, state: str, by: date | None) -> str:
        """Whether the record last entered a state by the end of a day: `in_time` or `late`; empty where either is missing.

        A facet by which figures tell work done in time from work done late.
        """
        since = next((since for entered, since in reversed(self.stays) if entered == state), None)
        if since is None or by is None:
            return ""
        return "in_time" if clock.local_day(datetime.fromisoformat(since)) <= by else "late"

    def last_effect_on(self) -> date:
        """The day the latest change of state took effect: nothing may take effect before it."""
        return clock.local_day(datetime.fromisoformat(self.stays[-1][1])) if self.stays else self.opened_on


class Dockets(models.Manager["Docket"]):
    """Rows of the docket without the words that only the index reads."""

    def get_queryset(self) -> models.QuerySet["Docket"]:
        return super().get_queryset().defer("words")


class Docket(models.Model):
    """One row a record, over all kinds: what search, links and references read."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    area = models.CharField(max_length=12)
    agency_id = models.BigIntegerField()
    holder_id = models.BigIntegerField(null=True)
    assisting = ArrayField(models.BigIntegerField(), default=list)
    text = models.TextField()
    words = models.GeneratedField(
        expression=models.Func("text", function="docket_words"), output_field=SearchVectorField(), db_persist=True
    )

    objects = Dockets()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="docket_words", fastupdate=False),
            models.Index(fields=["kind", "area"], name="docket_kind_area"),
            models.Index(fields=["agency_id"], name="docket_agency"),
            models.Index(fields=["holder_id"], name="docket_holder", condition=models.Q(holder_id__isnull=False)),
            GinIndex(fields=["assisting"], name="docket_assisting", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/{self.kind}/{self.number}/"


class Deadline(models.Model):
    """A duty that is open now: one line of somebody's to-do list. A projection; rebuilt every night and compared."""

    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    act = models.CharField(max_length=40)
    permission = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    agency_id = models.BigIntegerField()
    holder_id = models.BigIntegerField(null=True)
    assisting = ArrayField(models.BigIntegerField(), default=list)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "act"], name="deadline_once")]
        indexes = [
            models.Index(
                fields=["holder_id", "due_at"], name="deadline_holder", condition=models.Q(holder_id__isnull=False)
            ),
            models.Index(fields=["agency_id", "due_at"], name="deadline_agency"),
            models.Index(fields=["area", "agency_id"], name="deadline_area"),
            models.Index(fields=["due_at", "id"], name="deadline_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Counter(models.Model):
    """The last number given in a series."""

    series = models.CharField(max_length=60, primary_key=True)
    value = models.BigIntegerField()


def record_models() -> Iterable[type[Record]]:
    """Every kind of record of this installation, in the order the modules are listed."""
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, Record)]


def model_of(kind: str) -> type[Record]:
    """The model of a kind, e.g. `risks`. Raises LookupError."""
    for model in record_models():
        if model.lifecycle.kind == kind:
            return model
    raise LookupError(f"no kind of record is called {kind}")
