"""What of an indicator its assessment turns on."""

from typing import Protocol

from .measures import Unit


class Judged(Protocol):
    """What is held against a target: an indicator, as far as its judgement depends on it."""

    @property
    def unit(self) -> Unit: ...

    @property
    def is_flow(self) -> bool:
        """Whether its value grows through the year, so that a part of the target is due before."""

    @property
    def is_event_count(self) -> bool:
        """Whether it counts events from the registry, which cannot be taken back."""

    @property
    def averages(self) -> bool:
        """Whether it is a mean or a share: every part owes what the whole owes, not a part."""

    @property
    def is_rating_share(self) -> bool:
        """Whether it is a share of ratings, of which a year has its own at its end only."""

    @property
    def waits_for_ratings(self) -> bool:
        """Whether it is such a share, or growth of one."""

    @property
    def is_from_figures(self) -> bool:
        """Whether it is an average or a sum of figures that cooperatives report."""

    @property
    def is_passed_down(self) -> bool:
        """Whether sub-units without a target of their own owe what their unit owes, or a part."""

    @property
    def adds_up(self) -> bool:
        """Whether the numerators of the parts are parts of the whole's."""
