"""What a figure that somebody enters may be called, and between what it lies."""

from decimal import Decimal

import pytest

from cooperatives.ground.constraints import own_errors
from cooperatives.models import EnteredFigure
from tests.factories import make_entered_figure

pytestmark = pytest.mark.django_db


def figure(**fields):
    given = {"code": "sales", "name_vi": "Bán qua mạng", "measure": "persons", "nature": "level"}
    return EnteredFigure(**given | fields)


def codes_of(row):
    return [(field, error.code) for field, error in own_errors(row)]


@pytest.mark.parametrize(
    ("code", "is_free"),
    [
        ("sales", True),
        ("sales_2", True),
        ("profit", False),
        ("before_sales", False),
        ("final_sales", False),
        ("initial_sales", False),
        ("sales_million", False),
        ("million_sales", True),
    ],
)
def test_a_code_means_nothing_else(code, is_free):
    assert codes_of(figure(code=code)) == ([] if is_free else [("code", "spoken_for")])


@pytest.mark.parametrize("code", ["Sales", "2_sales", "sales__2", "sales_", "bán", "sales\n"])
def test_a_code_is_of_small_letters_digits_and_single_lines(code):
    assert ("code", "invalid") in codes_of(figure(code=code))


@pytest.mark.parametrize(
    ("measure", "limits", "wrong"),
    [
        ("persons", {"lowest": 0, "highest": 5}, []),
        ("persons", {"highest": "2.5"}, [("highest", "not_whole")]),
        ("persons", {"lowest": -1}, [("lowest", "out_of_limits")]),
        ("money", {"lowest": "-2.5", "highest": "2.5"}, []),
        ("number", {"highest": "2.5"}, []),
        ("number", {"lowest": "-0.1"}, [("lowest", "out_of_limits")]),
        ("percent", {"lowest": 0, "highest": 100}, []),
        ("percent", {"highest": "100.1"}, [("highest", "out_of_limits")]),
        ("percent", {"lowest": 5, "highest": 5}, []),
    ],
)
def test_limits_lie_within_those_of_the_measure(measure, limits, wrong):
    row = figure(measure=measure, **{name: Decimal(value) for name, value in limits.items()})
    assert codes_of(row) == wrong


@pytest.mark.parametrize(
    ("measure", "lowest", "highest", "stored"),
    [
        ("persons", 2, 5, (2, 5)),
        ("money", "-1.5", "2.5", (-1_500_000, 2_500_000)),
        ("percent", "0.5", 50, (500_000, 50_000_000)),
        ("money", 0, "2.5", (0, 2_500_000)),
    ],
)
def test_limits_are_those_of_what_is_stored_zero_too(measure, lowest, highest, stored):
    row = figure(measure=measure, lowest=Decimal(lowest), highest=Decimal(highest))
    assert row.figure().limits == stored


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name_vi": "doanh thu  "}, "name_vi"),
        ({"name_en": "Revenue"}, "name_en"),
        ({"name_en": "SALES ONLINE"}, "name_en"),
        ({"names": "Lao động; ban hang qua mang"}, "names"),
    ],
)
def test_a_name_means_one_figure_in_both_languages_with_or_without_accents(fields, field):
    make_entered_figure("online", name_vi="Bán hàng qua mạng", name_en="Sales online")
    assert codes_of(figure(**fields)) == [(field, "ambiguous_name")]


def test_its_own_names_are_no_other_figures_even_under_another_code():
    row = make_entered_figure("sales", name_vi="Bán qua mạng", names="mạng; bán")
    assert codes_of(row) == []
    stored = EnteredFigure.objects.get()
    stored.code = "sold"
    assert codes_of(stored) == []


def test_what_is_joined_stands_once_in_its_order():
    row = figure(sector="trade, agriculture,trade", names=" a;b ;a;")
    row.derive()
    assert (row.sector, row.names) == ("agriculture,trade", "a; b")
    assert row.sectors == ("agriculture", "trade")
    assert codes_of(figure(sector="trade,fishing")) == [("sector", "no_such_sector")]


@pytest.mark.parametrize(
    ("fields", "has_range"),
    [({}, True), ({"measure": "yes_no"}, False), ({"reported_by": "unit"}, False)],
)
def test_what_cooperatives_report_in_numbers_has_usual_ranges(fields, has_range):
    assert figure(**fields).figure().has_usual_range is has_range
