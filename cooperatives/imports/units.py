"""Import of administrative units, with the dates between which each exists, and of who took over
from those that ended: a reform.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..files.cells import FileCell
from ..files.columns import Choice, Code, Day, Text, Whole
from ..ground.numbers import Mark
from ..models import AdministrativeUnit, Level, UnitSuccession
from ..models.base import CHUNK
from ..models.spans import covering
from ..models.units import bearer_on, free_path
from ..registry.reform import Consequences, carry_out, consequences_of
from ..units.rules import unit_problems
from .consequences import told
from .kind import ImportKind, new_values, own_problems
from .session import FileRow

CONTACT = {code: code for code in ("contact_name", "contact_telephone", "contact_mail")}
TILE = {code: code for code in ("tile_row", "tile_column")}
SUCCESSOR = "successor_code"
FIELDS = {"name": "name", "level": "level", "valid_to": "valid_to"} | CONTACT | TILE
COLUMN_OF = {"": "code", "parent": "parent_code", "valid_from": "valid_from"} | FIELDS


@dataclass(frozen=True)
class Codes(Code):
    """Several codes, joined by ";"."""

    blank: Any = ()

    def _read(self, cell: FileCell, decimal: Mark | None) -> tuple[str, ...]:
        parts = super()._read(cell, decimal).split(";")
        return tuple(dict.fromkeys(filter(None, map(str.strip, parts))))

    def show(self, value: Any) -> str:
        return super().show(";".join(value or ()))


@dataclass
class _PlannedUnit:
    """A row with its unit; before: the unit as it is stored, None for a new one.

    taken_over, takes_over: the stored successions of it and to it. successors: who takes it over by
    the file, None where the file says nothing new.
    """

    row: FileRow
    unit: AdministrativeUnit
    before: AdministrativeUnit | None
    changed: list = field(default_factory=list)
    taken_over: list[UnitSuccession] = field(default_factory=list)
    takes_over: list[UnitSuccession] = field(default_factory=list)
    successors: list[AdministrativeUnit] | None = None

    @property
    def successions(self) -> list[UnitSuccession]:
        """Those that it has a part in once the file is stored."""
        if self.successors is None:
            return [*self.taken_over, *self.takes_over]
        return [*self.new_successions, *self.takes_over]

    @property
    def new_successions(self) -> list[UnitSuccession]:
        """Those by which it is taken over by the file, not stored yet."""
        return [
            UnitSuccession(predecessor=self.unit, successor=one, on=self.unit.valid_to)
            for one in self.successors or ()
        ]


class UnitsKind(ImportKind):
    """Units. Rows of one file may be each other's parents, in any order, and a parent's end may
    come with those of its sub-units: so a file is looked at as a whole.
    """

    code = "units"
    label = gettext_lazy("Administrative units")
    columns = (
        Code("code", gettext_lazy("Code"), required=True),
        Text("name", gettext_lazy("Name"), required=True),
        Choice("level", gettext_lazy("Level"), required=True, choices=tuple(Level.choices)),
        Code("parent_code", gettext_lazy("Code of the unit above")),
        Day("valid_from", gettext_lazy("Valid from"), required=True),
        Day("valid_to", gettext_lazy("Valid to")),
        Text("contact_name", gettext_lazy("Contact's name")),
        Text("contact_telephone", gettext_lazy("Contact's telephone")),
        Text("contact_mail", gettext_lazy("Contact's mail")),
        Whole("tile_row", gettext_lazy("Row on the tile map")),
        Whole("tile_column", gettext_lazy("Column on the tile map")),
        Codes(SUCCESSOR, gettext_lazy("Taken over by")),
    )
    needed = ("code", "valid_from")
    changes_what_counts = False
    chunk_rows = None

    def forget(self) -> None:
        self.pending: list[_PlannedUnit] = []
        self.consequences = Consequences()

    def plan(self, rows: list[FileRow]) -> None:
        readable = [row for row in rows if row.get("code") and row.get("valid_from")]
        self.bearers = self._load(readable)
        entries = [entry for row in readable if (entry := self._entry(row))]
        unread = {row.get("code") for row in rows if row.failed}
        for entry in entries:
            self._set_parent(entry, unread)
        for entry in sorted(entries, key=lambda one: one.unit.valid_from):
            self._derive_path(entry)
        self._load_successions(entries)
        if self.session.has(SUCCESSOR):
            for entry in entries:
                self._set_successors(entry, unread)
        children = self._children()
        for entry in entries:
            self._judge(entry, children.get(id(entry.unit), []))
        self._look_at_consequences()

    def _load(self, rows: list[FileRow]) -> dict[str, list[AdministrativeUnit]]:
        """All bearers of the codes in the file, with the units right above and below them."""
        codes = {row.values["code"] for row in rows} | {row.get("parent_code") for row in rows}
        codes |= {code for row in rows for code in row.get(SUCCESSOR) or ()}
        units: dict[int, AdministrativeUnit] = {}
        self._fetch(units, "code__in", codes - {None, ""})
        self._fetch(units, "parent__in", set(units))
        self._fetch(units, "pk__in", {unit.parent_id for unit in units.values()} - {None})
        bearers: dict[str, list[AdministrativeUnit]] = {}
        for unit in units.values():
            if unit.parent_id in units:
                unit.parent = units[unit.parent_id]  # one object for each unit
            bearers.setdefault(unit.code, []).append(unit)
        return bearers

    def _fetch(self, units: dict[int, AdministrativeUnit], lookup: str, values: set) -> None:
        wanted = sorted(values)
        for start in range(0, len(wanted), CHUNK):
            found = AdministrativeUnit.objects.filter(**{lookup: wanted[start : start + CHUNK]})
            for unit in self.session.locked(found):
                units.setdefault(unit.pk, unit)

    def _entry(self, row: FileRow) -> _PlannedUnit | None:
        code, valid_from = row.values["code"], row.values["valid_from"]
        if not self.session.claim(row, (code, valid_from), "code") or row.failed:
            return None
        stored = [unit for unit in self.bearers.get(code, []) if unit.valid_from == valid_from]
        if stored:
            unit = stored[0]
            if not self.session.reaches(unit.path):
                self.session.error(row, "code", _("This unit lies outside your own."))
                return None
            before = AdministrativeUnit(code=unit.code, parent=unit.parent)
            return _PlannedUnit(row, unit, before, self.set_values(row, unit, FIELDS))
        if not self.is_given(row, ("name", "level")):
            return None
        unit = AdministrativeUnit(
            code=code,
            valid_from=valid_from,
            **{name: row.values[name] for name in FIELDS.values() if name in row.values},
        )
        self.bearers.setdefault(code, []).append(unit)
        return _PlannedUnit(row, unit, None)

    def _set_parent(self, entry: _PlannedUnit, unread: set[str]) -> None:
        row, unit = entry.row, entry.unit
        if not self.session.has("parent_code"):
            return
        code = row.values["parent_code"]
        parent = None
        if code:
            parent = bearer_on(self.bearers.get(code, []), unit.valid_from)
            if parent is None and code in unread:
                row.failed = True  # what is wrong is said at that unit's own row
                return
            if parent is None:
                message = _("No unit bears this code: import it first, or in the same file.")
                self.session.error(row, "parent_code", message)
                return
        if entry.before and parent is not entry.before.parent:
            old = entry.before.parent.code if entry.before.parent else ""
            entry.changed.append(("parent_code", old, code))
        unit.parent = parent

    def _derive_path(self, entry: _PlannedUnit) -> None:
        """The path of a new unit, which may stand below other new ones."""
        new: list[AdministrativeUnit] = []
        unit: AdministrativeUnit | None = entry.unit
        while unit is not None and unit.pk is None:
            if any(unit is other for other in new):
                message = _("The units above it lead in a circle: mend one of their parents.")
                self.session.error(entry.row, "parent_code", message)
                return
            new.append(unit)
            unit = unit.parent
        above = unit.path if unit else ""
        for one in reversed(new):
            taken = {other.path for other in self.bearers[one.code]}
            above = one.path = one.path or free_path(above, one.code, taken)

    # --- Who takes over ---------------------------------------------------------------------------

    def _load_successions(self, entries: list[_PlannedUnit]) -> None:
        """The stored successions of units in the file, with the units as the file has them."""
        units = {unit.pk: unit for bearers in self.bearers.values() for unit in bearers}
        of_unit = {entry.unit.pk: entry for entry in entries if entry.before}
        for row in _successions_of(sorted(of_unit)):
            row.predecessor = units.get(row.predecessor_id, row.predecessor)
            row.successor = units.get(row.successor_id, row.successor)
            if entry := of_unit.get(row.predecessor_id):
                entry.taken_over.append(row)
            if entry := of_unit.get(row.successor_id):
                entry.takes_over.append(row)

    def _set_successors(self, entry: _PlannedUnit, unread: set[str]) -> None:
        row, unit, codes = entry.row, entry.unit, entry.row.get(SUCCESSOR)
        if row.failed:
            return
        if codes and unit.valid_to is None:
            message = _("Say on which day it ends (valid_to): on that day others take over.")
            self.session.error(row, SUCCESSOR, message)
            return
        successors = []
        for code in codes:
            others = [one for one in self.bearers.get(code, []) if one is not unit]
            successor = covering(others, unit.valid_to)
            if successor is None and code in unread:
                row.failed = True  # what is wrong is said at that unit's own row
                return
            if successor is None:
                message = _(
                    "No other unit bears the code %(code)s on %(day)s: name it in the same file, "
                    "from that day on."
                )
                day = date_format(unit.valid_to, "SHORT_DATE_FORMAT")
                self.session.error(row, SUCCESSOR, message % {"code": code, "day": day})
                return
            if not self.session.reaches(successor.path):
                # Accounts and records go there: nobody hands them, or himself, beyond his reach.
                self.session.error(row, SUCCESSOR, _("This unit lies outside your own."))
                return
            successors.append(successor)
        was = {(id(one.successor), one.on) for one in entry.taken_over}
        if was != {(id(one), unit.valid_to) for one in successors}:
            entry.successors = successors
            if entry.before:
                old = tuple(sorted(one.successor.code for one in entry.taken_over))
                entry.changed.append((SUCCESSOR, old, codes))

    def _look_at_consequences(self) -> None:
        """What the file does to what lies in the units that it ends."""
        went = [(one.unit, one.successors) for one in self.pending if one.successors]
        found = consequences_of(went)
        rows = {id(entry.unit): entry.row for entry in self.pending}
        for broken in found.problems():
            self.session.problems(rows[id(broken.record)], [broken], COLUMN_OF)
        self.consequences = found
        self.session.outcome.follows(told(found, went))

    # --- Looking at a file as a whole -------------------------------------------------------------

    def _children(self) -> dict[int, list[AdministrativeUnit]]:
        children: dict[int, list[AdministrativeUnit]] = {}
        for bearers in self.bearers.values():
            for unit in bearers:
                if unit.parent is not None:
                    children.setdefault(id(unit.parent), []).append(unit)
        return children

    def _judge(self, entry: _PlannedUnit, children: list[AdministrativeUnit]) -> None:
        row, unit = entry.row, entry.unit
        if row.failed:
            return
        if entry.before and not entry.changed:
            self.session.unchanged()
            return
        if not self.session.reaches(unit.path):
            self.session.error(row, "code", _("This unit lies outside your own."))
            return
        problems = [
            *own_problems(unit),
            *unit_problems(
                unit, self.bearers[unit.code], children, entry.before, entry.successions
            ),
        ]
        self.session.problems(row, problems, COLUMN_OF)
        if row.failed:
            return
        if entry.before:
            self.session.updated(row, unit.name, entry.changed)
        else:
            codes = [column.code for column in self.columns if column.code != "name"]
            self.session.created(row, unit.name, new_values(row, codes))
        self.pending.append(entry)

    def store(self) -> None:
        changed = [entry.unit for entry in self.pending if entry.before]
        if changed:
            AdministrativeUnit.objects.bulk_update(changed, list(FIELDS.values()))
        new = [entry.unit for entry in self.pending if not entry.before]
        for level in Level:  # parents first: a path needs the parent's
            units = [unit for unit in new if unit.level == level]
            for unit in units:
                unit.parent = unit.parent  # takes over its key, now that it has one
            if units:
                AdministrativeUnit.objects.bulk_create(units)
        self._store_successions()
        carry_out(self.consequences)

    def _store_successions(self) -> None:
        entries = [entry for entry in self.pending if entry.successors is not None]
        gone = [row.pk for entry in entries for row in entry.taken_over]
        new = [row for entry in entries for row in entry.new_successions]
        if gone:
            UnitSuccession.objects.filter(pk__in=gone).delete()
        if new:
            UnitSuccession.objects.bulk_create(new)


def _successions_of(units: list[int]) -> Iterator[UnitSuccession]:
    """The stored successions in which units with these keys take part, each once."""
    seen: set[int] = set()
    for start in range(0, len(units), CHUNK):
        some = units[start : start + CHUNK]
        rows = UnitSuccession.objects.filter(Q(predecessor__in=some) | Q(successor__in=some))
        for row in rows.select_related("predecessor", "successor"):
            if row.pk not in seen:
                seen.add(row.pk)
                yield row
