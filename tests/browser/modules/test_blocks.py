"""Blocks of cells as text: how they are read and written."""

import json

import pytest


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
    ("text", "rows"),
    [
        # No text of the database holds them, and no person typed them.
        ("1\0\t2", [["1", "2"]]),
        ("HTX \ud800\t2", [["HTX \ufffd", "2"]]),
    ],
)
def test_what_no_text_can_hold_is_not_taken_along(run, text, rows):
    code = "return module.parse(JSON.parse(given))"
    assert run("blocks", code, json.dumps(text)) == rows


@pytest.mark.parametrize(
    ("rows", "room", "left"),
    [
        ([["1"], [""], ["2"], [""], [""]], 9, [["1"], [""], ["2"], [""], [""]]),
        ([["1"], [""], ["2"], [""], [""]], 4, [["1"], [""], ["2"], [""]]),
        ([["1"], [""], ["2"], [""], [""]], 1, [["1"], [""], ["2"]]),
        ([["1", ""], ["", ""]], 2, [["1", ""], ["", ""]]),
        ([[""], ["1"]], 1, [[""], ["1"]]),
        ([["", ""], ["", ""]], 9, [["", ""]]),
        ([[""]], 9, [[""]]),
    ],
)
def test_blank_lines_at_the_end_are_lines_as_far_as_the_table_goes(call, rows, room, left):
    assert call("blocks", "withoutBlankEnd", rows, room) == left


@pytest.mark.parametrize("text", ["65,5\t3,7\n\t\n", "65,5\t3,7\r\n\t\r\n", "65,5\t3,7\n\t"])
def test_the_line_break_that_ends_a_block_is_no_line(call, text):
    assert call("blocks", "parse", text) == [["65,5", "3,7"], ["", ""]]


def test_whole_columns_of_a_spreadsheet_are_read_at_once(run):
    """They end in a million lines with nothing in them."""
    code = """
    const start = performance.now();
    const rows = module.withoutBlankEnd(module.parse("1\\t2\\n" + "\\t\\n".repeat(1_048_575)), 2);
    return [rows, performance.now() - start];
    """
    rows, milliseconds = run("blocks", code)
    assert rows == [["1", "2"], ["", ""]]
    assert milliseconds < 5_000
