"""What stands in the way of closing a year, by the unit that is to do it, with whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit, ReportingYear, User
from cooperatives.returns.contacts import Contact, contacts_of
from cooperatives.returns.owed import OwedReturn
from cooperatives.yearly.closing import Missing, missing_in, places_of


@dataclass
class UnitBlocking:
    """What one unit still has to do: returns not approved, and how many remarks on returns are open
    (`remarked`), yearly reports are drafts, cooperatives have no final report with a rating,
    organisations of an ended unit are not placed; and by quarter how many figures of a province
    itself are blank.
    """

    unit: AdministrativeUnit
    contact: Contact | None = None
    returns: list[OwedReturn] = field(default_factory=list)
    remarked: list[OwedReturn] = field(default_factory=list)
    drafts: int = 0
    unrated: int = 0
    unplaced: int = 0
    blank: list[tuple[Quarter, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Blocking:
    """What stands in the way in a year. later: returns of quarters that have not ended."""

    units: Sequence[UnitBlocking] = ()
    later: int = 0

    @property
    def returns(self) -> int:
        return sum(len(one.returns) for one in self.units)

    @property
    def remarked(self) -> int:
        return sum(len(one.remarked) for one in self.units)

    @property
    def drafts(self) -> int:
        return sum(one.drafts for one in self.units)

    @property
    def unrated(self) -> int:
        return sum(one.unrated for one in self.units)

    @property
    def unplaced(self) -> int:
        return sum(one.unplaced for one in self.units)

    @property
    def blank(self) -> int:
        return sum(number for one in self.units for _period, number in one.blank)


def blocking(row: ReportingYear, unit: AdministrativeUnit, reader: User) -> Blocking:
    """What stands in the way of closing a year at a unit, in the order of the tree. Where the year
    was opened for a unit that this one took over, it is all that is closed with it (`places_of`):
    what that one left undone stands in the way too. A fixed number of statements for each of those.
    """
    found: dict[int, UnitBlocking] = {}
    places = [unit]
    if not unit.path.startswith(row.unit.path):
        closed = places_of(row, reader)
        places = closed if unit in closed else [unit, row.unit]
    is_over = row.year < today().year
    later = sum(_add(missing_in(row, one), found, reader, is_over=is_over) for one in places)
    contacts = contacts_of([one.unit for one in found.values()], reader)
    for one in found.values():
        one.contact = contacts.get(one.unit.pk)
        one.returns.sort(key=lambda owed: owed.period)
    return Blocking(sorted(found.values(), key=lambda one: one.unit.path), later)


def _add(missing: Missing, found: dict[int, UnitBlocking], reader: User, *, is_over: bool) -> int:
    """Note what is missing by unit, yearly reports once the year is over, organisations without a
    place within the reader's scope; the number of returns of quarters that have not ended.
    """
    later = 0

    def of(unit: AdministrativeUnit) -> UnitBlocking:
        return found.setdefault(unit.pk, UnitBlocking(unit))

    for owed in (*missing.not_submitted, *missing.sent_back, *missing.waiting):
        if owed.period.has_ended:
            of(owed.unit).returns.append(owed)
        else:
            later += 1
    for owed in missing.remarked:
        of(owed.unit).remarked.append(owed)
    for unit, number in missing.drafts if is_over else ():
        of(unit).drafts = number
    for unit, number in missing.unrated if is_over else ():
        of(unit).unrated = number
    for unit, number in missing.unplaced:
        if reader.reaches(unit.path):
            of(unit).unplaced = number
    for unit, period, number in missing.blank:
        of(unit).blank.append((period, number))
    return later
