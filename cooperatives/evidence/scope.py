"""What is asked of the evidence, and what has to be looked up for that."""

from dataclasses import dataclass
from datetime import date

from ..catalogue.figures import Figure, figures
from ..ground.calendar import Quarter


@dataclass(frozen=True)
class Scope:
    """What is asked for, and what has to be looked up for that."""

    year: int
    quarters: tuple[int, ...]
    figures: frozenset[str]

    @property
    def past(self) -> range:
        """The quarters of the year up to the last one asked for."""
        return range(1, max(self.quarters, default=0) + 1)

    @property
    def first_end(self) -> date:
        return Quarter(self.year, 1).ends_on

    @property
    def last_end(self) -> date:
        return Quarter(self.year, self.past[-1]).ends_on

    @property
    def reported(self) -> list[Figure]:
        """The figures to be read from what cooperatives reported for the year."""
        asked = [figure for figure in figures() if figure.code in self.figures]
        wanted = {figure.code for figure in asked} | {figure.weight for figure in asked}
        return [figure for figure in figures() if figure.code in wanted]

    @property
    def carried(self) -> list[Figure]:
        """The figures that may be carried over from the year before: they were asked for then."""
        asked = [figure for figure in figures(self.year - 1) if figure.code in self.figures]
        return [figure for figure in asked if figure.is_carried]
