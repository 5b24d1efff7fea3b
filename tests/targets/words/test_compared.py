"""Values beside their target are read in their own order, wherever they are printed (design 1.4).

Each case was misprinted once, or is the brother of one that was; each is asked of every place that
prints the two.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cooperatives.models import AdministrativeUnit
from targets.comparison.progress import OfficialFigure
from targets.indicators import BY_CODE
from targets.models import Target
from targets.output.terminal import progress_as_text
from targets.overview.baseline import BaselineBeside
from targets.overview.matrix import column_of, matrix_of
from targets.overview.panels import target_panel
from targets.overview.target_rows import target_row
from targets.plans.listing import PlannedTarget, PlannedTargets
from targets.reckoning.contribution import contributions
from targets.templatetags.compared import as_set
from targets.words.amounts import gap
from targets.words.compared import compared, compared_in, exactly
from tests.targets.comparisons import district, goal, measure, owed, progress, standing
from tests.targets.pages import attribute, find, parsed_text, text

PROFIT = BY_CODE["average_profit"]
WEAK = BY_CODE["weak_share"]
MANAGERS = BY_CODE["managers_vocational"]
MILLION = 10**6

CASES = [
    # code, value, operator, target; value and target as they are printed
    ("weak_share", "9.95", "<", "10", "9,95", "10"),
    ("weak_share", "8.5427", "<", "8.5", "8,54", "8,5"),
    ("weak_share", "8.3", "<", "10", "8,3", "10"),
    ("weak_share", "10", "<", "10", "10", "10"),
    ("weak_share", "8.25", "<=", "8.25", "8,25", "8,25"),
    ("weak_share", "8.3", "<=", "8.3333", "8,3", "8,3333"),
    ("weak_share", "0.004", "<=", "0", "0,004", "0"),
    ("average_profit", 85_249_999, ">=", 85_250_000, "85,2", "85,25"),
    ("average_profit", 85_260_000, ">=", 85_250_000, "85,3", "85,25"),
    ("average_profit", 85_260_000, ">=", 85_270_000, "85,26", "85,27"),
    ("average_profit", 84_999_000, ">=", 85_000_000, "84,999", "85"),
    ("average_profit", -3_549_999, ">=", -3_500_000, "−3,55", "−3,5"),
    ("average_profit", 36_800_000, ">=", 85_000_000, "36,8", "85"),
]


def beside(indicator, value, target):
    return compared(indicator, [value], [target])


@pytest.mark.parametrize(("code", "value", "sign", "target", "shown", "aim"), CASES)
def test_value_and_target_are_not_rounded_onto_each_other(code, value, sign, target, shown, aim):
    indicator, value, target = BY_CODE[code], Fraction(value), Fraction(target)
    percent = "%" if indicator is WEAK else ""
    there = beside(indicator, value, target)
    assert there.amount(value) == shown + percent
    assert there.amount(target) == as_set(target, indicator) == aim + percent


def test_in_english_they_have_english_marks(english):
    there = beside(WEAK, Fraction("8.5427"), Fraction("8.5"))
    assert (there.amount(Fraction("8.5427")), there.with_unit(Fraction("8.5"))) == (
        "8.54%",
        "8.5%",
    )


def test_what_is_missing_is_a_dash():
    there = compared(PROFIT, [None], [None])
    assert there.amount(None) == there.with_unit(None) == there.bare(None) == "–"
    assert as_set(None, PROFIT) == "–"


def test_a_column_lines_up():
    there = beside(PROFIT, 46_000_000, 46_250_000)
    assert (there.bare(46_000_000), there.bare(46_250_000)) == ("46,0", "46,25")
    assert exactly(PROFIT, 85_000_000).bare(85_000_000) == "85,0"
    assert compared(MANAGERS, [12]).bare(12) == "12"


def test_a_milestone_is_printed_as_the_plan_has_it():
    aim = goal(">=", 85_250_000)
    aim = replace(aim, milestones=(None, None, Fraction(63_125_000)))
    found = standing("average_profit", measure(40_000_000), aim).assessment
    there = compared_in(PROFIT, found, aim)
    assert there.amount(found.expected) == "63,125"
    assert there.amount(found.measure.value) == "40"


@pytest.mark.parametrize(
    ("value", "bounds", "quarter", "aim", "shown"),
    [
        # The ends of the range beside the value, and beside the target.
        (20_040_000, (20_010_000, 20_040_000), 2, 85_000_000, ("20,01", "20,04")),
        (84_000_000, (84_000_000, 84_980_000), 4, 85_000_000, ("84", "84,98")),
        # What is due: 42.5 by the second quarter; the projection: twice the value.
        (42_480_000, (42_480_000,) * 2, 2, 85_000_000, ("42,48", "42,5")),
        (42_495_000, (42_495_000,) * 2, 2, 85_000_000, ("84,99", "85")),
    ],
)
def test_all_that_a_row_says_of_a_value_is_in_order(value, bounds, quarter, aim, shown):
    wanted = goal(">=", aim)
    if "84,99" in shown:  # else what is due is as near to the value as the projection to the target
        wanted = replace(wanted, milestones=(None, Fraction(30_000_000), None))
    found = standing("average_profit", measure(value, bounds=bounds), wanted, quarter=quarter)
    there = compared_in(PROFIT, found.assessment, wanted, found.assessment.projection)
    parts = (value, *bounds, found.assessment.expected, found.assessment.projection, aim)
    assert set(shown) <= {there.amount(part) for part in parts}


def test_a_target_that_no_decimals_write_gets_as_many_as_tell_it():
    third = Fraction(100, 3)
    assert exactly(MANAGERS, third).amount(third) == "33,3"
    near = compared(MANAGERS, [Fraction("33.34")], [third])
    assert (near.amount(Fraction("33.34")), near.amount(third)) == ("33,34", "33,33")


@pytest.mark.parametrize("language", ["vi", "en"])
@given(
    value=st.fractions(-100, 200, max_denominator=10**6),
    target=st.decimals(0, 100, places=6).map(Fraction),
    near=st.integers(-(10**7), 10**7),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_reader_sees_the_same_order(language, value, target, near):
    """What is printed is read again, for any value and for one close to the target."""
    with translation.override(language):
        for number in (value, target + Fraction(near, 10**8)):
            there = beside(WEAK, number, target)
            shown, aim = (_read(there.amount(n), language) for n in (number, target))
            assert (number < target, number > target) == (shown < aim, shown > aim)
            assert aim == target


def _read(shown, language):
    plain = shown.removesuffix("%").replace("\u2212", "-")
    plain = plain.replace(".", "") if language == "vi" else plain.replace(",", "")
    return Fraction(plain.replace(",", "."))


# --- Every place that prints them -----------------------------------------------------------------

LIMIT = goal("<", "8.5")
MEASURED = measure("8.5427", bounds=("8.5", "8.56"), numerator=100, denominator=1171)
ABOVE = standing(
    "weak_share", MEASURED, LIMIT, part=contributions(WEAK, MEASURED, [(MEASURED, owed(LIMIT))])[0]
)
THERE = progress(ABOVE, units=[district("061", ABOVE)])


def shown_by(template, **context):
    """All words of a part of a page, with what its drawings say."""
    found = Context(
        context | {"selection": THERE.selection, "indicator": WEAK, "query": THERE.selection.query}
    )
    found.request = RequestFactory().get("/")
    return get_template(f"targets/{template}").template.render(found).replace("\u00a0", " ")


def test_in_the_row_of_a_target():
    row = target_row(THERE, "weak_share")
    page = parsed_text(shown_by("_target_row.html", row=row, alone=True))
    assert text(find(page, css="target__value")) == "8,54% / < 8,5%"
    drawn = attribute(find(page, css="bullet"), "aria-label")
    assert "8,54%" in drawn
    assert "< 8,5%" in drawn
    assert "8,5%" in drawn.split(";")[-1]
    assert "8,56%" in drawn.split(";")[-1]


def test_in_a_cell_of_the_matrix():
    (line,) = matrix_of(THERE, ["weak_share"], ()).rows
    shown = shown_by("_matrix_cell.html", cell=line.cells[0], unit=line.unit)
    assert ">8,54<" in shown
    assert "Giới hạn 8,5%; cao hơn 0,04 điểm" in shown


def test_the_values_of_a_column_have_one_number_of_decimals():
    whole, part = THERE.whole, THERE.parts[0]
    shown = column_of(THERE, "weak_share")
    printed = [
        shown.bare(one.standing("weak_share").assessment.measure.value) for one in (whole, part)
    ]
    assert len({len(value.partition(",")[2]) for value in [*printed, shown.bare(Fraction(9))]}) == 1
    assert shown.bare(Fraction(9)) == "9,00"
    assert shown.lined_up(Fraction(9)) == "9,00%"


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        (-7_000_000, "average_profit", "−7,0"),
        (Fraction("0.8"), "weak_share", "+0,8"),
        (-2, "new_groups", "−2"),
    ],
)
def test_gaps_line_up(value, code, said):
    assert gap(value, BY_CODE[code]) == said


def test_a_value_with_its_unit_lines_up_and_a_target_is_as_it_was_set():
    shown = compared(BY_CODE["average_profit"], [46_000_000], [85_000_000])
    assert shown.short(46_000_000).replace("\u00a0", " ") == "46,0 triệu"
    assert shown.short(85_000_000).replace("\u00a0", " ") == "85 triệu"


def test_in_the_panels():
    panel = target_panel(THERE, "weak_share")
    page = shown_by("_units.html", panel=panel)
    assert "8,54" in page
    assert "&lt; 8,5%" in page
    (third,) = [row for row in panel.points if row.quarter == 1]
    assert (third.compared.bare(Fraction("8.5427")), third.compared.bare(third.due)) == (
        "8,54",
        "8,50",  # in one column they line up
    )
    assert ">8,54<" in shown_by("_series.html", panel=panel).replace("\n", "")


def test_a_table_of_quarters_bears_the_doubt_of_each_status():
    page = shown_by("_series.html", panel=target_panel(THERE, "weak_share"))
    assert "status--unsure" in page
    assert "chưa chắc" in page


def test_in_the_terminal():
    said = progress_as_text(THERE).replace("\u00a0", " ")
    row = next(line for line in said.splitlines() if "< 8,5%" in line)
    assert "8,54" in row
    assert "8,5% đến 8,56%" in " ".join(said.split())


def test_beside_an_official_figure():
    figure = OfficialFigure(
        "weak_share", date(2023, 6, 30), Fraction("8.25"), "", "", measure("8.2541")
    )
    pair = BaselineBeside(figure, date(2024, 9, 30))
    page = shown_by("_baseline.html", baseline=[pair], has_records=True)
    assert ">8,25%<" in page
    assert ">8,254%<" not in page
    assert "<b>8,3%</b>" in page


def test_on_the_page_of_the_plan():
    target = Target(
        indicator="average_profit",
        operator=">=",
        value=Fraction(85_250_000),
        milestone_1=Fraction(21_312_500),
        unit=AdministrativeUnit(name="Tỉnh Bắc Kạn"),
    )
    page = shown_by("planned_targets.html", targets=PlannedTargets([PlannedTarget(target, PROFIT)]))
    assert "85,25 triệu đồng" in page
    assert ">21,3125<" in page
