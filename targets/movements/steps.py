"""What moved, and why, as a plain value."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cooperatives.ground.calendar import Quarter

from ..indicators import Indicator


@dataclass(frozen=True)
class Reason:
    """Why something moved. place: the names of units, "" for no one; organisation: a name, "" where
    it is out of the reader's reach; person: likewise; filed: the quarter of the return that it is
    about, None for that of the step; about: the kind of an import.
    """

    at: datetime
    cause: str
    place: str
    organisation: str
    person: str
    filed: Quarter | None
    about: str


@dataclass(frozen=True)
class Step:
    """One value that moved: None stands for no value."""

    indicator: Indicator
    before: Fraction | None
    after: Fraction | None
    reason: Reason
