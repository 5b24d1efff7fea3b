"""What the page of an edition shows: the overview as it was frozen, and what moved since the one
before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import cached_property

from cooperatives.models import User
from cooperatives.returns.owed import OwedReturn, State

from ..comparison.progress import Progress, Standing
from ..models import Edition
from ..overview.page import overview_of
from ..words.reported import is_from_registry
from .checking import UNREADABLE, broken_parts
from .content import progress_in, reporting_in
from .differences import Differences, differences
from .telling import (
    ToldFigure,
    ToldIndicator,
    ToldTarget,
    told_figures,
    told_indicators,
    told_parts,
    told_targets,
)


@dataclass(frozen=True)
class Moved:
    """What moved since the edition before. hidden: how many figures lie outside the reader's
    scope. parts: what else is otherwise. is_told: False where the one before
    is no longer what was published, so that nobody can say.
    """

    since: int
    figures: Sequence[ToldFigure] = ()
    hidden: int = 0
    indicators: Sequence[ToldIndicator] = ()
    targets: Sequence[ToldTarget] = ()
    parts: Sequence[str] = ()
    is_told: bool = True


@dataclass(frozen=True)
class EditionPage:
    """An edition as its page shows it. Its texts are looked at before anything is read of them."""

    edition: Edition
    reader: User

    @cached_property
    def broken(self) -> list[str]:
        """What of it is no longer as it was published, one line each; none for a sound one."""
        return list(broken_parts(self.edition))

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.edition.content)

    @cached_property
    def progress(self) -> Progress | None:
        """The comparison that it holds; None for what is no longer readable."""
        try:
            return progress_in(self.content)
        except UNREADABLE:
            return None

    def overview(self, sorted_by: str | None, *, in_full: bool) -> dict[str, Any] | None:
        """All that the overview shows of it, as on the day of publication; None for what is no
        longer readable. sorted_by: an indicator, one that it lacks is none.
        """
        progress = self.progress
        if progress is None:
            return None
        try:
            codes = {standing.code for standing in progress.whole.standings}
            return overview_of(
                progress,
                reporting_in(self.content),
                sorted_by=sorted_by if sorted_by in codes else None,
                in_full=in_full,
                goes_on=self.content["goes_on"],
            )
        except UNREADABLE:
            return None

    def moved_since(self, before: Edition | None) -> Moved | None:
        """What moved since another; None without one, or where it is no longer what was published
        itself. Where the one before is not, nothing is told of it.
        """
        if before is None or self.broken:
            return None
        if any(broken_parts(before)):
            return Moved(before.number, is_told=False)
        try:
            return _moved(differences(before, self.edition), before, self.reader)
        except UNREADABLE:
            return None


def _moved(found: Differences, before: Edition, reader: User) -> Moved:
    shown = found.within(reader)
    return Moved(
        before.number,
        told_figures(shown),
        len(found.figures) - len(shown.figures),
        told_indicators(found),
        told_targets(found),
        told_parts(found.parts),
    )


@dataclass(frozen=True)
class Preview:
    """What a publication would freeze, and what of it is not finished. unapproved: returns that
    somebody has to file and that are not approved; missing: targets of which figures are missing,
    the most first. values: of each target as it stands, and as it stood in the
    edition before where that says otherwise, else None.
    """

    values: Sequence[tuple[Standing, Fraction | None]]
    unapproved: Sequence[OwedReturn]
    approved: int
    missing: Sequence[Standing]


def preview_of(
    progress: Progress, returns: Sequence[OwedReturn], last: Edition | None = None
) -> Preview:
    """What a publication would freeze. last: the edition before, of which nothing is told where it
    is no longer what was published.
    """
    open_ones = [one for one in returns if one.state != State.APPROVED]
    missing = [
        one
        for one in progress.whole.standings
        if one.assessment.measure.coverage.missing and not is_from_registry(one.indicator)
    ]
    missing.sort(key=lambda one: -one.assessment.measure.coverage.missing)
    before = _values_in(last) if last else {}
    values = [
        (one, old if old is not None and old != one.assessment.measure.value else None)
        for one in progress.whole.standings
        for old in [before.get(one.code)]
    ]
    return Preview(values, open_ones, len(returns) - len(open_ones), missing)


def _values_in(edition: Edition) -> dict[str, Fraction | None]:
    """The values of an edition's targets by indicator; {} for one that cannot be read."""
    try:
        if any(broken_parts(edition)):
            return {}
        standings = progress_in(json.loads(edition.content)).whole.standings
    except UNREADABLE:
        return {}
    return {one.code: one.assessment.measure.value for one in standings}
