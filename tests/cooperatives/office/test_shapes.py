"""Shapes of tables that say all themselves: exactly the true cells, and nothing to answer."""

import unicodedata
from dataclasses import replace

import pytest

from cooperatives.ground.vietnamese import fold
from cooperatives.office.table import SourceTable

from .tables import (
    FIGURES,
    FILE,
    HEAD,
    MILLION,
    MONEY,
    PERSONS,
    ROWS,
    SWAPPED,
    TARGET,
    TRUTH,
    amount,
    block,
    en,
    line,
    read,
    sheet,
    stored,
    truth_of,
    vi,
)

PERSONS_FIRST = (*PERSONS, *MONEY)
TOTAL_LAST = (*FIGURES[:4], "managers_higher_education", "managers_vocational", "managers_total")


def core(row) -> str:
    return row.name.removeprefix("HTX ")


def totals(rows=ROWS) -> list[str]:
    """What the line of totals says: means are left out there."""
    added = {field: sum(TRUTH[row.number, field] for row in rows) for field in FIGURES}
    money = [vi(added[field] / MILLION) for field in MONEY[:2]]
    return [*money, "", *(vi(added[field]) for field in PERSONS)]


def grouped(*, subtotals: bool = False) -> list:
    """Lines in four groups of communes, each with its number, its name and, if so, its sums."""
    lines: list = []
    for group in range(4):
        rows = [row for n, row in enumerate(ROWS) if n * 4 // len(ROWS) == group]
        sums = totals(rows) if subtotals else [""] * len(FIGURES)
        lines.append([["I", "II", "III", "IV"][group], rows[0].commune, *sums])
        lines += [[str(n), row.name, *line(row, FIGURES)] for n, row in enumerate(rows, start=1)]
    return lines


ENDS = [
    ["", "Tổng cộng", *totals()],
    [],
    ["", "", "", "", "", "Ba Bể, ngày 05 tháng 10 năm 2024"],
    ["", "Người lập biểu", "", "", "", "CHỦ TỊCH"],
    ["", "(Ký, ghi rõ họ tên)", "", "", "", "Hoàng Văn A"],
]
TITLES = [
    ["UBND HUYỆN BA BỂ", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG NÔNG NGHIỆP VÀ PTNT", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["BIỂU TỔNG HỢP SỐ LIỆU HỢP TÁC XÃ QUÝ III NĂM 2024"],
    ["(Kèm theo Báo cáo số 125/BC-UBND ngày 05/10/2024 của UBND huyện)"],
]

WHOLE = {
    # The four that were seen stored wrongly.
    "seen: SC, TC before CĐ, ĐH": sheet(
        "TT|Tên HTX|DT (tr.đ)|LN (tr.đ)|TNBQ/TV|Số TV|CBQL|SC, TC|CĐ, ĐH", fields=SWAPPED
    ),
    "seen: members first": sheet(
        "TT|Tên HTX|Số TV|CBQL|CĐ, ĐH|SC, TC|DT (tr.đ)|LN (tr.đ)|TNBQ/TV", fields=PERSONS_FIRST
    ),
    "seen: charter capital before revenue": sheet(
        "TT|Tên HTX|Vốn điều lệ|DT (tr.đ)|LN (tr.đ)|TNBQ/TV|Số TV|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [str(n), row.name, vi(500 + 37 * n)],
    ),
    "seen: managers merged over three, the total last": sheet(
        "TT|Tên HTX|Doanh thu|Lợi nhuận|TNBQ|Số TV|Cán bộ quản lý||",
        "||||||CĐ, ĐH|SC, TC|Tổng số",
        fields=TOTAL_LAST,
    ),
    # Headings.
    "plain": sheet(HEAD),
    "capitals": sheet(HEAD.upper()),
    "without accents": sheet(fold(HEAD)),
    "NFD": sheet(unicodedata.normalize("NFD", HEAD)),
    "English": sheet(
        "No|Name|Revenue (million VND)|Profit|Income per member|Members|Managers"
        "|College, university|Primary, intermediate"
    ),
    "English in other words": sheet(
        "No|Cooperative|Revenue (VND thousand)|Profit (VND thousand)"
        "|Income per member (VND thousand)|Number of members|Managers"
        "|Higher education|Vocational",
        unit=1_000,
    ),
    "codes of imports": sheet(
        "registration_number|name|revenue_million|profit_million|average_member_income_million"
        "|member_count|managers_total|managers_higher_education|managers_vocational",
        lead=lambda n, row: [row.number, row.name],
    ),
    "in full": sheet(
        "STT|Tên hợp tác xã|Doanh thu trong quý|Lợi nhuận sau thuế|Thu nhập BQ thành viên"
        "|Tổng số thành viên|Tổng số cán bộ quản lý|Trình độ cao đẳng, đại học"
        "|Trình độ sơ cấp, trung cấp"
    ),
    "what is neutral above": sheet(
        "TT|Tên HTX|Chỉ tiêu|||||||",
        "||Doanh thu|Lợi nhuận|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC",
    ),
    "two lines, the figure split between them": sheet(
        "TT|Tên|Doanh|Lợi|Thu nhập|Số|Cán bộ|Cao đẳng,|Sơ cấp,",
        "|HTX|thu|nhuận|bình quân|thành viên|quản lý|đại học|trung cấp",
    ),
    "three lines": sheet(
        "TT|Tên HTX|Kết quả sản xuất kinh doanh|||Nhân sự|||",
        "||Doanh thu|Lợi nhuận|TNBQ|Thành viên|Cán bộ quản lý||",
        "||(tr.đ)|(tr.đ)|(tr.đ)|(người)|Tổng số|CĐ, ĐH|SC, TC",
    ),
    "totals over their parts": sheet(
        "TT|Tên HTX|Doanh thu|Lợi nhuận|TNBQ|Số TV|Cán bộ quản lý||",
        "||||||Tổng số|Trong đó|",
        "|||||||CĐ, ĐH|SC, TC",
    ),
    "a line of units below": sheet(HEAD, "||tr.đ|tr.đ|tr.đ|người|người|người|người"),
    "a line of column numbers": sheet(HEAD, "A|B|1|2|3|4|5|6|7"),
    "column numbers in brackets": sheet(HEAD, "(1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)"),
    "headings once more on the second page": block(
        HEAD,
        *[[str(n), row.name, *line(row, FIGURES)] for n, row in enumerate(ROWS[:20], start=1)],
        HEAD,
        *[[str(n), row.name, *line(row, FIGURES)] for n, row in enumerate(ROWS[20:], start=21)],
    ),
    "columns that tell more": sheet(
        "STT|Số đăng ký|Tên HTX|Địa chỉ|Xã|Năm thành lập|Ngành|Giám đốc|Điện thoại"
        "|Vốn điều lệ (tr.đ)|DT|LN|TNBQ|TV|CBQL|CĐ-ĐH|SC-TC",
        lead=lambda n, row: [
            *(str(n), row.number, row.name, "Thôn 1", row.commune, "2015", "Nông nghiệp"),
            *("Nông Văn A", "0912345678", "1.500"),
        ],
    ),
    "a plan, a comparison and a sum beside": sheet(
        "TT|Tên HTX|KH doanh thu năm|Lũy kế doanh thu|Doanh thu cùng kỳ|Số TV đầu kỳ"
        "|Doanh thu|Lợi nhuận|TNBQ|Số TV cuối kỳ|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [str(n), row.name, "9.000", "5.000", "1.500", "11"],
    ),
    "plan and actual over each figure": block(
        "TT|Tên HTX|Doanh thu|||Lợi nhuận||TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC",
        "||KH năm|TH quý III|% so với KH|KH|TH||||",
        *[
            [
                str(n),
                row.name,
                "9.000",
                amount(row, "revenue"),
                "83",
                "400",
                *line(row, FIGURES[1:]),
            ]
            for n, row in enumerate(ROWS)
        ],
    ),
    "several quarters, this one among them": block(
        "TT|Tên HTX|Doanh thu|||Lợi nhuận|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC",
        "||Quý I|Quý II|Quý III||||||",
        *[
            [str(n), row.name, "111", "222", *line(row, FIGURES)]
            for n, row in enumerate(ROWS, start=1)
        ],
    ),
    "last year's quarter beside": sheet(
        "TT|Tên HTX|Doanh thu quý III/2023|Doanh thu quý III/2024|Lợi nhuận|TNBQ|Số TV|CBQL"
        "|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [str(n), row.name, "333"],
    ),
    "a figure's year beside its quarter's": sheet(
        "TT|Tên HTX|Doanh thu năm 2023|Doanh thu|Lợi nhuận|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [str(n), row.name, "3.330"],
    ),
    "the first column blank": sheet(
        "|Tên HTX|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC", lead=lambda n, row: ["", row.name]
    ),
    "a blank column for the eye": sheet(
        "TT|Tên HTX||DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC", lead=lambda n, row: [str(n), row.name, ""]
    ),
    # Units.
    "thousand in the headings": sheet(
        "TT|Tên HTX|Doanh thu (1.000 đ)|Lợi nhuận (nghìn đồng)|TNBQ, nghìn đồng|TV|CBQL|CĐ, ĐH"
        "|SC, TC",
        unit=1_000,
    ),
    "VND in the headings": sheet(
        "TT|Tên HTX|Doanh thu (đồng)|Lợi nhuận (đ)|TNBQ (VND)|TV|CBQL|CĐ, ĐH|SC, TC", unit=1
    ),
    "billion in the headings": sheet(
        "TT|Tên HTX|DT (tỷ đồng)|LN (tỷ)|TNBQ (tỷ đ)|TV|CBQL|CĐ, ĐH|SC, TC", unit=1_000 * MILLION
    ),
    "the unit of all amounts above": sheet("||||ĐVT: nghìn đồng", HEAD, unit=1_000),
    "the unit above, and persons": sheet("Đơn vị tính: Triệu đồng; người", HEAD),
    "a heading's own unit before that above": block(
        "||||ĐVT: nghìn đồng",
        "TT|Tên HTX|Doanh thu (tr.đ)|LN|TNBQ|Số TV|CBQL|CĐ, ĐH|SC, TC",
        *[
            [
                *(str(n), row.name, amount(row, "revenue")),
                *line(row, MONEY[1:], unit=1_000),
                *line(row, PERSONS),
            ]
            for n, row in enumerate(ROWS)
        ],
    ),
    "units beside the numbers": block(
        HEAD,
        *[
            [
                *(str(n), row.name, f"{amount(row, 'revenue')} triệu"),
                f"{amount(row, 'profit', unit=1)} đ",
                f"{amount(row, 'average_member_income', unit=1000)} nghìn đồng",
                *(f"{text} người" for text in line(row, PERSONS)),
            ]
            for n, row in enumerate(ROWS)
        ],
    ),
    # Lines.
    "titles, groups, totals, signatures": block(*TITLES, HEAD, *grouped(), *ENDS),
    "groups with sums of their own": block(HEAD, *grouped(subtotals=True), *ENDS),
    "the total first": block(HEAD, ["", "TỔNG SỐ", *totals()], *grouped(subtotals=True)),
    "sums below each group": block(
        HEAD,
        *[
            row
            for group in range(4)
            for row in [
                *[
                    ["", one.name, *line(one, FIGURES)]
                    for n, one in enumerate(ROWS)
                    if n * 4 // 42 == group
                ],
                ["", f"Cộng {TARGET.rows[group * 11].commune}", *totals()],
            ]
        ],
    ),
    "groups by sector": block(
        HEAD, "A|Nông nghiệp|||||||", *grouped()[1:11], "B|Phi nông nghiệp", *grouped()[11:]
    ),
    "blank lines between": block(
        HEAD, *[part for row in grouped() for part in (row, ["", "", ""])], "", ""
    ),
    # Names.
    "Hợp tác xã": sheet(HEAD, lead=lambda n, row: [str(n), f"Hợp tác xã {core(row)}"]),
    "names alone": sheet(HEAD, lead=lambda n, row: [str(n), core(row)]),
    "names in capitals": sheet(HEAD, lead=lambda n, row: [str(n), row.name.upper()]),
    "names without accents": sheet(HEAD, lead=lambda n, row: [str(n), fold(row.name)]),
    "names numbered": sheet(HEAD, lead=lambda n, row: ["", f"{n}. {row.name}"]),
    "names in NFD": sheet(
        HEAD, lead=lambda n, row: [str(n), unicodedata.normalize("NFD", row.name)]
    ),
    "names with the other Đ": sheet(
        HEAD, lead=lambda n, row: [str(n), row.name.replace("Đ", "\u00d0")]
    ),
    "names with what is invisible": sheet(
        HEAD, lead=lambda n, row: [str(n), f"\ufeff{row.name} ".replace(" ", "\u00a0\u200b")]
    ),
    "names shortened": sheet(
        HEAD, lead=lambda n, row: [str(n), row.name.replace("dịch vụ nông nghiệp", "DVNN")]
    ),
    "names with their communes": sheet(
        HEAD, lead=lambda n, row: [str(n), f"{row.name} ({row.commune.lower()})"]
    ),
    "numbers without their zero": sheet(
        "Mã số HTX|Tên HTX|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [row.number.lstrip("0"), row.name],
    ),
    "numbers as decimals, and names nobody knows": sheet(
        "Số đăng ký|Tên HTX|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC",
        lead=lambda n, row: [f"{row.number.lstrip('0')}.0", f"Cơ sở {n}"],
    ),
    "an order number that calls itself a code": sheet(
        "Mã số|Tên HTX|DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC", lead=lambda n, row: [f"M{n}", row.name]
    ),
    "names in the last column": block(
        "DT|LN|TNBQ|TV|CBQL|CĐ, ĐH|SC, TC|Tên HTX",
        *[[*line(row, FIGURES), row.name] for row in ROWS],
    ),
    # Numbers.
    "decimal points": sheet(HEAD, show=en),
    "blanks between thousands": sheet(HEAD, show=lambda number: vi(number).replace(".", " ")),
    "invisible marks around numbers": sheet(HEAD, show=lambda number: f"\u200e{vi(number)}\u200b"),
    "losses in brackets": sheet(
        HEAD, show=lambda number: f"({vi(-number)})" if number < 0 else vi(number)
    ),
    "a typographic minus": sheet(HEAD, show=lambda number: vi(number).replace("-", "\u2212")),
    # Without headings.
    "names and all figures": sheet(),
    "numbers, names, communes and all figures": sheet(
        lead=lambda n, row: [str(n), row.number, row.name, row.commune]
    ),
    "only numbers and all figures": sheet(lead=lambda n, row: [row.number.lstrip("0")]),
    "all figures and nothing else": sheet(lead=lambda n, row: []),
}


BY_NAME = {name: table for name, table in WHOLE.items() if "nothing else" not in name}


@pytest.mark.parametrize("table", WHOLE.values(), ids=WHOLE)
def test_a_table_that_says_all_needs_no_answer(table):
    found = read(table)
    assert (found.problem, found.questions) == ("", ())
    assert stored(found) == truth_of(FIGURES)


@pytest.mark.parametrize("table", BY_NAME.values(), ids=BY_NAME)
def test_names_tell_lines_whatever_their_order(table):
    rows = TARGET.rows[::-1]
    found = read(table, replace(TARGET, rows=rows, start=(3, 2)))
    assert (found.problem, found.questions) == ("", ())
    assert stored(found) == truth_of(FIGURES)
    assert [cell.number for cell in found.cells[::7]] == [row.number for row in rows]


@pytest.mark.parametrize("table", BY_NAME.values(), ids=BY_NAME)
def test_a_file_says_the_same_as_a_block(table):
    found = read(table, FILE)
    assert (found.problem, found.questions) == ("", ())
    assert stored(found) == truth_of(FIGURES)


# --- As workbooks hold them -----------------------------------------------------------------------


def typed(heads, merged=(), **fields) -> SourceTable:
    """A sheet whose numbers are numbers."""
    lines = [
        [
            n,
            row.name,
            *(TRUTH[row.number, field] / (MILLION if field in MONEY else 1) for field in FIGURES),
        ]
        for n, row in enumerate(ROWS, start=1)
    ]
    return block(*heads, *lines, merged=merged, **fields)


def test_numbers_of_a_workbook_are_taken_as_they_are():
    found = read(typed([HEAD.split("|")]), FILE)
    assert found.questions == ()
    assert stored(found) == truth_of(FIGURES)


def test_merged_headings_are_read_as_they_are_merged():
    """Downwards and across, with blanks that belong to nothing."""
    heads = [
        ["BIỂU SỐ LIỆU QUÝ III/2024", *[None] * 8],
        ["TT", "Tên HTX", "Kết quả SXKD", None, None, "Số TV", "Cán bộ quản lý", None, None],
        [None, None, "DT", "LN", "TNBQ", None, "Tổng số", "Trình độ", None],
        [None, None, None, None, None, None, None, "CĐ, ĐH", "SC, TC"],
    ]
    merged = ((0, 0, 0, 8), (1, 2, 1, 4), (1, 6, 1, 8), (2, 7, 2, 8), (1, 0, 3, 0), (1, 1, 3, 1))
    found = read(typed(heads, merged), FILE)
    assert (found.questions, found.header) == ((), range(1, 4))
    assert stored(found) == truth_of(FIGURES)
    assert found.columns[7].heading == "Cán bộ quản lý / Trình độ / CĐ, ĐH"


def test_a_formula_has_more_digits_than_an_amount():
    table = block(["Tên HTX", "TNBQ (tr.đ)"], [ROWS[0].name, 41.7 / 3.1], name="Sheet1")
    (cell,) = read(table, FILE).cells
    assert (cell.value, cell.text) == (13_451_613, "13,451613")


# --- Parts ----------------------------------------------------------------------------------------


def test_lines_and_columns_that_a_block_lacks_stay_as_they_are():
    some = ROWS[3:9]
    found = read(sheet("TT|Tên HTX|Số TV|LN (tr.đ)", fields=("member_count", "profit"), rows=some))
    assert stored(found) == truth_of(["member_count", "profit"], some)


def test_a_note_is_a_text():
    table = block("Tên HTX|Ghi chú|Doanh thu", f"{ROWS[0].name}|Mưa lũ, 2.000 m2|{vi(2000)}")
    found = read(table)
    assert stored(found)[ROWS[0].number, "note"] == "Mưa lũ, 2.000 m2"


def test_a_column_alone_with_its_heading_goes_down_from_the_focus():
    table = block("Lợi nhuận (tr.đ)", *[[amount(row, "profit")] for row in ROWS[5:]])
    found = read(table, replace(TARGET, start=(5, 0)))
    assert stored(found) == truth_of(["profit"], ROWS[5:])
    assert found.questions == ()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_rows_go_where_the_focus_is(count):
    table = block(*[line(row, FIGURES) for row in ROWS[7 : 7 + count]])
    found = read(table, replace(TARGET, start=(7, 0)))
    assert (found.questions, stored(found)) == ((), truth_of(FIGURES, ROWS[7 : 7 + count]))


def test_a_column_in_the_middle_goes_where_the_focus_is():
    table = block(*[[amount(row, "profit")] for row in ROWS[7:17]])
    found = read(table, replace(TARGET, start=(7, 1)))
    assert (found.questions, stored(found)) == ((), truth_of(["profit"], ROWS[7:17]))


def test_a_group_lends_its_commune_to_names_that_several_bear():
    twins = [replace(row, name="HTX Trùng Tên", commune=row.commune) for row in ROWS]
    target = replace(TARGET, rows=(twins[0], twins[20], *ROWS[2:4]))
    table = block(
        "Tên HTX|Thành viên", "Xã Yến Dương|", "HTX Trùng Tên|21", "Xã Bành Trạch|", "Trùng Tên|22"
    )
    found = read(table, target)
    assert found.questions == ()
    assert stored(found) == {
        (twins[20].number, "member_count"): 21,
        (twins[0].number, "member_count"): 22,
    }


def test_accents_tell_names_apart_that_are_one_without():
    target = replace(
        TARGET,
        rows=(replace(ROWS[0], name="HTX Đồng Lợi"), replace(ROWS[1], name="HTX Đông Lợi")),
    )
    found = read(block("Tên HTX|TV", "HTX ĐÔNG LỢI|22", "Hợp tác xã Đồng Lợi|21"), target)
    assert found.questions == ()
    assert [cell.value for cell in found.cells] == [21, 22]


def test_a_cooperative_may_be_called_like_a_total_or_a_group():
    names = ["HTX Tổng hợp", "HTX Cộng Đồng", "HTX Nông nghiệp", "HTX Yến Dương"]
    target = replace(
        TARGET, rows=tuple(replace(row, name=name) for row, name in zip(ROWS, names, strict=False))
    )
    lines = [f"{n}|{name}|{20 + n}" for n, name in enumerate(names)]
    found = read(block("TT|Tên HTX|TV", *lines, "|Tổng hợp|86"), target)
    assert [cell.value for cell in found.cells] == [20, 21, 22, 23]
    assert found.open == 0
