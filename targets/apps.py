from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Plans and targets")

    def ready(self) -> None:
        # Both import models, which are there only once all applications are loaded.
        from cooperatives.imports import register  # noqa: PLC0415

        from .plans.imports import TargetsKind  # noqa: PLC0415

        register(TargetsKind)
