"""What writing and reading a workbook agree on.

The first sheet holds a title, what the person must know, a hidden row with the code of each column,
the labels, and the rows. A hidden sheet says which return the file is of, so that one of another
district, quarter or layout is refused instead of read wrongly.
"""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext_lazy

from ...imports.columns import Code
from ..quarterly import QuarterlySheet

LAYOUT = "1"
"""To be counted up when a workbook of before would be read wrongly: other units, other meanings."""

IDENTITY_TITLE = "plan_tracker"
"""The title of the hidden sheet."""

NUMBER = Code("registration_number", gettext_lazy("Registration number"), required=True)
NAME, COMMUNE, SECTOR = "name", "commune", "sector"

TITLE_ROW, UNITS_ROW, HELP_ROW, CODES_ROW, LABELS_ROW = range(1, 6)
FIRST_ROW = LABELS_ROW + 1


@dataclass(frozen=True)
class Identity:
    """Which return a workbook is of. unit_name is for people alone."""

    layout: str
    unit: str
    year: str
    quarter: str
    unit_name: str = ""

    @classmethod
    def of(cls, sheet: QuarterlySheet) -> Self:
        period = sheet.period
        return cls(LAYOUT, sheet.unit.code, str(period.year), str(period.number), sheet.unit.name)
