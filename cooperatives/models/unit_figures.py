"""What units report beside their cooperatives: of their groups, of themselves, of the province."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..catalogue.figures import IN_RETURNS, UNITS, Figure, Reporter, unit_figures
from ..ground.calendar import QUARTERS, Quarter
from .base import Record, RecordQuerySet
from .reports import OUT_OF_LIMITS
from .returns import QuarterlyReturn
from .units import AdministrativeUnit


class UnitFiguresQuerySet(RecordQuerySet):
    def in_scope_of(self, user):
        """Rows of units within the user's scope."""
        return self.filter(user.scope("unit__path"))

    def of_plan_units(self):
        """Rows that stand in no return: those of the province."""
        return self.filter(quarterly_return=None)


class UnitFigures(Record):
    """One unit's figures of a quarter, by their codes in `extra`: those of a reporting unit and of
    its groups in its return, those of the province in none.
    """

    NAMED_BY = ("year", "quarter")

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="unit_figures", verbose_name=_("unit")
    )
    quarterly_return = models.OneToOneField(
        QuarterlyReturn,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="unit_figures",
        verbose_name=_("quarterly return"),
    )
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"), choices=[(n, str(n)) for n in QUARTERS])
    extra = models.JSONField(
        _("figures of entered indicators"), default=dict, blank=True, editable=False
    )

    objects = UnitFiguresQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a unit")
        verbose_name_plural = _("figures of units")
        ordering = ["-year", "-quarter", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter"],
                condition=Q(quarterly_return__isnull=True),
                name="one_row_of_a_plan_unit_a_quarter",
                violation_error_message=_("This unit already has figures for that quarter."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="unit_figures_quarter_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="unit_figures_year_is_plausible"
            ),
        ]
        indexes = [models.Index(fields=["year", "quarter"], name="unit_figures_by_quarter")]

    def __str__(self) -> str:
        return f"{self.unit}, {Quarter(self.year, self.quarter)}"

    @property
    def period(self) -> Quarter:
        """The quarter reported on."""
        return Quarter(self.year, self.quarter)

    @property
    def reporters(self) -> tuple[Reporter, ...]:
        """Whose figures it may hold."""
        # A return that is not stored yet has no key, and is there all the same.
        is_in_none = self.quarterly_return_id is None and self.quarterly_return is None
        return (Reporter.PLAN_UNIT,) if is_in_none else IN_RETURNS

    def own_rules(self) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
        """The limits of what it holds, that it is whole, and that it is the unit's to report."""
        for figure in unit_figures(None, UNITS):
            value = figure.read(self)
            if value is None:
                continue
            if figure.reported_by not in self.reporters:
                yield (figure.code,), ValidationError(_not_theirs(figure), code="not_theirs")
            elif type(value) is not int:
                yield (figure.code,), ValidationError(OUT_OF_LIMITS, code="out_of_limits")
            elif not figure.limits[0] <= value <= figure.limits[1]:
                message = figure.outside(value)
                yield (figure.code,), ValidationError(message, code="out_of_limits")


def _not_theirs(figure: Figure):
    if figure.reported_by is Reporter.PLAN_UNIT:
        return _("This figure is the province's: it stands in no return.")
    return _("This figure stands in the return of a reporting unit.")
