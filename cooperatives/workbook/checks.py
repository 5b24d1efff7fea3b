"""What Excel checks as a person fills in the workbook. The upload checks again: pasting passes this
by.
"""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..catalogue.figures import MANAGERS, Quantity
from ..entry.columns import SheetColumn
from ..returns.sheet import QuarterlySheet
from . import layout
from .layout import FIRST_ROW


def add_checks(page: Worksheet, sheet: QuarterlySheet, count: int, lists: Worksheet) -> None:
    """Add the checks of a sheet of figures with so many rows. lists: the sheet of what notes offer
    to choose.
    """
    if not count:
        return
    last = FIRST_ROW + count - 1
    if sheet.is_open:
        page.add_data_validation(
            _keeping(f"A{FIRST_ROW}:{get_column_letter(len(layout.FIXED))}{last}")
        )
    places = {column.field: n for n, column in enumerate(sheet.columns, start=layout.FIRST_OPEN)}
    for column in sheet.columns:
        letter = get_column_letter(places[column.field])
        check = _check(column, places, lists)
        check.add(f"{letter}{FIRST_ROW}:{letter}{last}")
        page.add_data_validation(check)


def _keeping(cells: str) -> DataValidation:
    """Refuses whatever is typed into cells that say whose row it is."""
    return DataValidation(
        sqref=cells,
        type="custom",
        formula1="FALSE",
        errorStyle="stop",
        showErrorMessage=True,
        errorTitle=_("Whose row it is")[:32],
        error=_("This says whose figures stand in the row: leave it as it is."),
    )


def _check(column: SheetColumn, places: dict[str, int], lists: Worksheet) -> DataValidation:
    if column.figure is None:
        return _choices(f"'{lists.title}'!$A$1:$A${len(layout.NOTES)}")
    if column.figure in MANAGERS:
        return _managers(column, places)
    return check_of(column)


def check_of(column: SheetColumn) -> DataValidation:
    """The check of a cell that holds a figure and is looked at by itself."""
    if not column.is_number:
        return _choices(f'"{",".join(str(label) for _value, label in column.choices)}"')
    low, high = column.figure.shown_limits
    shown = {"low": number_format(low), "high": number_format(high, force_grouping=True)}
    if column.figure.measure in (Quantity.NUMBER, Quantity.PERCENT):
        message = _("A number from %(low)s to %(high)s, or blank if not reported.")
        return _refusing(column, message % shown, type="decimal", formula1=low, formula2=high)
    if column.figure.is_money:
        message = _("An amount in million VND from %(low)s to %(high)s, or blank if not reported.")
        return _refusing(column, message % shown, type="decimal", formula1=low, formula2=high)
    message = _("A whole number from %(low)s to %(high)s, or blank if not reported.")
    return _refusing(column, message % shown, type="whole", formula1=low, formula2=high)


def _managers(column: SheetColumn, places: dict[str, int]) -> DataValidation:
    low, high = column.figure.shown_limits
    shown = {"low": number_format(low), "high": number_format(high, force_grouping=True)}
    message = _(
        "A whole number from %(low)s to %(high)s, or blank if not reported. Trained managers "
        "together are at most the managers in total."
    )
    formula = _within_total(column, places, low, high)
    # Excel lets all pass where it is to ignore blanks and any cell of the formula is blank.
    return _refusing(column, message % shown, type="custom", formula1=formula, allow_blank=False)


def _within_total(column: SheetColumn, places: dict[str, int], low: int, high: int) -> str:
    """Whole, possible, and where all three are given the trained ones within the total."""
    own = f"{get_column_letter(places[column.field])}{FIRST_ROW}"
    given = [f"{get_column_letter(places[figure.code])}{FIRST_ROW}" for figure in MANAGERS]
    total, *trained = given
    return (
        f"OR(ISBLANK({own}),AND(ISNUMBER({own}),{own}=INT({own}),{own}>={low},{own}<={high},"
        f"OR(COUNT({','.join(given)})<{len(given)},SUM({','.join(trained)})<={total})))"
    )


def _refusing(column: SheetColumn, message: str, **rule: Any) -> DataValidation:
    said = {"errorStyle": "stop", "errorTitle": str(column.label)[:32], "error": message}
    return DataValidation(**{"allow_blank": True, "showErrorMessage": True} | said | rule)


def _choices(cells: str) -> DataValidation:
    """Texts to choose from; any other may be written too."""
    return DataValidation(type="list", formula1=cells, allow_blank=True, showErrorMessage=False)
