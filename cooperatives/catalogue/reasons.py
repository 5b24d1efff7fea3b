"""The reasons that offices give for unusual figures, each declared once.

They are offered where a warning asks for a word, numbered by their place: one number means one
subject in the lists of more and of less, so that hands learn it. What is taken is stored as its
text, like a word that somebody wrote.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .figures import MANAGERS, MEMBER_COUNT, Figure

MOST = 9
"""Reasons in one list: each has a key of its own, 1 to 9."""


class Asked(StrEnum):
    """What is asked about, as far as it decides which reasons are offered."""

    MORE_MONEY = "more_money"
    LESS_MONEY = "less_money"
    MORE_MEMBERS = "more_members"
    FEWER_MEMBERS = "fewer_members"
    MORE_MANAGERS = "more_managers"
    FEWER_MANAGERS = "fewer_managers"
    MORE = "more"
    LESS = "less"
    PROFIT_ABOVE_REVENUE = "profit_above_revenue"
    INCOME_WITHOUT_MEMBERS = "income_without_members"
    NO_ACTIVITY = "no_activity"

    @classmethod
    def of(cls, figure: Figure, *, is_more: bool) -> "Asked":
        """What is asked about a figure that is more, or less, than was to be expected."""
        if figure.is_money:
            return cls.MORE_MONEY if is_more else cls.LESS_MONEY
        if figure is MEMBER_COUNT:
            return cls.MORE_MEMBERS if is_more else cls.FEWER_MEMBERS
        if figure in MANAGERS:
            return cls.MORE_MANAGERS if is_more else cls.FEWER_MANAGERS
        return cls.MORE if is_more else cls.LESS


SEASON = _("Season")
DISASTER = _("Natural disaster or disease")
INVESTING = _("Investing: nothing to sell yet")
SUSPENDED = _("Activity suspended")
RESUMED = _("Activity resumed")
OTHER_INCOME = _("Other income: support, sale of assets")
CONGRESS = _("After the members' congress")
LIST_REVIEWED = _("The list was reviewed")
MERGED = _("Merger")
SPLIT = _("Split")
CORRECTED = _("Last quarter's figure was wrong and will be corrected")

REASONS: dict[Asked, tuple[Promise, ...]] = {
    Asked.MORE_MONEY: (
        SEASON,
        _("Good harvest, higher output"),
        _("New contracts or orders"),
        _("Higher selling prices"),
        _("Production or services extended"),
        _("Earlier sales paid in this quarter"),
        OTHER_INCOME,
        RESUMED,
        CORRECTED,
    ),
    Asked.LESS_MONEY: (
        SEASON,
        DISASTER,
        _("Fewer contracts or orders"),
        _("Lower selling prices"),
        _("Higher costs"),
        _("Sales not paid yet"),
        INVESTING,
        SUSPENDED,
        CORRECTED,
    ),
    Asked.MORE_MEMBERS: (
        _("New members joined"),
        CONGRESS,
        MERGED,
        LIST_REVIEWED,
        CORRECTED,
    ),
    Asked.FEWER_MEMBERS: (
        _("Members left"),
        CONGRESS,
        SPLIT,
        LIST_REVIEWED,
        CORRECTED,
    ),
    Asked.MORE_MANAGERS: (
        _("Managers added"),
        CONGRESS,
        MERGED,
        LIST_REVIEWED,
        CORRECTED,
        _("Managers finished a course"),
    ),
    Asked.FEWER_MANAGERS: (
        _("Managers left or moved to other work"),
        CONGRESS,
        SPLIT,
        LIST_REVIEWED,
        CORRECTED,
    ),
    Asked.MORE: (
        SEASON,
        _("Production or services extended"),
        LIST_REVIEWED,
        CORRECTED,
    ),
    Asked.LESS: (
        SEASON,
        _("Production or services reduced"),
        LIST_REVIEWED,
        CORRECTED,
    ),
    Asked.PROFIT_ABOVE_REVENUE: (
        OTHER_INCOME,
        _("Interest or shares in other businesses"),
        _("Profit of earlier quarters entered now"),
        _("Debts written off"),
    ),
    Asked.INCOME_WITHOUT_MEMBERS: (
        LIST_REVIEWED,
        _("Income of hired workers"),
        _("All members left in this quarter"),
    ),
    Asked.NO_ACTIVITY: (
        _("Out of season"),
        DISASTER,
        _("No contracts, no orders"),
        _("No capital"),
        _("Newly founded, not working yet"),
        _("Waiting to be dissolved"),
        INVESTING,
        SUSPENDED,
    ),
}
