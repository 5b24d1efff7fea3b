"""Which letters about returns are due to whom, less what was told before.

District staff are told seven days before a return is due, on its due day and each week after it,
and when one was sent back, each week until it is corrected. Officers are told once of each return
that waits for approval and of each that is overdue, and again each week. A day on which nobody ran
the command is made up for by the next run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cooperatives.calendar import today
from cooperatives.models import ReturnStep, User
from cooperatives.permissions import DISTRICT_STAFF, OFFICER

from .models import SentReminder
from .owed_returns import OwedReturn, State, latest_steps, owed_returns, periods_of

Kind = SentReminder.Kind

REMINDED = (DISTRICT_STAFF.code, OFFICER.code)
"""Roles that get letters: admins look after the system, not after returns."""
WEEK = 7
"""Days before the due day on which the first letter goes, and between two about the same thing."""


@dataclass(frozen=True)
class Reminder:
    """One thing to tell about a return. step: what led to its state, if anything did."""

    kind: Kind
    owed: OwedReturn
    occasion: datetime
    step: ReturnStep | None

    @property
    def key(self) -> tuple:
        """What it is about, as `SentReminder` holds it for each person."""
        period = self.owed.period
        return self.owed.unit.pk, period.year, period.number, str(self.kind), self.occasion


@dataclass(frozen=True)
class Letter:
    """All that one person is to be told now."""

    user: User
    reminders: Sequence[Reminder]

    def about(self, kind: Kind) -> list[Reminder]:
        """The reminders of one kind."""
        return [reminder for reminder in self.reminders if reminder.kind == kind]

    @property
    def is_digest(self) -> bool:
        """Whether it goes to an officer, who decides, and not to those who have to submit."""
        return self.user.role == OFFICER.code


def people_to_remind():
    """Active district staff and officers, with their units."""
    people = User.objects.filter(is_active=True, role__in=REMINDED).select_related("unit")
    return people.order_by("unit__path", "username")


def letters_due() -> list[Letter]:
    """The letters that are due and were not begun before; in a fixed number of SQL statements."""
    reminders = {
        DISTRICT_STAFF.code: (Kind.DUE, Kind.SENT_BACK),
        OFFICER.code: (Kind.WAITING, Kind.LATE),
    }
    found = _reminders()
    begun = _begun(found)
    letters = []
    for user in people_to_remind().exclude(email=""):
        new = [
            reminder
            for reminder in found
            if reminder.kind in reminders[user.role]
            and reminder.owed.unit.path.startswith(user.unit.path)
            and (user.pk, *reminder.key) not in begun
        ]
        if new:
            letters.append(Letter(user, new))
    return letters


def _begun(reminders: Sequence[Reminder]) -> set[tuple]:
    """What was told before of what could be told now, as (user, *Reminder.key)."""
    oldest = min((reminder.occasion for reminder in reminders), default=timezone.now())
    return set(
        SentReminder.objects.filter(occasion__gte=oldest).values_list(
            "user", "unit", "year", "quarter", "kind", "occasion"
        )
    )


def _reminders() -> list[Reminder]:
    """All that could be told now, to whomever it concerns; the most urgent first."""
    periods = periods_of(None)
    asked = periods.in_work | periods.filed.get(State.SUBMITTED, frozenset())
    returns = [one for one in owed_returns(None, asked) if one.is_to_do or one.awaits_approval]
    steps = latest_steps(returns)
    found = [reminder for one in returns for reminder in _about(one, steps.get(one.key))]
    return sorted(found, key=lambda r: (r.kind != Kind.SENT_BACK, r.owed.due_on, r.owed.unit.path))


def _about(owed: OwedReturn, step: ReturnStep | None) -> Iterable[Reminder]:
    since = timezone.localtime(step.at) if step else _midnight(owed.due_on)
    if owed.awaits_approval:
        yield Reminder(Kind.WAITING, owed, _latest_week(since), step)
    elif owed.state == State.RETURNED:
        yield Reminder(Kind.SENT_BACK, owed, _latest_week(since), step)
    else:
        if today() >= owed.due_on - timedelta(days=WEEK):
            first = _midnight(owed.due_on - timedelta(days=WEEK))
            yield Reminder(Kind.DUE, owed, _latest_week(first), step)
        if owed.days_late:
            yield Reminder(
                Kind.LATE, owed, _latest_week(_midnight(owed.due_on + timedelta(days=1))), step
            )


def _latest_week(since: datetime) -> datetime:
    """A moment, or the newest that lies whole weeks after it and not after today."""
    weeks = max(0, (today() - since.date()).days // WEEK)
    return since + timedelta(days=WEEK * weeks)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
