from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "yaoan.kernel.access"
    label = "access"
    verbose_name = _("组织与权限")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from yaoan.kernel.access import sessions

        user_logged_in.connect(sessions.begin, dispatch_uid="sessions.begin")
