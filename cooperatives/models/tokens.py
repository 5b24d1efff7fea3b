"""Tokens: what a program shows instead of signing in."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from .base import Record, RecordQuerySet
from .people import User

SECRET_BYTES = 32


class ApiTokenQuerySet(RecordQuerySet):
    def good(self):
        """Those that open something today: not revoked, not expired, of an active account."""
        unexpired = Q(expires_on__isnull=True) | Q(expires_on__gt=today())
        return self.filter(unexpired, is_revoked=False, user__is_active=True)

    def with_secret(self, secret: str):
        """The token with this secret, or nothing.

        Found by the digest: how long the search takes tells nothing about any secret.
        """
        return self.filter(digest=_digest(secret))


class ApiToken(Record):
    """Opens the API to a program, with the role and the unit of its account. Only the digest of its
    secret is stored.
    """

    UNTRACKED = ("digest", "last_used_on")
    NAMED_BY = ("name",)

    user = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="api_tokens",
        limit_choices_to={"is_active": True},
        verbose_name=_("account"),
        help_text=_("The program reads what this account may read."),
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("Which program uses it, and where.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The first day on which it opens nothing; blank: it opens until revoked."),
    )
    is_revoked = models.BooleanField(
        _("revoked"), default=False, help_text=_("Cannot be undone: make a new token instead.")
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(is_revoked=False),
                name="api_token_in_use_has_a_name_of_its_own",
                violation_error_message=_("This account already has a token of that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def draw_secret(self) -> str:
        """Give an unsaved token its secret, which is told here and never again."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self.digest = _digest(secret)
        return secret

    def note_use(self) -> None:
        """Remember the day: who only reads writes once a day."""
        if self.last_used_on != today():
            self.last_used_on = today()
            self.save(update_fields=["last_used_on"])


def _digest(secret: str) -> str:
    # A secret of 32 random bytes cannot be guessed, so no slow hash is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
