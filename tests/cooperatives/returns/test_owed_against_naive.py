"""Who owes which return, when it is due and what is late, against the naive transcription."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.ground.calendar import Quarter
from cooperatives.models import EnteredFigure, ReportingYear
from cooperatives.returns.owed import begun_quarters, owed_returns, periods_of
from cooperatives.returns.reporting import reporting_of
from tests.factories import (
    make_cooperative,
    make_country,
    make_district,
    make_group,
    make_province,
    make_return,
)
from tests.naive import years as naive
from tests.naive.years import Filed, Reporter, Year

PROVINCES = ("VN/06/", "VN/07/")
REPORTERS = ("VN/06/061/", "VN/06/062/", "VN/07/071/")
PATHS = ("VN/", *PROVINCES, *REPORTERS)
SEEN_FROM = ("VN/", "VN/06/", "VN/06/061/")
YEARS = (2023, 2024)
ENDS = [naive.end_of(year, quarter) for year in YEARS for quarter in (1, 2, 3, 4)]
TURNS = sorted(
    {end + timedelta(days=n) for end in ENDS for n in (-1, 0, 1, 2, 15, 16, 30, 31)}
    | {date(2023, 1, 1), date(2024, 1, 1)}
)


@st.composite
def openings(draw) -> list[Year]:
    """Years at some units; due days from a day to sixty after the quarter's end."""
    rows = []
    for path, year in draw(
        st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(YEARS)), unique=True, max_size=6)
    ):
        after = st.tuples(*(st.sampled_from([1, 14, 20, 60]) for _quarter in range(4)))
        days = draw(st.one_of(st.none(), after))
        due = days and tuple(
            naive.end_of(year, number) + timedelta(days=n) for number, n in enumerate(days, start=1)
        )
        closed = draw(st.sampled_from([False, False, False, True]))
        rows.append(Year(path, year, draw(st.sampled_from(TURNS)), closed, due))
    return rows


@st.composite
def reporters(draw) -> list[Reporter]:
    found = []
    for path in draw(st.lists(st.sampled_from(REPORTERS), unique=True, min_size=1)):
        founded = draw(st.sampled_from([date(2015, 6, 1), date(2015, 6, 1), *ENDS]))
        dissolved = draw(st.one_of(st.none(), st.none(), st.sampled_from(ENDS)))
        if dissolved and dissolved < founded:
            dissolved = None
        found.append(Reporter(path, founded, dissolved, draw(st.booleans())))
    return found


@st.composite
def returns(draw) -> list[Filed]:
    places = st.tuples(
        st.sampled_from(REPORTERS), st.sampled_from(YEARS), st.sampled_from((1, 2, 3, 4))
    )
    states = st.sampled_from(["draft", "submitted", "returned", "approved"])
    return [
        Filed(*place, draw(states), draw(st.one_of(st.none(), st.sampled_from(TURNS))))
        for place in draw(st.lists(places, unique=True, max_size=5))
    ]


def store(rows: list[Year], owing: list[Reporter], filed: list[Filed]) -> dict:
    """Insert all of them; the units by path."""
    units = {"VN/": make_country()}
    for path in PROVINCES:
        units[path] = make_province(path[3:5], units["VN/"])
    for path in REPORTERS:
        units[path] = make_district(units[path[:6]], path[6:9])
    for row in rows:
        due = {f"due_on_{n}": day for n, day in enumerate(row.due or (), start=1)}
        ReportingYear.objects.create(
            unit=units[row.path],
            year=row.year,
            opened=row.opened,
            closed=max(row.opened, date(row.year + 1, 1, 1)) if row.closed else None,
            **due,
        )
    for one in owing:
        make = make_group if one.is_group else make_cooperative
        make(units[one.path], founded_on=one.founded, dissolved_on=one.dissolved)
    for one in filed:
        make_return(units[one.path], one.year, one.quarter, state=one.state, moved_due_on=one.moved)
    return units


def ask_groups(from_year: int) -> None:
    named = {"code": "group_income", "name_vi": "Doanh thu tổ hợp tác", "measure": "money"}
    EnteredFigure.objects.create(**named, nature="flow", reported_by="group", from_year=from_year)


@pytest.mark.django_db
@settings(max_examples=50, derandomize=True)
@given(
    openings(),
    reporters(),
    returns(),
    st.sampled_from(TURNS),
    st.sampled_from([(), (2024,), YEARS]),
)
def test_it_agrees(rows, owing, filed, today, groups_asked):
    with transaction.atomic(), override_settings(DEBUG=True, TODAY=today.isoformat()):
        units = store(rows, owing, filed)
        if groups_asked:
            ask_groups(from_year=groups_asked[0])
        for year in YEARS:
            expected = naive.owed(rows, owing, filed, year, today, groups_asked)
            asked = [period for period in periods_of(None).asked if period.year == year]
            assert {(path, number) for path, number in expected} <= {
                (path, period.number) for path in REPORTERS for period in asked
            }
            for path in SEEN_FROM:
                unit = units[path]
                found = {
                    (one.unit.path, one.period.number): (one.due_on, one.days_late > 0)
                    for one in owed_returns(unit, begun_quarters(year))
                    if one.is_owed and not one.is_closed
                }
                below = {at: told for at, told in expected.items() if at[0].startswith(path)}
                assert found == below
                told = {
                    (one.unit.path, quarter)
                    for quarter in (1, 2, 3, 4)
                    for one in reporting_of(unit, Quarter(year, quarter)).returns
                    if one.is_owed and not one.is_closed and one.period.has_begun
                }
                assert told == below.keys()
        transaction.set_rollback(True)
