"""The questions of a return as a form: a word for each, and one for all of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..catalogue.reasons import REASONS
from ..entry.sheet import Judged, SheetRow
from ..figures.checks import Kind
from ..ground.vietnamese import fold
from ..models import WarningAnswer
from ..returns.answering import Word, is_word
from ..returns.sheet import QuarterlySheet
from ..returns.submission import Blocker
from ..returns.unit_fields import UnitRow
from .forms import WordsField

LONGEST = WarningAnswer._meta.get_field("text").max_length

ASKED = "asked"
"""Names each question that a form was sent with, so that a word for one that has gone is found."""


class WordForm(forms.Form):
    """A reason of a list, words of one's own, or both."""

    # Any text: a note that was offered may have changed since.
    reason = WordsField(required=False, max_length=LONGEST, widget=forms.Select)
    text = WordsField(required=False, max_length=LONGEST, widget=forms.TextInput)

    def __init__(self, *args, kind: Kind, note: str = "", last: str = "", about: str, **kwargs):
        super().__init__(*args, **kwargs)
        reasons = [(str(text), f"{n}. {text}") for n, text in enumerate(REASONS[kind.asked], 1)]
        own = [(_("0. Note: “%(text)s”"), note), (_("As last time: “%(text)s”"), last)]
        offered = [(text, said % {"text": text}) for said, text in own if is_word(text)]
        chosen = self["reason"].value() or ""
        known = {"", *(value for value, _said in (*offered, *reasons))}
        kept = [] if chosen in known else [(chosen, chosen)]
        self.fields["reason"].widget.choices = [("", _("a reason…")), *offered, *reasons, *kept]
        self.fields["reason"].widget.attrs["aria-label"] = _("Reason: %(about)s") % {"about": about}
        self.fields["text"].widget.attrs |= {
            "aria-label": _("In words: %(about)s") % {"about": about},
            "placeholder": _("in words"),
            "maxlength": LONGEST,
        }

    def clean(self):
        cleaned = super().clean()
        word = _joined(cleaned)
        if word and not is_word(word):
            self.add_error("text", _("Say in a few words why the value is right."))
        if len(word) > LONGEST:
            self.add_error("text", _("Together with the reason this is too long: shorten it."))
        return cleaned | {"word": word}


class QuestionForm(WordForm):
    """The word of one question."""

    shared = forms.BooleanField(label=_("as above"), required=False, initial=True)


@dataclass(frozen=True)
class Question:
    """One open question, and the form of its word. name: whose and what it is about."""

    name: str
    row: SheetRow | UnitRow
    judged: Judged
    form: QuestionForm


@dataclass(frozen=True)
class Questions:
    """The open questions of one kind. form: the word for all of them; None for a single one."""

    kind: Kind
    form: WordForm | None
    each: Sequence[Question]


class Explanations:
    """The open questions of a return by kind, with the words that were sent for them (data)."""

    def __init__(
        self,
        sheet: QuarterlySheet,
        questions: Sequence[Blocker],
        data: Mapping | None = None,
    ) -> None:
        self._data, self._last = data, sheet.last_word if questions else ""
        self._open = questions

    @cached_property
    def kinds(self) -> list[Questions]:
        by_kind: dict[Kind, list[Blocker]] = {}
        for row, judged in self._open:
            by_kind.setdefault(judged.finding.kind, []).append((row, judged))
        return [self._of_kind(kind, asked) for kind, asked in by_kind.items()]

    def _of_kind(self, kind: Kind, asked: Sequence[Blocker]) -> Questions:
        options = {"kind": kind, "last": self._last}
        shared = None
        if len(asked) > 1:
            prefix = f"all-{slugify(fold(kind.name))}"
            shared = WordForm(self._data, prefix=prefix, about=kind.name, **options)
        each = []
        for row, judged in asked:
            name = f"{row.name}, {row.column(judged.finding.field).label}"
            form = QuestionForm(
                self._data, prefix=_mark(row, judged), about=name, note=row.note, **options
            )
            each.append(Question(name, row, judged, form))
        return Questions(kind, shared, each)

    # --- What was sent --------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Whether every word can be taken."""
        every = [one.form for of_kind in self.kinds for one in (of_kind, *of_kind.each)]
        # All are asked, so that each says what is wrong with it.
        return not [form for form in every if form is not None and not form.is_valid()]

    def words(self) -> list[Word]:
        """The word for each question that was given one, its own or that of its kind."""
        given = []
        for of_kind in self.kinds:
            of_all = of_kind.form.cleaned_data["word"] if of_kind.form else ""
            for one in of_kind.each:
                own = one.form.cleaned_data
                text = own["word"] or (of_all if own["shared"] else "")
                if text:
                    ground = self._data.get(f"{one.form.prefix}-ground")
                    given.append(Word(one.row.number, one.judged.finding.rule, text, ground))
        return given

    def gone(self) -> list[str]:
        """Words that were sent for questions that are not asked any more."""
        known = {one.form.prefix for of_kind in self.kinds for one in of_kind.each}
        asked = set(self._data.getlist(ASKED)) - known
        parts = ("reason", "text")
        sent = (_joined({one: self._data.get(f"{mark}-{one}") for one in parts}) for mark in asked)
        return sorted(filter(None, sent))


def _joined(given: Mapping[str, str | None]) -> str:
    """A reason with what was added to it."""
    return ": ".join(filter(None, (given.get("reason"), given.get("text"))))


def _mark(row: SheetRow | UnitRow, judged: Judged) -> str:
    """Tells a question from every other of the page."""
    return f"{row.record.pk}-{judged.finding.rule}"
