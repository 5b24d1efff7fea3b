"""What there is to do about returns today: for who approves them, and for who submits them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from ..ground.calendar import Quarter, today
from ..models import AdministrativeUnit, Remark, ReturnStep, User
from ..rights.permissions import Permission
from ..units.years import ReportingYears
from .contacts import Contact, contacts_of, officers_of
from .of_plan_units import MissingOfPlanUnits, missing_of_plan_units
from .owed import (
    OwedReturn,
    State,
    asked_periods,
    expected_returns,
    filed_or_in_work,
    latest_steps,
    newest_ended,
    to_do_of,
    urgency,
)
from .reporting import Reporting
from .unopened import Unopened, unopened_for
from .weighing import Weight, remarks_open_in, weights_of

MOST_SHOWN = 4
"""How many things to do are shown, what is missing of the province's own figures being one of them;
the others are counted.
"""


class Kind(TextChoices):
    """What there is to do about a return."""

    LATE = "late", gettext_lazy("late")
    WAITING = "waiting", gettext_lazy("waiting for approval")
    RETURNED = "returned", State.RETURNED.label
    REMARKED = "remarked", gettext_lazy("with an open remark")
    DUE = "due", gettext_lazy("due")

    @property
    def mark(self) -> str:
        """The status whose colour stands for it."""
        marks = {Kind.LATE: "off_track", Kind.WAITING: "on_track", Kind.RETURNED: "behind"}
        return marks.get(self, "no_data")

    @property
    def query(self) -> str:
        """What asks the list of returns for those of this kind."""
        filters = {
            Kind.LATE: "timeliness=overdue",
            Kind.WAITING: "state=submitted",
            Kind.REMARKED: "state=remarked",
        }
        return filters.get(self, "state=returned")


@dataclass(frozen=True)
class Item:
    """One return about which there is something to do.

    step: what led to its state. weight: what is open in it, for who approves it. contact: whom to
    call: of the district, or the officer who sent it back. remark: the oldest open one, where there
    is nothing else to do.
    """

    kind: Kind
    owed: OwedReturn
    step: ReturnStep | None = None
    weight: Weight | None = None
    contact: Contact | None = None
    remark: Remark | None = None

    @property
    def title(self) -> str:
        """What is to be done, in a word: "Overdue by 5 days"."""
        if self.kind in (Kind.LATE, Kind.DUE):
            return capfirst(self.owed.timeliness_in_words)
        return capfirst(str(self.kind.label))

    @property
    def is_reopened(self) -> bool:
        """Whether it is corrected after it was approved."""
        return self.step is not None and self.step.step == ReturnStep.Step.REOPEN


@dataclass(frozen=True)
class Total:
    """How many returns of a year there is one kind of thing to do about."""

    kind: Kind
    year: int
    number: int


@dataclass(frozen=True)
class TodaysWork:
    """What a reader has to do, the most urgent first: the first few, and how many others.

    within: the unit that is looked at, where that is a part of the reader's whose returns alone are
    told. is_own: whether it is to submit and correct, not to approve. totals: all of it, where not
    all is shown. newest: the newest quarter due; of others it is said which. read: quarters of
    which the returns of all units are there. figures: what is to be entered of the province.
    """

    unit: AdministrativeUnit
    day: date
    items: Sequence[Item]
    others: int
    is_own: bool
    totals: Sequence[Total]
    newest: Quarter | None
    unopened: Unopened | None
    read: frozenset[Quarter]
    returns: Sequence[OwedReturn]
    within: AdministrativeUnit | None = None
    figures: MissingOfPlanUnits | None = None

    def reporting_of(self, unit: AdministrativeUnit, period: Quarter) -> Reporting | None:
        """`reporting.reporting_of` from what was read already; None where it was not."""
        is_within = unit.path.startswith(self.unit.reach) and unit.reports_itself
        if period not in self.read or not is_within:
            return None
        found = [
            one
            for one in self.returns
            if one.period == period and one.is_expected and one.unit.path.startswith(unit.path)
        ]
        return Reporting(period, tuple(found))


def todays_work(
    reader: User,
    whole: AdministrativeUnit,
    also: Quarter | None = None,
    looked_at: AdministrativeUnit | None = None,
) -> TodaysWork:
    """What there is to do for a reader. whole: the unit for those who work for no unit of their
    own; also: a quarter that is looked at beside it, read in the same statements; looked_at: the
    unit that is: of a part of theirs an officer sees its returns alone. The number of SQL
    statements grows with neither units nor quarters.
    """
    unit, years = reader.unit or whole, ReportingYears()
    asked = asked_periods(unit, years)
    still_open = {period for period in asked if not years.closes(unit, period.year)}
    filed = filed_or_in_work(unit, {period.year for period in still_open}, also)
    wholly = still_open | ({also} if also else set())
    read = wholly | {one.period for one in filed.values() if one.period.has_begun}
    returns = expected_returns(unit, read, years, filed) if read else []
    is_own = not reader.may(Permission.RETURN_DECIDE)
    is_part = looked_at and looked_at.path != unit.path and looked_at.path.startswith(unit.reach)
    within = looked_at if is_part and not is_own else None
    found = to_do_of(returns) if is_own else _to_decide(_concerning(returns, within))
    found += _only_remarked(returns) if is_own else []
    figures = None if is_own or within else missing_of_plan_units(reader, still_open, years)
    shown = found[: MOST_SHOWN - (figures is not None)]
    return TodaysWork(
        unit,
        today(),
        _tasks(shown, reader) if is_own else _decisions(shown, reader),
        len(found) - len(shown),
        is_own,
        _totals(found) if len(found) > len(shown) else (),
        newest_ended(asked),
        None if is_own else unopened_for(reader, years),
        frozenset(wholly),
        returns,
        within,
        figures,
    )


def _concerning(
    returns: Iterable[OwedReturn], within: AdministrativeUnit | None
) -> list[OwedReturn]:
    """Those of returns that hold figures of a unit: its own, those below, and that above it."""
    if within is None:
        return list(returns)
    return [
        one
        for one in returns
        if one.unit.path.startswith(within.path) or within.path.startswith(one.unit.path)
    ]


def _only_remarked(returns: Iterable[OwedReturn]) -> list[OwedReturn]:
    """Those about which there is nothing else to do than to answer what is said on them."""
    return [one for one in returns if _is_only_remarked(one)]


def _is_only_remarked(one: OwedReturn) -> bool:
    return one.is_remarked and not one.is_to_do and not one.is_closed


def _to_decide(returns: Iterable[OwedReturn]) -> list[OwedReturn]:
    """Those about which an officer asks, decides or waits."""
    found = [one for one in returns if _kind_of(one) is not Kind.DUE]
    return sorted(found, key=urgency)


def _kind_of(one: OwedReturn) -> Kind:
    if one.days_late:
        return Kind.LATE
    if one.awaits_approval:
        return Kind.WAITING
    if one.state == State.RETURNED and not one.is_closed:
        return Kind.RETURNED
    return Kind.REMARKED if _is_only_remarked(one) else Kind.DUE


def _totals(found: Iterable[OwedReturn]) -> list[Total]:
    found = list(found)
    counts = Counter((_kind_of(one), one.period.year) for one in found)
    # The list of those with a remark holds also those about which there is more to do.
    for kind, year in counts:
        if kind is Kind.REMARKED:
            counts[kind, year] = sum(one.is_remarked and one.period.year == year for one in found)
    order = list(Kind)
    return [
        Total(kind, year, number)
        for (kind, year), number in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]), -item[0][1])
        )
    ]


def _decisions(shown: Sequence[OwedReturn], reader: User) -> list[Item]:
    if not shown:
        return []
    steps = latest_steps(shown)
    weights = weights_of({one.key: one.completeness for one in shown if one.key}, reader)
    contacts = contacts_of([one.unit for one in shown], reader)
    return [
        Item(
            _kind_of(one),
            one,
            steps.get(one.key),
            weights.get(one.key),
            contacts.get(one.unit.pk),
            _remark_to_answer(one, weights),
        )
        for one in shown
    ]


def _remark_to_answer(one: OwedReturn, weights: dict[int, Weight]) -> Remark | None:
    return weights[one.key].remarks[0] if _kind_of(one) is Kind.REMARKED else None


def _tasks(shown: Sequence[OwedReturn], reader: User) -> list[Item]:
    steps = latest_steps(shown) if shown else {}
    officers = officers_of(reader) if any(one.state == State.RETURNED for one in shown) else {}
    any_officer = next(iter(officers.values()), None)
    remarked = [one.key for one in shown if _is_only_remarked(one)]
    remarks = _first_of_each(remarks_open_in(remarked)) if remarked else {}
    items = []
    for one in shown:
        step, contact, remark = steps.get(one.key), None, remarks.get(one.key)
        kind = Kind.REMARKED if one.key in remarked else _kind_of(one)
        if kind is Kind.RETURNED:
            contact = officers.get(step.by_id if step else None, any_officer)
        items.append(Item(kind, one, step, contact=contact, remark=remark))
    return items


def _first_of_each(remarks: Iterable[Remark]) -> dict[int, Remark]:
    """The oldest of some remarks on each return, by its key."""
    return {one.quarterly_return_id: one for one in reversed(list(remarks))}
