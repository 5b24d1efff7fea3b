"""Whose lines are: what a table does not say of them is asked; totals are held against sums."""

from dataclasses import replace

import pytest

from .tables import (
    FIGURES,
    FILE,
    MILLION,
    ROWS,
    TARGET,
    A,
    B,
    C,
    block,
    kinds,
    line,
    question,
    read,
    stored,
    values,
)

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


# --- Communes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("commune", ["Xã Yến Dương", "Yến Dương", "Khang Ninh", "TT. Chợ Rã"])
def test_a_name_in_another_commune_than_the_registrys_is_asked_about(commune):
    """Another cooperative of that name may be meant."""
    table = block("Tên HTX|Xã|DT (tr.đ)|Số TV", [A.name, commune, "2.100", "999"])
    found = read(table)
    assert kinds(found) == ["line"]
    assert found.cells == ()
    found = read(table, TARGET, {"line-1": A.number})
    assert [cell.number for cell in found.cells] == [A.number] * 2


def test_a_name_in_another_commune_is_offered_where_its_persons_are_last_quarters():
    members = str(A.last["member_count"])
    found = read(block("Tên HTX|Xã|Số TV", [A.name, "Xã Yến Dương", members]))
    assert (kinds(found), found.open) == (["line"], 0)
    assert [cell.number for cell in found.cells] == [A.number]


@pytest.mark.parametrize("place", ["", "Bành Trạch", "Thôn 3, xã Bành Trạch", "Thôn Nà Pài", "X"])
def test_an_address_that_names_no_other_commune_is_no_question(place):
    assert A.commune == "Xã Bành Trạch"
    found = read(block("Tên HTX|Địa chỉ|DT (tr.đ)", [A.name, place, "2.100"]))
    assert found.questions == ()


def test_a_registration_number_tells_wherever_the_line_says_that_it_lies():
    table = block("Số đăng ký|Tên HTX|Xã|DT (tr.đ)", [A.number, A.name, "Yến Dương", "2.100"])
    assert read(table).questions == ()


def test_a_cooperative_on_each_line_is_asked_about_once():
    found = read(block(*[[A.name, *line(row, FIGURES)] for row in ROWS[:5]]))
    assert found.problem == ""
    assert "twice" in kinds(found)
