"""Entered indicators (design 1.3a) a second time: slow, in plain Python, by loops over the records.

It is transcribed from the design's text and shares no code with cooperatives.evidence or
targets.indicators. Figures and rows are taken as they are declared.
"""

import copy
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from . import indicators as naive
from .indicators import Books, Result, bounds_of_mean, bounds_of_sum, end_of, flow_of, level_of

MILLION = 1_000_000
LEVELS_ALWAYS = ("share_above", "share_below", "growth", "quotient", "count", "share")


@dataclass(frozen=True)
class Whom:
    """What indicators narrow each other to: all of these sectors hold, and only new ones or not."""

    sectors: tuple[frozenset, ...] = ()
    only_new: bool = False

    def of(self, books: Books, year: int, k: int) -> Books:
        few = copy.copy(books)
        few.organisations = [
            each
            for each in books.organisations
            if all(each.sector in sectors for sectors in self.sectors)
            and (not self.only_new or date(year, 1, 1) <= each.founded_on <= end_of(year, k))
        ]
        return few


def split(text: str, mark: str) -> list[str]:
    return [part for part in text.split(mark) if part]


class Entered:
    """rows: the entered indicators by code; figures: all figures by code."""

    def __init__(self, books: Books, rows: dict, figures: dict) -> None:
        self.books, self.rows, self.figures = books, rows, figures

    def measure(self, code: str, year: int, k: int, lies_within, whom: Whom = Whom()) -> Result:
        if code not in self.rows:
            return naive.measure(whom.of(self.books, year, k), code, year, k, lies_within)
        row = self.rows[code]
        if row.sector:
            whom = Whom((*whom.sectors, frozenset(split(row.sector, ","))), whom.only_new)
        if row.only_new:
            whom = Whom(whom.sectors, True)

        def of(other: str, of_year: int = year) -> Result:
            return self.measure(other, of_year, k, lies_within, whom)

        if row.rule == "same":
            found = of(row.of)
        elif row.rule == "quotient":
            found = self.quotient(row, of(row.of), of(row.per))
        elif row.rule == "growth":
            found = self.growth(of(row.of), of(row.of, row.base_year or year - 1))
        else:
            found = self.over_figures(row, year, k, lies_within, whom.of(self.books, year, k))
        if row.per_month and found.value is not None:
            months = 3 * k
            low_high = found.bounds and (found.bounds[0] / months, found.bounds[1] / months)
            found = found._replace(value=found.value / months, bounds=low_high)
        return found

    # --- Rules over indicators ----------------------------------------------------------------

    @staticmethod
    def missing(found: Result) -> int:
        reported, carried, expected = found.coverage
        return expected - reported - carried

    def quotient(self, row, a: Result, b: Result) -> Result:
        if a.value is None or b.value is None or b.value == 0:
            return Result(None, None, None, a.coverage, None)
        value = a.value / b.value
        if row.unit_vi == "%":
            value *= 100
        is_open = self.missing(a) > 0 or self.missing(b) > 0
        return Result(value, a.value, b.value, a.coverage, None if is_open else (value, value))

    def growth(self, a: Result, b: Result) -> Result:
        if a.value is None or b.value is None or b.value <= 0:
            return Result(None, None, None, a.coverage, None)
        value = (Fraction(a.value) / b.value - 1) * 100
        carried = a.coverage[1] + b.coverage[1]
        is_open = self.missing(a) > 0 or self.missing(b) > 0 or carried > 0
        return Result(value, a.value, b.value, a.coverage, None if is_open else (value, value))

    # --- Rules over figures -------------------------------------------------------------------

    def over_figures(self, row, year: int, k: int, lies_within, books: Books) -> Result:
        end = end_of(year, k)
        of = [self.figures[code] for code in split(row.of, "+")]
        per = [self.figures[code] for code in split(row.per, "+")]
        states, values, weights = [], [], []
        for each in books.organisations:
            path = books.path_on(each, end)
            if each.kind != "cooperative" or path is None or not lies_within(path):
                continue
            if not books.operating(each, end) or not self.is_in(row, each, of, per, year, k, books):
                continue
            value, state = self.joint(books, each, of, year, k)
            weight = 1
            if row.rule == "weighted_mean":
                weight = self.weight(books, each, per, year, k)
                if weight is None:
                    state = "missing"
            if row.rule == "ratio":
                weight, state_of_weight = self.joint(books, each, per, year, k)
                if "missing" in (state, state_of_weight):
                    state = "missing"
                elif "carried" in (state, state_of_weight):
                    state = "carried"
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

    def counted(self, row, figure, values, m: int, coverage, k: int) -> Result:
        limit = row.threshold
        if limit is not None:
            limit = Fraction(limit)
            if figure.nature == "flow":
                limit = limit * k / 4
        values = [self.in_own_unit(figure, value) for value in values]
        if row.rule == "share_above":
            yes = sum(value > limit for value in values)
        elif row.rule == "share_below":
            yes = sum(value < limit for value in values)
        else:
            yes = sum(value == 1 for value in values)
        n = len(values)
        if row.rule == "count":
            return Result(Fraction(yes), yes, None, coverage, (yes, yes + m))
        low, high = Fraction(100 * yes, n + m), Fraction(100 * (yes + m), n + m)
        return Result(Fraction(100 * yes, n), yes, n, coverage, (low, high))

    def added(self, row, of, per, values, weights, m: int, coverage) -> Result:
        values = [self.in_own_unit(of[0], value) for value in values]
        total = sum(values)
        if row.rule == "sum":
            return Result(total, total, None, coverage, bounds_of_sum(total, values, m))
        if row.rule == "mean":
            mean = Fraction(total) / len(values)
            return Result(mean, total, len(values), coverage, bounds_of_mean(mean, values, m))
        weights = [self.in_own_unit(per[0], weight) for weight in weights]
        below = sum(weights)
        if below == 0:
            return Result(None, None, None, coverage, None)
        if row.rule == "ratio":
            value = Fraction(total) / below * (100 if row.unit_vi == "%" else 1)
            return Result(value, total, below, coverage, None if m else (value, value))
        above = sum(value * weight for value, weight in zip(values, weights, strict=True))
        mean = Fraction(above) / below
        return Result(mean, above, below, coverage, bounds_of_mean(mean, values, m))

    @staticmethod
    def in_own_unit(figure, value):
        return Fraction(value, MILLION if figure.measure in ("number", "percent") else 1)

    def is_in(self, row, each, of, per, year: int, k: int, books: Books) -> bool:
        """Asked for each figure of the rule, and among those that count."""
        used = [*of, *per]
        among = split(row.among, ",")
        if among and among[0] in self.figures:
            used.append(self.figures[among[0]])
        for figure in used:
            if figure.sectors and each.sector not in figure.sectors:
                return False
            if figure.from_year is not None and year < figure.from_year:
                return False
            if figure.to_year is not None and year > figure.to_year:
                return False
        if among and among[0] in self.figures:
            value, _state = self.level(books, each, self.figures[among[0]], year, k)
            return value == 1
        if among:
            rating, _state = naive.rating_of(books, each, year, k)
            return rating in among
        return True

    def joint(self, books: Books, each, figures, year: int, k: int):
        total, states = 0, []
        for figure in figures:
            if figure.nature == "flow":
                value = flow_of(books, each, figure.code, year, k)
                state = "missing" if value is None else "reported"
            else:
                value, state = self.level(books, each, figure, year, k)
            states.append(state)
            total += value or 0
        for state in ("missing", "carried"):
            if state in states:
                return (None if state == "missing" else total), state
        return total, "reported"

    @staticmethod
    def level(books: Books, each, figure, year: int, k: int):
        """A value of a year in which the figure was not asked for counts nowhere."""
        value, state = level_of(books, each, figure.code, year, k)
        begins_now = figure.from_year is not None and figure.from_year >= year
        if state == "carried" and begins_now:
            earlier = [books.reported(each, year, n, figure.code) for n in range(k - 1, 0, -1)]
            given = [one for one in earlier if one is not None]
            return (given[0], "carried") if given else (None, "missing")
        return value, state

    def weight(self, books: Books, each, figures, year: int, k: int) -> int | None:
        total = 0
        for figure in figures:
            if figure.nature == "flow":
                value = flow_of(books, each, figure.code, year, k)
            else:
                value = None
                if k == 4:
                    value = books.of_final_report(each, year, figure.code)
                for quarter in range(k, 0, -1):
                    if value is None:
                        value = books.reported(each, year, quarter, figure.code)
            if value is None:
                return None
            total += value
        return total
