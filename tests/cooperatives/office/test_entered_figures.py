"""Figures that somebody enters are found in tables like the built-in ones."""

from dataclasses import replace

import pytest

from cooperatives.catalogue.figures import Figure, Nature, Quantity, entered
from cooperatives.catalogue.figures import ended as taken_out
from cooperatives.entry.columns import NOTE, figure_columns

from .tables import ROWS, TARGET, block, open_kinds, read, stored

FLOW, LEVEL = Nature.FLOW, Nature.LEVEL
WAGES = Figure("wages", "tiền lương", "Tiền lương", Quantity.MONEY, FLOW, headings=("Quỹ lương",))
SHARE = Figure("machines", "tỷ lệ cơ giới hóa", "Cơ giới hóa", Quantity.PERCENT, LEVEL)
SITE = Figure("has_site", "có trang web", "Trang web", Quantity.YES_NO, LEVEL)
AREA = Figure("area", "diện tích", "Diện tích (ha)", Quantity.NUMBER, LEVEL)
A, B = ROWS[:2]


@pytest.fixture
def target():
    figures = (WAGES, SHARE, SITE, AREA)
    for figure in figures:
        entered(figure)
    yield replace(TARGET, columns=(*figure_columns(), NOTE))
    for figure in figures:
        taken_out(figure)


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


def test_money_that_nobody_knows_the_usual_amount_of_names_its_unit(target):
    found = read(block("Tên HTX|Tiền lương", f"{A.name}|45,5"), target)
    assert open_kinds(found) == ["column"]
    said = {"column-1": "wages:million"}
    found = read(block("Tên HTX|Tiền lương", f"{A.name}|45,5"), target, said)
    assert stored(found) == {(A.number, "wages"): 45_500_000}
