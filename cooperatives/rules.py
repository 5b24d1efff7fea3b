"""Rules across rows or tables (design 1.2), one function for each model.

Forms, grid, import and admin call them inside the transaction that locks what they look at (see
`lock_organisations`, `lock_units`); `manage.py check_records` calls them for every record. They
work on records in memory, unsaved ones too. What a row can break by itself is a constraint of its
model: see `constraints.own_errors`.
"""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .calendar import EARLIEST, Quarter, today
from .history import Way
from .models import (
    AdministrativeUnit,
    ClosedYear,
    Kind,
    Level,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Remark,
    Suspension,
    YearlyReport,
)
from .models.spans import Span
from .records import CHUNK
from .vietnamese import sort_key, tidy


@dataclass(frozen=True)
class Problem:
    """One broken rule: which record breaks it, in which field ("" for none), and the error."""

    record: models.Model
    field: str
    error: ValidationError

    @property
    def message(self) -> str:
        """What is wrong and what to do about it, in the language in force."""
        return self.error.messages[0]


def problem(record: models.Model, field: str, code: str, message, **params) -> Problem:
    """A problem whose message takes parameters; dates in them are written as the language does."""
    shown = {
        name: date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else value
        for name, value in params.items()
    }
    return Problem(record, field, ValidationError(message, code=code, params=shown or None))


# --- Days -----------------------------------------------------------------------------------------


def day_problems(record: models.Model, field: str) -> list[Problem]:
    """What is wrong with the day of something that has happened."""
    day = getattr(record, field)
    return [*_early_problems(record, field, day), *_future_problems(record, field, day)]


def _early_problems(record: models.Model, field: str, day: date) -> Iterator[Problem]:
    if day < EARLIEST:
        yield problem(record, field, "too_early", _("%(day)s lies before 1945."), day=day)


def _future_problems(record: models.Model, field: str, day: date) -> Iterator[Problem]:
    if day > today():
        message = _("%(day)s lies in the future: enter it once it has happened.")
        yield problem(record, field, "in_the_future", message, day=day)


# --- Closed years ---------------------------------------------------------------------------------


class ClosedYears:
    """Which years are closed for which units; read once, in one statement, when first asked."""

    @cached_property
    def _paths(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        closings = ClosedYear.objects.order_by().values_list("year", "unit__path")
        for year, path in closings:
            found.setdefault(year, []).append(path)
        return found

    def closes(self, unit: AdministrativeUnit, year: int) -> bool:
        """Whether a year is closed at or above a unit."""
        return any(unit.path.startswith(path) for path in self._paths.get(year, ()))


def closed_year_problems(
    record: models.Model,
    field: str,
    unit: AdministrativeUnit | None,
    year: int,
    closed: ClosedYears | None = None,
) -> list[Problem]:
    """Why a record that reports on a year of a unit cannot change: the year is closed.

    Asked of what changes alone: what was stored before the closing is no problem. closed: given by
    who asks about many records.
    """
    if unit is None or not (closed or ClosedYears()).closes(unit, year):
        return []
    message = _("%(year)s is closed for %(unit)s: an admin opens the year first.")
    return [problem(record, field, "year_is_closed", message, year=str(year), unit=unit.name)]


@dataclass(frozen=True)
class Move:
    """Something that happened to an organisation on a day, on which the counts of its year rest.

    what: the name of its field, or "left" where a placement ended; unit: where it was then. record,
    field: what holds the day.
    """

    what: str
    day: date
    unit: AdministrativeUnit | None
    record: models.Model = dataclasses.field(compare=False)
    field: str = dataclasses.field(compare=False)


def moves_of(
    organisation: Organisation, placements: Sequence[Placement], suspensions: Iterable[Suspension]
) -> frozenset[Move]:
    """All that happened to an organisation: its founding and dissolution, where it moved, when it
    ceased and resumed.
    """
    stays = _in_order(placements)

    def moves() -> Iterator[Move]:
        for name in ("founded_on", "dissolved_on"):
            if day := getattr(organisation, name):
                yield Move(name, day, _unit_on(stays, day), organisation, name)
        for earlier, later in pairwise(stays):
            if later.valid_from > organisation.founded_on:
                yield Move("left", later.valid_from, earlier.unit, later, "valid_from")
                yield Move("placed", later.valid_from, later.unit, later, "valid_from")
        for span in suspensions:
            for name in ("valid_from", "valid_to"):
                if day := getattr(span, name):
                    yield Move(f"suspension {name}", day, _unit_on(stays, day), span, name)

    return frozenset(moves())


def _unit_on(stays: Sequence[Placement], day: date) -> AdministrativeUnit | None:
    """Where it is on a day; before its first placement where that is."""
    begun = [stay.unit for stay in stays if stay.valid_from <= day]
    return begun[-1] if begun else next((stay.unit for stay in stays), None)


def closed_move_problems(
    before: Collection[Move], after: Collection[Move], closed: ClosedYears | None = None
) -> list[Problem]:
    """Why what happened to an organisation cannot be recorded, corrected or taken back: on that day
    it was in a unit for which the year is closed. Its counts of that year stay as they are.
    """
    closed = closed or ClosedYears()
    found: dict[tuple, Problem] = {}
    for move in sorted(set(before) ^ set(after), key=lambda move: (move.day, move.what)):
        for one in closed_year_problems(move.record, move.field, move.unit, move.day.year, closed):
            found.setdefault((id(move.record), move.field, one.message), one)
    return list(found.values())


# --- Locks ----------------------------------------------------------------------------------------


def lock_organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    """Lock organisations for the rest of the transaction; whoever changes them waits.

    Always in the order of their keys, so that two who lock several never wait for each other.
    """
    return _lock(Organisation, ids)


def lock_units(ids: Iterable[int]) -> dict[int, AdministrativeUnit]:
    """Lock units for the rest of the transaction: before units below them, or groups in them."""
    return _lock(AdministrativeUnit, ids)


def lock_returns(ids: Iterable[int]) -> dict[int, QuarterlyReturn]:
    """Lock returns for the rest of the transaction, so that nobody submits or approves one
    meanwhile: after the organisations whose figures change in them.
    """
    return _lock(QuarterlyReturn, ids)


def lock_record(record: models.Model) -> None:
    """Lock one record of any kind for the rest of the transaction."""
    _lock(type(record), [record.pk])


def _lock(model: type[models.Model], ids: Iterable[int]) -> dict[int, models.Model]:
    keys = sorted(set(ids))
    locked = {}
    for start in range(0, len(keys), CHUNK):
        rows = model.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        locked |= {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    return locked


# --- Organisations --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Namesake:
    """What must be known of a group to hold its name against another's: no more, as an import
    keeps one for every group of its file. stays: unit, from, to.
    """

    key: int | None
    name: str
    founded_on: date
    dissolved_on: date | None
    stays: tuple[tuple[int, date, date | None], ...]

    @classmethod
    def of(cls, group: Organisation, placements: Iterable[Placement]) -> "Namesake":
        stays = tuple((stay.unit_id, stay.valid_from, stay.valid_to) for stay in placements)
        return cls(group.pk, group.name, group.founded_on, group.dissolved_on, stays)

    def meets(self, other: "Namesake") -> bool:
        """Whether two groups were ever in one unit on one day, both of them registered."""
        return any(
            mine == theirs
            and max(mine_from, theirs_from, self.founded_on, other.founded_on)
            < min(
                end or date.max
                for end in (mine_to, theirs_to, self.dissolved_on, other.dissolved_on)
            )
            for mine, mine_from, mine_to in self.stays
            for theirs, theirs_from, theirs_to in other.stays
        )


def organisation_problems(
    organisation: Organisation,
    placements: Sequence[Placement],
    suspensions: Sequence[Suspension],
    namesakes: Iterable[Namesake] | None = None,
) -> list[Problem]:
    """What is wrong with an organisation, its placements and its suspensions taken together.

    namesakes: other groups that may bear a group's name; they are looked up where not given.
    """
    if organisation.founded_on is None:
        return []  # its own field says so
    found = [
        *_date_problems(organisation),
        *_placement_problems(organisation, placements),
        *_suspension_problems(organisation, suspensions),
    ]
    if organisation.union is not None and organisation.union.kind != Kind.UNION:
        message = _("%(name)s is not a cooperative union: choose a union.")
        name = organisation.union.name
        found.append(problem(organisation, "union", "not_a_union", message, name=name))
    if organisation.kind == Kind.GROUP:
        if namesakes is None:
            namesakes = groups_named([organisation.name])
        found += _namesake_problems(organisation, placements, namesakes)
    return found


def _date_problems(organisation: Organisation) -> Iterator[Problem]:
    for field in ("founded_on", "dissolved_on"):
        day = getattr(organisation, field)
        if day:
            yield from _future_problems(organisation, field, day)


def _placement_problems(
    organisation: Organisation, placements: Sequence[Placement]
) -> Iterator[Problem]:
    spans = _in_order(placements)
    if not spans:
        message = _("It is placed nowhere: name its unit from its founding on.")
        yield problem(organisation, "", "placed_nowhere", message)
        return
    if spans[0].valid_from > organisation.founded_on:
        message = _("It is placed from %(day)s only: place it from its founding on %(founded)s.")
        yield problem(
            spans[0],
            "valid_from",
            "placed_after_founding",
            message,
            day=spans[0].valid_from,
            founded=organisation.founded_on,
        )
    for earlier, later in pairwise(spans):
        if earlier.overlaps(later):
            message = _("It is in two units on %(day)s: end one placement before the next begins.")
            yield problem(later, "valid_from", "placements_overlap", message, day=later.valid_from)
        elif earlier.valid_to != later.valid_from:
            yield _gap(earlier)
    if spans[-1].valid_to:
        yield _gap(spans[-1])


def _gap(placement: Placement) -> Problem:
    message = _(
        "It is placed nowhere from %(day)s on: a placement ends only where the next begins."
    )
    return problem(placement, "valid_to", "placement_gap", message, day=placement.valid_to)


def _suspension_problems(
    organisation: Organisation, suspensions: Sequence[Suspension]
) -> Iterator[Problem]:
    for span in suspensions:
        for field in ("valid_from", "valid_to"):
            day = getattr(span, field)
            if day is None:
                continue
            yield from _future_problems(span, field, day)
            if day < organisation.founded_on:
                message = _("%(day)s lies before the founding on %(founded)s.")
                founded = organisation.founded_on
                yield problem(span, field, "before_founding", message, day=day, founded=founded)
            if organisation.dissolved_on and day > organisation.dissolved_on:
                message = _("%(day)s lies after the dissolution on %(dissolved)s.")
                dissolved = organisation.dissolved_on
                yield problem(
                    span, field, "after_dissolution", message, day=day, dissolved=dissolved
                )
    for earlier, later in pairwise(_in_order(suspensions)):
        if earlier.overlaps(later):
            message = _("It was suspended on %(day)s already: end that suspension first.")
            yield problem(later, "valid_from", "suspensions_overlap", message, day=later.valid_from)


def _in_order(spans: Iterable[Span]) -> list:
    return sorted(
        (span for span in spans if span.valid_from),
        key=lambda span: (span.valid_from, span.pk or 0),
    )


def groups_named(names: Iterable[str]) -> list[Namesake]:
    """The groups that bear one of these names, anywhere."""
    keys = sorted({sort_key(name) for name in names})
    groups: list[Namesake] = []
    for start in range(0, len(keys), CHUNK):
        found = Organisation.objects.filter(
            kind=Kind.GROUP, name_key__in=keys[start : start + CHUNK]
        ).prefetch_related("placements")
        groups += [Namesake.of(group, group.placements.all()) for group in found]
    return groups


def name_key(name: str) -> str:
    """A name as it is compared with others: case and spaces aside."""
    return tidy(name).casefold()


def _namesake_problems(
    group: Organisation, placements: Sequence[Placement], namesakes: Iterable[Namesake]
) -> Iterator[Problem]:
    mine = Namesake.of(group, placements)
    for other in namesakes:
        if group.pk and other.key == group.pk:
            continue
        if name_key(other.name) == name_key(group.name) and mine.meets(other):
            message = _(
                "Another group of this unit bears the name %(name)s: names are unique there."
            )
            yield problem(group, "name", "group_name_taken", message, name=other.name)
            return


def follow_founding(
    placements: Iterable[Placement], before: date, founded_on: date
) -> list[Placement]:
    """Let the placement that began with the founding begin with the new one: those that moved."""
    moved = [placement for placement in placements if placement.valid_from == before != founded_on]
    for placement in moved:
        placement.valid_from = founded_on
    return moved


def founding_problems(placement: Placement) -> list[Problem]:
    """What is wrong with the place of a founding: its unit must exist on that day."""
    unit, day = placement.unit, placement.valid_from
    if unit.covers(day):
        return []
    if day < unit.valid_from:
        message = _("%(unit)s exists from %(day)s only: choose the unit of the day of founding.")
        return [
            problem(
                placement, "unit", "not_yet_a_unit", message, unit=unit.name, day=unit.valid_from
            )
        ]
    message = _("%(unit)s exists until %(day)s only: choose the unit of the day of founding.")
    return [
        problem(placement, "unit", "no_more_a_unit", message, unit=unit.name, day=unit.last_day)
    ]


def founding_removal_problems(organisation: Organisation) -> list[Problem]:
    """Why a founding cannot be taken back: only one that was recorded by mistake can, by a form,
    and of which nothing else is kept.
    """
    found = []
    ways = organisation.history.order_by("history_id").values_list("way", flat=True)
    if ways.first() != Way.FORM:
        message = _("Its founding was not recorded by a form: ask an admin to take it out.")
        found.append(problem(organisation, "", "not_founded_by_form", message))
    if organisation.members.exists():
        message = _("Cooperatives belong to it: take them out of the union first.")
        found.append(problem(organisation, "", "has_members", message))
    reported = (organisation.quarterly_figures, organisation.yearly_reports)
    remarks = Remark.objects.filter(cooperative=organisation)
    if any(rows.exists() for rows in (*reported, remarks)):
        message = _("Figures, reports or remarks are kept about it: ask an admin to take it out.")
        found.append(problem(organisation, "", "has_reported", message))
    stays = organisation.placements.select_related("unit")
    moves = moves_of(organisation, list(stays), organisation.suspensions.all())
    return [*found, *closed_move_problems(moves, ())]


def misplaced(placements: Iterable[Placement]) -> list[Placement]:
    """Placements that reach outside their unit's time. They are allowed, and worth knowing: a unit
    that has closed keeps what lies in it (design 1.3).
    """
    return [placement for placement in placements if not _lies_within(placement, placement.unit)]


def _lies_within(inner: Span, outer: Span) -> bool:
    return outer.valid_from <= inner.valid_from and (
        outer.valid_to is None or (inner.valid_to is not None and inner.valid_to <= outer.valid_to)
    )


# --- Units ----------------------------------------------------------------------------------------


def unit_problems(
    unit: AdministrativeUnit,
    bearers: Iterable[AdministrativeUnit] | None = None,
    children: Iterable[AdministrativeUnit] | None = None,
    before: AdministrativeUnit | None = None,
) -> list[Problem]:
    """What is wrong with a unit beside others.

    bearers: the rows with its code; children: its direct sub-units; both are looked up where not
    given. before: the unit as it is stored, where it changes.
    """
    if unit.valid_from is None:
        return []
    if bearers is None:
        bearers = AdministrativeUnit.objects.filter(code=unit.code)
    if children is None:
        children = AdministrativeUnit.objects.filter(parent=unit) if unit.pk else []
    found = [*_bearer_problems(unit, bearers), *_parent_problems(unit)]
    children = list(children)
    for child in children:
        if Level(child.level).depth <= Level(unit.level).depth:
            message = _("%(child)s below it is not of a lower level.")
            found.append(problem(unit, "level", "child_not_lower", message, child=child.name))
        if not _lies_within(child, unit):
            message = _("%(child)s below it exists outside this time: change that unit first.")
            found.append(problem(unit, "valid_to", "child_outside", message, child=child.name))
    if before is not None:
        is_new_parent = unit.parent is not None and unit.parent.pk is None
        if before.parent_id != unit.parent_id or is_new_parent:
            message = _("A unit is never moved: close it and make a new one below the other unit.")
            found.append(problem(unit, "parent", "moved", message))
        if before.code != unit.code and children:
            message = _("Units below it bear its code in their path: close it and make a new one.")
            found.append(problem(unit, "code", "code_in_use", message))
    return found


def _bearer_problems(
    unit: AdministrativeUnit, bearers: Iterable[AdministrativeUnit]
) -> Iterator[Problem]:
    yield from _early_problems(unit, "valid_from", unit.valid_from)
    for other in bearers:
        if other is unit or (unit.pk and other.pk == unit.pk):
            continue
        if other.code == unit.code and unit.overlaps(other):
            message = _("%(other)s bears this code from %(day)s: close it first.")
            yield problem(
                unit, "code", "code_taken", message, other=other.name, day=other.valid_from
            )


def _parent_problems(unit: AdministrativeUnit) -> Iterator[Problem]:
    parent = unit.parent
    if parent is None:
        if unit.level not in (Level.COUNTRY, Level.PROVINCE):
            message = _("Only a country or a province has no unit above it: name its parent.")
            yield problem(unit, "parent", "no_parent", message)
        return
    if Level(unit.level).depth <= Level(parent.level).depth:
        message = _("Its level must be below that of %(parent)s.")
        yield problem(unit, "level", "not_below_parent", message, parent=parent.name)
    if not _lies_within(unit, parent):
        message = _(
            "%(parent)s does not exist for all of this time: mend the dates of one of them."
        )
        field = "valid_from" if unit.valid_from < parent.valid_from else "valid_to"
        yield problem(unit, field, "outside_parent", message, parent=parent.name)


# --- Reports and returns --------------------------------------------------------------------------


def yearly_report_problems(report: YearlyReport) -> list[Problem]:
    """What is wrong with a yearly report beside its cooperative."""
    found = list(_owner_problems(report))
    if report.year and report.year > today().year:
        message = _("%(year)s has not begun.")
        found.append(problem(report, "year", "in_the_future", message, year=str(report.year)))
    return found


def final_report_problems(report: YearlyReport) -> list[Problem]:
    """Why a report that was final cannot change: it is evidence, and made a draft again first."""
    message = _("This report is final: make it a draft before you change it.")
    return [problem(report, "state", "is_final", message)]


def figures_problems(
    figures: QuarterlyFigures, reporting_unit: AdministrativeUnit | None = None
) -> list[Problem]:
    """What is wrong with a row of quarterly figures beside its cooperative and its return.

    reporting_unit: for a new row, whose return it must stand in. It stays there when the
    cooperative moves, so that an existing row is not held against the unit of today.
    """
    found = list(_owner_problems(figures))
    of = figures.quarterly_return
    if (figures.year, figures.quarter) != (of.year, of.quarter):
        message = _("The row is for another quarter than its return.")
        found.append(problem(figures, "quarter", "other_quarter", message))
    if reporting_unit is not None and of.unit_id != reporting_unit.pk:
        message = _("This cooperative's figures belong into the return of %(unit)s.")
        found.append(
            problem(figures, "quarterly_return", "other_unit", message, unit=reporting_unit.name)
        )
    return found


def _owner_problems(record: YearlyReport | QuarterlyFigures | Remark) -> Iterator[Problem]:
    if record.cooperative.kind != Kind.COOPERATIVE:
        message = _("%(name)s is not a cooperative: only cooperatives report figures.")
        name = record.cooperative.name
        yield problem(record, "cooperative", "not_a_cooperative", message, name=name)


def return_problems(quarterly_return: QuarterlyReturn) -> list[Problem]:
    """What is wrong with a return beside its unit and the calendar."""
    found = list(_reporting_problems(quarterly_return))
    period = Quarter(quarterly_return.year, quarterly_return.quarter)
    if not period.has_begun:
        message = _("The quarter begins on %(day)s only.")
        found.append(
            problem(quarterly_return, "quarter", "in_the_future", message, day=period.starts_on)
        )
    return found


def closing_problems(closing: ClosedYear) -> list[Problem]:
    """What is wrong with the closing of a year beside its unit and the calendar."""
    found = list(_reporting_problems(closing))
    unit, year = closing.unit, closing.year
    if year >= today().year:
        message = _("%(year)s is not over: it can be closed from %(day)s on.")
        day = Quarter(year, 4).next.starts_on
        found.append(problem(closing, "year", "not_over", message, year=str(year), day=day))
    if unit.valid_from.year > year or (unit.valid_to and unit.last_day.year < year):
        message = _("%(unit)s did not exist in %(year)s.")
        found.append(
            problem(closing, "year", "no_unit_then", message, unit=unit.name, year=str(year))
        )
    return found


def _reporting_problems(record: QuarterlyReturn | ClosedYear) -> Iterator[Problem]:
    if not record.unit.reports_itself:
        message = _("%(unit)s reports through the district above it.")
        yield problem(record, "unit", "not_reporting", message, unit=record.unit.name)


def remark_problems(remark: Remark) -> list[Problem]:
    """What is wrong with a remark beside the cooperative that it is about."""
    return list(_owner_problems(remark)) if remark.cooperative_id else []
