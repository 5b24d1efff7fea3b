"""What moved an indicator: a log of steps, which is added to and never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperatives.counting import Cause
from cooperatives.models import Organisation, QuarterlyReturn

from .fields import INDICATOR_CHOICES, ExactField

START, DRIFT, OTHER = "start", "corrections", "other"

CAUSES = [
    (START, _("first measured")),
    (DRIFT, _("corrections in returns sent back")),
    (OTHER, _("other changes")),
    *Cause.choices,
]
"""Beside the changes that are told: where a series of steps begins, and what moved a value with
nobody telling of it, by corrections or otherwise.
"""


class MovementQuerySet(models.QuerySet):
    def steps(self):
        """Those by which something moved."""
        return self.exclude(cause=START)

    def newest_of(self, paths, years):
        """The last row of each unit, year, quarter and indicator, of some units and years."""
        keys = self.filter(unit_path__in=paths, year__in=years).order_by()
        newest = keys.values("unit_path", "year", "quarter", "indicator")
        newest = newest.annotate(newest=models.Max("pk"))
        return self.filter(pk__in=newest.values("newest"))


class Movement(models.Model):
    """One step of an indicator of a unit at a quarter: its exact value before and after, and why.

    The rows of one unit, year, quarter and indicator are a chain: each begins where the one before
    it ended. The first, `START`, says where the chain begins, and moves nothing. unit_path: the
    unit's path, by which values are computed; at, by: when and by whom, None for a command. place,
    place_path: where it happened, in words that outlive the records, and what lies there;
    organisation_name likewise. about: units whose returns were being corrected, or the kind of an
    import.
    """

    unit_path = models.CharField(_("path of the unit"), max_length=60)
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"))
    indicator = models.CharField(_("indicator"), max_length=40, choices=INDICATOR_CHOICES)
    before = ExactField(_("before"), null=True)
    after = ExactField(_("after"), null=True)
    at = models.DateTimeField(_("at"))
    cause = models.CharField(_("cause"), max_length=21, choices=CAUSES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    quarterly_return = models.ForeignKey(
        QuarterlyReturn,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("quarterly return"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    organisation_name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_path = models.CharField(_("path of the place"), max_length=60, blank=True)
    about = models.CharField(_("about"), max_length=500, blank=True)

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
    def key(self) -> tuple[str, int, int, str]:
        """Whose chain it belongs to."""
        return self.unit_path, self.year, self.quarter, self.indicator
