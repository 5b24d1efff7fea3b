"""Of when the figure is that stands behind a value: a figure that is carried is the record of an
earlier period, which may stand in the value of the year before as well.

An edition keeps what everybody had reported, of each year and the one before it, so that this is
read off its rows, of editions of any age.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cooperatives.evidence import ValueState

from ..editions.records import RATING

Period = tuple[int, int | None]
"""A year with its quarter, or with None for the yearly report."""


class Whence:
    """The periods of the records behind an edition's values."""

    def __init__(self, records: Mapping[str, Any]) -> None:
        self._quarter = records["quarter"]
        self._given: dict[tuple[int, Period], set[str]] = {}
        for row in records["quarterly_figures"]:
            period = row["year"], row["quarter"]
            self._given[row["organisation"], period] = set(row["figures"])
        for row in records["yearly_reports"]:
            given = set(row["figures"]) | ({RATING} if row["rating"] else set())
            self._given[row["organisation"], (row["year"], None)] = given

    def of(self, figure: str, year: int, key: int, state: ValueState) -> Period:
        """From when the figure is that somebody has in a year's value.

        Of what units report the edition does not say: what they carry is taken for that of the
        year before.
        """
        for period in self._newest_first(year):
            if figure in self._given.get((key, period), ()):
                return period
        return (year if state == ValueState.REPORTED else year - 1), self._quarter

    def _newest_first(self, year: int) -> Iterator[Period]:
        """In the order in which evidence looks for a figure that stays until there is a newer one.
        Of one that adds up over a year the newest stands for all.
        """
        if self._quarter == 4:
            yield year, None
        for number in range(self._quarter, 0, -1):
            yield year, number
        yield year - 1, None
        for number in (4, 3, 2, 1):
            yield year - 1, number
