"""Who gets the overview of which unit by mail."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.calendar import now
from cooperatives.models import AdministrativeUnit, User
from cooperatives.models.base import Record, RecordQuerySet


class SubscriptionKind(models.TextChoices):
    """Which letters."""

    WEEKLY = "weekly", _("what changed, each week")
    EDITIONS = "editions", _("each edition of published figures")


class SubscriptionQuerySet(RecordQuerySet):
    def note(self, **marks) -> None:
        """Set columns that are no change of the record. Raises TypeError for others."""
        if tracked := set(marks) - set(self.model.UNTRACKED):
            raise TypeError(f"{sorted(tracked)} stand in history: use update().")
        models.QuerySet.update(self, **marks)

    def of(self, user):
        """Those of one person, by unit."""
        return self.filter(user=user).select_related("user", "unit").order_by("unit__path", "kind")

    def with_who_gets_it(self):
        """All, with the account and its unit, and the unit that each is about."""
        return self.select_related("user__unit__parent", "unit")


class Subscription(Record):
    """That a person gets letters of one kind about a unit; to stop them deletes it.

    Whether the person may still read the unit's figures is asked whenever a letter is due.
    told_until: changes, or publications, up to this moment have been told. begun_until: up to which
    moment a letter tells that was begun and of which nobody knows whether it arrived, else None.
    stood: where the targets stood when that was last told (`subscriptions.weekly`), {} for never.
    """

    UNTRACKED = ("told_until", "begun_until", "sent_at", "stood")
    NAMED_BY = ("unit", "kind")

    user = models.ForeignKey(
        User, models.CASCADE, related_name="subscriptions", verbose_name=_("account")
    )
    unit = models.ForeignKey(
        AdministrativeUnit, models.CASCADE, related_name="+", verbose_name=_("unit")
    )
    kind = models.CharField(_("letters"), max_length=8, choices=SubscriptionKind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    since = models.DateTimeField(_("since"), default=now, editable=False)
    told_until = models.DateTimeField(default=now, editable=False)
    begun_until = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("last sent"), null=True, editable=False)
    stood = models.JSONField(default=dict, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["user", "unit", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "kind"],
                name="letters_are_had_once",
                violation_error_message=_("This account gets these letters already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SubscriptionKind.values), name="subscription_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.unit}, {self.get_kind_display()}"

    @property
    def begins(self) -> datetime:
        """From when on something is to be told: what was begun is not begun again."""
        return max(self.told_until, self.begun_until or self.told_until)
