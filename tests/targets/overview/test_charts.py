"""The line through the quarters: pure numbers in, a Plotly figure, its key and its words out."""

import json
from datetime import date
from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.overview.charts import SeriesLine, series_figure
from targets.reckoning.assessment import Goal
from targets.reckoning.measures import Operator
from targets.words.compared import compared

MILLION = 1_000_000
QUARTERS = ["Quý I", "Quý II", "Quý III", "Quý IV"]


def made(code="average_profit", values=(20, 40, None, None), target=None, sign=">=", **given):
    """A line of values in million VND, counts or per cent; the rest is absent unless given."""
    indicator = BY_CODE[code]
    scale = MILLION if indicator.is_money else 1

    def scaled(value):
        return None if value is None else Fraction(value) * scale

    given = {
        "due": [scaled(one) for one in given.pop("due", [None] * 4)],
        "bounds": [one and tuple(map(scaled, one)) for one in given.pop("bounds", [None] * 4)],
        "last_year": [scaled(one) for one in given.pop("last_year", [None] * 4)],
        "projection": scaled(given.pop("projection", None)),
        "baseline": scaled(given.pop("baseline", None)),
        "baseline_on": date(2023, 6, 30),
    }
    values = [scaled(value) for value in values]
    aim = None if target is None else scaled(target)
    return SeriesLine(
        indicator=indicator,
        year=2024,
        values=values,
        goal=aim and Goal(Operator(sign), aim),
        shown=[compared(indicator, [value], [aim]) for value in values],
        **given,
    )


def drawn(*args, **given):
    return series_figure(made(*args, **given))


def trace(figure, name):
    (found,) = [one for one in figure["data"] if one["name"] == name]
    return found


def names(figure):
    return [one["name"] for one in figure["data"]]


def plain(texts):
    return [text.replace("\u00a0", " ") for text in texts]


def labels(figure):
    return plain(one["text"] for one in figure["layout"].get("annotations", []))


def said(figure):
    """What the pointer says at each quarter."""
    return [text.split("<br>") for text in plain(trace(figure, "pointer")["text"])]


# --- What is drawn --------------------------------------------------------------------------------


def test_values_stand_at_their_quarters_in_million():
    found = trace(drawn(), "value")
    assert list(found["x"]) == QUARTERS
    assert list(found["y"]) == [20, 40, None, None]


def test_what_is_missing_breaks_the_line_and_is_no_zero():
    found = trace(drawn(values=(20, None, 60, None)), "value")
    assert list(found["y"]) == [20, None, 60, None]
    assert found["connectgaps"] is False


def test_a_reported_zero_is_drawn():
    assert list(trace(drawn(values=(0, 0, 5, None)), "value")["y"]) == [0, 0, 5, None]


def test_whiskers_reach_from_the_value_to_its_bounds_where_something_is_open():
    whiskers = trace(drawn(bounds=[(15, 29), (40, 40), None, None]), "value")["error_y"]
    assert list(whiskers["array"]) == [9, None, None, None]
    assert list(whiskers["arrayminus"]) == [5, None, None, None]


def test_without_anything_else_there_is_the_line_alone():
    assert names(drawn()) == ["value", "pointer"]


def test_a_target_is_a_level_line_and_what_is_due_rises_to_it():
    figure = drawn(target=80, due=[20, 40, 60, 80])
    assert list(trace(figure, "target")["y"]) == [80, 80, 80, 80]
    assert list(trace(figure, "due")["y"]) == [20, 40, 60, 80]


def test_a_level_is_due_in_full_at_once_so_no_line_says_it_twice():
    figure = drawn("total_members", (90, 95, None, None), target=100, due=[100] * 4)
    assert names(figure) == ["target", "value", "pointer"]


def test_a_projection_goes_from_the_last_value_to_the_years_end():
    found = trace(drawn(projection=80), "projection")
    assert list(found["y"]) == [None, 40, None, 80]
    assert found["connectgaps"] is True


def test_last_year_is_a_quiet_line_with_its_gaps():
    found = trace(drawn(last_year=[10, None, 30, 40]), "last-year")
    assert list(found["y"]) == [10, None, 30, 40]
    assert found["line"]["width"] < trace(drawn(), "value")["line"]["width"]


def test_shares_say_their_unit_on_the_axis():
    assert drawn("weak_share", (8, None, None, None))["layout"]["yaxis"]["ticksuffix"] == "%"
    assert drawn()["layout"]["yaxis"]["ticksuffix"] == ""


def test_few_that_are_counted_have_no_ticks_between_whole_numbers():
    assert drawn("new_unions", (0, 1, 2, None))["layout"]["yaxis"]["dtick"] == 1
    assert "dtick" not in drawn("new_groups", (4, 9, 14, None))["layout"]["yaxis"]


def test_all_that_is_drawn_lies_on_the_axis():
    low, high = drawn(values=(-5, 10, None, None), last_year=[90] * 4)["layout"]["yaxis"]["range"]
    assert low < -5
    assert high > 90


def test_colours_are_names_of_our_tokens():
    figure = drawn(target=80, projection=80, baseline=1, last_year=[1] * 4)
    for one in figure["data"]:
        if one["name"] != "pointer":
            assert one["line"]["color"].startswith("var(--")
    for one in figure["layout"]["annotations"]:
        assert one["font"]["color"].startswith("var(--")


# --- What stands at the points --------------------------------------------------------------------


def test_value_and_unit_stand_at_each_point():
    assert labels(drawn(projection=80)) == ["20,0 triệu", "40,0 triệu", "80,0 triệu"]
    assert labels(drawn("weak_share", (Fraction(25, 3), None, None, None))) == ["8,3%"]
    assert labels(drawn("total_members", (1234, None, None, None))) == ["1.234 người"]


@pytest.mark.parametrize(
    ("beside", "side"),
    [
        ({"due": [None, 46, None, None]}, "top"),
        ({"due": [None, 34, None, None]}, "bottom"),
        ({"last_year": [None, 41, None, None]}, "top"),
        ({"due": [None, 45, None, None], "last_year": [None, 39, None, None]}, "bottom"),
    ],
)
def test_they_stand_away_from_what_else_is_drawn_there(beside, side):
    notes = drawn(target=85, **beside)["layout"]["annotations"]
    assert notes[1]["yanchor"] == side


def test_they_stand_at_their_value_beside_its_range():
    note = drawn(bounds=[None, (30, 50), None, None])["layout"]["annotations"][1]
    assert note["y"] == 40
    assert note["xanchor"] != "center"


def test_what_lies_behind_them_does_not_strike_them_through():
    notes = drawn(projection=72.8, last_year=[10, 25, 40, 73.8])["layout"]["annotations"]
    assert all(note["bgcolor"] for note in notes)
    assert notes[-1]["yanchor"] == "top"


def test_nothing_is_written_below_a_point_at_the_floor():
    notes = drawn(values=(1, 40, None, None), target=85, due=[20, 42, 63, 85])
    assert notes["layout"]["annotations"][0]["yanchor"] == "bottom"


# --- What the pointer says ------------------------------------------------------------------------


def test_it_says_what_stands_at_a_quarter_and_nothing_else():
    figure = drawn(
        values=(20, 54.62714, None, None),
        bounds=[None, (50, 60), None, None],
        target=85,
        due=[21.25, 42.5, 63.75, 85],
        projection=109.25428,
        last_year=[10, 25, 40, 55],
    )
    assert said(figure) == [
        ["giá trị: 20,0 triệu", "cần có: 21,3 triệu", "cùng kỳ 2023: 10,0 triệu"],
        [
            "giá trị: 54,6 triệu",
            "có thể: 50,0 đến 60,0 triệu",
            "cần có: 42,5 triệu",
            "cùng kỳ 2023: 25,0 triệu",
        ],
        ["cần có: 63,8 triệu", "cùng kỳ 2023: 40,0 triệu"],
        [
            "cần có: 85 triệu",
            "ước cả năm theo nhịp hiện tại: 109,3 triệu",
            "cùng kỳ 2023: 55,0 triệu",
        ],
    ]


def test_no_other_line_says_anything():
    figure = drawn(target=80, due=[20, 40, 60, 80], projection=80, last_year=[1] * 4)
    speaking = [one["name"] for one in figure["data"] if one.get("hoverinfo") != "skip"]
    assert speaking == ["pointer"]


def test_a_quarter_that_nobody_reported_says_so():
    assert said(drawn(values=(20, None, 60, None)))[1] == ["chưa có số liệu"]


# --- The key --------------------------------------------------------------------------------------


def test_the_key_names_what_is_drawn_and_nothing_else():
    assert [entry.mark for entry in made().key()] == ["value"]
    full = made(
        target=85,
        due=[20, 40, 60, 85],
        bounds=[(15, 25), None, None, None],
        projection=80,
        last_year=[1] * 4,
        baseline=25,
    )
    assert plain(entry.text for entry in full.key()) == [
        "năm 2024, lũy kế từ đầu năm",
        "mục tiêu ≥ 85 triệu",
        "nhịp cần có",
        "có thể, do còn thiếu số liệu",
        "ước cả năm theo nhịp hiện tại",
        "cùng kỳ 2023",
        "mốc so sánh (30/6/2023)",
    ]


@pytest.mark.usefixtures("english")
def test_it_speaks_english_and_is_json():
    figure = drawn(target=80)
    assert list(trace(figure, "value")["x"]) == ["Q1", "Q2", "Q3", "Q4"]
    assert said(figure)[0] == ["value: 20.0 million"]
    assert json.loads(json.dumps(figure))["data"]
