"""Which organisations there are, where, since when, until when, and when they did not work."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cooperatives.models import (
    AdministrativeUnit,
    Kind,
    Organisation,
    Placement,
    Sector,
    Suspension,
)
from cooperatives.models.spans import covering
from cooperatives.registry.life import Life

from . import DEMO_DAY, names
from .scenario import Dice, Land, Period, Scenario, working_day

GROUPS_REGISTER_SINCE = date(2024, 7, 1)
"""Since the Law on Cooperatives 17/2023/QH15 groups may register and then bear a number."""

MEMBERS_OF_A_UNION = 5


@dataclass
class DrawnLife(Life):
    """The life of an invented organisation, not stored yet."""

    def unit_on(self, day: date) -> AdministrativeUnit:
        return covering(self.placements, day).unit

    def operates_on(self, day: date) -> bool:
        return self.organisation.operates_on(day, self.suspensions)

    def days_suspended_in(self, year: int) -> int:
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        return sum(
            max(0, (min(span.valid_to or after, after) - max(span.valid_from, first)).days)
            for span in self.suspensions
        )


@dataclass(frozen=True)
class Registry:
    cooperatives: Sequence[DrawnLife]
    unions: Sequence[DrawnLife]
    groups: Sequence[DrawnLife]

    @property
    def lives(self) -> list[DrawnLife]:
        """All of them, unions before the cooperatives that belong to one."""
        return [*self.unions, *self.cooperatives, *self.groups]


def make_registry(dice: Dice, scenario: Scenario, land: Land) -> Registry:
    """Organisations as the scenario tells them, in the order of their founding."""
    place = _Places(dice.about("places"), scenario, land)
    naming = dice.about("names")
    cooperatives = _make(
        dice.about("cooperatives"),
        scenario.cooperatives,
        lambda day: _cooperative(naming, place.commune(), day),
    )
    groups = _make(
        dice.about("groups"), scenario.groups, lambda day: _group(naming, place.commune(), day)
    )
    unions = [
        # The first was registered by the province and lies directly under it.
        _union(naming, place.commune() if number else land.province, day)
        for number, day in enumerate(scenario.unions)
    ]
    _tell_apart(cooperatives, lambda life: "")
    _tell_apart(groups, lambda life: life.placements[0].unit.code)
    _number(cooperatives, f"{scenario.prefix}-")
    _number(unions, f"{scenario.prefix}-LH-")
    _number(
        [life for life in groups if life.organisation.founded_on >= GROUPS_REGISTER_SINCE],
        f"{scenario.prefix}-THT-",
    )
    _join(dice.about("members of unions"), cooperatives, unions)
    _suspend(dice.about("suspensions"), cooperatives, scenario.suspended)
    _move(dice.about("moves"), cooperatives, scenario.moved, place)
    return Registry(cooperatives, unions, groups)


class _Places:
    """Random communes, more of them in districts that have more cooperatives."""

    def __init__(self, dice: random.Random, scenario: Scenario, land: Land):
        self.dice, self.land = dice, land
        self.weights = [scenario.weights.get(unit.code, 1) for unit in land.districts]

    def commune(self) -> AdministrativeUnit:
        district = self.dice.choices(self.land.districts, self.weights)[0]
        return self.dice.choice(self.land.communes[district.code])

    def another(self, commune: AdministrativeUnit, in_its_district: bool) -> AdministrativeUnit:
        near = [unit for unit in self.land.communes[commune.parent.code] if unit != commune]
        far = [unit for unit in self.land.districts if unit != commune.parent]
        if in_its_district:
            return self.dice.choice(near)
        return self.dice.choice(self.land.communes[self.dice.choice(far).code])


def _make(
    dice: random.Random, periods: Iterable[Period], make: Callable[[date], DrawnLife]
) -> list[DrawnLife]:
    lives: list[DrawnLife] = []
    for period in periods:
        settled = [
            life.organisation
            for life in lives
            if life.organisation.is_registered_on(period.first)
            and (period.first - life.organisation.founded_on).days > 365
        ]
        for organisation in dice.sample(settled, period.dissolved):
            organisation.dissolved_on = working_day(dice, period.first, period.last)
        days = sorted(
            working_day(dice, period.first, period.last) for _each in range(period.founded)
        )
        lives += [make(day) for day in days]
    return lives


def _cooperative(naming: random.Random, commune: AdministrativeUnit, day: date) -> DrawnLife:
    sector = names.sector(naming)
    name = names.cooperative_name(naming, sector, commune.parent.code)
    return _life(Kind.COOPERATIVE, name, sector, commune, day)


def _group(naming: random.Random, commune: AdministrativeUnit, day: date) -> DrawnLife:
    name = names.group_name(naming, commune.parent.code)
    return _life(Kind.GROUP, name, Sector.AGRICULTURE, commune, day)


def _union(naming: random.Random, unit: AdministrativeUnit, day: date) -> DrawnLife:
    return _life(Kind.UNION, names.union_name(naming), Sector.AGRICULTURE, unit, day)


def _life(kind: Kind, name: str, sector: Sector, unit: AdministrativeUnit, day: date) -> DrawnLife:
    organisation = Organisation(
        kind=kind, name=name, sector=sector, founded_on=day, is_demo=True, dissolved_on=None
    )
    placement = Placement(organisation=organisation, unit=unit, valid_from=day)
    return DrawnLife(organisation, [placement], [])


def _tell_apart(lives: Iterable[DrawnLife], within: Callable[[DrawnLife], str]) -> None:
    """Add a number to names that came up before within the same place."""
    seen: dict[tuple[str, str], int] = {}
    for life in lives:
        key = within(life), life.organisation.name
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            life.organisation.name += f" {seen[key]}"


def _number(lives: Iterable[DrawnLife], prefix: str) -> None:
    for number, life in enumerate(lives, start=1):
        life.organisation.registration_number = f"{prefix}{number:04d}"


def _join(
    dice: random.Random, cooperatives: Sequence[DrawnLife], unions: Sequence[DrawnLife]
) -> None:
    for union in unions:
        free = [
            life.organisation
            for life in cooperatives
            if life.organisation.sector == Sector.AGRICULTURE
            and life.organisation.union is None
            and life.organisation.dissolved_on is None
            and life.organisation.founded_on < union.organisation.founded_on
        ]
        for cooperative in dice.sample(free, min(MEMBERS_OF_A_UNION, len(free))):
            cooperative.union = union.organisation


def _suspend(dice: random.Random, cooperatives: Sequence[DrawnLife], number: int) -> None:
    """Suspend some for at most twelve months each, as the law has it; half of them until today."""
    settled = [
        life
        for life in cooperatives
        if life.organisation.dissolved_on is None
        and (DEMO_DAY - life.organisation.founded_on).days > 3 * 365
    ]
    for life in dice.sample(settled, number):
        days = dice.randint(90, 350)
        if dice.random() < 0.5:
            first = working_day(dice, DEMO_DAY - timedelta(days=days), DEMO_DAY)
            until = None
        else:
            earliest = DEMO_DAY - timedelta(days=2 * 365)
            first = working_day(dice, earliest, DEMO_DAY - timedelta(days=days))
            until = first + timedelta(days=days)
        life.suspensions.append(
            Suspension(
                organisation=life.organisation,
                valid_from=first,
                valid_to=until,
                reason=names.suspension_reason(dice, life.organisation.sector),
            )
        )


def _move(
    dice: random.Random, cooperatives: Sequence[DrawnLife], number: int, place: _Places
) -> None:
    """Move some to another commune, every third to another district."""
    earliest = DEMO_DAY - timedelta(days=600)
    settled = [
        life
        for life in cooperatives
        if life.organisation.dissolved_on is None and life.organisation.founded_on < earliest
    ]
    for count, life in enumerate(dice.sample(settled, number)):
        first = life.placements[0]
        first.valid_to = working_day(dice, earliest, DEMO_DAY)
        life.placements.append(
            Placement(
                organisation=life.organisation,
                unit=place.another(first.unit, in_its_district=count % 3 != 0),
                valid_from=first.valid_to,
            )
        )
