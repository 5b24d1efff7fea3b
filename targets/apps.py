from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "targets"
    verbose_name = _("Plans and targets")

    def ready(self) -> None:
        # They import models, which are there only once all applications are loaded.
        from cooperatives.catalogue.figures import keep_clear_of  # noqa: PLC0415
        from cooperatives.counting import watch_counts  # noqa: PLC0415
        from cooperatives.figures.entered import tell_made  # noqa: PLC0415
        from cooperatives.imports import register  # noqa: PLC0415
        from cooperatives.imports.consequences import tell_of_reforms  # noqa: PLC0415
        from cooperatives.pages.catalogue import tell_uses  # noqa: PLC0415

        from .catalogue.baselines import BaselinesKind  # noqa: PLC0415
        from .catalogue.imports import IndicatorsKind  # noqa: PLC0415
        from .catalogue.needed import made_of_figures  # noqa: PLC0415
        from .indicators import BY_CODE, ENTERED, figures_used  # noqa: PLC0415
        from .models.indicators import read_entered_indicators  # noqa: PLC0415
        from .movements.keeping import keep_movements  # noqa: PLC0415
        from .plans.ended import targets_of_ended  # noqa: PLC0415
        from .plans.imports import TargetsKind  # noqa: PLC0415

        ENTERED.read_by(read_entered_indicators)
        register(TargetsKind, IndicatorsKind, BaselinesKind)
        tell_uses(figures_used)
        tell_made(made_of_figures)
        keep_clear_of(lambda: BY_CODE)
        watch_counts(keep_movements)
        tell_of_reforms(targets_of_ended)
