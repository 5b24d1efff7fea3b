"""What would close the gap of an indicator: sentences, and a table as plain data.

Units are judged over all records, whoever reads; cooperatives are listed within the reader's scope.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperatives.catalogue.ratings import Rating, scale_of
from cooperatives.evidence import EvidenceRow, count_founded, main_code, year_in_force
from cooperatives.ground.money import in_million
from cooperatives.ground.printing import NOTHING, number_text
from cooperatives.ground.wording import figure

from ..comparison.progress import NamedUnit, Progress, UnitProgress
from ..comparison.selection import Selection
from ..indicators import Indicator
from ..indicators.means import Mean
from ..reckoning.closing import fewest_that_make, fewest_to_change, shares_of_gap
from ..reckoning.contribution import Due
from ..reckoning.measures import Measure, Unit
from ..words import closing as words
from ..words.amounts import amount, bare
from ..words.compared import compared
from .records import Records, ScoredCooperative, by_score

RAISED_TO = {"weak": Rating.AVERAGE, "good": Rating.FAIR}
"""Up to which rating a cooperative must rise to leave, or to join, a share of ratings."""
MOST_NAMED = 5
"""How many units a sentence names."""
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Column:
    """What heads a column. unit: what its numbers are counted in, "" for none."""

    key: str
    label: str | Promise
    is_number: bool = False
    unit: str | Promise = ""


@dataclass(frozen=True)
class Cell:
    """A value as a file holds it (amounts in million VND), and as it is read. sorts_as: what it
    sorts by, where that is not the value.
    """

    value: str | int | Decimal | None
    text: str
    href: str = ""
    sorts_as: str = ""

    @property
    def order(self) -> str | int | Decimal:
        return self.sorts_as or self.value


@dataclass(frozen=True)
class ClosingRow:
    """part: the code of the sub-unit that it lies in, "" for none."""

    part: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class ClosingTable:
    """A table that can be sorted, filtered by sub-unit and written to a file."""

    columns: tuple[Column, ...]
    rows: tuple[ClosingRow, ...]

    @property
    def parts(self) -> dict[str, str]:
        """The sub-units in which rows lie, their names by their codes, in order."""
        found = {row.part: row.cells["unit"] for row in self.rows if row.part}
        ordered = sorted(found.items(), key=lambda item: item[1].order)
        return {code: cell.text for code, cell in ordered}

    def within(self, part: str) -> "ClosingTable":
        """The rows of one sub-unit; all for ""."""
        return replace(self, rows=tuple(row for row in self.rows if part in ("", row.part)))

    def sorted_by(self, wish: str) -> "ClosingTable":
        """By a column's key, from the top with "-" before it; blanks last; as it is for others."""
        key = wish.removeprefix("-")
        if key not in {column.key for column in self.columns}:
            return self
        given = [row for row in self.rows if row.cells[key].value is not None]
        blank = [row for row in self.rows if row.cells[key].value is None]
        given.sort(key=lambda row: row.cells[key].order, reverse=wish.startswith("-"))
        return replace(self, rows=(*given, *blank))

    def lines(self) -> Iterator[list[Any]]:
        """The head, then the rows: numbers as numbers, None for what is not known."""
        yield [_head(column) for column in self.columns]
        for row in self.rows:
            yield [row.cells[column.key].value for column in self.columns]


def _head(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


@dataclass(frozen=True)
class Said:
    """A sentence; part: the code of the sub-unit whose rows it is about, "" for all."""

    text: str
    part: str = ""


@dataclass(frozen=True)
class Closing:
    """title: what the section is about; said: its sentences; note: what its table rests on; empty:
    what is said where it has no row.
    """

    title: str
    said: tuple[Said, ...]
    note: str
    table: ClosingTable
    empty: str = ""


def closing_of(
    selection: Selection, progress: Progress, indicator: Indicator, records: Records
) -> Closing | None:
    """What would close the gap of an indicator; None where nothing of the kind can be said."""
    if indicator.counts_units:
        return None  # a few units, which the list of districts names already
    if indicator.is_rating_share:
        return _ratings(progress, indicator, records)
    if isinstance(indicator, Mean) and indicator.is_money:
        return _means(progress, indicator, records)
    if not indicator.averages and indicator.unit.is_whole:
        return _counts(selection, progress, indicator)
    return None


# --- Shares of ratings ----------------------------------------------------------------------------


def _ratings(progress: Progress, indicator: Indicator, records: Records) -> Closing | None:
    is_weak = main_code(indicator.figure) == "weak"
    said = tuple(_raised(progress, indicator, is_weak=is_weak))
    if not (said or is_weak):
        return None
    subject, part_of = progress.selection, _parts(progress)
    year = year_in_force(subject.year, subject.quarter)
    scale, raised_to = scale_of(year), RAISED_TO[main_code(indicator.figure)]
    floor = scale and scale.floors[raised_to]
    wanted = 1 if is_weak else 0
    candidates = by_score(row for row in records.rows if row.value == wanted)
    rows = [_scored_row(one, floor, part_of(one.row)) for one in candidates]
    columns = (*SCORED, GROUND) if any(one.ground for one in candidates) else SCORED
    listed = {row.part for row in rows}
    said = tuple(one if one.part in listed else replace(one, part="") for one in said)
    note = words.nearest_first(year, scale, raised_to)
    title = _("Weak cooperatives nearest to average") if is_weak else _("What would close the gap")
    empty = _("No cooperative in your scope is rated weak.") if is_weak else ""
    return Closing(title, said, note, ClosingTable(columns, tuple(rows)), empty)


def _raised(progress: Progress, indicator: Indicator, *, is_weak: bool) -> Iterator[Said]:
    """A sentence for the unit and for each sub-unit that does not hold."""
    for part in (progress.whole, *progress.units):
        standing = part.standing(indicator.code)
        due, measure = standing.due, standing.assessment.measure
        if due is None or measure.value is None or due.operator.wants_more == is_weak:
            continue
        needed = fewest_to_change(due.operator, due.now, measure.numerator, measure.denominator)
        if needed != 0:
            name, candidates = part.unit.short_name, _could_rise(measure, is_weak=is_weak)
            text = words.holds_when_raised(indicator, name, due, needed, candidates)
            yield Said(text, "" if part is progress.whole else part.unit.code)


def _could_rise(measure: Measure, *, is_weak: bool) -> int:
    """How many rated cooperatives would change the share if they were rated higher."""
    if is_weak:
        return measure.numerator
    return measure.coverage.with_value - measure.numerator


SCORED = (
    Column("name", gettext_lazy("Organisation")),
    Column("number", gettext_lazy("Registration number")),
    Column("unit", gettext_lazy("Unit")),
    Column("score", gettext_lazy("Score"), is_number=True),
    Column("missing", gettext_lazy("Missing points"), is_number=True),
)


GROUND = Column("ground", gettext_lazy("Why weak whatever the score"))


def _scored_row(
    one: ScoredCooperative, floor: Decimal | None, part: NamedUnit | None
) -> ClosingRow:
    """What it lacks are points, unless it is weak for another reason."""
    missing = None if one.ground or None in (one.score, floor) else floor - one.score
    cells = _named(one.row, part) | {
        "score": Cell(one.score, _points(one.score)),
        "missing": Cell(missing, _points(missing)),
        "ground": Cell(one.ground or None, one.ground),
    }
    return ClosingRow(part.code if part else "", cells)


def _points(score: Decimal | None) -> str:
    return NOTHING if score is None else number_text(score, 2, least=2)


# --- Means ----------------------------------------------------------------------------------------


def _means(progress: Progress, indicator: Indicator, records: Records) -> Closing | None:
    standing = progress.whole.standing(indicator.code)
    due = standing.due
    if not standing.is_short:
        return None
    known = [row for row in records.rows if row.value is not None]
    if not known:
        return None
    shares = shares_of_gap(due.operator, due.now, [(row.value, row.weight) for row in known])
    below = [(row, share) for row, share in zip(known, shares, strict=True) if share is not None]
    below.sort(key=lambda one: (-one[1], one[0].name_key))
    part_of = _parts(progress)
    rows = tuple(_mean_row(indicator, row, share, due, part_of(row)) for row, share in below)
    half = fewest_that_make([share for _row, share in below], HALF)
    pulling = words.pull_down(len(below), len(known), half, due)
    said = [words.units_pull_down(_largest_parts(progress, indicator))]
    said.append(pulling if records.is_whole else words.within_scope(pulling))
    note = _(
        "The share of the gap is what each adds to what those on the wrong side lack together; it"
        " says nothing of the mean by itself."
    )
    title = _("What would close the gap")
    table = ClosingTable(_means_columns(indicator), rows)
    return Closing(title, tuple(Said(text) for text in said if text), note, table)


def _largest_parts(progress: Progress, indicator: Indicator) -> list[tuple[str, Fraction]]:
    found = [
        (part.unit.short_name, part.standing(indicator.code).contribution.share_of_shortfall)
        for part in progress.units
    ]
    known = [(name, share) for name, share in found if share]
    return sorted(known, key=lambda one: -one[1])[:MOST_NAMED]


def _means_columns(indicator: Indicator) -> tuple[Column, ...]:
    million = gettext_lazy("million VND")
    weighed = indicator.unit is Unit.VND_PER_MEMBER
    return (
        *SCORED[:3],
        Column("value", gettext_lazy("Value"), is_number=True, unit=million),
        Column("due", gettext_lazy("Due by now"), is_number=True, unit=million),
        Column("gap", gettext_lazy("Gap"), is_number=True, unit=million),
        *([Column("weight", gettext_lazy("Members"), is_number=True)] if weighed else []),
        Column("share", gettext_lazy("Share of the gap"), is_number=True, unit="%"),
    )


def _mean_row(
    indicator: Indicator, row: EvidenceRow, share: Fraction, due: Due, part: NamedUnit | None
) -> ClosingRow:
    shown = compared(indicator, [row.value, due.now])
    apart = row.value - due.now
    cells = _named(row, part) | {
        "value": Cell(_million(row.value), shown.bare(row.value)),
        "due": Cell(_million(due.now), shown.bare(due.now)),
        "gap": Cell(_million(apart), bare(apart, indicator)),
        "weight": Cell(row.weight, figure(row.weight)),
        "share": Cell(_rounded(share * 100), number_text(share * 100, 1, least=1)),
    }
    return ClosingRow(part.code if part else "", cells)


def _million(vnd: Fraction | int) -> Decimal:
    return _rounded(in_million(vnd))


def _rounded(value: Fraction) -> Decimal:
    """With at most 6 decimals, as files hold numbers."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), 6)


# --- Counts and sums ------------------------------------------------------------------------------

COUNTED = (
    Column("unit", gettext_lazy("Unit")),
    Column("value", gettext_lazy("Value"), is_number=True),
    Column("due", gettext_lazy("Due by now"), is_number=True),
    Column("lacking", gettext_lazy("Lacking"), is_number=True),
    Column("basis", gettext_lazy("What that is")),
)


def _counts(selection: Selection, progress: Progress, indicator: Indicator) -> Closing | None:
    """The sub-units that lack most of what is due of them, as the comparison judges them. Of what
    is founded beside what each had a year before, and those without an allocation that fell below
    that: it is told, and judges nobody. Of units of today those that were the same ones then.
    """
    whole = progress.whole.standing(indicator.code)
    if not (progress.units and whole.is_short and whole.due.operator.wants_more):
        return None
    units, title = progress.units, _("What would close the gap")
    if selection.in_todays:
        units = [part for part in units if part.standing(indicator.code).due]
        if not units:
            return Closing(title, (), "", ClosingTable(COUNTED, ()), words.nothing_due_of_todays())

    def page(unit: NamedUnit) -> str:
        subject = replace(progress.selection, unit=unit)
        return f"{reverse('indicator', args=[indicator.code])}?{subject.query}"

    columns, before, fallen = COUNTED, None, []
    until = _a_year_before(progress.figures_on)
    is_founding = main_code(indicator.figure).startswith("new_")
    if indicator.is_event_count and is_founding and not whole.from_year:
        paths = [part.unit.path for part in units]
        before = count_founded(selection.unit, indicator.figure, until, paths)
        columns = (*COUNTED, Column("before", words.up_to(until), is_number=True))
        fallen = [part for part in units if _has_fallen(part, indicator, before)]
    behind = [part for part in units if part.standing(indicator.code).contribution.is_behind]
    listed = [*behind, *(part for part in fallen if part not in behind)]
    rows = [_counted_row(part, indicator, before, page) for part in listed]
    rows.sort(key=lambda row: -row.cells["lacking"].value)
    note = _(
        "A unit without an allocation owes its share of the rest, by operating cooperatives, in"
        " whole numbers."
    )
    said = [words.units_behind(len(behind), len(units))]
    if selection.in_todays and len(units) < len(progress.units):
        said.append(words.todays_not_judged(len(progress.units) - len(units)))
    if fallen:
        said.append(words.units_below_last_year(len(fallen)))
    table = ClosingTable(columns, tuple(rows))
    return Closing(title, tuple(map(Said, said)), note, table)


def _has_fallen(part: UnitProgress, indicator: Indicator, before: Mapping[str, int]) -> bool:
    """Whether a unit without a target of its own has less than it had a year before."""
    found = part.standing(indicator.code)
    return not found.target and found.assessment.measure.value < before.get(part.unit.code, 0)


def _a_year_before(of: date) -> date:
    """The same day of the year before; the last of February for a leap day."""
    is_leap_day = (of.month, of.day) == (2, 29)
    return of.replace(year=of.year - 1, day=28 if is_leap_day else of.day)


def _counted_row(
    part: UnitProgress,
    indicator: Indicator,
    before: Mapping[str, int] | None,
    page: Callable[[NamedUnit], str],
) -> ClosingRow:
    """before: how many each unit, by its code, had a year before; None where that is not asked."""
    found = part.standing(indicator.code)
    value, due = int(found.assessment.measure.value), found.judged_due
    lacking = Fraction(0) if due is None else max(Fraction(0), -found.judged_gap)
    basis = _("due of its allocation") if found.target else _("its share of the rest")
    cells = {
        "unit": Cell(part.unit.name, part.unit.name, page(part.unit), part.unit.path),
        "value": Cell(value, figure(value)),
        "due": Cell(due and _rounded(due.now), amount(due and due.now, indicator)),
        "lacking": Cell(_rounded(lacking), amount(lacking, indicator)),
        "basis": Cell(basis, basis),
    }
    if before is not None:
        founded = before.get(part.unit.code, 0)
        cells["before"] = Cell(founded, figure(founded))
    return ClosingRow(part.unit.code, cells)


# --- What rows share ------------------------------------------------------------------------------


def _named(row: EvidenceRow, part: NamedUnit | None) -> dict[str, Cell]:
    unit = part.name if part else row.unit_name
    page = reverse("organisation", args=[row.organisation_id])
    return {
        "name": Cell(row.name, row.name, page, row.name_key),
        "number": Cell(row.registration_number, row.registration_number),
        "unit": Cell(unit, unit, sorts_as=part.path if part else row.unit_path),
    }


def _parts(progress: Progress) -> Callable[[EvidenceRow], NamedUnit | None]:
    """Tells in which sub-unit a record lies."""
    units = {part.unit.code: part.unit for part in progress.units}
    return lambda row: units.get(row.part)
