"""Figures that somebody enters are found in tables like the built-in ones."""

from dataclasses import replace
from datetime import date

import pytest

from cooperatives.catalogue.figures import ENTERED, Figure, Nature, Quantity
from cooperatives.entry.columns import NOTE, figure_columns
from cooperatives.files.cells import FailedResult, Percentage

from .tables import ROWS, TARGET, block, open_kinds, question, read, stored

FLOW, LEVEL = Nature.FLOW, Nature.LEVEL
WAGES = Figure("wages", "tiền lương", "Tiền lương", Quantity.MONEY, FLOW, headings=("Quỹ lương",))
SHARE = Figure("machines", "tỷ lệ cơ giới hóa", "Cơ giới hóa", Quantity.PERCENT, LEVEL)
SITE = Figure("has_site", "có trang web", "Trang web", Quantity.YES_NO, LEVEL)
GROWTH = Figure("growth", "growth", "Growth percent", Quantity.NUMBER, LEVEL)
AREA = Figure("area", "diện tích", "Diện tích (ha)", Quantity.NUMBER, LEVEL)
A, B = ROWS[:2]


@pytest.fixture
def target():
    ENTERED.hold((WAGES, SHARE, SITE, AREA, GROWTH))
    return replace(TARGET, columns=(*figure_columns(), NOTE))


def test_each_measure_is_read_as_it_is_written(target):
    table = block(
        "Tên HTX|Quỹ lương (nghìn đồng)|Tỷ lệ cơ giới hóa (%)|Có trang web|Diện tích (ha)"
        "|DT (tr.đ)",
        f"{A.name}|45.500|62,5|có|12,75|2.100",
        f"{B.name}|30.000|70 %|không|8|1.999,5",
    )
    found = read(table, target)
    assert found.questions == ()
    assert stored(found) == {
        (A.number, "wages"): 45_500_000,
        (A.number, "machines"): 62_500_000,
        (A.number, "has_site"): 1,
        (A.number, "area"): 12_750_000,
        (A.number, "revenue"): 2_100_000_000,
        (B.number, "wages"): 30_000_000,
        (B.number, "machines"): 70_000_000,
        (B.number, "has_site"): 0,
        (B.number, "area"): 8_000_000,
        (B.number, "revenue"): 1_999_500_000,
    }


def test_a_percentage_of_a_figure_is_not_the_figure(target):
    found = read(block("Tên HTX|DT (%)|Cơ giới hóa so với KH (%)", f"{A.name}|83|90"), target)
    assert found.cells == ()


def test_a_figure_whose_own_name_ends_in_a_unit_is_no_comparison(target):
    found = read(block("Name|Growth percent|Members percent", f"{A.name}|12,5|30"), target)
    assert stored(found) == {(A.number, "growth"): 12_500_000}


def test_money_that_nobody_knows_the_usual_amount_of_names_its_unit(target):
    found = read(block("Tên HTX|Tiền lương", f"{A.name}|45,5"), target)
    assert open_kinds(found) == ["column"]
    said = {"column-1": "wages:million"}
    found = read(block("Tên HTX|Tiền lương", f"{A.name}|45,5"), target, said)
    assert stored(found) == {(A.number, "wages"): 45_500_000}


# --- Per cent -------------------------------------------------------------------------------------

SHARES = block(
    "Tên HTX|Tỷ lệ cơ giới hóa (%)", f"{A.name}|0,45", f"{B.name}|1", f"{ROWS[2].name}|60 %"
)


def test_per_cent_that_may_be_parts_of_one_is_asked_about(target):
    """0.45 of a column that Excel showed as 45 % was stored as 0.45 % without a question."""
    found = read(SHARES, target)
    assert (open_kinds(found), found.cells) == (["column"], ())
    assert "0,45" in question(found, "column").text
    assert "45%" in question(found, "column").text
    as_parts = read(SHARES, target, {"column-1": "machines:part"})
    assert list(stored(as_parts).values()) == [45_000_000, 100_000_000, 60_000_000]
    as_written = read(SHARES, target, {"column-1": "machines"})
    assert list(stored(as_written).values()) == [450_000, 1_000_000, 60_000_000]


def test_per_cent_that_cannot_be_parts_of_one_is_not_asked_about(target):
    for other in ("1,5", "0"):
        lines = (f"{A.name}|{other}", f"{B.name}|1")
        assert read(block("Tên HTX|Cơ giới hóa", *lines), target).questions == ()


def test_a_cell_formatted_as_per_cent_says_so_itself(target):
    table = block("Tên HTX|Cơ giới hóa|LN (tr.đ)", [A.name, Percentage(45.5), Percentage(12)])
    found = read(table, target)
    assert found.questions == ()
    assert stored(found) == {(A.number, "machines"): 45_500_000}
    (profit,) = [cell for cell in found.cells if cell.field == "profit"]
    assert (profit.text, "%" in profit.was, bool(profit.why)) == ("12%", True, True)


@pytest.mark.parametrize(
    "cell", [True, False, FailedResult("#N/A"), "#N/A", "#DIV/0!", date(2024, 1, 2), "TRUE"]
)
def test_what_is_no_number_is_no_figure(target, cell):
    found = read(block("Tên HTX|Cơ giới hóa|Số TV", [A.name, cell, cell]), target)
    assert all(one.why for one in found.cells)
