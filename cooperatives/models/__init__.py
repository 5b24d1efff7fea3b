"""What exists and what was reported: units, people, organisations, reports, returns."""

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
from .people import User
from .reports import Figures, YearlyReport
from .returns import (
    ClosedYear,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
    WarningAnswer,
)
from .tokens import ApiToken
from .units import AdministrativeUnit, Level

__all__ = [
    "Activity",
    "AdministrativeUnit",
    "ApiToken",
    "ClosedYear",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "Figures",
    "Kind",
    "Level",
    "Organisation",
    "Placement",
    "QuarterlyFigures",
    "QuarterlyReturn",
    "Remark",
    "ReturnStep",
    "Sector",
    "Suspension",
    "User",
    "WarningAnswer",
    "YearlyReport",
]
