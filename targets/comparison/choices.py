"""What somebody may choose between on a page: years, quarters and units."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.ground.unit_names import unit_inside
from cooperatives.models import AdministrativeUnit, UnitSuccession
from cooperatives.units.time import OutsideItsTime, TookOver, outside_its_time

from .selection import Selection


@dataclass(frozen=True)
class QuarterChoice:
    """A quarter of the year looked at; begins_on is given for one that has not begun."""

    number: int
    is_current: bool
    begins_on: date | None


@dataclass(frozen=True)
class UnitChoice:
    """A unit whose figures may be asked for. depth: how far below the first one it lies.
    is_alone: whether no other of those offered bears its name.
    """

    unit: AdministrativeUnit
    depth: int
    is_current: bool
    is_alone: bool = True

    @property
    def name(self) -> str:
        """Its name, with its code where another bears the same."""
        return self.unit.name if self.is_alone else f"{self.unit.name} ({self.unit.code})"

    @property
    def indent(self) -> str:
        """Spaces that show the depth where no style can."""
        return "\u2003" * self.depth


def quarter_choices(selection: Selection) -> list[QuarterChoice]:
    """The four quarters of the year looked at."""
    periods = [Quarter(selection.year, number) for number in QUARTERS]
    return [
        QuarterChoice(
            period.number,
            period.number == selection.quarter,
            None if period.has_begun else period.starts_on,
        )
        for period in periods
    ]


def year_choices(selection: Selection) -> list[int]:
    """The years that have begun and for which a plan at or above the unit has targets, or the unit
    has records, or an ended one that it took over, and the one looked at; in order.
    """
    begun = {year for year in selection.years_to_see if Quarter(year, 1).has_begun}
    return sorted(begun | {selection.year})


@dataclass(frozen=True)
class EarlierUnit:
    """An ended unit that the one looked at took over on a day, or a part of it. period: the last
    quarter at whose end it existed.
    """

    on: date
    unit: AdministrativeUnit
    period: Quarter


def earlier_units(selection: Selection) -> list[EarlierUnit]:
    """The ended units that the one looked at took over since the year before began, and up to the
    quarter's end; of those whose aggregates the reader may ask for. None where it does not exist
    then: `outside` says what to look at.
    """
    unit, since = selection.unit, Quarter(selection.year - 1, 1).starts_on
    if not (unit.predecessor_paths and unit.covers(selection.period.ends_on)):
        return []
    rows = UnitSuccession.objects.filter(
        successor=unit,
        predecessor__in=selection.units.order_by(),
        on__gt=since,
        on__lte=selection.period.ends_on,
    )
    return [
        EarlierUnit(row.on, row.predecessor, _last_period_before(row.on))
        for row in rows.select_related("predecessor")
    ]


@dataclass(frozen=True)
class EndedSince:
    """That the unit looked at ended within its year, after the quarter's end: what took over, and
    the quarter in which that was.
    """

    outside: OutsideItsTime
    period: Quarter


def ended_since(selection: Selection) -> EndedSince | None:
    """That the unit looked at exists at the quarter's end and no longer at the year's; None where
    it goes on, or `outside` says so.
    """
    unit = selection.unit
    if selection.goes_on or not unit.covers(selection.period.ends_on):
        return None
    found = _outside(selection, unit.valid_to)
    return found and EndedSince(found, Quarter.of(unit.valid_to))


def outside(selection: Selection) -> OutsideItsTime | None:
    """That the unit looked at does not exist at the quarter's end, and what to look at instead;
    None where it does.
    """
    return _outside(selection, selection.period.ends_on)


def _outside(selection: Selection, day: date) -> OutsideItsTime | None:
    return outside_its_time(
        selection.unit,
        day,
        with_others=not selection.in_todays,
        open_units=selection.units,
    )


def _last_period_before(day: date) -> Quarter:
    """The last quarter that was over before a day."""
    return Quarter.of(day).previous


def unit_choices(selection: Selection) -> list[UnitChoice]:
    """The units whose aggregates may be asked for, in the order of the tree.

    They hold on the quarter's end, and are those around the unit looked at, which itself always is
    there.
    """
    unit = selection.unit
    found = {row.path: row for row in selection.around.choices} | {unit.path: unit}
    least = min(path.count("/") for path in found)
    names = Counter(one.name for one in found.values())
    return [
        UnitChoice(one, path.count("/") - least, path == unit.path, names[one.name] == 1)
        for path, one in sorted(found.items())
    ]


@dataclass(frozen=True)
class Joined:
    """That a unit took over others on a day. whole: their names; partly: of those of which a part
    went elsewhere.
    """

    on: date
    name: str
    whole: tuple[str, ...]
    partly: tuple[str, ...]

    @property
    def from_whom(self) -> str:
        """In words: "Xã Ba Bể từ xã Cao Thượng, một phần huyện Ba Bể"."""
        a_part = _("a part of %(unit)s")
        ended = [*map(unit_inside, self.whole)]
        ended += [a_part % {"unit": unit_inside(name)} for name in self.partly]
        return _("%(unit)s from %(ended)s") % {"unit": self.name, "ended": ", ".join(ended)}


@dataclass(frozen=True)
class UnitsOfWhen:
    """The choice between the units of the quarter's end and those of today, where they differ.

    joined: of those of today, which others they took over since the year before began.
    """

    in_todays: bool
    joined: tuple[Joined, ...]


def units_of_when(selection: Selection) -> UnitsOfWhen | None:
    """The choice of units; None where no unit around here was reformed since the year before it
    began.
    """
    if selection.in_todays:
        return UnitsOfWhen(True, tuple(_joined(selection)))
    return UnitsOfWhen(False, ()) if selection.is_reformed else None


def _joined(selection: Selection) -> Iterator[Joined]:
    """Of the unit and those compared, in the order of days and units."""
    since = Quarter(selection.year - 1, 1).starts_on
    shown = {selection.unit.path, *(one.path for one in selection.sub_units)}
    rows = [row for row in selection.taken_over if row.on > since]
    parts = Counter((row.on, row.ended_path) for row in rows)
    partly = {path for (_day, path), number in parts.items() if number > 1}
    partly.update(selection.unit.partly_paths)
    of: dict[tuple[date, str, str], list[TookOver]] = {}
    for row in rows:
        if row.path in shown:
            of.setdefault((row.on, row.path, row.name), []).append(row)
    for (on, _path, name), ended in of.items():
        whole = (row.ended_name for row in ended if row.ended_path not in partly)
        in_part = (row.ended_name for row in ended if row.ended_path in partly)
        yield Joined(on, name, tuple(whole), tuple(in_part))
