"""Due, gap and shares of design 1.4 a second time: slow, by loops over units and records."""

import math
from datetime import date
from fractions import Fraction

from cooperatives.models import AdministrativeUnit
from tests.naive import assessment
from tests.naive.assessment import Case, holds
from tests.naive.indicators import COUNTED, MEANS, RATINGS, SUMS, Books, Result, end_of, measure

LEVELS_FROM_THE_REGISTRY = (
    "total_cooperatives",
    "total_groups",
    "total_unions",
    "operating_cooperatives",
)
IS_MEAN = (*MEANS, "average_member_income")


def kind_of(code: str) -> str:
    if code.startswith(("new_", "dissolved_")):
        return "events"
    return "flow" if code in IS_MEAN else "level"


class Plan:
    """A plan's targets of a year, seen on a day at quarter k.

    targets: by path and indicator, (operator, value, milestones, from_year).
    """

    def __init__(self, path: str, targets: dict, year: int, k: int, today: date) -> None:
        self.path, self.targets = path, targets
        self.year, self.k, self.today = year, k, today
        self.books = Books()
        end = end_of(year, k)
        self.units = [
            unit
            for unit in AdministrativeUnit.objects.order_by("code")
            if unit.valid_from <= end and (unit.valid_to is None or end < unit.valid_to)
        ]

    def sub_units(self, path: str) -> list[str]:
        """The paths of what lies one below a path and is valid on end."""
        depth = path.count("/") + 1
        return [
            unit.path
            for unit in self.units
            if unit.path.startswith(path) and unit.path.count("/") == depth
        ]

    def operating(self, path: str) -> int:
        """Cooperatives operating on end in the unit with this path."""
        inside = measure(
            self.books, "operating_cooperatives", self.year, self.k, lambda p: p.startswith(path)
        )
        return inside.numerator

    def measure(self, code: str, path: str) -> Result:
        first = self.from_year(code, path)
        return measure(self.books, code, self.year, self.k, lambda p: p.startswith(path), first)

    def from_year(self, code: str, path: str) -> int | None:
        """Sub-units without a target of their own are counted over the same period."""
        while path.startswith(self.path):
            if (path, code) in self.targets:
                return self.targets[path, code][3]
            path = path[: path.rstrip("/").rindex("/") + 1] if path.count("/") > 1 else ""
        return None

    def case(self, code: str, path: str) -> Case | None:
        """The value of a unit against its own target, or None."""
        target = self.targets.get((path, code))
        if target is None:
            return None
        operator, value, milestones, from_year = target
        found = self.measure(code, path)
        return Case(
            kind_of(code),
            code in RATINGS,
            code in IS_MEAN or code in SUMS,
            operator,
            value,
            milestones,
            found.value,
            found.bounds,
            found.coverage,
            self.year,
            self.k,
            self.today,
            from_year,
        )

    def due(self, code: str, path: str) -> tuple[str, Fraction] | None:
        """The operator, and what the unit with this path owes at k; None where nothing is due."""
        own = self.case(code, path)
        if own is not None:
            return own.operator, assessment.expected(own)
        if path == self.path or code in LEVELS_FROM_THE_REGISTRY:
            return None
        parent = path[: path.rstrip("/").rindex("/") + 1]
        siblings = self.sub_units(parent)
        above = self.due(code, parent)
        if above is None or path not in siblings:
            return None
        operator, due = above
        if code not in COUNTED and code not in SUMS:
            return operator, due  # means and shares: as it is
        without = [each for each in siblings if (each, code) not in self.targets]
        for each in siblings:
            if each not in without:
                due -= assessment.expected(self.case(code, each))
        together = sum(self.operating(each) for each in without)
        if together == 0:
            return None
        return operator, max(Fraction(0), Fraction(due)) * self.operating(path) / together

    def gap(self, code: str, path: str):
        owed, value = self.due(code, path), self.measure(code, path).value
        return None if owed is None or value is None else value - owed[1]

    def is_behind(self, code: str, path: str) -> bool | None:
        owed, value = self.due(code, path), self.measure(code, path).value
        if owed is None or value is None:
            return None
        operator, due = owed
        if code in COUNTED or code in SUMS:
            if operator in (">=", ">"):
                return value < math.floor(due)
            return value > math.ceil(due)
        return not holds(operator, value, due)

    def shares_of_the_shortfall(self, code: str, path: str) -> dict[str, Fraction | None]:
        """Of each sub-unit that is behind, by its path: its part of what they lack together."""
        lacks = {}
        for each in self.sub_units(path):
            if not self.is_behind(code, each):
                continue
            operator, due = self.due(code, each)
            found = self.measure(code, each)
            if code in RATINGS:
                lacking = due * found.denominator / 100 - found.numerator
            elif code in IS_MEAN:
                lacking = due * found.denominator - found.numerator
            else:
                lacking = due - found.numerator
            lacks[each] = lacking if operator in (">=", ">") else -lacking
        together = sum(lacks.values())
        return {each: lack / together if together else None for each, lack in lacks.items()}
