"""Looks through all records for what the rules across rows and tables forbid."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _

from cooperatives import rules
from cooperatives.constraints import own_errors
from cooperatives.models import (
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    YearlyReport,
)
from cooperatives.records import CHUNK, Record

from .models import Plan, Target
from .rules import plan_problems, target_problems


def violations() -> Iterator[tuple[models.Model, str]]:
    """Every record that breaks a rule, with what is wrong, a chunk of records at a time."""
    yield from _of_organisations()
    checks = (
        (AdministrativeUnit.objects.select_related("parent"), rules.unit_problems),
        (YearlyReport.objects.select_related("cooperative"), rules.yearly_report_problems),
        (QuarterlyReturn.objects.select_related("unit__parent"), rules.return_problems),
        (
            QuarterlyFigures.objects.select_related("cooperative", "quarterly_return"),
            rules.figures_problems,
        ),
        (Plan.objects.select_related("unit"), plan_problems),
        (Target.objects.select_related("unit", "plan__unit"), target_problems),
    )
    for records, problems_of in checks:
        for record in records.order_by("pk").iterator(chunk_size=CHUNK):
            yield from ((record, found.message) for found in problems_of(record))
            yield from _own(record)


def misplaced() -> Iterator[Placement]:
    """Placements outside their unit's time: allowed, as a reform closes units, but worth a look."""
    placements = Placement.objects.select_related("unit", "organisation").order_by("pk")
    for placement in placements.iterator(chunk_size=CHUNK):
        yield from rules.misplaced([placement])


def _of_organisations() -> Iterator[tuple[models.Model, str]]:
    organisations = (
        Organisation.objects.select_related("union")
        .prefetch_related("placements__unit", "suspensions")
        .order_by("pk")
    )
    chunk: list[Organisation] = []
    for organisation in organisations.iterator(chunk_size=CHUNK):
        chunk.append(organisation)
        if len(chunk) == CHUNK:
            yield from _of_chunk(chunk)
            chunk = []
    yield from _of_chunk(chunk)


def _of_chunk(chunk: list[Organisation]) -> Iterator[tuple[models.Model, str]]:
    namesakes = rules.groups_named({o.name for o in chunk if o.kind == Kind.GROUP})
    by_name: dict[str, list[rules.Namesake]] = {}
    for known in namesakes:
        by_name.setdefault(rules.name_key(known.name), []).append(known)
    for organisation in chunk:
        found = rules.organisation_problems(
            organisation,
            list(organisation.placements.all()),
            list(organisation.suspensions.all()),
            by_name.get(rules.name_key(organisation.name), []),
        )
        yield from ((problem.record, problem.message) for problem in found)
        yield from _own(organisation)


def _own(record: Record) -> Iterator[tuple[models.Model, str]]:
    """What a record breaks by itself, and columns that do not follow from the others any more."""
    yield from ((record, error.messages[0]) for _field, error in own_errors(record))
    before = {name: getattr(record, name) for name in record.DERIVED}
    record.derive()
    for name, value in before.items():
        if value != getattr(record, name):
            message = _("The column %(name)s is out of date: save the record again.")
            yield record, message % {"name": name}
