"""What is asked before a sealed clue is opened."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why somebody wants to read a clue on officials."""

    reason = forms.CharField(label=_("查看理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
