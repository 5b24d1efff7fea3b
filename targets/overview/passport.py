"""The passport of a number: what it means, what it rests on, who entered and approved it, and what
has changed last. A plain value in, what its card shows out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cooperatives.catalogue.ratings import scale_of
from cooperatives.returns.filed import FiledReturn
from cooperatives.returns.last_change import LastChange

from ..words import passport as words
from .target_rows import TargetRow


@dataclass(frozen=True)
class Entered:
    """What is known of those who entered and approved the figures behind a number.

    missing: a line for each reason for which figures are missing. sent and approved: how many
    returns of the year so far; last: the one approved last, by: by whom, "" where that may not be
    told.
    """

    missing: Sequence[str] = ()
    sent: int = 0
    approved: int = 0
    last: FiledReturn | None = None
    by: str = ""
    changed: LastChange | None = None


@dataclass(frozen=True)
class Fact:
    """One line of a card, or several under one name."""

    name: str
    lines: Sequence[str]
    is_quote: bool = False


@dataclass(frozen=True)
class Passport:
    """row: the value that it belongs to; facts: what its card says, in order."""

    row: TargetRow
    facts: tuple[Fact, ...]

    @property
    def key(self) -> str:
        """The id of its card on a page."""
        return f"passport-{self.row.indicator.code}"


def passport_of(row: TargetRow, entered: Entered | None = None) -> Passport:
    """The card of a row's value. entered: None where nothing was asked, as on the overview."""
    return Passport(row, tuple(_facts(row, entered or Entered())))


def _facts(row: TargetRow, entered: Entered) -> Iterator[Fact]:
    indicator, subject = row.indicator, row.selection
    yield Fact(_("What it means"), [str(indicator.definition)])
    yield Fact(_("Counted in"), [words.counted_in(indicator)])
    first = row.standing.from_year
    period = words.period_in_days(indicator, subject.year, row.figures_on, row.ratings_of, first)
    yield Fact(_("Period"), [period])
    if row.calculation:
        yield Fact(_("Calculation"), [row.calculation])
    if row.ratings_of:
        scale = scale_of(row.ratings_of)
        yield Fact(_("Rated by"), [words.rated_by(row.ratings_of, scale)])
    if not row.is_from_registry:
        yield Fact(_("Coverage"), [row.coverage_in_full, *entered.missing])
    if entered.sent:
        yield Fact(_("Entered and approved"), list(_approvals(row, entered)))
    if row.is_own:
        yield Fact(_("Set by"), [row.decided])
        if row.standing.target.quote:
            yield Fact(_("Source clause"), [row.standing.target.quote], is_quote=True)
    if entered.changed:
        yield Fact(_("Last change"), [words.last_change(entered.changed)])


def _approvals(row: TargetRow, entered: Entered) -> Iterator[str]:
    yield words.approvals(entered.approved, entered.sent, row.selection.quarter)
    if entered.last and entered.last.approved_at:
        last = entered.last
        yield words.last_approval(last.unit.short_name, last.period, last.approved_at, entered.by)
