"""Fields of plans, baselines and movements."""

from fractions import Fraction

from django.db import models

from ..indicators import INDICATORS

INDICATOR_CHOICES = [(indicator.code, indicator.label) for indicator in INDICATORS]


def value_field(label, **options) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=6, **options)


class ExactField(models.CharField):
    """An exact number: a `Fraction`, stored as its text ("1234/5")."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 100} | options)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Fraction(value)

    def to_python(self, value):
        return None if value is None else Fraction(value)

    def get_prep_value(self, value):
        return None if value is None else str(Fraction(value))
