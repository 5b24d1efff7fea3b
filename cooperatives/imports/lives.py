"""What a row changes in an organisation's life: where it is, and when it does not work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..ground.calendar import today
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Kind, LegalStatus, Placement, Suspension
from ..models.base import CHUNK
from ..registry.life import Life
from .kind import ImportKind, new_values
from .lookups import Units
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
        code = row.values["unit_code"]
        unit = self.units.with_code(code, day)
        if unit is None:
            self.session.error(row, "unit_code", self.units.unknown(code))
        elif not self.session.reaches(unit.path):
            self.session.error(row, "unit_code", _("This unit lies outside your own."))
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
            return self._mend_status(row, life, life.open_suspension)
        for span in life.suspensions:
            if span.valid_from == day:
                return self._mend_status(row, life, span)
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
            Suspension(organisation=life.organisation, valid_from=day, legal_status=status)
        )
        return [("ceased_on", None, day), *new_values(row, ["legal_status"])]

    def _mend_status(self, row: FileRow, life: PlannedLife, span: Suspension | None) -> list:
        """The legal status of a suspension that is known; blank is that of one by notice, and
        nothing where the row names no suspension.
        """
        status = row.get("legal_status")
        if status and span is None:
            message = _(
                "It is not suspended: name the day in the column ceased_on, or leave this blank."
            )
            self.session.error(row, "legal_status", message)
        if status is None or span is None or (not status and not row.get("ceased_on")):
            return []
        before, span.legal_status = span.legal_status, status or LegalStatus.BY_NOTICE
        if span.legal_status == before:
            return []
        life.changed.add(span)
        return [("legal_status", before, span.legal_status)]
