"""A sheet of records as a target, and what is remembered of the columns of sheets."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.numbers import Mark
from cooperatives.models import SheetMapping
from cooperatives.office.remembered import remember, remembered
from cooperatives.office.table import SourceTable
from cooperatives.office.target import target_of
from cooperatives.office.understanding import understand
from cooperatives.workbook import workbook_of
from cooperatives.workbook.layout import CODES_ROW, FIRST_ROW, LABELS_ROW
from cooperatives.yearly.sheet import yearly_sheet
from tests.factories import make_district, make_district_staff, make_figures, make_yearly_report

from .tables import FILE, MONEY, ROWS, SWAPPED, TARGET, block, stored


@pytest.fixture
def sheet(district):
    """The return of the third quarter, with figures of the second and one of its own."""
    make_district(district.province, "064", name="Huyện Chợ Đồn")
    first, second, _third = district.cooperatives
    make_figures(first, 2024, 2, revenue=1_635_500_000, member_count=21)
    make_figures(second, 2024, 2, member_count=0)
    district.save(("A1", "profit", "-3,25"), ("B2", "note", "mưa lũ"))
    return district.sheet()


def test_a_sheet_is_a_target_by_its_values(sheet, district):
    target = target_of(sheet)
    assert [row.number for row in target.rows] == ["A1", "B2", "C3"]
    first, second, third = target.rows
    assert (first.name, first.commune) == ("HTX An", district.commune.name)
    assert first.last == {"revenue": 1_635_500_000, "member_count": 21}
    assert (first.stored["profit"], first.stored["revenue"]) == (-3_250_000, None)
    assert (second.last, second.stored["note"], third.last) == ({"member_count": 0}, "mưa lũ", {})
    assert (target.start, target.mark, target.period) == (None, Mark.COMMA, Quarter(2024, 3))
    assert target.unit_names == ("Huyện Ba Bể",)
    assert "Huyện Chợ Đồn" in target.other_units


def test_rows_come_as_the_person_sees_them_and_the_focus_is_found(sheet):
    target = target_of(sheet, ["C3", "A1"], ("A1", "member_count"))
    assert [row.number for row in target.rows] == ["C3", "A1", "B2"]
    assert target.start == (1, 3)
    assert target_of(sheet, None, ("ZZ", "member_count")).start is None
    with translation.override("en"):
        assert target_of(sheet).mark is Mark.POINT
        assert target_of(sheet).rows[0].last["revenue"] == 1_635_500_000


def test_the_number_of_statements_does_not_grow(sheet, django_assert_max_num_queries, district):
    with django_assert_max_num_queries(20):
        target = target_of(district.sheet())
    with django_assert_max_num_queries(0):
        found = understand(block("Tên HTX|TV", "HTX An|21", "HTX Lạ|3"), target, {})
    assert [cell.value for cell in found.cells] == [21]


def test_reports_of_a_year_are_a_target_too(district):
    first, second, _third = district.cooperatives
    make_yearly_report(first, 2023, rating="good")
    make_yearly_report(second, 2022, score="64", state="final")
    target = target_of(yearly_sheet(district.clerk, 2023, "061"))
    assert target.period == 2023
    assert (target.rows[0].locked, target.rows[1].locked) == ("đã chốt", "")
    assert (target.rows[0].stored["rating"], target.rows[1].last["rating"]) == ("good", "average")


# --- Our own workbook and import file -------------------------------------------------------------

OF_WORKBOOK = {
    "revenue": 1635.5,
    "profit": -3.25,
    "average_member_income": 8.4,
    "member_count": 1038,
    "managers_total": 4,
    "managers_higher_education": 2,
    "managers_vocational": 1,
    "note": "Điền bằng Excel",
}


def shown(value) -> str:
    """A cell as a Vietnamese spreadsheet puts it on the clipboard."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.10g}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("first", [1, CODES_ROW, LABELS_ROW])
@pytest.mark.parametrize("is_file", [True, False], ids=["file", "block"])
def test_our_own_workbook_says_all_itself(sheet, language, first, is_file):
    with translation.override(language):
        page = load_workbook(BytesIO(workbook_of(sheet))).worksheets[0]
        columns = {cell.value: cell.column for cell in page[CODES_ROW]}
        for row in range(FIRST_ROW, FIRST_ROW + 3):
            for field, value in OF_WORKBOOK.items():
                page.cell(row, columns[field]).value = value
        rows = [tuple(row) for row in page.iter_rows(min_row=first, values_only=True)]
        if not is_file:
            rows = [tuple(map(shown, row)) for row in rows]
        target = target_of(sheet, None, None if is_file else ("A1", "revenue"))
        found = understand(SourceTable(tuple(rows), first), target, {})
    assert (found.problem, found.questions) == ("", ())
    assert [cell.value for cell in found.cells[:8]] == [
        *(1_635_500_000, -3_250_000, 8_400_000, 1038, 4, 2, 1, "Điền bằng Excel"),
    ]
    assert len(found.cells) == 24


def test_a_file_for_the_import_is_understood_too(sheet):
    header = "registration_number|year|quarter|revenue_million|profit_million|member_count|note"
    lines = ["A1|2024|3|1635.5|-3.25|21|", "B2|2024|2|7|1|3|", "C3|2024|3|0|0|0|mùa vụ"]
    found = understand(block(header, *lines), target_of(sheet), {})
    assert found.questions == ()
    assert stored(found) == {
        ("A1", "revenue"): 1_635_500_000,
        ("A1", "profit"): -3_250_000,
        ("A1", "member_count"): 21,
        ("A1", "note"): "",
        **dict.fromkeys([("C3", "revenue"), ("C3", "profit"), ("C3", "member_count")], 0),
        ("C3", "note"): "mùa vụ",
    }
    assert [(one.row, one.reason) for one in found.left] == [(3, "period")]


# --- What is remembered ---------------------------------------------------------------------------

HEAD = "TT|Tên HTX|Hội viên|Diện tích|Doanh thu quý III"
TABLE = block(HEAD, *[f"{n}|{row.name}|21|3|{2000 + n}" for n, row in enumerate(ROWS, start=1)])
SAID = {"column-2": "member_count"}


def asked(table, target, known):
    return [question.key for question in understand(table, target, {}, known).questions]


@pytest.fixture
def clerk(district):
    return district.clerk


def test_what_was_said_of_columns_is_not_asked_again(clerk):
    assert remembered(clerk, None, TABLE, TARGET) == {}
    found = understand(TABLE, TARGET, SAID)
    assert [question.key for question in found.questions] == ["column-2", "column-3"]
    remember(clerk, None, found)
    known = remembered(clerk, None, TABLE, TARGET)
    again = understand(TABLE, TARGET, {}, known)
    assert (again.questions, stored(again)) == ((), stored(found))


def test_next_quarters_edition_is_known_and_another_set_of_headings_is_not(clerk):
    remember(clerk, None, understand(TABLE, TARGET, SAID))
    later = replace(TARGET, period=Quarter(2024, 4))
    edition = block(HEAD.replace("III", "IV").upper(), *TABLE.rows[1:])
    assert asked(edition, later, remembered(clerk, None, edition, later)) == []
    for head in (HEAD.replace("Diện tích|", "Lao động|"), f"{HEAD}|Vụ", HEAD.replace("III", "II")):
        other = block(head, *TABLE.rows[1:])
        assert remembered(clerk, None, other, TARGET) == {}


def test_it_is_the_persons_or_the_units_own(clerk, district):
    other = make_district_staff(district.unit)
    remember(clerk, None, understand(TABLE, TARGET, SAID))
    assert remembered(other, None, TABLE, TARGET) == {}
    assert remembered(clerk, district.unit, TABLE, TARGET) == {}
    remember(clerk, district.unit, understand(TABLE, TARGET, SAID))
    assert remembered(other, district.unit, TABLE, TARGET)["column-2"] == "member_count"
    remember(other, district.unit, understand(TABLE, TARGET, {"column-2": "managers_total"}))
    assert SheetMapping.objects.count() == 2
    assert remembered(clerk, district.unit, TABLE, TARGET)["column-2"] == "managers_total"


def test_a_unit_that_was_said_once_is_asked_about_where_it_makes_no_sense_any_more(clerk):
    def table(factor):
        lines = [f"{row.name}|{row.last['revenue'] // 1_000_000 * factor}" for row in ROWS]
        return block("Tên HTX|Doanh thu", *lines)

    found = understand(table(1000), TARGET, {"column-1": "revenue:thousand"})
    assert found.open == 0
    remember(clerk, None, found)
    known = remembered(clerk, None, table(1000), TARGET)
    assert asked(table(1000), TARGET, known) == []
    assert asked(table(1), TARGET, known) == ["column-1"]


def test_without_headings_an_order_is_believed_only_while_persons_show_it(clerk):
    fields = ("managers_total", "member_count")
    rows = [f"{row.name}|{row.last[fields[0]]}|{row.last[fields[1]]}" for row in ROWS]
    said = {"column-1": fields[0], "column-2": fields[1]}
    remember(clerk, None, understand(block(*rows), TARGET, said))
    assert asked(block(*rows), TARGET, remembered(clerk, None, block(*rows), TARGET)) == []
    turned = block(*[f"{row.name}|{row.last[fields[1]]}|{row.last[fields[0]]}" for row in ROWS])
    assert asked(turned, TARGET, remembered(clerk, None, turned, TARGET)) == ["columns"]


def lines(divided_by=1_000_000):
    """Names and seven figures, nothing above them; the two kinds of training changed."""
    return [
        "|".join(
            [
                row.name,
                *(str(row.last[field] // divided_by) for field in MONEY),
                *(str(row.last[field]) for field in SWAPPED[3:]),
            ]
        )
        for row in ROWS
    ]


NOTHING_BEFORE = replace(
    TARGET,
    rows=tuple(
        replace(row, last={field: row.last[field] for field in SWAPPED[3:]}) for row in ROWS
    ),
)


def test_a_shape_without_headings_that_was_said_once_says_no_unit():
    """Persons show the order; amounts in thousand are asked about as if nothing had been said."""
    said = {f"column-{n}": field for n, field in enumerate(SWAPPED, start=1)}
    said |= {f"column-{n}": f"{field}:million" for n, field in enumerate(MONEY, start=1)}
    known = said | {"column-0": "name"}
    for target in (TARGET, NOTHING_BEFORE):
        assert understand(block(*lines()), target, {}, known).open == 0
        found = understand(block(*lines(1_000)), target, {}, known)
        assert found.open
        assert not {cell.field for cell in found.cells} & set(MONEY)


def test_the_unit_above_a_table_is_not_overruled_by_another_one_that_was_said(clerk):
    def table(unit, factor):
        rows = [f"{row.name}|{row.last['revenue'] // 1_000_000 * factor}|7" for row in ROWS]
        return block(f"Đơn vị tính: {unit}|", "Tên HTX|Doanh thu|Diện tích", *rows)

    first = table("triệu đồng", 1)
    said = {"column-1": "revenue:million", "column-2": "leave"}
    remember(clerk, None, understand(first, FILE, said))
    assert remembered(clerk, None, first, FILE)["column-1"] == "revenue:million"
    second = table("nghìn đồng", 1_000)
    found = understand(second, FILE, {}, remembered(clerk, None, second, FILE))
    assert {cell.number: cell.value for cell in found.cells if cell.field == "revenue"} == {
        row.number: row.last["revenue"] // 1_000_000 * 1_000_000 for row in ROWS
    }


def test_a_figure_that_was_left_out_once_is_said_to_be_and_offered():
    table = block("Tên HTX|Doanh thu|TV", f"{ROWS[0].name}|2.000|21")
    found = understand(table, TARGET, {}, {"column-1": "leave"})
    (question,) = found.questions
    assert (question.chosen, question.is_offered) == ("leave", True)
    assert "Lần trước" in question.text
    assert [left.reason for left in found.left] == ["column"]
    # Not the one of two that was not chosen.
    table = block("Tên HTX|Doanh thu|Doanh thu", f"{ROWS[0].name}|2.000|2.100")
    known = {"column-1": "leave", "column-2": "revenue:million"}
    assert understand(table, TARGET, {}, known).questions == ()


def test_nothing_is_kept_that_was_not_asked_or_is_open(clerk):
    plain = block("Tên HTX|TV", f"{ROWS[0].name}|21")
    remember(clerk, None, understand(plain, TARGET, {}))
    open_one = block("Tên HTX|DT|DT", f"{ROWS[0].name}|2.000|2.100")
    remember(clerk, None, understand(open_one, TARGET, {}))
    bare = block("21|3")
    remember(clerk, None, understand(bare, replace(TARGET, start=(0, 3)), {}))
    assert not SheetMapping.objects.exists()
