"""Which period, and which kind of value, titles, tabs and headings name."""

from dataclasses import replace

import pytest

from cooperatives.ground.calendar import Quarter
from cooperatives.ground.vietnamese import fold
from cooperatives.office.periods import periods_in

from .tables import (
    FIGURES,
    FILE,
    HEAD,
    MILLION,
    PERIOD,
    ROWS,
    TARGET,
    TRUTH,
    YEARLY,
    A,
    block,
    line,
    open_kinds,
    question,
    read,
    sheet,
    stored,
    truth_of,
    vi,
)

YEAR = replace(TARGET, columns=YEARLY, period=2024)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Quý III/2024", "quarter-3-2024"),
        ("QUÝ HAI NĂM 2024", "quarter-2-2024"),
        ("QUÝ THỨ HAI", "quarter-2-0"),
        ("Quý: II Năm: 2024", "quarter-2-2024"),
        ("quý 02/2024", "quarter-2-2024"),
        ("Quý tư", "quarter-4-0"),
        ("Kỳ II/2024", "quarter-2-2024"),
        ("06 THÁNG ĐẦU NĂM 2024", "months-6-2024"),
        ("9T/2024", "months-9-2024"),
        ("6 tháng cuối năm 2024", "half-6-2024"),
        ("nửa đầu năm 2024", "months-6-2024"),
        ("3 tháng cuối năm", "quarter-4-0"),
        ("Tính đến 30/6/2024", "day-630-2024"),
        ("Số TV (30/6)", "day-630-0"),
        ("Số liệu tính đến ngày 30 tháng 6 năm 2024", "day-630-2024"),
        ("Từ ngày 01/4/2024 đến ngày 30/6/2024", "quarter-2-2024"),
        ("Kỳ báo cáo: từ 01/04/2024 - 30/06/2024", "quarter-2-2024"),
        ("Từ 01/01/2024 đến 30/9/2024", "months-9-2024"),
        ("Từ 15/01/2024 đến 20/9/2024", "days-920-2024"),
        ("tháng 4 đến tháng 6 năm 2024", "quarter-2-2024"),
        ("Tháng 7-9/2024", "quarter-3-2024"),
        ("tháng 8/2024", "month-8-2024"),
        ("cả năm 2024", "months-12-2024"),
        ("Năm 2024", "year-0-2024"),
    ],
)
def test_a_text_names_a_period(text, key):
    found, _rest = periods_in(fold(text))
    assert [one.key for one in found] == [key]


@pytest.mark.parametrize(
    "text",
    [
        "(Kèm theo Báo cáo số 125/BC-UBND ngày 05/10/2024 của UBND huyện)",
        "Ba Bể, ngày 30 tháng 6 năm 2024",
        "Nghị quyết số 20 năm 2022",
        "Luật Hợp tác xã năm 2023",
        "Chương trình giai đoạn 2021 - 2025",
        "HTX thành lập năm 2019",
        "In ngày 30/6/2024",
        "DT (1.000 đ)",
        "Biểu 1/3",
        "12,5",
    ],
)
def test_days_and_years_of_something_else_are_no_periods(text):
    assert periods_in(fold(text))[0] == []


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("30/9/2024", True),
        ("đến ngày 30/9", True),
        ("05/10/2024", None),
        ("25/9/2024", None),
        ("30/6/2024", False),
        ("01/7/2024", False),
        ("30/9/2023", False),
    ],
)
def test_a_day_is_of_the_quarter_that_it_ends(day, verdict):
    (period,) = periods_in(fold(day))[0]
    assert period.is_of(PERIOD) is verdict
    assert period.is_of(2024) in (False, None)
    assert periods_in("31/12/2024")[0][0].is_of(2024) is True


# --- Above a table --------------------------------------------------------------------------------

OF_OTHERS = [
    *("Tính đến 30/6/2024", "Từ ngày 01/4/2024 đến ngày 30/6/2024", "QUÝ HAI", "QUÝ THỨ HAI"),
    *("Số liệu tính đến ngày 30 tháng 6 năm 2024", "Kỳ báo cáo: từ 01/04/2024 - 30/06/2024"),
    *("Quý: II Năm: 2024", "quý 02/2024", "Kỳ II/2024", "06 THÁNG ĐẦU NĂM 2024", "Q2-2024"),
    "KẾT QUẢ QUÝ II, PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ III NĂM 2024",
    "Quý 2 (số liệu nộp trong quý 3/2024)",
    "DOANH THU, LỢI NHUẬN CỦA CÁC HTX NĂM 2022",
    "HTX HUYỆN BA BỂ NĂM 2023",
    "BIỂU QUÝ III CÁC HTX HUYỆN BA BỂ NĂM 2023",
    "BIỂU TỔNG HỢP (QUÝ II/2024)",
    "Báo cáo cả năm 2024",
    # Not what was.
    *("KẾ HOẠCH QUÝ III/2024", "KẾ HOẠCH NĂM 2025", "Biểu 2: Kế hoạch của các HTX", "KH quý III"),
    *("Ước thực hiện năm 2024", "ƯỚC THỰC HIỆN QUÝ III NĂM 2024", "Quý III (ước thực hiện)"),
    "SỐ LIỆU HTX LŨY KẾ TỪ ĐẦU NĂM ĐẾN QUÝ III/2024",
]
OF_ITSELF = [
    "theo Kế hoạch 532/KH-UBND",
    "Kế hoạch số 532/KH-UBND ngày 07/8/2023",
    "PHÒNG TÀI CHÍNH - KẾ HOẠCH HUYỆN BA BỂ",
    "SỞ KẾ HOẠCH VÀ ĐẦU TƯ",
    "KẾT QUẢ THỰC HIỆN KẾ HOẠCH QUÝ III NĂM 2024",
    "KẾT QUẢ QUÝ III, PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ IV NĂM 2024",
    "Kết quả quý III và lũy kế từ đầu năm",
    "QUÝ III NĂM 2024 (so với quý III/2023 và năm 2022)",
    "Số liệu tính đến 30/9/2024",
    "Từ 01/7/2024 đến 30/9/2024",
    "Tháng 7 - 9/2024",
    "Số liệu đến ngày 05/10/2024",
    "Luật Hợp tác xã năm 2023",
    "HTX thành lập năm 2019",
    "Chương trình phát triển HTX giai đoạn 2021-2025",
]


@pytest.mark.parametrize("title", OF_OTHERS)
def test_a_title_that_speaks_of_something_else_is_asked_about(title):
    for table, target in ((sheet(title, HEAD), TARGET), (sheet(title, HEAD), FILE)):
        found = read(table, target)
        assert (open_kinds(found), found.open) == (["period"], 1)
        assert read(table, target, {"period": "no"}).cells == ()
        assert stored(read(table, target, {"period": "yes"})) == truth_of(FIGURES)


@pytest.mark.parametrize("title", OF_ITSELF)
def test_a_title_that_only_mentions_something_else_is_not(title):
    assert read(sheet(title, HEAD)).questions == ()
    assert read(replace(sheet(title, HEAD), name="Quý III"), FILE).questions == ()


@pytest.mark.parametrize(("name", "title"), [("Quý III", "QUÝ II"), ("Quý II", "BIỂU QUÝ III")])
def test_tab_and_title_that_disagree_are_asked_about(name, title):
    found = read(replace(sheet(title, HEAD), name=name), FILE)
    assert open_kinds(found) == ["period"]


@pytest.mark.parametrize("title", ["NĂM 2023", "Ước thực hiện năm 2024", "KẾ HOẠCH NĂM 2024"])
def test_the_yearly_page_asks_too(title):
    assert open_kinds(read(sheet(title, HEAD), YEAR))[0] == "period"
    own = read(sheet("BÁO CÁO NĂM 2024", HEAD), YEAR)
    assert "period" not in open_kinds(own)


def test_a_sum_since_the_year_began_is_the_first_quarters():
    first = replace(TARGET, period=Quarter(2024, 1))
    assert read(sheet("LŨY KẾ ĐẾN QUÝ I/2024", HEAD), first).questions == ()


@pytest.mark.parametrize("title", ["BÁO CÁO NĂM 2024", "Năm 2024", ""])
def test_amounts_of_a_whole_year_are_asked_about(title):
    """They were stored as the quarter's, with notices that they are unusual."""
    lines = [
        [row.name, *[vi(4 * TRUTH[row.number, field] / MILLION) for field in FIGURES[:3]]]
        for row in ROWS
    ]
    table = block(*([title] if title else []), "Tên HTX|DT (tr.đ)|LN (tr.đ)|TNBQ (tr.đ)", *lines)
    found = read(table, FILE)
    assert open_kinds(found) == ["period"]
    assert read(table, FILE, {"period": "no"}).cells == ()
    assert len(read(table, FILE, {"period": "yes"}).cells) == 3 * len(ROWS)
    named = block("BIỂU QUÝ III NĂM 2024", "Tên HTX|DT (tr.đ)|LN (tr.đ)|TNBQ (tr.đ)", *lines)
    assert read(named, FILE).questions == ()


# --- Over columns ---------------------------------------------------------------------------------


def test_days_tell_columns():
    table = block(
        "Tên HTX|Số TV||CBQL|",
        "|30/6/2024|30/9/2024|30/6|30/9",
        *[
            f"{row.name}|5|{row.last['member_count']}|2|{row.last['managers_total']}"
            for row in ROWS
        ],
    )
    found = read(table)
    assert (found.questions, [cell.field for cell in found.cells[:2]]) == (
        (),
        ["member_count", "managers_total"],
    )
    assert [cell.value for cell in found.cells] == [
        value for row in ROWS for value in (row.last["member_count"], row.last["managers_total"])
    ]
    alone = block("Tên HTX|Số TV|CBQL", "|30/6/2024|30/6/2024", f"{A.name}|5|2")
    assert open_kinds(read(alone)) == ["period"]


@pytest.mark.parametrize("title", ["", "BIỂU SỐ LIỆU QUÝ III"])
def test_bare_years_are_of_the_quarter_only_where_the_table_names_it(title):
    table = block(
        *([title] if title else []),
        "Tên HTX|Doanh thu||LN",
        "|2023|2024|",
        *[[row.name, "333", *line(row, ["revenue", "profit"])] for row in ROWS],
    )
    found = read(table)
    assert open_kinds(found) == ([] if title else ["column"])
    fields = ["revenue", "profit"] if title else ["profit"]
    assert stored(found) == truth_of(fields)


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("BIỂU QUÝ III", "DT quý II|LN quý III"),
        ("", "DT quý II|LN quý III"),
        ("BIỂU QUÝ III", "Doanh thu 9 tháng|LN"),
    ],
)
def test_one_column_of_another_period_is_asked_about_alone(title, heads):
    lines = [[row.name, *line(row, ["revenue", "profit"])] for row in ROWS]
    found = read(block(*([title] if title else []), f"Tên HTX|{heads}", *lines))
    assert question(found, "column").chosen == "leave"
    assert stored(found) == truth_of(["profit"])
