"""Filling in workbooks as a person does, for tests."""

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from cooperatives.files.limits import UPLOAD
from cooperatives.files.opened import open_file
from cooperatives.workbook import read_workbook
from cooperatives.workbook.layout import CODES_ROW, FIRST_ROW, MARK_ROW, Identity
from cooperatives.workbook.upload import preview_upload


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


def filled(content, *cells, mark=None):
    """The workbook with (number, field, value) written in, and another mark on its sheet."""
    workbook = opened(content)
    page = workbook.worksheets[0]
    for number, field, value in cells:
        # cell(value=None) would leave the old value.
        page.cell(row_of(page, number), column_of(page, field)).value = value
    for cell in page[MARK_ROW]:
        if cell.value:
            cell.value = replace(Identity.in_row([cell.value]), **(mark or {})).text
    return saved(workbook)


def by_hand(content, change):
    """The workbook after `change(page)` did to its first sheet what protection forbids."""
    workbook = opened(content)
    change(workbook.worksheets[0])
    return saved(workbook)


def read(of, content, **said):
    """What a workbook holds, as the page reads it."""
    return read_workbook(of, open_file("a.xlsx", content, UPLOAD), said)


def preview(of, content, **said):
    """What a workbook would change."""
    found = read(of, content, **said)
    return preview_upload(of, found.rows, fields=found.fields)


def copied(page, workbook, title):
    """A sheet copied into another workbook, as Excel copies it: with its hidden rows, in front."""
    copy = workbook.create_sheet(title, 0)
    for row in page.iter_rows():
        for cell in row:
            copy[cell.coordinate].value = cell.value
    return copy
