"""Rules across the rows of units (design 1.2)."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..ground.problems import Problem, early_problems, problem
from ..ground.unit_names import unit_inside_lazy
from ..models import (
    AdministrativeUnit,
    LetterDrafted,
    Level,
    QuarterlyReturn,
    ReportingYear,
    ReportsDone,
    UnitSuccession,
)
from ..models.spans import lies_within

# --- Units ----------------------------------------------------------------------------------------


def unit_problems(
    unit: AdministrativeUnit,
    bearers: Iterable[AdministrativeUnit] | None = None,
    children: Iterable[AdministrativeUnit] | None = None,
    before: AdministrativeUnit | None = None,
    successions: Iterable[UnitSuccession] | None = None,
) -> list[Problem]:
    """What is wrong with a unit beside others.

    bearers: the rows with its code; children: its direct sub-units; successions: those by which it
    was taken over or took over; all are looked up where not given. before: the unit as it is
    stored, where it changes.
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
        if not lies_within(child, unit):
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
    if successions is None:
        successions = _successions_of(unit)
    for succession in successions:
        found += succession_problems(succession, told_at=unit)
    return found


def _successions_of(unit: AdministrativeUnit) -> list[UnitSuccession]:
    """The stored successions in which a unit takes part, with the unit as it is here."""
    if not unit.pk:
        return []
    rows = UnitSuccession.objects.filter(Q(predecessor=unit.pk) | Q(successor=unit.pk))
    found = list(rows.select_related("predecessor", "successor"))
    for row in found:
        if row.predecessor_id == unit.pk:
            row.predecessor = unit
        else:
            row.successor = unit
    return found


def succession_problems(
    succession: UnitSuccession, told_at: AdministrativeUnit | None = None
) -> Iterator[Problem]:
    """What is wrong with a succession: the unit that ended ends on its day, and its successor
    exists on it. told_at: the unit whose change would break it.
    """
    record = told_at or succession
    ended, successor, day = succession.predecessor, succession.successor, succession.on
    if ended.valid_to != day:
        message = _("%(unit)s was taken over on %(day)s: it ends on that very day.")
        field = "valid_to" if told_at else "on"
        yield problem(record, field, "not_its_end", message, unit=ended.name, day=day)
    if not successor.covers(day):
        message = _("%(unit)s takes over on %(day)s, and does not exist on that day.")
        field = "on"
        if told_at:
            field = "valid_from" if successor.valid_from > day else "valid_to"
        yield problem(record, field, "no_successor_then", message, unit=successor.name, day=day)


def _bearer_problems(
    unit: AdministrativeUnit, bearers: Iterable[AdministrativeUnit]
) -> Iterator[Problem]:
    yield from early_problems(unit, "valid_from", unit.valid_from)
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
        yield problem(
            unit, "level", "not_below_parent", message, parent=unit_inside_lazy(parent.name)
        )
    if not lies_within(unit, parent):
        message = _(
            "%(parent)s does not exist for all of this time: mend the dates of one of them."
        )
        field = "valid_from" if unit.valid_from < parent.valid_from else "valid_to"
        yield problem(unit, field, "outside_parent", message, parent=parent.name)


def reporting_problems(
    record: QuarterlyReturn | ReportingYear | ReportsDone | LetterDrafted,
) -> Iterator[Problem]:
    if not record.unit.reports_itself:
        message = _("%(unit)s reports through the district above it.")
        yield problem(record, "unit", "not_reporting", message, unit=record.unit.name)
