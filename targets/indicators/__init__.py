"""The indicators of design 1.3, one object for each code. Adding one is adding a row here."""

from ..reckoning.measures import Coverage, Flow, Measure, Operator, Unit
from .base import Indicator
from .counts import (
    DISSOLVED_COOPERATIVES,
    NEW_COOPERATIVES,
    NEW_GROUPS,
    NEW_UNIONS,
    OPERATING_COOPERATIVES,
    TOTAL_COOPERATIVES,
    TOTAL_GROUPS,
    TOTAL_UNIONS,
)
from .means import AVERAGE_MEMBER_INCOME, AVERAGE_PROFIT, AVERAGE_REVENUE
from .shares import GOOD_SHARE, GOOD_SHARE_OF_RATED, WEAK_SHARE, WEAK_SHARE_OF_RATED
from .sums import MANAGERS_HIGHER_EDUCATION, MANAGERS_VOCATIONAL, TOTAL_MEMBERS

INDICATORS: tuple[Indicator, ...] = (
    NEW_COOPERATIVES,
    NEW_GROUPS,
    NEW_UNIONS,
    DISSOLVED_COOPERATIVES,
    TOTAL_COOPERATIVES,
    TOTAL_GROUPS,
    TOTAL_UNIONS,
    OPERATING_COOPERATIVES,
    WEAK_SHARE,
    GOOD_SHARE,
    WEAK_SHARE_OF_RATED,
    GOOD_SHARE_OF_RATED,
    AVERAGE_PROFIT,
    AVERAGE_REVENUE,
    AVERAGE_MEMBER_INCOME,
    MANAGERS_HIGHER_EDUCATION,
    MANAGERS_VOCATIONAL,
    TOTAL_MEMBERS,
)
"""All indicators, in the order of design 1.3."""

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}

__all__ = [
    "BY_CODE",
    "INDICATORS",
    "Coverage",
    "Flow",
    "Indicator",
    "Measure",
    "Operator",
    "Unit",
]
