"""The labels of the line of one target keep clear of each other and fit a phone."""

from fractions import Fraction

import pytest

from targets.indicators import BY_CODE
from targets.overview.charts import SeriesLine, series_figure

pytestmark = pytest.mark.usefixtures("english")


def figure(code="new_groups", values=(4, 9, 14, None), target=25, due=(6, 12, 19, 25), **others):
    settings = {"projection": None, "baseline": None, "baseline_on": None} | others
    as_fractions = [None if value is None else Fraction(value) for value in values]
    return series_figure(
        SeriesLine(
            indicator=BY_CODE[code],
            values=as_fractions,
            bounds=[None] * 4,
            target=None if target is None else Fraction(target),
            due=[None if value is None else Fraction(value) for value in due],
            **settings,
        )
    )


def label(drawn, text):
    return next(note for note in drawn["layout"]["annotations"] if note["text"] == text)


def test_quarters_have_names_short_enough_for_a_phone():
    assert list(figure()["layout"]["xaxis"]["categoryarray"]) == ["Q1", "Q2", "Q3", "Q4"]


@pytest.mark.parametrize(("value", "side"), [(9, "bottom"), (15, "top"), (None, "bottom")])
def test_the_name_of_what_is_due_keeps_clear_of_the_values(value, side):
    drawn = figure(values=(4, value, 14, None))
    assert (label(drawn, "due by then")["yanchor"], label(drawn, "due by then")["y"]) == (side, 12)


@pytest.mark.parametrize(("projection", "moved"), [(18, 0), (24, -14), (26, 14), (40, 0)])
def test_the_projection_s_label_keeps_clear_of_the_target_s(projection, moved):
    drawn = figure(projection=Fraction(projection))
    assert label(drawn, "projection")["yshift"] == moved
    assert label(drawn, "target")["yshift"] == 0
