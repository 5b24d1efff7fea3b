"""The in-memory reading of constraints says what the database says."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperatives.ground.constraints import _condition, own_errors
from cooperatives.models import Organisation, QuarterlyFigures, Suspension, YearlyReport
from cooperatives.models.base import Record

DAYS = st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2030, 1, 1)))
PERSONS = st.one_of(st.none(), st.integers(-2, 12))

ORGANISATIONS = st.builds(
    Organisation,
    kind=st.sampled_from(["cooperative", "union", "group", "club"]),
    name=st.just("HTX An Bình"),
    registration_number=st.sampled_from(["", "06001"]),
    sector=st.sampled_from(["trade", "poetry"]),
    founded_on=st.dates(date(1940, 1, 1), date(2030, 1, 1)),
    dissolved_on=DAYS,
    union_id=st.one_of(st.none(), st.just(1)),
)
REPORTS = st.builds(
    YearlyReport,
    year=st.integers(1900, 2300),
    rating=st.sampled_from(["", "good", "fair", "average", "weak", "superb"]),
    score=st.one_of(st.none(), st.decimals(-5, 105, places=2)),
    state=st.sampled_from(["draft", "final"]),
    profit=st.one_of(st.none(), st.integers(-2 * 10**14, 2 * 10**14)),
    managers_total=PERSONS,
    managers_higher_education=PERSONS,
    managers_vocational=PERSONS,
)
SPANS = st.builds(Suspension, valid_from=st.dates(), valid_to=DAYS)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(record=st.one_of(ORGANISATIONS, REPORTS, SPANS))
def test_it_agrees_with_the_database(record):
    for constraint in type(record)._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint):
            continue
        try:
            constraint.validate(type(record), record)
            passes = True
        except ValidationError:
            passes = False
        read = _condition(type(record), constraint.condition)(record) is not False
        assert read is passes, constraint.name


def test_every_constraint_of_every_record_can_be_read():
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    assert len(records) > 10
    for model in records:
        list(own_errors(model()))


def test_messages_name_a_field_and_say_what_to_do():
    row = QuarterlyFigures(
        year=2024,
        quarter=1,
        managers_total=1,
        managers_higher_education=1,
        managers_vocational=1,
        revenue=-1,
        extra={},
    )
    errors = {(field, error.messages[0]) for field, error in own_errors(row)}
    fields = {field for field, _message in errors}
    assert fields == {"managers_total", "revenue"}


def test_validators_of_fields_are_asked():
    report = YearlyReport(year=2024, rating="good", score=Decimal("85.125"))
    assert [(field, error.code) for field, error in own_errors(report)] == [
        ("score", "max_decimal_places")
    ]
    nameless = Organisation(kind="group", name="", founded_on=date(2020, 1, 1))
    assert [field for field, _error in own_errors(nameless)] == ["name"]
    undated = Organisation(kind="group", name="THT Một")
    assert [(field, error.code) for field, error in own_errors(undated)] == [("founded_on", "null")]


def test_an_expression_that_it_cannot_read_is_refused():
    with pytest.raises(TypeError):
        _condition(YearlyReport, Q(year=F("score") - F("year")))
    assert _condition(YearlyReport, Q(year=Value(2024)))(YearlyReport(year=2024)) is True
