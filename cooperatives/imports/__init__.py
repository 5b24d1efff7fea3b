"""Import of records from CSV and Excel files: all or nothing, with each fault by row and column."""

from ..files.limits import COMMAND, UPLOAD
from ..files.refusals import RowError, TooManyRowsError
from ..ground.numbers import Mark
from .entered_figures import FiguresKind
from .groups import GroupsKind
from .kind import KINDS, ImportKind, register
from .organisations import CooperativesKind, UnionsKind
from .quarterly_figures import QuarterlyFiguresKind
from .run import import_file
from .session import ImportOutcome, Options
from .unit_figures import UnitFiguresKind
from .units import UnitsKind
from .users import UsersKind
from .yearly_reports import YearlyReportsKind

register(
    UnitsKind,
    UsersKind,
    CooperativesKind,
    UnionsKind,
    GroupsKind,
    YearlyReportsKind,
    QuarterlyFiguresKind,
    FiguresKind,
    UnitFiguresKind,
)

__all__ = [
    "COMMAND",
    "KINDS",
    "UPLOAD",
    "ImportKind",
    "ImportOutcome",
    "Mark",
    "Options",
    "RowError",
    "TooManyRowsError",
    "import_file",
    "register",
]
