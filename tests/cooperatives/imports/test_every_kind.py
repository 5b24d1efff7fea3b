"""What holds for all eight kinds: the file that makes records, and each that makes none."""

from decimal import Decimal

import pytest
from django.utils import translation

from cooperatives.imports import KINDS
from cooperatives.models import YearlyReport
from tests.cooperatives.imports.files import as_csv, as_xlsx, labels
from tests.cooperatives.imports.samples import SAMPLES
from tests.factories import make_entered_figure
from tests.tables import rows_and_history

each_kind = pytest.mark.parametrize("kind", SAMPLES)


@pytest.fixture(autouse=True)
def world(cooperative, union, other_district):
    """The units that the samples lie in, the cooperative that reports, and what units report."""
    make_entered_figure("advisers", reported_by="unit")
    make_entered_figure("group_income", "money", "flow", reported_by="group")
    make_entered_figure("households", reported_by="plan_unit")


def test_there_is_a_sample_of_each_kind():
    assert set(SAMPLES) == set(KINDS)


@each_kind
@pytest.mark.parametrize("day", ["%d/%m/%Y", "%Y-%m-%d"])
def test_a_csv_is_stored(load, kind, day):
    sample = SAMPLES[kind]
    run = load(kind, as_csv(sample.header, sample.rows, day=day))
    assert (run.status, run.err) == (0, "")
    assert run.json == {"created": 2, "updated": 0, "unchanged": 0, "errors": []}
    assert sample.stored() == sample.expected


@each_kind
def test_a_workbook_is_stored_with_its_numbers_and_dates_as_they_are(load, kind):
    sample = SAMPLES[kind]
    rows = [[float(c) if isinstance(c, Decimal) else c for c in row] for row in sample.rows]
    run = load(kind, as_xlsx(sample.header, rows), name="tệp.xlsx")
    assert run.counts == (2, 0, 0), run.errors
    assert sample.stored() == sample.expected


@each_kind
@pytest.mark.parametrize("language", ["vi", "en"])
def test_headers_may_be_what_people_read_in_any_order_and_case(load, kind, language):
    sample = SAMPLES[kind]
    header = [f"  {text.upper()} " for text in labels(kind, sample.header, language)]
    assert set(header).isdisjoint(sample.header)
    backwards = [row[::-1] for row in sample.rows]
    content = "\ufeff".encode() + as_csv(header[::-1], backwards, delimiter=";")
    assert load(kind, content).counts == (2, 0, 0)
    assert sample.stored() == sample.expected


@each_kind
def test_values_may_be_what_people_read(load, kind):
    """Ratings, levels, sectors, states and operators are known by their names too."""
    sample = SAMPLES[kind]
    columns = {column.code: column for column in KINDS[kind].all_columns()}
    shown = [
        [
            columns[code].show(cell) if hasattr(columns[code], "choices") and cell else cell
            for code, cell in zip(sample.header, row, strict=True)
        ]
        for row in sample.rows
    ]
    assert load(kind, as_csv(sample.header, shown)).counts == (2, 0, 0)
    assert sample.stored() == sample.expected


@each_kind
def test_the_same_file_again_changes_nothing(load, kind):
    sample = SAMPLES[kind]
    content = as_csv(sample.header, sample.rows)
    load(kind, content)
    before = rows_and_history()
    assert load(kind, content).counts == (0, 0, 2)
    assert load(kind, as_xlsx(sample.header, sample.rows), name="tệp.xlsx").counts == (0, 0, 2)
    assert rows_and_history() == before


@each_kind
def test_a_dry_run_says_the_same_and_stores_nothing(load, kind):
    sample = SAMPLES[kind]
    content = as_csv(sample.header, sample.rows)
    before = rows_and_history()
    assert load(kind, content, "--dry-run").counts == (2, 0, 0)
    assert "Sẽ tạo mới: 2" in load.text(kind, content, "--dry-run").out
    assert rows_and_history() == before
    assert "Tạo mới: 2" in load.text(kind, content).out


@each_kind
def test_an_absent_column_leaves_the_field_and_a_blank_cell_clears_it(load, kind):
    sample = SAMPLES[kind]
    column, stored_at = sample.optional
    load(kind, as_csv(sample.header, sample.rows))
    YearlyReport.objects.update(state="draft")  # a final one may not change
    header = [name for name in sample.header if name != "state"]
    rows = [[cells[name] for name in header] for cells in sample.cells]
    before, stored = rows_and_history(), sample.stored()
    without = [name for name in header if name != column]
    kept = [[cells[name] for name in without] for cells in sample.cells]
    assert load(kind, as_csv(without, kept)).counts == (0, 0, 2)
    assert rows_and_history() == before

    for row in rows:
        row[header.index(column)] = "  "
    filled = sum(record[stored_at] not in (None, "") for record in stored)
    assert load(kind, as_csv(header, rows)).counts == (0, filled, 2 - filled)
    expected = [list(record) for record in stored]
    for record in expected:
        record[stored_at] = "" if isinstance(record[stored_at], str) else None
    assert [list(record) for record in sample.stored()] == expected
    assert load(kind, as_csv(header, rows)).counts == (0, 0, 2)


BAD = [
    pytest.param(kind, column, value, {"vi": vi, "en": en}, id=f"{kind}-{column}-{value[:12]}")
    for kind, sample in SAMPLES.items()
    for column, value, vi, en in sample.bad
]


@pytest.mark.parametrize(("kind", "column", "value", "words"), BAD)
def test_a_bad_cell_gives_row_column_value_and_remedy_and_nothing_is_stored(
    load, kind, column, value, words
):
    sample = SAMPLES[kind]
    before = rows_and_history()
    for language, said in words.items():
        header = labels(kind, sample.header, language)
        with translation.override(language):
            run = load(kind, as_csv(header, sample.changed(column, value)))
        assert run.status == 1
        assert run.counts == (0, 0, 0)
        ((row, at, shown, message),) = run.errors
        assert row == 3
        assert at == header[sample.header.index(column)]
        assert shown == value
        assert said in message
        assert message in run.err
        assert f"{at}, “{value}”" in run.err or not value
    assert rows_and_history() == before


@each_kind
def test_one_bad_row_keeps_all_from_being_stored(load, kind):
    sample = SAMPLES[kind]
    column, value, *_words = sample.bad[0]
    before = rows_and_history()
    first, second = sample.changed(column, value)
    run = load.text(kind, as_csv(sample.header, [first, second]))
    assert run.status == 1
    assert "1 lỗi, chưa lưu gì:" in run.err
    assert run.out == ""
    assert rows_and_history() == before


@each_kind
def test_the_same_record_twice_in_a_file_is_named_with_both_rows(load, kind):
    sample = SAMPLES[kind]
    before = rows_and_history()
    run = load(kind, as_csv(sample.header, [*sample.rows, sample.rows[0]]))
    ((row, _column, _value, message),) = run.errors
    assert row == 4
    assert "Dòng 2" in message
    assert rows_and_history() == before


@each_kind
def test_a_column_of_the_key_must_be_there(load, kind):
    sample = SAMPLES[kind]
    for missing in KINDS[kind].needed:
        place = sample.header.index(missing)
        rows = [row[:place] + row[place + 1 :] for row in sample.rows]
        header = sample.header[:place] + sample.header[place + 1 :]
        run = load(kind, as_csv(header, rows))
        ((row, column, value, message),) = run.errors
        assert (run.status, row, column, value) == (1, 1, missing, "")
        assert labels(kind, [missing], "vi")[0] in message


@each_kind
def test_a_blank_cell_of_the_key_is_refused(load, kind):
    sample = SAMPLES[kind]
    for column in KINDS[kind].needed:
        if kind == "groups":
            continue  # groups mostly have no number
        run = load(kind, as_csv(sample.header, sample.changed(column, "")))
        assert [(row, at) for row, at, _value, _message in run.errors] == [(3, column)]


@each_kind
def test_an_unknown_column_and_one_that_is_there_twice(load, kind):
    sample = SAMPLES[kind]
    header = [*sample.header, "màu sắc", labels(kind, sample.header[:1], "vi")[0]]
    rows = [[*row, "đỏ", row[0]] for row in sample.rows]
    (unknown, twice) = load(kind, as_csv(header, rows)).errors
    assert unknown[:3] == (1, "màu sắc", "màu sắc")
    assert sample.header[-1] in unknown[3]
    assert twice[:3] == (1, header[-1], header[-1])
    assert sample.header[0] in twice[3]


@each_kind
def test_old_encodings_are_explained(load, kind):
    sample = SAMPLES[kind]
    text = as_csv(labels(kind, sample.header, "vi"), sample.rows).decode()
    before = rows_and_history()
    for content in (text.encode("utf-16"), text.encode("cp1258", "replace")):
        ((row, _column, _value, message),) = load(kind, content).errors
        assert row == 1
        assert "UTF-8" in message
    assert rows_and_history() == before
