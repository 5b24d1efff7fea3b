"""Numbers of targets as people type and read them on a page: amounts in million VND."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperatives.entry.columns import page_mark
from cooperatives.files.columns import CellError, Number
from cooperatives.ground.amount_units import AmountUnit
from cooperatives.ground.money import MILLION, in_million
from cooperatives.ground.numbers import decimal_mark_of
from cooperatives.ground.printing import number_text

from ..indicators import Indicator
from ..reckoning.measures import Unit

DECIMALS = 6
UNITS = {Unit.PERCENT: AmountUnit.PERCENT, Unit.PERSONS: AmountUnit.PERSONS}


def typed_value(text: str, indicator: Indicator) -> Decimal | None:
    """What a text says in the indicator's own unit, None for a blank one. Money is typed in million
    VND. Raises ValidationError.
    """
    unit = AmountUnit.MILLION if indicator.is_money else UNITS.get(indicator.unit)
    # A whole number is the indicator's own rule, which says so by itself.
    read = _number(text, unit)
    return read * MILLION if read is not None and indicator.is_money else read


def shown_value(value: Decimal | None, indicator: Indicator) -> str:
    """A value as it stands in its field, in the page's language: "85,25"; blank for none."""
    if value is None:
        return ""
    return number_text(in_million(value) if indicator.is_money else value, DECIMALS)


def _number(text: str, unit: AmountUnit | None) -> Decimal | None:
    """A number in the page's notation, unless it can be read one way only ("20.5")."""
    column = Number("value", _("Value"), decimals=DECIMALS, unit=unit)
    try:
        return column.read(text.strip(), decimal_mark_of(text) or page_mark())
    except CellError as error:
        raise ValidationError(str(error)) from error


class VietnameseNumberField(forms.DecimalField):
    """A number as the page's language writes it: "85.000.000" is 85 million in Vietnamese."""

    widget = forms.TextInput

    def __init__(self, *, max_digits=None, decimal_places=None, **options):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            return _number(value, None)
        return super().to_python(value)

    def prepare_value(self, value):
        return number_text(value, DECIMALS) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
