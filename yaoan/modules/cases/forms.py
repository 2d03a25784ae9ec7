"""What is asked when published decisions are read and kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaoan.kernel import law
from yaoan.kernel.commands import ids
from yaoan.modules.cases.choices import Penalty
from yaoan.modules.subjects.public import ProductKind

MOST_FILES = 10
LONGEST = 200_000
"""The longest paper that is kept, in characters."""


class ManyFiles(forms.ClearableFileInput):
    """A choice of files that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads; a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class PapersForm(forms.Form):
    """The decisions themselves: files, or the text of one pasted."""

    papers = FilesField(label=_("决定书文件"), required=False, help_text=_("txt、docx、pdf、html；一次最多十份"))
    pasted = forms.CharField(
        label=_("或者粘贴一份的正文"), required=False, widget=forms.Textarea(attrs={"rows": 8}), max_length=LONGEST
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        papers = given.get("papers") or []
        if not papers and not (given.get("pasted") or "").strip():
            raise forms.ValidationError(_("请选择决定书文件，或者粘贴决定书正文。"))
        if len(papers) > MOST_FILES:
            raise forms.ValidationError(_("一次最多读取十份，请分几次。"))
        return given


class Lines(forms.CharField):
    """Several texts, one a line; a tuple."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        parts = value if isinstance(value, (list, tuple)) else (value or "").splitlines()
        return tuple(line for part in parts if (line := str(part).strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def run_validators(self, value: Any) -> None:
        """Each line is plain text; there is nothing further to check."""


def _sum(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=16, decimal_places=2, min_value=0)


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


class PrecedentForm(forms.Form):
    """One decision beside its text. Each field starts with what stands in the paper."""

    keep = forms.BooleanField(label=_("入库"), required=False)
    command_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.command_id)
    text = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    subject_name = forms.CharField(label=_("当事人名称"), max_length=200)
    subject_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    authority = forms.CharField(label=_("处罚机关"), max_length=120, required=False)
    decision_number = forms.CharField(label=_("决定书文号"), max_length=60, required=False)
    decided_on = forms.DateField(
        label=_("决定日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    product_kind = forms.ChoiceField(label=_("产品类别"), choices=[("", "—"), *ProductKind.pairs()])
    breach = forms.ChoiceField(label=_("违法行为"), choices=lambda: [("", "—"), *law.catalogue("breaches")])
    violation = forms.CharField(label=_("决定书的说法"), max_length=200, required=False)
    products = Lines(label=_("涉案产品"), required=False, widget=_rows(2))
    goods_value = _sum(_("货值金额（元）"))
    income = _sum(_("违法所得（元）"))
    fine = _sum(_("罚款（元）"))
    confiscated = _sum(_("没收违法所得（元）"))
    penalties = forms.MultipleChoiceField(
        label=_("处罚种类"), required=False, choices=Penalty.pairs(), widget=forms.CheckboxSelectMultiple
    )
    penalty = forms.CharField(label=_("处罚内容"), max_length=8000, widget=_rows(3))
    facts = forms.CharField(label=_("违法事实"), max_length=20000, required=False, widget=_rows(4))
    law = Lines(label=_("引用的法条"), required=False, widget=_rows(3))
    is_typical = forms.BooleanField(label=_("上级发布的典型案例"), required=False)

    def full_clean(self) -> None:
        """What is not kept is not checked."""
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("keep"):
            self._errors = forms.utils.ErrorDict()


PrecedentFormSet = forms.formset_factory(PrecedentForm, extra=0, max_num=MOST_FILES, absolute_max=MOST_FILES)
