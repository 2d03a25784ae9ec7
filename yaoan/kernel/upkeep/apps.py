from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    name = "yaoan.kernel.upkeep"
    label = "upkeep"
    verbose_name = _("日常维护")
