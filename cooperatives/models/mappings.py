"""What people said of sheets that are not ours, so that it is not asked again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .units import AdministrativeUnit


class SheetMapping(models.Model):
    """The uses of columns under certain headings, as a person said them, or anybody for a unit.

    A convenience and no `Record`: nothing is counted from it, and losing it costs one question.
    digest: of the headings, without the quarter that they name. uses: by the place of the column.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(AdministrativeUnit, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    uses = models.JSONField(default=dict)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mapping of a sheet")
        verbose_name_plural = _("mappings of sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, unit__isnull=False) | Q(user__isnull=False, unit=None),
                name="mapping_of_a_person_or_a_unit",
            ),
            models.UniqueConstraint(fields=["user", "digest"], name="one_mapping_for_a_person"),
            models.UniqueConstraint(fields=["unit", "digest"], name="one_mapping_for_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.user}: {self.digest[:12]}"


class OfficeFile(models.Model):
    """What was said of a unit's own file besides its columns: which sheet was meant, among which,
    and whose rows bear other names than here. No `Record`, as `SheetMapping` is none.

    names: registration numbers by names that are nobody's here (`office.naming.name_key`).
    """

    unit = models.OneToOneField(
        AdministrativeUnit, models.CASCADE, primary_key=True, related_name="+"
    )
    sheet = models.CharField(max_length=200, blank=True)
    among = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("file of an office's own")
        verbose_name_plural = _("files of offices' own")

    def __str__(self) -> str:
        return str(self.unit)
