from django.apps import AppConfig
from django.utils.autoreload import file_changed
from django.utils.translation import gettext_lazy as _


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    verbose_name = _("Cooperatives")

    def ready(self) -> None:
        # It imports models, which are there only once all applications are loaded.
        from .catalogue.figures import ENTERED, keep_clear_of  # noqa: PLC0415
        from .catalogue.ratings import SCALES  # noqa: PLC0415
        from .evidence import OTHER_EVIDENCE  # noqa: PLC0415
        from .models.entered_figures import read_entered_figures  # noqa: PLC0415
        from .models.rating_scales import read_scales  # noqa: PLC0415
        from .models.reports import names_of_columns  # noqa: PLC0415
        from .pages.unchanged import forget_release  # noqa: PLC0415

        ENTERED.read_by(read_entered_figures)
        SCALES.read_by(read_scales)
        keep_clear_of(names_of_columns)
        keep_clear_of(lambda: OTHER_EVIDENCE)

        # `runserver` goes on with a template that was changed.
        file_changed.connect(forget_release)
