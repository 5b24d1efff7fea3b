"""Words of confirmation for unusual values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..entry.sheet import Judged, SheetRow
from ..ground.calendar import now
from ..ground.vietnamese import tidy
from ..history import Way, changes_by
from ..models import User, WarningAnswer
from .sheet import QuarterlySheet
from .unit_fields import UnitFields, UnitRow

Row = SheetRow | UnitRow

LEAST_LETTERS, MOST_LETTERS = 2, WarningAnswer._meta.get_field("text").max_length


def answer_rows(sheet: QuarterlySheet, rows: Iterable[SheetRow], words: Mapping[str, str]) -> None:
    """Keep one word for all that is still asked about each row, by its number: for a sheet that is
    held, within changes by its reader, and words of `LEAST_LETTERS` to `MOST_LETTERS`.
    """
    WarningAnswer.objects.bulk_create(
        _answered(row, judged, words[row.number], sheet.reader)
        for row in rows
        if row.number in words
        for judged in row.warnings_to_answer
    )


def answer_fields(fields: UnitFields, words: Mapping[str, str]) -> None:
    """The same of what a unit reports, with a word for each of its fields that has one."""
    row = fields.row
    WarningAnswer.objects.bulk_create(
        _answered(row, judged, words[judged.finding.field], fields.reader)
        for judged in row.warnings_to_answer
        if judged.finding.field in words
    )


@dataclass(frozen=True)
class Word:
    """Why one unusual value is right: the number of the row (a registration number, or the unit's
    code), the warning's rule, the text.

    ground: the values that the person saw (`Finding.ground`); None where the page did not say.
    """

    number: str
    rule: str
    text: str
    ground: str | None = None


def is_word(text: str) -> bool:
    """Whether a text says anything: a letter or a dot alone does not."""
    return len(tidy(text)) >= LEAST_LETTERS


def answer_warnings(
    sheet: QuarterlySheet | UnitFields,
    words: Sequence[Word],
    way: Way = Way.GRID,
    fields: UnitFields | None = None,
) -> list[WarningAnswer]:
    """Keep why unusual values are right, all or none; each holds for the values that its warning is
    about. fields: those above the grid of a sheet, where words may be about them too.

    Raises LockedError, and ValidationError where there is no such warning (any more), no word, or
    already somebody else's.
    """
    if not all(is_word(word.text) for word in words):
        raise ValidationError(_("Say in a few words why the value is right."))
    with transaction.atomic(), changes_by(sheet.reader, way):
        (fields or sheet).hold()
        numbers = {word.number for word in words}
        rows = [row for one in (fields, sheet) if one for row in one.rows(numbers)]
        # No rule is about both a cooperative and a unit: their figures are others.
        asked = {
            (row.number, judged.finding.rule): (row, judged)
            for row in rows
            for judged in row.findings
            if not judged.finding.is_error
        }
        names = {row.number: row.name for row in rows}
        # Inside the block: a return that was made for nothing goes again.
        return [_kept(*_still_asked(asked, word, names), word.text, sheet.reader) for word in words]


def _still_asked(asked: dict, word: Word, names: Mapping[str, str]) -> tuple[Row, Judged]:
    """The row and the warning that a word is about. Raises ValidationError where it has gone.

    names: of the rows, by number.
    """
    found = asked.get((word.number, word.rule))
    if found is None or word.ground not in (None, found[1].finding.ground):
        message = _("%(name)s: this warning is not there any more, the value has changed.")
        raise ValidationError(message % {"name": names.get(word.number, word.number)})
    return found


def _kept(row: Row, judged: Judged, text: str, by: User) -> WarningAnswer:
    if judged.answer and judged.answer.by_id != by.pk:
        said = _("%(name)s: %(by)s has explained this value meanwhile: “%(text)s”.")
        shown = {"name": row.name, "by": judged.answer.by, "text": judged.answer.text}
        raise ValidationError(said % shown)
    answer = _answered(row, judged, text, by)
    answer.full_clean()
    answer.save()
    return answer


def _answered(row: Row, judged: Judged, text: str, by: User) -> WarningAnswer:
    """The answer to a warning, a new one where there is none, with its word; not stored yet."""
    finding = judged.finding
    of = "unit_figures" if isinstance(row, UnitRow) else "figures"
    answer = judged.answer or WarningAnswer(
        **{of: row.record}, rule=finding.rule, value=finding.value, beside=finding.beside
    )
    answer.text, answer.by, answer.at = text, by, now()
    return answer
