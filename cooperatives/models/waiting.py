"""Files between their preview and their confirmation."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WAITS = timedelta(hours=1)
"""How long a file waits for its confirmation."""
MOST_OF_A_PERSON = 8
"""As many files of one person wait at once; the oldest makes room."""
PIECE = 1 << 20
"""Bytes that go to the database at once: there they take several times their room."""


class WaitingFileQuerySet(models.QuerySet):
    def put(self, person: Any, purpose: str, name: str, content: bytes, options: dict) -> None:
        """Keep a file in the place of the one that waited there, and empty the places of old ones.

        options: how the file is to be read, as JSON takes it.
        """
        with transaction.atomic():
            self.old().delete()
            others = self.filter(person=person).exclude(purpose=purpose).order_by("-since")
            crowding = others.values_list("pk", flat=True)[MOST_OF_A_PERSON - 1 :]
            self.filter(pk__in=list(crowding)).delete()
            waiting = self.model(person=person, purpose=purpose, name=name, options=options)
            # Who sends two at once: the second waits here until the first is whole.
            self.bulk_create(
                [waiting],
                update_conflicts=True,
                unique_fields=["person", "purpose"],
                update_fields=["name", "options", "since"],
            )
            waiting.pieces.all().delete()
            for number, start in enumerate(range(0, len(content), PIECE)):
                waiting.pieces.create(number=number, content=content[start : start + PIECE])

    def old(self):
        """Those that have waited too long."""
        return self.filter(since__lt=timezone.now() - WAITS)

    def young(self):
        """Those that may still be confirmed."""
        return self.filter(since__gte=timezone.now() - WAITS)


class WaitingFile(models.Model):
    """What a person uploaded and has not yet confirmed: one for each purpose.

    No `Record`: nothing is reported by it, it is forgotten within hours, and history would keep it.
    In the database, since any web process may get the confirmation.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    options = models.JSONField(default=dict)
    since = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WaitingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting file")
        verbose_name_plural = _("waiting files")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], name="one_file_waits_for_a_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"

    @property
    def content(self) -> bytes:
        """What the file holds."""
        pieces = self.pieces.order_by("number").values_list("content", flat=True)
        return b"".join(map(bytes, pieces.iterator(chunk_size=1)))


class WaitingPiece(models.Model):
    """A part of what a waiting file holds."""

    file = models.ForeignKey(WaitingFile, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a waiting file")
        verbose_name_plural = _("pieces of waiting files")
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="each_piece_is_there_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.number}"
