"""Which letters about returns are due to whom, less what was told before.

District staff are told seven days before a return is due, on its due day, on the day after it and
then each week; and when one was sent back, each week until it is corrected. Officers are told once
of each return that waits for approval and of each that is overdue, and again each week. Of the
occasions that have come, the newest alone is told: days on which nobody ran the command are made up
for by the next run, with one letter that says how things stand by then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from ..ground.wording import day, moment_inside
from ..models import AdministrativeUnit, ReturnStep, SentReminder, User
from ..models.units import paths_down_to
from ..rights.permissions import DISTRICT_STAFF, OFFICER
from .owed import OwedReturn, State, latest_steps, owed_returns, periods_of
from .taking_back import is_fresh

Kind = SentReminder.Kind

WEEK = 7
"""Days before the due day on which the first letter goes, and between two about the same thing."""
KINDS = {
    DISTRICT_STAFF.code: (Kind.SENT_BACK, Kind.LATE, Kind.DUE),
    OFFICER.code: (Kind.WAITING, Kind.LATE),
}
"""What each role is told, in the order of a letter."""
TITLES = {
    Kind.DUE: _("To submit:"),
    Kind.SENT_BACK: _("To be corrected:"),
    Kind.WAITING: _("Waiting for approval:"),
    Kind.LATE: _("Overdue:"),
}
"""What stands above the returns of a kind."""


@dataclass(frozen=True)
class Reminder:
    """One thing to tell about a return. step: what led to its state, if anything did."""

    kind: Kind
    owed: OwedReturn
    occasion: datetime
    step: ReturnStep | None

    @property
    def said(self) -> str:
        """Where the return stands, in a word; a reopened one is `returned` by another step."""
        is_reopened = self.step is not None and self.step.step == ReturnStep.Step.REOPEN
        return str(self.step.get_step_display() if is_reopened else self.owed.label)

    @property
    def where_it_stands(self) -> str:
        """What led to its state, when and by whom; for one that is due, how late it is."""
        if self.kind in (Kind.DUE, Kind.LATE):
            due = gettext("due %(day)s") % {"day": day(self.owed.due_on)}
            return f"{self.owed.timeliness_in_words}, {due}"
        if self.step is None:
            return self.said
        said = gettext("%(step)s at %(at)s") % {
            "step": self.step.get_step_display(),
            "at": moment_inside(timezone.localtime(self.step.at)),
        }
        return f"{said} ({self.step.by})" if self.step.by else said

    @property
    def key(self) -> tuple:
        """What it is about, as `SentReminder` holds it for each person."""
        period = self.owed.period
        return self.owed.unit.pk, period.year, period.number, str(self.kind), self.occasion


@dataclass(frozen=True)
class Letter:
    """All that one person is to be told now. unreached: units that an officer hears of, as none of
    their people can be written to.
    """

    user: User
    reminders: Sequence[Reminder]
    unreached: Sequence[AdministrativeUnit] = ()

    def about(self, kind: Kind) -> list[Reminder]:
        """The reminders of one kind."""
        return [reminder for reminder in self.reminders if reminder.kind == kind]

    @property
    def is_digest(self) -> bool:
        """Whether it goes to an officer, who decides, and not to those who have to submit."""
        return self.user.role == OFFICER.code


@dataclass(frozen=True)
class Round:
    """What one run has to send, and the units that have something to do and that it cannot tell."""

    letters: Sequence[Letter]
    unreached: Sequence[AdministrativeUnit]


def people_to_remind():
    """Active district staff and officers, with their units."""
    people = User.objects.reminded().select_related("unit")
    return people.order_by("unit__path", "username")


def round_due() -> Round:
    """The letters that are due and were not begun before; in a fixed number of SQL statements."""
    returns = _returns()
    found = _reminders(returns)
    begun = _begun(found)
    people = list(people_to_remind().filter(gets_reminders=True).exclude(email=""))
    unreached = _unreached(returns, people)
    letters = []
    for user in people:
        new = [
            reminder
            for reminder in found
            if reminder.kind in KINDS[user.role]
            and reminder.owed.unit.path.startswith(user.unit.path)
            and (user.pk, *reminder.key) not in begun
        ]
        if new:
            of_officer = [
                unit
                for unit in unreached
                if user.role == OFFICER.code and unit.path.startswith(user.unit.path)
            ]
            letters.append(Letter(user, new, of_officer))
    return Round(letters, unreached)


def _unreached(returns: Iterable[OwedReturn], people: Iterable[User]) -> list[AdministrativeUnit]:
    """Units with something to do at or above which no district staff can be written to."""
    told = {user.unit.path for user in people if user.role == DISTRICT_STAFF.code}
    units = {one.unit.path: one.unit for one in returns if one.is_to_do}
    return [unit for path, unit in sorted(units.items()) if told.isdisjoint(paths_down_to(path))]


def _begun(reminders: Sequence[Reminder]) -> set[tuple]:
    """What was told before of what could be told now, as (user, *Reminder.key)."""
    oldest = min((reminder.occasion for reminder in reminders), default=timezone.now())
    return set(
        SentReminder.objects.filter(occasion__gte=oldest).values_list(
            "user", "unit", "year", "quarter", "kind", "occasion"
        )
    )


def _returns() -> list[OwedReturn]:
    """The returns about which somebody has something to do."""
    periods = periods_of(None)
    asked = periods.in_work | periods.filed.get(State.SUBMITTED, frozenset())
    return [one for one in owed_returns(None, asked) if one.is_to_do or one.awaits_approval]


def _reminders(returns: Sequence[OwedReturn]) -> list[Reminder]:
    """All that could be told now, to whomever it concerns; the most urgent first."""
    steps = latest_steps(returns)
    found = [reminder for one in returns for reminder in _about(one, steps.get(one.key))]
    return sorted(found, key=lambda r: (r.kind != Kind.SENT_BACK, r.owed.due_on, r.owed.unit.path))


def _about(owed: OwedReturn, step: ReturnStep | None) -> Iterable[Reminder]:
    since = timezone.localtime(step.at) if step else _moment(owed.due_on)
    if owed.awaits_approval:
        yield Reminder(Kind.WAITING, owed, _latest_week(since), step)
    elif owed.state == State.RETURNED and step and is_fresh(step):
        return  # it may be taken back yet: the next run tells of it
    elif owed.state == State.RETURNED:
        yield Reminder(Kind.SENT_BACK, owed, _latest_week(since), step)
    elif owed.days_late:
        first = _moment(owed.due_on + timedelta(days=1))
        yield Reminder(Kind.LATE, owed, _latest_week(first), step)
    elif today() == owed.due_on:
        yield Reminder(Kind.DUE, owed, _moment(owed.due_on), step)
    elif today() >= (ahead := owed.due_on - timedelta(days=WEEK)):
        # At noon: a return that was told due today, and is moved by a week then, is told anew.
        yield Reminder(Kind.DUE, owed, _moment(ahead, time(12)), step)


def _latest_week(since: datetime) -> datetime:
    """A moment, or the newest that lies whole weeks after it and not after today."""
    weeks = max(0, (today() - since.date()).days // WEEK)
    return since + timedelta(days=WEEK * weeks)


def _moment(day: date, at: time = time()) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
