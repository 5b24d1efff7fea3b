"""Days, quarters and half-open spans: the calendar that the whole product counts by."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

EARLIEST = date(1945, 1, 1)
"""No organisation is older than the state that registers it."""

QUARTERS = (1, 2, 3, 4)


def today() -> date:
    """The current day in Asia/Ho_Chi_Minh; while DEBUG is on, `settings.TODAY` pins it."""
    if settings.DEBUG and settings.TODAY:
        return date.fromisoformat(settings.TODAY)
    return timezone.localdate()


def months_before(day: date, months: int) -> date:
    """The day so many months before, in a month that is too short its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def now() -> datetime:
    """The current moment, on the day that `today` says: what is done on a pinned day bears it."""
    moment = timezone.localtime()
    day = today()
    return moment.replace(year=day.year, month=day.month, day=day.day)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the calendar: `Quarter(2024, 2)` is April to June 2024."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in QUARTERS:
            raise ValueError(f"A year has quarters 1 to 4, not {self.number}.")

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def starts_on(self) -> date:
        """The quarter's first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        """The quarter's last day, which design 1.3 calls *end*."""
        return self.next.starts_on - timedelta(days=1)

    @property
    def due_on(self) -> date:
        """The usual due day of its returns: `RETURN_DUE_DAYS` after the end."""
        return self.ends_on + timedelta(days=settings.RETURN_DUE_DAYS)

    @property
    def next(self) -> "Quarter":
        """The quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def has_begun(self) -> bool:
        """Whether its first day is today or past."""
        return self.starts_on <= today()

    @property
    def has_ended(self) -> bool:
        """Whether its last day is past."""
        return self.ends_on < today()

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
