"""The letter about published figures: the editions that are new, how the targets stand in each, and
what moved since the one before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cooperatives.models import User

from ..editions.page import EditionPage, Moved
from ..editions.telling import ToldIndicator, ToldTarget
from ..models import Edition, Subscription
from ..overview.target_rows import TargetRow
from .lines import standing_line


@dataclass(frozen=True)
class ToldEdition:
    """An edition in a letter. rows: its targets, none where it is not readable any more; moved:
    what moved since the edition before, None without one. is_broken: whether it is no longer what
    was published.
    """

    edition: Edition
    rows: Sequence[TargetRow]
    moved: Moved | None
    is_broken: bool

    @property
    def lines(self) -> list[str]:
        """Its targets, a line each."""
        return list(map(standing_line, self.rows))

    @property
    def indicators(self) -> list[ToldIndicator]:
        """The values of the unit itself that moved, of the year; the page has the others."""
        return [
            line
            for line in (self.moved.indicators if self.moved else ())
            if line.moved.unit == self.edition.unit.code and line.moved.year == self.edition.year
        ]

    @property
    def targets(self) -> list[ToldTarget]:
        """The targets of the unit itself that moved, or stand otherwise."""
        lines = self.moved.targets if self.moved else ()
        return [line for line in lines if line.moved.unit == self.edition.unit.code]

    @property
    def figures(self) -> int:
        """How many figures moved, within the reader's scope and out of it."""
        return len(self.moved.figures) + self.moved.hidden if self.moved else 0


def editions_since(subscription: Subscription, *, begun: bool = False) -> Sequence[Edition]:
    """The editions of its unit that were not told, the oldest first. begun: without those of a
    letter that was begun.
    """
    since = subscription.begins if begun else subscription.told_until
    found = Edition.objects.open_to(subscription.user)
    found = found.filter(unit=subscription.unit_id, published_at__gt=since)
    return list(found.without_texts().order_by("published_at", "pk"))


def told_edition(key: int, reader: User) -> ToldEdition:
    """An edition as a letter tells it to somebody."""
    edition = Edition.objects.select_related("unit").get(pk=key)
    of_quarter = Edition.objects.of(edition.unit, edition.year, edition.quarter)
    page = EditionPage(edition, reader)
    if page.broken:
        return ToldEdition(edition, (), None, is_broken=True)
    overview = page.overview(None, in_full=False)
    moved = page.moved_since(of_quarter.filter(number__lt=edition.number).first())
    rows = overview["rows"] if overview else ()
    return ToldEdition(edition, rows, moved, is_broken=False)
