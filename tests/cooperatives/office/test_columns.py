"""Headings, units, periods: what a table does not say of its columns is asked."""

from dataclasses import replace

import pytest

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
        (["Tên HTX|Giám đốc||", "|CĐ, ĐH|SC, TC|Tuổi"], 2),
        (["Tên HTX|Vốn điều lệ||", "|Doanh thu|LN|Khác"], 2),
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


@pytest.mark.parametrize("heads", ["Doanh thu đạt được (tr.đ)|LN đạt (tr.đ)", "DT ĐẠT|LN Đạt được"])
def test_what_was_reached_is_no_comparison(heads):
    """Both columns were left out without a word."""
    lines = [[row.name, *line(row, ["revenue", "profit"])] for row in ROWS]
    found = read(block(f"Tên HTX|{heads}", *lines), FILE)
    assert (found.questions, stored(found)) == ((), truth_of(["revenue", "profit"]))


@pytest.mark.parametrize("head", ["DT đất (ha)", "DT đất", "DT dat", "LN dat (tr.d)"])
def test_land_is_not_what_was_reached(head):
    found = read(block(f"Tên HTX|{head}|TV", f"{A.name}|5|21"), FILE)
    assert (kinds(found), values(found)) == (["column"], [21])


@pytest.mark.parametrize("head", ["DT so với cùng kỳ (%)", "Đạt % KH", "Tỷ lệ đạt", "Đạt KH năm"])
def test_a_comparison_is_left_out_with_a_word(head):
    found = read(block(f"Tên HTX|{head}|TV", f"{A.name}|5|21"), FILE)
    assert (found.questions, values(found)) == ((), [21])
    assert [(one.name, bool(one.why)) for one in found.left] == [(head, True)]


@pytest.mark.parametrize("total", ["Cộng quý III", "Cộng", "Tổng", "Tổng cộng"])
def test_months_beside_their_sum_are_left_aside(total):
    lines = [[row.name, "1", "2", "3", *line(row, ["revenue", "member_count"])] for row in ROWS]
    heads = ["Tên HTX|Doanh thu||||TV", f"|Tháng 7|Tháng 8|Tháng 9|{total}|"]
    found = read(block(*heads, *lines))
    assert (found.questions, stored(found)) == ((), truth_of(["revenue", "member_count"]))


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


@pytest.mark.parametrize(
    "heads",
    [
        ["TT|Tên HTX|DT (tr.đ)|LN (tr.đ)|TNBQ (tr.đ)|Số TV|CBQL|CĐ, ĐH|SC, TC"],
        ["ĐVT: triệu đồng", HEAD],
    ],
)
def test_a_unit_that_all_amounts_speak_against_is_asked_about_once(heads):
    """They were stored a thousand times too large, with notices that they are unusual."""
    table = sheet(*heads, unit=1_000)
    asked = question(read(table, FILE), "money")
    assert (kinds(read(table, FILE)), asked.chosen) == (["money"], "")
    assert stored(read(table, FILE, {"money": "thousand"})) == truth_of(FIGURES)
    as_written = read(table, FILE, {"money": "million"})
    assert stored(as_written)[A.number, "revenue"] == 1_000 * TRUTH[A.number, "revenue"]


def with_units_of_lines(units, heads="TT|Tên HTX|ĐVT|Doanh thu|Lợi nhuận"):
    """A table whose lines each name their unit."""
    written = {"tỷ đồng": 1_000 * MILLION, "nghìn đồng": 1_000}
    lines = []
    for n, row in enumerate(ROWS):
        unit = units(n)
        size = written.get(unit or units(n - 1), MILLION)
        lines.append([str(n), row.name, unit, *line(row, ["revenue", "profit"], unit=size)])
    return block(heads, *lines)


@pytest.mark.parametrize(
    "units",
    [
        lambda n: "nghìn đồng",
        lambda n: "tỷ đồng" if n == 4 else "triệu đồng",
        lambda n: "nghìn đồng" if n % 3 else "tr.đ",
        lambda n: "" if n % 2 else "nghìn đồng",
    ],
)
def test_units_of_lines_are_theirs(units):
    """A column of units was passed over: 0,26 tỷ became 0,26 triệu."""
    found = read(with_units_of_lines(units), FILE)
    assert (found.questions, stored(found)) == ((), truth_of(["revenue", "profit"]))


def test_a_unit_of_a_line_that_is_not_known_makes_its_amounts_unreadable():
    found = read(with_units_of_lines(lambda n: "USD" if n == 4 else "triệu đồng"), FILE)
    assert {cell.number for cell in found.cells if not cell.is_readable} == {ROWS[4].number}


def test_a_headings_own_unit_is_before_that_of_a_line():
    heads = "TT|Tên HTX|ĐVT|Doanh thu (tr.đ)|Lợi nhuận (tr.đ)"
    found = read(with_units_of_lines(lambda n: "triệu đồng", heads), FILE)
    assert stored(found) == truth_of(["revenue", "profit"])


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


# --- Names that only may be a figure's ------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "unit"),
    [("Chênh lệch thu chi", 10**6), ("Chênh lệch thu, chi (đồng)", 1), ("Thu trừ chi", 10**6)],
)
def test_what_may_be_profit_by_another_name_is_asked_and_offered(head, unit):
    """It was left out without a word, as a comparison."""
    lines = [[row.name, amount(row, "profit", unit=unit)] for row in ROWS]
    found = read(block(f"Tên HTX|{head}", *lines))
    assert (kinds(found), found.open) == (["column"], 0)
    assert "Lợi nhuận" in question(found, "column").text
    assert stored(found) == truth_of(["profit"])
    assert read(block(f"Tên HTX|{head}", *lines), TARGET, {"column-1": "leave"}).cells == ()


def test_what_may_be_profit_is_not_offered_beside_profit():
    lines = [[row.name, amount(row, "profit"), "1"] for row in ROWS]
    found = read(block("Tên HTX|LN (tr.đ)|Chênh lệch thu chi (tr.đ)", *lines))
    assert open_kinds(found) == ["column"]
    assert stored(found) == truth_of(["profit"])


def test_a_difference_from_another_time_is_no_profit():
    lines = [[row.name, amount(row, "profit")] for row in ROWS]
    found = read(block("Tên HTX|Chênh lệch thu chi so với cùng kỳ", *lines))
    assert found.cells == ()


@pytest.mark.parametrize("head", ["TNBQ (tr.đ)", "TNBQ", "Thu nhập bình quân (đồng)"])
def test_an_income_that_is_a_third_of_last_quarters_may_be_one_of_a_month(head):
    unit = 1 if "đồng" in head else MILLION
    field = "average_member_income"
    lines = [[row.name, amount(row, field, unit=unit, times=3)] for row in ROWS]
    found = read(block(f"Tên HTX|{head}", *lines))
    assert (open_kinds(found), found.cells) == (["column"], ())
    of_month = f"{field}:{'vnd' if unit == 1 else 'million'}-month"
    monthly = stored(read(block(f"Tên HTX|{head}", *lines), TARGET, {"column-1": of_month}))
    assert all(abs(value - TRUTH[cell]) <= 3 for cell, value in monthly.items())


@pytest.mark.parametrize("head", ["TNBQ (tr.đ/quý)", "TNBQ quý III/2024 (tr.đ)"])
def test_an_income_whose_heading_names_the_quarter_is_one_of_it(head):
    lines = [[row.name, amount(row, "average_member_income", times=3)] for row in ROWS]
    assert read(block(f"Tên HTX|{head}", *lines)).questions == ()
