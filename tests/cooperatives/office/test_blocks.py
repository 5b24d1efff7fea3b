"""Blocks without headings, and without names: asked about where they do not fit."""

from dataclasses import replace

import pytest

from cooperatives.ground.vietnamese import sort_key

from .tables import (
    FIELDS,
    FIGURES,
    FILE,
    MILLION,
    MONEY,
    PERSONS,
    ROWS,
    SWAPPED,
    TARGET,
    TRUTH,
    A,
    B,
    amount,
    block,
    kinds,
    line,
    never_last,
    open_kinds,
    question,
    read,
    sheet,
    stored,
    truth_of,
    values,
    vi,
)

# --- Without headings -----------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [PERSONS[:2], FIGURES[:6], (*FIGURES, "revenue")])
def test_names_and_another_number_of_columns_open_the_chooser(fields):
    table = sheet(fields=fields)
    found = read(table)
    assert open_kinds(found) == ["column"] * len(fields)
    assert found.cells == ()


def test_columns_are_chosen_one_by_one():
    table = sheet(fields=("profit", "member_count"))
    said = {"column-2": "profit:million", "column-3": "member_count"}
    found = read(table, TARGET, said)
    assert (found.open, stored(found)) == (0, truth_of(["profit", "member_count"]))


@pytest.mark.parametrize("lead", [None, lambda n, row: []], ids=["named", "bare"])
def test_columns_whose_persons_are_anothers_are_asked_about(lead):
    """The two kinds of training changed places."""
    table = sheet(fields=SWAPPED, lead=lead)
    found = read(table)
    assert open_kinds(found) == ["columns"]
    as_persons_say = question(found, "columns").choices[1][0]
    found = read(table, TARGET, {"columns": as_persons_say})
    assert (found.open, stored(found)) == (0, truth_of(FIGURES))


@pytest.mark.parametrize("lead", [None, lambda n, row: []], ids=["named", "bare"])
def test_columns_in_quite_another_order_are_never_taken(lead):
    found = read(sheet(fields=(*PERSONS, *MONEY), lead=lead))
    assert found.open


def test_columns_with_names_are_asked_about_where_nothing_was_reported_before():
    table = sheet()
    found = read(table, never_last())
    assert open_kinds(found) == ["columns"]
    assert stored(read(table, never_last(), {"columns": "yes"})) == truth_of(FIGURES)
    chosen = read(table, never_last(), {"columns": "no"})
    assert open_kinds(chosen) == ["column"] * 7


def test_words_behind_names_are_a_note_where_the_person_is_in_the_notes():
    table = block(f"{A.name}|nghỉ vụ", f"{B.name}|mái dột")
    found = read(table, replace(TARGET, start=(0, 7)))
    assert (question(found, "column").chosen, values(found)) == ("note", ["nghỉ vụ", "mái dột"])
    assert read(table).cells == ()


def test_a_first_column_that_counts_the_rows_is_asked_about():
    table = sheet(lead=lambda n, row: [str(n)])
    found = read(table)
    assert open_kinds(found) == ["columns"]
    assert stored(read(table, TARGET, {"columns": "shifted"})) == truth_of(FIGURES)
    # Where it could be nothing else, it is left out.
    wide = block(*[[str(n), *line(row, FIELDS)] for n, row in enumerate(ROWS, 1)])
    assert stored(read(wide)) == truth_of(FIGURES)


# --- Where a bare block goes ----------------------------------------------------------------------


def bare(rows, fields=FIGURES):
    return block(*[line(row, fields) for row in rows])


def test_forty_rows_into_forty_two_never_go_to_others():
    """Two in the middle are missing: the dialog offers the rows without them."""
    rows = [row for n, row in enumerate(ROWS) if n not in (3, 20)]
    found = read(bare(rows))
    asked = question(found, "place")
    assert (asked.chosen, found.open) == ("", 1)
    assert [key for key, _label in asked.choices] == ["here", "gaps:shown"]
    assert ROWS[3].name in asked.choices[1][1]
    assert stored(read(bare(rows), TARGET, {"place": "gaps:shown"})) == truth_of(FIGURES, rows)
    here = read(bare(rows), TARGET, {"place": "here"})
    assert [cell.number for cell in here.cells[::7]] == [row.number for row in ROWS[:40]]


def test_an_offset_that_fits_is_offered():
    found = read(bare(ROWS[2:]))
    assert [key for key, _label in question(found, "place").choices] == ["here", "offset:2"]
    assert found.open == 1
    assert stored(read(bare(ROWS[2:]), TARGET, {"place": "offset:2"})) == truth_of(
        FIGURES, ROWS[2:]
    )
    low = read(bare(ROWS[:20]), replace(TARGET, start=(5, 0)))
    assert "offset:-5" in dict(question(low, "place").choices)


@pytest.mark.parametrize("by", ["name", "number", "sector", "commune"])
def test_another_order_that_fits_is_offered(by):
    order = sorted(ROWS, key=lambda row: (sort_key(getattr(row, by)), sort_key(row.name)))
    # As the page would show them: by nothing that is offered.
    target = replace(TARGET, rows=ROWS[::2] + ROWS[1::2])
    found = read(bare(order), target)
    asked = question(found, "place")
    assert asked.chosen == ""
    offered = [key for key, _label in asked.choices if key != "here"]
    assert offered
    assert any(
        stored(read(bare(order), target, {"place": key})) == truth_of(FIGURES) for key in offered
    )


def test_an_order_that_nobody_knows_is_open_too():
    mixed = ROWS[::3] + ROWS[1::3] + ROWS[2::3]
    found = read(bare(mixed[::-1]))
    assert open_kinds(found) == ["place"]


def test_two_rows_with_the_persons_of_others_are_asked_about():
    strangers = ("2.100|35|3|999|8|1|1", "1.900|35|3|888|9|1|1")
    found = read(block(*strangers))
    assert "place" in kinds(found)
    known = block(*[line(row, FIGURES) for row in ROWS[:2]])
    assert read(known).questions == ()
    money = block(*[line(row, MONEY) for row in ROWS[5:7]])
    assert "place" not in kinds(read(money))


def test_many_rows_that_end_before_the_table_does_are_asked_about():
    found = read(bare(ROWS[:30]))
    assert (question(found, "place").chosen, found.open) == ("here", 0)
    assert stored(found) == truth_of(FIGURES, ROWS[:30])
    found = read(bare(ROWS[:30]), never_last())
    assert kinds(found) == ["place"]


@pytest.mark.parametrize(
    ("table", "start", "words"),
    [
        (bare(ROWS[:5]), (40, 0), ("5", "2")),
        (block("1|2|3"), (0, 6), ("3", "2")),
        (block(*["1"] * 4), (40, 0), ("4", "2")),
    ],
)
def test_a_block_that_does_not_fit_is_refused(table, start, words):
    found = read(table, replace(TARGET, start=start))
    assert found.cells == ()
    assert all(word in found.problem for word in words)


def test_blanks_that_stand_over_are_no_reason_to_refuse():
    found = read(block("1|x|", "||", "||"), replace(TARGET, start=(41, 6)))
    assert values(found) == [1, "x"]


def test_blank_lines_clear_wherever_they_stand_in_a_block():
    stored_there = tuple(
        replace(row, stored=row.stored | {"revenue": 197 * MILLION, "profit": MILLION})
        for row in never_last().rows
    )
    target = replace(TARGET, rows=stored_there, start=(5, 0))
    for lines, cleared in ((("65,5|3,7", "|"), ROWS[6]), (("|", "65,5|3,7"), ROWS[5])):
        found = read(block(*lines), target)
        assert found.questions == ()
        assert {(one.number, one.field) for one in found.cells if one.is_cleared} == {
            (cleared.number, "revenue"),
            (cleared.number, "profit"),
        }
    # Whole columns end in blank lines without end.
    found = read(block("65,5|3,7", *["|"] * 5_000), target)
    assert found.cleared == 2 * (len(ROWS) - 6)


def test_blank_lines_at_the_end_are_rows_of_the_block():
    lines = [line(row, PERSONS[:1]) for row in ROWS[:20]]
    found = read(block(*lines, *[[""]] * 22), replace(TARGET, start=(0, 3)))
    assert found.questions == ()
    assert len(found.cells) == len(ROWS)


def test_a_column_of_amounts_with_a_row_left_out_is_offered_in_both_ways():
    target = replace(TARGET, rows=ROWS[:20])
    rows = [row for row in target.rows if row is not target.rows[9]]
    table = block(*[[vi(row.last["revenue"] * 11 // 10 / MILLION)] for row in rows])
    found = read(table, target)
    asked = question(found, "place")
    assert asked.chosen == ""
    (gaps,) = (value for value, _label in asked.choices if value.startswith("gaps"))
    found = read(table, target, {"place": gaps})
    assert {cell.number for cell in found.cells} == {row.number for row in rows}
    assert all(
        cell.value == target.rows[place].last["revenue"] * 11 // 10
        for place, row in enumerate(target.rows)
        for cell in found.cells
        if cell.number == row.number
    )


def test_a_file_that_names_nobody_is_refused():
    for table in (bare(ROWS), block("DT|LN", *[line(row, MONEY[:2]) for row in ROWS])):
        assert read(table, FILE).problem


def test_a_table_on_its_side_is_told_to_be_turned():
    found = read(block(f"Chỉ tiêu|{A.name}|{B.name}", "Doanh thu|1|2", "Lợi nhuận|1|2"))
    assert "Transpose" in found.problem


@pytest.mark.parametrize("table", [block(), block(""), block("|", "|"), block([None, None])])
def test_a_blank_table_says_nothing(table):
    assert read(table).problem
    assert read(table, FILE).problem


def test_a_cell_with_its_unit_names_nobody():
    """A bare row that begins with an amount and its unit was refused."""
    row = ROWS[7]
    numbers = [f"{amount(row, 'revenue')} triệu", "(3,5)", "–", "12 người"]
    found = read(block(numbers), replace(TARGET, start=(7, 0)))
    assert found.problem == ""
    assert found.cells[0].value == TRUTH[row.number, "revenue"]
    assert {cell.number for cell in found.cells} == {row.number}


def test_a_failed_formula_names_nobody():
    found = read(block("#REF!|#DIV/0!|15"), replace(TARGET, start=(7, 0)))
    assert found.problem == ""
    assert [cell.is_readable for cell in found.cells] == [False, False, True]
