"""The form of what a unit reports beside its cooperatives: its fields are stored as cells are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..catalogue.figures import Reporter
from ..entry.columns import MARKS, SheetColumn
from ..entry.saving import Conflict, Entry, save_cells
from ..ground.calendar import Quarter
from ..ground.printing import NOTHING
from ..ground.unit_names import unit_inside
from ..ground.wording import day, period_inside
from ..history import Way
from ..returns.unit_fields import UnitFields

BASE = "base_"
"""Begins the name of what a field showed when the page was opened."""
LANGUAGE = "language"


@dataclass(frozen=True)
class FieldGroup:
    """The fields of one reporter, with what stands above them."""

    heading: str
    fields: list[forms.BoundField]


class UnitFieldsForm(forms.Form):
    """What a unit reports of a quarter. What can be stored is; what cannot says why at its field,
    and stands there as it was typed.
    """

    def __init__(self, data=None, *, fields: UnitFields):
        super().__init__(data, auto_id="unit_%s")
        self.source = fields
        self.locked = fields.locked
        stored, last = fields.texts(fields.record), fields.texts(fields.last)
        jumps = fields.jumps
        changed = {one.column.field: one.before for one in fields.changed}
        for column in fields.columns:
            self.fields[column.field] = _field_of(column)
            notes = _about(column, fields.period)
            if column.field in jumps:
                notes.append(format_html("<strong>{}</strong>", jumps[column.field]))
            elif last[column.field]:
                notes.append(_("last quarter: %(value)s") % {"value": last[column.field]})
            if column.field in changed:
                was = changed[column.field] or NOTHING
                notes.append(_("when the province last had it: %(value)s") % {"value": was})
            self.fields[column.field].help_text = format_html_join(
                mark_safe("<br>"), "{}", ((note,) for note in notes)
            )
            self.fields[column.field].disabled = bool(self.locked)
            self._hide(BASE + column.field, stored[column.field])
            self.initial[column.field] = stored[column.field]
        self._hide(LANGUAGE, get_language())

    def _hide(self, name: str, value: str) -> None:
        # A value with spaces at its ends is what the cell shows, and so goes back as it came.
        self.fields[name] = forms.CharField(
            required=False, strip=False, widget=forms.HiddenInput, initial=value
        )

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields by who reports them."""
        headings = {
            Reporter.GROUP: _("Cooperative groups, all together"),
            Reporter.UNIT: _("Figures of %(unit)s as a whole"),
            Reporter.PLAN_UNIT: _("Figures of %(unit)s as a whole"),
        }
        names = {"unit": unit_inside(self.source.unit.name)}
        return [
            FieldGroup(headings[reporter] % names, [self[column.field] for column in columns])
            for reporter, columns in self.source.by_reporter()
        ]

    def save(self) -> bool:
        """Store what can be stored; whether nothing was left. Raises LockedError."""
        if not self.is_valid():
            return False
        mark = MARKS.get(self.cleaned_data[LANGUAGE])
        typed = [
            Entry(
                self.source.unit.code,
                column.field,
                self.cleaned_data[column.field],
                self.cleaned_data[BASE + column.field],
                mark,
                mark,
            )
            for column in self.source.columns
        ]
        changed = [one for one in typed if one.text != one.base]
        with self.source.storing():
            outcome = save_cells(self.source, changed, Way.FORM)
        for refused in outcome.refused:
            self.add_error(refused.field, refused.message)
        for conflict in outcome.conflicts:
            self.add_error(conflict.field, _told(conflict))
        self._show_what_is_stored(outcome.conflicts)
        return not self.errors

    def _show_what_is_stored(self, conflicts: Iterable[Conflict]) -> None:
        """The page has then shown what is stored: to save it again replaces that."""
        self.data = self.data.copy()
        self.data[LANGUAGE] = get_language()
        stored = self.source.texts(self.source.record)
        for column in self.source.columns:
            self.data[BASE + column.field] = stored[column.field]
            if column.field not in self.errors:
                self.data[column.field] = stored[column.field]


def _told(conflict: Conflict) -> str:
    message = _(
        "%(by)s stored “%(stored)s” at %(at)s. Save again to replace it, or type it to keep it."
    )
    return message % {
        "by": conflict.by or _("Somebody"),
        "stored": conflict.text or NOTHING,
        "at": _moment(conflict.at),
    }


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else NOTHING


def _about(column: SheetColumn, period: Quarter) -> list[str]:
    """Of which time a figure is, and between which values it lies."""
    if column.figure.is_flow:
        notes = [_("of %(quarter)s alone") % {"quarter": period_inside(period)}]
    else:
        notes = [_("as on %(day)s") % {"day": day(period.ends_on)}]
    if column.limits:
        notes.append(_("from %(limits)s") % {"limits": column.limits})
    return [", ".join(notes)]


def _field_of(column: SheetColumn) -> forms.Field:
    unit = f" ({column.unit})" if column.unit else ""
    label = f"{capfirst(str(column.label))}{unit}"
    if column.choices:
        # By its words, as a cell holds it.
        words = [(column.show(value), column.show(value)) for value, _label in column.choices]
        return forms.ChoiceField(label=label, required=False, choices=[("", NOTHING), *words])
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)
