"""Which organisations a reader asks for: the form above the list, and what it means."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Activity, AdministrativeUnit, Kind, LegalStatus, Sector, User
from ..models.organisations import OrganisationQuerySet
from ..units.choosing import units_to_choose
from .notices import beyond_notice

ALL = "all"
OVERDUE = "overdue"
"""Suspended beyond what notices allow."""


class OrganisationFilter(forms.Form):
    """Search and choices over the organisations of a reader's scope on a day.

    Without a choice of state the list holds what is registered on the day.
    """

    q = forms.CharField(label=_("Name or number"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data, *, reader: User, day: date):
        super().__init__(data, auto_id="filter_%s")
        self.reader, self.day = reader, day
        reach = AdministrativeUnit.objects.in_scope_of(reader)
        code = data.get("unit", "")
        self.chosen_unit = reach.asked_for(code, day) if code else None
        self.fields["q"].widget.input_type = "search"
        self.fields["kind"].choices = [("", _("all kinds")), *Kind.choices]
        self.fields["sector"].choices = [("", _("all sectors")), *Sector.choices]
        self.fields["state"].choices = [
            ("", _("registered today")),
            *Activity.choices,
            (ALL, _("all, dissolved ones too")),
            (_("why suspended"), [*LegalStatus.choices, (OVERDUE, _("notice overdue"))]),
        ]
        self.fields["unit"].choices = [
            ("", _("everywhere")),
            *units_to_choose(reader, self.chosen_unit, day),
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.values())

    def asks_for(self, kind: Kind) -> bool:
        """Whether organisations of a kind are among those asked for; the form must be valid."""
        return self.cleaned_data["kind"] in ("", kind)

    def apply(self, organisations: OrganisationQuerySet) -> OrganisationQuerySet:
        """Those of the organisations that were asked for; the form must be valid."""
        asked = self.cleaned_data
        if asked["q"]:
            organisations = organisations.matching(asked["q"])
        if asked["kind"]:
            organisations = organisations.filter(kind=asked["kind"])
        if asked["sector"]:
            organisations = organisations.filter(sector=asked["sector"])
        if self.chosen_unit is not None:
            organisations = organisations.placed_in(self.chosen_unit, self.day)
        if asked["state"] in Activity.values:
            return organisations.filter(activity=asked["state"])
        if asked["state"] in LegalStatus.values:
            suspended = organisations.filter(activity=Activity.SUSPENDED)
            return suspended.filter(legal_status=asked["state"])
        if asked["state"] == OVERDUE:
            return organisations.filter(beyond_notice(self.day))
        return organisations if asked["state"] == ALL else organisations.registered_on(self.day)
