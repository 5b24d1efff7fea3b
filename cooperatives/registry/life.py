"""An organisation's life as the registry keeps it, and whether somebody else changed it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from ..ground.problems import Problem
from ..models import Kind, Organisation, Placement, Suspension, User
from ..models.changes import RecordChange, changes_of
from ..models.locks import lock_organisations, lock_units
from ..units.years import ReportingYears
from .moves import Move, closed_move_problems, moves_of
from .rules import Namesake, organisation_problems

_VERSION = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})")
_NOTHING_SEEN = (0, 0, 0)


@dataclass
class Life:
    """An organisation with its placements and suspensions, each in the order of their days.

    stored: what happened to it as it is stored, whatever is changed here; nothing while it is new.
    """

    organisation: Organisation
    placements: list[Placement]
    suspensions: list[Suspension]
    stored: frozenset[Move] = field(init=False)

    def __post_init__(self) -> None:
        self.stored = self._moves() if self.organisation.pk else frozenset()

    def _moves(self) -> frozenset[Move]:
        return moves_of(self.organisation, self.placements, self.suspensions)

    @classmethod
    def of(cls, organisation: Organisation) -> "Life":
        """The life of an organisation as it is stored."""
        return cls(
            organisation,
            list(organisation.placements.select_related("unit__parent").order_by("valid_from")),
            list(organisation.suspensions.order_by("valid_from")),
        )

    @classmethod
    def locked(cls, pk: int) -> "Life | None":
        """The life of an organisation, locked with its units for the rest of the transaction; None
        where there is no such organisation.
        """
        # The group that it was is held with it: days and number of both are one.
        was = Organisation.objects.filter(pk=pk, predecessor__isnull=False)
        keys = [pk, *was.values_list("predecessor", flat=True)]
        # Their units first, in which no other group may take a name meanwhile.
        lock_units(
            Placement.objects.filter(organisation__in=keys).values_list("unit_id", flat=True)
        )
        locked = lock_organisations(keys)
        organisation = locked.get(pk)
        if organisation is None:
            return None
        if organisation.predecessor_id:
            organisation.predecessor = locked[organisation.predecessor_id]
        return cls.of(organisation)

    @property
    def last_placement(self) -> Placement | None:
        """The newest placement."""
        return max(self.placements, key=lambda stay: stay.valid_from, default=None)

    @property
    def open_suspension(self) -> Suspension | None:
        """The suspension whose end is not known."""
        return next((span for span in self.suspensions if span.valid_to is None), None)

    @property
    def last_suspension(self) -> Suspension | None:
        """The newest suspension, open or ended."""
        return self.suspensions[-1] if self.suspensions else None

    @property
    def next_moves(self) -> tuple[str, ...]:
        """What may happen to it next, by the names of the addresses where it is recorded."""
        if self.organisation.dissolved_on:
            return ()
        span = self.open_suspension
        moves = ["resumption" if span else "suspension"]
        if span and span.is_by_notice:
            moves.append("renewal")
        if self.organisation.kind == Kind.GROUP:
            moves.append("becoming")
        return (*moves, "dissolution")

    @property
    def changed_from(self) -> date | None:
        """The first day on which it differs from what is stored; None where none of its days
        changed.
        """
        return min((move.day for move in self.stored ^ self._moves()), default=None)

    def problems(
        self, namesakes: Iterable[Namesake] | None = None, closed: ReportingYears | None = None
    ) -> list[Problem]:
        """What is wrong with it, and what of it cannot change any more.

        namesakes, closed: given by who asks about many organisations.
        """
        found = organisation_problems(
            self.organisation, self.placements, self.suspensions, namesakes
        )
        return [*found, *closed_move_problems(self.stored, self._moves(), closed)]


# --- Who else changed it --------------------------------------------------------------------------


def version_of(pk: int) -> str:
    """What tells whether anybody changed an organisation, its placements or its suspensions: the
    keys of their newest versions.
    """
    newest = (history.aggregate(Max("history_id"))["history_id__max"] for history in _histories(pk))
    return "-".join(str(key or 0) for key in newest)


def changes_since(version: str, reader: User, pk: int) -> list[RecordChange]:
    """What was changed since a version, the newest first; everything, where it cannot be read."""
    return changes_of(reader, *_histories(pk), after=_keys(version))


def _histories(pk: int):
    of_it = {"organisation_id": pk}
    return (
        Organisation.history.filter(id=pk),
        Placement.history.filter(**of_it),
        Suspension.history.filter(**of_it),
    )


def _keys(version: str) -> Sequence[int]:
    found = _VERSION.fullmatch(version)
    return [int(key) for key in found.groups()] if found else _NOTHING_SEEN
