"""Filling in workbooks as a person does, for tests."""

from io import BytesIO

from openpyxl import load_workbook

from cooperatives.workbook.layout import CODES_ROW, FIRST_ROW, IDENTITY_TITLE


def opened(content):
    """A workbook as Excel would open it."""
    return load_workbook(BytesIO(content))


def saved(workbook):
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def column_of(page, code):
    """The number of a column by its hidden code."""
    return next(cell.column for cell in page[CODES_ROW] if cell.value == code)


def row_of(page, number):
    """The row of a cooperative."""
    return next(
        row for row in range(FIRST_ROW, page.max_row + 1) if page.cell(row, 1).value == number
    )


def filled(content, *cells, identity=None):
    """The workbook with (number, field, value) written in, and entries of its hidden sheet."""
    workbook = opened(content)
    page = workbook.worksheets[0]
    for number, field, value in cells:
        # cell(value=None) would leave the old value.
        page.cell(row_of(page, number), column_of(page, field)).value = value
    for name, value in (identity or {}).items():
        hidden = workbook[IDENTITY_TITLE]
        row = next(row for row in hidden.iter_rows() if row[0].value == name)
        row[1].value = value
    return saved(workbook)


def by_hand(content, change):
    """The workbook after `change(page)` did to its first sheet what protection forbids."""
    workbook = opened(content)
    change(workbook.worksheets[0])
    return saved(workbook)
