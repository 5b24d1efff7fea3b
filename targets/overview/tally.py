"""How many targets have which status, and whose figures are the least complete."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..comparison.progress import Standing
from ..reckoning.assessment import Status
from ..words.reported import is_from_registry
from .target_rows import TargetRow

BEST_FIRST = (
    Status.MET,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.OFF_TRACK,
    Status.MISSED,
    Status.NO_DATA,
)


@dataclass(frozen=True)
class Count:
    """How many targets have a status, and how many of these are not certain."""

    status: Status
    number: int
    unsure: int


def tally_of(rows: Iterable[TargetRow]) -> list[Count]:
    """Counts of the unit's own targets, the best status first, those that occur."""
    own = [row for row in rows if row.is_own]
    found = [row.assessment.status for row in own]
    unsure = [row.assessment.status for row in own if row.is_unsure]
    return [
        Count(status, found.count(status), unsure.count(status))
        for status in BEST_FIRST
        if status in found
    ]


def thinnest(standings: Iterable[Standing]) -> Standing | None:
    """The standing for which the largest part of the cooperatives has no figure of the period.

    None where nobody had to report, as for counts from the registry. Shares of ratings are left
    out: their year is rated when it is over.
    """
    asked = [
        standing
        for standing in standings
        if standing.assessment.measure.coverage.expected
        and not is_from_registry(standing.indicator)
        and not standing.indicator.is_rating_share
    ]
    return min(asked, key=_part_reported, default=None)


def _part_reported(standing: Standing) -> Fraction:
    coverage = standing.assessment.measure.coverage
    return Fraction(coverage.reported, coverage.expected)
