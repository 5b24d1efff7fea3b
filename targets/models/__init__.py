"""What was promised: plans with their targets, and the official figures they started from."""

from .baselines import BaselineFigure
from .plans import Plan, Target

__all__ = ["BaselineFigure", "Plan", "Target"]
