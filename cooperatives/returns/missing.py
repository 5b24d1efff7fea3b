"""Why a value is missing, and in whose return or yearly report it belongs: what the evidence says,
together with the state of the returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ..evidence import MissingValue, Reason
from ..models import AdministrativeUnit, QuarterlyReturn
from .filed import FiledReturns

State = QuarterlyReturn.State


class Why(TextChoices):
    """Why a value is missing: the first that fits, since each leaves something else to do."""

    UNSENT = "unsent", _("blank in a return that was never submitted")
    ENTERED = "entered", _("entered in a return that was never submitted")
    SENT_BACK = "sent_back", _("blank in a return that was sent back")
    WAITING = "waiting", _("blank in a return that waits for approval")
    APPROVED = "approved", _("blank in an approved return")
    OF_PLAN_UNIT = "of_plan_unit", _("not entered by the province yet")
    IN_DRAFT = "in_draft", _("rated in a draft that is not final")
    NOT_RATED = "not_rated", _("not rated")

    @property
    def is_of_a_return(self) -> bool:
        """Whether quarters of a return, or of what the province enters in none, lack it; else a
        yearly report does.
        """
        return self not in (Why.IN_DRAFT, Why.NOT_RATED)


BY_STATE = {
    None: Why.UNSENT,
    State.DRAFT: Why.UNSENT,
    State.RETURNED: Why.SENT_BACK,
    State.SUBMITTED: Why.WAITING,
    State.APPROVED: Why.APPROVED,
}


@dataclass(frozen=True)
class Hole:
    """What is missing of a cooperative: of which quarter, and in whose return, None where it lay in
    no unit then. Its cell is blank unless `why` says that it is entered and only not sent.
    """

    quarter: int
    why: Why
    reporter: AdministrativeUnit | None


@dataclass(frozen=True)
class Missing:
    """Why one cooperative's value is missing.

    reason: what the evidence says. holes: all that is missing, in the order of quarters. quarters:
    those of them for which `why` holds. reporter: the unit to be asked first.
    """

    organisation_id: int
    reason: Reason
    why: Why
    quarters: tuple[int, ...]
    reporter: AdministrativeUnit | None
    holes: tuple[Hole, ...] = ()

    @property
    def blank(self) -> tuple[int, ...]:
        """The quarters whose cells are blank."""
        return tuple(hole.quarter for hole in self.holes if hole.why is not Why.ENTERED)

    @property
    def entered(self) -> tuple[int, ...]:
        """The quarters whose cells are filled in, in returns that were never submitted."""
        return tuple(hole.quarter for hole in self.holes if hole.why is Why.ENTERED)

    @property
    def lacks_more(self) -> bool:
        """Whether other quarters are missing too, for another reason."""
        return len(self.holes) > len(self.quarters)


def why_missing(values: Iterable[MissingValue], filed: FiledReturns) -> dict[int, Missing]:
    """Why each of some values is missing, by the cooperative's key. filed: with all reporters."""
    return {one.organisation_id: _why(one, filed) for one in values}


def _why(value: MissingValue, filed: FiledReturns) -> Missing:
    if not value.gaps:
        newest = filed.units.get(value.reporters[max(value.reporters)])
        why = Why.IN_DRAFT if value.rated_in_draft else Why.NOT_RATED
        return Missing(value.organisation_id, value.reason, why, (), newest)
    holes = tuple(
        Hole(
            quarter,
            _why_at(value, quarter, filed),
            filed.units.get(value.reporters[quarter]),
        )
        for quarter in value.gaps
    )
    why = min((hole.why for hole in holes), key=list(Why).index)
    first = next(hole for hole in holes if hole.why is why)
    quarters = tuple(hole.quarter for hole in holes if hole.why is why)
    return Missing(value.organisation_id, value.reason, why, quarters, first.reporter, holes)


def _why_at(value: MissingValue, quarter: int, filed: FiledReturns) -> Why:
    if not value.in_return:
        return Why.OF_PLAN_UNIT
    # A value entered in a return that was sent is not missing.
    if quarter in value.entered:
        return Why.ENTERED
    return BY_STATE[filed.state_of(value.reporters[quarter], quarter)]
