"""Small random worlds of records: what Hypothesis draws, and how it is stored.

Days are drawn from those on which a rule turns (the ends of quarters and the days after), figures
from a few small numbers with zeros, negatives and blanks, so that ties and edges are common.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from cooperatives.ground.calendar import Quarter
from cooperatives.models import (
    AdministrativeUnit,
    Level,
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    ReturnStep,
    Suspension,
    YearlyReport,
)

YEAR = 2024
YEARS = (YEAR - 1, YEAR)
QUARTERS = [Quarter(year, number) for year in YEARS for number in (1, 2, 3, 4)]
ALWAYS, LONG_AGO = date(1997, 1, 1), date(2015, 6, 1)
DAYS = sorted(
    {quarter.starts_on + timedelta(days=days) for quarter in QUARTERS for days in (0, 45)}
    | {quarter.ends_on for quarter in QUARTERS}
)


@dataclass(frozen=True)
class UnitRow:
    """parent is the place of another row before this one, or None."""

    level: str
    code: str
    parent: int | None
    valid_from: date = ALWAYS
    valid_to: date | None = None


@dataclass(frozen=True)
class Story:
    """One organisation: places and reporting units are places in the world's list of units."""

    kind: str
    founded_on: date
    dissolved_on: date | None
    places: list[tuple[date, int]]
    suspensions: list[tuple[date, date | None]]
    reports_to: int = 0
    reports: dict[int, dict] = field(default_factory=dict)
    rows: dict[Quarter, dict] = field(default_factory=dict)


WAYS = {
    "approved": ("approved", ["submit", "approve"]),
    "submitted": ("submitted", ["submit"]),
    "sent back": ("returned", ["submit", "send_back"]),
    "not begun": ("draft", []),
    "taken back": ("draft", ["submit", "take_back"]),
    "taken back and submitted": ("submitted", ["submit", "take_back", "submit"]),
    "sent back, and taken back": ("returned", ["submit", "send_back", "submit", "take_back"]),
}
"""The state that each way of a return leads to, and its steps."""


def _store_steps(of: QuarterlyReturn, names: list[str]) -> None:
    before = None
    for number, name in enumerate(names):
        before = ReturnStep.objects.create(
            quarterly_return=of,
            step=name,
            reason="sai" if name == "send_back" else "",
            at=datetime(2025, 1, 5, 8, number, tzinfo=UTC),
            takes_back=before if name == "take_back" else None,
        )


@dataclass(frozen=True)
class World:
    units: list[UnitRow]
    stories: list[Story]
    ways: dict[tuple[int, Quarter], str]
    """The way that each return has come, one of `WAYS`."""

    def store(self) -> list[AdministrativeUnit]:
        """Insert all records; returns the units in their order."""
        units = self._store_units()
        organisations = Organisation.objects.bulk_create(
            Organisation(
                kind=story.kind,
                name=f"{number}",
                registration_number=f"{number}",
                founded_on=story.founded_on,
                dissolved_on=story.dissolved_on,
            )
            for number, story in enumerate(self.stories, start=1)
        )
        stored = list(zip(organisations, self.stories, strict=True))
        Placement.objects.bulk_create(
            Placement(
                organisation=organisation,
                unit=units[place],
                valid_from=valid_from,
                valid_to=story.places[number + 1][0] if number + 1 < len(story.places) else None,
            )
            for organisation, story in stored
            for number, (valid_from, place) in enumerate(story.places)
        )
        Suspension.objects.bulk_create(
            Suspension(organisation=organisation, valid_from=valid_from, valid_to=valid_to)
            for organisation, story in stored
            for valid_from, valid_to in story.suspensions
        )
        YearlyReport.objects.bulk_create(
            YearlyReport(cooperative=organisation, year=year, **report)
            for organisation, story in stored
            for year, report in story.reports.items()
        )
        returns = {
            (unit, period): QuarterlyReturn(
                unit=units[unit], year=period.year, quarter=period.number, state=WAYS[way][0]
            )
            for (unit, period), way in self.ways.items()
        }
        QuarterlyReturn.objects.bulk_create(returns.values())
        for place, way in self.ways.items():
            _store_steps(returns[place], WAYS[way][1])
        QuarterlyFigures.objects.bulk_create(
            QuarterlyFigures(
                cooperative=organisation,
                quarterly_return=returns[story.reports_to, period],
                year=period.year,
                quarter=period.number,
                **row,
            )
            for organisation, story in stored
            for period, row in story.rows.items()
        )
        return units

    def _store_units(self) -> list[AdministrativeUnit]:
        units: dict[int, AdministrativeUnit] = {}
        for level in Level.values:  # from the root down: a unit's path begins with its parent's
            made = {
                place: AdministrativeUnit(
                    level=level,
                    code=row.code,
                    name=row.code,
                    parent=units.get(row.parent),
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                )
                for place, row in enumerate(self.units)
                if row.level == level
            }
            AdministrativeUnit.objects.bulk_create(made.values())
            units |= made
        return [units[place] for place in range(len(self.units))]


# --- Units --------------------------------------------------------------------------------------


@st.composite
def unit_rows(draw) -> list[UnitRow]:
    """Two provinces, under a country or not; districts and communes in the first, some of them
    closed, made anew under the same code, or moved to another district by a reform.
    """
    rows: list[UnitRow] = []

    def add(*row) -> int:
        rows.append(UnitRow(*row))
        return len(rows) - 1

    def spans() -> list[tuple[date, date | None]]:
        reform = draw(st.sampled_from([None, *DAYS[-13:]]))
        if reform is None:
            return [(ALWAYS, None)]
        return [(ALWAYS, reform), (reform, None)][: draw(st.sampled_from([1, 2]))]

    root = add("country", "VN", None) if draw(st.booleans()) else None
    province = add("province", "06", root)
    other = add("province", "07", root)
    add("district", "0601", other)  # its code begins like the province's, its path does not
    districts = [
        add("district", code, province, *span)
        for code in ("060", "061", "062")[: draw(st.integers(1, 3))]
        for span in spans()
    ]
    for code in ("01900", "01901", "01902")[: draw(st.integers(0, 3))]:
        for span in spans():
            add("commune", code, draw(st.sampled_from(districts)), *span)
    return rows


# --- Organisations ------------------------------------------------------------------------------

MONEY = (10, 0, 3, 3, 25, 40, 7)
GIVEN = {
    "revenue": MONEY,
    "profit": (10, 0, -5, 3, 25, -40, 7),
    "average_member_income": MONEY,
    "member_count": (9, 0, 1, 30, 7),
    "managers_higher_education": (2, 0, 1, 5),
    "managers_vocational": (3, 0, 1, 4),
}


def _rows(choices: dict[str, tuple]) -> st.SearchStrategy[dict]:
    """A value of each figure, drawn as one number for all: hundreds of rows stay quick to draw."""

    def decoded(number: int) -> dict:
        row = {}
        for name, few in choices.items():
            number, place = divmod(number, len(few))
            row[name] = few[place]
        return row

    return st.integers(0, math.prod(map(len, choices.values())) - 1).map(decoded)


# Mostly whole rows: a single blank in a year takes a cooperative out of a mean.
WHOLE_ROW = _rows(GIVEN)
GAPPY_ROW = _rows({name: (*few, None) for name, few in GIVEN.items()})
ROW = st.one_of(WHOLE_ROW, WHOLE_ROW, WHOLE_ROW, GAPPY_ROW)
BLANK_ROW = st.just({})
EVERY_QUARTER = st.just(QUARTERS)
RATED = st.fixed_dictionaries(
    {
        "rating": st.sampled_from(["weak", "good", "fair", "average", ""]),
        "state": st.sampled_from(["final", "final", "draft"]),
    }
)


@st.composite
def reports(draw) -> dict:
    return draw(st.one_of(BLANK_ROW, GAPPY_ROW)) | draw(RATED)


NONE = st.just([])


def mostly(usual, others: list) -> st.SearchStrategy:
    """The usual, and now and then one of the others."""
    return st.sampled_from([*[usual] * 4 * len(others), *others])


@st.composite
def stories(draw, units: int) -> Story:
    place = st.integers(0, units - 1)
    kind = draw(st.sampled_from([*["cooperative"] * 10, "group", "union"]))
    founded_on = draw(mostly(LONG_AGO, DAYS))
    later = [day for day in DAYS if day >= founded_on]
    dissolved_on = draw(mostly(None, later))
    moves = draw(st.one_of(NONE, st.lists(st.sampled_from(later), unique=True, max_size=2)))
    places = [(founded_on, draw(place))]
    places += [(day, draw(place)) for day in sorted(moves) if day > founded_on]
    within = [day for day in later if dissolved_on is None or day <= dissolved_on]
    turns = draw(st.one_of(NONE, NONE, st.lists(st.sampled_from(within), unique=True, max_size=3)))
    turns = [*sorted(turns), None]
    suspensions = [(turns[n], turns[n + 1]) for n in range(0, len(turns) - 1, 2)]
    story = Story(kind, founded_on, dissolved_on, places, suspensions, draw(place))
    if kind == "cooperative":
        for year in YEARS:
            if draw(st.booleans()):
                story.reports[year] = draw(reports())
        some = st.lists(st.sampled_from(QUARTERS), unique=True)
        for period in draw(st.one_of(EVERY_QUARTER, EVERY_QUARTER, some)):
            story.rows[period] = draw(ROW)
    return story


@st.composite
def worlds(draw) -> World:
    units = draw(unit_rows())
    number = draw(st.sampled_from([7, 1, 12, 24, 0]))
    told = [draw(stories(len(units))) for _ in range(number)]
    filed = sorted({(story.reports_to, period) for story in told for period in story.rows})
    way = st.sampled_from(["approved", "approved", *WAYS])
    return World(units, told, {key: draw(way) for key in filed})


# --- A plan ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TargetRow:
    """unit is a place in the world's list of units."""

    unit: int
    indicator: str
    operator: str
    value: int
    milestones: tuple[int | None, int | None, int | None] = (None, None, None)
    from_year: int | None = None


TARGETED = (
    "new_cooperatives",
    "dissolved_cooperatives",
    "total_cooperatives",
    "weak_share",
    "average_profit",
    "average_member_income",
    "managers_higher_education",
)


@st.composite
def targets(draw, units: list[UnitRow]) -> list[TargetRow]:
    """Targets of the first unit, and allocations to some below it; counts are small, as values are.

    A code that two rows bear one after the other has one target: a plan cannot mean both.
    """
    rows = []
    for code in draw(st.lists(st.sampled_from(TARGETED), unique=True, min_size=2, max_size=4)):
        operator = draw(st.sampled_from([">=", ">=", ">", "<=", "<"]))
        values = st.integers(1, 60) if code == "weak_share" else st.integers(0, 12)
        few = st.lists(values, min_size=3, max_size=3).map(sorted)
        none = st.just((None, None, None))
        allocated = st.lists(st.integers(1, len(units) - 1), unique=True, max_size=2)
        allocated = draw(allocated) if len(units) > 1 else []
        above = [0] if draw(mostly(True, [False])) else []
        codes = set()
        for place in [*above, *allocated]:
            if units[place].code in codes or units[place].code == "07":
                continue
            codes.add(units[place].code)
            milestones = tuple(draw(st.one_of(none, few)))
            first = None
            if code in ("new_cooperatives", "dissolved_cooperatives"):
                first = draw(st.sampled_from([None, YEAR, YEAR - 1, 2015]))
            rows.append(TargetRow(place, code, operator, draw(values), milestones, first))
    return rows
