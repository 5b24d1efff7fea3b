"""Sheets put together by chance: either every cell is true, or something is asked."""

import random
import unicodedata

import pytest

from cooperatives.ground.vietnamese import fold

from .tables import (
    FIGURES,
    FILE,
    MILLION,
    MONEY,
    ROWS,
    TARGET,
    amount,
    block,
    en,
    read,
    sheet,
    stored,
    truth_of,
    vi,
)

HEADINGS = {
    "revenue": ["Doanh thu", "DT", "Doanh thu trong quý", "Tổng doanh thu", "Doanh thu quý III"],
    "profit": ["Lợi nhuận", "LN", "Lãi", "Lợi nhuận sau thuế", "Lãi (lỗ)", "Kết quả SXKD"],
    "average_member_income": [
        *("Thu nhập BQ thành viên", "Thu nhập BQ/thành viên", "TNBQ", "TNBQ/TV"),
        *("Thu nhập bình quân", "TN bình quân thành viên"),
    ],
    "member_count": ["Số thành viên", "Thành viên", "Số TV", "Tổng số thành viên", "TV"],
    "managers_total": ["Cán bộ quản lý", "CBQL", "Tổng số cán bộ quản lý"],
    "managers_higher_education": [
        *("CĐ, ĐH", "CĐ-ĐH", "Cao đẳng, đại học", "Trình độ cao đẳng, đại học", "ĐH, CĐ"),
        *("Trình độ CĐ, ĐH", "Cao đẳng, ĐH"),  # ours, and ours until 11/2026
    ],
    "managers_vocational": [
        *("SC, TC", "SC-TC", "Sơ cấp, trung cấp", "Trình độ sơ cấp, trung cấp", "TC, SC"),
        *("Trình độ SC, TC", "Sơ, trung cấp"),
    ],
}
UNITS = {
    1: [" (đồng)", " (đ)", ", đồng", " (VND)"],
    1_000: [" (nghìn đồng)", " (1.000 đ)", ", nghìn đồng", " (1000đ)"],
    MILLION: [" (tr.đ)", " (triệu đồng)", ", triệu đồng", " (trđ)", " tr.đ"],
}
ASIDE = {
    "TT": lambda row, n: str(n),
    "Xã": lambda row, n: row.commune,
    "Vốn điều lệ (tr.đ)": lambda row, n: str(1000 + n),
    "Năm thành lập": lambda row, n: "2015",
    "Giám đốc": lambda row, n: "Hoàng Văn A",
    "Điện thoại": lambda row, n: f"09{n:08d}",
    "Số đăng ký": lambda row, n: row.number.lstrip("0"),
    "Ngành": lambda row, n: "Nông nghiệp",
    "Kế hoạch doanh thu": lambda row, n: str(500 + n),
    "Doanh thu quý II": lambda row, n: str(400 + n),
    "% so với cùng kỳ": lambda row, n: f"{80 + n}",
}
NAMES_OF_UNITS = {1: "đồng", 1_000: "nghìn đồng", MILLION: "triệu đồng"}
UNKNOWN = {"Diện tích (ha)": lambda row, n: str(n % 9), "Số lao động": lambda row, n: str(5 + n)}

NAMES = [
    lambda name: name,
    str.upper,
    lambda name: name.replace("HTX", "Hợp tác xã"),
    lambda name: name.removeprefix("HTX "),
    fold,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: name.replace("Đ", "\u00d0").replace(" ", "\u00a0"),
    lambda name: f"1. {name}",
    lambda name: name.replace("nông nghiệp", "NN"),
]


SPELLINGS = [str, str, str.upper, str.lower, fold, lambda text: f" {text} ".replace(" ", "  ")]


def a_sheet(dice: random.Random):
    """A sheet, and the fields and rows that it holds."""
    fields = dice.sample(FIGURES, dice.randint(2, 7))
    rows = dice.sample(ROWS, dice.choice([5, 20, 42]))
    unit, show = dice.choice(list(UNITS)), dice.choice([vi, en])
    says_unit = dice.choice(["heading", "above", "nowhere"])
    others = {key: ASIDE[key] for key in dice.sample(list(ASIDE), dice.randint(0, 4))}
    if dice.random() < 0.2:
        others |= {key: UNKNOWN[key] for key in dice.sample(list(UNKNOWN), 1)}
    columns = [*fields, *others]
    dice.shuffle(columns)
    columns.insert(dice.randint(0, len(columns)), "name")

    def heading(column: str) -> str:
        if column in others:
            return column
        if column == "name":
            return dice.choice(["Tên HTX", "Tên hợp tác xã", "Đơn vị"])
        text = dice.choice(HEADINGS[column])
        is_in_heading = column in MONEY and says_unit == "heading"
        return text + dice.choice(UNITS[unit]) if is_in_heading else text

    as_named = dice.choice(NAMES)

    def cell(column: str, row, n: int) -> str:
        if column == "name":
            return as_named(row.name)
        of_others = others.get(column)
        return of_others(row, n) if of_others else amount(row, column, unit=unit, show=show)

    lines = []
    for n, row in enumerate(rows, start=1):
        if dice.random() < 0.1:
            group = {columns[0]: "II", "name": "Xã Hà Hiệu"}
            lines.append([group.get(column, "") for column in columns])
        lines.append([cell(column, row, n) for column in columns])
    above = [["Biểu số liệu quý III năm 2024"]] if dice.random() < 0.5 else []
    if says_unit == "above":
        above.append(["", "", f"ĐVT: {NAMES_OF_UNITS[unit]}"])
    numbers = [[str(n + 1) for n in range(len(columns))]] if dice.random() < 0.2 else []
    head = [dice.choice(SPELLINGS)(heading(column)) for column in columns]
    return block(*above, head, *numbers, *lines), fields, rows


@pytest.mark.parametrize("seed", range(150))
def test_no_cell_is_wrong_without_a_question(seed):
    dice = random.Random(seed)  # noqa: S311
    table, fields, rows = a_sheet(dice)
    found = read(table, dice.choice([TARGET, FILE]))
    assert not found.problem
    if not found.open:
        assert stored(found) == truth_of(fields, rows)


def test_most_of_them_need_no_answer():
    """Else the test above would show little."""
    sheets = [a_sheet(random.Random(seed))[0] for seed in range(100)]  # noqa: S311
    assert sum(not read(table).open for table in sheets) > 55


# --- Without headings -----------------------------------------------------------------------------


def mixed(dice: random.Random, fields) -> list[str]:
    """The fields in order, or two of them changed, or all, or some of them left out."""
    fields, way = list(fields), dice.random()
    if way < 0.2:
        one, other = dice.sample(range(len(fields)), 2)
        fields[one], fields[other] = fields[other], fields[one]
    elif way < 0.4:
        dice.shuffle(fields)
    elif way < 0.5:
        fields = dice.sample(fields, dice.randint(1, len(fields)))
    return fields


LEADS = [
    lambda n, row: [row.name],
    lambda n, row: [str(n), row.name],
    lambda n, row: [row.number],
    lambda n, row: [row.name, row.commune],
]


@pytest.mark.parametrize("seed", range(120))
def test_no_cell_is_wrong_without_headings_either(seed):
    dice = random.Random(seed)  # noqa: S311
    fields, unit = mixed(dice, FIGURES), dice.choice([1_000, MILLION, MILLION])
    rows = dice.sample(ROWS, dice.choice([1, 2, 5, 20, 42]))
    found = read(sheet(fields=fields, rows=rows, lead=dice.choice(LEADS), unit=unit))
    if not found.open:
        assert stored(found) == truth_of(fields, rows)


@pytest.mark.parametrize("seed", range(120))
def test_no_cell_is_wrong_in_a_bare_block_as_it_is_offered(seed):
    """With rows missing, shifted, in another order; with columns in another order."""
    dice = random.Random(seed)  # noqa: S311
    fields, unit = mixed(dice, FIGURES), dice.choice([1, 1_000, MILLION, MILLION])
    rows, way = list(ROWS), dice.random()
    if way < 0.3:
        missing = dice.sample(rows, dice.randint(1, 4))
        rows = [row for row in rows if row not in missing]
    elif way < 0.5:
        dice.shuffle(rows)
    elif way < 0.6:
        rows = rows[dice.randint(1, 5) :]
    elif way < 0.7:
        rows = rows[: dice.randint(4, 41)]
    found = read(sheet(fields=fields, rows=rows, lead=lambda n, row: [], unit=unit))
    if not found.open:
        assert stored(found) == truth_of(fields, rows)
