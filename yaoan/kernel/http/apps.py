from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HttpConfig(AppConfig):
    name = "yaoan.kernel.http"
    label = "http"
    verbose_name = _("数据接口")
