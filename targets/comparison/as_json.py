"""Comparisons as plain data: the JSON of design 3. Values in, dictionaries out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from .progress import Progress, Standing

DECIMALS = 6


def number(value: Fraction | Decimal | int | None) -> int | float | None:
    """A number for JSON: whole where it is whole, else rounded to 6 decimals."""
    if value is None:
        return None
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else round(float(exact), DECIMALS)


def progress_as_json(progress: Progress) -> dict[str, Any]:
    """The whole comparison with the keys of design 3, in the indicators' own units."""
    selection, plan = progress.selection, progress.selection.plan
    return {
        "plan": plan and {"number": plan.number, "year": selection.year, "unit": plan.unit.code},
        "quarter": selection.quarter,
        "unit": selection.unit.code,
        "targets": [standing_as_json(standing) for standing in progress.whole.standings],
        "units": [
            {
                "unit": part.unit.code,
                "name": part.unit.name,
                "targets": [sub_unit_as_json(standing) for standing in part.standings],
            }
            for part in progress.units
        ],
    }


def standing_as_json(standing: Standing) -> dict[str, Any]:
    """One target (T of design 3); null where there is none."""
    assessment = standing.assessment
    measure, goal = assessment.measure, assessment.goal
    return {
        "indicator": standing.code,
        "operator": goal.operator.value if goal else None,
        "target": number(goal.value) if goal else None,
        "value": number(measure.value),
        "numerator": number(measure.numerator),
        "denominator": number(measure.denominator),
        "coverage": {
            "reported": measure.coverage.reported,
            "carried": measure.coverage.carried,
            "expected": measure.coverage.expected,
        },
        "bounds": None if measure.bounds is None else [number(n) for n in measure.bounds],
        "expected": number(assessment.expected),
        "status": assessment.status.value if assessment.status else None,
        "certain": assessment.certain,
        "attainment": number(assessment.attainment),
        "required_per_quarter": number(assessment.required_per_quarter),
        "projection": number(assessment.projection),
        "set_by": standing.target.plan.number if standing.target else None,
        "target_to": number(goal.value_to) if goal else None,
    }


def sub_unit_as_json(standing: Standing) -> dict[str, Any]:
    """T of a sub-unit: the same with what is due there, and how far it is from it."""
    part = standing.contribution
    return standing_as_json(standing) | {
        "due": number(part.due and part.due.now),
        "gap": number(part.gap),
        "is_behind": part.is_behind,
    }
