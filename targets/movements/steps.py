"""What moved, and why, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils.timezone import localtime

from cooperatives.ground.calendar import Quarter

from ..indicators import Indicator

PENDING = "pending"
"""The cause of what moved a value with no step kept of it yet."""


@dataclass(frozen=True)
class Reason:
    """Why something moved. place: the names of units, "" for no one; organisation: a name, "" where
    it is out of the reader's reach; person: likewise; filed: the quarter of the return that it is
    about, None for that of the step; about: the kind of an import; href: the page of what it is
    about, "" where the reader has none.
    """

    at: datetime
    cause: str
    place: str
    organisation: str
    person: str
    filed: Quarter | None
    about: str
    href: str = ""


@dataclass(frozen=True)
class Step:
    """One value that moved: None stands for no value. period: the first and the last year over
    which it is counted, None for a year alone.
    """

    indicator: Indicator
    before: Fraction | None
    after: Fraction | None
    reason: Reason
    period: tuple[int, int] | None = None


@dataclass(frozen=True)
class Event:
    """One change, with all that it moved."""

    reason: Reason
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class NetChange:
    """What the steps of some days add up to, the newest reason first; without any nothing moved.
    period: as of a step.
    """

    indicator: Indicator
    before: Fraction | None
    after: Fraction | None
    reasons: tuple[Reason, ...]
    period: tuple[int, int] | None = None

    @property
    def has_moved(self) -> bool:
        """Whether the value is another one than at first."""
        return self.before != self.after


@dataclass(frozen=True)
class Days:
    """The days that are looked at, both included; None leaves an end open."""

    first: date | None = None
    last: date | None = None

    def hold(self, at: datetime) -> bool:
        """Whether a moment lies in them."""
        day = localtime(at).date()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class After:
    """All that is later than a moment."""

    since: datetime

    def hold(self, at: datetime) -> bool:
        """Whether a moment is."""
        return at > self.since


def monday_before(day: date) -> date:
    """The latest Monday before a day: on a Monday that of the week that has gone."""
    return day - timedelta(days=(day.weekday() - 1) % 7 + 1)
