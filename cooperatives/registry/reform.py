"""What a reform of units does to what lies in them: organisations and accounts go where their unit
went (design 1.2).

Of a unit with one successor all of them go. Of one with several nobody but a person knows who went
where: they stay, are counted, and are placed one by one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from ..ground.problems import Problem, problem
from ..ground.unit_names import short_name, unit_inside_lazy
from ..models import AdministrativeUnit, Kind, Organisation, Placement, UnitSuccession, User
from ..models.base import CHUNK, RecordQuerySet
from ..models.locks import lock_organisations
from ..models.spans import holds_on
from ..models.units import AdministrativeUnitQuerySet
from ..units.years import ReportingYears, closed_year_problems
from .rules import name_key

LONGEST_NAME = Organisation._meta.get_field("name").max_length

Went = Sequence[tuple[AdministrativeUnit, Sequence[AdministrativeUnit]]]
"""Ended units, each with its successors; any of them may be new and not stored yet."""


@dataclass(frozen=True)
class Moved:
    """An organisation's stay in an ended unit, with the unit where it goes on."""

    stay: Placement
    successor: AdministrativeUnit

    @property
    def day(self) -> date:
        """From which day on it lies in the successor."""
        return max(self.stay.valid_from, self.stay.unit.valid_to)

    @property
    def is_too_early(self) -> bool:
        """Whether it lies in the future, where only what begins then is entered before."""
        day = self.stay.unit.valid_to
        return day > today() and self.successor.valid_from != day


@dataclass(frozen=True)
class Renamed:
    """A group that bears another's name where it comes to, with the name that tells it apart."""

    group: Organisation
    name: str


@dataclass(frozen=True)
class Reassigned:
    """An account of an ended unit, with the unit for which it works from then on."""

    user: User
    successor: AdministrativeUnit


@dataclass(frozen=True)
class Consequences:
    """What follows from a reform.

    left: stays in units that went to several others, and accounts of such units: nothing says
    where they belong. waiting: accounts of units that have not ended yet, which go over then.
    """

    moved: tuple[Moved, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    reassigned: tuple[Reassigned, ...] = ()
    left: tuple[Placement, ...] = ()
    left_accounts: tuple[User, ...] = ()
    waiting: tuple[User, ...] = ()

    def problems(self, years: ReportingYears | None = None) -> Iterator[Problem]:
        """Why it cannot be: the year of a move is closed for the unit that somebody leaves or comes
        to, or the move would be recorded before it happens. Each is said of the ended unit.
        """
        yield from self._closed_years(years or ReportingYears())
        early = {move.stay.unit: move.successor for move in self.moved if move.is_too_early}
        for unit, successor in early.items():
            message = _(
                "%(day)s lies in the future, and %(successor)s exists before that: only what goes "
                "into a unit that begins on that very day is moved before. Enter this once it has "
                "happened."
            )
            params = {"day": unit.valid_to, "successor": unit_inside_lazy(successor.name)}
            yield problem(unit, "valid_to", "move_in_the_future", message, **params)

    def _closed_years(self, years: ReportingYears) -> Iterator[Problem]:
        touched: dict[tuple, tuple[AdministrativeUnit, AdministrativeUnit]] = {}
        for move in self.moved:
            for unit in (move.stay.unit, move.successor):
                ended = move.stay.unit
                key = (ended.path, ended.valid_from, *unit.natural_key(), move.day.year)
                touched[key] = ended, unit
        for (*_keys, year), (ended, unit) in sorted(touched.items(), key=lambda one: one[0]):
            yield from closed_year_problems(ended, "valid_to", unit, year, years)


def consequences_of(went: Went) -> Consequences:
    """What follows where units went to others; all of them end on a day (`valid_to`)."""
    ended = {unit.pk: unit for unit, _successors in went if unit.pk}
    whole = {unit.pk: units[0] for unit, units in went if len(units) == 1}
    moved, left = [], []
    for stay in _stays(ended):
        stay.unit = ended[stay.unit_id]
        if stay.unit_id in whole:
            moved.append(Moved(stay, whole[stay.unit_id]))
        else:
            left.append(stay)
    reassigned, left_accounts, waiting = [], [], []
    for user in _accounts(ended):
        unit = ended[user.unit_id]
        if unit.valid_to > today():
            waiting.append(user)
        elif unit.pk in whole:
            reassigned.append(Reassigned(user, whole[unit.pk]))
        else:
            left_accounts.append(user)
    return Consequences(
        tuple(moved),
        tuple(_renamed(moved)),
        tuple(reassigned),
        tuple(left),
        tuple(left_accounts),
        tuple(waiting),
    )


def _stays(ended: Mapping[int, AdministrativeUnit]) -> Iterator[Placement]:
    """The stays in units beyond their end, dissolved organisations' included, by their keys."""
    for keys in _chunks(ended):
        for stay in Placement.objects.filter(unit__in=keys).select_related("organisation"):
            if stay.valid_to is None or stay.valid_to > ended[stay.unit_id].valid_to:
                yield stay


def _accounts(ended: Mapping[int, AdministrativeUnit]) -> Iterator[User]:
    for keys in _chunks(ended):
        yield from User.objects.filter(unit__in=keys, is_active=True).order_by("username")


def _chunks(of: Iterable[int]) -> Iterator[list[int]]:
    keys = sorted(of)
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


# --- Units that went to several others ------------------------------------------------------------


def waiting_units(units: AdministrativeUnitQuerySet) -> AdministrativeUnitQuerySet:
    """Those of some units that ended and in which organisations still lie, each with how many
    (`waiting`), in the order of the tree: it went to several others (`parts`), or nobody said yet
    who took over. What was dissolved up to its end waits for nothing.
    """
    beyond = Q(placements__valid_to__isnull=True) | Q(placements__valid_to__gt=F("valid_to"))
    dissolved_on = "placements__organisation__dissolved_on"
    beyond &= Q(**{f"{dissolved_on}__isnull": True}) | Q(**{f"{dissolved_on}__gt": F("valid_to")})
    found = units.filter(valid_to__lte=today()).annotate(
        parts=Count("successions", distinct=True),
        waiting=Count("placements", filter=beyond, distinct=True),
    )
    return found.filter(waiting__gt=0).exclude(parts=1).order_by("path")


def divided_units(reader: User) -> AdministrativeUnitQuerySet:
    """The ended units in a reader's scope that went to several others and in which organisations
    still lie.
    """
    return waiting_units(AdministrativeUnit.objects.in_scope_of(reader)).filter(parts__gt=1)


def left_in(unit: AdministrativeUnit) -> RecordQuerySet:
    """The stays that reach beyond the end of a unit, by the organisations' names."""
    stays = Placement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=unit.valid_to), unit=unit
    )
    return stays.select_related("organisation", "unit").order_by("organisation__name_key", "pk")


def placed_meanwhile(
    unit: AdministrativeUnit, stays: Sequence[int], reader: User
) -> RecordQuerySet:
    """Where organisations that stayed in a divided unit, given by the keys of these stays, lie from
    its end on, as far as a reader reaches.
    """
    theirs = Placement.objects.filter(
        Q(unit=unit) | Q(unit__takeovers__predecessor=unit), pk__in=stays
    ).values("organisation")
    reach = AdministrativeUnit.objects.in_scope_of(reader)
    places = Placement.objects.filter(
        holds_on(unit.valid_to), organisation__in=theirs, unit__in=reach.values("pk")
    )
    return places.select_related("organisation", "unit").order_by("organisation__name_key", "pk")


def placing(chosen: Iterable[tuple[Placement, AdministrativeUnit]]) -> Consequences:
    """What follows where somebody says to which of the successors organisations went, each given by
    its stay in the ended unit.
    """
    moved = [Moved(stay, successor) for stay, successor in chosen]
    return Consequences(moved=tuple(moved), renamed=tuple(_renamed(moved)))


def place(chosen: Consequences) -> list[Problem]:
    """Store what follows from saying where organisations went. What went to a unit that has ended
    since goes on to where all of that went. Returns why it cannot be, for the transaction to be
    taken back.
    """
    found = chosen
    while found.moved:
        if problems := list(found.problems()):
            return problems
        carry_out(found)
        units = {move.successor for move in found.moved}
        ended = [unit for unit in units if unit.valid_to and unit.valid_to <= today()]
        rows = UnitSuccession.objects.filter(predecessor__in=ended).select_related("successor")
        went: dict[int, list[AdministrativeUnit]] = defaultdict(list)
        for row in rows:
            went[row.predecessor_id].append(row.successor)
        follows = consequences_of([(unit, went[unit.pk]) for unit in ended if unit.pk in went])
        found = Consequences(moved=follows.moved, renamed=follows.renamed)
    return []


# --- Names of groups ------------------------------------------------------------------------------


def _renamed(moved: Iterable[Moved]) -> Iterator[Renamed]:
    """The groups that meet another of their name where they come to: each that comes keeps its old
    unit's name in brackets, and where that is not enough, that of the unit above it too.
    """
    coming: dict[tuple, list[Moved]] = defaultdict(list)
    for move in moved:
        if _is_standing(move.stay.organisation):
            name = name_key(move.stay.organisation.name)
            coming[*move.successor.natural_key(), name].append(move)
    there = _names_there({move.successor.pk for move in moved} - {None})
    for (_code, _day, name), moves in coming.items():
        if len(moves) == 1 and (moves[0].successor.pk, name) not in there:
            continue
        places = Counter(map(_short, moves))
        for move in moves:
            yield Renamed(move.stay.organisation, _told_apart(move, fully=places[_short(move)] > 1))


def _is_standing(organisation: Organisation) -> bool:
    return organisation.kind == Kind.GROUP and organisation.dissolved_on is None


def _short(move: Moved) -> str:
    return short_name(move.stay.unit.name)


def _told_apart(move: Moved, *, fully: bool) -> str:
    old = move.stay.unit
    place = (
        f"{_short(move)}, {short_name(old.parent.name)}" if fully and old.parent else _short(move)
    )
    name = move.stay.organisation.name[: LONGEST_NAME - len(place) - len(" ()")]
    return f"{name.rstrip()} ({place})"


def _names_there(units: Iterable[int]) -> set[tuple[int, str]]:
    """The names of the groups that stand in units already."""
    found: set[tuple[int, str]] = set()
    for keys in _chunks(units):
        stays = Placement.objects.filter(
            Q(valid_to__isnull=True),
            unit__in=keys,
            organisation__kind=Kind.GROUP,
            organisation__dissolved_on__isnull=True,
        )
        names = stays.values_list("unit_id", "organisation__name")
        found |= {(unit, name_key(name)) for unit, name in names}
    return found


# --- Carrying it out ------------------------------------------------------------------------------


def carry_out(found: Consequences) -> None:
    """Store what follows, within the transaction that stores the units."""
    lock_organisations({move.stay.organisation_id for move in found.moved})
    ended, corrected, begun = [], [], []
    for move in found.moved:
        stay, day = move.stay, move.stay.unit.valid_to
        if stay.valid_from >= day:  # it was never there in the unit's own time
            stay.unit = move.successor
            corrected.append(stay)
            continue
        begun.append(
            Placement(
                organisation=stay.organisation,
                unit=move.successor,
                valid_from=day,
                valid_to=stay.valid_to,
            )
        )
        stay.valid_to = day
        ended.append(stay)
    Placement.objects.bulk_update(ended, ["valid_to"])
    Placement.objects.bulk_update(corrected, ["unit"])
    Placement.objects.bulk_create(begun)
    for rename in found.renamed:
        rename.group.name = rename.name
    Organisation.objects.bulk_update([rename.group for rename in found.renamed], ["name"])
    for change in found.reassigned:
        change.user.unit = change.successor
        change.user.save(update_fields=["unit"])
