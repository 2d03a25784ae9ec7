from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "yaoan.kernel.vault"
    label = "vault"
    verbose_name = _("密封信息")
