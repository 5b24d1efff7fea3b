"""What indicators are: those of design 1.3, one object for each code, and those that are rows."""

from ..reckoning.measures import Coverage, Flow, Measure, Operator, Unit
from .base import OPERATING, Indicator
from .built_in import BUILT_IN, BY_CODE
from .catalogue import (
    ENTERED,
    entered_indicators,
    entries,
    entry_named,
    figures_of_indicators,
    figures_used,
    indicator_named,
    indicators,
    known,
)
from .declared import Declaration, Rule

__all__ = [
    "BUILT_IN",
    "BY_CODE",
    "ENTERED",
    "OPERATING",
    "Coverage",
    "Declaration",
    "Flow",
    "Indicator",
    "Measure",
    "Operator",
    "Rule",
    "Unit",
    "entered_indicators",
    "entries",
    "entry_named",
    "figures_of_indicators",
    "figures_used",
    "indicator_named",
    "indicators",
    "known",
]
