"""What is asked when a notice is read, a campaign decomposed, and its returns are put on the calendar."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yaoan.modules.campaigns.choices import Focus
from yaoan.modules.campaigns.rules.plans import plan_key


class DayInput(forms.DateInput):
    """A day as browsers' own day fields want it, whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NoticeForm(forms.Form):
    """The notice itself: a file, or its text pasted."""

    file = forms.FileField(label=_("通知文件"), required=False, help_text=_("txt、docx、pdf、html"))
    text = forms.CharField(
        label=_("或者粘贴正文"), required=False, widget=forms.Textarea(attrs={"rows": 8}), max_length=2_000_000
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            raise forms.ValidationError(_("请选择通知文件，或者粘贴通知正文。"))
        return given


class Lines(forms.CharField):
    """Several texts, one a line; a tuple."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        parts = value if isinstance(value, (list, tuple)) else (value or "").splitlines()
        return tuple(line for part in parts if (line := str(part).strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, (list, tuple)) else value

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """Each line is plain text; there is nothing further to check."""


class DraftForm(forms.Form):
    """The draft beside the notice. Each field starts with what stands in the text."""

    title = forms.CharField(label=_("名称"), max_length=300)
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)
    issuer = forms.CharField(label=_("发文单位"), max_length=200, required=False)
    issued_on = forms.DateField(label=_("印发日期"), required=False, widget=DayInput)
    period_text = forms.CharField(label=_("通知中的期限"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("开始日期"), required=False, widget=DayInput)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DayInput)
    area = forms.ChoiceField(label=_("范围"))
    aims = Lines(label=_("目标"), required=False)
    products = Lines(label=Focus.PRODUCTS.label, required=False)
    links = Lines(label=Focus.LINKS.label, required=False)
    objects = Lines(label=Focus.OBJECTS.label, required=False)
    regions = Lines(label=Focus.REGIONS.label, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("结束日期早于开始日期；请核对。"))
        return given


class TaskForm(forms.Form):
    """One task of the draft: kept or left out, with title and day."""

    keep = forms.BooleanField(label=_("列入"), required=False)
    path = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(label=_("任务"), max_length=300)
    due = forms.DateField(label=_("完成期限"), required=False, widget=DayInput)
    responsible = forms.CharField(label=_("责任单位"), required=False, max_length=300)
    support = forms.CharField(label=_("配合单位"), required=False, max_length=300)
    body = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8000)


TaskFormSet = forms.formset_factory(TaskForm, extra=2, max_num=500)
"""The tasks that were read, and two blank lines for those that were not."""


class GiveForm(forms.Form):
    """One task of the plan: which units carry it out, which help, until when, and how many each is to reach.

    `units` are (id, name); `given` says which of them have which task already, by `rules.plans.plan_key`: they are named and
    cannot be given it twice.
    """

    path = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(label=_("任务"), max_length=300)
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8000)
    agencies = forms.TypedMultipleChoiceField(
        label=_("责任单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    support = forms.TypedMultipleChoiceField(
        label=_("配合单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label=_("完成期限"), required=False, widget=DayInput)
    target = forms.IntegerField(label=_("每个单位的目标数"), required=False, min_value=1, max_value=10_000_000)

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], given: Mapping[str, Collection[int]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        key = plan_key(self["path"].value() or "", self["title"].value() or "")
        taken = {str(agency) for agency in given.get(key, ())}
        self.given_to = [label for value, label in units if value in taken]
        self.fields["agencies"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in units if value not in taken
        ]
        self.fields["support"].choices = units  # type: ignore[attr-defined]


GiveFormSet = forms.formset_factory(GiveForm, extra=0, max_num=500)


class ScheduleForm(forms.Form):
    """One duty to report: who, to whom, on which day of the month."""

    keep = forms.BooleanField(label=_("列入"), required=False)
    what = forms.CharField(label=_("报送内容"), max_length=300)
    agencies = forms.TypedMultipleChoiceField(
        label=_("报送单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    to = forms.TypedChoiceField(label=_("报送到"), coerce=int, required=False, empty_value=None)
    day = forms.IntegerField(label=_("每期几日前"), min_value=1, max_value=31)
    every = forms.ChoiceField(
        label=_("周期"),
        choices=[("month", _("每月")), ("quarter", _("每季度")), ("half-year", _("每半年")), ("once", _("一次"))],
    )
    due = forms.DateField(label=_("一次性报送的期限"), required=False, widget=DayInput)

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], above: Sequence[tuple[str, str]], **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.fields["agencies"].choices = units  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", "—"), *above, *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("keep"):
            for name, text in (("agencies", _("请选择报送单位。")), ("to", _("请选择报送到哪个单位。"))):
                if not given.get(name):
                    self.add_error(name, text)
            if given.get("every") == "once" and not given.get("due"):
                self.add_error("due", _("一次性的报送请写明日期。"))
        return given


ScheduleFormSet = forms.formset_factory(ScheduleForm, extra=1, max_num=60)


def faults_of(*parts: Any) -> Iterator[str]:
    """Every fault of forms and form sets as a sentence, in the order of the page."""
    for part in parts:
        for form in getattr(part, "forms", [part]):
            for name, texts in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                yield from (f"{label}：{text}" if label else str(text) for text in texts)
