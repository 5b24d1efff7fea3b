"""The line through the quarters, as a Plotly figure: pure numbers in, a dictionary out."""

import json
from datetime import date
from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.overview.charts import SeriesLine, series_figure

MILLION = 1_000_000
QUARTERS = ["Quý I", "Quý II", "Quý III", "Quý IV"]


def draw(code="average_profit", values=(20, 40, None, None), **given):
    """A figure of values in million VND, counts or per cent; the rest is absent unless given."""
    indicator = BY_CODE[code]
    scale = MILLION if indicator.is_money else 1

    def scaled(value):
        return None if value is None else Fraction(value) * scale

    line = {
        "values": [scaled(value) for value in values],
        "bounds": [None if value is None else (scaled(value), scaled(value)) for value in values],
        "due": [None] * 4,
        "target": None,
        "projection": None,
        "baseline": None,
        "baseline_on": None,
    }
    return series_figure(SeriesLine(indicator, **line | given))


def trace(figure, name):
    (found,) = [one for one in figure["data"] if one["name"] == name]
    return found


def names(figure):
    return [one["name"] for one in figure["data"]]


def labels(figure):
    return [one["text"] for one in figure["layout"].get("annotations", [])]


def test_values_stand_at_their_quarters_in_million():
    found = trace(draw(), "giá trị")
    assert list(found["x"]) == QUARTERS
    assert list(found["y"]) == [20, 40, None, None]


def test_what_is_missing_breaks_the_line_and_is_no_zero():
    found = trace(draw(values=(20, None, 60, None)), "giá trị")
    assert list(found["y"]) == [20, None, 60, None]
    assert found["connectgaps"] is False


def test_a_reported_zero_is_drawn():
    assert list(trace(draw(values=(0, 0, 5, None)), "giá trị")["y"]) == [0, 0, 5, None]


def test_whiskers_reach_from_the_value_to_its_bounds():
    bounds = [(Fraction(15 * MILLION), Fraction(29 * MILLION)), None, None, None]
    whiskers = trace(draw(bounds=bounds), "giá trị")["error_y"]
    assert list(whiskers["array"]) == [9, None, None, None]
    assert list(whiskers["arrayminus"]) == [5, None, None, None]


def test_without_target_baseline_and_projection_there_is_the_line_alone():
    figure = draw()
    assert names(figure) == ["giá trị"]
    assert labels(figure) == []


def test_a_target_is_a_level_line_and_what_is_due_rises_to_it():
    due = [Fraction(quarter * 20 * MILLION) for quarter in (1, 2, 3, 4)]
    figure = draw(target=Fraction(80 * MILLION), due=due)
    assert list(trace(figure, "mục tiêu")["y"]) == [80, 80, 80, 80]
    assert list(trace(figure, "nhịp cần có")["y"]) == [20, 40, 60, 80]
    assert "mục tiêu" in labels(figure)


def test_a_level_is_due_in_full_at_once_so_no_line_says_it_twice():
    due = [Fraction(100)] * 4
    figure = draw("total_members", (90, 95, None, None), target=Fraction(100), due=due)
    assert names(figure) == ["mục tiêu", "giá trị"]


def test_a_projection_goes_from_the_last_value_to_the_years_end():
    figure = draw(values=(20, 40, None, None), projection=Fraction(80 * MILLION))
    found = trace(figure, "ước cả năm")
    assert list(found["x"]) == ["Quý II", "Quý IV"]
    assert list(found["y"]) == [40, 80]
    assert "ước cả năm" in labels(figure)


def test_a_baseline_is_a_line_with_its_day():
    figure = draw(baseline=Fraction(25 * MILLION), baseline_on=date(2023, 6, 30))
    (line,) = figure["layout"]["shapes"]
    assert (line["y0"], line["y1"]) == (25, 25)
    assert labels(figure) == ["mốc so sánh (30/6/2023)"]


def test_shares_say_their_unit_and_keep_their_decimals():
    figure = draw("weak_share", (Fraction(100, 12), None, None, None))
    assert list(trace(figure, "giá trị")["y"]) == [8.333333, None, None, None]
    assert figure["layout"]["yaxis"]["ticksuffix"] == "%"
    assert draw()["layout"]["yaxis"]["ticksuffix"] == ""


def test_colours_are_names_of_our_tokens():
    figure = draw(
        target=Fraction(80 * MILLION),
        projection=Fraction(80 * MILLION),
        baseline=Fraction(MILLION),
        baseline_on=date(2023, 6, 30),
    )
    for one in figure["data"]:
        assert one["line"]["color"].startswith("var(--")
    for one in figure["layout"]["annotations"]:
        assert one["font"]["color"].startswith("var(--")


@pytest.mark.usefixtures("english")
def test_it_speaks_english_and_is_json():
    figure = draw(target=Fraction(80 * MILLION))
    assert names(figure) == ["target", "due by then", "value"]
    assert list(trace(figure, "value")["x"]) == ["Q1", "Q2", "Q3", "Q4"]
    assert json.loads(json.dumps(figure))["data"]
