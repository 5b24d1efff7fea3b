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
from .reports import FIGURES, MONEY_FIGURES, PERSON_FIGURES, Rating, YearlyReport, rating_of
from .returns import (
    ClosedYear,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnStep,
    WarningAnswer,
)
from .units import AdministrativeUnit, Level

__all__ = [
    "FIGURES",
    "MONEY_FIGURES",
    "PERSON_FIGURES",
    "Activity",
    "AdministrativeUnit",
    "ClosedYear",
    "Cooperative",
    "CooperativeGroup",
    "CooperativeUnion",
    "Kind",
    "Level",
    "Organisation",
    "Placement",
    "QuarterlyFigures",
    "QuarterlyReturn",
    "Rating",
    "Remark",
    "ReturnStep",
    "Sector",
    "Suspension",
    "User",
    "WarningAnswer",
    "YearlyReport",
    "rating_of",
]
