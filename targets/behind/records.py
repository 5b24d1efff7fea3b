"""The records behind a number, as its page lists them: filtered, sorted, added up.

They are the very evidence that the number was added up from (`cooperatives.evidence`), as far as
the reader's scope reaches.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cooperatives.evidence import EvidenceRow, ValueState, basis_of, is_counted, list_evidence
from cooperatives.ground.vietnamese import fold
from cooperatives.models import User, YearlyReport
from cooperatives.returns.missing import Why

from ..comparison.progress import NamedUnit
from ..comparison.selection import Selection
from ..indicators import Indicator
from .missing import MissingFigures, missing_figures

COUNTED = (
    ValueState.REPORTED,
    ValueState.CARRIED,
    ValueState.MISSING,
    ValueState.NOT_EXPECTED,
)


@dataclass(frozen=True)
class Wishes:
    """What the reader wants to see: a state, a sub-unit, a text and why a value is missing
    (`missing.code_of`), "" for any.
    """

    state: str = ""
    part: str = ""
    text: str = ""
    why: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wishes":
        """From an address; an unknown state or reason is no wish."""
        state, why = query.get("state", ""), query.get("why", "")
        return cls(
            state if state in ValueState.values else "",
            query.get("part", ""),
            query.get("q", "").strip(),
            why if why.split(".")[0] in Why.values else "",
        )

    @property
    def any(self) -> bool:
        return bool(self.state or self.part or self.text or self.why)


@dataclass(frozen=True)
class Records:
    """The evidence within the reader's scope, and what of it was asked for.

    counts: how many of all rows have which state. total: the sum of value × weight over all rows,
    of values that are divided by others that of the values; it is the numerator where `is_whole`:
    where the scope covers the unit. missing: why values of the unit are missing, also outside the
    scope.
    """

    indicator: Indicator
    rows: tuple[EvidenceRow, ...]
    shown: tuple[EvidenceRow, ...]
    is_whole: bool
    missing: MissingFigures

    @property
    def counts(self) -> dict[ValueState, int]:
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in COUNTED if counted[state]}

    @property
    def total(self) -> int | None:
        return _total(self.rows, divides=basis_of(self.indicator.figure).divides)

    @property
    def is_registry(self) -> bool:
        """Whether the rows are organisations that are counted, without a figure of their own."""
        return is_counted(self.indicator.figure)


def records_behind(
    reader: User,
    selection: Selection,
    indicator: Indicator,
    parts: Iterable[NamedUnit],
    wishes: Wishes,
    *,
    from_year: int | None = None,
) -> Records:
    """The evidence of an indicator, filtered. parts: the sub-units that `wishes.part` may name.
    from_year: the first year of its period, None for the year alone. Three statements, or one for
    what the registry counts.
    """
    missing = missing_figures(reader, selection, indicator)
    figure = indicator.since(from_year).figure
    rows = list_evidence(
        reader,
        selection.unit,
        selection.year,
        selection.quarter,
        figure,
        sub_units=selection.sub_units,
        todays=selection.todays,
    )
    is_wanted = _filter(wishes, wishes.part in {part.code for part in parts}, missing)
    return Records(
        indicator,
        tuple(rows),
        tuple(row for row in rows if is_wanted(row)),
        reader.reaches(selection.unit.path),
        missing,
    )


def _filter(
    wishes: Wishes, of_part: bool, missing: MissingFigures
) -> Callable[[EvidenceRow], bool]:
    text = fold(wishes.text)

    def is_wanted(row: EvidenceRow) -> bool:
        return (
            wishes.state in ("", row.state)
            and (not wishes.why or wishes.why in missing.codes_of(row.organisation_id))
            and (not of_part or row.part == wishes.part)
            and text
            in fold(f"{row.name} {row.registration_number} {row.unit_name} {row.reporting_unit}")
        )

    return is_wanted


def _total(rows: Iterable[EvidenceRow], *, divides: bool) -> int | None:
    products = [row.value * (1 if divides else row.weight) for row in rows if row.value is not None]
    return sum(products) if products else None


# --- Rated cooperatives by their score ------------------------------------------------------------


@dataclass(frozen=True)
class ScoredCooperative:
    """A rated cooperative and its score of 100 points, None where the report gives none. ground:
    why it is weak whatever that is, in words, "" for no such reason.
    """

    row: EvidenceRow
    score: Decimal | None
    ground: str = ""


def by_score(rows: Iterable[EvidenceRow]) -> list[ScoredCooperative]:
    """Rated cooperatives, the highest score first, those without one and those that are weak for
    another reason last. One statement.
    """
    rows = list(rows)
    reports = YearlyReport.objects.filter(
        cooperative__in=[row.organisation_id for row in rows],
        year__in={row.source for row in rows},
        state=YearlyReport.State.FINAL,
    ).only("cooperative", "year", "score", "ground")
    given = {(one.cooperative_id, one.year): one for one in reports}
    found = []
    for row in rows:
        report = given.get((row.organisation_id, row.source))
        ground = str(report.get_ground_display()) if report and report.ground else ""
        found.append(ScoredCooperative(row, report.score if report else None, ground))
    return sorted(
        found,
        key=lambda one: (
            bool(one.ground),
            one.score is None,
            -(one.score or 0),
            one.row.name_key,
        ),
    )
