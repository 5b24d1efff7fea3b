"""What a row changes in an organisation's life: where it is, and when it does not work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Kind, LegalStatus, Placement, Suspension
from ..models.base import CHUNK
from ..models.spans import in_order
from ..registry.life import Life
from .kind import ImportKind, new_values
from .lookups import Units
from .places import Places
from .session import FileRow, Session


@dataclass
class PlannedLife(Life):
    """An organisation with its placements and suspensions, as they are to be stored.

    changed: records that are there already and change.
    """

    changed: set = field(default_factory=set)


class LivesKind(ImportKind):
    """Finds organisations with their lives, and moves and suspends them as a row says."""

    kind: ClassVar[Kind]

    def __init__(self, session: Session) -> None:
        # Who adds a group to a commune keeps others from adding one of the same name.
        self.units = Units(session, locking=self.kind == Kind.GROUP)
        super().__init__(session)

    def _lives(
        self, values: list[str], having: Callable[[list[str]], QuerySet]
    ) -> Iterable[PlannedLife]:
        """Organisations that have one of some values, many at once."""
        for start in range(0, len(values), CHUNK):
            found = having(values[start : start + CHUNK]).filter(kind=self.kind)
            found = found.select_related("predecessor", "successor")
            found = found.prefetch_related("placements__unit", "suspensions")
            for organisation in self.session.locked(found):
                spans = list(organisation.placements.all()), list(organisation.suspensions.all())
                yield PlannedLife(organisation, *spans)

    def _reaches(self, life: PlannedLife) -> bool:
        if self.session.options.scope is None:
            return True
        unit = life.organisation.unit_on(today())
        return self.session.reaches(unit.path if unit else "")

    def _unit(self, row: FileRow, day: date) -> AdministrativeUnit | None:
        """The unit that a row names, as at a day."""
        return self._unit_with(row, "unit_code", row.values["unit_code"], day)

    def _unit_with(
        self, row: FileRow, column: str, code: str, day: date
    ) -> AdministrativeUnit | None:
        unit = self.units.with_code(code, day)
        if unit is None:
            self.session.error(row, column, self.units.unknown(code))
        elif not self.session.reaches(unit.path):
            self.session.error(row, column, _("This unit lies outside your own."))
        return unit

    # --- Where it is ----------------------------------------------------------------------------

    def _move(self, row: FileRow, life: PlannedLife) -> list:
        """Where it is. A different unit needs the day since when."""
        code, since = row.get("unit_code"), row.get("unit_from")
        if not code:
            return []
        last = life.last_placement
        if last is None:
            return self._place(row, life)
        if since is None:
            if code != last.unit.code:
                message = _(
                    "It is in %(unit)s (%(code)s). If it has moved, name the day in the column "
                    "unit_from; else mend the code."
                )
                params = {"unit": unit_inside(last.unit.name), "code": last.unit.code}
                self.session.error(row, "unit_code", message % params)
            return []
        if code == last.unit.code and since == last.valid_from:
            return []
        unit = self._unit(row, since)
        if row.failed:
            return []
        before = last.unit.code, last.valid_from
        if since < last.valid_from:
            message = _("It is in %(unit)s since %(day)s: a move before that is mended by hand.")
            params = {
                "unit": unit_inside(last.unit.name),
                "day": date_format(last.valid_from, "SHORT_DATE_FORMAT"),
            }
            self.session.error(row, "unit_from", message % params)
            return []
        if since == last.valid_from:
            last.unit = unit
            life.changed.add(last)
        elif unit == last.unit:
            return []  # it is there already, and since earlier
        else:
            last.valid_to = since
            life.changed.add(last)
            life.placements.append(
                Placement(organisation=life.organisation, unit=unit, valid_from=since)
            )
        return [("unit_code", before[0], unit.code), ("unit_from", before[1], since)]

    def _placed_from_founding(self, row: FileRow) -> list[Placement]:
        """Where somebody new was: in the unit of the row since its founding, or since the day that
        the row names, and in those before that.
        """
        founded_on, since = row.values["founded_on"], row.get("unit_from")
        before = row.get("units_before") or ()
        if before and (since is None or before[0][1] != founded_on):
            message = _(
                "The first of these days must be that of the founding, and unit_from must say "
                "since when it is where it is now."
            )
            self.session.error(row, "units_before", message)
            return []
        found = []
        for code, day in before:
            unit = self._unit_with(row, "units_before", code, day)
            found.append(Placement(unit=unit, valid_from=day))
        unit = self._unit(row, since or founded_on)
        found.append(Placement(unit=unit, valid_from=since or founded_on))
        for earlier, later in pairwise(found):
            earlier.valid_to = later.valid_from
        return found

    def _check_units_before(self, row: FileRow, life: PlannedLife) -> None:
        """Where somebody known was before is not changed by a file."""
        said = row.get("units_before")
        places = in_order(life.placements)[:-1]
        if said and said != Places.of(places):
            message = _(
                "It was elsewhere, as is known here: mend that by hand, or leave this blank."
            )
            self.session.error(row, "units_before", message)

    def _place(self, row: FileRow, life: PlannedLife) -> list:
        """Somebody who was nowhere is put into the unit from the founding on."""
        founded_on = life.organisation.founded_on
        unit = self._unit(row, founded_on)
        if unit is None:
            return []
        life.placements.append(
            Placement(organisation=life.organisation, unit=unit, valid_from=founded_on)
        )
        return [("unit_code", None, unit.code)]

    # --- When it does not work ------------------------------------------------------------------

    def _cease(self, row: FileRow, life: PlannedLife) -> list:
        """It stops working on a day, until a day not known. A blank cell ends nothing."""
        day = row.get("ceased_on")
        if day is None:
            return self._mend(row, life, life.open_suspension)
        for span in life.suspensions:
            if span.valid_from == day:
                return self._mend(row, life, span)
        for span in life.suspensions:
            if span.valid_to is None and span.valid_from < day:
                message = _(
                    "It stopped working on %(day)s and has not begun again: mend that by hand, or "
                    "leave the cell blank."
                )
                shown = date_format(span.valid_from, "SHORT_DATE_FORMAT")
                self.session.error(row, "ceased_on", message % {"day": shown})
                return []
        status = row.get("legal_status") or LegalStatus.BY_NOTICE
        life.suspensions.append(
            Suspension(
                organisation=life.organisation,
                valid_from=day,
                legal_status=status,
                renewed_on=row.get("renewed_on"),
            )
        )
        return [("ceased_on", None, day), *new_values(row, ["legal_status", "renewed_on"])]

    def _mend(self, row: FileRow, life: PlannedLife, span: Suspension | None) -> list:
        """What the row says of a suspension that is known. A blank legal status is that of one by
        notice, a blank day of a new notice none; where the row names no suspension, both say
        nothing.
        """
        said = {code: row.get(code) for code in ("legal_status", "renewed_on")}
        if span is None:
            for code in filter(said.get, said):
                message = _(
                    "It is not suspended: name the day in the column ceased_on, or leave this "
                    "blank."
                )
                self.session.error(row, code, message)
            return []
        changed = []
        for code, value in said.items():
            before = getattr(span, code)
            if code not in row.values or not (value or row.get("ceased_on")):
                continue
            if code == "legal_status":
                value = value or LegalStatus.BY_NOTICE  # noqa: PLW2901 - a blank one is by notice
            if value != before:
                setattr(span, code, value)
                changed.append((code, before, value))
        if changed:
            life.changed.add(span)
        return changed
