"""The form of an entered indicator: it is tried on real records before it is stored."""

import hashlib
from decimal import Decimal
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cooperatives.catalogue.figures import all_figures
from cooperatives.catalogue.ratings import Rating
from cooperatives.ground.money import MILLION
from cooperatives.models import Sector
from cooperatives.models.record_form import RecordForm

from ..indicators import indicators
from ..indicators.declared import COLUMNS, Declaration, Rule
from ..indicators.rules import is_of_money
from ..models import EnteredIndicator

CODES_ID = "codes-of-the-catalogue"
"""The id of the list that offers the codes that there are."""


class IndicatorForm(RecordForm):
    """An indicator as an admin enters or changes it."""

    sector = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None means all."),
    )
    threshold = forms.DecimalField(
        label=_("Threshold"),
        max_digits=20,
        decimal_places=6,
        required=False,
        localize=True,
        help_text=_("Money in million VND; of what grows through the year a whole year's."),
    )

    constraint_fields: ClassVar[dict[str, str]] = {
        "indicator_has_what_divides_it": "per",
        "indicator_has_threshold_if_its_rule_does": "threshold",
    }

    class Meta:
        model = EnteredIndicator
        fields = (*COLUMNS, "source")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["sector"] = list(self.instance.declaration.sectors)
        for name in ("of", "per", "among"):
            self.fields[name].widget.attrs["list"] = CODES_ID
        for name in COLUMNS:
            with_rules = [rule for rule in Rule if rule.uses(name)]
            if len(with_rules) < len(Rule):
                self.fields[name].widget.attrs["data-with-rules"] = " ".join(with_rules)
        if self.instance.pk:
            self.fields["code"].disabled = True
        threshold = self.instance.threshold
        if threshold is not None and is_of_money(self.instance.of):
            million = threshold / MILLION
            is_whole = million == round(million)
            self.initial["threshold"] = round(million) if is_whole else million.normalize()

    def clean_threshold(self) -> Decimal | None:
        """In the figure's own unit: amounts are typed in million VND."""
        threshold = self.cleaned_data["threshold"]
        if threshold is None or not is_of_money(self.cleaned_data.get("of", "")):
            return threshold
        if abs(threshold) >= MILLION:
            message = _("This is too large: less than 1,000,000 million VND. Is it in VND?")
            raise ValidationError(message)
        return threshold * MILLION

    def clean_sector(self) -> str:
        return ",".join(self.cleaned_data["sector"])

    @property
    def declared(self) -> Declaration:
        """What it says, once it is right."""
        return self.instance.declaration

    @property
    def seen(self) -> str:
        """What tells that it is stored as it was tried."""
        return hashlib.sha256(repr(self.declared).encode()).hexdigest()[:16]


def codes_offered() -> list[tuple[str, str]]:
    """The codes that an indicator may be made of, with what they are called."""
    return [
        *((figure.code, str(figure.name)) for figure in all_figures()),
        *((indicator.code, str(indicator.label)) for indicator in indicators()),
        *((rating.value, str(rating.label)) for rating in Rating),
    ]
