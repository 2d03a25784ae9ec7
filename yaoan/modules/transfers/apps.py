from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    name = "yaoan.modules.transfers"
    label = "transfers"
    verbose_name = _("行刑衔接")
