"""Import of cooperatives, unions and groups: the registry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..files.columns import REGISTRATION_NUMBER, Choice, Code, Day, Text
from ..ground.calendar import today
from ..models import (
    Kind,
    LegalStatus,
    Organisation,
    Placement,
    Sector,
    Suspension,
)
from ..models.base import CHUNK
from ..registry.rules import Namesake, follow_founding, organisation_problems
from ..units.years import ReportingYears
from .kind import new_values, own_problems
from .lives import LivesKind, PlannedLife
from .places import Places
from .session import FileRow

COLUMNS = (
    Text("name", gettext_lazy("Name"), required=True),
    Code("unit_code", gettext_lazy("Code of the unit"), required=True),
    Choice(
        "sector",
        gettext_lazy("Sector"),
        choices=tuple(Sector.choices),
        blank=Sector.OTHER,
    ),
    Day("founded_on", gettext_lazy("Founded on"), required=True),
    Day("ceased_on", gettext_lazy("Stopped working on")),
    Day("dissolved_on", gettext_lazy("Dissolved on")),
)
UNIT_FROM = Day("unit_from", gettext_lazy("In this unit since"))
UNITS_BEFORE = Places("units_before", gettext_lazy("Units before that, each with its day"))
LEGAL_STATUS = Choice(
    "legal_status", gettext_lazy("Legal status"), choices=tuple(LegalStatus.choices)
)
RENEWED_ON = Day("renewed_on", gettext_lazy("New notice holds from"))
OPTIONAL = (UNIT_FROM, UNITS_BEFORE, LEGAL_STATUS, RENEWED_ON)
UNION = Code("union_registration_number", gettext_lazy("Registration number of its union"))

FIELDS = {
    "name": "name",
    "sector": "sector",
    "founded_on": "founded_on",
    "dissolved_on": "dissolved_on",
}
"""Fields that are simply set, by column."""


@dataclass
class _Pending:
    """What is to be written."""

    lives: list[PlannedLife] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


class OrganisationsKind(LivesKind):
    """What cooperatives, unions and groups share."""

    needed_when_new: ClassVar[tuple[str, ...]] = ("name", "unit_code", "founded_on")

    def __init__(self, session) -> None:
        self._unions: dict[str, Organisation | None] = {}
        self.closed = ReportingYears()
        super().__init__(session)

    def forget(self) -> None:
        self.pending = _Pending()

    # --- Which organisation a row means -----------------------------------------------------------

    def plan(self, rows: list[FileRow]) -> None:
        self.units.load(row.get("unit_code") for row in rows)
        self.units.load(code for row in rows for code, _day in row.get(UNITS_BEFORE.code) or ())
        self._load_unions(row.get(UNION.code) for row in rows)
        known = self._known(rows)
        for row in rows:
            self._plan_row(row, known)

    def _known(self, rows: list[FileRow]) -> dict[str, PlannedLife]:
        """The organisations there by registration number."""
        numbers = {row.get("registration_number") for row in rows} - {None, ""}
        return {
            life.organisation.registration_number: life
            for life in self._lives(sorted(numbers), Organisation.objects.numbered)
        }

    def _find(self, row: FileRow, known: dict[str, PlannedLife]) -> PlannedLife | None:
        return known.get(row.values["registration_number"])

    def _key(self, row: FileRow) -> tuple[Any, str] | None:
        """What tells a row from others of its file, and the column that shows it."""
        number = row.get("registration_number")
        return (number, "registration_number") if number else None

    def _plan_row(self, row: FileRow, known: dict[str, PlannedLife]) -> None:
        key = self._key(row)
        is_first = key is None or self.session.claim(row, *key)
        if row.failed:
            self._note_unknown_unit(row)
            self._note_own_problems(row)
        if row.failed or not is_first:
            return
        life = self._find(row, known)
        if row.failed:
            return
        if life is None:
            self._plan_new(row)
        elif not self._reaches(life):
            self.session.error(
                row, self._key_column(row), _("This registration number belongs to another unit.")
            )
        else:
            self._plan_known(row, life)

    def _key_column(self, row: FileRow) -> str:
        return "registration_number" if row.get("registration_number") else "name"

    # --- New ones -------------------------------------------------------------------------------

    def _plan_new(self, row: FileRow) -> None:
        if not self.is_given(row, self.needed_when_new):
            self._note_unknown_unit(row)
            self._note_own_problems(row)
            return
        before = row.get(UNITS_BEFORE.code)
        if not before and row.get("unit_from") not in (None, row.values["founded_on"]):
            self.session.error(row, "unit_from", self._nobody_to_move(row))
            return
        union = self._union(row)
        placements = self._placed_from_founding(row)
        if row.failed:
            self._note_own_problems(row)
            return
        organisation = Organisation(
            kind=self.kind,
            registration_number=row.get("registration_number") or "",
            union=union,
            **{name: row.values[code] for code, name in FIELDS.items() if code in row.values},
        )
        for placement in placements:
            placement.organisation = organisation
        life = PlannedLife(organisation, placements, [])
        self._cease(row, life)
        if self._is_right(row, life):
            self.session.created(
                row,
                organisation.name,
                new_values(row, [column.code for column in self.columns if column.code != "name"]),
            )
            self.pending.lives.append(life)

    def _nobody_to_move(self, row: FileRow) -> str:
        """What to say of a move of which nobody is known."""
        return _(
            "Nothing with this registration number is known here that could move: mend the number. "
            "If it is new, name the unit where it was founded and leave this blank; once that is "
            "stored, import the move."
        )

    def _load_unions(self, numbers: Iterable[str | None]) -> None:
        wanted = sorted({number for number in numbers if number} - self._unions.keys())
        for number in wanted:
            self._unions[number] = None
        for start in range(0, len(wanted), CHUNK):
            numbered = Organisation.objects.numbered(wanted[start : start + CHUNK])
            for union in numbered.filter(kind=Kind.UNION):
                self._unions[union.registration_number] = union

    def _union(self, row: FileRow) -> Organisation | None:
        number = row.get(UNION.code)
        if not number:
            return None
        union = self._unions[number]
        if union is None:
            message = _("No union has this registration number: import the unions first.")
            self.session.error(row, UNION.code, message)
        return union

    # --- Known ones -----------------------------------------------------------------------------

    def _plan_known(self, row: FileRow, life: PlannedLife) -> None:
        organisation = life.organisation
        founded_before = organisation.founded_on
        changed = self.set_values(row, organisation, FIELDS)
        fields = {FIELDS[code] for code, _old, _new in changed}
        number = row.values["registration_number"]
        if organisation.registration_number != number:
            changed.append(("registration_number", organisation.registration_number, number))
            organisation.registration_number = number
            fields.add("registration_number")
        if UNION.code in row.values:
            union = self._union(row)
            if organisation.union_id != (union and union.pk):
                changed.append((UNION.code, self._union_number(organisation), row.get(UNION.code)))
                organisation.union = union
                fields.add("union")
        if fields:
            life.changed.add(organisation)
        moved = follow_founding(life.placements, founded_before, organisation.founded_on)
        life.changed |= set(moved)
        changed += self._move(row, life)
        self._check_units_before(row, life)
        changed += self._cease(row, life)
        if row.failed:
            return
        if not changed:
            self.session.unchanged()
        elif self._is_right(row, life):
            self.session.updated(row, organisation.name, changed)
            self.pending.lives.append(life)
            self.pending.fields |= fields

    def _union_number(self, organisation: Organisation) -> str:
        return organisation.union.registration_number if organisation.union else ""

    # --- Rules ----------------------------------------------------------------------------------

    def _note_unknown_unit(self, row: FileRow) -> None:
        """In a row that is not read on for another fault: who mends it mends all at once."""
        code = row.get("unit_code")
        if code and self.units.with_code(code, today()) is None:
            self.session.error(row, "unit_code", self.units.unknown(code))

    def _note_own_problems(self, row: FileRow) -> None:
        """The same of the values that the row gives."""
        said = {name: row.values[code] for code, name in FIELDS.items() if row.get(code)}
        number = row.get("registration_number") or ""
        organisation = Organisation(kind=self.kind, registration_number=number, **said)
        problems = [*own_problems(organisation), *organisation_problems(organisation, (), (), ())]
        of_values = [one for one in problems if one.record is organisation and one.field in said]
        columns = {name: code for code, name in FIELDS.items()}
        self.session.problems(row, of_values, {"": "name"} | columns)

    def _is_right(self, row: FileRow, life: PlannedLife) -> bool:
        """Whether an organisation breaks no rule; what it breaks is noted."""
        organisation = life.organisation
        own = {field: field for field in ("name", "sector", "founded_on", "dissolved_on")}
        own |= {"registration_number": "registration_number", "union": UNION.code}
        key = self._key_column(row)
        problems = [
            *own_problems(organisation),
            *life.problems(self._namesakes(organisation), self.closed),
        ]
        self.session.problems(
            row, [found for found in problems if found.record is organisation], {"": key} | own
        )
        placed_by = "unit_from" if row.get("unit_from") else "founded_on"
        for spans, column in ((life.placements, placed_by), (life.suspensions, "ceased_on")):
            of_spans = [found for found in problems if any(found.record is one for one in spans)]
            for span in spans:
                of_spans += own_problems(span)
            self.session.problems(row, of_spans, {"": column})
        return not row.failed

    def _namesakes(self, organisation: Organisation) -> Iterable[Namesake]:
        return ()

    # --- Writing --------------------------------------------------------------------------------

    def store(self) -> None:
        lives = self.pending.lives
        new = [life.organisation for life in lives if life.organisation.pk is None]
        Organisation.objects.bulk_create(new)
        changed = [record for life in lives for record in life.changed]
        organisations = [record for record in changed if isinstance(record, Organisation)]
        if organisations:
            Organisation.objects.bulk_update(organisations, self.pending.fields)
        for model, spans, fields in (
            (Placement, [one for life in lives for one in life.placements], ("unit",)),
            (
                Suspension,
                [one for life in lives for one in life.suspensions],
                ("legal_status", "renewed_on"),
            ),
        ):
            moved = [record for record in changed if isinstance(record, model)]
            if moved:
                model.objects.bulk_update(moved, ["valid_from", "valid_to", *fields])
            added = [span for span in spans if span.pk is None]
            if added:
                model.objects.bulk_create(added)


class CooperativesKind(OrganisationsKind):
    """Cooperatives."""

    code = "cooperatives"
    label = gettext_lazy("Cooperatives")
    kind = Kind.COOPERATIVE
    columns = (REGISTRATION_NUMBER, *COLUMNS, UNION, *OPTIONAL)
    needed = ("registration_number",)


class UnionsKind(OrganisationsKind):
    """Unions."""

    code = "unions"
    label = gettext_lazy("Cooperative unions")
    kind = Kind.UNION
    columns = (REGISTRATION_NUMBER, *COLUMNS, *OPTIONAL)
    needed = ("registration_number",)
