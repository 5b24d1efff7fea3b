"""Fields that plans and baselines share."""

from django.db import models

from ..indicators import INDICATORS

INDICATOR_CHOICES = [(indicator.code, indicator.label) for indicator in INDICATORS]


def value_field(label, **options) -> models.DecimalField:
    return models.DecimalField(label, max_digits=20, decimal_places=6, **options)
