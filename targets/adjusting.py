"""Which targets hold once decisions adjust a plan (design 1.2)."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Plan, Target


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
