"""Which targets hold once decisions adjust a plan, and which plans meet each other (design 1.2)."""

from collections.abc import Iterable
from typing import NamedTuple

from ..models import Plan, Target

BESIDE, REPLACE = "beside", "replace"
"""How two plans of one unit and year stand to each other, where neither adjusts the other."""


class Aim(NamedTuple):
    """What a target is about: of two decisions about the same aim the later issued holds."""

    year: int
    unit_id: int
    indicator: str

    @classmethod
    def of(cls, target: Target) -> "Aim":
        return cls(target.year, target.unit_id, target.indicator)


def by_aim(rows: Iterable[Target]) -> dict[Aim, list[Target]]:
    """All that a plan and what adjusts it set, by aim: the last of each list holds.

    rows: in the order of `TargetQuerySet.set_for`. Aims keep the plan's order; those that only an
    adjusting decision has come at the end.
    """
    found: dict[Aim, list[Target]] = {}
    for target in rows:
        found.setdefault(Aim.of(target), []).append(target)
    return found


def targets_in_force(plan: Plan, **wanted) -> list[Target]:
    """The targets of a plan that hold, in its order, in one statement: whole rows, of one decision
    each. wanted: narrows them by year or unit.
    """
    rows = Target.objects.set_for(plan).filter(**wanted)
    return [targets[-1] for targets in by_aim(rows).values()]


def planned_years(plan: Plan) -> set[int]:
    """The years for which a plan, or what adjusts it, has stored targets."""
    rows = Target.objects.set_for(plan).order_by()
    return set(rows.values_list("year", flat=True).distinct())


def plans_met(plan: Plan, years: Iterable[int]) -> list[Plan]:
    """The plans of a plan's unit that are seen in years which are new to it, the latest issued
    first: how it stands to them has to be said, unless it replaces one or is replaced by it.
    """
    followed = Plan.objects.filter(unit=plan.unit_id).followed_at(plan.unit)
    seen = {met.pk: met for year in years for met in followed.seen_in(year)}
    settled = (plan.pk, plan.replaced_by_id)
    found = [met for met in seen.values() if met.pk not in settled and met.replaced_by != plan]
    return sorted(found, key=lambda met: met.issued_on, reverse=True)


def in_order(met: Plan, plan: Plan) -> tuple[Plan, Plan]:
    """Of two plans the earlier issued, which is replaced, and the later, which replaces it."""
    return (plan, met) if plan.issued_on < met.issued_on else (met, plan)
