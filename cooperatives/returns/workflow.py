"""The workflow of a quarterly return: entered, submitted, approved or sent back, reopened.

Each step is taken in one transaction that holds the return, is written down as a `ReturnStep` and
never changed: the rounds are read from the steps. One may be taken back (`taking_back`). Who
decides about a return names the round that they saw: what came in meanwhile is approved, sent back
or reopened by nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ..ground.calendar import now
from ..models import Organisation, QuarterlyReturn, Remark, ReturnStep, User
from ..units.years import ReportingYears, closed_year_problems

State, Step = QuarterlyReturn.State, ReturnStep.Step

COMES_FROM = {
    Step.SUBMIT: (State.DRAFT, State.RETURNED),
    Step.APPROVE: (State.SUBMITTED,),
    Step.SEND_BACK: (State.SUBMITTED,),
    Step.REOPEN: (State.APPROVED,),
}
"""The states from which a step may be taken."""
LEADS_TO = {
    Step.SUBMIT: State.SUBMITTED,
    Step.APPROVE: State.APPROVED,
    Step.SEND_BACK: State.RETURNED,
    Step.REOPEN: State.RETURNED,
}
"""The state that a step leads to."""


class NotPossibleError(Exception):
    """A step that the return's state does not allow; the text says why, for the person."""


class Seen(NamedTuple):
    """A round that somebody saw: the key of the return, and that of its newest step then that was
    not taken back.

    0 stands for a return that is not there, or for no step. Forms carry it as "return-step".
    """

    quarterly_return: int
    step: int

    MARK = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")

    @classmethod
    def of(cls, quarterly_return: int, newest: ReturnStep | None) -> "Seen":
        """The round that a page shows."""
        return cls(quarterly_return, newest.pk if newest else 0)

    @classmethod
    def read(cls, mark: str) -> "Seen":
        """What a form carries back; what is no mark is of a return that is not there."""
        found = cls.MARK.fullmatch(mark)
        return cls(*map(int, found.groups())) if found else cls(0, 0)

    def __str__(self) -> str:
        return f"{self.quarterly_return}-{self.step}"


@dataclass(frozen=True)
class Approvals:
    """approved: the returns that were; refused: a sentence for each that was not, saying why."""

    approved: list[QuarterlyReturn]
    refused: list[str]


class About(NamedTuple):
    """The row, or the cell of a figure, that a reason is about; field is "" for the row."""

    cooperative: Organisation
    field: str


def approve(seen: Seen, by: User) -> QuarterlyReturn:
    """Approve a submitted return within the person's scope. Raises NotPossibleError."""
    return _take(Step.APPROVE, seen, by)


@transaction.atomic
def approve_each(seen: Iterable[Seen], by: User) -> Approvals:
    """Approve the submitted returns of several that stand as they were seen."""
    seen = dict(seen)
    held = hold_returns(seen, by)
    newest = newest_steps(held)
    closed = ReportingYears()
    approved, refused = [], []
    for one in held:
        try:
            require(Step.APPROVE, one, closed)
            _require_seen(one, seen[one.pk], newest)
        except NotPossibleError as error:
            refused.append(str(error))
        else:
            approved.append(one)
    if len(held) < len(seen):
        refused.append(not_there())
    record(Step.APPROVE, approved, by)
    return Approvals(approved, refused)


def send_back(seen: Seen, by: User, reason: str, about: About | None = None) -> QuarterlyReturn:
    """Send a submitted return back to its unit; the reason is then a remark on what it is about.

    Raises NotPossibleError, also without a reason.
    """
    return _take(Step.SEND_BACK, seen, by, reason, about)


def reopen(seen: Seen, by: User, reason: str, about: About | None = None) -> QuarterlyReturn:
    """Reopen an approved return, which then counts as sent back; else as `send_back`."""
    return _take(Step.REOPEN, seen, by, reason, about)


def way_back(state: State) -> Step | None:
    """The step that would take a return of this state back to its unit."""
    return next((step for step in (Step.SEND_BACK, Step.REOPEN) if state in COMES_FROM[step]), None)


def record(
    step: Step, returns: Iterable[QuarterlyReturn], by: User | None, reason: str = ""
) -> None:
    """Bring held returns into the state that a step leads to, and write the step down.

    For callers that hold the returns and have looked at their states; in a transaction.
    """
    returns = list(returns)
    for one in returns:
        one.state = LEADS_TO[step]
    QuarterlyReturn.objects.bulk_update(returns, ["state"])
    at = now()
    ReturnStep.objects.bulk_create(
        [
            ReturnStep(quarterly_return=one, step=step, by=by, at=at, reason=reason)
            for one in returns
        ]
    )


@transaction.atomic
def _take(
    step: Step, seen: Seen, by: User, reason: str = "", about: About | None = None
) -> QuarterlyReturn:
    if step in (Step.SEND_BACK, Step.REOPEN) and not reason.strip():
        raise NotPossibleError(_("Say why, so that the unit knows what to do."))
    held = hold_returns([seen.quarterly_return], by)
    if not held:
        raise NotPossibleError(not_there())
    (one,) = held
    require(step, one)
    _require_seen(one, seen.step, newest_steps(held))
    record(step, held, by, reason)
    if about:
        Remark.objects.create(
            quarterly_return=one,
            cooperative=about.cooperative,
            field=about.field,
            text=reason,
            by=by,
            side=Remark.side_of(by),
            at=now(),
        )
    return one


def hold_returns(keys: Iterable[int], by: User) -> list[QuarterlyReturn]:
    """Those of some returns within the person's scope, held for the rest of the transaction."""
    return list(
        QuarterlyReturn.objects.in_scope_of(by)
        .filter(pk__in=list(keys))
        .select_related("unit")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )


def not_there() -> str:
    return _("A return is not there any more, or not within your reach.")


def newest_steps(held: Iterable[QuarterlyReturn | int]) -> dict[int, int]:
    """The key of the newest standing step of each held return, by the return's; without steps it
    is absent.

    Steps are recorded by who holds the return, so that none is added meanwhile.
    """
    steps = ReturnStep.objects.standing().filter(quarterly_return__in=list(held))
    return dict(steps.order_by("at", "pk").values_list("quarterly_return", "pk"))


def _require_seen(one: QuarterlyReturn, step: int, newest: dict[int, int]) -> None:
    """Raise NotPossibleError where the newest step of a held return is not the one seen."""
    if newest.get(one.pk, 0) == step:
        return
    message = {
        State.SUBMITTED: _(
            "%(return)s was submitted anew since you looked: look at what changed, then decide."
        ),
        State.APPROVED: _(
            "%(return)s was approved anew since you looked: look at what changed, then decide."
        ),
    }[State(one.state)]
    raise NotPossibleError(message % {"return": one.name_inside})


def require(
    step: Step, quarterly_return: QuarterlyReturn, closed: ReportingYears | None = None
) -> None:
    """Raise NotPossibleError unless a held return is in a state from which the step leads on.

    closed: given by who asks about many returns.
    """
    if quarterly_return.state not in COMES_FROM[step]:
        message = {
            Step.SUBMIT: _("%(return)s cannot be submitted: it is “%(state)s”."),
            Step.APPROVE: _("%(return)s cannot be approved: it is “%(state)s”."),
            Step.SEND_BACK: _("%(return)s cannot be sent back: it is “%(state)s”."),
            Step.REOPEN: _("%(return)s cannot be reopened: it is “%(state)s”."),
        }[step]
        state = quarterly_return.get_state_display()
        raise NotPossibleError(message % {"return": quarterly_return.name_inside, "state": state})
    require_open_year(quarterly_return, closed)


def require_open_year(
    quarterly_return: QuarterlyReturn, closed: ReportingYears | None = None
) -> None:
    """Raise NotPossibleError where the year of a return is closed for its unit."""
    unit, year = quarterly_return.unit, quarterly_return.year
    for problem in closed_year_problems(quarterly_return, "", unit, year, closed):
        raise NotPossibleError(problem.message)
