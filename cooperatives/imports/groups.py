"""Import of cooperative groups, which need no registration number."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..files.columns import REGISTRATION_NUMBER
from ..ground.unit_names import unit_inside
from ..ground.vietnamese import sort_key
from ..models import Kind, Organisation
from ..registry.rules import Namesake, groups_named, name_key
from .lives import PlannedLife
from .organisations import COLUMNS, OPTIONAL, OrganisationsKind
from .session import FileRow

NUMBER_IF_ANY = replace(REGISTRATION_NUMBER, required=False)


class GroupsKind(OrganisationsKind):
    """Groups. One without a registration number is known by its name within its unit; where an
    older group of that name has ended, also by its founding. It moves where the row says since
    when, and is then known by its name wherever it was.
    """

    code = "groups"
    label = gettext_lazy("Cooperative groups")
    kind = Kind.GROUP
    columns = (NUMBER_IF_ANY, *COLUMNS, *OPTIONAL)
    needed = ("registration_number",)

    def __init__(self, session) -> None:
        self._named: dict[str, list[Namesake]] = {}
        self._by_name: dict[str, list[PlannedLife]] = {}
        self._met: dict[int, int] = {}
        self._made: set[int] = set()
        super().__init__(session)

    def plan(self, rows: list[FileRow]) -> None:
        names = sorted({name for row in rows if (name := row.get("name"))})
        self._by_name = {}
        keys = sorted({sort_key(name) for name in names})
        for life in self._lives(keys, lambda some: Organisation.objects.filter(name_key__in=some)):
            # What this very file made is no answer to it: a preview would not find it either.
            if life.organisation.pk not in self._made and self._reaches(life):
                self._by_name.setdefault(name_key(life.organisation.name), []).append(life)
        for namesake in groups_named(names):
            known = self._named.setdefault(name_key(namesake.name), [])
            if all(other.key != namesake.key for other in known):
                known.append(namesake)
        super().plan(rows)

    def store(self) -> None:
        new = [life.organisation for life in self.pending.lives if life.organisation.pk is None]
        super().store()
        self._made |= {group.pk for group in new}

    # --- Which group a row means ------------------------------------------------------------------

    def _key(self, row: FileRow) -> tuple[Any, str] | None:
        if number := row.get("registration_number"):
            return number, "registration_number"
        name, unit = row.get("name"), row.get("unit_code")
        if not (name and unit):
            return None
        return (unit, name_key(name), row.get("founded_on")), "name"

    def _find(self, row: FileRow, known: dict[str, PlannedLife]) -> PlannedLife | None:
        number = row.get("registration_number")
        life = known.get(number) if number else None
        if life is None and self._can_be_named(row, number):
            life = self._find_by_name(row, number)
        if life is not None:
            first = self._met.setdefault(life.organisation.pk, row.number)
            if first != row.number:
                message = _("Row %(first)s is the same record: keep one of the two rows.")
                self.session.error(row, self._key_column(row), message % {"first": first})
        return life

    def _can_be_named(self, row: FileRow, number: str | None) -> bool:
        if row.get("name") and row.get("unit_code"):
            return True
        if not number:
            message = _("A group without a registration number is known by its name and its unit.")
            code = "unit_code" if row.get("name") else "name"
            self.session.error(row, code, message)
        return False

    def _find_by_name(self, row: FileRow, number: str | None) -> PlannedLife | None:
        """The group of that name in the unit, or where the row says since when it is there, the one
        that was elsewhere. One that bears another number is another group.
        """
        here, elsewhere = [], []
        for life in self._by_name.get(name_key(row.values["name"]), []):
            if life.last_placement and not (number and life.organisation.registration_number):
                is_here = life.last_placement.unit.code == row.values["unit_code"]
                (here if is_here else elsewhere).append(life)
        founded_on = row.get("founded_on")
        others = _founded(elsewhere, founded_on)
        movers = [life for life in others if _can_move(life, row.get("unit_from"))]
        if movers and not _founded(here, founded_on):
            return self._only_mover(row, movers)
        found = _founded(here, founded_on) or _standing(here, founded_on)
        if len(found) > 1:
            message = _(
                "%(count)s groups of this unit bore that name, one after the other: name the day "
                "of founding."
            )
            self.session.error(row, "name", message % {"count": len(found)})
        if not found and others:
            self._ask_for_the_move(row, others[0])
        return found[0] if found else None

    def _only_mover(self, row: FileRow, found: list[PlannedLife]) -> PlannedLife | None:
        """The one group that moves, of those of its name in other units."""
        since = row.values["unit_from"]
        found = [life for life in found if life.organisation.is_registered_on(since)] or found
        if len(found) == 1:
            return found[0]
        if row.get("founded_on"):
            message = _(
                "%(count)s groups founded on that day bear that name, in %(units)s: give each its "
                "registration number first, or move this one in the administration."
            )
            column = "name"
        else:
            message = _(
                "%(count)s groups bear that name, in %(units)s: name the day of founding of the "
                "one that moved, in the column founded_on."
            )
            column = "founded_on" if self.session.has("founded_on") else "name"
        units = ", ".join(sorted(unit_inside(life.last_placement.unit.name) for life in found))
        self.session.error(row, column, message % {"count": len(found), "units": units})
        return None

    def _ask_for_the_move(self, row: FileRow, other: PlannedLife) -> None:
        """What may be a group that moved is no second one before somebody says so."""
        unit = other.last_placement.unit
        message = _(
            "A group of this name, founded on %(day)s, is in %(unit)s (%(code)s). If it is that "
            "one and has moved, name the day in the column unit_from; if it has not, mend the "
            "code; if this is another group, use “Record a founding”."
        )
        params = {
            "day": date_format(other.organisation.founded_on, "SHORT_DATE_FORMAT"),
            "unit": unit_inside(unit.name),
            "code": unit.code,
        }
        self.session.error(row, "unit_code", message % params)

    def _nobody_to_move(self, row: FileRow) -> str:
        if row.get("registration_number"):
            return super()._nobody_to_move(row)
        known = self._by_name.get(name_key(row.values["name"]), [])
        if known:
            message = _(
                "The groups of this name that are known here were founded on other days "
                "(%(days)s): mend the day of founding, so that the one that moved is known by it. "
                "If this is a new group, name the unit where it was founded and leave this blank."
            )
            days = sorted({life.organisation.founded_on for life in known})
            shown = ", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in days)
            return message % {"days": shown}
        return _(
            "No group of this name is known here that could move: write its name as it is stored. "
            "If it is new, name the unit where it was founded and leave this blank."
        )

    # --- Names ------------------------------------------------------------------------------------

    def _namesakes(self, organisation: Organisation) -> Iterable[Namesake]:
        return self._named.get(name_key(organisation.name), ())

    def _is_right(self, row: FileRow, life: PlannedLife) -> bool:
        if not super()._is_right(row, life):
            return False
        key = name_key(life.organisation.name)
        group = life.organisation
        others = [
            other for other in self._named.get(key, []) if not group.pk or other.key != group.pk
        ]
        self._named[key] = [*others, Namesake.of(group, life.placements)]
        return True


def _founded(lives: list[PlannedLife], day: date | None) -> list[PlannedLife]:
    """Those founded on a day; all of them where no day is given."""
    return [life for life in lives if day is None or life.organisation.founded_on == day]


def _standing(lives: list[PlannedLife], day: date | None) -> list[PlannedLife]:
    """Those that had not ended by a day, on which another may have been founded."""
    ends = ((life, life.organisation.dissolved_on) for life in lives)
    return [life for life, end in ends if day is None or end is None or end > day]


def _can_move(life: PlannedLife, since: date | None) -> bool:
    """Whether a row that is in a unit since a day may mean a move: on the day of its founding
    nothing moves, so that another unit is another group, or a fault.
    """
    return since is not None and since > life.organisation.founded_on
