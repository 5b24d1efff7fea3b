"""The form of one record: constraints and rules across rows are errors of the form, at the fields
that they are about.
"""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from ..ground.problems import Problem
from . import Organisation
from .base import Record


class RecordForm(forms.ModelForm):
    """A form of a record whose stored choices stay valid outside the writer's reach."""

    constraint_fields: ClassVar[dict[str, str]] = {}
    """By the name of a constraint over several fields: the field of the form that shows it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_the_record = {field.name for field in self._meta.model._meta.get_fields()}
        for name, field in self.fields.items():
            is_choice = isinstance(field, forms.ModelChoiceField) and field.queryset is not None
            if is_choice and name in of_the_record:
                self._keep_stored_choice(name, field)

    def _keep_stored_choice(self, name: str, field: forms.ModelChoiceField) -> None:
        stored = getattr(self.instance, self._meta.model._meta.get_field(name).attname)
        if stored is None or field.queryset.filter(pk=stored).exists():
            return
        reach = field.queryset
        field.queryset = reach.model._default_manager.filter(
            Q(pk__in=reach.order_by().values("pk")) | Q(pk=stored)
        )
        if issubclass(reach.model, Organisation):
            field.label_from_instance = lambda organisation: (
                _("(not within your reach)") if organisation.pk == stored else str(organisation)
            )

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        # Django skips a constraint over a field that the form does not hold; the database does not.
        if self.keeps_constraints(self.instance):
            self.refuse(self.broken_rules())

    def keeps_constraints(self, record: Record) -> bool:
        """Whether a record that is stored with the form keeps its constraints; what it breaks is
        shown at the fields of the form.
        """
        try:
            record.validate_constraints()
        except ValidationError as error:
            self._update_errors(ValidationError({NON_FIELD_ERRORS: error.messages}))
            return False
        return True

    def _update_errors(self, errors):
        # Django shows what breaks a constraint over several fields above the form.
        shown_at = {
            str(constraint.get_violation_error_message()): field
            for constraint in self._meta.model._meta.concrete_model._meta.constraints
            if (field := self.constraint_fields.get(constraint.name)) in self.fields
        }
        by_field: dict[str, list] = {}
        for field, found in errors.update_error_dict({}).items():
            for error in found:
                of_whole = field == NON_FIELD_ERRORS and shown_at.get(str(error.message))
                by_field.setdefault(of_whole or field, []).append(error)
        super()._update_errors(ValidationError(by_field))

    def broken_rules(self) -> Iterable[Problem]:
        """What the record breaks beside others; asked once it is right by itself."""
        return []

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show broken rules at the fields that they are about, or above the form; each there once,
        as two records that the form stores may break the same.
        """
        for found in problems:
            field = self.field_of(found)
            if not set(found.error.messages) <= set(self.errors.get(field or NON_FIELD_ERRORS, [])):
                self.add_error(field, found.error)

    def field_of(self, found: Problem) -> str | None:
        """The field of the form that shows a broken rule, or None for above the form."""
        is_here = found.record is self.instance and found.field in self.fields
        return found.field if is_here else None
