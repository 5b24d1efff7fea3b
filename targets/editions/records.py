"""The rows that an edition rests on, frozen beside its content: who each cooperative was at the
quarter's end, what it had reported, and what of that counted.

`Edition.records` is this as canonical JSON. Its keys:

- `format` 1, `unit`, `year`, `quarter`, `number` as in the content.
- `figures`: `code`, `name_vi`, `name_en`, `measure` (`money` in VND, `persons`, `number` and
  `percent` in whole millionths, `yes_no` 1 and 0) of each figure that a row holds.
- `organisations`, by key: `key`, `kind`, `name`, `registration_number`, `sector`, `founded_on`,
  `dissolved_on`, `suspensions` (pairs of days, the second null while open), `unit`, `unit_name`
  and `path` of where it lay, "" for nowhere. All as it was at the quarter's end: what came later
  is not in it.
- `quarterly_figures`: `row`, `organisation` (its key), `year`, `quarter`, `figures` by code,
  without blanks. Rows of returns that count, of the years that the values are made of.
- `yearly_reports`: `row`, `organisation`, `year`, `rating` ("" for not rated), `score` (hundredths
  of a point or null), `figures`. Final ones, of those years that are over at the quarter.
- `unit_figures`: `row`, `unit`, `unit_name`, `path`, `year`, `quarter`, `figures`.
- `by_figure`: what each cooperative had of each figure by the quarter's end, for the report's
  annexes: `figure` (its code), `rows`, by name: lists of key, state, value (null for none), where a
  carried one is from ("2024Q1", "2023" for a yearly report, else null), the quarters of the year
  that lack it, and the name of the reporting unit.
- `evidence`: what each number was added up from: `year`, `indicators` (codes), `reads` (codes of
  figures, `rating`), `of_units`, `rows`: lists of key (of an organisation or unit), state, value,
  weight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import override

from cooperatives.catalogue.figures import Figure, all_figures
from cooperatives.evidence import (
    Basis,
    Key,
    ValueState,
    all_evidence,
    basis_of,
    is_counted,
    is_of_units,
    is_rated,
    parts_of,
)
from cooperatives.ground.calendar import Quarter
from cooperatives.ground.vietnamese import sort_key
from cooperatives.models import (
    Organisation,
    Placement,
    QuarterlyFigures,
    QuarterlyReturn,
    Suspension,
    UnitFigures,
    YearlyReport,
)
from cooperatives.models.units import path_starts

from ..comparison.progress import Progress
from ..comparison.selection import Selection
from ..indicators import known
from ..indicators.tallied import evidence_needed

FORMAT = 1
RATING = "rating"
"""What evidence of ratings reads, beside the codes of figures."""


def records_of(selection: Selection, progress: Progress) -> dict[str, Any]:
    """The rows behind a comparison of all indicators. A statement for each kind of rows, and one
    for each kind of evidence.
    """
    evidence = list(_evidence(selection, progress))
    years = {one["year"] for one in evidence} | {selection.year}
    years |= {year - 1 for year in years}
    first, last = Quarter(min(years), 1).starts_on, selection.period.ends_on
    placed = Placement.objects.filter(path_starts(selection.unit.path, "unit__path"))
    placed = placed.filter(Q(valid_to=None) | Q(valid_to__gt=first), valid_from__lte=last)
    those = Organisation.objects.filter(
        pk__in=placed.order_by().values("organisation"), founded_on__lte=last
    )
    return {
        "format": FORMAT,
        "unit": selection.unit.code,
        "year": selection.year,
        "quarter": selection.quarter,
        "figures": list(map(_figure, all_figures())),
        "organisations": _organisations(those, last),
        "quarterly_figures": _quarterly_figures(those, years, selection.period),
        "yearly_reports": _yearly_reports(those, years, selection.period),
        "unit_figures": _unit_figures(selection, years),
        "by_figure": [
            _by_figure(selection, figure) for figure in all_figures() if figure.is_of_cooperatives
        ],
        "evidence": evidence,
    }


@dataclass(frozen=True)
class FrozenRow:
    """What one cooperative had of a figure by the quarter's end, as an edition froze it; the names
    are those of `EvidenceRow`.
    """

    organisation_id: int
    name: str
    name_key: str
    registration_number: str
    unit_path: str
    reporting_unit: str
    state: ValueState
    value: int | None
    source: Quarter | int | None
    gaps: tuple[int, ...]


def frozen_rows(records: Mapping[str, Any], code: str) -> list[FrozenRow]:
    """What each cooperative had of the figure with a code, in the order of names; nothing of one
    that the edition does not know.
    """
    organisations = {one["key"]: one for one in records["organisations"]}
    found = []
    for of_figure in records["by_figure"]:
        if of_figure["figure"] != code:
            continue
        for key, state, value, source, gaps, reporting_unit in of_figure["rows"]:
            one = organisations[key]
            found.append(
                FrozenRow(
                    key,
                    one["name"],
                    sort_key(one["name"]),
                    one["registration_number"],
                    one["path"],
                    reporting_unit,
                    ValueState(state),
                    value,
                    _source(source),
                    tuple(gaps),
                )
            )
    return found


def _source_text(source: Quarter | int | None) -> str | None:
    if isinstance(source, Quarter):
        return f"{source.year}Q{source.number}"
    return None if source is None else str(source)


def _source(text: str | None) -> Quarter | int | None:
    if text is None:
        return None
    year, _mark, quarter = text.partition("Q")
    return Quarter(int(year), int(quarter)) if quarter else int(year)


def holds_demo(selection: Selection, progress: Progress, records: dict[str, Any]) -> bool:
    """Whether a demo organisation is among the rows, or a demo target or plan is what the figures
    are held against, or the unit is one.
    """
    targets = [one.target for part in (progress.whole, *progress.parts) for one in part.standings]
    if any(one.is_demo or one.plan.is_demo for one in targets if one):
        return True
    if selection.unit.is_demo or (selection.plan and selection.plan.is_demo):
        return True
    keys = [one["key"] for one in records["organisations"]]
    demo = set(Organisation.objects.filter(is_demo=True).order_by().values_list("pk", flat=True))
    return not demo.isdisjoint(keys)


NAMES = {"name", "registration_number", "unit_name", "path"}
REPORTED = ("organisations", "quarterly_figures", "yearly_reports", "unit_figures", "evidence")


def reported_in(records: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What was registered and reported, without how it is called: what alone makes a figure move.
    The other parts are names, and what follows from these.
    """
    return {
        part: [{key: row[key] for key in row.keys() - NAMES} for row in records[part]]
        for part in REPORTED
    }


def _figure(figure: Figure) -> dict[str, str]:
    found = {"code": figure.code, "measure": figure.measure.value}
    for language in ("vi", "en"):
        with override(language):
            found[f"name_{language}"] = str(figure.name)
    return found


# --- What there was -------------------------------------------------------------------------------


def _organisations(those: QuerySet, end: date) -> list[dict[str, Any]]:
    keys = those.order_by().values("pk")
    on_end = Placement.objects.on(end).filter(organisation__in=keys).select_related("unit")
    units = {row.organisation_id: row.unit for row in on_end.order_by()}
    suspensions: dict[int, list] = {}
    stopped = Suspension.objects.filter(organisation__in=keys, valid_from__lte=end)
    for row in stopped.order_by("valid_from"):
        until = _day_up_to(end, row.valid_to)
        span = [row.valid_from.isoformat(), until]
        suspensions.setdefault(row.organisation_id, []).append(span)
    found = []
    for row in those.order_by("pk"):
        unit = units.get(row.pk)
        found.append(
            {
                "key": row.pk,
                "kind": row.kind,
                "name": row.name,
                "registration_number": row.registration_number,
                "sector": row.sector,
                "founded_on": row.founded_on.isoformat(),
                "dissolved_on": _day_up_to(end, row.dissolved_on),
                "suspensions": suspensions.get(row.pk, []),
                "unit": unit.code if unit else "",
                "unit_name": unit.name if unit else "",
                "path": unit.path if unit else "",
            }
        )
    return found


def _day_up_to(end: date, day: date | None) -> str | None:
    """A day that was known by a quarter's end; what comes later does not count there yet."""
    return None if day is None or day > end else day.isoformat()


def _quarterly_figures(those: QuerySet, years: set[int], period: Quarter):
    rows = QuarterlyFigures.objects.counted().filter(
        _up_to(period, years), cooperative__in=those.order_by().values("pk")
    )
    return [
        {
            "row": row.pk,
            "organisation": row.cooperative_id,
            "year": row.year,
            "quarter": row.quarter,
            "figures": _values(row),
        }
        for row in rows.order_by("cooperative_id", "year", "quarter")
    ]


def _yearly_reports(those: QuerySet, years: set[int], period: Quarter):
    over = {year for year in years if year < period.year or period.number == 4}
    rows = YearlyReport.objects.filter(
        cooperative__in=those.order_by().values("pk"),
        year__in=over,
        state=YearlyReport.State.FINAL,
    )
    return [
        {
            "row": row.pk,
            "organisation": row.cooperative_id,
            "year": row.year,
            "rating": row.rating,
            "score": None if row.score is None else int(row.score * 100),
            "figures": _values(row),
        }
        for row in rows.order_by("cooperative_id", "year")
    ]


def _unit_figures(selection: Selection, years: set[int]):
    rows = UnitFigures.objects.filter(
        _up_to(selection.period, years), path_starts(selection.unit.path, "unit__path")
    ).exclude(quarterly_return__state=QuarterlyReturn.State.DRAFT)
    return [
        {
            "row": row.pk,
            "unit": row.unit.code,
            "unit_name": row.unit.name,
            "path": row.unit.path,
            "year": row.year,
            "quarter": row.quarter,
            "figures": _values(row),
        }
        for row in rows.select_related("unit").order_by("unit__path", "year", "quarter", "pk")
    ]


def _up_to(period: Quarter, years: set[int]) -> Q:
    """Rows of some years, none after the quarter."""
    before = {year for year in years if year < period.year}
    return Q(year__in=before) | Q(year=period.year, quarter__lte=period.number)


def _values(row: Any) -> dict[str, int]:
    """The figures that a row gives, by code, as they are stored."""
    of_units = isinstance(row, UnitFigures)
    found = {
        figure.code: figure.read(row)
        for figure in all_figures()
        if figure.is_of_cooperatives != of_units
    }
    return {code: value for code, value in found.items() if value is not None}


# --- What of it counted ---------------------------------------------------------------------------


def _evidence(selection: Selection, progress: Progress) -> Iterable[dict[str, Any]]:
    """The evidence of the values, and of those of the same quarter of the year before."""
    of: dict[tuple[int, Key], list[str]] = {}
    for standing in progress.whole.standings:
        asked = {selection.year}
        if standing.code in progress.last_year:
            asked.add(selection.year - 1)
        for year in sorted(asked):
            from_year = standing.from_year
            if from_year is not None and from_year > year:
                from_year = None
            indicator = known(standing.code).since(from_year)
            for of_year, keys in evidence_needed([indicator], year).items():
                for key in keys:
                    codes = of.setdefault((of_year, key), [])
                    if standing.code not in codes:
                        codes.append(standing.code)
    for (year, key), codes in sorted(of.items(), key=lambda item: (item[0][0], repr(item[0][1]))):
        rows = all_evidence(selection.unit, year, selection.quarter, key)
        yield {
            "year": year,
            "indicators": sorted(codes),
            "reads": read_by(key),
            "of_units": is_of_units(key),
            "rows": [
                [row.organisation_id, row.state.value, row.value, row.weight]
                for row in sorted(rows, key=lambda row: row.organisation_id)
                if row.state is not ValueState.NOT_EXPECTED
            ],
        }


def _by_figure(selection: Selection, figure: Figure) -> dict[str, Any]:
    rows = all_evidence(selection.unit, selection.year, selection.quarter, figure.code)
    return {
        "figure": figure.code,
        "rows": [
            [
                row.organisation_id,
                row.state.value,
                row.value,
                _source_text(row.source),
                list(row.gaps),
                row.reporting_unit,
            ]
            for row in rows
            if row.state is not ValueState.NOT_EXPECTED
        ],
    }


def read_by(key: Key) -> list[str]:
    """The codes of the figures that evidence reads, and `RATING`, sorted."""
    basis: Basis = basis_of(key)
    found = set(parts_of(basis.per)) | set(parts_of(basis.among_yes))
    if is_rated(key) or basis.among:
        found.add(RATING)
    if not (is_counted(key) or is_rated(key)):
        found |= set(parts_of(basis.of))
    return sorted(found)
