"""What moved an indicator: a log of steps, which is added to and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperatives.models import Organisation, QuarterlyReturn

from .fields import ExactField

START, DRIFT, OTHER = "start", "corrections", "other"
"""Causes beside the changes that are told: where a chain begins; what moved a value with nobody
telling of it, by corrections of returns that were sent back, or otherwise.
"""


class MovementQuerySet(models.QuerySet):
    def steps(self):
        """Those by which something moved."""
        return self.exclude(cause=START)

    def newest_of(self, paths, years):
        """The last row of each unit, year, quarter and indicator, of some units and years."""
        keys = self.filter(unit_path__in=paths, year__in=years).order_by()
        newest = keys.values("unit_path", "year", "quarter", "indicator", "from_year")
        newest = newest.annotate(newest=models.Max("pk"))
        return self.filter(pk__in=newest.values("newest"))


class Movement(models.Model):
    """One step of an indicator of a unit at a quarter: its exact value before and after, and why.

    The rows of one unit, year, quarter and indicator are a chain: each begins where the one before
    it ended. The first, `START`, says where the chain begins, and moves nothing. unit_path: by it,
    not by rows of units, values are computed. from_year: of what is counted over a period its first
    year, None for the year alone: each has a chain of its own. cause: a `Cause`, or one of those
    above. at, by: when and by whom, None for a command. place: the short names of the units where
    it happened, and organisation_name, which stay when the records go; place_path: of a single unit
    its path. about: the code of the kind of an import.
    """

    unit_path = models.CharField(max_length=60)
    year = models.IntegerField()
    quarter = models.IntegerField()
    indicator = models.CharField(max_length=40)
    from_year = models.IntegerField(null=True)
    before = ExactField(null=True)
    after = ExactField(null=True)
    at = models.DateTimeField()
    cause = models.CharField(max_length=21)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    quarterly_return = models.ForeignKey(
        QuarterlyReturn, models.SET_NULL, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    organisation_name = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_path = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=40, blank=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an indicator")
        verbose_name_plural = _("steps of indicators")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["unit_path", "year", "quarter", "indicator", "id"], name="movement_chain"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_path} {self.year}-Q{self.quarter} {self.indicator}"

    @property
    def counted(self) -> tuple[str, int | None]:
        """What it is a value of: an indicator, and the first year of its period or None."""
        return self.indicator, self.from_year

    @property
    def key(self) -> tuple[str, int, int, str, int | None]:
        """Whose chain it belongs to."""
        return self.unit_path, self.year, self.quarter, *self.counted
