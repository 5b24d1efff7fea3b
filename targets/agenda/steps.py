"""The steps of a year, each with where it stands: done, to do, or not yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cooperatives.accounts.listing import AccountState, counts_by_state
from cooperatives.ground.calendar import Quarter, today
from cooperatives.models import AdministrativeUnit, ReportingYear, User
from cooperatives.models.units import path_starts
from cooperatives.rights.permissions import Permission
from cooperatives.units.years import ReportingYears
from cooperatives.yearly.closing import unplaced_in
from cooperatives.yearly.due_days import DueDay, due_days_of

from ..indicators import Indicator, indicator_named
from ..models import Plan
from ..plans.adjusting import targets_in_force
from ..plans.inherited import inherited_plans
from ..plans.sense import Allocated, allocated
from .blocking import Blocking, blocking


class State(TextChoices):
    """Where a step stands. A past year that nobody opened needs none of them."""

    DONE = "done", _("done")
    TO_DO = "to_do", _("to do")
    NOT_YET = "not_yet", _("not yet")
    OPTIONAL = "optional", _("not needed")

    @property
    def mark(self) -> str:
        """The shape that stands for it (components/status.html)."""
        return {State.DONE: "met", State.TO_DO: "behind"}.get(self, "no_data")


@dataclass(frozen=True)
class Allocations:
    """How the targets of a plan's year are shared out below its unit.

    amiss: what comes to more or less than its target; right: what comes to it; without: the counts
    and sums that are not shared out, for which the share of a unit follows its cooperatives.
    """

    amiss: Sequence[Allocated] = ()
    right: Sequence[Allocated] = ()
    without: Sequence[Indicator] = ()


@dataclass(frozen=True)
class Agenda:
    """A year at a unit, and where each of its steps stands.

    row: the opening that holds for the unit, None where there is none; others: openings of units
    below. plans: those that the unit follows in the year, the one
    that it sees first; before: one of the year before, to copy; inherited: where there is neither,
    those of ended units that it took over. accounts: how many are in each
    state, None for who does not keep accounts. unplaced: ended units in which organisations wait
    for a place (`waiting_units`), may_place: whether the reader gives them one. blocking: what
    stands in the way of closing.
    """

    unit: AdministrativeUnit
    year: int
    row: ReportingYear | None
    others: Sequence[ReportingYear]
    may_write: bool
    plans: Sequence[Plan]
    before: Plan | None
    inherited: Sequence[Plan]
    targets: int
    allocations: Allocations
    due_days: Sequence[DueDay]
    accounts: dict[AccountState, int] | None
    unplaced: Sequence[AdministrativeUnit] = ()
    may_place: bool = False
    blocking: Blocking = field(default_factory=Blocking)

    @property
    def is_closed(self) -> bool:
        return self.row is not None and self.row.is_closed

    @property
    def may_plan(self) -> bool:
        """Whether the reader may set targets for the year."""
        return self.may_write and not self.is_closed

    @property
    def is_over(self) -> bool:
        return self.year < today().year

    @property
    def is_near(self) -> bool:
        """Whether it is to be planned and opened: the running year and the next."""
        return today().year <= self.year <= today().year + 1

    @property
    def _not_yet(self) -> State:
        """The state of a step that waits for another one."""
        return State.OPTIONAL if self.row is None and self.is_over else State.NOT_YET

    @property
    def is_asked_for(self) -> bool:
        """Whether returns of it are asked for, or were."""
        return self.row is not None and self.year <= today().year

    @property
    def closes_from(self) -> date:
        """The first day on which it may be closed."""
        return Quarter(self.year, 4).next.starts_on

    @property
    def opening_state(self) -> State:
        if self.row is not None:
            return State.DONE
        return State.TO_DO if self.is_near else self._not_yet

    @property
    def plan_state(self) -> State:
        if self.targets or self.is_closed:
            return State.DONE
        return State.TO_DO if self.row or self.is_near else self._not_yet

    @property
    def allocations_state(self) -> State:
        found = self.allocations
        if not self.targets:
            return self._not_yet
        if self.is_closed:
            return State.DONE
        is_none = found.without and not (found.right or found.amiss)
        return State.TO_DO if found.amiss or is_none else State.DONE

    @property
    def accounts_state(self) -> State:
        waiting = [self.accounts[one] for one in TO_LOOK_AT] if self.accounts else []
        return State.TO_DO if any(waiting) else State.DONE

    @property
    def places_state(self) -> State:
        return State.TO_DO if self.unplaced else State.DONE

    @property
    def waiting(self) -> int:
        """How many organisations wait for a place."""
        return sum(one.waiting for one in self.unplaced)

    @property
    def due_days_state(self) -> State:
        return self._not_yet if self.row is None else State.DONE

    @property
    def reports_state(self) -> State:
        if not self.is_asked_for:
            return self._not_yet
        return State.TO_DO if self.blocking.units and not self.is_closed else State.DONE

    @property
    def closing_state(self) -> State:
        if self.is_closed:
            return State.DONE
        return State.TO_DO if self.is_over and self.row else self._not_yet

    @property
    def accounts_to_look_at(self) -> list[tuple[AccountState, int]]:
        """The states of accounts that wait for somebody, with how many are in each."""
        return [(one, self.accounts[one]) for one in TO_LOOK_AT if self.accounts[one]]


TO_LOOK_AT = (AccountState.ENDED, AccountState.NEVER, AccountState.UNUSED)


def agenda_of(reader: User, unit: AdministrativeUnit, year: int) -> Agenda:
    """The steps of a year at a unit. More statements are taken by what is closed with it alone."""
    reporting = ReportingYears()
    row = next(iter(reporting.at(unit, year)), None)
    followed = Plan.objects.filter(unit=unit).followed_at(unit)
    plans, before = followed.seen_in(year), followed.seen_in(year - 1)
    targets = targets_in_force(plans[0], year=year) if plans else []
    keeps_accounts = reader.may(Permission.ACCOUNT_WRITE) and year >= today().year
    is_asked = row is not None and not row.is_closed and year <= today().year
    return Agenda(
        unit,
        year,
        row,
        _others(reader, unit, year, row),
        reader.may(Permission.YEAR_WRITE) and (row is None or reader.reaches(row.unit.path)),
        plans,
        before[0] if before else None,
        [] if plans or before else inherited_plans(unit, year, reader),
        len(targets),
        _allocations(targets, unit),
        due_days_of(unit, year, reporting),
        counts_by_state(reader) if keeps_accounts else None,
        unplaced_in(unit, year).in_scope_of(reader),
        reader.may(Permission.REGISTRY_WRITE),
        blocking(row, unit, reader) if is_asked else Blocking(),
    )


def _others(
    reader: User, unit: AdministrativeUnit, year: int, row: ReportingYear | None
) -> list[ReportingYear]:
    found = ReportingYear.objects.filter(reader.scope("unit__path"), year=year)
    below = found.filter(path_starts(unit.path, "unit__path")).select_related("unit")
    return [one for one in below.order_by("unit__path") if row is None or one.pk != row.pk]


def _allocations(targets, unit: AdministrativeUnit) -> Allocations:
    found = allocated(targets, unit.pk)
    shared = {one.indicator.code for one in found}
    own = [indicator_named(one.indicator) for one in targets if one.unit_id == unit.pk]
    without = [one for one in own if one and not one.averages and one.code not in shared]
    return Allocations(
        [one for one in found if one.difference],
        [one for one in found if not one.difference],
        without,
    )


def years_to_show(unit: AdministrativeUnit, year: int) -> list[int]:
    """The years that an admin may go to: those ever opened, this and the next, and the one shown;
    the newest first.
    """
    known = ReportingYears().on_the_line(unit)
    return sorted({*known, today().year, today().year + 1, year}, reverse=True)
