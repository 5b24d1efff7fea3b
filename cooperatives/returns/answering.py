"""Words of confirmation for unusual values."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..entry.sheet import SheetRow
from ..ground.calendar import now
from ..ground.vietnamese import tidy
from ..history import Way, changes_by
from ..models import WarningAnswer
from .sheet import QuarterlySheet

LEAST_LETTERS, MOST_LETTERS = 2, WarningAnswer._meta.get_field("text").max_length


def answer_rows(sheet: QuarterlySheet, rows: Iterable[SheetRow], words: Mapping[str, str]) -> None:
    """Keep one word for all that is still asked about each row, by its number: for a sheet that is
    held, within changes by its reader, and words of `LEAST_LETTERS` to `MOST_LETTERS`.
    """
    at = now()
    WarningAnswer.objects.bulk_create(
        WarningAnswer(
            figures=row.record,
            rule=judged.finding.rule,
            value=judged.finding.value,
            beside=judged.finding.beside,
            text=words[row.number],
            by=sheet.reader,
            at=at,
        )
        for row in rows
        if row.number in words
        for judged in row.warnings_to_answer
    )


def answer_warning(sheet: QuarterlySheet, number: str, rule: str, text: str) -> WarningAnswer:
    """Keep why an unusual value is right; it holds for the values that the warning is about.

    Raises LockedError, and ValidationError where there is no such warning (any more), no word, or
    already somebody else's.
    """
    if len(tidy(text)) < LEAST_LETTERS:
        raise ValidationError(_("Say in a few words why the value is right."))
    with transaction.atomic(), changes_by(sheet.reader, Way.GRID):
        sheet.hold()
        for row in sheet.rows([number]):
            for judged in row.findings:
                if judged.finding.rule == rule and not judged.finding.is_error:
                    return _kept(row, judged, text, sheet.reader)
        # Inside the block: a return that was made for nothing goes again.
        raise ValidationError(_("This warning is not there any more: the value has changed."))


def _kept(row, judged, text: str, by) -> WarningAnswer:
    finding = judged.finding
    if judged.answer and judged.answer.by_id != by.pk:
        said = _("%(by)s has explained this value meanwhile: “%(text)s”. Load the page again.")
        raise ValidationError(said % {"by": judged.answer.by, "text": judged.answer.text})
    answer = judged.answer or WarningAnswer(
        figures=row.record, rule=finding.rule, value=finding.value, beside=finding.beside
    )
    answer.text, answer.by, answer.at = text, by, now()
    answer.full_clean()
    answer.save()
    return answer
