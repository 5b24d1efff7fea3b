"""Whose lines are: what a table does not say of them is asked; totals are held against sums."""

from dataclasses import replace

import pytest

from cooperatives.office.naming import name_key
from cooperatives.office.understanding import understand

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
    assert (strange.chosen, like.chosen, found.open) == ("leave", "", 1)
    assert like.choices[1][0] == C.number
    assert {number for number, _label in like.choices} == {"leave"} | {r.number for r in ROWS[1:]}
    assert found.dropped == 2
    assert [(one.name, one.reason, one.row) for one in found.left] == [
        ("HTX Hoàn Toàn Lạ", "unknown", 3),
        (f"{C.name} 2", "unknown", 4),
    ]
    found = read(named(A.name, "HTX Hoàn Toàn Lạ"), TARGET, {"line-2": B.number})
    assert stored(found)[B.number, "member_count"] == 22
    assert found.lines[1].number == B.number


def test_a_shortened_name_is_offered_where_its_persons_are_those_of_last_quarter():
    table = block("Tên HTX|TV", f"HTX DV {A.name[4:]}|{A.last['member_count']}", f"{B.name}|28")
    found = read(table)
    assert question(found, "line").chosen == A.number
    other = block("Tên HTX|TV", f"HTX DV {A.name[4:]}|{A.last['member_count'] * 3}", f"{B.name}|28")
    assert question(read(other), "line").chosen == ""


def called(*names: str) -> tuple:
    """A target of these names, and nothing reported before."""
    return replace(
        TARGET,
        rows=tuple(replace(ROWS[n], name=name, last={}) for n, name in enumerate(names)),
    )


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("Tổ hợp tác Đồng Lợi", "HTX Đồng Lợi"),
        ("Liên hiệp HTX Đồng Lợi", "HTX Đồng Lợi"),
        ("HTX Đúc Mái", "HTX Đức Mai"),
        ("HTX Đức Mái", "HTX Đức Mai"),
    ],
)
def test_a_name_of_another_kind_or_with_other_accents_is_another(name, registered):
    found = read(named("HTX Bình Minh", name), called("HTX Bình Minh", registered))
    asked = question(found, "line")
    assert asked.chosen == ""
    assert asked.choices[1][0] == B.number
    assert stored(found) == {(A.number, "member_count"): 21}


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("HTX DUC MAI", "HTX Đức Mai"),
        ("Đức Mai", "HTX Đức Mai"),
        ("1. HTX NN bí xanh thơm Pác Mòn", "HTX bí xanh thơm Pác Mòn"),
        ("HTX Pác Mòn", "HTX nông nghiệp Pác Mòn"),
        ("HTX HOÀ AN", "HTX Hòa An"),
        ("HTX DVVT Ba Bể", "HTX Dịch vụ vận tải Ba Bể"),
    ],
)
def test_a_name_that_offices_write_otherwise_is_the_same(name, registered):
    found = read(named("HTX Bình Minh", name), called("HTX Bình Minh", registered))
    assert found.questions == ()
    assert stored(found)[B.number, "member_count"] == 22


def test_a_cooperative_and_a_group_of_one_name_each_have_their_own_row():
    names = ("HTX Đồng Lợi", "THT Đồng Lợi")
    found = read(named("Tổ hợp tác Đồng Lợi", "Hợp tác xã Đồng Lợi"), called(*names))
    assert found.questions == ()
    assert stored(found) == {(B.number, "member_count"): 21, (A.number, "member_count"): 22}


# --- Names in another font ------------------------------------------------------------------------


@pytest.mark.parametrize("target", [TARGET, FILE])
@pytest.mark.parametrize(
    ("heading", "names", "says"),
    [
        ("Tªn HTX", ["Hîp t¸c x· §ång Lîi", "Hîp t¸c x· Nµ LÑng"], "TCVN3"),
        ("TÃªn HTX", ["Há»£p tÃ¡c xÃ£ Äá»\x93ng Lá»£i", "Há»£p tÃ¡c xÃ£ NÃ  Láº¹ng"], "hai lần"),
    ],
)
def test_a_table_in_an_old_font_or_encoded_twice_is_named_with_the_remedy(
    target, heading, names, says
):
    found = read(block(f"{heading}|TV", *[f"{name}|21" for name in names]), target)
    assert says in found.problem
    assert found.cells == ()


def test_a_title_in_an_old_font_keeps_nothing_out():
    titles = ("Uû ban nh©n d©n huyÖn Ba BÓ|", "Phßng N«ng nghiÖp|")
    found = read(block(*titles, "Tên HTX|TV", f"{A.name}|21", f"{B.name}|22"), FILE)
    assert found.problem == ""
    assert values(found) == [21, 22]


# --- What was said before -------------------------------------------------------------------------


def recalled(table, target, **names: str):
    """What is understood after names were said before."""
    return understand(table, target, {}, {name_key(name): number for name, number in names.items()})


def test_what_was_said_of_a_name_is_offered_where_it_is_nobodys():
    table = named(A.name, "HTX Bà Mế")
    found = recalled(table, TARGET, **{"HTX Bà Mế": B.number})
    asked = question(found, "line")
    assert (asked.chosen, asked.is_offered) == (B.number, True)
    assert stored(found)[B.number, "member_count"] == 22
    # The name of another kind is another.
    other = recalled(named(A.name, "THT Bà Mế"), TARGET, **{"HTX Bà Mế": B.number})
    assert question(other, "line").chosen != B.number


def test_what_was_said_of_a_name_is_nothing_where_it_is_somebodys_by_now():
    table = named(A.name, B.name)
    found = recalled(table, TARGET, **{A.name: B.number, B.name: A.number})
    assert found.questions == ()
    assert stored(found) == {(A.number, "member_count"): 21, (B.number, "member_count"): 22}


def test_what_was_said_of_a_name_is_not_offered_where_another_line_is_his():
    found = recalled(named(B.name, "HTX Bà Mế"), TARGET, **{"HTX Bà Mế": B.number})
    assert question(found, "line").chosen != B.number
    assert stored(found) == {(B.number, "member_count"): 21}


# --- Names that are unclear -----------------------------------------------------------------------


def test_the_name_of_a_commune_that_is_a_cooperatives_too_is_asked_open():
    target = called("HTX Bình Minh", "HTX Yến Dương")
    target = replace(
        target, rows=tuple(replace(row, commune="Xã Yến Dương") for row in target.rows)
    )
    asked = question(read(block("Tên HTX|TV", "Bình Minh|20", "Yến Dương|22"), target), "line")
    assert asked.chosen == ""
    assert "có thể là HTX này" in asked.text
    assert "không có" not in asked.text


def test_parts_below_each_cooperative_are_left_out_together():
    target = called("HTX Bình Minh", "HTX trồng trọt Nà Mòn")
    parts = ["- Trồng trọt|10", "- Dịch vụ|11"]
    found = read(
        block("Tên HTX|TV", "HTX Bình Minh|21", *parts, "HTX trồng trọt Nà Mòn|22", *parts), target
    )
    assert found.open == 0
    assert found.dropped == 4
    assert values(found) == [21, 22]


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
    assert {one.chosen for one in found.questions} == {""}
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


@pytest.mark.parametrize(
    "kinds_of_lines",
    [
        ("Quý II", "Quý III", "Cộng"),
        ("Quý I", "Quý II", "Quý III", "Tổng cộng"),
        ("Kế hoạch", "Thực hiện", "Còn lại"),
        ("KH", "TH", "Tỷ lệ đạt", "Vướng mắc"),
    ],
)
@pytest.mark.parametrize("is_named_once", [False, True])
def test_one_unknown_kind_of_line_does_not_spoil_the_others(kinds_of_lines, is_named_once):
    """Of three lines for each the first was stored."""
    own = next(n for n, kind in enumerate(kinds_of_lines) if kind in ("Quý III", "Thực hiện", "TH"))
    lines = [
        ["" if n and is_named_once else row.name, kind, str(100 * n + place)]
        for place, row in enumerate(ROWS[:20], start=10)
        for n, kind in enumerate(kinds_of_lines)
    ]
    found = read(block("Tên HTX|Kỳ|TV", *lines), FILE)
    assert not [one for one in found.questions if one.kind in ("twice", "line")]
    assert values(found) == [100 * own + place for place in range(10, 30)]


def test_notes_are_no_kinds_of_lines():
    found = read(block("Tên HTX|TV|Nhận xét", f"{A.name}|21|Thực hiện tốt", f"{B.name}|22|Mưa lũ"))
    assert values(found) == [21, 22]


def test_a_sector_is_no_total():
    """ "Công nghiệp" begins like "Cộng"."""
    for name in ("Công nghiệp", "CÔNG NGHIỆP", "Cong nghiep"):
        table = block(
            *("TT|Tên HTX|TV", "I|Nông nghiệp|43", f"1|{A.name}|21", f"2|{B.name}|22"),
            *(f"II|{name}|23", f"1|{C.name}|23", "|Tổng cộng|66"),
        )
        found = read(table, FILE)
        assert (found.questions, values(found)) == ((), [21, 22, 23])
        assert len(found.totals) == 3
        assert all(total.agrees for total in found.totals)


@pytest.mark.parametrize("first", ["Xã Bành Trạch|4|42", "Bành Trạch|4|42", "Nơi khác|4|42"])
def test_a_group_of_a_name_that_nobody_knows_is_told_by_its_sums(first):
    """It was asked about as a stranger, and made the total of the group before it wrong."""
    table = block(
        *("TT|Tên HTX|CBQL|TV", f"|{first}", f"1|{A.name}|2|20", f"2|{B.name}|2|22"),
        *("|Nơi xa|6|65", f"1|{C.name}|3|30", f"2|{ROWS[3].name}|3|35", "|Tổng cộng|10|107"),
    )
    found = read(table, FILE)
    assert (found.questions, values(found)) == ((), [20, 2, 22, 2, 30, 3, 35, 3])
    assert len(found.totals) == 6
    assert all(total.agrees for total in found.totals)


def test_a_stranger_is_not_taken_for_a_group():
    table = block(
        *("TT|Tên HTX|CBQL|TV", f"1|{A.name}|2|20", "2|Nơi xa|5|52"),
        *(f"3|{B.name}|2|22", f"4|{C.name}|3|30"),
    )
    assert kinds(read(table, FILE)) == ["line"]
