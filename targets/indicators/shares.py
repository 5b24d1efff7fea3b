"""Shares of cooperatives by rating: of all registered ones, or of those that were rated.

Bắc Kạn publishes its shares over all cooperatives, unrated ones included (615/KH-UBND: 27 weak of
325 = 8.3%; over the 290 rated it would be 9.3%).
"""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue.sources import PLAN_532, PLAN_615
from cooperatives.evidence import Tally

from ..reckoning.measures import Coverage, Flow, Measure, Unit, no_value
from .base import Single


@dataclass(frozen=True)
class RatingShare(Single):
    """Cooperatives with certain ratings ÷ all registered ones, or ÷ those rated, in per cent."""

    of_rated: bool = False

    averages = True
    is_rating_share = True
    is_share = True

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.values:
            return no_value(coverage)
        # Carried ratings may still turn out either way, so they are as open as missing ones.
        open_ones = tally.expected - tally.reported
        denominator = tally.values if self.of_rated else tally.registered
        possible = tally.reported + open_ones if self.of_rated else tally.registered
        return Measure(
            _percent(tally.total, denominator),
            tally.total,
            denominator,
            coverage,
            (
                _percent(tally.total_reported, possible),
                _percent(tally.total_reported + open_ones, possible),
            ),
        )


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def _share(
    code: str, label, short_label, figure: str, *, of_rated: bool, definition, sources=()
) -> RatingShare:
    return RatingShare(
        code,
        label,
        short_label,
        figure,
        Unit.PERCENT,
        Flow.LEVEL,
        definition,
        of_rated,
        sources=sources,
    )


WEAK_SHARE = _share(
    "weak_share",
    _("Share rated weak (of all)"),
    _("Weak"),
    "weak",
    of_rated=False,
    definition=_(
        "Cooperatives rated weak, divided by all registered on the"
        " quarter's last day, unrated ones included, as the province publishes it. Up to quarter"
        " III the ratings of the year before hold, at the year's end its own; only final reports"
        " count."
    ),
    sources=(PLAN_532, PLAN_615),
)
GOOD_SHARE = _share(
    "good_share",
    _("Share of cooperatives rated good or fair (of all cooperatives)"),
    _("Good, fair"),
    "good",
    of_rated=False,
    definition=_(
        "Cooperatives rated good or fair, divided by all registered on"
        " the quarter's last day, unrated ones included, as the province publishes it. Up to"
        " quarter III the ratings of the year before hold, at the year's end its own; only final"
        " reports count."
    ),
    sources=(PLAN_615,),
)
WEAK_SHARE_OF_RATED = _share(
    "weak_share_of_rated",
    _("Share of cooperatives rated weak (of those rated)"),
    _("Weak of rated"),
    "weak",
    of_rated=True,
    definition=_(
        "Cooperatives rated weak, divided by those that are rated. Up to"
        " quarter III the ratings of the year before hold, at the year's end its own; only final"
        " reports count."
    ),
)
GOOD_SHARE_OF_RATED = _share(
    "good_share_of_rated",
    _("Share of cooperatives rated good or fair (of those rated)"),
    _("Good of rated"),
    "good",
    of_rated=True,
    definition=_(
        "Cooperatives rated good or fair, divided by those that are"
        " rated. Up to quarter III the ratings of the year before hold, at the year's end its own;"
        " only final reports count."
    ),
)
