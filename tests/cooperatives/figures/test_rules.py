"""What is wrong with a row of figures or a yearly report beside its cooperative."""

from datetime import date

import pytest

from cooperatives.figures.rules import figures_problems, yearly_report_problems
from cooperatives.models import QuarterlyFigures, QuarterlyReturn, YearlyReport
from tests.factories import make_cooperative, make_district, make_province


@pytest.fixture
def cooperative(db, demo_day):
    return make_cooperative(make_district(make_province()), founded_on=date(2024, 3, 31))


def codes_of(problems):
    return [found.error.code for found in problems]


@pytest.mark.parametrize(
    ("year", "quarter", "found"), [(2023, 4, ["not_founded_yet"]), (2024, 1, []), (2024, 2, [])]
)
def test_nothing_is_reported_of_a_quarter_before_the_founding(cooperative, year, quarter, found):
    of = QuarterlyReturn(unit=cooperative.placements.get().unit, year=year, quarter=quarter)
    row = QuarterlyFigures(cooperative=cooperative, quarterly_return=of, year=year, quarter=quarter)
    assert codes_of(figures_problems(row)) == found


@pytest.mark.parametrize(("year", "found"), [(2023, ["not_founded_yet"]), (2024, [])])
def test_nor_of_a_year(cooperative, year, found):
    assert (
        codes_of(yearly_report_problems(YearlyReport(cooperative=cooperative, year=year))) == found
    )
