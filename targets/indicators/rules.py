"""What is wrong with an entered indicator beside its figures and the other indicators."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cooperatives.catalogue.figures import Figure, Quantity, figure_named
from cooperatives.catalogue.ratings import Rating
from cooperatives.evidence import parts_of
from cooperatives.models import Sector

from .built_in import BY_CODE
from .catalogue import entries
from .composed import Growth
from .counts import Count
from .declared import COLUMNS, PERCENT, Declaration, Rule

OF_UNITS = gettext_noop("Units report this figure, which are narrowed by nothing of the kind.")
"""What stands beside sectors and new ones where units are counted."""

Broken = tuple[tuple[str, ...], ValidationError]
"""The columns that a broken rule is about, and what is wrong."""


def declaration_problems(
    declared: Declaration, others: Iterable[Declaration] = ()
) -> Iterator[Broken]:
    """All that is wrong with what a row says. others: all other rows."""
    if declared.code in BY_CODE:
        yield _broken("code", _("This is the code of a built-in indicator: choose another."))
    if declared.rule not in Rule.values:
        return  # its own field says so
    rule = Rule(declared.rule)
    yield from _lists(declared)
    yield from _columns(declared, rule)
    if rule.is_of_indicators:
        yield from _of_indicators(declared, rule, list(others))
    else:
        yield from _of_figures(declared, rule)


def _broken(column: str, message: str, **names) -> Broken:
    return (column,), ValidationError(message % names if names else message)


def _lists(declared: Declaration) -> Iterator[Broken]:
    for sector in declared.sectors:
        if sector not in Sector.values:
            known = ", ".join(f"{one.value} ({one.label})" for one in Sector)
            message = _("“%(sector)s” is no sector. Write one or several of: %(known)s.")
            yield _broken("sector", message, sector=sector, known=known)
    if declared.among and not declared.ratings:
        figure = figure_named(declared.among)
        if figure is None or not figure.is_yes_no:
            known = ", ".join(f"{one.value} ({one.label})" for one in Rating)
            message = _(
                "“%(among)s” is neither ratings nor a figure that is answered with yes or no."
                " Write one or several of: %(known)s."
            )
            yield _broken("among", message, among=declared.among, known=known)


def _columns(declared: Declaration, rule: Rule) -> Iterator[Broken]:
    """What has no meaning with a rule; what it needs is said by constraints."""
    if declared.per and not rule.needs_per:
        yield _broken("per", _("This rule is made of one alone: leave it blank."))
    if declared.base_year is not None and rule is not Rule.GROWTH:
        yield _broken("base_year", _("Only growth is held against a year: leave it blank."))
    if rule.is_always_percent and declared.unit_vi not in ("", PERCENT):
        yield _broken("unit_vi", _("This rule gives per cent: write “%” or leave it blank."))
    yield from _narrowing(declared, rule)


def _narrowing(declared: Declaration, rule: Rule) -> Iterator[Broken]:
    """What may narrow a rule, and what has to."""
    if rule in (Rule.QUOTIENT, Rule.GROWTH):
        for column in ("sector", "only_new", "per_month"):
            if getattr(declared, column):
                message = _(
                    "Growth and quotients are narrowed by the indicators that they are made of:"
                    " leave it blank."
                )
                yield _broken(column, message)
    if declared.among and rule.is_of_indicators:
        yield _broken("among", _("This narrows rules over figures only: leave it blank."))
    is_narrowed = declared.sector or declared.only_new or declared.per_month
    if rule is Rule.SAME and not is_narrowed:
        message = _("Say by what it is narrowed: by sectors, to new ones, or to a month.")
        yield _broken("sector", message)
    elif declared.per_month and not rule.may_be_per_month:
        message = _("Only sums, means and ratios can be those of a month: leave it blank.")
        yield _broken("per_month", message)


# --- Rules over figures ---------------------------------------------------------------------------


def _of_figures(declared: Declaration, rule: Rule) -> Iterator[Broken]:
    of = per = ()
    for column in ("of", "per"):
        codes, found = parts_of(getattr(declared, column)), []
        for code in codes:
            figure = figure_named(code)
            if figure is None:
                message = _("There is no figure with the code “%(code)s”.")
                yield _broken(column, message, code=code)
            else:
                found.append(figure)
        if len(found) < len(codes):
            return
        if column == "of":
            of = found
        else:
            per = found
        yield from _alike(column, found)
    if not of:
        return  # its own field says so
    yield from _measures(declared, rule, of, per)
    if declared.per_month and not of[0].is_flow:
        message = _("This is no figure of a year's course, which has no part of a month.")
        yield _broken("per_month", message)
    elif declared.per_month and rule is Rule.RATIO and per and per[0].is_flow:
        message = _("Both figures grow through the year, so that their ratio is that of any month.")
        yield _broken("per_month", message)


def _alike(column: str, found: list[Figure]) -> Iterator[Broken]:
    kinds = {(one.nature, one.measure, one.reported_by) for one in found}
    if len(kinds) > 1:
        message = _(
            "Figures that are added up are all of one kind: measured alike, reported by the same,"
            " and all of a year's course or all of a day."
        )
        yield _broken(column, message)


def _measures(declared: Declaration, rule: Rule, of, per) -> Iterator[Broken]:
    answers = [one for one in (*of, *per) if one.is_yes_no]
    if rule.is_of_answers:
        if len(of) > 1 or not of[0].is_yes_no:
            yield _broken("of", _("This rule counts the answers to one figure of yes or no."))
    elif answers:
        message = _("“%(name)s” is answered with yes or no: it can be counted, not added up.")
        yield _broken("of", message, name=answers[0].name)
    if rule is Rule.SUM and of[0].measure is Quantity.PERCENT:
        yield _broken("of", _("Percentages cannot be added up: take their mean."))
    if per and {one.reported_by for one in of} != {one.reported_by for one in per}:
        yield _broken("per", _("Both must be reported by the same: by cooperatives, or by units."))
    if not of[0].is_of_cooperatives:
        narrowed = {"sector": declared.sector, "only_new": declared.only_new}
        narrowed["among"] = declared.ratings
        for column, value in narrowed.items():
            if value:
                yield _broken(column, _(OF_UNITS))
    asked = figure_named(declared.among_figure)
    if asked is not None and asked.reported_by is not of[0].reported_by:
        message = _("Both must be reported by the same: by cooperatives, or by units.")
        yield _broken("among", message)
    is_percent = declared.is_percent
    of_percent = of[0].measure is Quantity.PERCENT
    may_be = rule.is_always_percent or rule.may_be_percent or of_percent
    if is_percent and not may_be:
        yield _broken("unit_vi", _("This rule gives no per cent: write what it is counted in."))


# --- Rules over indicators ------------------------------------------------------------------------


def _of_indicators(
    declared: Declaration, rule: Rule, others: list[Declaration]
) -> Iterator[Broken]:
    made = {entry.declared.code: entry for entry in entries({one.code: one for one in others})}
    found = {}
    for column in ("of", "per") if rule is Rule.QUOTIENT else ("of",):
        code = getattr(declared, column)
        if not code:
            continue
        if _leads_to(code, declared.code, made):
            message = _("This leads back to itself: an indicator cannot be made of itself.")
            yield _broken(column, message)
        elif code in BY_CODE:
            found[column] = BY_CODE[code]
        elif code in made and made[code].indicator:
            found[column] = made[code].indicator
        else:
            message = _("There is no indicator with the code “%(code)s”.")
            yield _broken(column, message, code=code)
    of = found.get("of")
    if of is None:
        return
    if rule is Rule.GROWTH and isinstance(of, Growth):
        yield _broken("of", _("Growth of growth means nothing to anybody: choose another."))
    if rule is Rule.SAME:
        yield from _same(declared, of)


def _same(declared: Declaration, of) -> Iterator[Broken]:
    if not of.may_be_narrowed:
        for column in ("sector", "only_new"):
            if getattr(declared, column):
                yield _broken(column, _(OF_UNITS))
    if declared.per_month and not of.is_flow:
        message = _("This is no indicator of a year's course, which has no part of a month.")
        yield _broken("per_month", message)
    elif declared.per_month and isinstance(of, Count):
        yield _broken("per_month", _("Only sums, means and ratios can be those of a month."))
    if declared.is_percent != (of.unit == "percent") and declared.unit_vi:
        message = _("It is counted as its indicator is: leave it blank.")
        yield _broken("unit_vi", message)


def is_of_money(of: str) -> bool:
    """Whether what an indicator is made of is an amount of money. of: codes joined by "+"."""
    figure = figure_named(next(iter(parts_of(of)), ""))
    return figure is not None and figure.is_money


def _leads_to(code: str, wanted: str, made) -> bool:
    """Whether an indicator is another one, or made of it in any number of steps."""
    seen, open_ones = set(), [code]
    while open_ones:
        one = open_ones.pop()
        if one == wanted:
            return True
        if one in seen or one not in made:
            continue
        seen.add(one)
        open_ones += made[one].declared.others
    return False


# --- What others rest on --------------------------------------------------------------------------

MAY_CHANGE = ("name_vi", "name_en", "unit_vi", "unit_en")
"""What may change of an indicator that is used."""


def change_problems(before: Declaration, after: Declaration) -> Iterator[Broken]:
    """Why an indicator with targets cannot change so: another meaning is another code."""
    for column in COLUMNS:
        if column not in MAY_CHANGE and getattr(before, column) != getattr(after, column):
            message = _(
                "Targets or others rest on this indicator, so that its meaning stays: make another"
                " one under another code."
            )
            yield _broken(column, message)
    if before.is_percent != after.is_percent:
        message = _("Targets rest on this indicator: “%” can neither come nor go.")
        yield _broken("unit_vi", message)
