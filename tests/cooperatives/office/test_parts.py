"""Tables below each other in one sheet: each is read under its own headings, or it is asked."""

import pytest

from .tables import (
    FILE,
    ROWS,
    TARGET,
    block,
    line,
    open_kinds,
    question,
    read,
    stored,
    truth_of,
)

MONEY = ("revenue", "profit")
UPPER, LOWER = ROWS[:10], ROWS[10:20]


def lines_of(rows, fields=MONEY, **how):
    return [[str(n), row.name, *line(row, fields, **how)] for n, row in enumerate(rows, start=1)]


TWO = {
    "other units": block(
        "TT|Tên HTX|DT (tr.đ)|LN (tr.đ)",
        *lines_of(UPPER),
        "TT|Tên HTX|Doanh thu (nghìn đồng)|Lợi nhuận (nghìn đồng)",
        *lines_of(LOWER, unit=1_000),
    ),
    "figures exchanged": block(
        "TT|Tên HTX|Doanh thu|Lợi nhuận",
        *lines_of(UPPER),
        [],
        "TT|Tên HTX|Lợi nhuận|Doanh thu",
        *lines_of(LOWER, MONEY[::-1]),
    ),
    "a unit between": block(
        "ĐVT: triệu đồng",
        "TT|Tên HTX|Doanh thu|Lợi nhuận",
        *lines_of(UPPER),
        "ĐVT: nghìn đồng",
        "TT|Tên HTX|Doanh thu|Lợi nhuận",
        *lines_of(LOWER, unit=1_000),
    ),
    "a unit alone between": block(
        "TT|Tên HTX|Doanh thu|Lợi nhuận",
        *lines_of(UPPER),
        "||||(ĐVT: nghìn đồng)",
        *lines_of(LOWER, unit=1_000),
    ),
    "over two lines": block(
        "TT|Tên HTX|Kết quả|",
        "||DT (tr.đ)|LN (tr.đ)",
        *lines_of(UPPER),
        "BIỂU 2",
        "TT|Tên HTX|Kết quả|",
        "||LN (tr.đ)|DT (tr.đ)",
        *lines_of(LOWER, MONEY[::-1]),
    ),
}


@pytest.mark.parametrize("table", TWO.values(), ids=TWO)
@pytest.mark.parametrize("target", [TARGET, FILE], ids=["block", "file"])
def test_a_table_under_other_headings_is_never_read_under_the_first(table, target):
    """Ten rows under "nghìn đồng" became a thousand times larger."""
    found = read(table, target)
    assert open_kinds(found) == ["table"]
    assert [label.split(":")[0] for _value, label in question(found, "table").choices]
    for chosen, rows in (("0", UPPER), ("1", LOWER)):
        said = read(table, target, {"table": chosen})
        assert (said.open, stored(said)) == (0, truth_of(MONEY, rows))
        assert [one.reason for one in said.left] == ["table"]


QUARTERS = ["BIỂU SỐ LIỆU QUÝ II NĂM 2024", "BIỂU SỐ LIỆU QUÝ III NĂM 2024"]


@pytest.mark.parametrize("order", [1, -1])
def test_of_tables_of_several_quarters_the_own_is_read(order):
    before = [[str(n), row.name, "1", "2"] for n, row in enumerate(ROWS[:20], start=1)]
    tables = [
        [QUARTERS[0], "TT|Tên HTX|Doanh thu|Lợi nhuận", *before],
        [QUARTERS[1], "TT|Tên HTX|Doanh thu|Lợi nhuận", *lines_of(ROWS[:20])],
    ][::order]
    found = read(block(*[one for table in tables for one in [*table, []]]), FILE)
    assert (found.questions, stored(found)) == ((), truth_of(MONEY, ROWS[:20]))
    assert [one.reason for one in found.left] == ["table"]


def test_the_next_page_is_no_other_table():
    """Headings in other words, titles once more, blank lines."""
    table = block(
        *("QUÝ III NĂM 2024", "ĐVT: triệu đồng", "TT|Tên HTX|DT|LN", *lines_of(UPPER)),
        *([], "QUÝ III NĂM 2024", "STT|Tên hợp tác xã|Doanh thu|Lợi nhuận", *lines_of(LOWER)),
        "Người lập biểu|||Giám đốc",
    )
    found = read(table)
    assert (found.questions, stored(found)) == ((), truth_of(MONEY, ROWS[:20]))


@pytest.mark.parametrize(
    "unit", ["Số liệu tính bằng nghìn đồng", "Tiền: nghìn đồng", "(nghìn đồng)", "ĐVT : 1.000đ"]
)
@pytest.mark.parametrize("is_below", [False, True])
def test_a_unit_may_be_named_in_other_words_and_below(unit, is_below):
    lines = lines_of(UPPER, unit=1_000)
    head = "TT|Tên HTX|Doanh thu|Lợi nhuận"
    table = block(head, *lines, [], unit) if is_below else block(unit, head, *lines)
    found = read(table, FILE)
    assert (found.questions, stored(found)) == ((), truth_of(MONEY, UPPER))
