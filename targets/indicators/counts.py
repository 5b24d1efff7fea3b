"""Counts from the registry: what was founded or dissolved in the year, what is there at its end."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.evidence import Tally

from .base import Coverage, Flow, Indicator, Measure, Unit


@dataclass(frozen=True)
class Count(Indicator):
    """A number of organisations. The registry knows all of them, so nothing can be missing."""

    @property
    def is_event_count(self) -> bool:
        return self.flow is Flow.FLOW

    @property
    def is_passed_down(self) -> bool:
        """How many there are says nothing of how many there should be elsewhere."""
        return self.is_event_count

    def measure(self, tally: Tally | None) -> Measure:
        number = tally.total if tally else 0
        value = Fraction(number)
        return Measure(value, number, None, Coverage(number, 0, number), (value, value))


def _count(code: str, label, short_label, flow: Flow) -> Count:
    return Count(code, label, short_label, code, Unit.COUNT, flow)


NEW_COOPERATIVES = _count("new_cooperatives", _("New cooperatives"), _("New coops"), Flow.FLOW)
NEW_GROUPS = _count("new_groups", _("New cooperative groups"), _("New groups"), Flow.FLOW)
NEW_UNIONS = _count("new_unions", _("New cooperative unions"), _("New unions"), Flow.FLOW)
DISSOLVED_COOPERATIVES = _count(
    "dissolved_cooperatives", _("Dissolved cooperatives"), _("Dissolved"), Flow.FLOW
)
TOTAL_COOPERATIVES = _count(
    "total_cooperatives", _("Cooperatives in all"), _("Coops in all"), Flow.LEVEL
)
TOTAL_GROUPS = _count(
    "total_groups", _("Cooperative groups in all"), _("Groups in all"), Flow.LEVEL
)
TOTAL_UNIONS = _count(
    "total_unions", _("Cooperative unions in all"), _("Unions in all"), Flow.LEVEL
)
OPERATING_COOPERATIVES = _count(
    "operating_cooperatives", _("Operating cooperatives"), _("Operating"), Flow.LEVEL
)
