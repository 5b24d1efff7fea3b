"""Steps of a return that are taken back (design 1.2): a submission by its district until an officer
has opened it, a decision by who took it within a minute.

Both steps stay, and the return is in the state that it was in before the one that is taken back: a
submission taken back was none, for its figures and for its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..counting import Cause, counted_change, hold_counts, of_return
from ..ground.calendar import now
from ..models import (
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    ReturnOpening,
    ReturnStep,
    UnitFigures,
    User,
)
from ..rights.permissions import Permission
from .workflow import (
    COMES_FROM,
    NotPossibleError,
    Seen,
    State,
    Step,
    hold_returns,
    newest_steps,
    not_there,
    require_open_year,
)

MINUTE = timedelta(minutes=1)
"""How long a decision can be taken back; so long no letter tells of it."""
DECISIONS = (Step.APPROVE, Step.SEND_BACK, Step.REOPEN)


# --- A submission ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Submission:
    """The submission that a return is looked at after. is_first: whether it was a draft before;
    opening: who has opened it, None while its district may take it back.
    """

    step: ReturnStep
    is_first: bool
    opening: ReturnOpening | None


def submission_of(
    quarterly_return: QuarterlyReturn, steps: Sequence[ReturnStep] | None = None
) -> Submission | None:
    """The submission that waits for a decision; None where there is none, or it is not known.

    steps: the return's, the newest first, by who has read them with their openings.
    """
    if quarterly_return.state != State.SUBMITTED:
        return None
    if steps is None:
        steps = quarterly_return.steps.select_related("by", "taken_back_by", "opening__by")
        steps = steps.order_by("-at", "-pk")
    newest, *earlier = [step for step in steps if step.stands] or [None]
    if newest is None or newest.step != Step.SUBMIT:
        return None
    return Submission(newest, not earlier, getattr(newest, "opening", None))


def note_opening(
    quarterly_return: QuarterlyReturn,
    reader: User,
    steps: Sequence[ReturnStep] | None = None,
) -> bool:
    """Keep that a submitted return was opened, the first time that somebody opens it who decides
    about returns and submits none: an officer.

    steps: the return's, as `submission_of` takes them. Whether there was something to keep: its
    district may have taken it back meanwhile, so that it and its steps are to be read anew.
    """
    is_officer = reader.may(Permission.RETURN_DECIDE) and not reader.may(Permission.RETURN_SUBMIT)
    if not is_officer or not _unopened(quarterly_return, steps):
        return False
    with transaction.atomic():
        for held in hold_returns([quarterly_return.pk], reader):
            if submission := _unopened(held):
                ReturnOpening.objects.create(step=submission, by=reader, at=now())
    return True


def _unopened(
    quarterly_return: QuarterlyReturn, steps: Sequence[ReturnStep] | None = None
) -> ReturnStep | None:
    """The submission that nobody has opened yet; None where there is none."""
    submission = submission_of(quarterly_return, steps)
    return submission.step if submission and not submission.opening else None


def newest_step(quarterly_return: QuarterlyReturn) -> ReturnStep | None:
    """The newest step of a return that was not taken back: what led to its state."""
    standing = quarterly_return.steps.standing().select_related("by")
    return standing.order_by("at", "pk").last()


@transaction.atomic
def take_back_submission(seen: Seen, by: User) -> QuarterlyReturn:
    """Take a submission back, as it was seen: the return is what it was before, a draft unless it
    had been submitted in an earlier round. Raises NotPossibleError, also once it was opened.
    """
    hold_counts()
    held, newest = _held_as_seen(seen, by)
    submission = submission_of(held)
    if submission is None:
        message = _("%(return)s cannot be taken back: it is “%(state)s”.")
        raise NotPossibleError(
            message % {"return": held.name_inside, "state": held.get_state_display()}
        )
    opening = submission.opening
    if opening and opening.by is None:
        message = _(
            "%(return)s was submitted before it was kept who opens a return, so that it cannot be "
            "taken back: ask for it to be sent back."
        )
        raise NotPossibleError(message % {"return": held.name_inside})
    if opening:
        message = _(
            "%(by)s opened %(return)s on %(at)s, so that it cannot be taken back any more: ask for "
            "it to be sent back."
        )
        at = date_format(localtime(opening.at), "SHORT_DATETIME_FORMAT")
        raise NotPossibleError(message % {"by": opening.by, "return": held.name_inside, "at": at})
    if not submission.is_first:  # its figures count as they did
        return _take_back(held, newest, State.RETURNED, by)
    with counted_change(of_return(Cause.SUBMISSION_TAKEN_BACK, held, by)):
        return _take_back(held, newest, State.DRAFT, by)


# --- A decision -----------------------------------------------------------------------------------


def is_fresh(step: ReturnStep) -> bool:
    """Whether a step was taken within the last minute."""
    return timedelta(0) <= now() - step.at <= MINUTE


@dataclass(frozen=True)
class Undoable:
    """A decision that its maker may still take back. seconds: for how long."""

    step: ReturnStep
    seconds: int

    @property
    def seen(self) -> Seen:
        """The round that it made."""
        return Seen.of(self.step.quarterly_return_id, self.step)


def decisions_to_undo(reader: User) -> list[Undoable]:
    """What somebody has decided in the last minute and may take back, the newest first.

    One statement, and another where there is anything.
    """
    at = now()
    taken = ReturnStep.objects.standing().filter(
        by=reader, step__in=DECISIONS, at__range=(at - MINUTE, at)
    )
    recent = list(taken.select_related("quarterly_return__unit").order_by("-at", "-pk"))
    newest = newest_steps({step.quarterly_return_id for step in recent}) if recent else {}
    return [
        Undoable(step, int((step.at + MINUTE - at).total_seconds()))
        for step in recent
        if newest[step.quarterly_return_id] == step.pk
    ]


def decision_to_undo(reader: User, newest: ReturnStep | None) -> list[Undoable]:
    """The same of one return, from its newest standing step, which was read already."""
    at = now()
    if newest is None or newest.by_id != reader.pk or newest.step not in DECISIONS:
        return []
    if not at - MINUTE <= newest.at <= at:
        return []
    return [Undoable(newest, int((newest.at + MINUTE - at).total_seconds()))]


@transaction.atomic
def take_back_decision(seen: Seen, by: User) -> QuarterlyReturn:
    """Take a decision back, as it was seen: the return is what it was before. The remark that came
    with it is settled.

    Raises NotPossibleError: it is another's, or over a minute old, or the district has begun to
    correct what it got back.
    """
    held, newest = _held_as_seen(seen, by)
    if newest.step not in DECISIONS or newest.by_id != by.pk:
        raise NotPossibleError(_("Only who took a decision can take it back."))
    is_approval = newest.step == Step.APPROVE
    if not is_fresh(newest):
        message = (
            _("The minute in which it could be taken back is over: reopen %(return)s instead.")
            if is_approval
            else _("The minute in which it could be taken back is over: its unit has %(return)s.")
        )
        raise NotPossibleError(message % {"return": held.name_inside})
    since = {"quarterly_return": held, "history_date__gt": newest.at}
    if any(model.history.filter(**since).exists() for model in (QuarterlyFigures, UnitFigures)):
        message = _("%(return)s cannot be taken back: its unit has begun to correct it.")
        raise NotPossibleError(message % {"return": held.name_inside})
    for remark in Remark.objects.filter(
        quarterly_return=held, by=by, text=newest.reason, at__gte=newest.at, is_settled=False
    ):
        remark.is_settled = True
        remark.save(update_fields=["is_settled"])
    (before,) = COMES_FROM[Step(newest.step)]
    taken_back = _take_back(held, newest, before, by)
    if submission := _unopened(held):
        # Who decided about it has seen it, if not on its page.
        ReturnOpening.objects.create(step=submission, by=by, at=newest.at)
    return taken_back


# --- Both -----------------------------------------------------------------------------------------


def _held_as_seen(seen: Seen, by: User) -> tuple[QuarterlyReturn, ReturnStep]:
    """The return, held, and its newest step, which is the one seen. Raises NotPossibleError."""
    held = hold_returns([seen.quarterly_return], by)
    if not held:
        raise NotPossibleError(not_there())
    (one,) = held
    newest = newest_step(one)
    if newest is None or newest.pk != seen.step:
        message = _("Nothing was taken back: %(return)s has moved on since you looked.")
        raise NotPossibleError(message % {"return": one.name_inside})
    require_open_year(one)
    return one, newest


def _take_back(held: QuarterlyReturn, step: ReturnStep, state: State, by: User) -> QuarterlyReturn:
    held.state = state
    held.save(update_fields=["state"])
    ReturnStep.objects.create(
        quarterly_return=held, step=Step.TAKE_BACK, by=by, at=now(), takes_back=step
    )
    return held
