from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    name = "yaoan.modules.assistance"
    label = "assistance"
    verbose_name = _("协查与督办")
