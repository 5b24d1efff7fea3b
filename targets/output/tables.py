"""Comparisons as tables to take along: a row for each value, with all that stands behind it.

Amounts are in million VND, as on the pages; numbers are exact to 6 decimals, which is one VND.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cooperatives.evidence import EvidenceRow, answers_yes
from cooperatives.files.writing import Table, Value
from cooperatives.ground.calendar import QUARTERS, Quarter
from cooperatives.ground.printing import rounded
from cooperatives.ground.wording import quarter_inside
from cooperatives.returns.owed import OwedReturn

from ..behind.closing import ClosingTable
from ..behind.records import Records
from ..behind.table import figures_behind, state_in_words, value_in_words
from ..comparison.progress import Decision, NamedUnit, Progress, Standing, Subject, YearHeld
from ..comparison.years import BesideBefore
from ..indicators import Indicator
from ..movements.steps import Step
from ..overview.beside import PlannedBeside, Reached, reached
from ..overview.matrix import returns_in
from ..overview.target_rows import most_urgent_first, shown_projection, target_rows
from ..overview.years_end import YearsEnd
from ..reckoning.assessment import Goal, Status, expected_at
from ..reckoning.contribution import is_behind_for_sure
from ..reckoning.measures import Measure
from ..words import aims, headline
from ..words.aims import told_attainment
from ..words.amounts import printed
from ..words.labels import ended_said, rest_label, status_label, unit_label
from ..words.missing import missing_shortly
from ..words.movements import why

DECIMALS = 6

About = list[tuple[str, Value]]


def targets_table(progress: Progress, also_about: About) -> Table:
    """The unit's own indicators, the most urgent first as on the overview. also_about: more that
    all rows are about.
    """
    rows = [
        _standing_cells(row.standing, progress.selection.year)
        + _of_the_whole(progress, row.standing)
        for row in most_urgent_first(target_rows(progress))
    ]
    header = [*_standing_header(), _("Projection for the year"), _("Same quarter of last year")]
    return Table(
        _file_name("targets", progress.selection),
        _("Targets"),
        _about(progress) + also_about,
        header,
        rows,
    )


def units_table(
    progress: Progress, returns: Sequence[OwedReturn], also_about: About, code: str | None = None
) -> Table:
    """The unit with each indicator, or with one, and each sub-unit, then what lies directly under.

    returns: those that are owed for the quarter there.
    """
    year = progress.selection.year
    rows = [
        [*unit, *_standing_cells(one, year), *_of_a_part(progress, one), state]
        for part in (progress.whole, *progress.parts)
        for unit in [_unit_cells(part.unit, progress)]
        for state in [_returns_said(part.unit, returns)]
        for one in part.standings
        if code in (None, one.code)
    ]
    header = [
        _("Unit code"),
        _("Unit"),
        *_standing_header(),
        _("Gap"),
        _("Is behind"),
        _("Share of what is lacking (%)"),
        _("Share of value (%)"),
        _("Return of %(quarter)s") % {"quarter": quarter_inside(progress.selection.quarter)},
    ]
    name = _file_name(f"{code}-units" if code else "units", progress.selection)
    about = _about(progress) + also_about
    return Table(name, _("Units compared"), about, header, rows)


def series_table(
    progress: Progress,
    code: str,
    years: Mapping[int, YearHeld],
    years_end: YearsEnd | None,
    also_about: About,
) -> Table:
    """One indicator of the unit at each quarter of all years held, a running one up to today.
    years_end: what is told of the year looked at, in the row of the quarter looked at.
    """
    indicator, subject = progress.whole.standing(code).indicator, progress.selection
    rows = [
        [
            year,
            quarter,
            min(Quarter(year, quarter).ends_on, progress.day),
            *_named(indicator),
            *_quarter_cells(indicator, years, year, quarter),
            held.planned_by and held.planned_by.number,
            _ended(indicator, held, quarter, progress.day),
            *_years_end(years_end if (year, quarter) == (subject.year, subject.quarter) else None),
        ]
        for year, held in years.items()
        for quarter in QUARTERS
        if held.measures[quarter - 1] is not None
    ]
    header = [
        _("Year"),
        _("Quarter"),
        _("Figures up to"),
        *_named_header(),
        _("Value"),
        _("Same quarter of last year"),
        _("Operator"),
        _("Target of the year"),
        _("Target up to"),
        _("Due by then"),
        *_evidence_header(),
        _("Plan"),
        _("At its end"),
        _("Year's end from (80%)"),
        _("Year's end to (80%)"),
        _("Chance of the target (%)"),
    ]
    about: About = [(_("Figures of"), progress.selection.unit.name)]
    name = _file_name(f"{code}-series", progress.selection)
    return Table(name, str(indicator.label), about + also_about, header, rows, years={0, 1})


def before_table(
    plan: Decision, beside: BesideBefore, rows: Iterable[PlannedBeside], also_about: About
) -> Table:
    """A plan's year against the year planned before it, a row for each indicator."""
    header = [
        *_named_header(),
        *(_("%(what)s, year before") % {"what": what} for what in _beside_header()),
        *_beside_header(),
        _("Change of the target"),
    ]
    lines = [
        [
            *_named(row.indicator),
            *_beside(row.indicator, row.before, row.reached_before),
            *_beside(row.indicator, row.now, row.reached_now),
            row.change if row.difference is None else _number(row.difference, row.indicator),
        ]
        for row in rows
    ]
    about: About = [
        (_("Plan"), plan.number),
        (_("Figures of"), plan.unit.name),
        (_("Year"), beside.year),
        (_("Year before"), beside.year_before),
    ]
    name = f"plan-{plan.unit.code}-{beside.year}-before"
    title = _("Against the plan before")
    # The places of the quarters.
    return Table(name, title, about + also_about, header, lines, years={6, 12})


def _beside_header() -> list[str]:
    return [
        _("Operator"),
        _("Target"),
        _("Target up to"),
        _("Reached"),
        _("Up to quarter"),
        _("Status"),
    ]


def _beside(indicator: Indicator, held: YearHeld | None, came: Reached | None) -> list[Value]:
    if held is None or came is None:
        return [None] * len(_beside_header())
    return [
        *_aim(indicator, held.goal),
        _number(came.value, indicator),
        came.quarter,
        came.found and ended_said(came.found),
    ]


def records_table(records: Records, progress: Progress, also_about: About) -> Table:
    """The records behind a number that are shown: a row for each organisation."""
    indicator = records.indicator
    header = [
        _("Registration number"),
        _("Organisation"),
        _("Reporting unit"),
        _("Placed in"),
        _("Founded"),
        _("Dissolved"),
        *_named_header(),
        _("Value"),
        _("Weight"),
        _("Evidence"),
        _("Why it is missing"),
    ]
    rows = [_record_cells(records, row) for row in records.shown]
    return Table(
        _file_name(f"{indicator.code}-records", progress.selection),
        str(indicator.label),
        _about(progress) + also_about,
        header,
        rows,
    )


def closing_table(closing: ClosingTable, progress: Progress, code: str, also_about: About) -> Table:
    """What would close the gap of an indicator, as it was filtered and sorted."""
    header, *rows = closing.lines()
    name = _file_name(f"{code}-gap", progress.selection)
    title = str(progress.whole.standing(code).indicator.label)
    return Table(name, title, _about(progress) + also_about, header, rows)


def _record_cells(records: Records, row: EvidenceRow) -> list[Value]:
    indicator = records.indicator
    missing = records.missing.by_cooperative.get(row.organisation_id)
    value: Value = None
    if row.value is not None:
        value = (
            value_in_words(indicator, row)
            if answers_yes(indicator.figure)
            else _amount(row.value, indicator)
        )
    return [
        row.registration_number,
        row.name,
        row.reporting_unit,
        row.unit_name,
        row.founded_on,
        row.dissolved_on,
        *_named(indicator),
        value,
        None if row.value is None else row.weight,
        state_in_words(row, missing),
        missing_shortly(missing.why, missing.quarters) if missing else None,
    ]


def movements_table(steps: Iterable[Step], selection: Subject, also_about: About) -> Table:
    """Each value that moved, the newest first: when, why, by whom, from what to what."""
    header = [
        _("Day"),
        _("Time"),
        _("Reason"),
        _("By"),
        *_named_header(),
        _("Value before"),
        _("Value after"),
    ]
    about = _subject(selection) + also_about
    rows = [_moved(step) for step in steps]
    return Table(_file_name("changes", selection), _("Changes"), about, header, rows)


def _moved(step: Step) -> list[Value]:
    reason, indicator = step.reason, step.indicator
    at = localtime(reason.at)
    return [
        at.date(),
        time_format(at, "H:i"),
        why(reason),
        reason.person or None,
        *_named(indicator, aims.of_period(*step.period) if step.period else ""),
        _number(step.before, indicator),
        _number(step.after, indicator),
    ]


# --- What all rows are about ----------------------------------------------------------------------


def _file_name(what: str, selection: Subject) -> str:
    return f"{what}-{selection.unit.code}-{selection.year}-{selection.quarter}"


def _about(progress: Progress) -> About:
    return [*_subject(progress.selection), (_("Figures up to"), progress.figures_on)]


def _subject(selection: Subject) -> About:
    plan = selection.plan and selection.plan.number
    return [
        (_("Plan"), plan),
        (_("Figures of"), selection.unit.name),
        (_("Year"), selection.year),
        (_("Quarter"), selection.quarter),
        *([(_("Units"), _("of today"))] if selection.in_todays else []),
    ]


# --- Cells ----------------------------------------------------------------------------------------


def _number(value: Fraction | int | None, indicator: Indicator) -> Value:
    """A value in what the pages count in: whole where it is whole."""
    if value is None:
        return None
    return _plain(printed(value, indicator))


def _plain(value: Fraction) -> int | Decimal:
    return int(value) if value.denominator == 1 else rounded(value, DECIMALS)


def _amount(value: int, indicator: Indicator) -> int | Decimal:
    """A value of a record as its figure is written: amounts in million VND."""
    figures = figures_behind(indicator)
    return _plain(Fraction(value, figures[0].scale if figures else 1))


def _share(value: Fraction | None) -> Value:
    return None if value is None else _plain(Fraction(value) * 100)


def _yes_or_no(value: bool | None) -> Value:
    if value is None:
        return None
    return _("yes") if value else _("no")


def _named_header() -> list[str]:
    return [_("Indicator"), _("Unit of measure")]


def _named(indicator: Indicator, period: str = "") -> list[Value]:
    """period: the years over which it is counted, where they are several."""
    name = f"{indicator.label} ({period})" if period else str(indicator.label)
    return [name, str(unit_label(indicator))]


def _unit_cells(unit: NamedUnit | None, progress: Progress) -> list[Value]:
    if unit:
        return [unit.code, unit.name]
    return [None, rest_label(in_todays=progress.selection.in_todays)]


def _returns_said(unit: NamedUnit | None, returns: Sequence[OwedReturn]) -> str | None:
    """Where the return of a unit stands, or how many of those below it are submitted."""
    found = unit and returns_in(unit, returns)
    if not found:
        return None
    if found.own:
        return str(found.own.label)
    return headline.have_submitted(found.submitted, found.owing)


def _evidence_header() -> list[str]:
    return [
        _("Possible from"),
        _("Possible to"),
        _("Reported"),
        _("Earlier figures"),
        _("Expected"),
    ]


def _evidence(indicator: Indicator, measure: Measure) -> list[Value]:
    low, high = measure.bounds or (None, None)
    coverage = measure.coverage
    counts = [coverage.reported, coverage.carried, coverage.expected]
    return [_number(low, indicator), _number(high, indicator), *counts]


def _standing_header() -> list[str]:
    return [
        *_named_header(),
        _("Value"),
        _("Operator"),
        _("Target"),
        _("Target up to"),
        _("Due"),
        _("Attained (%)"),
        _("Status"),
        _("Certain"),
        _("Set by"),
        *_evidence_header(),
    ]


def _standing_cells(standing: Standing, year: int) -> list[Value]:
    """A standing, held against its own target or against its part of the one above, in the order
    of the header above.
    """
    indicator, found, due = standing.indicator, standing.assessment, standing.judged_due
    status, is_certain = _judged(standing)
    return [
        *_named(indicator, aims.of_period(standing.from_year, year) if standing.from_year else ""),
        _number(found.measure.value, indicator),
        *_aim(indicator, found.goal or (due and Goal(due.operator, due.at_years_end))),
        _number(due and due.now, indicator),
        _share(told_attainment(found)),
        status and str(status_label(status)),
        _yes_or_no(is_certain),
        standing.target and standing.target.plan.number,
        *_evidence(indicator, found.measure),
    ]


def _judged(standing: Standing) -> tuple[Status | None, bool | None]:
    """Its status, and whether that is certain: by its own target, or else by whether it is behind
    what is due of it.
    """
    found, part = standing.assessment, standing.contribution
    if found.status:
        return found.status, found.certain
    if standing.judged_due is None or part is None:
        return None, None
    if found.measure.value is None:
        return Status.NO_DATA, None
    sure = is_behind_for_sure(standing.indicator, found.measure, standing.due) is not None
    return Status.BEHIND if part.is_behind else Status.ON_TRACK, sure


def _aim(indicator: Indicator, goal: Goal | None) -> list[Value]:
    if goal is None:
        return [None, None, None]
    ends = (goal.value, goal.value_to)
    return [goal.operator.sign, *(_number(end, indicator) for end in ends)]


def _of_the_whole(progress: Progress, standing: Standing) -> list[Value]:
    indicator = standing.indicator
    before = progress.last_year.get(standing.code)
    projection = shown_projection(indicator, standing.assessment)
    return [_number(projection, indicator), _number(before and before.value, indicator)]


def _of_a_part(progress: Progress, standing: Standing) -> list[Value]:
    indicator, part = standing.indicator, standing.contribution
    if part is None:
        return [None] * 4
    is_short = progress.whole.standing(standing.code).is_short
    return [
        _number(standing.judged_gap, indicator),
        _yes_or_no(part.is_behind),
        _share(part.share_of_shortfall) if is_short else None,
        _share(part.share_of_value),
    ]


def _ended(indicator: Indicator, held: YearHeld, quarter: int, day: date) -> Value:
    """Where a year that is over ended against its target, in its last quarter's row."""
    found = reached(indicator, held, day).found if quarter == 4 else None
    return found and ended_said(found)


def _years_end(found: YearsEnd | None) -> list[Value]:
    """Between what the year's end lies with a chance of 80%, and the chance of the target."""
    if found is None:
        return [None, None, None]
    ends = found.ends or (None, None)
    chance = found.chance and rounded(Fraction(found.chance), 3)
    return [*(_number(end, found.indicator) for end in ends), _share(chance)]


def _quarter_cells(
    indicator: Indicator, years: Mapping[int, YearHeld], year: int, quarter: int
) -> list[Value]:
    held, before = years[year], years.get(year - 1)
    measure, goal = held.measures[quarter - 1], held.goal
    return [
        _number(measure.value, indicator),
        _number(before and before.values[quarter - 1], indicator),
        *_aim(indicator, goal),
        _number(goal and expected_at(indicator, goal, quarter), indicator),
        *_evidence(indicator, measure),
    ]
