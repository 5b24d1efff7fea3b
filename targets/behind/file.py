"""The records behind a number as rows of a file: a row for each organisation, facts in columns."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.evidence import EvidenceRow
from cooperatives.files.formulas import marked
from cooperatives.ground.money import decimal_in_million

from ..comparison.selection import Selection
from ..words.missing import missing_shortly
from .records import Records
from .table import state_in_words

FIELDS = {
    "indicator": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit"),
    "year": gettext_lazy("Year"),
    "quarter": gettext_lazy("Quarter"),
    "registration_number": gettext_lazy("Registration number"),
    "name": gettext_lazy("Organisation"),
    "commune": gettext_lazy("Placed in"),
    "founded_on": gettext_lazy("Founded"),
    "dissolved_on": gettext_lazy("Dissolved"),
    "value": gettext_lazy("Value"),
    "weight": gettext_lazy("Weight"),
    "evidence": gettext_lazy("Evidence"),
    "why": gettext_lazy("Why it is missing"),
    "data": gettext_lazy("Data"),
}
"""The columns in their order, with what stands above them."""


def file_rows(records: Records, selection: Selection) -> Iterator[list[Any]]:
    """The rows that are shown, amounts in million VND with 6 decimals or none."""
    for row in records.shown:
        cells = {
            "indicator": str(records.indicator.label),
            "unit": selection.unit.name,
            "year": selection.year,
            "quarter": selection.quarter,
            "registration_number": row.registration_number,
            "name": row.name,
            "commune": row.unit_name,
            "founded_on": row.founded_on.isoformat(),
            "dissolved_on": row.dissolved_on.isoformat() if row.dissolved_on else "",
            "value": _value(records, row),
            "weight": "" if row.value is None else row.weight,
            "evidence": state_in_words(row),
            "why": _why(records, row),
            "data": _("demo") if row.is_demo else "",
        }
        yield [_safe(cells[name]) for name in FIELDS]


def _why(records: Records, row: EvidenceRow) -> str:
    one = records.missing.by_cooperative.get(row.organisation_id)
    return missing_shortly(one.why, one.quarters) if one else ""


def _value(records: Records, row: EvidenceRow) -> Any:
    if row.value is None:
        return ""
    if not records.indicator.is_money:
        return row.value
    amount = decimal_in_million(row.value)
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.6f}"


def _safe(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text; numbers stay numbers."""
    return marked(cell) if isinstance(cell, str) and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()
