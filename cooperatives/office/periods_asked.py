"""Whether a table is of the target's period and unit, where it names another."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from ..ground.calendar import Quarter
from ..ground.wording import period_inside, quarter_inside
from .above import Claim, names_own, other_claim, other_district
from .asking import NO, YES, Asking
from .columns import Draft, of_other_periods
from .headings import Sort
from .periods import WHOLE_YEAR, Period
from .target import Target
from .uses import LEAVE


def ask_about_period(
    drafts: list[Draft], texts: Sequence[str], target: Target, asking: Asking
) -> bool:
    """Ask where the table names other periods, or values of another kind, as a plan. Returns
    whether anything may be taken of it.

    texts: those above the table.
    """
    is_own = names_own(texts, target.period)
    others = of_other_periods(drafts, target, is_own=is_own)
    places = {place for several in others.values() for place in several}
    rest = [draft for draft in drafts if draft.field and draft.place not in places]
    own = [draft for draft in rest if draft.period and draft.period.is_of(target.period)]
    if others and (own or (rest and is_own)):
        _ask_one_by_one(drafts, others, target)
        others = {}
    if len(others) > 1:
        return _choose(drafts, others, asking)
    claim = Claim(next(iter(others))) if others else None
    if claim is None and any(draft not in own for draft in rest):
        claim = other_claim(texts, target.period)
    return claim is None or _takes(claim, target, asking)


def ask_about_texts(texts: Sequence[str], target: Target, asking: Asking) -> bool:
    """Ask where texts that stand beside no table name another unit, period or kind of values.
    Returns whether anything may be taken of what they stand beside: not while that is open.
    """
    is_ours = ask_about_unit(texts, target, asking)
    claim = other_claim(texts, target.period)
    return is_ours and (claim is None or _takes(claim, target, asking))


def _takes(claim: Claim, target: Target, asking: Asking) -> bool:
    """Ask whether a table that says to be of something else is to be taken."""
    if claim.sort:
        text = _("The table holds %(said)s, and this is %(here)s. Is it to be taken all the same?")
        said = {
            Sort.PLANNED: _("a plan"),
            Sort.ESTIMATED: _("an estimate"),
            Sort.CUMULATED: _("sums since the year began"),
        }[claim.sort]
    else:
        text = _("The table is of %(said)s, and this is %(here)s. Is it to be taken all the same?")
        said = period_label(claim.period, target.period)
    choices = [(YES, _("yes, take it")), (NO, _("no, take nothing of it"))]
    shown = {"said": said, "here": target_label(target.period)}
    return asking.ask("period", text % shown, choices) != NO


def ask_about_year(target: Target, asking: Asking) -> bool:
    """Ask about amounts that are those of a whole year. Returns whether they are to be taken."""
    text = _(
        "Most amounts are about four times those of before, as those of a whole year are, and this "
        "is %(here)s. Is the table to be taken all the same?"
    )
    choices = [(YES, _("yes, take it")), (NO, _("no, take nothing of it"))]
    return asking.ask("period", text % {"here": target_label(target.period)}, choices) != NO


def _ask_one_by_one(
    drafts: list[Draft], others: Mapping[Period, list[int]], target: Target
) -> None:
    """Where other columns are the target's, those of another period alone are in question."""
    for period, places in others.items():
        for place in places:
            why = _("It is of %(said)s.") % {"said": period_label(period, target.period)}
            drafts[place] = drafts[place].asked(why, LEAVE)


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
        case "months" if found.number == WHOLE_YEAR:
            return _("the whole year %(year)s") % {"year": year or ""}
        case "months" | "half":
            return _("%(n)s months") % {"n": found.number} + behind
        case "month":
            return _("month %(n)s") % {"n": found.number} + behind
        case "day":
            month, day = divmod(found.number, 100)
            return f"{day}/{month}" + behind
        case "days":
            return found.text.strip() or _("another time")
    return _("the year %(year)s") % {"year": year}
