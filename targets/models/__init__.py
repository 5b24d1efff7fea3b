"""What was promised, the official figures it started from, what moved the indicators since, and
what was published, and who gets letters about it.
"""

from .baselines import BaselineFigure
from .editions import Edition, NeverChangedError
from .indicators import EnteredIndicator
from .movements import Movement
from .papers import OfficeTexts
from .plans import Plan, Target
from .subscriptions import Subscription

__all__ = [
    "BaselineFigure",
    "Edition",
    "EnteredIndicator",
    "Movement",
    "NeverChangedError",
    "OfficeTexts",
    "Plan",
    "Subscription",
    "Target",
]
