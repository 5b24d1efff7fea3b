"""The form of what a unit reports beside its cooperatives: its fields are stored as cells are."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..entry.columns import MARKS, SheetColumn
from ..entry.saving import Conflict, Entry, save_cells
from ..entry.sheet import Judged
from ..figures.answers import last_word_of
from ..files.columns import CellError
from ..ground.calendar import Quarter
from ..ground.printing import NOTHING
from ..ground.wording import day, period_inside
from ..history import Way
from ..returns.answering import Word, answer_warnings
from ..returns.unit_fields import UnitFields
from .explanations import WordForm

# With hyphens, as codes of figures have none.
BASE = "base-"
"""Begins the name of what a field showed when the page was opened."""
WORD = "word-"
"""Begins the names of the word for what is unusual about a field."""
LANGUAGE = "page-language"
SENT_BESIDE = "csrfmiddlewaretoken"
"""What the page sends beside the form, under a name that may be a figure's code."""


@dataclass(frozen=True)
class ShownField:
    """A field, and the form of the word that is asked for what is unusual about its value: None
    where nothing is asked. ground: the values that the word would be about.
    """

    field: forms.BoundField
    word: WordForm | None = None
    ground: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """The fields of one reporter, with what stands above them."""

    heading: str
    fields: list[ShownField]


@dataclass(frozen=True)
class ShownForm:
    """A form as its template shows it. A template would take `form.groups` for a field with that
    code: codes of figures may be any word.
    """

    groups: list[FieldGroup]
    hidden: list[forms.BoundField]
    locked: str
    is_bound: bool
    has_errors: bool


class UnitFieldsForm(forms.Form):
    """What a unit reports of a quarter, and why it is right where it is unusual. What can be stored
    is; what cannot says why at its field, and stands there as it was typed.
    """

    def __init__(self, data=None, *, fields: UnitFields):
        super().__init__(data, auto_id="unit_%s")
        self.source = fields
        self.locked = fields.locked
        stored = fields.texts(fields.record)
        for column in fields.columns:
            self.fields[column.field] = _field_of(column)
            self.fields[column.field].disabled = bool(self.locked)
            self._hide(BASE + column.field, stored[column.field])
            self.initial[column.field] = stored[column.field]
        self._hide(LANGUAGE, get_language())
        self._note()

    def _note(self) -> None:
        """Note beside each field what is to be known of what is stored there."""
        source = self.source
        last = source.texts(source.last)
        changed = {one.column.field: one.before for one in source.changed}
        judged = {one.finding.field: one for one in source.row.findings}
        self.asked = {} if self.locked else {name: j for name, j in judged.items() if j.is_open}
        self.words = {name: self._word(j) for name, j in self.asked.items()}
        for column in source.columns:
            notes = _about(column, source.period)
            if found := judged.get(column.field):
                notes.append(format_html("<strong>{}</strong>", found.finding.message))
                if found.answer:
                    said = _("Explained by %(by)s: “%(text)s”")
                    notes.append(said % {"by": found.answer.by, "text": found.answer.text})
            elif last[column.field]:
                notes.append(_("last quarter: %(value)s") % {"value": last[column.field]})
            if column.field in changed:
                was = changed[column.field] or NOTHING
                notes.append(_("when the province last had it: %(value)s") % {"value": was})
            self.fields[column.field].help_text = format_html_join(
                mark_safe("<br>"), "{}", ((note,) for note in notes)
            )

    def _word(self, judged: Judged) -> WordForm:
        return WordForm(
            self.data if self.is_bound else None,
            prefix=WORD + judged.finding.field,
            kind=judged.finding.kind,
            last=self._last_word,
            about=str(self.source.column(judged.finding.field).label),
        )

    @cached_property
    def _last_word(self) -> str:
        return last_word_of(self.source.reader)

    def _hide(self, name: str, value: str) -> None:
        # A value with spaces at its ends is what the cell shows, and so goes back as it came.
        self.fields[name] = forms.CharField(
            required=False, strip=False, widget=forms.HiddenInput, initial=value
        )

    def add_prefix(self, field_name: str) -> str:
        """The name under which a field is sent."""
        return f"{field_name}-figure" if field_name.endswith(SENT_BESIDE) else field_name

    @property
    def shown(self) -> ShownForm:
        """What its template shows."""
        return ShownForm(
            self.groups, self.hidden_fields(), self.locked, self.is_bound, bool(self.errors)
        )

    @property
    def groups(self) -> list[FieldGroup]:
        """The fields by who reports them."""
        return [
            FieldGroup(heading, [self._shown(one.field) for one in columns])
            for heading, columns in self.source.groups()
        ]

    def _shown(self, name: str) -> ShownField:
        if name not in self.asked:
            return ShownField(self[name])
        return ShownField(self[name], self.words[name], self.asked[name].finding.ground)

    def save(self) -> bool:
        """Store what can be stored; whether nothing was left. Raises LockedError."""
        self.full_clean()
        mark = MARKS.get(self.cleaned_data.get(LANGUAGE))
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
            if {column.field, BASE + column.field} <= self.cleaned_data.keys()
        ]
        changed = [one for one in typed if one.text != one.base]
        with self.source.storing():
            outcome = save_cells(self.source, changed, Way.FORM)
        for refused in outcome.refused:
            self.add_error(refused.field, refused.message)
        for conflict in outcome.conflicts:
            self.add_error(conflict.field, _told(conflict))
        self._explain()
        self._show_what_is_stored()
        return not self.errors

    @property
    def open(self) -> int:
        """How many values wait for a word."""
        return len(self.asked)

    def _explain(self) -> None:
        """Keep the words that were given; each is about the values that its writer saw."""
        for name, form in self.words.items():
            if not form.is_valid():
                self.add_error(name, [error for of in form.errors.values() for error in of])
            elif text := form.cleaned_data["word"]:
                ground = self.data.get(f"{WORD}{name}-ground", "")
                rule = self.asked[name].finding.rule
                word = Word(self.source.unit.code, rule, text, ground)
                try:
                    answer_warnings(self.source, [word], Way.FORM)
                except ValidationError as error:
                    said = _("%(why)s You wrote: “%(text)s”")
                    self.add_error(name, said % {"why": error.messages[0], "text": text})

    def _show_what_is_stored(self) -> None:
        """The page has then shown what is stored: to save it again replaces that."""
        self.data = self.data.copy()
        self.data[LANGUAGE] = get_language()
        stored = self.source.texts(self.source.record)
        for column in self.source.columns:
            self.data[self.add_prefix(BASE + column.field)] = stored[column.field]
            if column.field not in self.errors:
                self.data[self.add_prefix(column.field)] = stored[column.field]
        self.source.look_again()
        self._note()


class _ChoiceField(forms.ChoiceField):
    """Its words may be those of a page that was opened in another language."""

    def __init__(self, column: SheetColumn, **options):
        self.column = column
        super().__init__(**options)

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value)
        try:
            return self.column.show(self.column.read(text))
        except CellError:
            return text


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
    label = column.label_with_unit
    if column.choices:
        # By its words, as a cell holds it.
        words = [(column.show(value), column.show(value)) for value, _label in column.choices]
        return _ChoiceField(column, label=label, required=False, choices=[("", NOTHING), *words])
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)
