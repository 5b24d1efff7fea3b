"""Forms of the registry: a founding, what may happen to an organisation later, and its correction.

Each is made, checked and saved inside the transaction that locks what it is about.
"""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .duplicates import Lookalikes, lookalikes
from .models import AdministrativeUnit, Kind, Organisation, Placement, Sector, Suspension, User
from .record_form import RecordForm
from .registry import Life, changes_since, version_of
from .rules import (
    closed_move_problems,
    follow_founding,
    founding_problems,
    founding_removal_problems,
    lock_units,
    moves_of,
    organisation_problems,
)


class DayField(forms.DateField):
    """A day, typed as it is written in Vietnam. A browser's own field for days would show it in the
    order of the browser's language, which is often not the clerk's.
    """

    default_error_messages = {
        "invalid": gettext_lazy(
            "%(value)s is no day: write day, month and year, for example 30/6/2023."
        )
    }

    def __init__(self, *, help_text: str | Promise = "", **options):
        example = gettext_lazy("Day/month/year, for example 30/6/2023.")
        help_text = format_lazy("{} {}", help_text, example) if help_text else example
        super().__init__(help_text=help_text, **options)
        self.widget.attrs["autocomplete"] = "off"

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            error.params = {"value": value}
            raise


def day_shown(day: date) -> str:
    """A day inside a sentence."""
    return date_format(day, "SHORT_DATE_FORMAT")


# --- A name and a number that may be another's ----------------------------------------------------


class IdentityForm(RecordForm):
    """What tells an organisation from others; what may be the same one is to be compared first.

    reader: whose scope says what is shown of others, as on `day`.
    """

    constraint_fields = {
        "cooperatives_and_unions_have_a_number": "registration_number",
        "registration_number_is_unique_within_kind": "registration_number",
        "dissolved_after_founding": "founded_on",
        "founded_since_1945": "founded_on",
        "only_cooperatives_join_unions": "union",
    }

    class Meta:
        model = Organisation
        fields = ["name", "registration_number", "sector", "founded_on", "union"]
        field_classes = {"founded_on": DayField}

    def __init__(self, *args, reader: User, day: date, **options):
        super().__init__(*args, **options)
        self.reader, self.day = reader, day
        for name in ("name", "registration_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["union"].empty_label = _("none")
        self.fields["union"].queryset = self._unions()
        if self.instance.union_id is None and not self.fields["union"].queryset.exists():
            del self.fields["union"]
        elif self.instance.pk:
            self._keep_stored_choice("union", self.fields["union"])

    def _unions(self):
        unions = Organisation.objects.filter(kind=Kind.UNION)
        return unions.in_scope_of(self.reader, self.day).filter(
            Q(pk__in=unions.registered_on(self.day)) | Q(pk=self.instance.union_id)
        )

    def lookalikes(self) -> Lookalikes:
        """What the organisation, as typed, may be mistaken for."""
        raise NotImplementedError


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
            "unit": self.placement.unit.name,
            "year": self.instance.founded_on.year,
        }


# --- What happens to an organisation that is there ------------------------------------------------


class LifeForm(RecordForm):
    """One change in an organisation's life.

    What was shown when the form was opened comes back with it: the version, which tells whether
    somebody else changed the organisation meanwhile, and each field's value, which tells what this
    person changed.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, life: Life, data=None, **options):
        self.life = life
        initial = {"version": version_of(life.organisation.pk)}
        super().__init__(data, instance=self.record_of(life), initial=initial, **options)
        for name in self._meta.fields:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    @classmethod
    def why_not(cls, life: Life) -> str:
        """Why there is nothing of this to record, or "" where there is."""
        return ""

    def record_of(self, life: Life):
        """The record of a life that changes."""
        return life.organisation

    def changes_meanwhile(self, reader: User):
        """What was changed since the form was opened, the newest first."""
        return changes_since(self["version"].data or "", reader, self.life.organisation.pk)

    def over_what_is_stored(self) -> "LifeForm":
        """The form over what is stored now: what this person changed stays as it was typed, all
        else is as somebody else left it.
        """
        data = self.data.copy()
        data[self.add_prefix("version")] = self["version"].initial
        for name in self._meta.fields:
            if name in self.fields:
                stored = self[name].initial
                stored = "" if stored is None else stored
                data[self.add_initial_prefix(name)] = stored
                if name not in self.changed_data:
                    data[self.add_prefix(name)] = stored
        return self.again(data)

    def again(self, data) -> "LifeForm":
        """The same form over other data."""
        return type(self)(self.life, data)

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to store."""
        return bool(set(self.changed_data) & set(self._meta.fields))

    def broken_rules(self):
        return self.life.problems()

    def recorded(self) -> str:
        """What was stored, and what follows from it."""
        raise NotImplementedError

    @property
    def _named(self) -> dict[str, str]:
        return {"name": self.life.organisation.name}


class TakingBack(LifeForm):
    """Takes back what was recorded by mistake: there is nothing to fill in."""

    def __init__(self, life, data=None):
        super().__init__(life, data, auto_id="taking_back_%s")  # stands beside another form

    @property
    def changes_anything(self) -> bool:
        """Taking back always does."""
        return True


class CorrectionForm(LifeForm, IdentityForm):
    """Mends what was recorded wrongly: the name, the number, the sector, the day of founding."""

    def __init__(self, life: Life, data=None, **options):
        self.before = Organisation(
            name=life.organisation.name,
            registration_number=life.organisation.registration_number,
            founded_on=life.organisation.founded_on,
        )
        self.moved: list[Placement] = []
        super().__init__(life, data, **options)
        if life.organisation.kind != Kind.COOPERATIVE:
            self.fields.pop("union", None)

    def again(self, data):
        return type(self)(self.life, data, reader=self.reader, day=self.day)

    def broken_rules(self):
        self.moved = follow_founding(
            self.life.placements, self.before.founded_on, self.instance.founded_on
        )
        outside = [found for one in self.moved for found in founding_problems(one)]
        return [*super().broken_rules(), *outside]

    def field_of(self, found):
        if any(found.record is placement for placement in self.moved):
            return "founded_on"
        return super().field_of(found)

    def lookalikes(self):
        is_new_name = self.instance.name != self.before.name
        return lookalikes(
            self.reader,
            self.day,
            self.instance,
            number=self.instance.registration_number != self.before.registration_number,
            units=[one.unit for one in self.life.placements] if is_new_name else (),
        )

    def save(self, commit=True):
        """Store the organisation, and the placement that moves with its founding."""
        organisation = super().save(commit)
        for placement in self.moved:
            placement.save()
        return organisation

    def recorded(self):
        names = [self.fields[name].label for name in self.changed_data if name in self._meta.fields]
        return _("Corrected: %(name)s (%(fields)s). Pages and counts show it at once.") % {
            **self._named,
            "fields": ", ".join(map(str, names)),
        }


class SuspensionForm(LifeForm):
    """A ceasing, until a day that is not known; or the correction of the one that is open."""

    constraint_fields = {"suspension_begins_once_a_day": "valid_from"}

    class Meta:
        model = Suspension
        fields = ["valid_from", "reason"]
        field_classes = {"valid_from": DayField}
        labels = {"valid_from": gettext_lazy("Not working from")}
        help_texts = {"valid_from": gettext_lazy("The first day on which it does not work.")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"].required = True

    def record_of(self, life):
        if life.open_suspension is None:
            life.suspensions.append(Suspension(organisation=life.organisation))
            return life.suspensions[-1]
        return life.open_suspension

    def recorded(self):
        return _(
            "Recorded: %(name)s does not work from %(day)s on. From that day it is still "
            "registered, but does not count as operating."
        ) % {**self._named, "day": day_shown(self.instance.valid_from)}


class SuspensionTakingBack(TakingBack):
    """It never ceased: the open suspension goes."""

    class Meta:
        model = Suspension
        fields = []

    @classmethod
    def why_not(cls, life):
        return "" if life.open_suspension else _("It is not suspended.")

    def record_of(self, life):
        return life.open_suspension

    def broken_rules(self):
        self.life.suspensions.remove(self.instance)
        return self.life.problems()

    def save(self, commit=True):
        """Take the suspension out; its history stays."""
        self.instance.delete()
        return self.instance

    def recorded(self):
        return _(
            "Taken back: %(name)s did not cease. From %(day)s on it no longer counts as suspended."
        ) % {**self._named, "day": day_shown(self.instance.valid_from)}


class ResumptionForm(LifeForm):
    """The end of the last suspension, or its correction."""

    constraint_fields = {"suspension_ends_after_it_begins": "valid_to"}

    class Meta:
        model = Suspension
        fields = ["valid_to"]
        field_classes = {"valid_to": DayField}
        labels = {"valid_to": gettext_lazy("Working again from")}
        help_texts = {"valid_to": gettext_lazy("The first day on which it worked again.")}

    @classmethod
    def why_not(cls, life):
        return "" if life.suspensions else _("It was never suspended: it cannot resume.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["valid_to"].required = True

    def record_of(self, life):
        return life.open_suspension or life.last_suspension

    def recorded(self):
        return _(
            "Recorded: %(name)s works again from %(day)s on. From that day it no longer counts as "
            "suspended."
        ) % {**self._named, "day": day_shown(self.instance.valid_to)}


class ResumptionTakingBack(TakingBack):
    """It has not resumed: its last suspension is open again."""

    class Meta:
        model = Suspension
        fields = []

    @classmethod
    def why_not(cls, life):
        has_resumed = life.suspensions and not life.open_suspension
        return "" if has_resumed else _("It has not resumed.")

    def record_of(self, life):
        return life.last_suspension

    def clean(self):
        self.instance.valid_to = None
        return super().clean()

    def recorded(self):
        return _(
            "Taken back: %(name)s has not resumed. It counts as suspended from %(day)s on."
        ) % {**self._named, "day": day_shown(self.instance.valid_from)}


class DissolutionForm(LifeForm):
    """A dissolution, or the correction of its day."""

    constraint_fields = {"dissolved_after_founding": "dissolved_on"}

    class Meta:
        model = Organisation
        fields = ["dissolved_on"]
        field_classes = {"dissolved_on": DayField}
        labels = {"dissolved_on": gettext_lazy("Dissolved on")}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["dissolved_on"].required = True

    def recorded(self):
        return _(
            "Recorded: %(name)s is dissolved on %(day)s. From that day it counts neither as "
            "registered nor as operating."
        ) % {**self._named, "day": day_shown(self.instance.dissolved_on)}


class DissolutionTakingBack(TakingBack):
    """It was not dissolved."""

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def why_not(cls, life):
        return "" if life.organisation.dissolved_on else _("It is not dissolved.")

    def clean(self):
        self.instance.dissolved_on = None
        return super().clean()

    def recorded(self):
        return _("Taken back: %(name)s is not dissolved. It counts as registered.") % self._named


class FoundingTakingBack(TakingBack):
    """It was recorded by mistake, for example twice."""

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def why_not(cls, life):
        return " ".join(found.message for found in founding_removal_problems(life.organisation))

    def save(self, commit=True):
        """Take the organisation out with its placement; its history stays."""
        self.instance.delete()
        return self.instance

    def recorded(self):
        return _("Taken back: the founding of %(name)s. It is counted nowhere.") % self._named
