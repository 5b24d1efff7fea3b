"""The comparison of sub-units: a cell for each target of each, judged against what is due there,
and beside it where the unit's returns stand.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cooperatives.returns.owed import OwedReturn

from ..comparison.as_json import sub_unit_as_json
from ..comparison.progress import NamedUnit, Progress, Standing, UnitProgress
from ..indicators import Indicator
from ..reckoning.contribution import behind_by, is_behind_for_sure
from ..words import against
from ..words.compared import Compared, in_column

MOST_IN_FULL = 15
"""With more sub-units than this the table shows only those furthest behind."""
FURTHEST = 12
MOST_UPRIGHT = 10
"""As many indicators have room beside each other on an upright sheet of paper."""


@dataclass(frozen=True)
class MatrixCell:
    """One standing; value, gap and is_behind as the JSON writes them of a sub-unit, empty where it
    has null.

    depth: 0 for who is not behind, 1 near what is due, 2 far from it. is_unsure: whether figures
    that are missing could change that. missing: how many cooperatives have no figure. compared: how
    the values of its column are printed.
    """

    standing: Standing
    value: str
    gap: str
    is_behind: str
    depth: int
    is_unsure: bool
    compared: Compared

    @property
    def missing(self) -> int:
        return self.standing.assessment.measure.coverage.missing

    @property
    def is_carried(self) -> bool:
        """Whether its value rests on figures of earlier periods alone."""
        coverage = self.standing.assessment.measure.coverage
        return bool(coverage.carried) and not coverage.reported

    @property
    def has_value(self) -> bool:
        return self.standing.assessment.measure.value is not None

    @property
    def in_words(self) -> str:
        """What the cell says by its place and shade: "3, due 5: 2 below", "no data, 62 missing"."""
        return against.due_in_words(self.standing, is_unsure=self.is_unsure)


@dataclass(frozen=True)
class Returns:
    """Where the returns of a unit stand. own: its own return, where it is the one that files it."""

    own: OwedReturn | None
    submitted: int
    owing: int


@dataclass(frozen=True)
class MatrixRow:
    """One unit; unit None is what lies directly under. returns None where none is asked for."""

    unit: NamedUnit | None
    cells: tuple[MatrixCell, ...]
    returns: Returns | None


@dataclass(frozen=True)
class Matrix:
    """The comparison as a table: the unit looked at first, then its sub-units.

    indicators: its columns. left_out: how many sub-units are not shown; is_by_lack: whether those
    that are lack more than these. sorted_by: the indicator by whose shortfall they are sorted; None
    for the order of their codes.
    """

    indicators: tuple[Indicator, ...]
    whole: MatrixRow
    rows: tuple[MatrixRow, ...]
    left_out: int
    sorted_by: str | None
    is_by_lack: bool = False

    @property
    def shows_due(self) -> bool:
        """Whether something is due of anybody."""
        return _is_due(self.whole) or self.judges_units

    @property
    def judges_units(self) -> bool:
        """Whether something is due of a sub-unit that is shown."""
        return any(map(_is_due, self.rows))

    @property
    def has_returns(self) -> bool:
        """Whether returns are those of the units compared: communes file none."""
        return any(row.returns for row in self.rows)

    @property
    def is_wide(self) -> bool:
        """Whether it takes paper that lies on its side."""
        return len(self.indicators) > MOST_UPRIGHT


def matrix_of(
    progress: Progress,
    codes: Sequence[str],
    returns: Iterable[OwedReturn],
    *,
    sorted_by: str | None = None,
    in_full: bool = False,
) -> Matrix:
    """The sub-units in the order of their codes, then what lies directly under.

    codes: the indicators of the columns, in their order. sorted_by: one of them, to see first who
    has no data and then who lacks most. in_full: all sub-units, however many there are.
    """
    returns, parts = tuple(returns), list(progress.parts)
    columns = {code: column_of(progress, code) for code in codes}
    is_cut = len(parts) > MOST_IN_FULL and not in_full
    if sorted_by:
        parts.sort(key=lambda part: _lacking_most(part.standing(sorted_by)))
    elif is_cut:
        parts.sort(key=_furthest_behind)
    shown = parts[:FURTHEST] if is_cut else parts
    left_out = [part for part in parts[len(shown) :] if part.unit]
    lacking = [sorted_by] if sorted_by else codes
    return Matrix(
        tuple(progress.whole.standing(code).indicator for code in codes),
        _row(progress.whole, columns, returns),
        tuple(_row(part, columns, returns) for part in shown),
        len(left_out),
        sorted_by,
        is_by_lack=any(_share_lacking(part.standing(code)) for part in shown for code in lacking),
    )


def column_of(progress: Progress, code: str) -> Compared:
    """How an indicator is printed of the unit and its sub-units, wherever it is."""
    standings = [part.standing(code) for part in (progress.whole, *progress.parts)]
    return in_column(standings[0].indicator, [one.assessment for one in standings])


def _lacking_most(standing: Standing) -> tuple:
    """Who has no data first, the most missing before; then by the part in what is lacking."""
    measure = standing.assessment.measure
    if measure.value is None and measure.coverage.expected:
        return (0, -measure.coverage.missing)
    return (1, -_share_lacking(standing))


def _furthest_behind(part: UnitProgress) -> Fraction:
    return -sum(map(_share_lacking, part.standings), Fraction(0))


def _share_lacking(standing: Standing) -> Fraction:
    """A unit's part in what is lacking, 0 where it lacks nothing or is not judged."""
    part = standing.contribution
    return (part and part.share_of_shortfall) or Fraction(0)


def _is_due(row: MatrixRow) -> bool:
    return any(cell.standing.judged_due for cell in row.cells)


def _row(
    part: UnitProgress, columns: Mapping[str, Compared], returns: Sequence[OwedReturn]
) -> MatrixRow:
    return MatrixRow(
        part.unit,
        tuple(_cell(part.standing(code), printed) for code, printed in columns.items()),
        part.unit and returns_in(part.unit, returns),
    )


def returns_in(unit: NamedUnit, returns: Sequence[OwedReturn]) -> Returns | None:
    """Where the returns of a unit stand, of those that are given; None where none is its."""
    found = [owed for owed in returns if owed.unit.path.startswith(unit.path)]
    if not found:
        return None
    own = next((owed for owed in found if owed.unit.path == unit.path), None)
    return Returns(own, sum(owed.is_submitted for owed in found), len(found))


def _cell(standing: Standing, printed: Compared) -> MatrixCell:
    facts = sub_unit_as_json(standing) if standing.contribution else {}
    measure, due = standing.assessment.measure, standing.due
    return MatrixCell(
        standing,
        *(_as_written(facts.get(key)) for key in ("value", "gap", "is_behind")),
        depth=behind_by(standing.indicator, measure.value, due),
        is_unsure=due is not None
        and measure.value is not None
        and is_behind_for_sure(standing.indicator, measure, due) is None,
        compared=printed,
    )


def _as_written(fact: Any) -> str:
    return "" if fact is None else json.dumps(fact)
