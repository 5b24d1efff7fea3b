"""Import of cooperative groups, which need no registration number."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..files.columns import REGISTRATION_NUMBER
from ..ground.vietnamese import sort_key
from ..models import Kind, Organisation
from ..registry.rules import Namesake, groups_named, name_key
from .organisations import COLUMNS, UNIT_FROM, OrganisationsKind, PlannedLife
from .session import FileRow

NUMBER_IF_ANY = replace(REGISTRATION_NUMBER, required=False)


class GroupsKind(OrganisationsKind):
    """Groups. One without a registration number is known by its name within its unit; where an
    older group of that name has ended, also by its founding.
    """

    code = "groups"
    label = gettext_lazy("Cooperative groups")
    kind = Kind.GROUP
    columns = (NUMBER_IF_ANY, *COLUMNS, UNIT_FROM)
    needed = ("registration_number",)

    def __init__(self, session) -> None:
        self._named: dict[str, list[Namesake]] = {}
        self._by_name: dict[str, list[PlannedLife]] = {}
        self._met: dict[int, int] = {}
        super().__init__(session)

    def plan(self, rows: list[FileRow]) -> None:
        names = sorted({name for row in rows if (name := row.get("name"))})
        self._by_name = {}
        keys = sorted({sort_key(name) for name in names})
        for life in self._lives(keys, lambda some: Organisation.objects.filter(name_key__in=some)):
            self._by_name.setdefault(name_key(life.organisation.name), []).append(life)
        for namesake in groups_named(names):
            known = self._named.setdefault(name_key(namesake.name), [])
            if all(other.key != namesake.key for other in known):
                known.append(namesake)
        super().plan(rows)

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
        """The group of that name in the unit; one that bears another number is another group."""
        found = [
            life
            for life in self._by_name.get(name_key(row.values["name"]), [])
            if life.last_placement
            and life.last_placement.unit.code == row.values["unit_code"]
            and not (number and life.organisation.registration_number)
        ]
        founded_on = row.get("founded_on")
        same = [life for life in found if life.organisation.founded_on == founded_on]
        if founded_on and not same:
            ended = [
                life
                for life in found
                if life.organisation.dissolved_on and life.organisation.dissolved_on <= founded_on
            ]
            found = [life for life in found if life not in ended]
        found = same or found
        if len(found) > 1:
            message = _(
                "%(count)s groups of this unit bore that name, one after the other: name the day "
                "of founding."
            )
            self.session.error(row, "name", message % {"count": len(found)})
        return found[0] if found else None

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
