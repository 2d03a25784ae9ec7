from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PackagesConfig(AppConfig):
    name = "yaoan.modules.packages"
    label = "packages"
    verbose_name = _("数据交换")
