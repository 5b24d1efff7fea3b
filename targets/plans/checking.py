"""Looks through all records for what the rules of each forbid."""

from collections.abc import Callable, Iterable, Iterator

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from cooperatives.figures.of_units import unit_figures_problems
from cooperatives.figures.rules import (
    figures_problems,
    reports_done_problems,
    yearly_report_problems,
)
from cooperatives.ground.constraints import own_errors
from cooperatives.ground.problems import Problem
from cooperatives.models import (
    AdministrativeUnit,
    Kind,
    LetterDrafted,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    RatingScale,
    Remark,
    ReportingYear,
    ReportsDone,
    ReturnOpening,
    ReturnStep,
    UnitFigures,
    UnitSuccession,
    YearlyReport,
)
from cooperatives.models.base import CHUNK, Record
from cooperatives.models.successions import outdated_heritages
from cooperatives.registry.rules import (
    Namesake,
    groups_named,
    misplaced,
    name_key,
    organisation_problems,
)
from cooperatives.returns.rules import (
    letter_problems,
    opening_problems,
    remark_problems,
    return_problems,
    step_problems,
)
from cooperatives.units.rules import succession_problems, unit_problems
from cooperatives.units.years import reporting_year_problems
from cooperatives.yearly.scales import rating_scale_problems

from ..models import BaselineFigure, Plan, Target
from .rules import baseline_problems, plan_problems, target_problems

Broken = tuple[models.Model, str]
"""A record that breaks a rule, with what is wrong."""

RULES: dict[type[Record], tuple[tuple[str, ...], Callable[..., Iterable[Problem]]]] = {
    AdministrativeUnit: (("parent",), unit_problems),
    UnitSuccession: (("predecessor", "successor"), succession_problems),
    YearlyReport: (("cooperative",), yearly_report_problems),
    ReportingYear: (("unit__parent",), reporting_year_problems),
    QuarterlyReturn: (("unit__parent",), return_problems),
    QuarterlyFigures: (("cooperative", "quarterly_return"), figures_problems),
    UnitFigures: (("unit", "quarterly_return"), unit_figures_problems),
    Remark: (("cooperative", "in_answer_to"), remark_problems),
    ReportsDone: (("unit__parent",), reports_done_problems),
    RatingScale: ((), rating_scale_problems),
    LetterDrafted: (("unit__parent",), letter_problems),
    ReturnOpening: (("step",), opening_problems),
    ReturnStep: (("takes_back",), step_problems),
    Plan: (
        ("unit", "adjusts__unit", "adjusts__adjusts", "replaced_by__unit", "replaced_by__adjusts"),
        plan_problems,
    ),
    Target: (("unit", "plan__unit"), target_problems),
    BaselineFigure: ((), baseline_problems),
}
"""What holds for a record beside others, and which of these it is held against. Placements and
suspensions are looked at with their organisation; the others are right by themselves or not.
"""


def violations() -> Iterator[Broken]:
    """Every record that breaks a rule, a chunk of records at a time."""
    for model in apps.get_models():
        if issubclass(model, Record) and not model._meta.proxy:
            yield from _of_model(model)
    for unit, _heritage in outdated_heritages():
        message = _("What it took over from ended units is out of date: save a succession again.")
        yield unit, message
    yield from _of_organisations()


def misplaced_placements() -> Iterator[Placement]:
    """Placements outside their unit's time: allowed, as a reform closes units, but worth a look."""
    placements = Placement.objects.select_related("unit", "organisation").order_by("pk")
    for placement in placements.iterator(chunk_size=CHUNK):
        yield from misplaced([placement])


def _of_model(model: type[Record]) -> Iterator[Broken]:
    beside, problems_of = RULES.get(model, ((), None))
    records = model.objects.order_by("pk").select_related(*beside)
    for record in records.iterator(chunk_size=CHUNK):
        if problems_of:
            yield from ((record, found.message) for found in problems_of(record))
        yield from _own(record)


def _of_organisations() -> Iterator[Broken]:
    organisations = (
        Organisation.objects.select_related("union", "predecessor", "successor")
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


def _of_chunk(chunk: list[Organisation]) -> Iterator[Broken]:
    namesakes = groups_named({o.name for o in chunk if o.kind == Kind.GROUP})
    by_name: dict[str, list[Namesake]] = {}
    for known in namesakes:
        by_name.setdefault(name_key(known.name), []).append(known)
    for organisation in chunk:
        found = organisation_problems(
            organisation,
            list(organisation.placements.all()),
            list(organisation.suspensions.all()),
            by_name.get(name_key(organisation.name), []),
        )
        yield from ((problem.record, problem.message) for problem in found)


def _own(record: Record) -> Iterator[Broken]:
    """What a record breaks by itself, and columns that do not follow from the others any more."""
    yield from ((record, error.messages[0]) for _field, error in own_errors(record))
    before = {name: getattr(record, name) for name in record.DERIVED}
    record.derive()
    for name, value in before.items():
        if value != getattr(record, name):
            message = _("The column %(name)s is out of date: save the record again.")
            yield record, message % {"name": name}
