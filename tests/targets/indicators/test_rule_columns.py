"""Which columns mean something with a rule: what its form shows is what its checks take."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from targets.catalogue.form import IndicatorForm
from targets.indicators.declared import COLUMNS, Rule
from targets.models import EnteredIndicator

pytestmark = pytest.mark.django_db

FILLED = {
    "per": "revenue",
    "threshold": Decimal(5),
    "base_year": 2020,
    "sector": "agriculture",
    "among": "good",
    "only_new": True,
    "per_month": True,
    "unit_vi": "đồng",
}
CODES = [column for column in COLUMNS if column in FILLED]


def row(rule: Rule) -> dict:
    """The least that a rule needs; what narrows is filled in by the case itself."""
    of, per = "profit", "employees" if rule.needs_per else ""
    if rule.is_of_indicators:
        of, per = "average_revenue", "average_profit" if rule.needs_per else ""
    threshold = Decimal(1) if rule.needs_threshold else None
    return {"code": "x", "name_vi": "X", "rule": rule, "of": of, "per": per, "threshold": threshold}


def complaints(rule: Rule, column: str) -> list[str]:
    """What is said of a column that is filled in."""
    filled = FILLED[column]
    if column == "per" and rule is Rule.QUOTIENT:
        filled = "average_profit"
    try:
        EnteredIndicator(**row(rule) | {column: filled}).full_clean()
    except ValidationError as error:
        of_the_row = error.message_dict.get("__all__", []) if column == "threshold" else []
        return [*error.message_dict.get(column, []), *of_the_row]
    return []


# Answers are counted of a figure of yes or no, of which there is none built in: nothing is filled.
NOT_OF_ANSWERS = [rule for rule in Rule if not rule.is_of_answers]


@pytest.mark.parametrize("column", CODES)
@pytest.mark.parametrize("rule", NOT_OF_ANSWERS)
def test_a_column_is_refused_just_where_it_means_nothing(rule, column):
    assert bool(complaints(rule, column)) != rule.uses(column)


def test_the_form_says_with_which_rules_a_field_is_shown():
    fields = IndicatorForm().fields
    shown = fields["threshold"].widget.attrs["data-with-rules"].split()
    assert shown == ["share_above", "share_below"]
    assert "data-with-rules" not in fields["of"].widget.attrs
