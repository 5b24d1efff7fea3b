"""The workflow of a quarterly return: entered, submitted, approved or sent back, reopened.

Each step is taken in one transaction that holds the return, is written down as a `ReturnStep` and
never changed: the rounds are read from the steps.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import ClosedYear, QuarterlyReturn, ReturnStep, User

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


def approve(returns: Iterable[int], by: User) -> list[QuarterlyReturn]:
    """Approve submitted returns, given by their keys, within the person's scope: all or none.

    Raises NotPossibleError, also where one is not found within the scope.
    """
    return _take(Step.APPROVE, returns, by)


def send_back(quarterly_return: int, by: User, reason: str) -> QuarterlyReturn:
    """Send a submitted return back to its unit. Raises NotPossibleError, also without a reason."""
    return _take(Step.SEND_BACK, [quarterly_return], by, reason)[0]


def reopen(quarterly_return: int, by: User, reason: str) -> QuarterlyReturn:
    """Reopen an approved return, which then counts as sent back. Raises NotPossibleError."""
    return _take(Step.REOPEN, [quarterly_return], by, reason)[0]


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
    at = timezone.now()
    ReturnStep.objects.bulk_create(
        [
            ReturnStep(quarterly_return=one, step=step, by=by, at=at, reason=reason)
            for one in returns
        ]
    )


@transaction.atomic
def _take(step: Step, keys: Iterable[int], by: User, reason: str = "") -> list[QuarterlyReturn]:
    if step in (Step.SEND_BACK, Step.REOPEN) and not reason.strip():
        raise NotPossibleError(_("Say why, so that the district knows what to do."))
    keys = set(keys)
    found = list(
        QuarterlyReturn.objects.in_scope_of(by)
        .filter(pk__in=keys)
        .select_related("unit")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    if len(found) < len(keys):
        raise NotPossibleError(_("A return is not there any more, or not within your reach."))
    for one in found:
        require(step, one)
    record(step, found, by, reason)
    return found


def require(step: Step, quarterly_return: QuarterlyReturn) -> None:
    """Raise NotPossibleError unless a held return is in a state from which the step leads on."""
    if quarterly_return.state not in COMES_FROM[step]:
        message = {
            Step.SUBMIT: _("%(return)s cannot be submitted: it is “%(state)s”."),
            Step.APPROVE: _("%(return)s cannot be approved: it is “%(state)s”."),
            Step.SEND_BACK: _("%(return)s cannot be sent back: it is “%(state)s”."),
            Step.REOPEN: _("%(return)s cannot be reopened: it is “%(state)s”."),
        }[step]
        state = quarterly_return.get_state_display()
        raise NotPossibleError(message % {"return": quarterly_return, "state": state})
    if ClosedYear.objects.closing(quarterly_return.unit, quarterly_return.year).exists():
        message = _("%(year)s is closed: an admin opens the year again first.")
        raise NotPossibleError(message % {"year": quarterly_return.year})
