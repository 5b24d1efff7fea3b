"""An invented country of a real one's size, to measure with: 63 provinces in six years.

Its units bear codes of their own, so that it stands beside any real unit.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date

from cooperatives.models import (
    AdministrativeUnit,
    Level,
    QuarterlyReturn,
    ReportingYear,
    User,
)
from targets.models import Plan, Target

from . import DEMO_DAY
from .accounts import make_accounts
from .bac_kan import BAC_KAN
from .loading import Made, allocate, land_of, load_province, store
from .scenario import LAST_REPORTED, Averages, Dice, Period, Scenario

COUNTRY_CODE = "D"
PROVINCES, DISTRICTS, COMMUNES = 63, 700, 10_600
COOPERATIVES, GROUPS = 32_000, 73_000
"""What the country has in all, dissolved ones included."""

UNITS_SINCE = date(1997, 1, 1)
FIRST_YEAR = 2019

FOUNDED = {2019: 60, 2020: 50, 2021: 50, 2022: 60, 2023: 50, 2024: 30}
DISSOLVED = 8
"""Of a thousand, how many were founded in a year and dissolved in each; the rest came before."""

WEAK = (0.06, 0.13)
"""The parts of a province's cooperatives that are rated weak lie between these two."""

State = QuarterlyReturn.State
STATES = {State.APPROVED: 80, State.SUBMITTED: 10, State.RETURNED: 4, State.DRAFT: 6}
"""What a hundred districts' returns of the last quarter have come to."""

PLAN = {
    "new_unions": (">=", 20),
    "new_cooperatives": (">=", 1_200),
    "weak_share": ("<", 10),
    "average_profit": (">=", 85_000_000),
    "average_member_income": (">=", 60_000_000),
    "managers_higher_education": (">=", 14_500),
    "managers_vocational": (">=", 17_000),
    "new_groups": (">=", 2_600),
}


def load_nation(seed: int, tell: Callable[[str], None]) -> Made:
    """Load the country, one province at a time so that memory stays small.

    tell: is told how far it has come.
    """
    country, provinces, made = _make_units()
    of = Dice(seed, COUNTRY_CODE).about("country")
    sizes = _divide(of, COOPERATIVES, PROVINCES)
    groups = _divide(of, GROUPS, PROVINCES)
    districts = AdministrativeUnit.objects.under(country).filter(level=Level.DISTRICT)
    staffed, *_others = districts.order_by("code")
    people, accounts = make_accounts(country, staffed, districts.order_by("code"))
    made[User] += accounts
    for number, province in enumerate(provinces):
        land = land_of(province)
        scenario = _scenario(
            of, f"DEMO-{number + 1:02d}", sizes[number], groups[number], land.districts
        )
        made += load_province(Dice(seed, scenario.prefix), scenario, land, people)
        tell(f"{province.name} ({number + 1}/{PROVINCES})")
    return made + _make_plan(country, provinces, sizes)


def _make_units() -> tuple[AdministrativeUnit, list[AdministrativeUnit], Made]:
    """The tree, level by level, since a path is made from the one above it."""
    country = _unit(None, COUNTRY_CODE, "Quốc gia mẫu", Level.COUNTRY)
    made = store([country])
    provinces = [
        _unit(country, f"D{number:02d}", f"Tỉnh mẫu {number:02d}", Level.PROVINCE)
        for number in range(1, PROVINCES + 1)
    ]
    made += store(provinces)
    districts = _below(provinces, DISTRICTS, "Huyện mẫu", Level.DISTRICT, "{}-{:02d}")
    made += store(districts)
    made += store(_below(districts, COMMUNES, "Xã mẫu", Level.COMMUNE, "{}{:03d}"))
    return country, provinces, made


def _below(
    parents: Sequence[AdministrativeUnit], total: int, name: str, level: Level, code: str
) -> list[AdministrativeUnit]:
    """Units below others, as evenly as they can be dealt out."""
    each, more = divmod(total, len(parents))
    return [
        _unit(parent, found := code.format(parent.code, number), f"{name} {found[1:]}", level)
        for place, parent in enumerate(parents)
        for number in range(1, each + (place < more) + 1)
    ]


def _unit(parent: AdministrativeUnit | None, code: str, name: str, level: Level):
    return AdministrativeUnit(
        parent=parent, code=code, name=name, level=level, valid_from=UNITS_SINCE, is_demo=True
    )


def _divide(of: random.Random, total: int, parts: int) -> list[int]:
    """A whole number in uneven parts, each at least half of the mean."""
    weights = [of.uniform(0.5, 1.5) for _part in range(parts)]
    found = [int(total * weight / sum(weights)) for weight in weights]
    found[0] += total - sum(found)
    return found


def _scenario(
    of: random.Random,
    prefix: str,
    cooperatives: int,
    groups: int,
    districts: Sequence[AdministrativeUnit],
) -> Scenario:
    periods = _periods(cooperatives)
    wealth = of.uniform(0.8, 1.2)
    means = BAC_KAN.averages
    unions = [date(of.randint(2010, 2018), 5, 18), date(of.randint(2019, 2023), 8, 12)]
    if of.random() < 0.25:
        unions.append(date(2024, of.randint(1, 9), 12))
    weak = of.uniform(*WEAK)
    rated = sum(p.founded - p.dissolved for p in periods if p.last.year < FIRST_YEAR)
    return Scenario(
        prefix=prefix,
        cooperatives=periods,
        groups=_periods(groups),
        unions=unions,
        weights={unit.code: of.randint(5, 15) for unit in districts},
        first_year=FIRST_YEAR,
        suspended=cooperatives // 25,
        moved=cooperatives // 40,
        weak={year: round(rated * weak) for year in range(FIRST_YEAR - 1, LAST_REPORTED.year)},
        unreported=cooperatives // 50,
        averages=Averages(
            revenue=round(means.revenue * wealth),
            profit=round(means.profit * wealth),
            income=round(means.income * wealth),
            higher_education=means.higher_education,
            vocational=means.vocational,
        ),
        states={unit.code: of.choices(list(STATES), STATES.values())[0] for unit in districts},
    )


def _periods(total: int) -> list[Period]:
    """So many foundings in all, told by years."""
    of_year = {year: total * share // 1000 for year, share in FOUNDED.items()}
    before = total - sum(of_year.values())
    return [
        Period(date(2003, 1, 1), date(FIRST_YEAR - 1, 12, 31), before, 0),
        *(
            Period(
                date(year, 1, 1),
                min(date(year, 12, 31), DEMO_DAY),
                founded,
                total * DISSOLVED // 1000,
            )
            for year, founded in of_year.items()
        ),
    ]


def _make_plan(
    country: AdministrativeUnit, provinces: Sequence[AdministrativeUnit], sizes: Sequence[int]
) -> Made:
    """The country's plan, and what every third province is to bring to it."""
    plan = Plan(
        unit=country,
        number="DEMO/KH",
        issued_on=date(2023, 12, 15),
        title="Kế hoạch mẫu phát triển kinh tế tập thể năm 2024",
        is_demo=True,
    )
    made = store([plan])
    made += store([ReportingYear(unit=country, year=DEMO_DAY.year, opened=plan.issued_on)])
    made += store(
        [
            Target(
                plan=plan,
                year=DEMO_DAY.year,
                indicator=indicator,
                unit=country,
                operator=operator,
                value=value,
                place=place,
                is_demo=True,
            )
            for place, (indicator, (operator, value)) in enumerate(PLAN.items(), start=1)
        ]
    )
    whole = PLAN["new_cooperatives"][1]
    parts = {
        province.code: round(whole * size / sum(sizes))
        for province, size in list(zip(provinces, sizes, strict=True))[::3]
    }
    return made + allocate(plan, {"new_cooperatives": parts}, provinces, DEMO_DAY.year)
