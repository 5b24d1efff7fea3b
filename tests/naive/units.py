"""Figures that units report (design 1.3a) a second time: slow, in plain Python.

"Figures of units and groups are counted in reporting units instead of cooperatives, by all rules; a
flow is complete when every quarter ≤ k at whose end the unit was expected is reported; expected are
the reporting units under the unit on end in which a cooperative is operating on end (for figures of
groups: or a group registered on end), and those with a value, of the period itself or older, of
each figure of the rule. For a figure of the plan unit expected is 1 for each province (or root
without one) in the subtree."
"""

from cooperatives.models import AdministrativeUnit, UnitFigures

from .entered_indicators import Entered, split
from .indicators import Books, Result, end_of


def there(unit, day) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)


class UnitBooks(Books):
    def __init__(self) -> None:
        super().__init__()
        self.units = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
        self.unit_rows = {
            (row.unit_id, row.year, row.quarter, row.quarterly_return_id is None): row
            for row in UnitFigures.objects.all()
        }
        self.known_as_expected: dict = {}

    def reports_for(self, unit):
        above = self.units.get(unit.parent_id)
        through = unit.level == "commune" and above is not None and above.level == "district"
        return above if through else unit

    def is_expected(self, unit, reported_by: str, day) -> bool:
        asked = unit.pk, reported_by, day
        if asked not in self.known_as_expected:
            self.known_as_expected[asked] = self.looks_expected(unit, reported_by, day)
        return self.known_as_expected[asked]

    def looks_expected(self, unit, reported_by: str, day) -> bool:
        if reported_by == "plan_unit":
            return self.is_plan_unit(unit, day)
        for each in self.organisations:
            if each.kind == "cooperative":
                counts = self.operating(each, day)
            elif each.kind == "group" and reported_by == "group":
                counts = self.registered(each, day)
            else:
                counts = False
            place = self.place_on(each, day)
            if counts and place is not None and self.reports_for(place).pk == unit.pk:
                return True
        return False

    def place_on(self, organisation, day):
        for one in self.placements:
            if one.organisation_id == organisation.pk and there(one, day):
                return self.units[one.unit_id]
        return None

    def is_plan_unit(self, unit, day) -> bool:
        if not there(unit, day):
            return False
        if unit.level == "province":
            return True
        provinces = [one for one in self.units.values() if one.level == "province"]
        return unit.parent_id is None and not any(
            there(one, day) and one.path.startswith(unit.path) for one in provinces
        )

    def told(self, unit, figure, year: int, quarter: int) -> int | None:
        of_plan_unit = figure.reported_by == "plan_unit"
        row = self.unit_rows.get((unit.pk, year, quarter, of_plan_unit))
        if row is None or not (of_plan_unit or row.quarterly_return_id in self.submitted):
            return None
        return row.extra.get(figure.code)


class EnteredOfUnits(Entered):
    def over_figures(self, row, year: int, k: int, lies_within, books: Books) -> Result:
        of = [self.figures[code] for code in split(row.of, "+")]
        per = [self.figures[code] for code in split(row.per, "+")]
        if of[0].reported_by == "cooperative":
            return super().over_figures(row, year, k, lies_within, books)
        states, values, weights = [], [], []
        for unit in self.candidates(of[0].reported_by, end_of(year, k), lies_within):
            if not self.is_among(row, unit, [*of, *per], year, k):
                continue
            value, state = self.joint_of(unit, of, year, k)
            weight = 1
            if row.rule == "weighted_mean":
                weight = self.weight_of(unit, per, year, k)
                if weight is None:
                    state = "missing"
            if row.rule == "ratio":
                weight, state_of_weight = self.joint_of(unit, per, year, k)
                state = min(state, state_of_weight, key=["missing", "carried", "reported"].index)
            expected = self.books.is_expected(unit, of[0].reported_by, end_of(year, k))
            if state == "missing" and not expected:
                continue
            states.append(state)
            if state != "missing":
                values.append(value)
                weights.append(weight)
        coverage = (states.count("reported"), states.count("carried"), len(states))
        if not values:
            return Result(None, None, None, coverage, None)
        m = states.count("missing")
        if row.rule in ("count", "share", "share_above", "share_below"):
            return self.counted(row, of[0], values, m, coverage, k)
        return self.added(row, of, per, values, weights, m, coverage)

    def candidates(self, reported_by: str, day, lies_within):
        for unit in self.books.units.values():
            reports = self.books.reports_for(unit) is unit
            if reported_by == "plan_unit":
                reports = self.books.is_plan_unit(unit, day)
            if reports and there(unit, day) and lies_within(unit.path):
                yield unit

    def is_among(self, row, unit, used, year: int, k: int) -> bool:
        if row.among:
            used = [*used, self.figures[row.among]]
            if self.value_of(unit, self.figures[row.among], year, k)[0] != 1:
                return False
        return all(
            (one.from_year is None or one.from_year <= year)
            and (one.to_year is None or year <= one.to_year)
            for one in used
        )

    def joint_of(self, unit, figures, year: int, k: int):
        found = [self.value_of(unit, figure, year, k) for figure in figures]
        states = [state for _value, state in found]
        if "missing" in states:
            return None, "missing"
        total = sum(value for value, _state in found)
        return total, "carried" if "carried" in states else "reported"

    def value_of(self, unit, figure, year: int, k: int):
        told = self.books.told
        if figure.nature == "flow":
            given = [told(unit, figure, year, quarter) for quarter in range(1, k + 1)]
            for quarter, value in enumerate(given, start=1):
                end = end_of(year, quarter)
                if value is None and self.books.is_expected(unit, figure.reported_by, end):
                    return None, "missing"
            given = [value for value in given if value is not None]
            return (sum(given), "reported") if given else (None, "missing")
        own = told(unit, figure, year, k)
        if own is not None:
            return own, "reported"
        older = [(year, quarter) for quarter in range(k - 1, 0, -1)]
        if figure.from_year is None or figure.from_year < year:
            older += [(year - 1, quarter) for quarter in (4, 3, 2, 1)]
        for period in older:
            value = told(unit, figure, *period)
            if value is not None:
                return value, "carried"
        return None, "missing"

    def weight_of(self, unit, figures, year: int, k: int) -> int | None:
        total = 0
        for figure in figures:
            if figure.nature == "flow":
                value = self.value_of(unit, figure, year, k)[0]
            else:
                quarters = range(k, 0, -1)
                given = [self.books.told(unit, figure, year, quarter) for quarter in quarters]
                value = next((one for one in given if one is not None), None)
            if value is None:
                return None
            total += value
        return total
