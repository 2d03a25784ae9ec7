from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    name = "yaoan.modules.letters"
    label = "letters"
    verbose_name = _("约谈和函件")
