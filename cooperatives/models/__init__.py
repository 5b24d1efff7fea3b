"""What exists and what was reported: units, people, organisations, reports, returns."""

from .entered_figures import EnteredFigure
from .kinds import Activity, Kind, LegalStatus, Sector
from .letters import LetterDrafted
from .mappings import OfficeFile, SheetMapping
from .organisations import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    Organisation,
    Placement,
    Suspension,
)
from .people import RowOrder, User
from .rating_scales import RatingScale
from .reminders import SentReminder
from .reports import Figures, ReportsDone, YearlyReport
from .returns import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnOpening,
    ReturnStep,
    WarningAnswer,
)
from .successions import UnitSuccession
from .tokens import ApiToken
from .unit_figures import UnitFigures
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
    "EnteredFigure",
    "Figures",
    "Kind",
    "LegalStatus",
    "LetterDrafted",
    "Level",
    "OfficeFile",
    "Organisation",
    "Placement",
    "QuarterlyFigures",
    "QuarterlyReturn",
    "RatingScale",
    "Remark",
    "ReportingYear",
    "ReportsDone",
    "ReturnOpening",
    "ReturnStep",
    "RowOrder",
    "Sector",
    "SentReminder",
    "SheetMapping",
    "Suspension",
    "UnitFigures",
    "UnitSuccession",
    "User",
    "WaitingFile",
    "WaitingPiece",
    "WarningAnswer",
    "YearlyReport",
]
