"""A model's own rules, checked in memory: its fields' validators and its check constraints.

Django checks a constraint of an unsaved record by asking the database, one statement for each. Here
the very same conditions are read in Python, so that an import checks 100,000 rows without a query
and a rule still exists once, on its model, with its message.
"""

from collections.abc import Callable, Iterator
from functools import cache
from operator import add, ge, gt, le, lt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression, Value
from django.db.models.functions import Coalesce

Read = Callable[[models.Model], Any]
Truth = bool | None
"""SQL's three values of truth: None is unknown, which a check constraint lets pass."""
Condition = Callable[[models.Model], Truth]


def own_errors(record: models.Model) -> Iterator[tuple[str, ValidationError]]:
    """What a record breaks by itself: pairs of a field's name and the error.

    Not looked at: uniqueness and foreign keys, which need other rows.
    """
    for fields, error in broken_rules(record):
        yield fields[0], error


def broken_rules(record: models.Model) -> Iterator[tuple[tuple[str, ...], ValidationError]]:
    """What a record breaks by itself: the names of all fields that a broken rule is about, the one
    that shows it first, and the error.
    """
    for field in _checked_fields(type(record)):
        value = getattr(record, field.attname)
        for error in _errors_of_value(field, value, record):
            yield (field.name,), error
    for names, condition, constraint in _checks(type(record)):
        if condition(record) is False:
            message = constraint.get_violation_error_message()
            yield names, ValidationError(message, code=constraint.violation_error_code or "invalid")
    yield from record.own_rules()


def _errors_of_value(field: models.Field, value: Any, record: models.Model):
    if value in field.empty_values and field.blank:
        return []
    try:
        field.validate(value, record)
        field.run_validators(value)
    except ValidationError as errors:
        return errors.error_list
    return []


@cache
def _checked_fields(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not (field.is_relation or field.primary_key)
    ]


@cache
def _checks(
    model: type[models.Model],
) -> list[tuple[tuple[str, ...], Condition, models.CheckConstraint]]:
    """The check constraints of a model with their fields; the first one shows the message."""
    return [
        (
            tuple(dict.fromkeys(_fields(constraint.condition))),
            _condition(model, constraint.condition),
            constraint,
        )
        for constraint in model._meta.concrete_model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]


def _fields(condition: Any) -> Iterator[str]:
    """The names of the fields in a condition, in its order."""
    if isinstance(condition, F):
        yield condition.name
    elif isinstance(condition, CombinedExpression | Coalesce):
        for part in condition.get_source_expressions():
            yield from _fields(part)
    elif isinstance(condition, Q):
        for child in condition.children:
            if isinstance(child, tuple):
                yield child[0].partition("__")[0]
                yield from _fields(child[1])
            else:
                yield from _fields(child)


def _condition(model: type[models.Model], condition: Q | tuple[str, Any]) -> Condition:
    if isinstance(condition, tuple):
        return _comparison(model, *condition)
    parts = [_condition(model, child) for child in condition.children]
    # SQL: AND is false if any part is, OR is true if any part is, else unknown if any part is.
    decisive = condition.connector == Q.OR

    def truth(record: models.Model) -> Truth:
        result: Truth = not decisive
        for part in parts:
            value = part(record)
            if value is decisive:
                result = decisive
                break
            if value is None:
                result = None
        return result if result is None else result is not condition.negated

    return truth


def _comparison(model: type[models.Model], lookup: str, expected: Any) -> Condition:
    name, _, operator = lookup.partition("__")
    left = _reader(model, F(name))
    if operator == "isnull":
        return lambda record: (left(record) is None) is expected
    if operator == "in":
        values = frozenset(expected)
        return lambda record: None if (value := left(record)) is None else value in values
    if operator == "range":
        low, high = expected
        return lambda record: None if (value := left(record)) is None else low <= value <= high
    compare = {"": _equals, "gte": ge, "gt": gt, "lte": le, "lt": lt}[operator]
    right = _reader(model, expected)

    def truth(record: models.Model) -> Truth:
        a, b = left(record), right(record)
        return None if a is None or b is None else compare(a, b)

    return truth


def _equals(a: Any, b: Any) -> bool:
    return a == b


def _reader(model: type[models.Model], expression: Any) -> Read:
    """How to read an expression from a record. Raises TypeError for one that we never used."""
    if isinstance(expression, F):
        name = model._meta.get_field(expression.name).attname
        return lambda record: getattr(record, name)
    if isinstance(expression, CombinedExpression):
        if expression.connector != "+":
            raise TypeError(f"No reading of {expression}.")
        left, right = _reader(model, expression.lhs), _reader(model, expression.rhs)

        def total(record: models.Model) -> Any:
            a, b = left(record), right(record)
            return None if a is None or b is None else add(a, b)

        return total
    if isinstance(expression, Coalesce):
        parts = [_reader(model, part) for part in expression.get_source_expressions()]
        return lambda record: next((v for read in parts if (v := read(record)) is not None), None)
    if isinstance(expression, Value):
        expression = expression.value
    return lambda record: expression
