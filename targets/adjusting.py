"""Which targets hold once decisions adjust a plan (design 1.2)."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Plan, Target


class Aim(NamedTuple):
    """What a target is about: one of two decisions about the same aim replaces the other's."""

    year: int
    unit_id: int
    indicator: str

    @classmethod
    def of(cls, target: Target) -> "Aim":
        return cls(target.year, target.unit_id, target.indicator)


class InForce:
    """The targets of a plan that hold, in its order: whole rows, of one decision each.

    A target of an adjusting decision stands in the place of the one that it replaces; one that the
    plan lacks comes at the end; of several decisions the latest issued holds.
    """

    def __init__(self, rows: Iterable[Target]):
        """rows: targets of the plan and of what adjusts it, in the order of issue (`set_for`)."""
        self._holding: dict[Aim, Target] = {}
        self.replaced: dict[int, Target] = {}
        """What holds instead, by the key of each target that does not hold any more."""
        stale: dict[Aim, list[Target]] = {}
        for target in rows:
            aim = Aim.of(target)
            if aim in self._holding:
                stale.setdefault(aim, []).append(self._holding[aim])
            self._holding[aim] = target  # keeps its place in the order
        for aim, targets in stale.items():
            self.replaced |= {target.pk: self._holding[aim] for target in targets}

    @property
    def targets(self) -> list[Target]:
        """Those that hold."""
        return list(self._holding.values())


def targets_in_force(plan: Plan, **wanted) -> list[Target]:
    """The targets of a plan that hold, in its order, in one statement. wanted: narrows the rows by
    year or unit.
    """
    return InForce(Target.objects.set_for(plan).filter(**wanted)).targets
