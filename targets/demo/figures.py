"""What cooperatives report: the figures of each quarter, and those of each year with its rating."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from cooperatives.catalogue.figures import BUILT_IN, codes
from cooperatives.ground.calendar import Quarter
from cooperatives.models import QuarterlyFigures, YearlyReport

from . import names
from .ratings import YearRating, qualities, ratings_of
from .registry import DrawnLife
from .scenario import LAST_REPORTED, Dice, Scenario, quarters_between

GROWTH = {"revenue": 0.95, "profit": 0.94, "average_member_income": 0.925}
"""What a year's amounts were of the next year's: 790 million VND of revenue in 2022."""

SEASONS = {
    "revenue": (0.20, 0.23, 0.25, 0.32),
    "profit": (0.19, 0.23, 0.25, 0.33),
    "average_member_income": (0.235, 0.245, 0.255, 0.265),
}
"""The part of a year's amounts that each quarter brings: what grows is sold in autumn."""

ROUNDED_TO = {"revenue": 500_000, "profit": 100_000, "average_member_income": 10_000}

MANAGERS = {2: 20, 3: 35, 4: 22, 5: 13, 6: 6, 7: 4}
"""How many of a hundred cooperatives have how many managers."""

MOST_TRAINED = {"managers_higher_education": 2, "managers_vocational": 3}

FEWEST_MEMBERS, MOST_MEMBERS = 5, 40

SILENT, SILENT_QUARTERS = 0.03, 0.6
"""Some cooperatives miss most of their quarters,"""
MISSED_QUARTERS = 0.025
"""the others a few;"""
BLANK_CELLS = 0.012
"""and of what is sent some cells are blank."""
BLANK_CELLS_OF_YEAR = 0.03
NOTED = 0.02


@dataclass
class Profile:
    """How large a cooperative is, at the level of the year of LAST_REPORTED.

    amounts: VND a year. members: at the end of each quarter. trained: for each kind of training,
    the quarters since which it has one more trained manager.
    """

    amounts: dict[str, float]
    members: dict[Quarter, int]
    managers: int
    trained: dict[str, list[Quarter]]


@dataclass(frozen=True)
class Reports:
    """The rows of each quarter, which belong to no return yet, and the yearly reports."""

    rows: dict[Quarter, list[tuple[DrawnLife, QuarterlyFigures]]]
    yearly: list[YearlyReport]


def make_reports(dice: Dice, scenario: Scenario, cooperatives: Sequence[DrawnLife]) -> Reports:
    """All that the cooperatives reported, gaps and all."""
    quality = qualities(dice, cooperatives)
    profiles = _profiles(dice, scenario, cooperatives, quality)
    noise = dice.about("quarters")
    happened = {
        quarter: {
            place: _figures(noise, life, profiles[place], quarter)
            for place, life in enumerate(cooperatives)
            if life.operates_on(quarter.ends_on)
        }
        for quarter in _all_quarters(scenario)
    }
    yearly = [
        report
        for year in scenario.rated_years
        for report in _yearly_reports(
            dice,
            cooperatives,
            [happened[Quarter(year, number)] for number in (1, 2, 3, 4)],
            ratings_of(dice, scenario, cooperatives, quality, year),
            year,
        )
    ]
    return Reports(_rows(dice, scenario, cooperatives, happened), yearly)


def _all_quarters(scenario: Scenario) -> list[Quarter]:
    """Those with figures, and the year before, of which there are yearly reports alone."""
    return quarters_between(Quarter(scenario.first_year - 1, 1), LAST_REPORTED)


# --- How large each cooperative is --------------------------------------------------------------


def _profiles(
    dice: Dice, scenario: Scenario, cooperatives: Sequence[DrawnLife], quality: Sequence[float]
) -> list[Profile]:
    of = dice.about("profiles")
    quarters = _all_quarters(scenario)
    profiles = []
    for at in quality:
        revenue = of.lognormvariate(0, 0.6) * (1 + 0.1 * at)
        margin = 0.09 + 0.02 * at + of.gauss(0, 0.025)
        profiles.append(
            Profile(
                {
                    "revenue": max(revenue, 0.05),
                    "profit": max(revenue, 0.05) * margin,
                    "average_member_income": min(max(of.gauss(1 + 0.03 * at, 0.15), 0.5), 1.7),
                },
                _members(of, quarters),
                of.choices(list(MANAGERS), MANAGERS.values())[0],
                {field: [] for field in MOST_TRAINED},
            )
        )
    working = [
        place for place, life in enumerate(cooperatives) if life.operates_on(LAST_REPORTED.ends_on)
    ]
    _scale(scenario, [profiles[place] for place in working], profiles)
    _train(dice.about("training"), scenario, profiles, working)
    return profiles


def _members(of: random.Random, quarters: Sequence[Quarter]) -> dict[Quarter, int]:
    count = round(of.lognormvariate(2.45, 0.4))
    found = {}
    for quarter in quarters:
        if of.random() < 0.12:
            count += of.choice([-1, 1, 1, 2])
        count = min(max(count, FEWEST_MEMBERS), MOST_MEMBERS)
        found[quarter] = count
    return found


def _scale(scenario: Scenario, working: Sequence[Profile], profiles: Sequence[Profile]) -> None:
    """Bring the means over the working cooperatives to the scenario's averages."""
    averages = {
        "revenue": scenario.averages.revenue,
        "profit": scenario.averages.profit,
        "average_member_income": scenario.averages.income,
    }
    for figure, average in averages.items():
        weights = [
            profile.members[LAST_REPORTED] if figure == "average_member_income" else 1
            for profile in working
        ]
        total = sum(
            profile.amounts[figure] * weight
            for profile, weight in zip(working, weights, strict=True)
        )
        factor = average * sum(weights) / total
        for profile in profiles:
            profile.amounts[figure] *= factor


def _train(
    of: random.Random, scenario: Scenario, profiles: Sequence[Profile], working: Sequence[int]
) -> None:
    """Give the working cooperatives the scenario's trained managers, some of them of late."""
    averages = {
        "managers_higher_education": scenario.averages.higher_education,
        "managers_vocational": scenario.averages.vocational,
    }
    working_ones = set(working)
    gone = [place for place in range(len(profiles)) if place not in working_ones]
    earliest = Quarter(scenario.first_year - 1, 1)
    for field, average in averages.items():
        for places in (working, gone):
            # Two managers at least and not two trained for each, so there is room for everyone.
            wanted = round(average * len(places))
            while wanted:
                profile = profiles[of.choice(places)]
                trained = sum(len(since) for since in profile.trained.values())
                if trained < profile.managers and len(profile.trained[field]) < MOST_TRAINED[field]:
                    lately = of.random() < 0.25
                    since = of.choice(scenario.quarters) if lately else earliest
                    profile.trained[field].append(since)
                    wanted -= 1


# --- What happened, and what was reported of it -------------------------------------------------


def _figures(
    of: random.Random, life: DrawnLife, profile: Profile, quarter: Quarter
) -> dict[str, int]:
    """A cooperative's true figures of a quarter, by name."""
    founded = life.organisation.founded_on
    worked = 1.0
    if founded >= quarter.starts_on:
        worked = ((quarter.ends_on - founded).days + 1) / 92
    found = {}
    for figure, amount in profile.amounts.items():
        of_quarter = SEASONS[figure][quarter.number - 1]
        growth = GROWTH[figure] ** (LAST_REPORTED.year - quarter.year)
        value = amount * of_quarter * growth * worked * of.lognormvariate(0, 0.1)
        found[figure] = round(value / ROUNDED_TO[figure]) * ROUNDED_TO[figure]
    found["member_count"] = profile.members[quarter]
    found["managers_total"] = profile.managers
    for field, since in profile.trained.items():
        found[field] = sum(start <= quarter for start in since)
    return found


def _rows(
    dice: Dice,
    scenario: Scenario,
    cooperatives: Sequence[DrawnLife],
    happened: dict[Quarter, dict[int, dict[str, int]]],
) -> dict[Quarter, list[tuple[DrawnLife, QuarterlyFigures]]]:
    of = dice.about("gaps of quarters")
    missed = [SILENT_QUARTERS if of.random() < SILENT else MISSED_QUARTERS for _ in cooperatives]
    return {
        quarter: [
            (cooperatives[place], _row(of, cooperatives[place], quarter, figures))
            for place, figures in happened[quarter].items()
            if of.random() >= missed[place]
        ]
        for quarter in scenario.quarters
    }


def _row(
    of: random.Random, life: DrawnLife, quarter: Quarter, figures: dict[str, int]
) -> QuarterlyFigures:
    return QuarterlyFigures(
        cooperative=life.organisation,
        year=quarter.year,
        quarter=quarter.number,
        note=of.choice(names.NOTES) if of.random() < NOTED else "",
        **_with_gaps(of, figures, BLANK_CELLS),
    )


def _yearly_reports(
    dice: Dice,
    cooperatives: Sequence[DrawnLife],
    quarters: Sequence[dict[int, dict[str, int]]],
    ratings: dict[int, YearRating],
    year: int,
) -> list[YearlyReport]:
    of = dice.about(f"yearly reports of {year}")
    return [
        YearlyReport(
            cooperative=cooperatives[place].organisation,
            year=year,
            rating=rating.rating,
            score=rating.score,
            state=YearlyReport.State.FINAL if rating.is_final else YearlyReport.State.DRAFT,
            **_with_gaps(of, _sum_of_year(quarters, place), BLANK_CELLS_OF_YEAR),
        )
        for place, rating in sorted(ratings.items())
    ]


def _sum_of_year(quarters: Sequence[dict[int, dict[str, int]]], place: int) -> dict[str, int]:
    """Amounts added up over the quarters in which it worked, levels as at the last of them."""
    worked = [quarter[place] for quarter in quarters if place in quarter]
    return {
        figure: sum(quarter[figure] for quarter in worked)
        if figure in GROWTH
        else worked[-1][figure]
        for figure in codes(BUILT_IN)
        if worked
    }


def _with_gaps(of: random.Random, figures: dict[str, int], part: float) -> dict[str, int | None]:
    """The figures, some of them blank."""
    return {name: None if of.random() < part else value for name, value in figures.items()}
