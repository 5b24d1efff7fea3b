"""Taking back what was recorded by mistake."""

from django.utils.translation import gettext as _

from ..counting import Cause
from ..models import Organisation, Suspension
from .forms import DissolutionForm, LifeForm
from .identity import day_shown
from .removal import founding_removal_problems
from .succession import GroupEnd


class TakingBack(LifeForm):
    """Takes back what was recorded by mistake: there is nothing to fill in."""

    cause = Cause.TAKEN_BACK

    def __init__(self, life, data=None):
        super().__init__(life, data, auto_id="taking_back_%s")  # stands beside another form

    @property
    def changes_anything(self) -> bool:
        """Taking back always does."""
        return True


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


class RenewalTakingBack(TakingBack):
    """There was no new notice."""

    class Meta:
        model = Suspension
        fields = []

    @classmethod
    def why_not(cls, life):
        span = life.open_suspension
        return "" if span and span.renewed_on else _("No new notice is recorded.")

    def record_of(self, life):
        return life.open_suspension

    def clean(self):
        self.instance.renewed_on = None
        return super().clean()

    def recorded(self):
        return _(
            "Taken back: the new notice of %(name)s. Its first notice holds from %(day)s on."
        ) % {**self._named, "day": day_shown(self.instance.valid_from)}


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


class DissolutionTakingBack(TakingBack):
    """It was not dissolved."""

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def why_not(cls, life):
        if not life.organisation.dissolved_on:
            return _("It is not dissolved.")
        return DissolutionForm.why_not(life)

    def clean(self):
        self.instance.dissolved_on = None
        return super().clean()

    def recorded(self):
        return _("Taken back: %(name)s is not dissolved. It counts as registered.") % self._named


class FoundingTakingBack(TakingBack):
    """It was recorded by mistake, for example twice. The group that it was has not ended then."""

    cause = Cause.REMOVAL

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def why_not(cls, life):
        return " ".join(found.message for found in founding_removal_problems(life.organisation))

    @property
    def changed_from(self):
        return self.instance.founded_on

    def __init__(self, life, data=None):
        self.was = GroupEnd.before(life.organisation)
        super().__init__(life, data)

    def broken_rules(self):
        if self.was is None:
            return super().broken_rules()
        self.was.take_back()
        return self.was.problems() if self.keeps_constraints(self.was.group) else []

    def save(self, commit=True):
        """Take the organisation out with its placement; its history stays."""
        self.instance.delete()
        if self.was:
            self.was.group.save()
        return self.instance

    def recorded(self):
        said = _("Taken back: the founding of %(name)s. It is counted nowhere.") % self._named
        if self.was is None:
            return said
        again = _("%(group)s has not ended: it counts as registered.")
        return f"{said} {again % {'group': self.was.group.name}}"
