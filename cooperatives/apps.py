from django.apps import AppConfig
from django.utils.autoreload import file_changed
from django.utils.translation import gettext_lazy as _


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    verbose_name = _("Cooperatives")

    def ready(self) -> None:
        # It imports models, which are there only once all applications are loaded.
        from .pages.unchanged import forget_release  # noqa: PLC0415

        # `runserver` goes on with a template that was changed.
        file_changed.connect(forget_release)
