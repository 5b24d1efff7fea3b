"""What was promised: plans with their targets, and the official figures they started from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperatives.ground.money import in_million
from cooperatives.ground.printing import number_text
from cooperatives.models import AdministrativeUnit
from cooperatives.models.base import Record, RecordQuerySet
from cooperatives.models.units import paths_down_to

from ..indicators import indicator_named
from ..reckoning.measures import Operator
from .fields import IndicatorField, value_field


class PlanQuerySet(RecordQuerySet):
    def get_by_natural_key(self, unit_code, unit_valid_from, number, issued_on):
        unit = AdministrativeUnit.objects.get_by_natural_key(unit_code, unit_valid_from)
        return self.get(unit=unit, number=number, issued_on=issued_on)

    def open_to(self, user, units=None):
        """Plans of units at or above the user's own, or whose aggregates the user may ask for.

        units: those units, by who has asked for them before.
        """
        tree = AdministrativeUnit.objects
        readable = Q(unit__in=tree.aggregates_open_to(user) if units is None else units)
        if user.is_active and user.unit_id:
            readable |= Q(unit__in=tree.above(user.unit).values("pk"))
        return self.filter(readable)

    def with_years(self, unit: AdministrativeUnit | None) -> list["Plan"]:
        """The decisions at or above a unit and those that it took over, all for None: one for each
        year of its targets, its `target_year`, or with None where it has none. One statement.
        """
        found = self
        if unit is not None:
            lines = map(paths_down_to, (unit.path, *unit.predecessor_paths))
            found = self.filter(unit__path__in={path for line in lines for path in line})
        # A sum, for SQLite 3.40 goes wrong where an index answers DISTINCT over an outer join: a
        # plan without targets takes the year of another.
        found = found.order_by().annotate(target_year=F("targets__year") + 0).distinct()
        return list(found.select_related("unit"))

    def followed_at(self, unit: AdministrativeUnit) -> "FollowedPlans":
        """The plans that a unit may see, and their years, in one statement."""
        return FollowedPlans.of(unit, self.with_years(unit))


@dataclass(frozen=True)
class FollowedPlans:
    """The plans at or above a unit, without those that adjust another, and their years.

    years: those for which each, or what adjusts it, has targets, by the plan's key. years_before:
    those of the plans of ended units that it took over, which it does not follow.
    """

    plans: tuple["Plan", ...]
    years: dict[int, set[int]]
    years_before: frozenset[int] = frozenset()

    @classmethod
    def of(cls, unit: AdministrativeUnit, decisions: Iterable["Plan"]) -> "FollowedPlans":
        """Those that a unit may see, among decisions with their years (`with_years`)."""
        plans, years, before = {}, {}, set()
        for decision in decisions:
            if not unit.path.startswith(decision.unit.path):
                if any(path.startswith(decision.unit.path) for path in unit.predecessor_paths):
                    before |= {decision.target_year} - {None}
                continue
            plans[decision.pk] = decision
            seen = years.setdefault(decision.adjusts_id or decision.pk, set())
            seen |= {decision.target_year} - {None}
        return cls(tuple(plans[pk] for pk in years if pk in plans), years, frozenset(before))

    @property
    def all_years(self) -> set[int]:
        """The years for which any of them has targets."""
        return set().union(*self.years.values())

    def seen_in(self, year: int) -> list["Plan"]:
        """Those with a target for a year: the one that the unit sees comes first.

        The nearest unit wins, then the shortest period, then the latest issued. A plan that another
        adjusts has the targets of both; what adjusts another is never seen itself, nor is what was
        replaced by a plan with a target for the year.
        """
        return sorted(
            (
                plan
                for plan in self.plans
                if year in self.years[plan.pk]
                and year not in self.years.get(plan.replaced_by_id, ())
            ),
            key=self._place,
        )

    def _place(self, plan: "Plan") -> tuple:
        unit, years = plan.unit, self.years[plan.pk]
        nearest = -len(unit.path), -unit.valid_from.toordinal()
        return *nearest, max(years) - min(years), -plan.issued_on.toordinal(), -plan.pk


class Plan(Record):
    """A decision that sets targets for a province or the country.

    adjusts: the plan of which this decision replaces the targets that it names, and no others.
    replaced_by: the plan that is seen instead, in the years for which that one has targets.
    """

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, related_name="plans", verbose_name=_("unit")
    )
    number = models.CharField(_("number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    adjusts = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="adjusted_by",
        null=True,
        blank=True,
        verbose_name=_("adjusts"),
        help_text=_("An earlier plan of the same unit that stays in force but for these targets."),
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replaces",
        null=True,
        blank=True,
        verbose_name=_("replaced by"),
        help_text=_("A later plan of the same unit that is followed instead of this one."),
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "issued_on"],
                name="plan_is_unique",
                violation_error_message=_("This plan is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def followed(self) -> "Plan":
        """The plan that is seen for this decision: itself, or the one that it adjusts."""
        return self.adjusts or self

    @property
    def followed_id(self) -> int:
        """The key of `followed`."""
        return self.adjusts_id or self.pk

    def natural_key(self):
        return (*self.unit.natural_key(), self.number, self.issued_on)

    natural_key.dependencies = ["cooperatives.administrativeunit"]


AMOUNTS = ("value", "value_to", "milestone_1", "milestone_2", "milestone_3")
"""Fields of a target in its indicator's unit."""


class TargetQuerySet(RecordQuerySet):
    def set_for(self, *plans: Plan):
        """Targets of plans and of what adjusts them, with their decisions and units: the plans' own
        first, then those of each adjusting decision in the order of issue.
        """
        rows = self.filter(Q(plan__in=plans) | Q(plan__adjusts__in=plans))
        return rows.select_related("plan__unit", "unit").order_by(
            F("plan__adjusts").asc(nulls_first=True),
            "plan__issued_on",
            "plan_id",
            "year",
            "place",
            "pk",
        )

    def get_by_natural_key(self, *key):
        *plan, year, indicator, unit_code, unit_valid_from = key
        return self.get(
            plan=Plan.objects.get_by_natural_key(*plan),
            year=year,
            indicator=indicator,
            unit=AdministrativeUnit.objects.get_by_natural_key(unit_code, unit_valid_from),
        )


class Target(Record):
    """One goal of a plan: an indicator, an operator and a value for a unit and a year.

    Values and milestones are in the indicator's own unit (VND, persons, count, %); milestones are
    what is due by the end of quarters 1 to 3, cumulative. value_to: the upper end of one given as a
    range, which is judged by `value`. from_year: with which year its period begins, of which
    `value` is what is to be reached by the end of `year`; None for a target of its year alone.
    """

    NAMED_BY = ("indicator", "unit", "year")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets", verbose_name=_("plan"))
    year = models.IntegerField(_("year"))
    indicator = IndicatorField(_("indicator"))
    unit = models.ForeignKey(
        AdministrativeUnit,
        models.PROTECT,
        related_name="targets",
        verbose_name=_("unit"),
        help_text=_("The plan's unit, or one below it with an allocation of its own."),
    )
    operator = models.CharField(
        _("operator"), max_length=2, choices=[(op.value, op.sign) for op in Operator]
    )
    value = value_field(_("value"))
    value_to = value_field(
        _("up to"),
        null=True,
        blank=True,
        help_text=_("Of a target given as a range, 40 to 45: the upper end. It is judged by 40."),
    )
    from_year = models.IntegerField(
        _("from the year"),
        null=True,
        blank=True,
        help_text=_("Of a target of several years, counted from 1 January of this year on."),
    )
    milestone_1 = value_field(_("milestone of quarter 1"), null=True, blank=True)
    milestone_2 = value_field(_("milestone of quarter 2"), null=True, blank=True)
    milestone_3 = value_field(_("milestone of quarter 3"), null=True, blank=True)
    quote = models.CharField(_("clause of the decision"), max_length=500, blank=True)
    place = models.PositiveSmallIntegerField(
        _("place in the plan"), default=0, help_text=_("Targets are listed in this order.")
    )
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["plan", "year", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "indicator", "unit"],
                name="target_is_unique",
                violation_error_message=_("The plan already has this target for the unit."),
            ),
            models.CheckConstraint(
                condition=Q(operator__in=[op.value for op in Operator]),
                name="operator_is_known",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1945, 2200)), name="target_year_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(value_to__isnull=True) | Q(operator__in=[">=", ">"]),
                name="only_more_has_a_range",
                violation_error_message=_("Only a target under ≥ or > is given as a range."),
            ),
            models.CheckConstraint(
                condition=Q(value_to__isnull=True) | Q(value_to__gte=F("value")),
                name="range_is_in_order",
                violation_error_message=_("A range ends at its value or above it."),
            ),
            models.CheckConstraint(
                condition=Q(from_year__isnull=True)
                | Q(from_year__gte=1945, from_year__lte=F("year")),
                name="period_is_in_order",
                violation_error_message=_("A period begins in the target's year or before it."),
            ),
        ]

    def __str__(self) -> str:
        value = Decimal(self.value).normalize()  # without the zeros that the column stores
        return f"{self.get_indicator_display()} {self.get_operator_display()} {value:f}"

    @classmethod
    def told(cls, version, name: str) -> str | None:
        """A value of its history in what pages print it in: amounts in million VND."""
        value, indicator = getattr(version, name), indicator_named(version.indicator)
        if value is None or indicator is None or not indicator.is_money or name not in AMOUNTS:
            return None
        return gettext("%(amount)s million VND") % {"amount": number_text(in_million(value), 6)}

    def natural_key(self):
        return (*self.plan.natural_key(), self.year, self.indicator, *self.unit.natural_key())

    natural_key.dependencies = ["targets.plan", "cooperatives.administrativeunit"]

    @property
    def period(self) -> tuple[int, int]:
        """The first and the last year over which it is counted."""
        return self.from_year or self.year, self.year

    @property
    def milestones(self) -> tuple:
        """The milestones of quarters 1 to 3, None where the plan sets none."""
        return self.milestone_1, self.milestone_2, self.milestone_3
