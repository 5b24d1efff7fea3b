"""The weekly letter: which targets of a unit are another value, or stand otherwise, than when it
was last told. Without any there is no letter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit, User
from cooperatives.returns.reporting import Reporting, reporting_of

from ..comparison.progress import Progress, Standing
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection, select
from ..editions.page import Preview, preview_of
from ..models import Subscription
from ..movements.reading import chains_of, since_moment
from ..movements.steps import NetChange
from ..overview.page import overview_of
from ..overview.target_rows import TargetRow
from ..reckoning.assessment import Status
from ..words.labels import status_words
from .lines import changed_line

Stood = dict[str, Any]
"""Where targets stood: `year`, `quarter`, and `targets`, each with `code`, `from_year`, `value` (an
exact text), `status` and `is_unsure`.
"""


@dataclass(frozen=True)
class Changed:
    """A target that moved. was: how it stood, in words, "" where it stood as now or that is not
    known.
    """

    row: TargetRow
    change: NetChange
    was: str

    @property
    def said(self) -> str:
        return changed_line(self.row, self.change, self.was)


@dataclass(frozen=True)
class Weekly:
    """What a weekly letter says, and what is told with it. Made from the comparison that the
    overview shows at that moment.
    """

    subscription: Subscription
    progress: Progress
    reporting: Reporting
    standing_line: Sequence[str]
    changed: Sequence[Changed]

    @cached_property
    def preview(self) -> Preview:
        """What of it is not finished."""
        return preview_of(self.progress, self.reporting.returns)

    @property
    def stands(self) -> Stood:
        return _stands(self.progress)


def is_due(subscription: Subscription) -> bool:
    """Whether a week has passed: it is another one, from Monday on, than when it was last told."""
    monday = today() - timedelta(days=today().weekday())
    return timezone.localdate(subscription.begins) < monday


def stands_now(user: User, unit: AdministrativeUnit) -> Stood:
    """Where the targets of a unit stand, as a person reads them; {} where there are none."""
    selection = _selection(user, unit)
    return _stands(progress_of(selection)) if selection else {}


def weekly_of(subscription: Subscription) -> Weekly | None:
    """The letter that a person gets now; None where there is nothing to look at."""
    selection = _selection(subscription.user, subscription.unit)
    if selection is None:
        return None
    progress = progress_of(selection)
    reporting = reporting_of(selection.unit, selection.period)
    shown = overview_of(progress, reporting, goes_on=selection.goes_on)
    return Weekly(
        subscription,
        progress,
        reporting,
        shown["standing"],
        list(_changed(subscription, selection, shown["rows"])),
    )


def _selection(user: User, unit: AdministrativeUnit) -> Selection | None:
    try:
        return select(reader=user, unit_code=unit.asked_as)
    except NothingThereError:
        return None


def _changed(
    subscription: Subscription, selection: Selection, rows: Sequence[TargetRow]
) -> Iterator[Changed]:
    """The targets that moved since they were last told. Of another quarter than the one told only
    the steps of the value are known.
    """
    before = _before(subscription.stood, selection.year, selection.quarter)
    chains = chains_of(selection.unit, selection.period)
    stands = {row.standing.counted: row.assessment.measure.value for row in rows}
    steps = since_moment(subscription.user, chains, stands, subscription.told_until)
    for row in rows:
        change, was = steps.get(row.standing.counted) or _unmeasured(row), ""
        if told := before.get(row.standing.counted):
            change = replace(change, before=_value(told["value"]))
            was = _status(told)
        turned = bool(told) and was != row.status_words
        if change.has_moved or turned:
            yield Changed(row, change, was if turned else "")


def _unmeasured(row: TargetRow) -> NetChange:
    """Of what no step was ever kept."""
    value, first = row.assessment.measure.value, row.standing.from_year
    period = None if first is None else (first, row.selection.year)
    return NetChange(row.indicator, value, value, (), period)


def _before(stood: Stood, year: int, quarter: int) -> Mapping[tuple, dict[str, Any]]:
    if (stood.get("year"), stood.get("quarter")) != (year, quarter):
        return {}
    return {(one["code"], one["from_year"]): one for one in stood["targets"]}


def _stands(progress: Progress) -> Stood:
    return {
        "year": progress.selection.year,
        "quarter": progress.selection.quarter,
        "targets": [_target(one) for one in progress.whole.standings],
    }


def _target(standing: Standing) -> dict[str, Any]:
    found = standing.assessment
    value = found.measure.value
    return {
        "code": standing.code,
        "from_year": standing.from_year,
        "value": None if value is None else str(Fraction(value)),
        "status": found.status and str(found.status),
        "is_unsure": found.is_unsure,
    }


def _value(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _status(told: Mapping[str, Any]) -> str:
    status = told["status"]
    return status_words(status and Status(status), is_unsure=told["is_unsure"])
