"""What was sent and decided of the returns of a year so far, in one statement: for pages that tell
what stands behind a number, and who it waits for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from ..ground.calendar import Quarter
from ..models import AdministrativeUnit, QuarterlyReturn, ReturnStep, User
from ..models.units import path_starts

State, Step = QuarterlyReturn.State, ReturnStep.Step


@dataclass(frozen=True)
class FiledReturn:
    """A return that was begun.

    approved_at, approved_by: its last approval that stands, None where there is none; nobody where
    a command did it.
    """

    unit: AdministrativeUnit
    period: Quarter
    state: State
    approved_at: datetime | None
    approved_by: str | None

    @property
    def is_sent(self) -> bool:
        """Whether it was submitted at least once, so that its figures count."""
        return self.state != State.DRAFT


@dataclass(frozen=True)
class FiledReturns:
    """The returns of a unit for the quarters of a year up to one.

    units: by their keys, those that have begun one, and those asked for besides.
    """

    unit: AdministrativeUnit
    last: Quarter
    units: dict[int, AdministrativeUnit] = field(default_factory=dict)
    by_key: dict[tuple[int, int], FiledReturn] = field(default_factory=dict)

    def state_of(self, unit_key: int | None, quarter: int) -> State | None:
        """The state of a unit's return for a quarter of the year; None before it is begun."""
        found = self.by_key.get((unit_key, quarter))
        return found and found.state

    @property
    def sent(self) -> list[FiledReturn]:
        """Those of the unit itself that were submitted at least once."""
        return [one for one in self._within if one.is_sent]

    @property
    def approved(self) -> list[FiledReturn]:
        """Those of the unit itself that are approved now, the last one first."""
        found = [one for one in self._within if one.state == State.APPROVED]
        return sorted(found, key=_approved_last, reverse=True)

    @property
    def _within(self) -> list[FiledReturn]:
        return [one for one in self.by_key.values() if one.unit.path.startswith(self.unit.path)]


def _approved_last(one: FiledReturn) -> tuple:
    return one.approved_at is not None, one.approved_at


def filed_returns_up_to(
    unit: AdministrativeUnit, last: Quarter, also: Iterable[int | None] = ()
) -> FiledReturns:
    """also: keys of other units whose returns are asked for. One statement."""
    asked = {key for key in also if key is not None}
    approvals = ReturnStep.objects.standing().filter(
        quarterly_return=OuterRef("filed"), step=Step.APPROVE
    )
    rows = (
        AdministrativeUnit.objects.annotate(
            filed=FilteredRelation(
                "returns", condition=Q(returns__year=last.year, returns__quarter__lte=last.number)
            )
        )
        .filter(Q(pk__in=asked) | path_starts(unit.path) & Q(filed__isnull=False))
        .annotate(
            filed_quarter=F("filed__quarter"),
            filed_state=F("filed__state"),
            approved_at=Subquery(approvals.order_by("-at", "-pk").values("at")[:1]),
            approved_by=Subquery(approvals.order_by("-at", "-pk").values("by__full_name")[:1]),
        )
        .order_by("path", "filed_quarter")
    )
    found = FiledReturns(unit, last)
    for row in rows:
        known = found.units.setdefault(row.pk, row)
        if row.filed_quarter is not None:
            found.by_key[known.pk, row.filed_quarter] = FiledReturn(
                known,
                Quarter(last.year, row.filed_quarter),
                State(row.filed_state),
                row.approved_at,
                row.approved_by,
            )
    return found


def may_name_whom(reader: User, of: FiledReturn) -> bool:
    """Whether a reader sees who took a step: who may open the return reads it there."""
    return reader.reaches(of.unit.path)
