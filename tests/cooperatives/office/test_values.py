"""Numbers of tables: one reading for all, what is odd asked about; and the whole of a reading."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from cooperatives.files.cells import Percentage
from cooperatives.ground.numbers import Mark
from cooperatives.office.understood import LineKind

from .tables import (
    FIGURES,
    FILE,
    HEAD,
    MILLION,
    ROWS,
    TARGET,
    TRUTH,
    YEARLY,
    A,
    B,
    C,
    amount,
    block,
    kinds,
    line,
    never_last,
    open_kinds,
    question,
    read,
    values,
)

# --- Numbers --------------------------------------------------------------------------------------


IN_MILLION = "Tên HTX|Doanh thu (tr.đ)|Lợi nhuận (tr.đ)|TNBQ (tr.đ)"


def of_a(*cells: str, head=IN_MILLION, target=TARGET, said=None):
    return read(block(head, [A.name, *cells]), target, said)


def test_a_row_of_mixed_numbers_is_one_reading():
    """Which was read two ways, a factor of 1,000 apart."""
    found = of_a("1,234.50", "85.125", "12.5")
    assert (found.questions, values(found)) == ((), [1_234_500_000, 85_125_000, 12_500_000])
    assert [cell.text for cell in found.cells] == ["1.234,5", "85,125", "12,5"]


def test_numbers_that_can_be_read_one_way_only_are_read_so_beside_others():
    found = of_a("1.234,5", "12.5", "12,5")
    assert (found.questions, values(found)) == ((), [1_234_500_000, 12_500_000, 12_500_000])


def test_marks_that_contradict_each_other_leave_the_rest_open():
    found = of_a("1.234,5", "85.125", "12.5")
    assert open_kinds(found) == ["mark"]
    for mark, profit in (("comma", 85_125_000_000), ("point", 85_125_000)):
        found = of_a("1.234,5", "85.125", "12.5", said={"mark": mark})
        assert (found.open, found.cells[1].value) == (0, profit)


def test_the_pages_mark_holds_where_last_quarters_figures_say_so():
    table = block("Tên HTX|Doanh thu", f"{A.name}|2.100", f"{B.name}|1.999")
    assert (read(table).questions, values(read(table))) == ((), [2_100 * MILLION, 1_999 * MILLION])
    english = replace(TARGET, mark=Mark.POINT)
    found = read(table, english)
    assert open_kinds(found) == ["mark"]
    assert "2.100" in question(found, "mark").examples[0]
    assert values(read(table, english, {"mark": "comma"})) == [2_100 * MILLION, 1_999 * MILLION]


def test_persons_are_whole_and_tell_the_mark():
    found = read(block("Tên HTX|Thành viên|TNBQ (đồng)", f"{A.name}|1.038|13.900.500"))
    assert values(found) == [13_900_500, 1_038]
    found = read(block("Tên HTX|Thành viên|LN (tr.đ)", f"{A.name}|1.038|12.500"))
    assert (found.questions, values(found)) == ((), [12_500 * MILLION, 1_038])
    small = read(block("Tên HTX|TV|LN", f"{A.name}|87|1.250"), never_last())
    assert open_kinds(small) == ["mark"]


@pytest.mark.parametrize("dash", ["-", "–", "—"])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, [2_000 * MILLION, None, None, ""]),
        ({"dash": "zero"}, [2_000 * MILLION, 0, 0, ""]),
        ({"dash": "leave"}, [2_000 * MILLION]),
    ],
)
def test_a_dash_is_asked_about_and_offered_as_a_blank(dash, said, expected):
    head = "Tên HTX|Doanh thu|Lợi nhuận|TV|Ghi chú"
    found = of_a("2.000", dash, dash, dash, head=head, said=said)
    assert (found.open, values(found)) == (0, expected)
    assert question(found, "dash").chosen == said.get("dash", "blank")


def test_a_loss_in_brackets_is_one_and_elsewhere_brackets_are_odd():
    found = of_a("2.000", "(35,5)", "12")
    assert (found.questions, found.cells[1].value) == ((), -35_500_000)
    found = of_a("(2.000)", "35", "12")
    assert open_kinds(found) == ["odd"]
    assert "(2.000) → 2.000" in question(found, "odd").examples[0]
    assert of_a("(2.000)", "35", "12", said={"odd": "yes"}).cells[0].value == 2_000 * MILLION
    left = of_a("(2.000)", "35", "12", said={"odd": "leave"})
    assert ([cell.field for cell in left.cells], left.left[0].reason) == (
        ["profit", "average_member_income"],
        "odd",
    )


def test_vnd_in_a_column_of_million_are_asked_about():
    head = "Tên HTX|Doanh thu (tr.đ)"
    table = block(head, f"{A.name}|2100500000", *[[r.name, amount(r, "revenue")] for r in ROWS[1:]])
    found = read(table)
    assert open_kinds(found) == ["odd"]
    assert "2100500000 → 2.100,5" in question(found, "odd").examples[0]
    assert read(table, TARGET, {"odd": "yes"}).cells[0].value == 2_100_500_000
    assert len(read(table, TARGET, {"odd": "leave"}).cells) == 41


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5 triệu", 12_500_000),
        ("0,5 tỷ", 500_000_000),
        ("201.500 nghìn đồng", 201_500_000),
        ("201500000 đ", 201_500_000),
        ("2 100,5", 2_100_500_000),
        ("\u200b2.100,5\u200e", 2_100_500_000),
    ],
)
def test_units_and_strange_blanks_beside_numbers(text, value):
    found = of_a(text, head="Tên HTX|Doanh thu (tr.đ)")
    assert (found.questions, values(found)) == ((), [value])


@pytest.mark.parametrize(
    ("cell", "head"),
    [
        ("5 HTX", "Tên HTX|TV"),
        ("hai mươi", "Tên HTX|TV"),
        ("12 triệu", "Tên HTX|TV"),
        ("12 người", "Tên HTX|Doanh thu (tr.đ)"),
        ("2,5", "Tên HTX|TV"),
        ("#REF!", "Tên HTX|TV"),
        (date(2024, 9, 3), "Tên HTX|TV"),
        (True, "Tên HTX|TV"),
    ],
)
def test_what_cannot_be_read_is_given_as_it_stands_with_a_sentence(cell, head):
    found = of_a(cell, head=head)
    (one,) = found.cells
    assert (one.is_readable, bool(one.why), bool(one.text)) == (False, True, True)
    assert one.text == one.was


def test_a_blank_over_a_stored_figure_clears_and_is_counted():
    filled = replace(A, stored=dict(A.stored) | {"revenue": 5 * MILLION, "profit": MILLION})
    target = replace(TARGET, rows=(filled, *ROWS[1:]))
    found = of_a("", "1", "", target=target)
    assert [(cell.old, cell.text, cell.is_cleared, cell.changes) for cell in found.cells] == [
        ("5", "", True, True),
        ("1", "1", False, False),
        ("", "", False, False),
    ]
    assert found.cleared == 1


def test_a_short_line_of_a_block_says_nothing_of_the_cells_beyond_it():
    filled = replace(A, stored=dict(A.stored) | {"profit": MILLION})
    target = replace(TARGET, rows=(filled, *ROWS[1:]))
    table = block("Tên HTX|DT (tr.đ)|LN (tr.đ)", f"{A.name}|2.000", f"{B.name}|2.000|100")
    assert [cell.field for cell in read(table, target).cells if cell.number == A.number] == [
        "revenue"
    ]
    # In a file what is not there is blank.
    assert read(table, replace(target, start=None)).cleared == 1


@pytest.mark.parametrize(
    ("text", "value"), [("1.635", 1_635 * MILLION), ("20.5", 20_500_000), ("5", 5 * MILLION)]
)
def test_a_single_cell_is_read_as_if_it_were_typed(text, value):
    for target in (TARGET, never_last()):
        assert (read(block(text), target).questions, values(read(block(text), target))) == (
            (),
            [value],
        )


# --- Of the whole ---------------------------------------------------------------------------------


def test_what_was_seen_is_what_is_stored():
    one, same, other = (of_a(text, head="Tên HTX|TV") for text in ("21", "21,0", "22"))
    assert one.fingerprint == same.fingerprint != other.fingerprint
    elsewhere = replace(
        TARGET, rows=(replace(A, stored=dict(A.stored) | {"member_count": 5}), *ROWS[1:])
    )
    assert of_a("21", head="Tên HTX|TV", target=elsewhere).fingerprint != one.fingerprint


def test_questions_come_in_the_order_in_which_to_answer_them():
    table = block(
        "UBND HUYỆN CHỢ ĐỒN",
        "Quý II năm 2024",
        "Tên HTX|Diện tích|Doanh thu (tr.đ)|Lợi nhuận (tr.đ)",
        f"{A.name}|1|2.100,5|85.125",
        f"{B.name}|1|(2.000)|12.5",
        f"{C.name}|1|-|12",
        f"{C.name}|1|-|13",
        "HTX Lạ|1|1|1",
    )
    assert kinds(read(table)) == [
        *("period", "unit", "column", "mark", "odd", "twice", "line"),
    ]


def test_a_yearly_sheet_has_scores_and_ratings_too():
    target = replace(FILE, columns=YEARLY, period=2024)
    table = block(
        "BÁO CÁO NĂM 2024",
        "TT|Tên HTX|Doanh thu||Số TV|Điểm|Xếp loại",
        "||Quý IV|Cả năm|||",
        f"1|{A.name}|2.000|9.100,5|87|82,5|Tốt",
        f"2|{B.name}|2.000|8.100|28|64|trung bình",
    )
    found = read(table, target)
    assert found.questions == ()
    by_field: Mapping = {(cell.number, cell.field): cell.value for cell in found.cells}
    assert by_field[A.number, "revenue"] == 9_100_500_000
    assert str(by_field[A.number, "score"]) == "82.5"
    assert [by_field[row.number, "rating"] for row in (A, B)] == ["good", "average"]


def test_understanding_says_what_each_line_is():
    table = block(
        HEAD, "I|Xã Bành Trạch", f"1|{A.name}|2.000", "", "2|HTX Lạ|3", "|Tổng cộng|2.003"
    )
    assert [one.kind for one in read(table).lines] == [
        *(LineKind.GROUP, LineKind.COOPERATIVE, LineKind.BLANK, LineKind.UNKNOWN, LineKind.TOTAL),
    ]


@pytest.mark.parametrize("text", ["(" * 100_000, "ngày " * 20_000, "1." * 50_000, "-" * 100_000])
def test_endless_texts_are_read(text):
    """A pattern that tries all ways to read them would not come back."""
    for table in (
        block([text, "5"], [A.name, text]),
        block(["Tên HTX", text, "TV"], [A.name, "x", "21"], [text, text, text]),
    ):
        read(table)
        read(table, FILE)


def test_a_sheet_of_1500_rows_is_read():
    """1,500 rows and 12 columns, in which every number has to be read."""
    rows = tuple(
        replace(ROWS[n % 42], number=f"06{n:07d}", name=f"HTX {n} {ROWS[n % 42].name[4:]}")
        for n in range(1500)
    )
    lines = [
        [str(n), row.name, "Thôn", row.commune, "Nông", *line(ROWS[n % 42], FIGURES)]
        for n, row in enumerate(rows)
    ]
    table = block("TT|Tên HTX|Địa chỉ|Xã|Ngành|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC", *lines)
    found = read(table, replace(TARGET, rows=rows))
    assert (found.questions, len(found.cells)) == ((), 10_500)
    assert TRUTH[A.number, "revenue"] == found.cells[0].value


@pytest.mark.parametrize("head", ["Doanh thu (tr.đ)", "Thành viên"])
def test_a_per_cent_is_no_amount(head):
    """150 % was stored as 1,5 million."""
    found = read(block(["Tên HTX", head], [A.name, Percentage(150.0)]), FILE)
    assert [cell.is_readable for cell in found.cells] == [False]
