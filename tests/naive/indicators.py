"""All indicators of design 1.3 a second time: slow, in plain Python, by loops over the records.

It is transcribed from the design's text, sentence by sentence, and shares no code with
cooperatives.evidence or targets.indicators, so that tests may hold the product's SQL against it.
"""

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from cooperatives.models import (
    AdministrativeUnit,
    Organisation,
    Placement,
    QuarterlyFigures,
    ReturnStep,
    Suspension,
    YearlyReport,
)

QUARTER_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}

LiesWithin = Callable[[str], bool]
"""Whether a path belongs to the units that are asked for."""


def end_of(year: int, quarter: int) -> date:
    """*end*: the quarter's last day."""
    return date(year, *QUARTER_ENDS[quarter])


class Result(NamedTuple):
    """An indicator's value with all that the design says about it; None where there is none."""

    value: Fraction | None
    numerator: int | None
    denominator: int | None
    coverage: tuple[int, int, int]
    """reported, carried, expected"""
    bounds: tuple[Fraction, Fraction] | None


class Books:
    """Every record in the database, loaded plainly, and what they say about one organisation."""

    def __init__(self) -> None:
        self.organisations = list(Organisation.objects.all())
        self.placements = list(Placement.objects.all())
        self.suspensions = list(Suspension.objects.all())
        self.paths = {unit.pk: unit.path for unit in AdministrativeUnit.objects.all()}
        self.submitted = self._submitted()
        self.reports = {
            (report.cooperative_id, report.year): report for report in YearlyReport.objects.all()
        }
        self.rows = {
            (row.cooperative_id, row.year, row.quarter): row
            for row in QuarterlyFigures.objects.all()
        }

    @staticmethod
    def _submitted() -> set[int]:
        """The returns that were submitted at least once; a submission taken back was none."""
        taken_back, submissions = set(), {}
        for step in ReturnStep.objects.all():
            if step.step == "take_back":
                taken_back.add(step.takes_back_id)
            if step.step == "submit":
                submissions[step.pk] = step.quarterly_return_id
        return {of for key, of in submissions.items() if key not in taken_back}

    def path_on(self, organisation, day: date) -> str | None:
        """The path of the unit where it is placed, or None."""
        for placement in self.placements:
            if (
                placement.organisation_id == organisation.pk
                and placement.valid_from <= day
                and (placement.valid_to is None or day < placement.valid_to)
            ):
                return self.paths[placement.unit_id]
        return None

    def registered(self, organisation, day: date) -> bool:
        """founded_on ≤ d and not dissolved by d (dissolved_on ≤ d is dissolved)."""
        dissolved = organisation.dissolved_on is not None and organisation.dissolved_on <= day
        return organisation.founded_on <= day and not dissolved

    def operating(self, organisation, day: date) -> bool:
        """Registered and in no suspension on d (from ≤ d < to)."""
        suspended = any(
            span.organisation_id == organisation.pk
            and span.valid_from <= day
            and (span.valid_to is None or day < span.valid_to)
            for span in self.suspensions
        )
        return self.registered(organisation, day) and not suspended

    def reported(self, cooperative, year: int, quarter: int, field: str) -> int | None:
        """A quarter's figure, None where blank, absent, or in a return never submitted."""
        row = self.rows.get((cooperative.pk, year, quarter))
        if row is None or row.quarterly_return_id not in self.submitted:
            return None
        return given(row, field)

    def final_report(self, cooperative, year: int):
        """The final yearly report, or None."""
        report = self.reports.get((cooperative.pk, year))
        return report if report is not None and report.state == "final" else None

    def of_final_report(self, cooperative, year: int, field: str) -> int | None:
        """The final yearly report's figure, None where it is blank or there is no such report."""
        report = self.final_report(cooperative, year)
        return None if report is None else given(report, field)


def given(row, field: str) -> int | None:
    """What stands in a row, in a column of its own or among the others."""
    return getattr(row, field) if hasattr(row, field) else row.extra.get(field)


# --- The evidence of one cooperative ------------------------------------------------------------


def flow_of(books: Books, cooperative, field: str, year: int, k: int) -> int | None:
    """The year to date of a complete cooperative, or None."""
    if k == 4:
        final = books.of_final_report(cooperative, year, field)
        if final is not None:
            return final  # which then wins over the quarters (field by field)
    total = 0
    for quarter in range(1, k + 1):
        figure = books.reported(cooperative, year, quarter, field)
        if figure is not None:
            total += figure  # also one at whose end it was not operating
        elif books.operating(cooperative, end_of(year, quarter)):
            return None
    return total


def members_of(books: Books, cooperative, year: int, k: int) -> int | None:
    """The newest reported member_count ≤ k of the year (at k = 4 the final yearly report's first).

    None where there is none.
    """
    if k == 4:
        final = books.of_final_report(cooperative, year, "member_count")
        if final is not None:
            return final
    for quarter in range(k, 0, -1):
        members = books.reported(cooperative, year, quarter, "member_count")
        if members is not None:
            return members
    return None


def level_of(books: Books, cooperative, field: str, year: int, k: int) -> tuple[int | None, str]:
    """The value at quarter k, and whether it is reported, carried or missing."""
    if k == 4:
        final = books.of_final_report(cooperative, year, field)
        if final is not None:
            return final, "reported"
    of_the_quarter = books.reported(cooperative, year, k, field)
    if of_the_quarter is not None:
        return of_the_quarter, "reported"
    older = [
        *(books.reported(cooperative, year, quarter, field) for quarter in range(k - 1, 0, -1)),
        books.of_final_report(cooperative, year - 1, field),
        *(books.reported(cooperative, year - 1, quarter, field) for quarter in (4, 3, 2, 1)),
    ]
    for value in older:
        if value is not None:
            return value, "carried"
    return None, "missing"


def rating_of(books: Books, cooperative, year: int, k: int) -> tuple[str, str]:
    """The rating that counts ("" for none), and whether it is reported, carried, missing or not
    expected; of a cooperative operating on end.
    """
    in_force = year if k == 4 else year - 1
    report = books.final_report(cooperative, in_force)
    if cooperative.founded_on >= date(in_force, 1, 1):
        return "", "not expected"
    if report is not None and report.rating == "":
        return "", "not expected"  # declared 'not rated'
    if report is not None:
        return report.rating, "reported"
    before = books.final_report(cooperative, year - 1)
    if k == 4 and before is not None and before.rating != "":
        return before.rating, "carried"
    return "", "missing"


# --- The indicators -----------------------------------------------------------------------------


def measure(
    books: Books,
    code: str,
    year: int,
    k: int,
    lies_within: LiesWithin,
    from_year: int | None = None,
) -> Result:
    """One indicator at quarter k, of what is placed on end where `lies_within` says so. from_year:
    with which year the period begins over which events are counted.
    """
    end = end_of(year, k)
    here = []
    for organisation in books.organisations:
        path = books.path_on(organisation, end)
        if path is not None and lies_within(path):
            here.append(organisation)
    if code in COUNTED:
        return count(books, code, here, from_year or year, end)
    cooperatives = [each for each in here if each.kind == "cooperative"]
    operating = [each for each in cooperatives if books.operating(each, end)]
    if code in RATINGS:
        all_registered = sum(books.registered(each, end) for each in cooperatives)
        ratings = [rating_of(books, each, year, k) for each in operating]
        return share(code, ratings, all_registered)
    if code == "average_member_income":
        return mean_of_members(books, operating, year, k)
    if code in MEANS:
        return mean(books, MEANS[code], operating, year, k)
    return total(books, SUMS[code], operating, year, k)


COUNTED = {
    "new_cooperatives": "cooperative",
    "new_groups": "group",
    "new_unions": "union",
    "dissolved_cooperatives": "cooperative",
    "total_cooperatives": "cooperative",
    "total_groups": "group",
    "total_unions": "union",
    "operating_cooperatives": "cooperative",
}


def count(books: Books, code: str, here: list, first_year: int, end: date) -> Result:
    number = 0
    for organisation in here:
        if organisation.kind != COUNTED[code]:
            continue
        if code.startswith("new_"):
            counts = date(first_year, 1, 1) <= organisation.founded_on <= end
        elif code.startswith("dissolved_"):
            dissolved_on = organisation.dissolved_on
            counts = dissolved_on is not None and date(first_year, 1, 1) <= dissolved_on <= end
        elif code.startswith("total_"):
            counts = books.registered(organisation, end)
        else:
            counts = books.operating(organisation, end)
        number += 1 if counts else 0
    return Result(Fraction(number), number, None, (number, 0, number), (number, number))


RATINGS = {
    "weak_share": ("weak",),
    "good_share": ("good", "fair"),
    "weak_share_of_rated": ("weak",),
    "good_share_of_rated": ("good", "fair"),
}


def share(code: str, ratings: list[tuple[str, str]], all_registered: int) -> Result:
    """ratings: of each operating cooperative, with their states; see `rating_of`."""
    reported = carried = expected = 0
    in_numerator = in_numerator_reported = 0
    for rating, state in ratings:
        if state == "not expected":
            continue
        expected += 1
        if state == "reported":
            reported += 1
            in_numerator_reported += rating in RATINGS[code]
        if state == "carried":
            carried += 1
        in_numerator += rating in RATINGS[code]
    coverage = (reported, carried, expected)
    rated = reported + carried
    if rated == 0:
        return Result(None, None, None, coverage, None)
    # For these bounds carried ratings are missing too.
    missing = expected - reported
    if code.endswith("_of_rated"):
        denominator, denominator_with_missing = rated, reported + missing
    else:
        denominator = denominator_with_missing = all_registered
    return Result(
        Fraction(100 * in_numerator, denominator),
        in_numerator,
        denominator,
        coverage,
        (
            Fraction(100 * in_numerator_reported, denominator_with_missing),
            Fraction(100 * (in_numerator_reported + missing), denominator_with_missing),
        ),
    )


MEANS = {"average_profit": "profit", "average_revenue": "revenue"}


def mean(books: Books, field: str, operating: list, year: int, k: int) -> Result:
    values = []
    for cooperative in operating:
        value = flow_of(books, cooperative, field, year, k)
        if value is not None:
            values.append(value)
    coverage = (len(values), 0, len(operating))
    if not values:
        return Result(None, None, None, coverage, None)
    value = Fraction(sum(values), len(values))
    missing = len(operating) - len(values)
    bounds = bounds_of_mean(value, values, missing)
    return Result(value, sum(values), len(values), coverage, bounds)


def mean_of_members(books: Books, operating: list, year: int, k: int) -> Result:
    incomes, all_income, all_members = [], 0, 0
    for cooperative in operating:
        income = flow_of(books, cooperative, "average_member_income", year, k)
        members = members_of(books, cooperative, year, k)
        if income is None or members is None:
            continue
        incomes.append(income)  # with 0 members it is reported and weighs nothing
        all_income += income * members
        all_members += members
    coverage = (len(incomes), 0, len(operating))
    if all_members == 0:
        return Result(None, None, None, coverage, None)
    value = Fraction(all_income, all_members)
    bounds = bounds_of_mean(value, incomes, len(operating) - len(incomes))
    return Result(value, all_income, all_members, coverage, bounds)


SUMS = {
    "managers_higher_education": "managers_higher_education",
    "managers_vocational": "managers_vocational",
    "total_members": "member_count",
}


def total(books: Books, field: str, operating: list, year: int, k: int) -> Result:
    values, reported, carried = [], 0, 0
    for cooperative in operating:
        value, state = level_of(books, cooperative, field, year, k)
        if state == "missing":
            continue
        values.append(value)
        reported += state == "reported"
        carried += state == "carried"
    coverage = (reported, carried, len(operating))
    if not values:
        return Result(None, None, None, coverage, None)
    value = Fraction(sum(values))
    return Result(
        value,
        sum(values),
        None,
        coverage,
        bounds_of_sum(value, values, len(operating) - len(values)),
    )


# --- Bounds of means and sums -------------------------------------------------------------------


def percentile(percent: int, values: list[int]) -> int:
    """The nearest rank: the smallest value that at least so many per cent do not exceed."""
    rank = math.ceil(Fraction(percent * len(values), 100))
    return sorted(values)[rank - 1]


def bounds_of_mean(mean: Fraction, values: list[int], m: int):
    n = len(values)
    if m == 0:
        return mean, mean
    if n < 5:
        return None
    low = (n * mean + m * percentile(10, values)) / (n + m)
    high = (n * mean + m * percentile(90, values)) / (n + m)
    return min(low, mean), max(high, mean)


def bounds_of_sum(total: Fraction, values: list[int], m: int):
    if m == 0:
        return total, total
    if len(values) < 5:
        return None
    low = total + m * percentile(10, values)
    high = total + m * percentile(90, values)
    return min(low, total), max(high, total)
