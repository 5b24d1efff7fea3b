"""A name and a number that may be another's."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Kind, Organisation, User
from ..models.record_form import RecordForm
from .lookalikes import Lookalikes


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
