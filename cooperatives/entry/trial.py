"""What storing cells would do: it is done, looked at, and taken back."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from .saving import Entry, SaveOutcome, save_cells
from .sheet import Sheet


def tried(sheet: Sheet, entries: Iterable[Entry]) -> SaveOutcome:
    """What would become of each entry; nothing is stored. Raises LockedError."""
    # What is read meanwhile is taken back, so that the caller's sheet is left alone.
    sheet = replace(sheet)
    with transaction.atomic():
        outcome = save_cells(sheet, entries)
        transaction.set_rollback(True)
    return outcome
