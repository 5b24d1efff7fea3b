"""Counts from the registry: what was founded or dissolved in the year, what is there at its end."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue.sources import LAW_2023, PLAN_532, YEARLY_PLANS
from cooperatives.evidence import Tally

from ..reckoning.measures import Coverage, Flow, Measure, Unit
from .base import Single


@dataclass(frozen=True)
class Count(Single):
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


def _count(code: str, label, short_label, flow: Flow, definition, *sources) -> Count:
    return Count(code, label, short_label, code, Unit.COUNT, flow, definition, sources=sources)


NEW_COOPERATIVES = _count(
    "new_cooperatives",
    _("New cooperatives"),
    _("New coops"),
    Flow.FLOW,
    _(
        "Cooperatives founded from 1 January to the end of the quarter, by the day of their"
        " registration, counted where they lie on the quarter's last day. Those dissolved since"
        " count too."
    ),
    PLAN_532,
    LAW_2023,
)
NEW_GROUPS = _count(
    "new_groups",
    _("New cooperative groups"),
    _("New groups"),
    Flow.FLOW,
    _(
        "Cooperative groups founded from 1 January to the end of the quarter, counted where they"
        " lie on the quarter's last day. Those dissolved since count too."
    ),
    PLAN_532,
    LAW_2023,
)
NEW_UNIONS = _count(
    "new_unions",
    _("New cooperative unions"),
    _("New unions"),
    Flow.FLOW,
    _(
        "Cooperative unions founded from 1 January to the end of the quarter, counted where they"
        " lie on the quarter's last day. Those dissolved since count too."
    ),
    PLAN_532,
    LAW_2023,
)
DISSOLVED_COOPERATIVES = _count(
    "dissolved_cooperatives",
    _("Dissolved cooperatives"),
    _("Dissolved"),
    Flow.FLOW,
    _(
        "Cooperatives whose dissolution fell between 1 January and the end of the quarter, counted"
        " where they lie on the quarter's last day."
    ),
    LAW_2023,
)
TOTAL_COOPERATIVES = _count(
    "total_cooperatives",
    _("Cooperatives in all"),
    _("Coops in all"),
    Flow.LEVEL,
    _(
        "Cooperatives registered on the quarter's last day: founded by then and not dissolved;"
        " suspended ones count."
    ),
    PLAN_532,
    YEARLY_PLANS,
)
TOTAL_GROUPS = _count(
    "total_groups",
    _("Cooperative groups in all"),
    _("Groups in all"),
    Flow.LEVEL,
    _("Cooperative groups that exist on the quarter's last day: founded by then, not dissolved."),
    PLAN_532,
    YEARLY_PLANS,
)
TOTAL_UNIONS = _count(
    "total_unions",
    _("Cooperative unions in all"),
    _("Unions in all"),
    Flow.LEVEL,
    _("Cooperative unions registered on the quarter's last day: founded by then, not dissolved."),
    PLAN_532,
    YEARLY_PLANS,
)
OPERATING_COOPERATIVES = _count(
    "operating_cooperatives",
    _("Operating cooperatives"),
    _("Operating"),
    Flow.LEVEL,
    _(
        "Cooperatives registered on the quarter's last day that are not suspended then. They are"
        " those who have to report."
    ),
    LAW_2023,
)
