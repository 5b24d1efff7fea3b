"""Whom no reminder reaches, for those who would wonder why nothing came of one."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import User

MOST_NAMED = 6
"""How many people a list of returns names."""


@dataclass(frozen=True)
class NotReached:
    """People who submit and whom no reminder reaches, the first few. are_more: whether there are
    others.
    """

    people: Sequence[User]
    are_more: bool

    @classmethod
    def seen_by(cls, reader: User) -> "NotReached":
        """Those whose contact somebody may know who decides on returns. One statement."""
        submitting = User.objects.contacts_for(reader).not_reached()
        submitting = submitting.exclude(pk=reader.pk).order_by("unit__path", "username")
        found = list(submitting[: MOST_NAMED + 1])
        return cls(found[:MOST_NAMED], len(found) > MOST_NAMED)
