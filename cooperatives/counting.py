"""Changes of what counts (design 1.3): whoever makes one says so here, and others measure what it
moved.

Nothing here knows what is measured. An application that does registers a watcher when it is ready,
and is called around each change, within its transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .ground.calendar import Quarter
from .models import AdministrativeUnit, Organisation, Placement, QuarterlyReturn, User
from .models.base import CHUNK


class Cause(StrEnum):
    """What changed what counts."""

    SUBMISSION = "submission"
    SUBMISSION_TAKEN_BACK = "submission_taken_back"
    REPORTS_FINAL = "reports_final"
    REPORTS_DRAFT = "reports_draft"
    FOUNDING = "founding"
    ENDING = "ending"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    BECOMING = "becoming"
    CORRECTION = "correction"
    TAKEN_BACK = "taken_back"
    REMOVAL = "removal"
    PROVINCE = "province"
    IMPORT = "import"


@dataclass(frozen=True)
class CountedChange:
    """One change of what counts.

    units: where records lie that it may touch, () for anywhere in `within`, which is the whole tree
    by default. since: the first quarter whose numbers it may touch, None for any. by: the person,
    None where a command did it; at: when, by default now. organisation, quarterly_return: the one
    that it is about; an organisation may be stored, or gone, only once the change is made.
    """

    cause: Cause
    units: tuple[AdministrativeUnit, ...] = ()
    within: AdministrativeUnit | None = None
    since: Quarter | None = None
    by: User | None = None
    at: datetime | None = None
    organisation: Organisation | None = None
    quarterly_return: QuarterlyReturn | None = None
    about: str = ""
    """What kind of file an import was of, by its code."""


Watcher = Callable[[CountedChange], AbstractContextManager[None]]
"""Entered before a change is made and left once it is; left by an exception where it is not."""

_watchers: list[Watcher] = []


def watch_counts(watcher: Watcher) -> None:
    """Have a watcher called around every change of what counts."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def hold_counts() -> None:
    """Wait until nobody else changes what counts, and let nobody do so for the rest of the
    transaction: what was measured before is what a change moves.

    To be called before anything else is held, since all who come here hold the roots first.
    """
    roots = AdministrativeUnit.objects.filter(parent=None).order_by("pk")
    list(roots.values_list("pk").select_for_update(of=("self",), no_key=True))


@contextmanager
def counted_change(change: CountedChange) -> Iterator[None]:
    """Make a change of what counts inside the block, in a transaction."""
    hold_counts()
    with ExitStack() as watching:
        for watcher in _watchers:
            watching.enter_context(watcher(change))
        yield


# --- Where a change is felt -----------------------------------------------------------------------


def of_return(cause: Cause, quarterly_return: QuarterlyReturn, by: User | None) -> CountedChange:
    """A change of whether a stored return counts, and with which figures."""
    # What cooperatives earned goes with them when they move.
    placements = Placement.objects.filter(
        organisation__quarterly_figures__quarterly_return=quarterly_return
    )
    unit = quarterly_return.unit
    return CountedChange(
        cause,
        units=tuple(({unit.pk: unit} | _units(placements)).values()),
        since=quarterly_return.period,
        by=by,
        quarterly_return=quarterly_return,
    )


def places_of(organisations: Iterable[int | None]) -> tuple[AdministrativeUnit, ...]:
    """The units in which some organisations, given by their keys, have ever been placed."""
    keys = [key for key in organisations if key]
    found: dict[int, AdministrativeUnit] = {}
    for start in range(0, len(keys), CHUNK):
        found |= _units(Placement.objects.filter(organisation__in=keys[start : start + CHUNK]))
    return tuple(found.values())


def _units(placements) -> dict[int, AdministrativeUnit]:
    keys = placements.order_by().values("unit")
    units = AdministrativeUnit.objects.filter(pk__in=keys).select_related("parent")
    return {unit.pk: unit for unit in units}
