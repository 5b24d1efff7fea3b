"""What one cooperative reported, period by period, ready to be shown as tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue.figures import Figure, figures
from ..figures.values import value_of
from ..ground.calendar import QUARTERS, Quarter
from ..models import Figures, QuarterlyFigures, YearlyReport
from ..returns.marks import STATE_MARKS, State


@dataclass(frozen=True)
class ReportedFigure:
    """One figure and its value as it is stored, None where it is not reported."""

    figure: Figure
    value: int | None


@dataclass(frozen=True)
class ReportedQuarter:
    """A quarter with its row of figures, or None where there is none to show.

    elsewhere: the name of the unit in whose return the row stands, where the reader does not reach
    that return; "" otherwise.
    """

    period: Quarter
    row: QuarterlyFigures | None
    elsewhere: str

    @property
    def state_mark(self) -> str:
        """The shape for the state of the return; there must be a row."""
        return STATE_MARKS[State(self.row.quarterly_return.state)]


def figures_to_show(sector: str, records: Iterable[Figures]) -> list[Figure]:
    """The figures of a table of some records of a cooperative, in the order of the grid's columns:
    those that its sector is asked for, and what else it has given.
    """
    records = list(records)
    return [
        figure
        for figure in figures()
        if figure.asks_sector(sector) or any(figure.read(one) is not None for one in records)
    ]


def figures_of(
    record: QuarterlyFigures | YearlyReport | None, shown: Iterable[Figure]
) -> list[ReportedFigure]:
    """Some figures of a record; of None all are blank."""
    return [ReportedFigure(figure, value_of(record, figure.code)) for figure in shown]


def reported_quarters(
    rows: Iterable[QuarterlyFigures], reachable: set[int], newest: Quarter
) -> list[ReportedQuarter]:
    """All quarters of the years with any row, up to `newest`, the newest first.

    rows: with their return and its unit; reachable: keys of the rows that the reader may see.
    """
    by_period = {Quarter(row.year, row.quarter): row for row in rows}
    return [
        _reported(period, by_period.get(period), reachable)
        for year in sorted({period.year for period in by_period}, reverse=True)
        for period in (Quarter(year, number) for number in reversed(QUARTERS))
        if period <= newest or period in by_period
    ]


def _reported(
    period: Quarter, row: QuarterlyFigures | None, reachable: set[int]
) -> ReportedQuarter:
    if row is None or row.pk in reachable:
        return ReportedQuarter(period, row, "")
    return ReportedQuarter(period, None, row.quarterly_return.unit.name)
