"""What the import page asks before a file can be read or stored."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..files.refusals import RowError
from ..files.table import Place
from ..ground.numbers import Mark, read_number
from ..imports import ImportOutcome


@dataclass(frozen=True)
class Choice:
    """One answer: its value in the form, and what it is called; hint: what speaks for it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class ImportQuestion:
    """A question with its choices. option: which of the import's options answers it. places: where
    in the file it comes up.
    """

    option: str
    title: str
    text: str
    choices: tuple[Choice, ...]
    places: tuple[RowError, ...] = ()


def question_of(outcome: ImportOutcome) -> ImportQuestion | None:
    """What has to be chosen, where that is all that keeps the file out."""
    if not outcome.is_question:
        return None
    if outcome.open_sheets:
        return _which_sheet(outcome.open_sheets)
    if outcome.open_number:
        return _which_mark(outcome)
    if outcome.open_amounts:
        return _which_amounts(outcome)
    return _how_plans_stand(outcome)


def _which_amounts(outcome: ImportOutcome) -> ImportQuestion:
    return ImportQuestion(
        "as_written",
        _("Are these amounts meant in VND?"),
        _("The file holds values in VND. If millions are meant, cancel and write all digits."),
        (Choice("yes", _("Yes, as they are written")),),
        tuple(outcome.errors),
    )


def _which_sheet(places: tuple[Place, ...]) -> ImportQuestion:
    return ImportQuestion(
        "sheet",
        _("Which sheet is meant?"),
        _("These sheets of the file have the columns. One is read, the others are left alone."),
        tuple(Choice(place.sheet, place.sheet, _about(place)) for place in places),
    )


def _about(place: Place) -> str:
    said = ngettext("%(rows)s row", "%(rows)s rows", place.rows) % {
        "rows": number_format(place.rows, use_l10n=True, force_grouping=True)
    }
    return said if place.is_visible else _("%(rows)s, hidden") % {"rows": said}


def _which_mark(outcome: ImportOutcome) -> ImportQuestion:
    text, row = outcome.open_number, outcome.errors[0].row
    return ImportQuestion(
        "decimal",
        _("Which decimal mark does the file have?"),
        _(
            "Each number of the file can be read in two ways, and none tells which is meant. The "
            "first is “%(text)s” in row %(row)s."
        )
        % {"text": text, "row": row},
        (
            Choice(Mark.COMMA, _("Comma"), _reading(text, Mark.COMMA)),
            Choice(Mark.POINT, _("Point"), _reading(text, Mark.POINT)),
        ),
    )


def _reading(text: str, mark: Mark) -> str:
    number = read_number(text, mark) or Decimal()
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    shown = number_format(Decimal(plain), use_l10n=True, force_grouping=True)
    return _("“%(text)s” becomes %(number)s") % {"text": text, "number": shown}


def _how_plans_stand(outcome: ImportOutcome) -> ImportQuestion:
    return ImportQuestion(
        "plans",
        _("How do the plans stand to each other?"),
        _(
            "A unit has another plan for a year of this one. Where this plan only changes targets "
            "of that one, cancel, and name it in the column “adjusts”."
        ),
        (
            Choice("replace", _("The one issued later replaces the other")),
            Choice("beside", _("Both stand beside each other")),
        ),
        tuple(outcome.errors),
    )
