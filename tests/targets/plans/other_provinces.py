"""What other provinces reported, and what the targets of their plans come to by it: by loops over
plain values, from the text of design 1.3 to 1.4, for `test_other_provinces`.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

from cooperatives.models import QuarterlyFigures, UnitFigures, YearlyReport
from tests.factories import make_cooperative, make_group, make_return, make_union, suspend
from tests.figures import with_figures
from tests.naive import assessment
from tests.naive.assessment import Case
from tests.naive.indicators import Result, bounds_of_mean, bounds_of_sum

TODAY = "2026-01-10"
MILLION = 1_000_000
COUNTRY, VUNG_TAU, BINH_THUAN = "VN", "77", "60"


@dataclass(frozen=True)
class Wanted:
    """One target: typed is its value as an admin types it on the page (amounts in million VND),
    value as a file holds it (in VND).
    """

    indicator: str
    operator: str
    typed: str
    value: int | float
    more: dict = field(default_factory=dict)


# --- What was reported ----------------------------------------------------------------------------

QUARTERS = [(year, k) for year in (2023, 2024, 2025) for k in (1, 2, 3, 4)]
RATINGS = ("good", "fair", "average", "weak", "")
DISTRICTS = {VUNG_TAU: ("748", "750"), BINH_THUAN: ("593", "594", "595")}
ONLY_GROUPS = "595"
"""A district without cooperatives: of what units report only that of groups is expected of it."""


@dataclass
class Reporter:
    """Who reports, in plain values: by year, quarter and name; a blank is None."""

    unit: str
    reported: dict = field(default_factory=dict)

    def level(self, year: int, k: int, name: str, *, older: bool = True) -> tuple:
        """The newest of the year, failing that of the year before; and whether it is an older one,
        or missing.
        """
        quarters = [(year, n) for n in range(k, 0, -1)]
        quarters += [(year - 1, n) for n in (4, 3, 2, 1)] if older else []
        for quarter in quarters:
            value = self.reported.get((*quarter, name))
            if value is not None:
                return value, "reported" if quarter == (year, k) else "carried"
        return None, "missing"

    def flow(self, year: int, k: int, name: str) -> tuple:
        """What it comes to since January; missing unless every quarter asked for was reported."""
        values = {n: self.reported.get((year, n, name)) for n in range(1, k + 1)}
        if any(value is None and self.is_asked(year, n) for n, value in values.items()):
            return None, "missing"
        return sum(value for value in values.values() if value is not None), "reported"

    def is_asked(self, year: int, k: int) -> bool:
        return True


@dataclass
class Coop(Reporter):
    """A cooperative. ratings: by year; suspensions: from a day on, to another or open."""

    sector: str = ""
    founded: date = date(2015, 6, 1)
    dissolved: date | None = None
    ratings: dict = field(default_factory=dict)
    suspensions: list = field(default_factory=list)

    def is_registered(self, year: int, k: int) -> bool:
        end = end_of(year, k)
        return self.founded <= end and not (self.dissolved and self.dissolved <= end)

    def is_asked(self, year: int, k: int) -> bool:
        """Whether it operates at the quarter's end."""
        end = end_of(year, k)
        stops = any(since <= end and not (to and to <= end) for since, to in self.suspensions)
        return self.is_registered(year, k) and not stops


def end_of(year: int, k: int) -> date:
    return date(year, 3 * k, 31 if k in (1, 4) else 30)


FOUNDED = {9: date(2023, 2, 1), 10: date(2025, 1, 20), 11: date(2025, 5, 3)}
SUSPENDED = {
    3: [(date(2022, 11, 5), date(2024, 2, 1)), (date(2025, 6, 1), None)],
    4: [(date(2023, 8, 1), date(2024, 8, 15))],
    7: [(date(2025, 2, 10), date(2025, 7, 20))],
}
SILENT_SINCE = {
    # the cooperatives and the districts that no longer report something, and since when
    (5, "member_count"): 2023,
    (6, "managers_total"): 2025,
    ("594", "group_members"): 2025,
    (ONLY_GROUPS, "group_members"): 2023,
    (ONLY_GROUPS, "staff"): 2023,
}


def is_silent(who: int | str, name: str, year: int) -> bool:
    return year >= SILENT_SINCE.get((who, name), year + 1)


def world() -> list[Coop]:
    random, found = Random(1318), []  # noqa: S311
    for districts in DISTRICTS.values():
        for number in range(12):
            sector = "agriculture" if number % 3 else "trade"
            coop = Coop(districts[number % 2], sector=sector)
            coop.founded = FOUNDED.get(number, coop.founded)
            coop.dissolved = date(2024, 5, 5) if number == 8 else None
            coop.suspensions = SUSPENDED.get(number, [])
            for year, k in QUARTERS:
                is_there = coop.is_registered(year, k)
                nothing = 0.02 if coop.is_asked(year, k) else 0.5
                if not is_there or random.random() < nothing:
                    continue
                for name, value in figures_of(random, sector, number).items():
                    is_blank = random.random() < 0.02 or is_silent(number, name, year)
                    coop.reported[year, k, name] = None if is_blank else value
            for year in (2022, 2024, 2025):
                if coop.is_registered(year, 4) and coop.founded.year < year:
                    coop.ratings[year] = random.choice(RATINGS)
            found.append(coop)
    return found


def figures_of(random: Random, sector: str, number: int) -> dict[str, int]:
    managers = random.randint(3, 6)
    higher = random.randint(0, managers)
    values = {
        "revenue": random.randint(100, 200 + 60 * number) * MILLION,
        "profit": random.randint(-20, 60) * MILLION,
        "member_count": random.randint(7, 60),
        "managers_total": managers,
        "managers_higher_education": higher,
        "managers_intermediate": random.randint(0, managers - higher),
        "workers": random.randint(1, 40),
        "worker_income": random.randint(12_000_000, 24_000_000),
        "high_tech": random.randint(0, 1),
        "in_union": random.randint(0, 1),
    }
    if sector == "agriculture":
        values |= {"in_chain": random.randint(0, 1), "linked": random.randint(0, 1)}
    return values


GROUPS = {
    # the years in which groups were founded
    "748": [2019, 2024],
    "750": [2020],
    "593": [2018, 2019, 2025],
    "594": [2021, 2025],
    "595": [2022, 2025],
}


def of_units() -> dict[str, Reporter]:
    """What districts report of their groups and of themselves, and provinces: by the unit."""
    random, found = Random(295), {}  # noqa: S311
    for province, districts in DISTRICTS.items():
        found[province] = Reporter(province)
        for quarter in QUARTERS:
            found[province].reported[*quarter, "grdp"] = random.randint(4, 9) * 100_000 * MILLION
        for unit in districts:
            found[unit] = Reporter(unit)
            for quarter in QUARTERS:
                given = {"group_members": random.randint(40, 160), "staff": random.randint(1, 5)}
                for name, value in given.items():
                    is_blank = random.random() < 0.2 or is_silent(unit, name, quarter[0])
                    found[unit].reported[*quarter, name] = None if is_blank else value
    return found


def store_of_units(values: dict[str, Reporter], units: dict, returns: dict) -> None:
    rows = []
    for code, reporter in values.items():
        for year, k in QUARTERS:
            given = {n: v for (y, q, n), v in reporter.reported.items() if (y, q) == (year, k)}
            given = {name: value for name, value in given.items() if value is not None}
            row = UnitFigures(unit=units[code], year=year, quarter=k, extra=given)
            row.quarterly_return = returns.get((code, year, k))
            rows.append(row)
    UnitFigures.objects.bulk_create(rows)


def store(coops: list[Coop], of_units: dict[str, Reporter], units: dict) -> None:
    returns = {
        (code, *quarter): make_return(units[code], *quarter)
        for codes in DISTRICTS.values()
        for code in codes
        for quarter in QUARTERS
    }
    rows, reports = [], []
    for coop in coops:
        stored = make_cooperative(
            units[coop.unit],
            sector=coop.sector,
            founded_on=coop.founded,
            dissolved_on=coop.dissolved,
        )
        for span in coop.suspensions:
            suspend(stored, *span)
        for year, k in QUARTERS:
            values = {n: value for (y, q, n), value in coop.reported.items() if (y, q) == (year, k)}
            if values:
                row = QuarterlyFigures(cooperative=stored, year=year, quarter=k)
                row.quarterly_return = returns[coop.unit, year, k]
                rows.append(with_figures(row, **values))
        reports += [
            YearlyReport(cooperative=stored, year=year, rating=rating, state="final")
            for year, rating in coop.ratings.items()
            if rating
        ]
    QuarterlyFigures.objects.bulk_create(rows)
    YearlyReport.objects.bulk_create(reports)
    for unit, years in GROUPS.items():
        for year in years:
            make_group(units[unit], founded_on=date(year, 3, 3))
    make_union(units[UNION_IN])
    store_of_units(of_units, units, returns)


UNION_IN = "593"

# --- The second computation -----------------------------------------------------------------------

Found = list[tuple]
"""Of each that is expected its value, and whether it is reported, carried or missing."""


def counted(n: int) -> Result:
    """A count of the registry: nothing of it can be missing."""
    return Result(Fraction(n), n, None, (n, 0, n), (n, n))


def known(found: Found) -> tuple[list, tuple[int, int, int], int]:
    """The values there are, the coverage, and how many are missing."""
    states = [state for _value, state in found]
    coverage = states.count("reported"), states.count("carried"), len(found)
    values = [value for value, state in found if state != "missing"]
    return values, coverage, states.count("missing")


def none(found: Found) -> Result:
    return Result(None, None, None, known(found)[1], None)


def mean(found: Found) -> Result:
    values, coverage, missing = known(found)
    if not values:
        return none(found)
    value = Fraction(sum(values), len(values))
    bounds = bounds_of_mean(value, values, missing)
    return Result(value, sum(values), len(values), coverage, bounds)


def total(found: Found) -> Result:
    values, coverage, missing = known(found)
    if not values:
        return none(found)
    value = sum(values)
    return Result(value, value, None, coverage, bounds_of_sum(value, values, missing))


def number_of(found: Found) -> Result:
    values, coverage, missing = known(found)
    yes = sum(values)
    return Result(yes, yes, None, coverage, (yes, yes + missing)) if values else none(found)


def share(found: Found) -> Result:
    values, coverage, missing = known(found)
    if not values:
        return none(found)
    yes, n = sum(values), len(values)
    bounds = tuple(Fraction(100 * each, n + missing) for each in (yes, yes + missing))
    return Result(Fraction(100 * yes, n), yes, n, coverage, bounds)


def both(one: tuple, other: tuple) -> tuple:
    """Two values of one, as one: missing where either is."""
    for state in ("missing", "carried"):
        if state in (one[1], other[1]):
            return (one[0], other[0]), state
    return (one[0], other[0]), "reported"


def ratio(found: Found) -> Result:
    values, coverage, missing = known(found)
    above, below = sum(a for a, _b in values), sum(b for _a, b in values)
    if not below:
        return none(found)
    value = Fraction(100 * above, below)
    return Result(value, above, below, coverage, None if missing else (value, value))


def has_open(found: Result) -> bool:
    """Whether anything is missing in it."""
    reported, carried, expected = found.coverage
    return reported + carried < expected


def quotient(a: Result, b: Result) -> Result:
    if a.value is None or not b.value:
        return Result(None, None, None, a.coverage, None)
    value = Fraction(100) * a.value / b.value
    bounds = None if has_open(a) or has_open(b) else (value, value)
    return Result(value, a.value, b.value, a.coverage, bounds)


def growth(a: Result, b: Result) -> Result:
    if a.value is None or b.value is None or b.value <= 0:
        return Result(None, None, None, a.coverage, None)
    value = (Fraction(a.value) / b.value - 1) * 100
    is_open = has_open(a) or has_open(b) or a.coverage[1] or b.coverage[1]
    return Result(value, a.value, b.value, a.coverage, None if is_open else (value, value))


class At:
    """What a unit's indicators come to at the end of a quarter, by loops over plain values."""

    def __init__(self, coops: list[Coop], of_units: dict, unit: str, year: int, k: int) -> None:
        self.coops, self.of_units, self.year, self.k = coops, of_units, year, k
        self.provinces = [code for code in DISTRICTS if unit in (COUNTRY, code)]
        self.districts = [code for one in self.provinces for code in DISTRICTS[one]] or [unit]
        self.mine = [one for one in coops if one.unit in self.districts]
        self.registered = [one for one in self.mine if one.is_registered(year, k)]
        self.unit = unit

    def of(self, sector: str = "") -> list[Coop]:
        """The cooperatives operating at the end."""
        operating = [one for one in self.registered if one.is_asked(self.year, self.k)]
        return [one for one in operating if sector in ("", one.sector)]

    def other(self, unit: str, year: int) -> "At":
        return At(self.coops, self.of_units, unit, year, self.k)

    def founded(self, from_year: int, sector: str = "") -> Result:
        days = [one.founded for one in self.mine if sector in ("", one.sector)]
        return counted(
            sum(date(from_year, 1, 1) <= day <= end_of(self.year, self.k) for day in days)
        )

    def flows(self, name: str, coops: list[Coop] | None = None) -> Found:
        return [
            one.flow(self.year, self.k, name) for one in (self.of() if coops is None else coops)
        ]

    def levels(self, name: str, sector: str = "") -> Found:
        return [one.level(self.year, self.k, name) for one in self.of(sector)]

    def by_workers(self, months: int = 1) -> Result:
        found = []
        for one in self.of():
            income, state = one.flow(self.year, self.k, "worker_income")
            workers, of_workers = one.level(self.year, self.k, "workers", older=False)
            is_missing = "missing" in (state, of_workers)
            found.append(((income, workers), "missing" if is_missing else state))
        values, coverage, missing = known(found)
        if not values:
            return none(found)
        above, below = sum(a * b for a, b in values), sum(b for _a, b in values)
        value = Fraction(above, below)
        bounds = bounds_of_mean(value, [income for income, _workers in values], missing)
        bounds = bounds and tuple(each / months for each in bounds)
        return Result(value / months, above, below, coverage, bounds)

    def managers(self, *names: str) -> Result:
        found = []
        for one in self.of():
            parts = [one.level(self.year, self.k, name) for name in names]
            if len(parts) == 2:
                (first, second), state = both(*parts)
                parts = [(None if state == "missing" else first + second, state)]
            found.append(both(parts[0], one.level(self.year, self.k, "managers_total")))
        return ratio(found)

    def good(self) -> Result:
        """Rated good or fair: by the year's own rating at its end, failing that by the last."""
        in_force, found = self.year if self.k == 4 else self.year - 1, []
        for one in self.of():
            own, before = one.ratings.get(in_force), one.ratings.get(in_force - 1)
            if one.founded.year >= in_force:
                continue
            if own:
                found.append((own in ("good", "fair"), "reported"))
            elif self.k == 4 and before:
                found.append((before in ("good", "fair"), "carried"))
            else:
                found.append((None, "missing"))
        values, coverage, _missing = known(found)
        if not values:
            return none(found)
        n, by_own = len(self.registered), sum(v for v, state in found if state == "reported")
        at_most = by_own + coverage[2] - coverage[0]
        bounds = Fraction(100 * by_own, n), Fraction(100 * at_most, n)
        return Result(Fraction(100 * sum(values), n), sum(values), n, coverage, bounds)

    def operating_share(self) -> Result:
        return quotient(counted(len(self.of())), counted(len(self.registered)))

    def groups(self, year: int, from_year: int = 0) -> Result:
        years = [one for unit in self.districts for one in GROUPS[unit]]
        return counted(sum(from_year <= one <= year for one in years))

    def of_districts(self, name: str) -> Found:
        """What districts report of themselves or, "group_members", of their groups."""
        found = []
        for unit in self.districts:
            value = self.of_units[unit].level(self.year, self.k, name)
            has_groups = any(year <= self.year for year in GROUPS[unit])
            is_expected = self.other(unit, self.year).of() or (
                name == "group_members" and has_groups
            )
            if is_expected or value[1] != "missing":
                found.append(value)
        return found

    def revenue_of_grdp(self) -> Result:
        grdp = [self.of_units[one].flow(self.year, self.k, "grdp") for one in self.provinces]
        return quotient(total(self.flows("revenue")), total(grdp))

    def above_one_billion(self) -> Result:
        limit = Fraction(self.k * 1_000 * MILLION, 4)
        return share([(v and v > limit, state) for v, state in self.flows("revenue")])

    def margin(self) -> Result:
        flows = zip(self.flows("profit"), self.flows("revenue"), strict=True)
        return ratio([both(*two) for two in flows])

    def answer(self, code: str, from_year: int | None) -> Result:
        year, registered = self.year, self.registered
        new = [one for one in self.of() if one.founded.year == year]
        farms = self.of("agriculture")
        return {
            "new_cooperatives": lambda: self.founded(from_year or year),
            "new_in_agriculture": lambda: self.founded(year, "agriculture"),
            "new_groups": lambda: self.groups(year, year),
            "total_cooperatives": lambda: counted(len(registered)),
            "total_groups": lambda: self.groups(year),
            "total_unions": lambda: counted(int(UNION_IN in self.districts)),
            "total_members": lambda: total(self.levels("member_count")),
            "average_revenue": lambda: mean(self.flows("revenue")),
            "revenue_in_agriculture": lambda: mean(self.flows("revenue", farms)),
            "revenue_of_new": lambda: mean(self.flows("revenue", new)),
            "worker_income_year": self.by_workers,
            "worker_income_month": lambda: self.by_workers(3 * self.k),
            "good_share": self.good,
            "good_of_operating": lambda: quotient(self.good(), self.operating_share()),
            "high_tech_number": lambda: number_of(self.levels("high_tech")),
            "in_chain_number": lambda: number_of(self.levels("in_chain", "agriculture")),
            "union_members": lambda: number_of(self.levels("in_union")),
            "high_tech_in_agriculture": lambda: share(self.levels("high_tech", "agriculture")),
            "linked_share": lambda: share(self.levels("linked", "agriculture")),
            "college_share": lambda: self.managers("managers_higher_education"),
            "trained_share": lambda: self.managers(
                "managers_higher_education", "managers_intermediate"
            ),
            "revenue_growth": lambda: growth(
                mean(self.flows("revenue")),
                mean(self.other(self.unit, year - 1).flows("revenue")),
            ),
            "above_one_billion": self.above_one_billion,
            "groups_to_2023": lambda: growth(self.groups(year), self.groups(2023)),
            "margin": self.margin,
            "members_of_groups": lambda: total(self.of_districts("group_members")),
            "staff_of_units": lambda: mean(self.of_districts("staff")),
            "revenue_of_grdp": self.revenue_of_grdp,
        }[code]()


EVENTS = ("new_cooperatives", "new_groups", "new_in_agriculture")
MEANS = ("average_revenue", "revenue_in_agriculture", "revenue_of_new", "worker_income_year")
ADDS = (*MEANS, "worker_income_month", "total_members", "members_of_groups", "staff_of_units")
NEVER_DUE = ("total_cooperatives", "total_groups", "total_unions")
SHARED_OUT = (
    # counts and sums: of them a sub-unit owes its part
    *EVENTS,
    *("total_members", "high_tech_number", "in_chain_number", "union_members"),
    "members_of_groups",
)


def case_of(one: Wanted, found: Result, year: int, k: int) -> Case:
    """A value against the target, to be judged by the text of design 1.4."""
    kind = "events" if one.indicator in EVENTS else "flow" if one.indicator in MEANS else "level"
    return Case(
        kind=kind,
        rates=one.indicator == "good_share",
        adds=one.indicator in ADDS,
        operator=one.operator,
        target=Fraction(str(one.value)),
        milestones=(None, None, None),
        value=found.value,
        bounds=found.bounds,
        coverage=found.coverage,
        year=year,
        k=k,
        today=date.fromisoformat(TODAY),
        from_year=one.more.get("from_year"),
    )


def measured(found: Result, case: Case) -> dict:
    """What JSON says of a value, with a target or without."""
    reported, carried, expected = found.coverage
    return {
        "value": shown_number(found.value),
        "numerator": shown_number(found.numerator),
        "denominator": shown_number(found.denominator),
        "coverage": {"reported": reported, "carried": carried, "expected": expected},
        "bounds": found.bounds and [shown_number(each) for each in found.bounds],
        "projection": shown_number(assessment.projection(case)),
    }


def judged(one: Wanted, case: Case) -> dict:
    return {
        "operator": one.operator,
        "target": one.value,
        "target_to": one.more.get("value_to"),
        "expected": shown_number(assessment.expected(case)),
        "status": assessment.status(case, case.value),
        "certain": assessment.certain(case),
        "attainment": shown_number(assessment.attainment(case)),
        "required_per_quarter": shown_number(assessment.required_per_quarter(case)),
    }


def owed(one: Wanted, whole: Case, case: Case, operating: int, of_all: int) -> dict:
    """What a sub-unit owes of the plan's target, without one of its own."""
    due = Fraction(assessment.expected(whole))
    if one.indicator in SHARED_OUT:
        due = due * operating / of_all
    if one.indicator in NEVER_DUE:
        due = None
    gap = is_behind = None
    if due is not None and case.value is not None:
        gap = case.value - due
        is_behind = not assessment.holds(one.operator, case.value, due)
        if one.indicator in SHARED_OUT:
            is_behind = case.value < due // 1
    return {"due": shown_number(due), "gap": shown_number(gap), "is_behind": is_behind}


def shown_number(value):
    """A number as JSON has it."""
    if value is None:
        return None
    value = Fraction(value)
    return int(value) if value.denominator == 1 else round(float(value), 6)
