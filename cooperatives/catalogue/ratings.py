"""The yearly rating and the scores that give it."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """Yearly rating by Circular 01/2020/TT-BKHĐT."""

    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    AVERAGE = "average", _("average")
    WEAK = "weak", _("weak")


RATING_FLOORS = {Rating.GOOD: 80, Rating.FAIR: 65, Rating.AVERAGE: 50, Rating.WEAK: 0}
"""The lowest score, of 100 points, that gives each rating (Circular 01/2020/TT-BKHĐT)."""


def rating_of(score: Decimal) -> Rating:
    """The rating that a score of 0 to 100 points gives by law."""
    return next(rating for rating, floor in RATING_FLOORS.items() if score >= floor)
