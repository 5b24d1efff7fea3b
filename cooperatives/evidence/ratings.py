"""Evidence of ratings: which of them count as "yes"."""

from collections.abc import Iterable

from ..models.reports import founded_too_late_sql
from .reported import reported_rows
from .states import Reason, ValueState

RATING_EVIDENCE = {"weak": ("weak",), "good": ("good", "fair")}
"""Ratings that count as "yes" (value 1); any other rating counts as "no" (value 0)."""


def year_in_force(year: int, quarter: int) -> int:
    """The year whose ratings count at a quarter's end: at quarter 4 itself, before it the last."""
    return year if quarter == 4 else year - 1


def rated_as(ratings: Iterable[str], year: int, quarter: int) -> str:
    """The condition that the rating in force of a cooperative is one of some, carried or not."""
    too_late = founded_too_late_sql(year_in_force(year, quarter))
    names = ", ".join(f"'{name}'" for name in ratings)
    return f"(NOT {too_late} AND {_rating_held(quarter)} IN ({names}))"


def _rating_held(quarter: int) -> str:
    """The rating of the final report of the year in force, NULL without one; at quarter 4 the last
    year's where no final report is there yet.
    """
    if quarter < 4:
        return "NULLIF(before_rating, '')"
    carried = "CASE WHEN final_rating IS NULL THEN NULLIF(before_rating, '') END"
    return f"COALESCE(NULLIF(final_rating, ''), {carried})"


def rating_rows(figure: str, year: int, quarter: int, whom: str = "") -> str:
    """Rated by the final report of the year in force: the year itself at quarter 4, else the last.

    At quarter 4 the last year's rating is carried where no final report is there yet. whom: a
    condition on those that there are rows for.
    """
    in_force = year_in_force(year, quarter)
    prefix = "final" if quarter == 4 else "before"
    rating, source = f"NULLIF({prefix}_rating, '')", f"{in_force * 10}"
    if quarter == 4:
        source = f"CASE WHEN final_rating IS NULL THEN {(year - 1) * 10} ELSE {year * 10} END"
    yes = ", ".join(f"'{name}'" for name in RATING_EVIDENCE[figure])
    held = _rating_held(quarter)
    too_late = founded_too_late_sql(in_force)
    declared = f"{prefix}_rating = ''"
    return reported_rows(
        figure,
        quarter,
        value=f"CASE WHEN {held} IN ({yes}) THEN 1 WHEN {held} IS NOT NULL THEN 0 END",
        source=source,
        whom=whom,
        state=f"""CASE WHEN {too_late} OR {declared} THEN '{ValueState.NOT_EXPECTED}'
                       WHEN {rating} IS NOT NULL THEN '{ValueState.REPORTED}'
                       WHEN value IS NOT NULL THEN '{ValueState.CARRIED}'
                       ELSE '{ValueState.MISSING}' END""",
        reason=f"""CASE WHEN {too_late} THEN '{Reason.FOUNDED_TOO_LATE}'
                        WHEN {declared} THEN '{Reason.DECLARED_UNRATED}'
                        WHEN value IS NULL THEN '{Reason.NOT_YET_RATED}' ELSE '' END""",
    )
