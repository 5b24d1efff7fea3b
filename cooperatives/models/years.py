"""Years opened, and later closed, for reporting in a unit and all below it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import QUARTERS
from .base import Record, RecordQuerySet
from .units import AdministrativeUnit

DUE_DAYS = tuple(f"due_on_{number}" for number in QUARTERS)
"""The fields of the days on which the returns of quarters 1 to 4 are due."""


class ReportingYearQuerySet(RecordQuerySet):
    def get_by_natural_key(self, unit_code, unit_valid_from, year):
        unit = AdministrativeUnit.objects.get_by_natural_key(unit_code, unit_valid_from)
        return self.get(unit=unit, year=year)


class ReportingYear(Record):
    """A year in which a unit and all below it report: whether it is open or closed, and since when.

    opened: the day from which its returns are asked for. closed: the day on which its figures were
    settled, None while it is open. reports_due_on: the day by which units say that their yearly
    reports are done, None for no such day. reason: why it was closed or reopened last. Which years
    hold for a unit is said by `units.years.ReportingYears`.
    """

    NAMED_BY = ("year",)

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="reporting_years", verbose_name=_("unit")
    )
    year = models.IntegerField(_("year"))
    due_on_1 = models.DateField(_("quarter 1 is due on"), null=True, blank=True)
    due_on_2 = models.DateField(_("quarter 2 is due on"), null=True, blank=True)
    due_on_3 = models.DateField(_("quarter 3 is due on"), null=True, blank=True)
    due_on_4 = models.DateField(_("quarter 4 is due on"), null=True, blank=True)
    reports_due_on = models.DateField(_("yearly reports are due on"), null=True, blank=True)
    opened = models.DateField(_("opened on"), editable=False)
    closed = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ReportingYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting year")
        verbose_name_plural = _("reporting years")
        ordering = ["-year", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="year_is_opened_once",
                violation_error_message=_("This year has been opened for the unit already."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="reporting_year_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(closed__gte=F("opened")),
                name="year_closes_after_it_was_opened",
                violation_error_message=_("A year is closed after it was opened, not before."),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in DUE_DAYS})
                | Q(**{f"{name}__isnull": False for name in DUE_DAYS}),
                name="year_has_four_due_days_or_none",
                violation_error_message=_("Give a due day for each of the four quarters or none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.year}"

    def natural_key(self) -> tuple[str, date, int]:
        return (*self.unit.natural_key(), self.year)

    natural_key.dependencies = ["cooperatives.administrativeunit"]

    @property
    def due_days(self) -> tuple[date | None, ...]:
        """The days on which the returns of quarters 1 to 4 are due, None for the usual ones."""
        return tuple(getattr(self, name) for name in DUE_DAYS)

    @property
    def is_closed(self) -> bool:
        return self.closed is not None
