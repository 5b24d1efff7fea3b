"""What a change of an organisation moves: the dated facts that may not lie in a closed year."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import models

from ..ground.problems import Problem
from ..models import AdministrativeUnit, Organisation, Placement, Suspension
from ..models.spans import in_order
from ..units.years import ReportingYears, closed_year_problems


@dataclass(frozen=True)
class Move:
    """Something that happened to an organisation on a day, on which the counts of its year rest.

    what: the name of its field, or "left" where a placement ended; unit: where it was then. record,
    field: what holds the day.
    """

    what: str
    day: date
    unit: AdministrativeUnit | None
    record: models.Model = dataclasses.field(compare=False)
    field: str = dataclasses.field(compare=False)


def moves_of(
    organisation: Organisation, placements: Sequence[Placement], suspensions: Iterable[Suspension]
) -> frozenset[Move]:
    """All that happened to an organisation: its founding and dissolution, where it moved, when it
    ceased and resumed.
    """
    stays = in_order(placements)

    def moves() -> Iterator[Move]:
        for name in ("founded_on", "dissolved_on"):
            if day := getattr(organisation, name):
                yield Move(name, day, _unit_on(stays, day), organisation, name)
        for earlier, later in pairwise(stays):
            if later.valid_from > organisation.founded_on:
                yield Move("left", later.valid_from, earlier.unit, later, "valid_from")
                yield Move("placed", later.valid_from, later.unit, later, "valid_from")
        for span in suspensions:
            for name in ("valid_from", "valid_to"):
                if day := getattr(span, name):
                    yield Move(f"suspension {name}", day, _unit_on(stays, day), span, name)

    return frozenset(moves())


def _unit_on(stays: Sequence[Placement], day: date) -> AdministrativeUnit | None:
    """Where it is on a day; before its first placement where that is."""
    begun = [stay.unit for stay in stays if stay.valid_from <= day]
    return begun[-1] if begun else next((stay.unit for stay in stays), None)


def closed_move_problems(
    before: Collection[Move], after: Collection[Move], closed: ReportingYears | None = None
) -> list[Problem]:
    """Why what happened to an organisation cannot be recorded, corrected or taken back: on that day
    it was in a unit for which the year is closed. Its counts of that year stay as they are.
    """
    closed = closed or ReportingYears()
    found: dict[tuple, Problem] = {}
    for move in sorted(set(before) ^ set(after), key=lambda move: (move.day, move.what)):
        for one in closed_year_problems(move.record, move.field, move.unit, move.day.year, closed):
            found.setdefault((id(move.record), move.field, one.message), one)
    return list(found.values())
