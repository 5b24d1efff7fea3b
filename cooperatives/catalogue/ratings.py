"""The yearly rating, and the scales by which a score gives it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ground.held import Held


class Rating(models.TextChoices):
    """Yearly rating, in the words of the law and of offices."""

    GOOD = "good", _("good")
    FAIR = "fair", _("fair")
    AVERAGE = "average", _("average")
    WEAK = "weak", _("weak")


class Ground(models.TextChoices):
    """Why a cooperative is weak whatever its score."""

    FINED = "fined", _("fined in the year")


MOST_POINTS = 100
"""The highest score; the lowest is 0."""


@dataclass(frozen=True)
class Scale:
    """Which score gives which rating, in the years for which it holds.

    from_year, to_year: both included, None where it has no beginning or end. floors: the lowest
    score that gives each rating, the highest first, weak from 0. source: by what it is known.
    """

    from_year: int | None
    to_year: int | None
    floors: dict[Rating, Decimal]
    source: str

    def is_of(self, year: int) -> bool:
        """Whether it holds for a year."""
        return (self.from_year or year) <= year <= (self.to_year or year)

    def rating_of(self, score: Decimal) -> Rating:
        """The rating that a score of 0 to 100 points gives."""
        return next(rating for rating, floor in self.floors.items() if score >= floor)

    def agrees(self, score: Decimal, rating: str, ground: str = "") -> bool:
        """Whether a score and a rating may stand together. ground: why it is weak all the same."""
        return rating == (Rating.WEAK if ground else self.rating_of(score))


SCALES: Held[Scale] = Held()
"""All scales: whoever knows the rows says how they are read."""


def scale_of(year: int | None) -> Scale | None:
    """The scale of a year; None for a year without one, in which no score gives a rating."""
    if year is None:
        return None
    return next((scale for scale in SCALES.rows() if scale.is_of(year)), None)
