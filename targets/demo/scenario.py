"""What a demo is to look like: how much was founded, dissolved, reported and rated, and when."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cooperatives.ground.calendar import Quarter
from cooperatives.models import AdministrativeUnit, QuarterlyReturn

LAST_REPORTED = Quarter(2024, 3)
"""The last quarter of which there are figures; amounts are scaled to its year."""


@dataclass(frozen=True)
class Period:
    """How many organisations were founded and dissolved between two days, both included."""

    first: date
    last: date
    founded: int
    dissolved: int


@dataclass(frozen=True)
class Averages:
    """What reporting cooperatives come to in the year of LAST_REPORTED.

    Money in VND a year, per cooperative or per member; trained managers per cooperative.
    """

    revenue: int
    profit: int
    income: int
    higher_education: float
    vocational: float


@dataclass(frozen=True)
class Land:
    """A province with its districts and the communes of each, all in the order of their codes."""

    province: AdministrativeUnit
    districts: Sequence[AdministrativeUnit]
    communes: dict[str, Sequence[AdministrativeUnit]]


@dataclass(frozen=True)
class Scenario:
    """One province's story.

    prefix: begins the registration numbers. weights: how many cooperatives a district has, relative
    to the others (1 where it is not named). first_year: the first with quarterly figures; the year
    before has yearly reports alone. weak: how many cooperatives are rated weak for a year.
    unreported: how many have no final report for a year. states: what the returns of LAST_REPORTED
    have come to, by district, approved where it is not named.
    """

    prefix: str
    cooperatives: Sequence[Period]
    groups: Sequence[Period]
    unions: Sequence[date]
    weights: dict[str, int]
    first_year: int
    suspended: int
    moved: int
    weak: dict[int, int]
    unreported: int
    averages: Averages
    states: dict[str, QuarterlyReturn.State]

    @property
    def quarters(self) -> list[Quarter]:
        """The quarters of which there are figures."""
        return quarters_between(Quarter(self.first_year, 1), LAST_REPORTED)

    @property
    def rated_years(self) -> range:
        """The years of which there are final yearly reports."""
        return range(self.first_year - 1, LAST_REPORTED.year)


class Dice:
    """Random numbers that depend on the seed, the scenario and the topic, and on nothing else.

    Each topic has its own, so that a change in one leaves the others as they were.
    """

    def __init__(self, seed: int, prefix: str):
        self.seed, self.prefix = seed, prefix

    def about(self, topic: str) -> random.Random:
        # A text as seed is hashed by SHA-512, not by the hash of the running process.
        return random.Random(f"{self.seed}/{self.prefix}/{topic}")  # noqa: S311


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """All quarters from one to another, both included."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next)
    return found


HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2), (9, 3)}


def working_day(dice: random.Random, first: date, last: date) -> date:
    """A random working day between two days, both included."""
    while True:
        day = first + timedelta(days=dice.randint(0, (last - first).days))
        if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS:
            return day
