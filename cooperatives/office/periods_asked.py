"""Whether a table is of the target's period and unit, where it names another."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ..ground.calendar import Quarter
from ..ground.wording import period_inside, quarter_inside
from .above import other_district, other_period
from .asking import NO, YES, Asking
from .columns import Draft, of_other_periods
from .periods import Period
from .target import Target


def ask_about_period(
    drafts: list[Draft], texts: Sequence[str], target: Target, asking: Asking
) -> bool:
    """Ask where the table names other periods alone. Returns whether anything may be taken of it.

    texts: those above the table.
    """
    others = of_other_periods(drafts, target)
    if len(others) > 1:
        return _choose(drafts, others, asking)
    is_named = any(d.field and d.period and d.period.is_of(target.period) for d in drafts)
    found = next(iter(others), None) or (None if is_named else other_period(texts, target.period))
    if found is None:
        return True
    text = _("The table is of %(said)s, and this is %(here)s. Is it to be taken all the same?")
    shown = {"said": period_label(found, target.period), "here": target_label(target.period)}
    choices = [(YES, _("yes, take it")), (NO, _("no, take nothing of it"))]
    return asking.ask("period", text % shown, choices) != NO


def _choose(drafts: list[Draft], others: Mapping[Period, list[int]], asking: Asking) -> bool:
    """Ask which of several other periods is meant; the columns of the others are left aside."""
    choices = [(period.key, period_label(period, None)) for period in others]
    text = _("The table has figures of several periods, and none of this one. Which are meant?")
    chosen = asking.ask("quarter", text, [*choices, (NO, _("take nothing of it"))])
    for period, places in others.items():
        for place in places:
            if period.key != chosen:
                drafts[place] = drafts[place].left(_("It is of another period."))
    return chosen != NO


def ask_about_unit(texts: Sequence[str], target: Target, asking: Asking) -> bool:
    """Ask where the table names another unit. Returns whether anything may be taken of it."""
    found = other_district(texts, target.unit_names, target.other_units)
    if not found:
        return True
    text = _("The table is of %(said)s, and this is %(here)s. Is it to be taken all the same?")
    text %= {"said": found, "here": target.unit_names[0]}
    choices = [(YES, _("yes, take it")), (NO, _("no, take nothing of it"))]
    return asking.ask("unit", text, choices) != NO


def target_label(period: Quarter | int) -> str:
    """A target's period as people read it inside a sentence."""
    if isinstance(period, Quarter):
        return period_inside(period)
    return _("the year %(year)s") % {"year": period}


def period_label(found: Period, near: Quarter | int | None) -> str:
    """A named period as people read it inside a sentence; near: a target's, whose year is meant
    where none is named.
    """
    year = found.year or getattr(near, "year", near) or 0
    behind = f"/{year}" if year else ""
    match found.kind:
        case "quarter":
            return f"{quarter_inside(found.number)}{behind}"
        case "months":
            return _("%(n)s months") % {"n": found.number} + behind
        case "month":
            return _("month %(n)s") % {"n": found.number} + behind
    return _("the year %(year)s") % {"year": year}
