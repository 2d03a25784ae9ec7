from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "yaoan.kernel.access"
    label = "access"
    verbose_name = _("组织与权限")
