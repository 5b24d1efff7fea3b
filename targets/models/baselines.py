"""Official figures at a date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperatives.models import AdministrativeUnit
from cooperatives.models.base import Record, RecordQuerySet

from .fields import IndicatorField, value_field


class BaselineFigureQuerySet(RecordQuerySet):
    def get_by_natural_key(self, unit_code, unit_valid_from, indicator, date):
        unit = AdministrativeUnit.objects.get_by_natural_key(unit_code, unit_valid_from)
        return self.get(unit=unit, indicator=indicator, date=date)


class BaselineFigure(Record):
    """An official value of an indicator at a date, with the sentence it was taken from."""

    unit = models.ForeignKey(
        AdministrativeUnit,
        models.PROTECT,
        related_name="baseline_figures",
        verbose_name=_("unit"),
    )
    indicator = IndicatorField(_("indicator"))
    date = models.DateField(_("as at"))
    value = value_field(_("value"))
    quote = models.CharField(_("clause of the source"), max_length=500)
    source = models.CharField(_("source"), max_length=500, blank=True)

    objects = BaselineFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline figure")
        verbose_name_plural = _("baseline figures")
        ordering = ["unit", "-date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "date"],
                name="baseline_figure_is_unique",
                violation_error_message=_("This figure is already there for that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()}, {self.date}"

    def natural_key(self):
        return (*self.unit.natural_key(), self.indicator, self.date)

    natural_key.dependencies = ["cooperatives.administrativeunit"]
