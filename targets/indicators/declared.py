"""Entered indicators (design 1.3a): what a row declares, and the indicator that it makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue.figures import Figure, Quantity
from cooperatives.catalogue.ratings import Rating
from cooperatives.evidence import Basis, figures_of, parts_of
from cooperatives.ground.wording import in_language

from ..reckoning.measures import Flow, Unit
from .answers import YesCount, YesShare
from .base import Indicator
from .composed import Growth, PerMonth, Quotient
from .definitions import definition_of
from .means import Mean
from .ratios import Ratio
from .sums import Sum

PERCENT = "%"
IN_MILLIONTHS = (Quantity.NUMBER, Quantity.PERCENT)
MOST_IN_SHORT = 24
"""Letters of a short name."""


class Rule(models.TextChoices):
    """How an entered indicator turns records into a value."""

    SUM = "sum", _("sum")
    MEAN = "mean", _("mean")
    WEIGHTED_MEAN = "weighted_mean", _("weighted mean")
    RATIO = "ratio", _("ratio of two figures")
    COUNT = "count", _("number of “yes”")
    SHARE = "share", _("share of “yes”")
    SHARE_ABOVE = "share_above", _("share above a threshold")
    SHARE_BELOW = "share_below", _("share below a threshold")
    QUOTIENT = "quotient", _("one indicator ÷ another")
    GROWTH = "growth", _("growth of an indicator")
    SAME = "same", _("an indicator, narrowed")

    @property
    def is_of_indicators(self) -> bool:
        """Whether it is made of other indicators, and not of figures."""
        return self in (Rule.QUOTIENT, Rule.GROWTH, Rule.SAME)

    @property
    def needs_per(self) -> bool:
        return self in (Rule.WEIGHTED_MEAN, Rule.RATIO, Rule.QUOTIENT)

    @property
    def needs_threshold(self) -> bool:
        return self in (Rule.SHARE_ABOVE, Rule.SHARE_BELOW)

    @property
    def is_of_answers(self) -> bool:
        return self in (Rule.COUNT, Rule.SHARE)

    @property
    def is_always_percent(self) -> bool:
        return self in (Rule.SHARE, Rule.SHARE_ABOVE, Rule.SHARE_BELOW, Rule.GROWTH)

    @property
    def may_be_percent(self) -> bool:
        return self in (Rule.RATIO, Rule.QUOTIENT)

    @property
    def may_be_per_month(self) -> bool:
        return self in (Rule.SUM, Rule.MEAN, Rule.WEIGHTED_MEAN, Rule.RATIO, Rule.SAME)

    def uses(self, column: str) -> bool:
        """Whether a column of a declaration means anything with this rule."""
        match column:
            case "per":
                return self.needs_per
            case "threshold":
                return self.needs_threshold
            case "base_year":
                return self is Rule.GROWTH
            case "sector" | "only_new":
                return self not in (Rule.QUOTIENT, Rule.GROWTH)
            case "among":
                return not self.is_of_indicators
            case "per_month":
                return self.may_be_per_month
            case "unit_vi" | "unit_en":
                return not self.is_always_percent
        return True


@dataclass(frozen=True)
class Declaration:
    """What a row says: the columns of design 1.3a. Of several codes each is joined by '+', of
    several sectors and ratings by ','.
    """

    code: str
    name_vi: str
    name_en: str
    rule: str
    of: str
    per: str = ""
    threshold: Decimal | None = None
    base_year: int | None = None
    sector: str = ""
    among: str = ""
    only_new: bool = False
    per_month: bool = False
    unit_vi: str = ""
    unit_en: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether it says itself that it is counted in per cent."""
        return self.unit_vi == PERCENT

    @property
    def sectors(self) -> tuple[str, ...]:
        return listed(self.sector)

    @property
    def ratings(self) -> tuple[str, ...]:
        """The ratings that it is narrowed to; none where it names a figure."""
        named = listed(self.among)
        return named if set(named) <= set(Rating.values) else ()

    @property
    def among_figure(self) -> str:
        """The code of the figure whose "yes" it is narrowed to, "" for none."""
        return "" if self.ratings else self.among

    @property
    def others(self) -> list[str]:
        """The codes of the indicators that it is made of."""
        return [self.of, *filter(None, [self.per])] if Rule(self.rule).is_of_indicators else []


COLUMNS = tuple(field.name for field in fields(Declaration))


def listed(text: str) -> tuple[str, ...]:
    """What is joined by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def build(declarations: Iterable[Declaration], built_in: Mapping[str, Indicator]):
    """The indicators that declarations make, by code; those that cannot be made are left out."""
    declared = {one.code: one for one in declarations}
    made: dict[str, Indicator | None] = {}

    def named(code: str) -> Indicator:
        if code in built_in:
            return built_in[code]
        if code not in made:
            made[code] = None  # so that a circle finds nothing of itself
            made[code] = indicator_of(declared[code], named)
        if made[code] is None:
            raise KeyError(code)
        return made[code]

    for code in declared:
        try:
            named(code)
        except (KeyError, ValueError):
            made[code] = None  # `rules` says why; a page is not to fail for it
    return {code: made[code] for code in sorted(declared) if made.get(code)}


def indicator_of(declared: Declaration, named) -> Indicator:
    """The indicator that a declaration makes. named: gives the indicator with a code.

    Raises KeyError for a figure or an indicator that is not there, ValueError where one is lacking.
    """
    rule = Rule(declared.rule)
    if not declared.of or (rule.needs_per and not declared.per):
        raise ValueError(declared.code)
    if rule.is_of_indicators:
        made = _of_indicators(declared, rule, named)
    else:
        made = _of_figures(declared, rule)
    if declared.per_month:
        unit = Unit.NUMBER if made.unit.is_whole else made.unit
        made = PerMonth(**_names(made), flow=Flow.LEVEL, of=made, unit=unit, figure=made.figure)
    return made


def basis_of_declared(declared: Declaration) -> Basis:
    """What of the evidence a declaration over figures rests on."""
    rule = Rule(declared.rule)
    of = figures_of(declared.of)
    limits = {}
    if rule.needs_threshold:
        limit = Fraction(declared.threshold or 0) * stored_scale(of[0])
        limits["above" if rule is Rule.SHARE_ABOVE else "below"] = limit
    return Basis(
        of="+".join(parts_of(declared.of)),
        per="+".join(parts_of(declared.per)) if rule.needs_per else "",
        divides=rule is Rule.RATIO,
        sectors=declared.sectors,
        among=declared.ratings,
        among_yes=declared.among_figure,
        only_new=declared.only_new,
        **limits,
    )


def stored_scale(figure: Figure) -> int:
    """By how much a stored value is divided to be in the figure's own unit, VND for money."""
    return figure.scale if figure.measure in IN_MILLIONTHS else 1


def _of_figures(declared: Declaration, rule: Rule) -> Indicator:
    of, per = figures_of(declared.of), figures_of(declared.per)
    among = figures_of(declared.among_figure)
    if len({one.reported_by for one in (*of, *per, *among)}) > 1:
        raise ValueError(declared.code)
    basis, first = basis_of_declared(declared), of[0]
    flow = Flow(first.nature)
    given = {
        "code": declared.code,
        "figure": basis,
        "definition": definition_of(declared),
        **_own_names(declared),
    }
    if rule.is_of_answers:
        unit = Unit.COUNT if rule is Rule.COUNT else Unit.PERCENT
        kind = YesCount if rule is Rule.COUNT else YesShare
        return kind(**given, unit=unit, flow=Flow.LEVEL)
    if rule.needs_threshold:
        return YesShare(**given, unit=Unit.PERCENT, flow=Flow.LEVEL)
    given |= {"scale": stored_scale(first)}
    if rule is Rule.SUM:
        unit = Unit.PERSONS if first.measure is Quantity.PERSONS else _unit_of(first)
        return Sum(**given, unit=unit, flow=flow)
    if rule is Rule.MEAN:
        is_each = first.is_money and first.is_of_cooperatives
        unit = Unit.VND_PER_COOPERATIVE if is_each else _unit_of(first)
        return Mean(**given, unit=unit, flow=flow)
    given |= {"weight_scale": stored_scale(per[0])}
    if rule is Rule.WEIGHTED_MEAN:
        unit = _unit_of(first)
        if first.is_money and declared.per == first.weight:
            unit = Unit.VND_PER_MEMBER
        return Mean(**given, unit=unit, flow=flow)
    unit = Unit.VND if first.is_money and not per[0].is_money else Unit.NUMBER
    is_level = per[0].is_flow
    return Ratio(
        **given,
        unit=Unit.PERCENT if declared.is_percent else unit,
        flow=Flow.LEVEL if is_level else flow,
    )


def _unit_of(figure: Figure) -> Unit:
    if figure.is_money:
        return Unit.VND
    return Unit.PERCENT if figure.measure is Quantity.PERCENT else Unit.NUMBER


def _of_indicators(declared: Declaration, rule: Rule, named) -> Indicator:
    of = named(declared.of)
    given = {
        "code": declared.code,
        "definition": definition_of(declared),
        **_own_names(declared),
    }
    if rule is Rule.SAME:
        narrowed = of.narrowed(declared.sectors, only_new=declared.only_new)
        given["unit_words"] = given["unit_words"] or of.unit_words
        return replace(narrowed, **given)
    given |= {"of": of, "figure": of.figure, "flow": Flow.LEVEL}
    if rule is Rule.GROWTH:
        return Growth(**given, unit=Unit.PERCENT, base_year=declared.base_year)
    per = named(declared.per)
    unit = Unit.VND if of.is_money and not per.is_money else Unit.NUMBER
    return Quotient(**given, per=per, unit=Unit.PERCENT if declared.is_percent else unit)


def _own_names(declared: Declaration) -> dict:
    name = in_language(declared.name_vi, declared.name_en)
    words = in_language(declared.unit_vi, declared.unit_en)
    return {
        "label": name,
        "short_label": in_language(_short(declared.name_vi), _short(declared.name_en)),
        "unit_words": "" if declared.unit_vi in ("", PERCENT) else words,
    }


def _names(made: Indicator) -> dict:
    names = ("code", "label", "short_label", "definition", "unit_words")
    return {name: getattr(made, name) for name in names}


def _short(name: str) -> str:
    """A name for the head of a narrow column: its first words."""
    if len(name) <= MOST_IN_SHORT:
        return name
    words = name[: MOST_IN_SHORT + 1].rsplit(" ", 1)[0]
    return f"{words[:MOST_IN_SHORT]}…"
