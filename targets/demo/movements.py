"""Lets the last things of a demo happen one after the other, so that what they moved is kept.

The records are stored as they stand at the end. The returns of the last quarter are taken for
drafts, each until the moment of its submission; who was founded since is stored on that day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time

from django.db.models import QuerySet

from cooperatives.counting import Cause, CountedChange, counted_change, of_return
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyReturn, ReturnStep

from . import HERE
from .registry import DrawnLife
from .returns import Filed, State
from .scenario import LAST_REPORTED

Event = tuple[datetime, CountedChange, Callable[[], object]]
"""When something happened, what it changes, and how."""


def as_they_came(
    filed: Iterable[Filed], late: Iterable[DrawnLife], store: Callable[[DrawnLife], object]
) -> None:
    """Submit the stored returns of the last quarter, and store who was founded since, in the order
    of the days. Called in a transaction.
    """
    submitted = [each for each in filed if _is_submitted_last(each)]
    for each in submitted:
        _set_state(each.quarterly_return, State.DRAFT)
    events = [*_submissions(submitted), *_foundings(late, store)]
    for at, change, happen in sorted(events, key=lambda event: event[0]):
        with counted_change(replace(change, at=at)):
            happen()


def is_late(life: DrawnLife) -> bool:
    """Whether an organisation was founded since the last quarter of which there are figures."""
    return life.organisation.founded_on > LAST_REPORTED.ends_on


def _is_submitted_last(filed: Filed) -> bool:
    return bool(filed.steps) and filed.quarterly_return.period == LAST_REPORTED


def _submissions(filed: Iterable[Filed]) -> Iterator[Event]:
    for each in filed:
        first = next(step for step in each.steps if step.step == ReturnStep.Step.SUBMIT)
        one, state = each.quarterly_return, each.quarterly_return.state
        change = of_return(Cause.SUBMISSION, one, first.by)
        yield first.at, change, lambda one=one, state=state: _set_state(one, state)


def _foundings(late: Iterable[DrawnLife], store: Callable[[DrawnLife], object]) -> Iterator[Event]:
    for life in late:
        founded = life.organisation.founded_on
        change = CountedChange(
            Cause.FOUNDING,
            units=tuple(placement.unit for placement in life.placements),
            since=Quarter.of(founded),
            organisation=life.organisation,
        )
        yield datetime.combine(founded, time(9, 30), HERE), change, lambda life=life: store(life)


def _set_state(one: QuarterlyReturn, state: str) -> None:
    """Past history, which tells of the end alone."""
    QuerySet.update(QuarterlyReturn.objects.filter(pk=one.pk), state=state)
