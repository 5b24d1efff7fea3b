"""What was said about a table's columns is kept: the same headings are not asked about again."""

import hashlib

from ..models import AdministrativeUnit, SheetMapping, User
from .columns import kind_of_column
from .grid import Grid
from .headings import Vocabulary
from .naming import Rows
from .periods import Period
from .table import SourceTable
from .target import Target
from .understanding import Said
from .understood import Understanding

_ASKED = ("column", "columns", "money")
"""Kinds of questions whose answers say what columns hold."""


def remembered(
    reader: User, unit: AdministrativeUnit | None, table: SourceTable, target: Target
) -> Said:
    """What was said about columns under these headings: for the unit, without one by the reader.

    For `understand`; empty where nothing was.
    """
    digest = _digest(table, target)
    found = _mappings(reader, unit).filter(digest=digest).first() if digest else None
    return {} if found is None else dict(found.uses)


def remember(reader: User, unit: AdministrativeUnit | None, understanding: Understanding) -> None:
    """Keep what its columns hold, in place of what was kept before, if that was asked about."""
    if understanding.open or not any(q.kind in _ASKED for q in understanding.questions):
        return
    digest = _digest(understanding.table, understanding.target)
    if not digest:
        return
    uses = {column.key: column.use for column in understanding.columns if column.use}
    owner = {"user": None, "unit": unit} if unit else {"user": reader, "unit": None}
    SheetMapping.objects.update_or_create(**owner, digest=digest, defaults={"uses": uses})


def _mappings(reader: User, unit: AdministrativeUnit | None):
    return (
        SheetMapping.objects.filter(unit=unit) if unit else SheetMapping.objects.filter(user=reader)
    )


def _digest(table: SourceTable, target: Target) -> str:
    """What tells one set of headings from others; of a table without headings, its shape. "" for a
    block that names neither rows nor columns, of which nothing is remembered.
    """
    grid = Grid(table, Vocabulary(target.columns), Rows(target.rows), {})
    if len(grid.parts) > 1:
        return ""  # answers are about one of several tables
    if grid.header:
        columns = [
            "/".join(
                f"{part.key}|{part.role or ''}|{part.unit or ''}|{part.per}"
                for part in heading.parts
            )
            + f"|{sorted(sort.value for part in heading.parts for sort in part.sorts)}"
            + f"|{[_relative(period, target) for part in heading.parts for period in part.periods]}"
            for heading in grid.headings
        ]
    elif grid.has_keys:
        columns = [kind_of_column(grid, place) for place in range(grid.width)]
    else:
        return ""
    fields = [column.field for column in target.columns]
    # Under another unit over the table, what was said of its amounts says nothing.
    said = (columns, fields, grid.page_unit)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _relative(period: Period, target: Target) -> str:
    """A period beside the target's: next quarter's edition of a sheet names the next one."""
    if period.is_of(target.period):
        return "own"
    year = getattr(target.period, "year", target.period)
    return f"{period.kind} {period.number} {period.year and period.year - year}"
