"""What was promised, the official figures it started from, and what moved the indicators since."""

from .baselines import BaselineFigure
from .indicators import EnteredIndicator
from .movements import Movement
from .papers import OfficeTexts
from .plans import Plan, Target

__all__ = ["BaselineFigure", "EnteredIndicator", "Movement", "OfficeTexts", "Plan", "Target"]
