"""The matrix of a year's returns: units down, quarters across, each with its usual due day."""

from datetime import date

import pytest

from cooperatives.ground.calendar import Quarter
from cooperatives.returns.matrix import matrix_columns, matrix_rows
from cooperatives.returns.owed import begun_quarters, owed_returns
from tests.factories import (
    make_commune,
    make_cooperative,
    make_district,
    make_province,
    make_return,
    open_year,
)


@pytest.fixture
def province(db, demo_day):
    province = make_province()
    for code in ("061", "062", "063"):
        make_cooperative(make_district(province, code))
    return province


def due_days(province, year=2024):
    columns = matrix_columns(year, owed_returns(province, begun_quarters(year)))
    assert [period for period, _due in columns] == [Quarter(year, n) for n in (1, 2, 3, 4)]
    return [due for _period, due in columns]


def test_its_columns_say_when_most_are_due(province):
    open_year(province, opened=date(2024, 5, 2))
    usual = [date(2024, 5, 17), date(2024, 7, 15), date(2024, 10, 15), date(2025, 1, 15)]
    assert due_days(province) == usual
    moved = make_return(province.children.first(), 2024, 3, state="draft")
    moved.moved_due_on = date(2024, 10, 31)
    moved.save()
    assert due_days(province) == usual


def test_in_a_year_never_opened_nothing_is_due(province):
    make_return(province.children.first(), 2024, 3, state="draft")
    assert due_days(province) == [None] * 4


def test_a_unit_that_owes_nothing_has_a_dash(province):
    open_year(province)
    make_cooperative(make_district(province, "064"), founded_on=date(2024, 7, 1))
    rows = matrix_rows(owed_returns(province, begun_quarters(2024)))
    assert [row.unit.code for row in rows] == ["061", "062", "063", "064"]
    assert [cell and cell.period.number for cell in rows[-1].cells] == [None, None, 3, 4]


def test_names_that_repeat_in_a_year_are_told_apart(province):
    """A district ended; since then a commune and another district are called the same."""
    open_year(province)
    first = date(2024, 7, 1)
    old = make_district(province, "064", name="Huyện Ba Bể", valid_to=first)
    new = make_district(province, "065", name="Huyện Ba Bể", valid_from=first)
    commune = make_commune(province, "01900", name="Xã Ba Bể", valid_from=first)
    for unit, quarter in ((old, 2), (new, 3), (commune, 3)):
        make_return(unit, 2024, quarter)
    rows = matrix_rows(owed_returns(province, begun_quarters(2024)))
    names = {row.unit: row.name for row in rows}
    assert (names[old], names[new]) == ("Huyện Ba Bể, đến 30/6/2024", "Huyện Ba Bể")
    alone = province.children.get(code="061")
    assert (names[commune], names[alone]) == ("Xã Ba Bể", alone.short_name)


def test_living_namesakes_are_told_apart_by_the_units_above_them(province):
    other = make_province("19", name="Tỉnh Thái Nguyên")
    units = []
    for above, code in ((province, "01990"), (other, "05990")):
        open_year(above)
        units.append(make_commune(above, code, name="Xã Tân Lập"))
        make_return(units[-1], 2024, 3)
    rows = matrix_rows(owed_returns(None, begun_quarters(2024)))
    names = {row.unit: row.name for row in rows}
    assert [names[unit] for unit in units] == [
        "Xã Tân Lập (01990), Tỉnh Bắc Kạn",
        "Xã Tân Lập (05990), Tỉnh Thái Nguyên",
    ]
