"""Plans as files in the import's own columns: imported again, they change nothing. A unit is named
by its code, and where others bore it too with its first day.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import get_format

from cooperatives.files.columns import Choice, Year
from cooperatives.files.writing import Value
from cooperatives.models import AdministrativeUnit

from ..models import Plan, Target
from .imports import FIELDS, TargetsKind


def plans_table(
    plans: Iterable[Plan], ending: str, readable: QuerySet
) -> tuple[list[str], list[list[Value]]]:
    """The labels of the import's columns in the language in force, and a row for each target of
    some plans that is a plan's unit's own, or of a unit that the reader may ask for. One statement.
    """
    keys = [plan.pk for plan in plans]
    targets = Target.objects.filter(plan__in=keys).select_related(
        "plan__unit", "plan__adjusts", "unit"
    )
    targets = targets.filter(Q(unit=F("plan__unit")) | Q(unit__in=readable.order_by().values("pk")))
    targets = targets.annotate(
        has_namesakes=_others_bear("unit"), plan_has_namesakes=_others_bear("plan__unit")
    )
    ordered = targets.order_by("plan__issued_on", "plan", "year", "place", "unit__path", "pk")
    header = [str(column.label) for column in TargetsKind.columns]
    return header, [_row(target, ending) for target in ordered]


def _others_bear(unit: str) -> Exists:
    """Whether other units than that of a target bore its code, at any time."""
    bearers = AdministrativeUnit.objects.filter(code=OuterRef(f"{unit}__code"))
    return Exists(bearers.exclude(pk=OuterRef(f"{unit}_id")))


def _code(unit: AdministrativeUnit, *, has_namesakes: bool) -> str:
    return unit.dated_code if has_namesakes else unit.code


def _row(target: Target, ending: str) -> list[Value]:
    plan = target.plan
    values = {
        "plan_number": plan.number,
        "plan_title": plan.title,
        "issued_on": plan.issued_on,
        "year": target.year,
        "unit_code": _code(target.unit, has_namesakes=target.has_namesakes),
        "indicator": target.indicator,
        "plan_unit_code": _code(plan.unit, has_namesakes=target.plan_has_namesakes),
        "adjusts": plan.adjusts and plan.adjusts.number,
    } | {code: getattr(target, name) for code, name in FIELDS.items()}
    return [_cell(column, values[column.code], ending) for column in TargetsKind.columns]


def _cell(column, value, ending: str) -> Value:
    """A value as its column reads it back: a choice by its label; of a .csv a number that is not
    whole with all its decimals, so that its mark can be read one way only.
    """
    if value is None or value == "":
        return None
    if isinstance(column, Choice):
        return column.show(value)
    if isinstance(column, Year):
        return str(value)
    if isinstance(value, Decimal) and value % 1 == 0:
        return int(value)
    if isinstance(value, Decimal) and ending == "csv":
        return f"{value:.6f}".replace(".", get_format("DECIMAL_SEPARATOR"))
    return value
