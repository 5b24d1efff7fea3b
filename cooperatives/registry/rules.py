"""Rules across an organisation, its placements and its suspensions (design 1.2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from ..ground.calendar import today
from ..ground.problems import Problem, future_problems, problem
from ..ground.unit_names import unit_inside_lazy
from ..ground.vietnamese import sort_key, tidy
from ..models import Kind, Organisation, Placement, Suspension
from ..models.base import CHUNK
from ..models.spans import in_order, lies_within

# --- Organisations --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Namesake:
    """What must be known of a group to hold its name against another's: no more, as an import
    keeps one for every group of its file. stays: unit, from, to.
    """

    key: int | None
    name: str
    founded_on: date
    dissolved_on: date | None
    stays: tuple[tuple[int, date, date | None], ...]

    @classmethod
    def of(cls, group: Organisation, placements: Iterable[Placement]) -> "Namesake":
        stays = tuple((stay.unit_id, stay.valid_from, stay.valid_to) for stay in placements)
        return cls(group.pk, group.name, group.founded_on, group.dissolved_on, stays)

    def meets(self, other: "Namesake") -> bool:
        """Whether two groups were ever in one unit on one day, both of them registered."""
        return any(
            mine == theirs
            and max(mine_from, theirs_from, self.founded_on, other.founded_on)
            < min(
                end or date.max
                for end in (mine_to, theirs_to, self.dissolved_on, other.dissolved_on)
            )
            for mine, mine_from, mine_to in self.stays
            for theirs, theirs_from, theirs_to in other.stays
        )


def organisation_problems(
    organisation: Organisation,
    placements: Sequence[Placement],
    suspensions: Sequence[Suspension],
    namesakes: Iterable[Namesake] | None = None,
) -> list[Problem]:
    """What is wrong with an organisation, its placements and its suspensions taken together.

    namesakes: other groups that may bear a group's name; they are looked up where not given.
    """
    if organisation.founded_on is None:
        return []  # its own field says so
    found = [
        *_date_problems(organisation),
        *_placement_problems(organisation, placements),
        *_suspension_problems(organisation, suspensions),
    ]
    if organisation.union is not None and organisation.union.kind != Kind.UNION:
        message = _("%(name)s is not a cooperative union: choose a union.")
        name = organisation.union.name
        found.append(problem(organisation, "union", "not_a_union", message, name=name))
    found += _succession_problems(organisation)
    if organisation.kind == Kind.GROUP:
        if namesakes is None:
            namesakes = groups_named([organisation.name])
        found += _namesake_problems(organisation, placements, namesakes)
    return found


def _date_problems(organisation: Organisation) -> Iterator[Problem]:
    for field in ("founded_on", "dissolved_on"):
        day = getattr(organisation, field)
        if day:
            yield from future_problems(organisation, field, day)


def _succession_problems(organisation: Organisation) -> Iterator[Problem]:
    """What is wrong between a group and the cooperative that it became, seen from either of them:
    one ends on the day on which the other begins, and the number goes over.
    """
    if group := organisation.predecessor:
        if group.kind != Kind.GROUP:
            message = _("%(name)s is not a cooperative group: only a group becomes a cooperative.")
            yield problem(organisation, "predecessor", "not_a_group", message, name=group.name)
            return
        cooperative, day_field = organisation, "founded_on"
    elif cooperative := successor_of(organisation):
        group, day_field = organisation, "dissolved_on"
    else:
        return
    if group.dissolved_on != cooperative.founded_on:
        message = _(
            "A group ends on the day on which the cooperative that it became begins: correct the "
            "founding on the page of the cooperative, which moves both days."
        )
        yield problem(organisation, day_field, "not_one_day", message)
    if group.registration_number not in ("", cooperative.registration_number):
        message = _(
            "A group and the cooperative that it became bear one number: correct it on the page of "
            "the cooperative, which changes both."
        )
        yield problem(organisation, "registration_number", "not_one_number", message)


def successor_of(organisation: Organisation) -> Organisation | None:
    """The cooperative that a group became, None where it became none."""
    if organisation.kind != Kind.GROUP or organisation.pk is None:
        return None
    return getattr(organisation, "successor", None)


def _placement_problems(
    organisation: Organisation, placements: Sequence[Placement]
) -> Iterator[Problem]:
    spans = in_order(placements)
    if not spans:
        message = _("It is placed nowhere: name its unit from its founding on.")
        yield problem(organisation, "", "placed_nowhere", message)
        return
    if spans[0].valid_from > organisation.founded_on:
        message = _("It is placed from %(day)s only: place it from its founding on %(founded)s.")
        yield problem(
            spans[0],
            "valid_from",
            "placed_after_founding",
            message,
            day=spans[0].valid_from,
            founded=organisation.founded_on,
        )
    for earlier, later in pairwise(spans):
        if earlier.overlaps(later):
            message = _("It is in two units on %(day)s: end one placement before the next begins.")
            yield problem(later, "valid_from", "placements_overlap", message, day=later.valid_from)
        elif earlier.valid_to != later.valid_from:
            yield _gap(earlier)
        yield from _future_move_problems(later)
    if spans[-1].valid_to:
        yield _gap(spans[-1])


def _future_move_problems(placement: Placement) -> Iterator[Problem]:
    """A move is recorded once it has happened; but into a unit that begins on that day, as a reform
    is prepared, it may be recorded before.
    """
    day = placement.valid_from
    if day > today() and placement.unit.valid_from != day:
        unit = placement.unit
        message = _(
            "%(day)s lies in the future: enter the move once it has happened. Only into a unit "
            "that begins on that very day it is entered before (%(unit)s begins on %(since)s)."
        )
        params = {"day": day, "unit": unit_inside_lazy(unit.name), "since": unit.valid_from}
        yield problem(placement, "valid_from", "move_in_the_future", message, **params)


def _gap(placement: Placement) -> Problem:
    message = _(
        "It is placed nowhere from %(day)s on: a placement ends only where the next begins."
    )
    return problem(placement, "valid_to", "placement_gap", message, day=placement.valid_to)


def _suspension_problems(
    organisation: Organisation, suspensions: Sequence[Suspension]
) -> Iterator[Problem]:
    for span in suspensions:
        for field in ("valid_from", "renewed_on", "valid_to"):
            day = getattr(span, field)
            if day is None:
                continue
            yield from future_problems(span, field, day)
            if day < organisation.founded_on:
                message = _("%(day)s lies before the founding on %(founded)s.")
                founded = organisation.founded_on
                yield problem(span, field, "before_founding", message, day=day, founded=founded)
            if organisation.dissolved_on and day > organisation.dissolved_on:
                message = _("%(day)s lies after the dissolution on %(dissolved)s.")
                dissolved = organisation.dissolved_on
                yield problem(
                    span, field, "after_dissolution", message, day=day, dissolved=dissolved
                )
    for earlier, later in pairwise(in_order(suspensions)):
        if earlier.overlaps(later):
            message = _("It was suspended on %(day)s already: end that suspension first.")
            yield problem(later, "valid_from", "suspensions_overlap", message, day=later.valid_from)


def groups_named(names: Iterable[str]) -> list[Namesake]:
    """The groups that bear one of these names, anywhere."""
    keys = sorted({sort_key(name) for name in names})
    groups: list[Namesake] = []
    for start in range(0, len(keys), CHUNK):
        found = Organisation.objects.filter(
            kind=Kind.GROUP, name_key__in=keys[start : start + CHUNK]
        ).prefetch_related("placements")
        groups += [Namesake.of(group, group.placements.all()) for group in found]
    return groups


def name_key(name: str) -> str:
    """A name as it is compared with others: case and spaces aside."""
    return tidy(name).casefold()


def _namesake_problems(
    group: Organisation, placements: Sequence[Placement], namesakes: Iterable[Namesake]
) -> Iterator[Problem]:
    mine = Namesake.of(group, placements)
    for other in namesakes:
        if group.pk and other.key == group.pk:
            continue
        if name_key(other.name) == name_key(group.name) and mine.meets(other):
            message = _(
                "Another group of this unit bears the name %(name)s: names are unique there."
            )
            yield problem(group, "name", "group_name_taken", message, name=other.name)
            return


def follow_founding(
    placements: Iterable[Placement], before: date, founded_on: date
) -> list[Placement]:
    """Let the placement that began with the founding begin with the new one: those that moved."""
    moved = [placement for placement in placements if placement.valid_from == before != founded_on]
    for placement in moved:
        placement.valid_from = founded_on
    return moved


def founding_problems(placement: Placement) -> list[Problem]:
    """What is wrong with the place of a founding: its unit must exist on that day."""
    unit, day = placement.unit, placement.valid_from
    if unit.covers(day):
        return []
    if day < unit.valid_from:
        message = _("%(unit)s exists from %(day)s only: choose the unit of the day of founding.")
        return [
            problem(
                placement, "unit", "not_yet_a_unit", message, unit=unit.name, day=unit.valid_from
            )
        ]
    message = _("%(unit)s exists until %(day)s only: choose the unit of the day of founding.")
    return [
        problem(placement, "unit", "no_more_a_unit", message, unit=unit.name, day=unit.last_day)
    ]


def misplaced(placements: Iterable[Placement]) -> list[Placement]:
    """Placements that reach outside their unit's time. They are allowed, and worth knowing: a unit
    that has closed keeps what lies in it (design 1.3).
    """
    return [placement for placement in placements if not lies_within(placement, placement.unit)]
