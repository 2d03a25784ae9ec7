"""What is asked when the class of a risk is treated: which places, who goes, until when."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ClassForm(forms.Form):
    """The places ticked, one person and one day for all of them; each can be changed on its own afterwards."""

    title = forms.CharField(label=_("排查名称"), max_length=300)
    subjects = forms.TypedMultipleChoiceField(
        label=_("排查对象"), coerce=int, error_messages={"required": _("还没有勾选对象；至少勾选一家。")}
    )
    holder_id = forms.TypedChoiceField(label=_("负责人"), coerce=int)
    visit_by = forms.DateField(
        label=_("上门排查期限"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    finish_by = forms.DateField(label=_("完成期限"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("visit_by") and given.get("finish_by") and given["finish_by"] < given["visit_by"]:
            self.add_error("finish_by", _("完成期限不能早于上门排查期限。"))
        return given
