"""Keeps what a change moved: a step of each value that is another one after it.

The figures of a return that was sent back count while they are corrected, with nobody telling of
it. So before each change the values are held against where their steps ended; what differs is a
step of its own, unless the change is the very submission of what was corrected.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from cooperatives.counting import Cause, CountedChange
from cooperatives.ground.calendar import now
from cooperatives.models import AdministrativeUnit, QuarterlyFigures, QuarterlyReturn, UnitFigures
from cooperatives.models.units import path_starts
from cooperatives.version import data_changed

from ..models import Movement
from ..models.movements import DRIFT, OTHER, START
from .measuring import Key, Measured, Values, measured_by

MOST_NAMED = 2
"""How many places are named; more are no place."""
BATCH = 1_000


@contextmanager
def keep_movements(change: CountedChange) -> Iterator[None]:
    """Keep what a change moves that is made inside the block; the watcher of `counting`."""
    measured = measured_by(change)
    if not measured.years:
        yield
        return
    before = measured.values()
    kept = _kept(measured)
    at = change.at or now()
    rows = [_row(key, START, before[key], before[key], at=at) for key in before if key not in kept]
    drifted = {key: kept[key] for key in before if key in kept and kept[key].after != before[key]}
    corrected = _corrected(measured, drifted.values()) if drifted else []
    if drifted and _is_resubmission(change, corrected):
        before |= {key: last.after for key, last in drifted.items()}
    else:
        rows += _drift(drifted, before, corrected, at)
    yield
    if transaction.get_rollback():
        return  # what is taken back has moved nothing
    after = measured.values()
    told = _told(change, at)
    rows += [
        _row(key, change.cause, before[key], after[key], **told)
        for key in before
        if before[key] != after[key]
    ]
    if rows:
        Movement.objects.bulk_create(rows, batch_size=BATCH)
        data_changed()


@dataclass(frozen=True)
class _Last:
    """Where a chain ended, and when."""

    after: object
    at: datetime


def _kept(measured: Measured) -> dict[Key, _Last]:
    paths = {path for of in measured.years for path in of.indicators}
    newest = Movement.objects.newest_of(paths, [of.year for of in measured.years])
    return {row.key: _Last(row.after, row.at) for row in newest}


def _row(key: Key, cause: str, before, after, **told) -> Movement:
    path, year, quarter, code, from_year = key
    return Movement(
        unit_path=path,
        year=year,
        quarter=quarter,
        indicator=code,
        from_year=from_year,
        cause=cause,
        before=before,
        after=after,
        **told,
    )


# --- What moved with nobody telling ---------------------------------------------------------------


def _corrected(measured: Measured, drifted: Iterable[_Last]) -> list[QuarterlyReturn]:
    """The returns that are being corrected and were changed since the values were last known."""
    since = min(last.at for last in drifted)
    changed, of_units = (
        model.history.filter(history_date__gte=since).order_by().values("quarterly_return")
        for model in (QuarterlyFigures, UnitFigures)
    )
    returns = QuarterlyReturn.objects.filter(
        reduce(or_, (path_starts(path, "unit__path") for path in measured.roots)),
        Q(pk__in=changed) | Q(pk__in=of_units.filter(quarterly_return__isnull=False)),
        state=QuarterlyReturn.State.RETURNED,
    )
    return list(returns.select_related("unit").order_by("unit__path", "year", "quarter"))


def _is_resubmission(change: CountedChange, corrected: list[QuarterlyReturn]) -> bool:
    """Whether a change submits the only return that was corrected: its step covers both."""
    return change.cause == Cause.SUBMISSION and corrected == [change.quarterly_return]


def _drift(
    drifted: dict[Key, _Last], values: Values, corrected: list[QuarterlyReturn], at: datetime
) -> list[Movement]:
    names = ", ".join(dict.fromkeys(one.unit.short_name for one in corrected))
    only = corrected[0] if len(corrected) == 1 else None
    return [
        _row(
            key,
            DRIFT if corrected else OTHER,
            last.after,
            values[key],
            at=at,
            quarterly_return=only,
            place=names[:200],
        )
        for key, last in drifted.items()
    ]


# --- What is told of a change ---------------------------------------------------------------------


def _told(change: CountedChange, at: datetime) -> dict:
    """What a step says of its change; asked once it is made, when all that stays is stored."""
    places = _places(change)
    organisation = change.organisation
    return {
        "at": at,
        "by": change.by,
        "quarterly_return": change.quarterly_return,
        "organisation_id": organisation and organisation.pk,
        "organisation_name": organisation.name[:200] if organisation else "",
        "place": ", ".join(unit.short_name for unit in places),
        "place_path": places[0].path if len(places) == 1 else "",
        "about": change.about,
    }


def _places(change: CountedChange) -> list[AdministrativeUnit]:
    if change.quarterly_return:
        return [change.quarterly_return.unit]
    reporting = {unit.reporting_unit.pk: unit.reporting_unit for unit in change.units}
    return list(reporting.values()) if len(reporting) <= MOST_NAMED else []
