"""The yearly rating and the scores that give it.

`rating_of` says it of a score, `agrees_with_score` in the database.
"""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """Yearly rating by Circular 01/2020/TT-BKHĐT."""

    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    AVERAGE = "average", _("average")
    WEAK = "weak", _("weak")


MOST_POINTS = 100
"""The highest score; the lowest is 0."""

RATING_FLOORS = {Rating.GOOD: 80, Rating.FAIR: 65, Rating.AVERAGE: 50, Rating.WEAK: 0}
"""The lowest score, of 100 points, that gives each rating (Circular 01/2020/TT-BKHĐT)."""


def rating_of(score: Decimal) -> Rating:
    """The rating that a score of 0 to 100 points gives by law."""
    return next(rating for rating, floor in RATING_FLOORS.items() if score >= floor)


def agrees_with_score() -> Q:
    """The condition that a report has no score, or one that gives its rating."""
    agrees, below = Q(score__isnull=True), {"score__lte": MOST_POINTS}
    for rating, floor in RATING_FLOORS.items():
        agrees |= Q(rating=rating, score__gte=floor, **below)
        below = {"score__lt": floor}
    return agrees
