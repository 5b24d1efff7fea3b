from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Plans and targets")

    def ready(self) -> None:
        from cooperatives.imports import register

        from .plans.imports import TargetsKind

        register(TargetsKind)
