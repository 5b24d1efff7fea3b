"""What the reminders told whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .units import AdministrativeUnit


class SentReminder(models.Model):
    """What `send_reminders` told whom, so that nothing is told twice.

    A log and no `Record`: a row is written once, nobody edits it, and it is its own history.
    occasion: the moment that the reminder is about (a due day, a step, or whole weeks after it).
    sent_at stays blank where the run ended before the mail server had answered.
    """

    class Kind(models.TextChoices):
        DUE = "due", _("due")
        SENT_BACK = "sent_back", _("sent back")
        WAITING = "waiting", _("waiting for approval")
        LATE = "late", _("overdue")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    unit = models.ForeignKey(AdministrativeUnit, models.CASCADE, related_name="+")
    year = models.IntegerField()
    quarter = models.IntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    occasion = models.DateTimeField()
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "targets_sentreminder"  # where it was made; a log is not moved
        verbose_name = _("sent reminder")
        verbose_name_plural = _("sent reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "year", "quarter", "kind", "occasion"],
                name="nothing_is_told_twice",
            )
        ]
        indexes = [models.Index(fields=["occasion"], name="reminder_by_occasion")]

    def __str__(self) -> str:
        return f"{self.user}: {self.unit}, {self.year}-Q{self.quarter}, {self.get_kind_display()}"
