"""What the catalogue tells of an indicator: what it means, what it is made of, where it is used."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cooperatives.catalogue.ratings import SCALES, Scale
from cooperatives.catalogue.sources import joined
from cooperatives.models import User

from ..indicators import (
    ENTERED,
    Declaration,
    Indicator,
    Rule,
    entry_named,
    indicator_named,
    indicators,
)
from ..models import EnteredIndicator, Plan, Target


@dataclass(frozen=True)
class Use:
    """A plan that aims at an indicator, and the years for which it does."""

    plan: Plan
    years: tuple[int, ...]


@dataclass(frozen=True)
class CatalogueRow:
    """declared: what an entered one says, None for a built-in one; source: the papers that it is
    from, "" where nobody said. used: by which plans that the reader sees; part_of: the indicators
    that are made of it.
    """

    indicator: Indicator
    declared: Declaration | None
    source: str
    used: tuple[Use, ...]
    part_of: tuple[Indicator, ...]

    @property
    def rule(self) -> str:
        """Its rule's name; of a built-in one nothing, whose definition says it."""
        return str(Rule(self.declared.rule).label) if self.declared else ""

    @property
    def made_of(self) -> list[Indicator]:
        """The indicators that it is made of."""
        codes = self.declared.others if self.declared else []
        return [found for code in codes if (found := indicator_named(code))]


def catalogue_rows(reader: User) -> list[CatalogueRow]:
    """All indicators, in the catalogue's order, in two statements."""
    sources = dict(EnteredIndicator.objects.values_list("code", "source"))
    uses = _uses(reader)
    return [_row(indicator, sources, uses) for indicator in indicators()]


def catalogue_row(reader: User, indicator: Indicator) -> CatalogueRow:
    """One indicator, in two statements."""
    sources = EnteredIndicator.objects.filter(code=indicator.code).values_list("code", "source")
    return _row(indicator, dict(sources), _uses(reader, indicator))


def _row(indicator: Indicator, sources, uses) -> CatalogueRow:
    entry = entry_named(indicator.code)
    part_of = tuple(
        other.indicator
        for other in ENTERED.rows()
        if other.indicator and indicator.code in other.declared.others
    )
    return CatalogueRow(
        indicator,
        entry and entry.declared,
        sources.get(indicator.code, "") if entry else _source_of(indicator),
        uses.get(indicator.code, ()),
        part_of,
    )


def _source_of(indicator: Indicator) -> str:
    """The papers that a built-in one is from; those of ratings are told by the scales."""
    scales = SCALES.rows() if indicator.is_rating_share else ()
    return joined([*indicator.sources, *map(_source_of_scale, scales)])


def _source_of_scale(scale: Scale) -> str:
    if scale.to_year is None:
        return scale.source
    return _("ratings up to %(year)s: %(source)s") % {"year": scale.to_year, "source": scale.source}


def _uses(reader: User, indicator: Indicator | None = None) -> dict[str, tuple[Use, ...]]:
    """By the code of an indicator the plans open to the reader that aim at it."""
    rows = Target.objects.filter(plan__in=Plan.objects.open_to(reader).order_by().values("pk"))
    if indicator:
        rows = rows.filter(indicator=indicator.code)
    plans: dict[int, Plan] = {}
    years: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows.select_related("plan").order_by("-plan__issued_on", "plan_id"):
        plans[row.plan_id] = row.plan
        years[row.indicator, row.plan_id].add(row.year)
    found: dict[str, list[Use]] = defaultdict(list)
    for (code, plan), of_plan in years.items():
        found[code].append(Use(plans[plan], tuple(sorted(of_plan))))
    return {code: tuple(uses) for code, uses in found.items()}
