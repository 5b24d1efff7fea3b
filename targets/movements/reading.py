"""Reads what moved, as far as somebody may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.timezone import make_aware

from cooperatives.ground.calendar import Quarter, now
from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.permissions import Permission

from ..indicators import indicators, known
from ..models import Movement
from ..models.movements import START, MovementQuerySet
from .measuring import Counted
from .steps import PENDING, After, Days, Event, NetChange, Reason, Step

ON_A_PAGE = 20
ALL_DAYS = Days()


@dataclass(frozen=True)
class Lately:
    """What moved some indicators since a day, added up; the last changes before it; and the last
    steps of all.
    """

    since: date
    net: Sequence[NetChange]
    earlier: Sequence[Event]
    steps: Sequence[Step]

    @property
    def moved(self) -> list[NetChange]:
        """Those that are other values than on that day."""
        return [one for one in self.net if one.has_moved]


def lately(
    reader: User,
    chains: MovementQuerySet,
    stands: Mapping[Counted, Fraction | None],
    since: date,
    most: int,
) -> Lately:
    """What moved some indicators since a day, and at most so many changes before. One statement.

    chains: of a unit at a quarter. stands: the values now, by what is counted, in the order in
    which they are told; where the steps kept do not lead up to one, the rest is told as pending.
    What was never measured is left out.
    """
    chains = chains.filter(_of_any(stands))
    # A change moves each indicator once at most.
    newest = chains.steps().filter(at__lt=_starts(since)).order_by("-pk")
    newest = newest.values("pk")[: most * len(indicators())]
    wanted = Q(at__gte=_starts(since)) | Q(pk__in=newest) | Q(pk__in=_ends(chains))
    rows = list(_told(chains.filter(wanted)))
    days, order = Days(since), list(stands)
    net = [
        _up_to_now(change, stands[counted]) for counted, change in _net(reader, rows, days, order)
    ]
    steps = [_step(row, reader) for row in rows if row.cause != START]
    before = [step for step in steps if not days.hold(step.reason.at)]
    codes = [code for code, _from_year in order]
    return Lately(since, net, _events(before, codes)[:most], steps[:most])


def since_moment(
    reader: User,
    chains: MovementQuerySet,
    stands: Mapping[Counted, Fraction | None],
    since: datetime,
) -> dict[Counted, NetChange]:
    """What moved some indicators since a moment, added up to their values now. One statement.

    chains, stands: as of `lately`. What was never measured is left out.
    """
    chains = chains.filter(_of_any(stands))
    rows = list(_told(chains.filter(Q(at__gt=since) | Q(pk__in=_ends(chains)))))
    found = _net(reader, rows, After(since), list(stands))
    return {counted: _up_to_now(change, stands[counted]) for counted, change in found}


def _ends(chains: MovementQuerySet):
    """The keys of the last row of each chain."""
    ends = chains.order_by().values("indicator", "from_year")
    return ends.annotate(end=Max("pk")).values("end")


def _of_any(counted: Iterable[Counted]) -> Q:
    """The condition that a row is of one of these."""
    counted = list(counted)
    found = Q(from_year=None, indicator__in=[code for code, first in counted if first is None])
    for code, first in counted:
        if first is not None:
            found |= Q(from_year=first, indicator=code)
    return found


def page_of_events(
    reader: User, chains: MovementQuerySet, number: str | None
) -> tuple[Page, list[Event]]:
    """A page of the changes by which some chains moved, the newest first."""
    steps = chains.steps()
    changes = steps.order_by().values("at", "cause").annotate(newest=Max("pk")).order_by("-newest")
    page = Paginator(changes, ON_A_PAGE).get_page(number)
    on_it = {(change["at"], change["cause"]) for change in page}
    found = _told(steps.filter(at__in={at for at, _cause in on_it}))
    return page, _events(_step(row, reader) for row in found if (row.at, row.cause) in on_it)


def steps_of(reader: User, chains: MovementQuerySet) -> list[Step]:
    """All steps of some chains, the newest first."""
    return [_step(row, reader) for row in _told(chains.steps())]


def net_changes(reader: User, chains: MovementQuerySet) -> list[NetChange]:
    """What all steps of some chains add up to, for each indicator that is another value then."""
    changes = _net(reader, list(_told(chains)), ALL_DAYS)
    return [change for _counted, change in changes if change.has_moved]


# --- Rows -----------------------------------------------------------------------------------------


def chains_of(
    unit: AdministrativeUnit, period: Quarter, days: Days = ALL_DAYS, code: str | None = None
) -> MovementQuerySet:
    """The rows of some days about a unit at a quarter, of one indicator or all."""
    rows = Movement.objects.filter(unit_path=unit.path, year=period.year, quarter=period.number)
    if code:
        rows = rows.filter(indicator=code)
    if days.first:
        rows = rows.filter(at__gte=_starts(days.first))
    return rows.filter(at__lt=_starts(days.last + timedelta(days=1))) if days.last else rows


def _told(rows: MovementQuerySet) -> MovementQuerySet:
    return rows.select_related("by", "quarterly_return__unit").order_by("-pk")


def _starts(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


# --- What is made of them -------------------------------------------------------------------------


def _net(
    reader: User, rows: Iterable[Movement], days: Days | After, order: Sequence[Counted] = ()
) -> list[tuple[Counted, NetChange]]:
    """The changes of the days, of all that is counted of which there are rows, the newest first. A
    chain that has none in the days stands where it ended. order: by default the catalogue's.
    """
    chains: dict[Counted, list[Movement]] = {}
    for row in rows:
        chains.setdefault(row.counted, []).append(row)
    if not order:
        codes = {code: place for place, code in enumerate(_catalogue())}
        order = sorted(
            (one for one in chains if one[0] in codes),
            key=lambda one: (codes[one[0]], one[1] or 0),
        )
    return [(one, _net_of(reader, chains[one], days)) for one in order if one in chains]


def _net_of(reader: User, chain: list[Movement], days: Days | After) -> NetChange:
    newest = chain[0]
    inside = [row for row in chain if days.hold(row.at)]
    before = inside[-1].before if inside else newest.after
    reasons = tuple(_reason(row, reader) for row in inside if row.cause != START)
    return NetChange(known(newest.indicator), before, newest.after, reasons, _period(newest))


def _period(row: Movement) -> tuple[int, int] | None:
    return None if row.from_year is None else (row.from_year, row.year)


def _up_to_now(change: NetChange, value: Fraction | None) -> NetChange:
    """A change that ends with the value now: figures that are being corrected count at once, and
    their step is kept with the next change.
    """
    if value == change.after:
        return change
    pending = Reason(now(), PENDING, "", "", "", None, "")
    return replace(change, after=value, reasons=(pending, *change.reasons))


def _catalogue() -> list[str]:
    return [indicator.code for indicator in indicators()]


def _events(steps: Iterable[Step], order: Sequence[str] = ()) -> list[Event]:
    order = order or _catalogue()
    return [
        Event(reason, tuple(sorted(each, key=lambda step: order.index(step.indicator.code))))
        for reason, each in groupby(steps, key=lambda step: step.reason)
    ]


def _step(row: Movement, reader: User) -> Step:
    return Step(known(row.indicator), row.before, row.after, _reason(row, reader), _period(row))


def _reason(row: Movement, reader: User) -> Reason:
    """Organisations are named to whom they are within reach, persons to who decides there."""
    own = reader.unit.path if reader.unit_id else ""
    is_within = bool(row.place_path) and row.place_path.startswith(own)
    decides = reader.may(Permission.RETURN_DECIDE) and row.unit_path.startswith(own)
    of, period = row.quarterly_return, Quarter(row.year, row.quarter)
    return Reason(
        row.at,
        row.cause,
        row.place,
        row.organisation_name if is_within or reader.reaches_everything else "",
        str(row.by or "") if decides else "",
        of.period if of and of.period != period else None,
        row.about,
        _page(row, reader),
    )


def _page(row: Movement, reader: User) -> str:
    """The return or the organisation that a row is about, where the reader reaches it."""
    of = row.quarterly_return
    if of and reader.reaches(of.unit.path):
        return reverse("return", args=[of.year, of.quarter, of.unit.code])
    if row.organisation_id and row.place_path and reader.reaches(row.place_path):
        return reverse("organisation", args=[row.organisation_id])
    return ""
