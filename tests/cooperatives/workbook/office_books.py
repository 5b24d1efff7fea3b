"""Workbooks as districts keep them, each with what is to be asked and what it says."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook

from tests.spreadsheets import ods, xls

MILLION = 1_000_000
PLACES = ("Xã Hà Hiệu", "Xã Yến Dương", "Thị trấn Chợ Rã")
NAMES = (
    "HTX An Bình",
    "HTX Nông nghiệp Bản Váng",
    "HTX Cốc Lùng",
    "HTX Đồng Lợi",
    "HTX Đức Mai",
    "HTX Hồng Luân",
    "HTX Khang Ninh",
    "HTX Mỹ Phương",
    "HTX Nhung Lũy",
    "HTX Thanh niên Pác Ngòi",
    "HTX Quảng Khê",
    "HTX Yến Dương",
)
NUMBERS = tuple(f"0600{number}" for number in range(101, 113))
MONEY = ("revenue", "profit", "average_member_income")
PERSONS = (
    "member_count",
    "managers_total",
    "managers_higher_education",
    "managers_vocational",
)
FIELDS = (*MONEY, *PERSONS)


def figures(number: int) -> dict[str, int]:
    """What one of them has to report, as it is stored."""
    total = 3 + number % 4
    return {
        "revenue": (150 + 37 * number) * MILLION + 250_000 * (number % 4),
        "profit": (12 + 3 * number) * MILLION - 40 * MILLION * (number == 5),
        "average_member_income": 6 * MILLION + 150_000 * number,
        "member_count": 8 + number,
        "managers_total": total,
        "managers_higher_education": number % 2,
        "managers_vocational": total - 2,
    }


ALL = {
    (number, name): value
    for place, number in enumerate(NUMBERS)
    for name, value in figures(place).items()
}
"""Every figure of every cooperative, by number and field."""


@dataclass(frozen=True)
class Book:
    """A file. asked: the keys of the questions that stay open, with what is to be said; told: other
    choices that correct what was understood; stored: what is then in the return.
    """

    content: bytes
    name: str = "So-lieu-HTX.xlsx"
    asked: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    stored: dict[tuple[str, str], int] = field(default_factory=lambda: dict(ALL))
    says: tuple[str, ...] = ()


HEADINGS = {
    "revenue": "Doanh thu (tr.đ)",
    "profit": "Lợi nhuận (tr.đ)",
    "average_member_income": "TNBQ/TV (tr.đ)",
    "member_count": "Số TV",
    "managers_total": "CBQL",
    "managers_higher_education": "CĐ, ĐH",
    "managers_vocational": "SC, TC",
}
SCALE = dict.fromkeys(MONEY, MILLION)


def shown(name: str, value: int, scale=None) -> float | int:
    """A stored value as a sheet holds it."""
    divisor = (SCALE if scale is None else scale).get(name, 1)
    return value // divisor if value % divisor == 0 else value / divisor


def comma(number: float | int) -> str:
    """A number as a text with Vietnamese marks: "1.234,5"."""
    whole = f"{number:,}"
    return whole.translate(str.maketrans(",.", ".,"))


def table(
    page,
    fields=FIELDS,
    *,
    headings=None,
    scale=None,
    write=lambda number: number,
    call=lambda name: name,
    order=range(12),
    count="STT",
    first=1,
):
    """Write headings and a row for each cooperative; return the first row below."""
    known = HEADINGS | (headings or {})
    heads = [count] if count else []
    for place, text in enumerate([*heads, "Tên HTX", *(known[name] for name in fields)], start=1):
        page.cell(first, place).value = text
    row = first + 1
    for turn, number in enumerate(order, start=1):
        cells = [turn] if count else []
        values = figures(number)
        cells += [
            call(NAMES[number]),
            *(write(shown(name, values[name], scale)) for name in fields),
        ]
        for place, value in enumerate(cells, start=1):
            page.cell(row, place).value = value
        row += 1
    return row


def new() -> tuple[Workbook, object]:
    book = Workbook()
    return book, book.active


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def titled(page, *lines: str) -> int:
    """Write lines of a title; return the first row below them and a blank one."""
    for row, text in enumerate(lines, start=1):
        page.cell(row, 1).value = text
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=9)
    return len(lines) + 2


# --- The table of them ----------------------------------------------------------------------------


def plain() -> Book:
    book, page = new()
    table(page)
    return Book(saved(book))


def other_order() -> Book:
    book, page = new()
    fields = ("member_count", "managers_vocational", "managers_higher_education", *MONEY[::-1])
    table(page, (*fields, "managers_total"), order=[7, 3, 11, 0, 5, 1, 9, 2, 10, 4, 8, 6])
    return Book(saved(book))


def two_line_headings() -> Book:
    book, page = new()
    first = titled(page, "BÁO CÁO TÌNH HÌNH HOẠT ĐỘNG CỦA CÁC HTX", "Quý III năm 2024")
    tops = ["TT", "Tên hợp tác xã", "Kết quả SXKD (triệu đồng)", None, "Thu nhập BQ"]
    tops += ["Số thành viên", "Cán bộ quản lý", None, None]
    below = [None, None, "Doanh thu", "Lợi nhuận", "(triệu đồng)", "(người)"]
    below += ["Tổng số", "CĐ, ĐH", "SC, TC"]
    for place, (top, low) in enumerate(zip(tops, below, strict=True), start=1):
        page.cell(first, place).value = top
        page.cell(first + 1, place).value = low
    for left, right in ((3, 4), (7, 9)):
        page.merge_cells(start_row=first, end_row=first, start_column=left, end_column=right)
    for place in (1, 2):
        page.merge_cells(start_row=first, end_row=first + 1, start_column=place, end_column=place)
    for number in range(len(NUMBERS)):
        values = figures(number)
        cells = [number + 1, NAMES[number], *(shown(name, values[name]) for name in FIELDS)]
        for place, value in enumerate(cells, start=1):
            page.cell(first + 2 + number, place).value = value
    return Book(saved(book))


def numbered_columns() -> Book:
    book, page = new()
    table(page)
    page.insert_rows(2)
    for place in range(1, 10):
        page.cell(2, place).value = place
    return Book(saved(book))


def _grouped(*, wrong: bool = False) -> Book:
    book, page = new()
    first = titled(page, "BIỂU TỔNG HỢP HTX HUYỆN BA BỂ QUÝ III/2024", "Đơn vị tính: triệu đồng")
    heads = ["STT", "Tên HTX", *(HEADINGS[name] for name in FIELDS)]
    rows, sums = [heads], dict.fromkeys(FIELDS, 0)
    for turn, place in enumerate(PLACES):
        rows.append([("I", "II", "III")[turn], place, *[None] * len(FIELDS)])
        for number in range(turn * 4, turn * 4 + 4):
            values = figures(number)
            sums = {name: sums[name] + values[name] for name in FIELDS}
            rows.append(
                [number % 4 + 1, NAMES[number], *(shown(name, values[name]) for name in FIELDS)]
            )
    total = [
        shown(name, sums[name] + (MILLION if wrong and name == "revenue" else 0)) for name in FIELDS
    ]
    total[2] = None  # nobody adds up a mean
    rows.append([None, "Tổng cộng", *total])
    rows += [[], [None, "Ba Bể, ngày 10 tháng 10 năm 2024"], [None, "Người lập biểu"]]
    for row, cells in enumerate(rows, start=first):
        for place, value in enumerate(cells, start=1):
            page.cell(row, place).value = value
    says = ("các dòng cộng lại",) if wrong else ()
    return Book(saved(book), says=says)


def groups_and_totals() -> Book:
    return _grouped()


def wrong_total() -> Book:
    return _grouped(wrong=True)


def text_numbers() -> Book:
    book, page = new()
    table(page, write=comma)
    return Book(saved(book))


def in_thousand() -> Book:
    book, page = new()
    headings = {name: f"{HEADINGS[name].split(' (')[0]} (nghìn đồng)" for name in MONEY}
    table(page, headings=headings, scale=dict.fromkeys(MONEY, 1_000))
    return Book(saved(book))


def in_dong() -> Book:
    book, page = new()
    headings = {name: f"{HEADINGS[name].split(' (')[0]} (đồng)" for name in MONEY}
    table(page, headings=headings, scale={}, write=comma)
    return Book(saved(book))


def in_billion() -> Book:
    book, page = new()
    headings = {name: f"{HEADINGS[name].split(' (')[0]} (tỷ đồng)" for name in MONEY}
    table(page, headings=headings, scale=dict.fromkeys(MONEY, 1_000 * MILLION))
    return Book(saved(book))


def unit_above() -> Book:
    book, page = new()
    first = titled(page, "TỔNG HỢP SỐ LIỆU HTX QUÝ III/2024", "ĐVT: nghìn đồng")
    headings = {name: HEADINGS[name].split(" (")[0] for name in MONEY}
    table(page, headings=headings, scale=dict.fromkeys(MONEY, 1_000), first=first)
    return Book(saved(book))


def income_a_month() -> Book:
    book, page = new()
    headings = {"average_member_income": "Thu nhập BQ/TV (triệu đồng/tháng)"}
    scale = SCALE | {"average_member_income": 3 * MILLION}
    table(page, headings=headings, scale=scale)
    return Book(saved(book))


def capitals() -> Book:
    book, page = new()
    table(page, call=lambda name: name.upper())
    return Book(saved(book))


def decomposed() -> Book:
    book, page = new()

    def call(name):
        return unicodedata.normalize("NFD", name).replace("Đ", "\u00d0") + "\u200b"

    table(page, call=call)
    return Book(saved(book))


def in_full_and_numbered() -> Book:
    book, page = new()
    turns = iter(range(1, 13))
    table(
        page,
        call=lambda name: f"{next(turns)}. {name.replace('HTX', 'Hợp tác xã')}",
        count=None,
    )
    return Book(saved(book))


def several_sheets() -> Book:
    book, page = new()
    page.title = "Quý II"
    table(page, scale=dict.fromkeys(MONEY, 2 * MILLION))
    second = book.create_sheet("Quý III")
    table(second)
    return Book(saved(book))


def sheets_that_do_not_say() -> Book:
    book, page = new()
    page.title = "Sheet1"
    table(page, scale=dict.fromkeys(MONEY, 2 * MILLION))
    table(book.create_sheet("Sheet2"))
    return Book(saved(book), asked={"sheet": "Sheet2"})


def hidden_sheet() -> Book:
    book, page = new()
    page.title = "Cũ"
    table(page, scale=dict.fromkeys(MONEY, 2 * MILLION))
    page.sheet_state = "hidden"
    table(book.create_sheet("Mới"))
    book.active = 1
    return Book(saved(book))


def several_quarters() -> Book:
    book, page = new()
    tops, below = ["STT", "Tên HTX"], [None, None]
    for name in ("Doanh thu (tr.đ)", "Lợi nhuận (tr.đ)"):
        for quarter in ("Quý I", "Quý II", "Quý III"):
            tops.append(name)
            below.append(quarter)
    for place, (top, low) in enumerate(zip(tops, below, strict=True), start=1):
        page.cell(1, place).value, page.cell(2, place).value = top, low
    page.merge_cells("C1:E1")
    page.merge_cells("F1:H1")
    for number in range(len(NUMBERS)):
        values = figures(number)
        cells = [number + 1, NAMES[number]]
        for name in ("revenue", "profit"):
            value = shown(name, values[name])
            cells += [value + 2, value + 1, value]
        for place, value in enumerate(cells, start=1):
            page.cell(3 + number, place).value = value
    wanted = {key: value for key, value in ALL.items() if key[1] in ("revenue", "profit")}
    return Book(saved(book), stored=wanted)


def new_cooperative() -> Book:
    book, page = new()
    row = table(page)
    cells = [13, "HTX Mới Thành Lập Năm Nay", 55, 5, 6.5, 9, 3, 1, 1]
    for place, value in enumerate(cells, start=1):
        page.cell(row, place).value = value
    return Book(saved(book), says=("HTX Mới Thành Lập Năm Nay",))


def unknown_headings() -> Book:
    book, page = new()
    row = table(page)
    for place, text in ((10, "Ngày thành lập"), (11, "Vốn điều lệ"), (12, "Diện tích rừng (ha)")):
        page.cell(1, place).value = text
        for line in range(2, row):
            page.cell(line, place).value = {10: "15/03/2019", 11: 1200, 12: 7.5}[place]
    return Book(saved(book))


def one_unknown_heading_is_a_figure() -> Book:
    book, page = new()
    table(page, headings={"profit": "Phần còn lại (tr.đ)"})
    return Book(saved(book), told={"column-3": "profit:million"})


def of_another_quarter() -> Book:
    book, page = new()
    first = titled(page, "BÁO CÁO KẾT QUẢ HOẠT ĐỘNG HTX", "Quý II năm 2024")
    table(page, first=first)
    return Book(saved(book), asked={"period": "yes"})


def of_another_district() -> Book:
    book, page = new()
    first = titled(page, "UBND HUYỆN PÁC NẶM", "BÁO CÁO HTX QUÝ III/2024")
    table(page, first=first)
    return Book(saved(book), asked={"unit": "yes"})


def another_name() -> Book:
    """One of them under a name that nobody could guess."""
    book, page = new()
    table(page, call=lambda name: "HTX Bà Mế" if name == NAMES[3] else name)
    return Book(saved(book))


def three_sheets_that_do_not_say() -> Book:
    book, page = new()
    page.title = "Sheet1"
    table(page)
    for title in ("Sheet2", "Sheet3"):
        table(book.create_sheet(title))
    return Book(saved(book))


def rows() -> list[list]:
    """Headings and a row for each cooperative."""
    found: list[list] = [["STT", "Tên HTX", *(HEADINGS[name] for name in FIELDS)]]
    for number in range(len(NUMBERS)):
        values = figures(number)
        cells = [number + 1, NAMES[number], *(shown(name, values[name]) for name in FIELDS)]
        found.append(cells)
    return found


def as_csv() -> Book:
    lines = [";".join(str(cell).replace(".", ",") for cell in cells) for cells in rows()]
    lines[0] = ";".join(map(str, rows()[0]))
    return Book("\r\n".join(lines).encode("utf-8-sig"), name="so-lieu.csv")


def as_old_excel() -> Book:
    return Book(xls(("Biểu 1", rows())), name="so-lieu.xls")


def as_open_document() -> Book:
    return Book(ods(("Biểu 1", rows())), name="so-lieu.ods")


BOOKS: tuple[Callable[[], Book], ...] = (
    plain,
    other_order,
    two_line_headings,
    numbered_columns,
    groups_and_totals,
    wrong_total,
    text_numbers,
    in_thousand,
    in_dong,
    in_billion,
    unit_above,
    income_a_month,
    capitals,
    decomposed,
    in_full_and_numbered,
    several_sheets,
    sheets_that_do_not_say,
    hidden_sheet,
    several_quarters,
    new_cooperative,
    unknown_headings,
    one_unknown_heading_is_a_figure,
    of_another_quarter,
    of_another_district,
    as_csv,
    as_old_excel,
    as_open_document,
)
