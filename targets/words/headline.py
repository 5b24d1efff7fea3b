"""What a comparison says at a glance: whose plan it is, and the target that needs care most."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import day, quarter_inside

from ..comparison.progress import NamedUnit, Subject
from ..indicators import Indicator
from ..reckoning.assessment import Assessment, Status
from .amounts import difference
from .compared import compared_in


def title(selection: Subject) -> str:
    """Which plan, year and unit a comparison is about."""
    numbers = {"year": selection.year, "unit": selection.unit.name}
    if selection.plan is None:
        return _("No plan, %(year)s: %(unit)s") % numbers
    return _("Plan %(plan)s, %(year)s: %(unit)s") % (numbers | {"plan": selection.plan.number})


def farthest(
    indicator: Indicator,
    found: Assessment,
    amount: Fraction,
    *,
    quarter: int,
    due_today: date | None,
) -> str:
    """How far the target that is worst is from what was due, after its name.

    amount: that distance, above zero. due_today: the day, where what is due goes with the days.
    """
    shown = compared_in(indicator, found, found.goal)
    numbers = {
        "value": shown.with_unit(found.measure.value),
        "amount": difference(amount, indicator),
        "due": shown.with_unit(found.expected),
        "target": shown.with_unit(found.goal.value),
        "quarter": quarter_inside(quarter),
        "day": day(due_today),
    }
    if not found.goal.operator.wants_more:
        text = _("%(value)s, %(amount)s above the limit of %(due)s.")
    elif found.status is Status.MISSED:
        text = _("%(value)s of the %(target)s aimed at, %(amount)s short.")
    elif due_today:
        text = _("%(value)s of the %(due)s due by %(day)s, %(amount)s short.")
    else:
        text = _("%(value)s of the %(due)s due by the end of %(quarter)s, %(amount)s short.")
    return text % numbers


def heaviest(places: Sequence[NamedUnit]) -> str:
    """The sub-units, two at most, that what is lacking lies with; nothing where none is behind."""
    match [unit.short_name for unit in places]:
        case []:
            return ""
        case [one]:
            return _("Of its units only %(one)s is behind.") % {"one": one}
        case [one, two]:
            return _("Of its units %(one)s and %(two)s weigh most.") % {"one": one, "two": two}


def not_certain(number: int) -> str:
    """How many statuses are not certain, before the first of them is named."""
    text = ngettext(
        "%(number)s status is not certain yet:",
        "%(number)s statuses are not certain yet, first of all:",
        number,
    )
    return text % {"number": number}
