"""What was said about a table's columns is kept: the same headings are not asked about again."""

from ..models import AdministrativeUnit, User
from .table import SourceTable
from .target import Target
from .understanding import Said


def remembered(
    reader: User, unit: AdministrativeUnit | None, table: SourceTable, target: Target
) -> Said:
    """What was said about columns under these headings: for the unit, without one by the reader."""
    raise NotImplementedError


def remember(
    reader: User,
    unit: AdministrativeUnit | None,
    table: SourceTable,
    target: Target,
    said: Said,
) -> None:
    """Keep what is said about columns, in place of what was said before."""
    raise NotImplementedError
