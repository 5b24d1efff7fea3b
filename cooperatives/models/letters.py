"""The letters that urge reporting units, as far as they are kept: that they were drafted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import QUARTERS, Quarter
from .base import Record, RecordQuerySet
from .units import AdministrativeUnit


class LetterDraftedQuerySet(RecordQuerySet):
    def in_scope_of(self, user):
        """Those to units within the user's scope."""
        return self.filter(user.scope("unit__path"))

    def newest_first(self):
        """With who drafted each."""
        return self.select_related("by").order_by("-at", "-pk")


class LetterDrafted(Record):
    """That a letter was drafted which urges a unit to send or complete its return of a quarter;
    begun or not, which need not be a row. Rows are added, never changed.

    is_demo: whether invented records were among those that it told of.
    """

    NAMED_BY = ("year", "quarter")

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"), choices=[(n, str(n)) for n in QUARTERS])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = LetterDraftedQuerySet.as_manager()

    class Meta:
        verbose_name = _("drafted letter that urges")
        verbose_name_plural = _("drafted letters that urge")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="letter_quarter_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="letter_year_is_plausible"
            ),
        ]
        indexes = [models.Index(fields=["year", "quarter"], name="letters_by_quarter")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.period}"

    @property
    def period(self) -> Quarter:
        """The quarter of the return that it urges."""
        return Quarter(self.year, self.quarter)
