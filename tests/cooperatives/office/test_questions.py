"""What a table does not say is asked, and nothing of it is wrong whatever is answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from cooperatives.ground.numbers import Mark
from cooperatives.ground.vietnamese import sort_key
from cooperatives.office.understood import LineKind

from .tables import (
    FIELDS,
    FIGURES,
    FILE,
    MILLION,
    MONEY,
    PERSONS,
    ROWS,
    TARGET,
    TRUTH,
    YEARLY,
    amount,
    block,
    kinds,
    line,
    open_kinds,
    read,
    sheet,
    stored,
    truth_of,
    vi,
)

HEAD = "TT|Tên HTX|Doanh thu|Lợi nhuận|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC"
SWAPPED = (*FIGURES[:5], "managers_vocational", "managers_higher_education")
A, B, C = ROWS[:3]


def question(found, kind):
    (one,) = [one for one in found.questions if one.kind == kind]
    return one


def values(found) -> list:
    return [cell.value for cell in found.cells]


def never_last(target=TARGET):
    """A target of which nothing was reported before."""
    return replace(target, rows=tuple(replace(row, last={}) for row in target.rows))


# --- Columns --------------------------------------------------------------------------------------


def test_unknown_headings_are_asked_about_and_left_unless_somebody_says_more():
    table = sheet(
        "TT|Tên HTX|Diện tích (ha)|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [str(n), row.name, str(n)],
    )
    found = read(table)
    asked = question(found, "column")
    assert (asked.key, asked.chosen, asked.is_offered) == ("column-2", "leave", True)
    assert asked.examples == ("1", "2", "3", "4")
    assert (found.must_ask, found.open) == (True, 0)
    assert stored(found) == truth_of(FIGURES)


def test_what_is_said_of_a_column_holds_and_stays_a_question():
    table = block("Tên HTX|Hội viên", f"{A.name}|21")
    found = read(table, TARGET, {"column-1": "member_count"})
    assert stored(found) == {(A.number, "member_count"): 21}
    asked = question(found, "column")
    assert (asked.chosen, asked.is_offered) == ("member_count", False)
    found = read(table, TARGET, {"column-1": "no such use"})
    assert (found.cells, found.open) == ((), 1)


def test_where_no_heading_of_figures_is_known_none_is_left_by_itself():
    found = read(block("Tên cơ sở|Tiền bán hàng|Tiền lãi", f"{A.name}|2.000|100"))
    assert open_kinds(found) == ["column", "column"]
    assert found.cells == ()


def test_a_known_heading_can_be_corrected():
    found = read(block("Tên HTX|LN", f"{A.name}|21"), TARGET, {"column-1": "member_count"})
    assert stored(found) == {(A.number, "member_count"): 21}


@pytest.mark.parametrize(
    "head",
    [
        "Tên HTX|Doanh thu|Doanh thu",
        "Tên HTX|Doanh thu|Tổng doanh thu",
        "Tên HTX|Revenue|Doanh thu",
        "Tên HTX|DT thực hiện|DT",
    ],
)
def test_of_two_columns_of_one_figure_none_is_taken(head):
    found = read(block(head, f"{A.name}|2.000|2.100"))
    assert open_kinds(found) == ["column", "column"]
    assert found.cells == ()
    found = read(block(head, f"{A.name}|2.000|2.100"), TARGET, {"column-2": "revenue:million"})
    assert (found.open, values(found)) == (0, [2_100 * MILLION])


def test_two_columns_cannot_both_be_said_to_hold_one_figure():
    said = {"column-1": "revenue:million", "column-2": "revenue:million"}
    found = read(block("Tên HTX|A|B", f"{A.name}|2.000|2.100"), TARGET, said)
    assert open_kinds(found) == ["column"]
    assert values(found) == [2_000 * MILLION]


@pytest.mark.parametrize(
    ("heads", "opened"),
    [
        # A heading that may stand over several columns.
        (["Tên HTX|Cán bộ quản lý||"], 3),
        # What stands above makes another figure of it, or may.
        (["Tên HTX|Lao động||", "|Thành viên|Khác|Tổng số"], 1),
        (["Tên HTX|Thành viên||", "|CĐ, ĐH|SC, TC|Khác"], 2),
        # A unit that the figure cannot be in, and an amount of another time.
        (["Tên HTX|Số TV (triệu đồng)|TT|Xã"], 1),
        (["Tên HTX|Doanh thu (tr.đ/tháng)|TT|Xã"], 1),
        (["Tên HTX|TNBQ (tr.đ/năm)|TT|Xã"], 1),
        # Of the whole year.
        (["Tên HTX|Doanh thu năm 2024|TT|Xã"], 1),
    ],
)
def test_headings_that_may_mean_something_else_are_open(heads, opened):
    found = read(block(*heads, f"{A.name}|5|3|2"))
    assert open_kinds(found) == ["column"] * opened
    assert found.cells == ()


def test_an_estimate_is_left_unless_somebody_takes_it():
    table = block("Tên HTX|Ước TH doanh thu|LN", f"{A.name}|2.000|200")
    assert [cell.field for cell in read(table).cells] == ["profit"]
    assert question(read(table), "column").chosen == "leave"


def test_plans_comparisons_and_parts_are_never_taken_for_the_figure():
    heads = [
        *("Kế hoạch doanh thu", "KH DT năm 2024", "Lũy kế doanh thu", "DT cùng kỳ", "DT quý trước"),
        *("Doanh thu so với KH (%)", "Doanh thu bán hàng", "Doanh thu BQ", "Doanh thu thuần"),
        *("Thành viên mới", "Thành viên nữ", "Số TV đầu kỳ", "Thu nhập BQ lao động"),
        *("Lợi nhuận trước thuế", "Trên đại học", "Sơ cấp", "Đại học", "CBQL qua đào tạo"),
        *("Doanh thu tháng 9", "DT (ha)", "Số HTX có lãi", "Lao động", "Tổng số"),
    ]
    found = read(block(["Tên HTX", *heads], [A.name, *["5"] * len(heads)]))
    assert found.cells == ()


def test_a_column_that_nothing_heads_is_open():
    found = read(block("Tên HTX||LN", f"{A.name}|2.000|200"))
    assert open_kinds(found) == ["column"]


# --- Units ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "answer"), [(1_000, "thousand"), (1, "vnd")])
def test_a_unit_that_nothing_says_is_asked_about_once(unit, answer):
    table = sheet(HEAD, unit=unit)
    found = read(table)
    asked = question(found, "money")
    assert (kinds(found), asked.chosen) == (["money"], "")
    before = f"{A.last['revenue'] / MILLION:,.0f}".replace(",", ".")
    assert before in asked.examples[0]
    found = read(table, TARGET, {"money": answer})
    assert (found.open, stored(found)) == (0, truth_of(FIGURES))


def test_one_column_in_an_unlikely_unit_is_asked_about_alone():
    table = block(
        "Tên HTX|DT|TNBQ",
        *[
            [row.name, amount(row, "revenue"), amount(row, "average_member_income", unit=1_000)]
            for row in ROWS
        ],
    )
    found = read(table)
    assert [one.key for one in found.questions] == ["column-2"]
    assert set(stored(found)) == set(truth_of(["revenue"]))
    found = read(table, TARGET, {"column-2": "average_member_income:thousand"})
    assert stored(found) == truth_of(["revenue", "average_member_income"])


@pytest.mark.parametrize(
    ("numbers", "is_asked"),
    [
        (["350", "1.200", "87,5"], False),
        (["350.000", "1.200.000", "87.500"], True),
        (["350.000.000", "1.200.000.000", "87.500.000"], True),
        (["12.000", "15.000", "14.500,5"], True),  # million or thousand: nobody can tell
        (["0", "0", ""], False),
    ],
)
def test_without_a_quarter_before_what_is_plausible_tells_units(numbers, is_asked):
    lines = [f"{row.name}|{number}" for row, number in zip(ROWS, numbers, strict=False)]
    found = read(block("Tên HTX|Doanh thu", *lines), never_last())
    assert bool(found.open) is is_asked


def test_an_income_of_a_month_is_thrice_that_in_a_quarter_and_twelve_times_in_a_year():
    table = block("Tên HTX|Thu nhập BQ/người/tháng (đồng)", f"{A.name}|4.500.000")
    assert values(read(table)) == [13_500_000]
    assert values(read(table, replace(TARGET, columns=YEARLY, period=2024))) == [54_000_000]


def test_persons_that_nobody_believes_are_asked_about():
    found = read(block("Tên HTX|Thành viên", *[[row.name, vi(40_001)] for row in ROWS]))
    assert open_kinds(found) == ["column"]


# --- The period, the unit -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "BIỂU SỐ LIỆU QUÝ II NĂM 2024",
        "Báo cáo quý 3/2023",
        "Kết quả 9 tháng năm 2024",
        "Tổng hợp số liệu năm 2023",
        "Q4.2024",
    ],
)
def test_a_table_of_another_period_is_asked_about(title):
    table = sheet(title, HEAD)
    found = read(table)
    assert (open_kinds(found), found.open) == (["period"], 1)
    assert stored(read(table, TARGET, {"period": "yes"})) == truth_of(FIGURES)
    refused = read(table, TARGET, {"period": "no"})
    assert (refused.cells, refused.open) == ((), 0)


@pytest.mark.parametrize(
    "title",
    [
        "BIỂU SỐ LIỆU QUÝ III NĂM 2024 (so với quý III/2023)",
        "Quý 3 năm 2024",
        "Q3/2024",
        "Thực hiện Nghị quyết số 20 năm 2022",
        "Ba Bể, ngày 10 tháng 01 năm 2025",
        "Số liệu năm 2024",
        "Kế hoạch số 532/KH-UBND ngày 07/8/2023",
    ],
)
def test_a_table_of_its_own_period_or_of_none_is_not(title):
    assert read(sheet(title, HEAD)).questions == ()


def test_the_title_of_a_sheet_counts():
    table = replace(sheet(HEAD), name="Quý II")
    assert open_kinds(read(table, FILE)) == ["period"]
    assert read(replace(sheet(HEAD), name="Quý III"), FILE).questions == ()


def test_columns_of_another_quarter_alone_are_asked_about():
    table = block("Tên HTX|DT quý II|LN quý II", f"{A.name}|2.000|200")
    assert open_kinds(read(table)) == ["period"]


def test_of_several_other_quarters_one_is_chosen():
    table = block(
        "Tên HTX|Doanh thu||LN|",
        "|Quý I|Quý II|Quý I|Quý II",
        f"{A.name}|1.000|2.000|100|200",
    )
    found = read(table)
    asked = question(found, "quarter")
    assert (asked.chosen, found.cells) == ("", ())
    key = asked.choices[1][0]
    found = read(table, TARGET, {"quarter": key})
    assert (found.open, values(found)) == (0, [2_000 * MILLION, 200 * MILLION])
    assert read(table, TARGET, {"quarter": "no"}).cells == ()


def test_lines_of_another_quarter_are_left_out():
    """As a file of several quarters has them, ours for imports included."""
    table = block(
        "Tên HTX|Năm|Quý|Số TV",
        f"{A.name}|2024|II|21",
        f"{A.name}|2024|III|22",
        f"{B.name}|2023|3|23",
    )
    found = read(table)
    assert stored(found) == {(A.number, "member_count"): 22}
    assert [(one.row, one.reason) for one in found.left] == [(2, "period"), (4, "period")]


@pytest.mark.parametrize(
    "title", ["UBND HUYỆN CHỢ ĐỒN", "Các HTX huyện Na Rì", "Thành phố Bắc Kạn", "UBND HUYỆN SA PA"]
)
def test_a_table_of_another_district_is_asked_about(title):
    table = sheet(title, HEAD)
    assert open_kinds(read(table)) == ["unit"]
    assert stored(read(table, TARGET, {"unit": "yes"})) == truth_of(FIGURES)
    assert read(table, TARGET, {"unit": "no"}).cells == ()


@pytest.mark.parametrize(
    "title",
    [
        "UBND HUYỆN BA BỂ",
        "Phòng Nông nghiệp huyện, tỉnh Bắc Kạn",
        "Các HTX trên địa bàn huyện",
        "TRÊN ĐỊA BÀN HUYỆN QUÝ III NĂM 2024",
        "HTX huyện Ba Bể (giáp huyện Chợ Đồn)",
    ],
)
def test_a_table_of_the_own_district_or_of_none_is_not(title):
    assert read(sheet(title, HEAD)).questions == ()


# --- Lines ----------------------------------------------------------------------------------------


def named(*names: str, **how):
    """A table of names, each with so many members: 21, 22, …"""
    return block(
        "TT|Tên HTX|TV", *[f"{n}|{name}|{20 + n}" for n, name in enumerate(names, 1)], **how
    )


def test_an_unknown_name_is_listed_with_likely_ones_and_the_rest_is_not_refused():
    found = read(named(A.name, "HTX Hoàn Toàn Lạ", f"{C.name} 2"))
    assert stored(found) == {(A.number, "member_count"): 21}
    strange, like = (one for one in found.questions if one.kind == "line")
    assert (strange.chosen, like.chosen, found.open) == ("leave", "leave", 0)
    assert like.choices[1][0] == C.number
    assert [(one.name, one.reason, one.row) for one in found.left] == [
        ("HTX Hoàn Toàn Lạ", "unknown", 3),
        (f"{C.name} 2", "unknown", 4),
    ]
    found = read(named(A.name, "HTX Hoàn Toàn Lạ"), TARGET, {"line-2": B.number})
    assert stored(found)[B.number, "member_count"] == 22
    assert found.lines[1].number == B.number


def test_a_shortened_name_is_offered_where_its_persons_are_those_of_last_quarter():
    table = block("Tên HTX|TV", f"HTX NN {A.name[4:]}|{A.last['member_count']}", f"{B.name}|28")
    found = read(table)
    assert question(found, "line").chosen == A.number
    other = block("Tên HTX|TV", f"HTX NN {A.name[4:]}|{A.last['member_count'] * 3}", f"{B.name}|28")
    assert question(read(other), "line").chosen == "leave"


def test_names_that_several_bear_are_asked_about_with_their_communes():
    twins = replace(
        TARGET, rows=tuple(replace(row, name="HTX Trùng Tên") for row in (ROWS[0], ROWS[20]))
    )
    found = read(named("Trùng Tên"), twins)
    asked = question(found, "line")
    assert [label for _value, label in asked.choices[1:3]] == [
        f"HTX Trùng Tên – {row.commune} – {row.number}" for row in twins.rows
    ]
    assert found.cells == ()


def test_a_number_tells_even_under_a_name_that_several_bear():
    twins = replace(TARGET, rows=tuple(replace(row, name="HTX Trùng Tên") for row in ROWS[:2]))
    table = block(
        "Mã số|Tên HTX|TV", f"{B.number}|HTX Trùng Tên|21", f"{A.number[1:]}|Trùng Tên|22"
    )
    found = read(table, twins)
    assert found.questions == ()
    assert [(cell.number, cell.value) for cell in found.cells] == [(A.number, 22), (B.number, 21)]


def test_a_number_and_a_name_of_two_rows_are_asked_about():
    table = block(
        "Số đăng ký|Tên HTX|TV",
        *[f"{row.number}|{row.name}|21" for row in ROWS[2:8]],
        f"{A.number}|{B.name}|22",
        f"069999999|{A.name}|23",
    )
    found = read(table)
    assert kinds(found) == ["line", "line"]
    assert {one.chosen for one in found.questions} == {"leave"}
    assert len(found.cells) == 6
    assert read(table, TARGET, {"line-7": B.number}).cells[0].value == 22


def test_a_cooperative_given_twice_is_taken_once_or_not_at_all():
    found = read(named(A.name, B.name, A.name.upper()))
    asked = question(found, "twice")
    assert (asked.key, asked.chosen) == (f"twice-{A.number}", "leave")
    assert stored(found) == {(B.number, "member_count"): 22}
    found = read(named(A.name, B.name, A.name.upper()), TARGET, {asked.key: "3"})
    assert stored(found)[A.number, "member_count"] == 23
    only = read(block("Tên HTX|TV", f"{A.name}|21", f"{A.name}|22"))
    assert (only.problem, kinds(only), only.cells) == ("", ["twice"], ())
    same = block("Tên HTX|TV", f"{A.name}|21", f"{A.name}|21")
    assert (read(same).questions, values(read(same))) == ((), [21])
    assert [one.reason for one in read(same).left] == ["twice"]
    half = block("Tên HTX|TV|CBQL", f"{A.name}||", f"{A.name}|21|3")
    assert (read(half).questions, values(read(half))) == ((), [21, 3])


def test_a_line_with_figures_and_no_name_is_asked_about():
    found = read(block("TT|Tên HTX|TV", f"1|{A.name}|21", "2||22"))
    assert (kinds(found), values(found)) == (["line"], [21])


def test_a_line_may_be_left_out_or_given_to_another():
    found = read(named(A.name, B.name), TARGET, {"line-1": "leave"})
    assert (values(found), found.left[0].reason) == ([22], "said")
    found = read(named(A.name, B.name), TARGET, {"line-1": C.number})
    assert {cell.number: cell.value for cell in found.cells} == {C.number: 21, B.number: 22}


def test_a_new_cooperative_without_figures_is_only_said():
    found = read(block("TT|Tên HTX|TV", f"1|{A.name}|21", "2|HTX Mới Thành Lập|"))
    assert (found.questions, found.left[0].reason) == ((), "unknown")


def test_a_table_of_strangers_is_no_table_of_ours():
    for table in (named("HTX Xa Lạ", "HTX Kỳ Dị"), block("HTX Xa Lạ|120|12", "HTX Kỳ Dị|90|9")):
        found = read(table)
        assert "HTX Xa Lạ, HTX Kỳ Dị" in found.problem
        assert found.cells == ()


def test_locked_rows_are_left_out_with_the_reason():
    locked = replace(TARGET, rows=(replace(A, locked="đã chốt"), *ROWS[1:]))
    found = read(named(A.name, B.name), locked)
    assert (values(found), found.left[0].why) == ([22], "đã chốt")


# --- Totals ---------------------------------------------------------------------------------------


def test_totals_are_held_against_the_sums():
    table = block(
        "TT|Tên HTX|Doanh thu|TNBQ|TV",
        "I|Xã Bành Trạch|3.000,5||41",
        f"1|{A.name}|1.000,5|12|20",
        f"2|{B.name}|2.000|13|21",
        "II|Xã Hà Hiệu|500||9",
        f"3|{C.name}|400|11|9",
        "|Tổng cộng|3.500,5|12|50",
    )
    found = read(table)
    assert [(one.row, one.field, one.said, one.found) for one in found.totals] == [
        (2, "revenue", "3.000,5", "3.000,5"),
        (2, "member_count", "41", "41"),
        (5, "revenue", "500", "400"),
        (5, "member_count", "9", "9"),
        (7, "revenue", "3.500,5", "3.400,5"),
        (7, "member_count", "50", "50"),
    ]
    assert [one.agrees for one in found.totals] == [True, True, False, True, False, True]


def test_lines_of_strangers_count_in_the_sums():
    found = read(block("Tên HTX|TV", f"{A.name}|21", "HTX Lạ|9", "Cộng|30"))
    assert [(one.said, one.found) for one in found.totals] == [("30", "30")]


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
def test_endless_texts_cost_nothing(text):
    started = process_time()
    for table in (
        block([text, "5"], [A.name, text]),
        block(["Tên HTX", text, "TV"], [A.name, "x", "21"], [text, text, text]),
    ):
        read(table)
        read(table, FILE)
    assert process_time() - started < 2


def test_it_is_quick():
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
    started = process_time()
    found = read(table, replace(TARGET, rows=rows))
    assert process_time() - started < 2  # a third of a second on the machine that it was made on
    assert (found.questions, len(found.cells)) == ((), 10_500)
    assert TRUTH[A.number, "revenue"] == found.cells[0].value


# --- Lines that are of something else -------------------------------------------------------------


def left_of(found):
    return [(one.row, one.reason) for one in found.left if one.row]


def test_plan_and_actual_in_two_lines_are_told_apart():
    rows = [
        "TT|Tên HTX|Chỉ tiêu|Doanh thu (tr.đ)|TV",
        f"1|{A.name}|KH|3.000|90",
        "||TH|2.100|87",
        f"2|{B.name}|KH|2.500|30",
        "||TH|1.999|28",
    ]
    found = read(block(*rows))
    assert (found.questions, values(found)) == ((), [2_100 * MILLION, 87, 1_999 * MILLION, 28])
    assert left_of(found) == [(2, "plan"), (4, "plan")]


def test_a_name_merged_over_several_lines_is_that_of_each():
    rows = [
        ["Tên HTX", "Kỳ", "TV"],
        [A.name, "Quý II", 80],
        [None, "Quý III", 87],
        [B.name, "Quý II", 29],
        [None, "Quý III", 28],
    ]
    found = read(block(*rows, merged=((1, 0, 2, 0), (3, 0, 4, 0))), FILE)
    assert (found.questions, values(found)) == ((), [87, 28])
    assert left_of(found) == [(2, "period"), (4, "period")]


def test_quarters_below_each_other_are_told_apart():
    rows = [
        "Tên HTX|TV",
        "Quý II|",
        f"{A.name}|80",
        "Quý III|",
        f"{A.name}|87",
        "Quý IV",
        f"{A.name}|88",
    ]
    found = read(block(*rows))
    assert (found.questions, values(found)) == ((), [87])
    assert left_of(found) == [(3, "period"), (7, "period")]


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Huyện|Tên HTX|TV",
            f"Chợ Đồn|{A.name}|80",
            f"Ba Bể|{B.name}|28",
            f"Huyện Na Rì|{C.name}|9",
        ],
        [
            *("TT|Tên HTX|TV", "I|HUYỆN CHỢ ĐỒN|", f"1|{A.name}|80"),
            *("II|HUYỆN BA BỂ|", f"1|{B.name}|28", "III. Huyện Na Rì", f"1|{C.name}|9"),
        ],
    ],
)
def test_a_table_of_the_province_gives_the_districts_own(rows):
    """Though others have cooperatives of the same names."""
    found = read(block(*rows))
    assert (found.questions, values(found)) == ((), [28])
    assert {reason for _row, reason in left_of(found)} == {"unit"}


def test_a_commune_may_be_called_like_another_district():
    rows = ["TT|Tên HTX|TV", "I|Xã Na Rì|", f"1|{A.name}|80"]
    assert values(read(block(*rows))) == [80]
