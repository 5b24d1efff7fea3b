"""The form of a founding."""

from datetime import date

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..counting import Cause
from ..ground.unit_names import unit_inside
from ..models import AdministrativeUnit, Kind, Organisation, Placement, Sector
from ..models.locks import lock_units
from .identity import IdentityForm, day_shown
from .lookalikes import lookalikes
from .moves import closed_move_problems, moves_of
from .rules import founding_problems, organisation_problems

# --- A founding -----------------------------------------------------------------------------------


class UnitField(forms.ModelChoiceField):
    """A unit, in the order of the tree; what does not exist today says when it did."""

    def __init__(self, *, day: date, **options):
        self.day = day
        super().__init__(**options)

    def label_from_instance(self, unit: AdministrativeUnit) -> str:
        """The name, with its time where that does not hold the day."""
        if unit.covers(self.day):
            return unit.name
        if unit.valid_from > self.day:
            begin = day_shown(unit.valid_from)
            return _("%(unit)s (from %(day)s)") % {"unit": unit.name, "day": begin}
        return _("%(unit)s (until %(day)s)") % {
            "unit": unit.name,
            "day": day_shown(unit.last_day),
        }


class FoundingForm(IdentityForm):
    """A new organisation and the unit where it is placed from its founding on.

    area: the unit at or under which it may be placed.
    """

    class Meta(IdentityForm.Meta):
        fields = ["kind", *IdentityForm.Meta.fields]
        widgets = {"kind": forms.RadioSelect}

    field_order = [
        "kind",
        "name",
        "registration_number",
        "sector",
        "founded_on",
        "unit",
        "union",
    ]

    cause = Cause.FOUNDING

    def __init__(self, *args, area: AdministrativeUnit, **options):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in Kind]
        self.fields["kind"].initial = Kind.COOPERATIVE
        self.fields["sector"].choices = [("", _("– choose –")), *Sector.choices]
        self.fields["sector"].initial = ""
        self.fields["unit"] = UnitField(
            label=capfirst(_("unit")),
            queryset=AdministrativeUnit.objects.in_scope_of(self.reader).under(area),
            day=self.day,
            empty_label=_("– choose –"),
        )
        self.order_fields(self.field_order)
        self.placement: Placement | None = None

    @property
    def organisation(self) -> Organisation:
        """The one that is founded."""
        return self.instance

    @property
    def changed_from(self) -> date:
        """The day from which on it counts."""
        return self.instance.founded_on

    @property
    def placed_in(self) -> tuple[AdministrativeUnit, ...]:
        """The unit in which it lies then."""
        return (self.placement.unit,)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") != Kind.COOPERATIVE:
            cleaned["union"] = None  # the field is only there for cooperatives
        if unit := cleaned.get("unit"):
            # Whoever else founds something of this name here waits.
            lock_units([unit.pk])
            self.placement = Placement(
                organisation=self.instance, unit=unit, valid_from=cleaned.get("founded_on")
            )
        return cleaned

    def broken_rules(self):
        found = organisation_problems(self.instance, [self.placement], [])
        moves = moves_of(self.instance, [self.placement], [])
        return [
            *found,
            *founding_problems(self.placement),
            *closed_move_problems((), moves),
        ]

    def field_of(self, found):
        if found.record is self.placement:
            return "unit" if found.field == "unit" else "founded_on"
        return super().field_of(found)

    def lookalikes(self):
        if self.placement is None or self.instance.founded_on is None:
            return lookalikes(self.reader, self.day, self.instance)
        return lookalikes(self.reader, self.day, self.instance, units=[self.placement.unit])

    def save(self, commit=True):
        """Store the organisation and its placement."""
        organisation = super().save(commit)
        self.placement.save()
        return organisation

    def recorded(self) -> str:
        """What was stored, and what follows from it."""
        return _(
            "Recorded: %(name)s, founded on %(day)s in %(unit)s. It counts as registered from that "
            "day on, and as newly founded in %(year)s; on the overview from the quarter of that "
            "day on."
        ) % {
            "name": self.instance.name,
            "day": day_shown(self.instance.founded_on),
            "unit": unit_inside(self.placement.unit.name),
            "year": self.instance.founded_on.year,
        }
