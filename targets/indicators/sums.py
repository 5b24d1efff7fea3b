"""Sums over operating cooperatives at the quarter's end: members and trained managers."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import Tally

from .base import Coverage, Flow, Indicator, Measure, Unit, no_value
from .bounds import bounds_of_sum


@dataclass(frozen=True)
class Sum(Indicator):
    """A number of persons added up over cooperatives; no value when none has one."""

    is_from_figures = True

    def measure(self, tally: Tally | None) -> Measure:
        if tally is None:
            return no_value(Coverage(0, 0, 0))
        coverage = Coverage(tally.reported, tally.carried, tally.expected)
        if not tally.values:
            return no_value(coverage)
        value = Fraction(tally.total)
        return Measure(value, tally.total, None, coverage, bounds_of_sum(value, tally))


def _sum(code: str, label, short_label, figure: str) -> Sum:
    return Sum(code, label, short_label, figure, Unit.PERSONS, Flow.LEVEL)


MANAGERS_HIGHER_EDUCATION = _sum(
    "managers_higher_education",
    _("Cooperative managers with college or university training"),
    _("College, univ."),
    "managers_higher_education",
)
MANAGERS_VOCATIONAL = _sum(
    "managers_vocational",
    _("Cooperative managers with primary or intermediate training"),
    _("Primary, interm."),
    "managers_vocational",
)
TOTAL_MEMBERS = _sum("total_members", _("Cooperative members in all"), _("Members"), "member_count")
