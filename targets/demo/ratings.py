"""How well each cooperative works, and the rating that follows for each year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cooperatives.catalogue.ratings import Rating

from .registry import DrawnLife
from .scenario import Dice, Scenario

GOOD, FAIR = 0.05, 0.18
"""Shares of the rated; in 2022 Bắc Kạn published 65 good or fair of 290."""

POINTS = {
    Rating.GOOD: (80, 96),
    Rating.FAIR: (65, 79),
    Rating.AVERAGE: (50, 64),
    Rating.WEAK: (34, 49),
}

DAYS_TOO_LONG_SUSPENDED = 90
"""Who stopped for more than three months of a year is not rated for it (Circular 01/2020)."""

FAILING = -3.0
"""The quality of those that will be dissolved: among the weak of every year."""


@dataclass(frozen=True)
class YearRating:
    """A blank rating is the declaration that there is none."""

    rating: str
    score: Decimal | None
    is_final: bool


def qualities(dice: Dice, cooperatives: Sequence[DrawnLife]) -> list[float]:
    """How well each works, about 0 on average, mostly between −2 and 2."""
    of = dice.about("qualities")
    found = []
    for life in cooperatives:
        quality = of.gauss(0, 1)
        if life.organisation.dissolved_on:
            quality = FAILING
        elif life.suspensions:
            quality = max(quality, 0.0)  # suspended ones are not expected, so never weak
        found.append(quality)
    return found


def ratings_of(
    dice: Dice,
    scenario: Scenario,
    cooperatives: Sequence[DrawnLife],
    quality: Sequence[float],
    year: int,
) -> dict[int, YearRating]:
    """The ratings of a year by place in `cooperatives`; absent are those without any report."""
    of = dice.about(f"ratings of {year}")
    registered = [
        place
        for place, life in enumerate(cooperatives)
        if life.organisation.is_registered_on(date(year, 12, 31))
    ]
    unrated = {
        place
        for place in registered
        if cooperatives[place].organisation.founded_on >= date(year, 1, 1)
        or cooperatives[place].days_suspended_in(year) > DAYS_TOO_LONG_SUSPENDED
    }
    rated = [place for place in registered if place not in unrated]
    unreported = of.sample([p for p in rated if quality[p] > FAILING], scenario.unreported)
    ranked = sorted(
        (place for place in rated if place not in unreported),
        key=lambda place: quality[place] + (of.gauss(0, 0.3) if quality[place] > FAILING else 0),
    )
    found = {place: YearRating("", None, True) for place in unrated}
    for rank, place in enumerate(ranked):
        found[place] = _rate(of, _rating(rank, len(ranked), scenario.weak[year]), is_final=True)
    for place in unreported[::2]:  # of the others there is not even a draft
        found[place] = _rate(of, Rating.AVERAGE, is_final=False)
    return found


def _rating(rank: int, ranked: int, weak: int) -> Rating:
    """The rating of a rank, counted from the worst."""
    if rank < weak:
        return Rating.WEAK
    if rank >= ranked * (1 - GOOD):
        return Rating.GOOD
    if rank >= ranked * (1 - GOOD - FAIR):
        return Rating.FAIR
    return Rating.AVERAGE


def _rate(of, rating: Rating, is_final: bool) -> YearRating:
    low, high = POINTS[rating]
    score = Decimal(of.randint(low * 4, high * 4 + 3)) / 4
    # Some write down the rating alone.
    return YearRating(rating.value, score if of.random() < 0.9 else None, is_final)
