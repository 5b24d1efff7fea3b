"""Rating scales: which score gives which rating, in which years, and by what law."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..catalogue.ratings import MOST_POINTS, SCALES, Rating, Scale
from .base import Record, RecordQuerySet


class RatingScaleQuerySet(RecordQuerySet):
    def get_by_natural_key(self, from_year, to_year):
        return self.get(from_year=from_year, to_year=to_year)

    def of_years_of(self, scale):
        """Those with a year in common with another one, which is left aside."""
        found = self.exclude(pk=scale.pk)
        if scale.to_year is not None:
            found = found.filter(Q(from_year=None) | Q(from_year__lte=scale.to_year))
        if scale.from_year is not None:
            found = found.filter(Q(to_year=None) | Q(to_year__gte=scale.from_year))
        return found


def _floor(name: str) -> models.DecimalField:
    return models.DecimalField(
        name,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_POINTS)],
    )


class RatingScale(Record):
    """The lowest score, of 100 points, that gives each rating in some years; below that of average
    is weak.

    from_year, to_year: both included; blank where it has no beginning or end. source: the law or
    decision that says so, which pages name.
    """

    NAMED_BY = ("source",)

    from_year = models.IntegerField(_("from the year"), null=True, blank=True)
    to_year = models.IntegerField(_("to the year"), null=True, blank=True)
    good = _floor(_("good from"))
    fair = _floor(_("fair from"))
    average = _floor(_("average from"))
    source = models.CharField(_("source"), max_length=300)

    objects = RatingScaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating scale")
        verbose_name_plural = _("rating scales")
        ordering = [F("from_year").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(good__gt=F("fair"), fair__gt=F("average"), average__gt=0)
                & Q(good__lte=MOST_POINTS),
                name="rating_floors_fall",
                violation_error_message=_(
                    "The scores fall from good over fair to average, and all lie above 0 and up to"
                    " 100."
                ),
            ),
            models.CheckConstraint(
                condition=Q(to_year__gte=F("from_year")),
                name="rating_scale_ends_after_it_begins",
                violation_error_message=_("Its last year cannot be before its first."),
            ),
            models.CheckConstraint(
                condition=(Q(from_year__isnull=True) | Q(from_year__range=(1945, 2200)))
                & (Q(to_year__isnull=True) | Q(to_year__range=(1945, 2200))),
                name="rating_scale_years_are_plausible",
                violation_error_message=_("A year lies between 1945 and 2200."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="rating_scale_has_a_source",
                violation_error_message=_("Say by what law or decision the scale holds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.from_year or '…'}–{self.to_year or '…'})"

    def natural_key(self) -> tuple[int | None, int | None]:
        return self.from_year, self.to_year

    @classmethod
    def after_change(cls) -> None:
        SCALES.forget()

    @property
    def scale(self) -> Scale:
        """What it says."""
        floors = {
            Rating.GOOD: self.good,
            Rating.FAIR: self.fair,
            Rating.AVERAGE: self.average,
            Rating.WEAK: 0,
        }
        return Scale(self.from_year, self.to_year, floors, self.source)


def read_scales() -> list[Scale]:
    """All scales, the earliest first, in one statement."""
    return [row.scale for row in RatingScale.objects.all()]
