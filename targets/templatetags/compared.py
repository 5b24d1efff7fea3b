"""Values of indicators; beside their target, due value or official figure, in the order they have.

What is compared with what is said once, by `targets.words.compared`; these print one value of it.
"""

from django import template
from django.urls import reverse

from cooperatives.ground.printing import NOTHING, Number

from ..comparison.progress import Standing, Subject
from ..comparison.reading import goal_of
from ..indicators import Indicator
from ..models import Target
from ..overview.matrix import MatrixCell
from ..overview.passport import Passport, passport_of
from ..overview.target_rows import TargetRow
from ..reckoning.assessment import Goal
from ..words import aims, amounts, labels, movements, reported
from ..words import passport as passports
from ..words.compared import Compared, beside_target, compared_in, ends_of, exactly
from ..words.compared import compared as compared_values
from ..words.headline import title

register = template.Library()

for _words in (
    amounts.amount,
    amounts.bare,
    amounts.with_unit,
    amounts.gap,
    labels.status_label,
    labels.status_said,
    labels.ended_said,
    labels.unit_label,
    labels.short_unit_label,
):
    register.filter(_words.__name__, _words)


@register.simple_tag
def rest_of(subject: Subject) -> str:
    """What stands beside what lies in none of the units compared."""
    return labels.rest_label(in_todays=subject.in_todays)


register.filter(passports.counted_in)
register.filter(title)
register.filter(movements.because)
register.filter(movements.monday)
register.filter(movements.moved)
register.filter(movements.of_years)
register.filter(movements.others)
register.filter(movements.when)
register.filter(movements.why)
register.filter(reported.by_ratings_of)


@register.filter
def gap_class(standing: Standing) -> str:
    """The class of a gap: whether it counts against the unit or for it."""
    if standing.contribution.is_behind:
        return "gap gap--bad"
    return "gap gap--good" if standing.judged_gap and not standing.is_short else "gap"


@register.filter
def passport(row: TargetRow) -> Passport:
    """The card of a row's value."""
    return passport_of(row)


@register.filter
def target_page(row: TargetRow) -> str:
    """The address of the page that is about a row's indicator alone."""
    code, plan = row.indicator.code, row.selection.plan
    page = reverse("target", args=[plan.pk, code]) if plan else reverse("indicator", args=[code])
    return f"{page}?{row.selection.query}"


@register.filter
def cell_class(cell: MatrixCell) -> str:
    """The class of a cell of the comparison: how far behind it is, and how sure that is: what rests
    on figures of earlier periods alone looks no surer than what figures are missing of.
    """
    names = ["matrix__cell"]
    if cell.depth:
        names += ["matrix__cell--behind", f"matrix__cell--behind-{cell.depth}"]
    return " ".join(
        [*names, "matrix__cell--unsure"] if cell.is_unsure or cell.is_carried else names
    )


@register.filter
def compared(standing: Standing) -> Compared:
    """All values that are printed of a standing, beside its own target."""
    return compared_in(standing.indicator, standing.assessment, standing.assessment.goal)


@register.filter
def compared_in_cell(standing: Standing) -> Compared:
    """A standing's value beside its own target."""
    return beside_target(standing.indicator, standing.assessment)


@register.filter
def amount_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values, its unit aside."""
    return beside.amount(value)


@register.filter
def with_unit_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values, with its unit."""
    return beside.with_unit(value)


@register.filter
def standing_said(standing: Standing) -> str:
    """The status of a standing, and whether it is certain; empty without one."""
    return labels.status_said(standing.assessment)


@register.filter
def missing_said(standing: Standing) -> str:
    """How many of those who should have a figure have none."""
    return reported.who_is_missing(standing.indicator, standing.assessment.measure.coverage)


@register.filter
def bare_in(value: Number | None, beside: Compared) -> str:
    """One of the compared values in a column whose head says the unit."""
    return beside.bare(value)


@register.filter
def lined_up_in(value: Number | None, beside: Compared) -> str:
    """The same where no head says the unit: shares with their sign."""
    return beside.lined_up(value)


@register.filter
def goal_in(goal: Goal, beside: Compared) -> str:
    """What a goal asks for, as it is printed among the compared values."""
    return aims.sign_and_value(goal, beside)


@register.filter
def goal_beside(goal: Goal, beside: Compared) -> str:
    """The same behind a value and a slash, where "at least" goes without saying."""
    return aims.beside_value(goal, beside)


@register.filter
def target_as_set(target: Target, indicator: Indicator) -> str:
    """What a stored target asks for, with its unit: "≥ 85 triệu đồng", "40–45"."""
    goal = goal_of(target)
    return aims.aim_with_unit(goal, compared_values(indicator, (), ends_of(goal)))


@register.filter
def period_of(target: Target) -> str:
    """The years over which a stored target of several years is counted."""
    return aims.of_period(*target.period)


@register.filter
def as_set(value: Number | None, indicator: Indicator) -> str:
    """A target or official figure as it was set, its unit aside."""
    return NOTHING if value is None else exactly(indicator, value).amount(value)


@register.filter
def as_set_with_unit(value: Number | None, indicator: Indicator) -> str:
    """A target or official figure as it was set, with its unit."""
    return NOTHING if value is None else exactly(indicator, value).with_unit(value)
