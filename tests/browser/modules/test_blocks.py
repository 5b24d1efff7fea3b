"""Blocks of cells as text: how they are read, and where they belong in a grid."""

import pytest

# --- Blocks as text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [[""]]),
        ("1", [["1"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ("1\t\n\t4", [["1", ""], ["", "4"]]),
        ("1\n\n", [["1"], [""]]),
        ("\t", [["", ""]]),
        # In quotes tabs, lines and doubled quotes are text; on one line they are spaces.
        ('"a\tb"\tc', [["a b", "c"]]),
        ('"a\nb"\n"c ""d"""', [["a b"], ['c "d"']]),
        ("  a   b \tc\u00a0d", [["a b", "c d"]]),
        # A quote alone is a text like any other, wherever it stands.
        ('"', [['"']]),
        ('5" ống\t6', [['5" ống', "6"]]),
        ('"a"b\tc', [['"a"b', "c"]]),
        ('"open\tb\nc', [['"open', "b"], ["c"]]),
    ],
)
def test_blocks_are_read_as_spreadsheets_write_them(call, text, rows):
    assert call("blocks", "parse", text) == rows


@pytest.mark.parametrize(
    "rows", [[["1", "2"], ["3", ""]], [["a\tb", 'c "d"'], ["e\nf", '"g"']], [[""]], [["a b"]]]
)
def test_what_is_copied_is_read_back(run, rows):
    """Tabs and lines within a text become spaces: a field holds none."""
    copied = [[{"value": text} for text in row] for row in rows]
    code = "return module.parse(module.format(given))"
    assert run("blocks", code, copied) == [[" ".join(text.split()) for text in row] for row in rows]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("HTX Ánh Dương", "htx anh duong"),
        ("  đại   THÀNH ", "dai thanh"),
        ("HTX A\u0301nh Dương", "htx anh duong"),
        ("0001204", "1204"),
        ("000", "0"),
        ("0a", "0a"),
        ("", ""),
    ],
)
def test_names_and_numbers_are_compared_without_what_spreadsheets_change(call, text, key):
    assert call("blocks", "fold", text) == key


# --- Where a block goes ---------------------------------------------------------------------------

FIELDS = {
    "revenue": ("revenue|Revenue|Doanh thu", True),
    "profit": ("profit|Profit|Lợi nhuận", True),
    "members": ("members|Members|Thành viên", True),
    "note": ("note|Note|Ghi chú", False),
}
ROWS = {
    "004700001": "HTX Ánh Dương",
    "004700002": "HTX Bản Mới",
    "004700003": "HTX Cốc Pàng",
    "004700004": "HTX Trùng Tên",
    "004700005": "HTX Trùng Tên",
}
LAY = """
const { block, fields, rows, row, column } = given;
const names = Object.keys(fields), numbers = Object.keys(rows);
const cells = {
  fields: names,
  rows: numbers.map((number) => ({ dataset: { row: number, name: rows[number] } })),
  heading: (field) => {
    const [known, isNumber] = fields[field];
    return { dataset: isNumber ? { names: known, number: "" } : { names: known } };
  },
  at: (row, column) => numbers[row] && names[column] && `${numbers[row].at(-1)}.${names[column]}`,
};
return module.lay(module.parse(block), cells, { row, column });
"""


@pytest.fixture
def lay(run):
    """Lay a block whose cells are parted by "|"; its changes as {"1.revenue": …}."""

    def laid(*lines, row=0, column=0):
        block = "\n".join(line.replace("|", "\t") for line in lines)
        given = {"block": block, "fields": FIELDS, "rows": ROWS, "row": row, "column": column}
        found = run("blocks", LAY, given)
        return found | {"changes": dict(found.get("changes", []))}

    return laid


@pytest.mark.parametrize(
    ("lines", "start", "changes"),
    [
        (
            ["1|2", "3|4"],
            {},
            {"1.revenue": "1", "1.profit": "2", "2.revenue": "3", "2.profit": "4"},
        ),
        (["1|2"], {"row": 2, "column": 1}, {"3.profit": "1", "3.members": "2"}),
        # Blanks clear; those that stand over at an edge are no reason to refuse.
        (
            ["1||", "|2|"],
            {"column": 1},
            {"1.profit": "1", "1.members": "", "2.profit": "", "2.members": "2"},
        ),
        (["1", "", ""], {"row": 4}, {"5.revenue": "1"}),
        # Numbers and names tell the rows, however a spreadsheet left them.
        (["4700002|1"], {}, {"2.revenue": "1"}),
        (["htx coc pang|1", "HTX ÁNH DƯƠNG|2"], {"row": 4}, {"3.revenue": "1", "1.revenue": "2"}),
        (["004700005|HTX Trùng Tên|1"], {}, {"5.revenue": "1"}),
        (["HTX Bản Mới|1"], {"column": 1}, {"2.profit": "1"}),
        # Words between names and figures are no figures; where the cells take words they are.
        (["HTX Bản Mới|Nông nghiệp|7"], {}, {"2.revenue": "7"}),
        (["HTX Bản Mới|tạm tính"], {"column": 3}, {"2.note": "tạm tính"}),
        (["tạm tính"], {"column": 3}, {"1.note": "tạm tính"}),
        # A word alone below others heads nothing, whatever it is.
        (
            ["tạm tính", "Ghi chú", "khác"],
            {"column": 3},
            {"1.note": "tạm tính", "2.note": "Ghi chú", "3.note": "khác"},
        ),
        # Headings tell the columns, in either language and in any order, codes or units beside.
        (["|Lợi nhuận|Doanh thu", "HTX Bản Mới|2|1"], {}, {"2.profit": "2", "2.revenue": "1"}),
        (["Profit (million VND)", "5", "6"], {}, {"1.profit": "5", "2.profit": "6"}),
        (
            ["Biểu số liệu quý", "|profit|revenue", "HTX|Profit|Doanh thu", "HTX Cốc Pàng|2|1"],
            {},
            {"3.profit": "2", "3.revenue": "1"},
        ),
    ],
)
def test_a_block_goes_where_it_says_it_belongs(lay, lines, start, changes):
    laid = lay(*lines, **start)
    assert laid["changes"] == changes
    assert laid["left"] == []


@pytest.mark.parametrize(
    ("lines", "start", "problem"),
    [
        (["1"] * 4, {"row": 2}, {"problem": "too-long", "n": 4, "m": 3}),
        (["1|2|3"], {"column": 2}, {"problem": "too-wide", "n": 3, "m": 2}),
        (["Revenue|Doanh thu", "1|2"], {}, {"problem": "headed-twice", "heading": "Doanh thu"}),
        (
            ["HTX Lạ|1", "HTX Xa|2"],
            {},
            {"problem": "nameless", "aside": [{"n": 1, "heading": "", "text": "HTX Lạ"}]},
        ),
        (
            ["Tên|Revenue", "HTX Lạ|1"],
            {},
            {"problem": "nameless", "aside": [{"n": 1, "heading": "Tên", "text": "HTX Lạ"}]},
        ),
    ],
)
def test_a_block_that_fits_nowhere_is_not_laid(lay, lines, start, problem):
    assert lay(*lines, **start) == problem | {"changes": {}}


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["HTX Bản Mới|1", "HTX Lạ|2"], [{"name": "HTX Lạ", "why": "unknown"}]),
        (["HTX Bản Mới|1", "HTX Trùng Tên|2"], [{"name": "HTX Trùng Tên", "why": "ambiguous"}]),
        (["HTX Bản Mới|1", "htx ban moi|2"], [{"name": "htx ban moi", "why": "twice"}]),
        (
            ["004700001|HTX Bản Mới|1", "004700003|HTX Cốc Pàng|2"],
            [{"name": "004700001", "why": "ambiguous"}],
        ),
    ],
)
def test_lines_that_name_no_row_of_their_own_are_left_out(lay, lines, left):
    laid = lay(*lines)
    assert laid["left"] == left
    assert len(laid["changes"]) == 1


def test_columns_that_are_left_aside_are_named(lay):
    laid = lay("Tên|Xã|Doanh thu", "HTX Bản Mới|Cao Tân|1")
    assert laid["aside"] == [{"n": 2, "heading": "Xã", "text": "Cao Tân"}]
    laid = lay("HTX Bản Mới|Cao Tân|1")
    assert laid["aside"] == [{"n": 2, "heading": "", "text": "Cao Tân"}]


SHORT = {"40001": "A", "40002": "B", "40003": "C"}


@pytest.mark.parametrize(
    ("lines", "are_keys"),
    [
        # Short numbers may be figures: all must be known, in enough rows, before enough figures.
        (["40001|9|9|9|9", "40002|9|9|9|9", "40003|9|9|9|9"], True),
        (["40001|9|9|9", "40002|9|9|9", "40003|9|9|9"], False),
        (["40001|9|9|9|9", "40002|9|9|9|9"], False),
        (["40001|9|9|9|9", "40002|9|9|9|9", "40002|9|9|9|9"], False),
        (["40001|9|9|9|9", "40002|9|9|9|9", "40007|9|9|9|9"], False),
    ],
)
def test_short_numbers_name_rows_only_where_nothing_else_is_likely(run, lines, are_keys):
    block = "\n".join(line.replace("|", "\t") for line in lines)
    fields = {name: (name, True) for name in "abcdef"}
    given = {"block": block, "fields": fields, "rows": SHORT, "row": 0, "column": 0}
    laid = run("blocks", LAY, given)
    assert len(laid["changes"]) == len(lines) * (lines[0].count("|") + (not are_keys))
