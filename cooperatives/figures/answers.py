"""Words of confirmation, and the warnings that still ask for one."""

from collections.abc import Iterable

from ..models import QuarterlyFigures, UnitFigures, User, WarningAnswer
from .checks import Finding, shown_by, warnings_in
from .usual_ranges import usual_ranges
from .values import value_of

# --- Answers --------------------------------------------------------------------------------------


class Answers:
    """Words of confirmation by row, rule and the values that they hold for."""

    def __init__(self, answers: Iterable) -> None:
        self._found = {
            (a.figures_id, a.unit_figures_id, a.rule, a.value, a.beside): a for a in answers
        }

    def to(self, row: QuarterlyFigures | UnitFigures, finding: Finding):
        """The answer to a finding; None while there is none, or it was for other values."""
        keys = (None, row.pk) if isinstance(row, UnitFigures) else (row.pk, None)
        return self._found.get((*keys, finding.rule, finding.value, finding.beside))


def last_word_of(user: User) -> str:
    """What somebody answered last to a warning, in whatever return; "" before the first."""
    said = WarningAnswer.objects.filter(by=user).order_by("-at", "-pk")
    return said.values_list("text", flat=True).first() or ""


def warnings_of(row: QuarterlyFigures) -> list[Finding]:
    """What is unusual in one row, whose return and cooperative are known."""
    of = row.quarterly_return
    before = of.period.previous
    rows = QuarterlyFigures.objects.filed_under(of.unit)
    last = rows.filter(
        cooperative=row.cooperative_id, year=before.year, quarter=before.number
    ).first()
    sector = row.cooperative.sector
    return list(warnings_in(row, last, sector, usual_ranges(of.unit, of.period, [sector])))


def unanswered_warnings(row: QuarterlyFigures) -> list[Finding]:
    """What is unusual in one stored row and not confirmed yet."""
    found = warnings_of(row)
    answers = Answers(row.answers.all()) if found else None
    return [finding for finding in found if answers.to(row, finding) is None]


def still_explains(answer: WarningAnswer) -> bool:
    """Whether the value that was explained is still that of its row, for lists that count words:
    what stood beside it is not looked at.
    """
    field = shown_by(answer.rule)
    return bool(field) and value_of(answer.row, field) == answer.value
