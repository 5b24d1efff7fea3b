"""What a comparison says at a glance: the tally of its statuses, and what matters most.

Pure functions on a `Progress`; the words stand in templates/targets/_headline.html.
"""

from dataclasses import dataclass
from fractions import Fraction

from cooperatives.evidence import REGISTRY_EVIDENCE

from ..comparison.progress import NamedUnit, Progress, Standing
from ..reckoning.assessment import WORST_FIRST, Status
from ..reckoning.measures import Coverage
from .target_rows import is_due_today

BEST_FIRST = (
    Status.MET,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.OFF_TRACK,
    Status.MISSED,
    Status.NO_DATA,
)
NEEDS_CARE = (Status.MISSED, Status.OFF_TRACK, Status.BEHIND)
MOST_PLACES = 2
"""How many sub-units a sentence names."""


@dataclass(frozen=True)
class Lag:
    """The target that is worst, and how far it is from what was due.

    amount: the distance from what was due, above zero, in the indicator's unit. places: the
    sub-units with the largest parts in what is lacking, the largest first. is_due_today: whether
    what is due goes with the days of a running quarter.
    """

    standing: Standing
    amount: Fraction
    places: tuple[NamedUnit, ...]
    is_due_today: bool


@dataclass(frozen=True)
class Headline:
    """tally: how many targets have which status, and how many of these are not certain, the best
    first, those that occur.

    worst: the target that needs care most, or None.
    unsure: targets whose status is not certain, those with most missing first.
    without_data: targets without a value. by_old_ratings: those without a rating of the year
    itself, whose value rests on the year before. short and ahead: indicators without a target of
    the unit's own that are behind and that are ahead of what is due.
    """

    tally: tuple[tuple[Status, int, int], ...]
    worst: Lag | None
    unsure: tuple[Standing, ...]
    without_data: tuple[Standing, ...]
    by_old_ratings: tuple[Standing, ...]
    short: tuple[Standing, ...]
    ahead: tuple[Standing, ...]

    @property
    def targets(self) -> int:
        """How many targets of its own the unit has."""
        return sum(number for _status, number, _unsure in self.tally)


def headline_of(progress: Progress) -> Headline:
    """The headline of the unit looked at."""
    standings = progress.whole.standings
    own = [standing for standing in standings if standing.target]
    care = sorted((s for s in own if s.assessment.status in NEEDS_CARE), key=_worst_first)
    without = [s for s in own if s.assessment.status is Status.NO_DATA]
    others = [s for s in standings if not s.target and s.contribution]
    return Headline(
        tally=_tally(own),
        worst=_lag(progress, care[0]) if care else None,
        unsure=_unsure(own),
        without_data=tuple(s for s in without if s.assessment.measure.value is None),
        by_old_ratings=tuple(s for s in without if s.assessment.measure.value is not None),
        short=tuple(s for s in others if s.contribution.is_behind),
        ahead=tuple(s for s in others if s.contribution.is_ahead),
    )


def chosen_code(standings: tuple[Standing, ...]) -> str | None:
    """The indicator to look into first: off track or missed, else behind, else the first of all."""
    for wanted in ((Status.MISSED, Status.OFF_TRACK), (Status.BEHIND,)):
        for standing in standings:
            if standing.assessment.status in wanted:
                return standing.code
    return standings[0].code if standings else None


def thinnest(standings: tuple[Standing, ...]) -> Standing | None:
    """The standing for which the largest part of the cooperatives has no figure of the period.

    None where nobody had to report, as for counts from the registry.
    """
    asked = [s for s in standings if not _is_from_registry(s) and _coverage(s).expected]
    return min(
        asked, key=lambda s: Fraction(_coverage(s).reported, _coverage(s).expected), default=None
    )


def _tally(standings: list[Standing]) -> tuple[tuple[Status, int, int], ...]:
    found = [standing.assessment.status for standing in standings]
    unsure = [standing.assessment.status for standing in _unsure(standings)]
    return tuple(
        (status, found.count(status), unsure.count(status))
        for status in BEST_FIRST
        if status in found
    )


def _unsure(standings: list[Standing]) -> tuple[Standing, ...]:
    unsure = [
        s
        for s in standings
        if s.assessment.doubt is not None and s.assessment.status is not Status.NO_DATA
    ]
    return tuple(sorted(unsure, key=lambda s: -_open(s)))


def _worst_first(standing: Standing) -> tuple:
    """By status, then by the part of what was due that is there."""
    return WORST_FIRST.index(standing.assessment.status), _part_of_due(standing)


def _part_of_due(standing: Standing) -> Fraction:
    found = standing.assessment
    part, whole = found.measure.value, found.expected
    if not found.goal.operator.wants_more:
        part, whole = whole, part
    return part / whole if whole else Fraction(0)


def _lag(progress: Progress, worst: Standing) -> Lag:
    code = worst.code
    parts = [
        (unit.standing(code).contribution.share_of_shortfall, unit.unit)
        for unit in progress.units
        if unit.standing(code).contribution.share_of_shortfall
    ]
    parts.sort(key=lambda part: -part[0])
    found = worst.assessment
    return Lag(
        worst,
        abs(found.measure.value - found.expected),
        tuple(unit for _share, unit in parts[:MOST_PLACES]),
        is_due_today(worst.indicator, progress.moment),
    )


def _coverage(standing: Standing) -> Coverage:
    return standing.assessment.measure.coverage


def _open(standing: Standing) -> int:
    """How many cooperatives have no figure of the period itself."""
    return _coverage(standing).expected - _coverage(standing).reported


def _is_from_registry(standing: Standing) -> bool:
    return standing.indicator.figure in REGISTRY_EVIDENCE
