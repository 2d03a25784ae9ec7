"""The enforcement document."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.records.models import Record
from yaoan.kernel.words import Text
from yaoan.modules.cases import lifecycle
from yaoan.modules.cases.choices import ServiceWay
from yaoan.modules.cases.models.cases import Case
from yaoan.modules.cases.models.measures import Measure
from yaoan.modules.cases.rules import papers


class Document(Record):
    """An enforcement document of a case.

    `values` are what the case said when it was drawn up, `entries` what people wrote; both by placeholder. Once it is
    signed, the Word file with the hash `digest` is what holds.
    """

    lifecycle = lifecycle.DOCUMENT
    prefix = "DOC"
    facet_fields = ("form",)
    search_fields = ("code",)

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=_("案件"), related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name=_("强制措施"), null=True, related_name="+")
    form = models.CharField(_("文书种类"), max_length=32)
    values = models.JSONField(default=dict)
    entries = models.JSONField(default=dict)
    officers = ArrayField(models.BigIntegerField(), verbose_name=_("执法人员"), default=list)
    code = models.CharField(_("文号"), max_length=60, blank=True)
    digest = models.CharField(_("签发件哈希"), max_length=64, blank=True)
    signed_by = models.ForeignKey("access.User", models.PROTECT, verbose_name=_("签发人"), null=True, related_name="+")
    signed_on = models.DateField(_("签发日期"), null=True)
    served_on = models.DateField(_("送达日期"), null=True)
    service_way = models.CharField(_("送达方式"), max_length=12, choices=ServiceWay.pairs(), blank=True)
    recipient = models.CharField(_("收件人"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("执法文书")

    @property
    def form_value(self) -> papers.Form:
        return papers.forms_of(law.document("catalogues/case_forms"))[self.form]

    @property
    def filled(self) -> dict[str, str]:
        """The values of all placeholders."""
        return {**self.values, **{name: text for name, text in self.entries.items() if text}}

    @property
    def missing_labels(self) -> list[str]:
        """What must still be filled in, in the reader's language."""
        data = law.document("catalogues/case_forms")
        labels: dict[str, Text] = papers.labels_of(data)
        form = self.form_value
        missing = [str(labels[name]) for name in form.missing(self.filled, needed=self.needed)]
        if len(self.officers) < form.officers:
            missing.append(str(_("两名执法人员")))
        return missing

    @property
    def needed(self) -> frozenset[str]:
        """What other cases may leave out: the decision on fake or substandard drugs states the conclusion of the test."""
        return frozenset({"test_conclusion"}) if self.case.breach_row.get("tested") else frozenset()

    @property
    def is_to_be_served(self) -> bool:
        return self.form_value.served
