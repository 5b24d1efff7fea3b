"""Published figures: what stood at a quarter when an officer published it. Never changed."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit
from cooperatives.version import data_changed

MOST_NOTE = 500
"""How long a note on an edition may be, in characters."""


class NeverChangedError(TypeError):
    """An edition was to be changed or deleted: what corrects it is the next one."""


class EditionQuerySet(models.QuerySet):
    def open_to(self, reader):
        """Those that a person may read: of units whose aggregates they may ask for."""
        units = AdministrativeUnit.objects.aggregates_open_to(reader).order_by()
        return self.filter(unit__in=units.values("pk"))

    def with_records_open_to(self, reader):
        """Those whose rows of cooperatives a person may read: all of the unit is in their scope."""
        units = AdministrativeUnit.objects.in_scope_of(reader).order_by()
        return self.filter(unit__in=units.values("pk"))

    def of(self, unit, year: int, quarter: int):
        """The editions of a unit at a quarter, the newest first."""
        found = self.filter(unit=unit, year=year, quarter=quarter)
        return found.select_related("unit").order_by("-number")

    def without_texts(self):
        """The same without what they hold, which is long."""
        return self.defer("content", "records")

    def bulk_create(self, objs, *args, **kwargs):
        raise NeverChangedError("Editions are published one by one.")

    def update(self, **values):
        raise NeverChangedError("An edition never changes.")

    def bulk_update(self, objs, fields, *args, **kwargs):
        raise NeverChangedError("An edition never changes.")

    def delete(self):
        raise NeverChangedError("An edition stays.")


class Edition(models.Model):
    """One edition of the figures of a unit at a quarter, counted from 1 for these three.

    content, records: the canonical JSON (`editions.canonical`) as it was hashed, as text, so that
    every database keeps it byte for byte; the second holds the rows of cooperatives. sha256,
    records_sha256: of their UTF-8, in hexadecimal. published_by: the name of who did, as it was
    then, "" for a command. is_demo: whether demo records or targets are in it. What a column says
    stands in `content` too, so that `check_snapshots` finds what was changed.
    """

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="editions", verbose_name=_("unit")
    )
    year = models.IntegerField(_("year"))
    quarter = models.IntegerField(_("quarter"))
    number = models.IntegerField(_("edition"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.CharField(_("published by"), max_length=320, blank=True)
    note = models.CharField(_("note"), max_length=MOST_NOTE, blank=True)
    content = models.TextField(_("content"))
    sha256 = models.CharField("SHA-256", max_length=64)
    records = models.TextField(_("records"))
    records_sha256 = models.CharField(_("SHA-256 of the records"), max_length=64)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the figures")
        verbose_name_plural = _("editions of the figures")
        ordering = ["-year", "-quarter", "unit", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter", "number"], name="edition_numbers_count"
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="edition_quarter_is_known"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter}, {self.number}"

    def save(self, *args, **kwargs) -> None:
        """Store a new one. Raises NeverChangedError for one that is stored already."""
        if not self._state.adding:
            raise NeverChangedError("An edition never changes.")
        super().save(*args, **kwargs)
        data_changed(by_a_new_mark=True)

    def get_absolute_url(self) -> str:
        args = [self.year, self.quarter, self.unit_asked_as, self.number]
        return reverse("edition", args=args)

    def delete(self, *args, **kwargs):
        raise NeverChangedError("An edition stays.")

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def unit_asked_as(self) -> str:
        """What its addresses have for the unit: the code, which is that of the quarter's last day;
        with the first day where the unit was not there then.
        """
        return self.unit.code if self.unit.covers(self.period.ends_on) else self.unit.dated_code

    @property
    def published_on(self) -> date:
        """The day of publication, in Vietnam."""
        return timezone.localdate(self.published_at)

    def file_name(self, part: str = "figures") -> str:
        """What a file of it is called: "figures-06-2024Q2-1.json"."""
        return f"{part}-{self.unit.code}-{self.year}Q{self.quarter}-{self.number}.json"
