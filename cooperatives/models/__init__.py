"""What exists and what was reported: units, people, organisations, reports, returns."""

from .mappings import OfficeFile, SheetMapping
from .organisations import (
    Activity,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    Kind,
    Organisation,
    Placement,
    Sector,
    Suspension,
)
from .people import RowOrder, User
from .reminders import SentReminder
from .reports import Figures, YearlyReport
from .returns import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
    WarningAnswer,
)
from .tokens import ApiToken
from .units import AdministrativeUnit, Level
from .waiting import WaitingFile, WaitingPiece
from .years import ReportingYear

__all__ = [
    "Activity",
    "AdministrativeUnit",
    "ApiToken",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "Figures",
    "Kind",
    "Level",
    "OfficeFile",
    "Organisation",
    "Placement",
    "QuarterlyFigures",
    "QuarterlyReturn",
    "Remark",
    "ReportingYear",
    "ReturnStep",
    "RowOrder",
    "Sector",
    "SentReminder",
    "SheetMapping",
    "Suspension",
    "User",
    "WaitingFile",
    "WaitingPiece",
    "WarningAnswer",
    "YearlyReport",
]
