"""What a cell of a comparison says by its place and its shade."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperatives.ground.wording import figure

from ..comparison.progress import Standing
from ..reckoning.contribution import Due
from .amounts import short_difference
from .compared import compared
from .labels import status_said
from .reported import carried_on


def due_in_words(standing: Standing, *, is_unsure: bool) -> str:
    """A value beside what is due of it: "5 due by now; 2 below it", "62 missing"; empty where
    nothing is due and nobody is missing.
    """
    measure, due = standing.assessment.measure, standing.judged_due
    said = [] if due is None else [_against(standing, due)]
    if missing := measure.coverage.missing:
        text = (
            ngettext("%(number)s unit is missing", "%(number)s units are missing", missing)
            if standing.indicator.counts_units
            else ngettext(
                "%(number)s cooperative is missing", "%(number)s cooperatives are missing", missing
            )
        )
        said.append(text % {"number": figure(missing)})
    if carried := carried_on(standing.indicator, measure.coverage):
        said.append(carried)
    if is_unsure:
        said.append(_("not certain"))
    return "; ".join(said)


def behind_in_words(standing: Standing) -> str:
    """How a unit that is behind stands: the status of its own target, failing that on which side of
    what is due.
    """
    if standing.target:
        return status_said(standing.assessment)
    return _("below what is due") if standing.due.operator.wants_more else _("above the limit")


def _against(standing: Standing, due: Due) -> str:
    indicator, value = standing.indicator, standing.assessment.measure.value
    shown = compared(indicator, (value, due.now))
    said = _("%(due)s due by now") if due.operator.wants_more else _("the limit is %(due)s")
    said %= {"due": shown.with_unit(due.now)}
    if value is None or value == due.now:
        return said
    text = _("%(amount)s below it") if value < due.now else _("%(amount)s above it")
    return f"{said}; {text % {'amount': short_difference(abs(value - due.now), indicator)}}"
