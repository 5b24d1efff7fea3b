"""Fields of plans, baselines and movements."""

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..indicators import indicator_named, indicators


def indicator_choices() -> list[tuple[str, Any]]:
    """The indicators that there are, with their names, in the catalogue's order."""
    return [(indicator.code, indicator.label) for indicator in indicators()]


class IndicatorField(models.CharField):
    """The code of an indicator, built in or entered; a form chooses between those that there are.

    A model that has one as `indicator` says its name with `get_indicator_display()`, as it would of
    any other choice.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 40} | options)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and indicator_named(value) is None:
            message = _("There is no indicator with the code “%(code)s”.")
            raise ValidationError(message % {"code": value}, code="no_indicator")

    def contribute_to_class(self, cls, name, **options):
        super().contribute_to_class(cls, name, **options)

        def display(record) -> str:
            code = getattr(record, self.attname)
            indicator = indicator_named(code)
            return str(indicator.label) if indicator else code

        setattr(cls, f"get_{name}_display", display)

    def formfield(self, **options):
        def choices():
            return [("", "---------"), *indicator_choices()]

        given = {
            "choices": choices,
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
        }
        for option in ("widget", "help_text", "initial"):
            if option in options:
                given[option] = options[option]
        return forms.ChoiceField(**given)


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
