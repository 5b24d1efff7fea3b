"""Forms of the registry: a founding, what may happen to an organisation later, and its correction.

Each is made, checked and saved inside the transaction that locks what it is about.
"""

from datetime import date
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..counting import Cause
from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, Kind, Organisation, Placement, Suspension, User
from ..models.record_form import RecordForm
from .identity import DayField, IdentityForm, day_shown
from .life import Life, changes_since, version_of
from .lookalikes import lookalikes
from .rules import follow_founding, founding_problems, successor_of
from .succession import GroupEnd
from .touched import quarters_with_figures

# --- What happens to an organisation that is there ------------------------------------------------


class LifeForm(RecordForm):
    """One change in an organisation's life.

    What was shown when the form was opened comes back with it: the version, which tells whether
    somebody else changed the organisation meanwhile, and each field's value, which tells what this
    person changed.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    cause: ClassVar[Cause]
    placed_in: tuple[AdministrativeUnit, ...] = ()
    day_of_end = ""
    """The field with the day from which it does not operate, if the form has one."""

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

    @property
    def organisation(self) -> Organisation:
        """The one whose life changes."""
        return self.life.organisation

    @property
    def changed_from(self) -> date | None:
        """The first day on which anything counts otherwise, None where nothing does."""
        return self.life.changed_from

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

    def touched(self) -> list[Quarter]:
        """The quarters with figures at whose end it does not operate any more by what was typed:
        asked about before it is stored.
        """
        if self.day_of_end not in self.changed_data:
            return []
        return quarters_with_figures(self.life.organisation, self.cleaned_data[self.day_of_end])

    def recorded(self) -> str:
        """What was stored, and what follows from it."""
        raise NotImplementedError

    @property
    def _named(self) -> dict[str, str]:
        return {"name": self.life.organisation.name}


class CorrectionForm(LifeForm, IdentityForm):
    """Mends what was recorded wrongly: the name, the number, the sector, the day of founding. Day
    and number of the group that it was follow.
    """

    cause = Cause.CORRECTION

    def __init__(self, life: Life, data=None, **options):
        self.before = Organisation(
            name=life.organisation.name,
            registration_number=life.organisation.registration_number,
            founded_on=life.organisation.founded_on,
        )
        self.moved: list[Placement] = []
        self.was = GroupEnd.before(life.organisation)
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
        of_group = []
        if self.was:
            self.was.follow(self.instance)
            of_group = self.was.problems() if self.keeps_constraints(self.was.group) else []
        return [*super().broken_rules(), *outside, *of_group]

    def field_of(self, found):
        if any(found.record is placement for placement in self.moved):
            return "founded_on"
        return (self.was and self.was.field_of(found)) or super().field_of(found)

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
        """Store the organisation, and the placement and the group that follow its founding."""
        organisation = super().save(commit)
        for placement in self.moved:
            placement.save()
        if self.was and {"founded_on", "registration_number"} & set(self.changed_data):
            self.was.group.save()
        return organisation

    def recorded(self):
        names = [self.fields[name].label for name in self.changed_data if name in self._meta.fields]
        return _("Corrected: %(name)s (%(fields)s). Pages and counts show it at once.") % {
            **self._named,
            "fields": ", ".join(map(str, names)),
        }


class SuspensionForm(LifeForm):
    """A ceasing, until a day that is not known; or the correction of the one that is open."""

    cause = Cause.SUSPENSION
    constraint_fields = {"suspension_begins_once_a_day": "valid_from"}
    day_of_end = "valid_from"

    class Meta:
        model = Suspension
        fields = ["valid_from", "legal_status", "reason"]
        field_classes = {"valid_from": DayField}
        labels = {"valid_from": gettext_lazy("Not working from")}
        help_texts = {
            "valid_from": gettext_lazy("The first day on which it does not work."),
            "legal_status": gettext_lazy("As the registry keeps it: by its own notice, or other."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"].required = True
        self.fields["legal_status"].required = False  # who names none means that by notice

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


class RenewalForm(LifeForm):
    """A new notice of an open suspension, or the correction of its day."""

    cause = Cause.SUSPENSION
    constraint_fields = {
        "renewed_after_suspension_began": "renewed_on",
        "renewed_before_suspension_ended": "renewed_on",
    }

    class Meta:
        model = Suspension
        fields = ["renewed_on"]
        field_classes = {"renewed_on": DayField}
        labels = {"renewed_on": gettext_lazy("New notice holds from")}
        help_texts = {
            "renewed_on": gettext_lazy("Of several, that of the newest: a notice holds 12 months."),
        }

    @classmethod
    def why_not(cls, life):
        span = life.open_suspension
        if span and span.is_by_notice:
            return ""
        return _("It is not suspended by notice: there is nothing to renew.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["renewed_on"].required = True

    def record_of(self, life):
        return life.open_suspension

    def recorded(self):
        return _(
            "Recorded: a new notice of %(name)s holds from %(day)s on, for 12 months at most."
        ) % {**self._named, "day": day_shown(self.instance.renewed_on)}


class ResumptionForm(LifeForm):
    """The end of the last suspension, or its correction."""

    cause = Cause.RESUMPTION
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


class DissolutionForm(LifeForm):
    """A dissolution, or the correction of its day."""

    cause = Cause.ENDING
    constraint_fields = {"dissolved_after_founding": "dissolved_on"}
    day_of_end = "dissolved_on"

    class Meta:
        model = Organisation
        fields = ["dissolved_on"]
        field_classes = {"dissolved_on": DayField}
        labels = {"dissolved_on": gettext_lazy("Dissolved on")}

    @classmethod
    def why_not(cls, life):
        if successor_of(life.organisation):
            return _("It ended by becoming a cooperative: correct that on the cooperative's page.")
        return ""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["dissolved_on"].required = True

    def recorded(self):
        return _(
            "Recorded: %(name)s is dissolved on %(day)s. From that day it counts neither as "
            "registered nor as operating."
        ) % {**self._named, "day": day_shown(self.instance.dissolved_on)}
