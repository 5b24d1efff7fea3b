"""What moved between two editions: figures of cooperatives and units, and the indicators that each
moved. All of it is read from what was frozen; the history only tells who changed a figure when.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from cooperatives.history import Change
from cooperatives.models import (
    Organisation,
    Placement,
    QuarterlyFigures,
    ReturnStep,
    Suspension,
    UnitFigures,
    User,
    YearlyReport,
)
from cooperatives.models.base import CHUNK

from ..indicators import Indicator
from ..models import Edition
from .content import indicators_in, moved_parts
from .records import RATING

UNIT = "unit"
REGISTRY = ("founded_on", "dissolved_on", "suspensions", "sector", UNIT)
"""What is known of an organisation beside its figures, by which it counts, and where."""
SCORE = "score"

Step = ReturnStep.Step
QUARTERLY, YEARLY, OF_UNIT, OF_REGISTRY = "quarterly", "yearly", "unit", "registry"


@dataclass(frozen=True)
class MovedFigure:
    """One figure that is otherwise in the later edition.

    kind: in what it stands, one of those above. key: the organisation's or the return's unit (its
    path); name, number, path: how it was called, and where it lay. code: of a figure, `RATING`,
    `SCORE` or one of `REGISTRY`. year, quarter: what it is of, None where that is no part of it.
    old, new: as they are frozen, None for none. rows: of what rows of the database. who, at: None
    where the history does not tell. indicators: the codes of those that it moved.
    """

    kind: str
    key: int | str
    name: str
    number: str
    path: str
    code: str
    year: int | None
    quarter: int | None
    old: Any
    new: Any
    rows: tuple[int, ...] = ()
    who: str | None = None
    at: datetime | None = None
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class MovedIndicator:
    """A value that is otherwise in the later edition. unit: the code of whose value it is; year: of
    which year, as that of the year before moves too. Numbers as in the JSON of the comparison.
    """

    code: str
    unit: str
    unit_name: str
    year: int
    old: int | float | None
    new: int | float | None


@dataclass(frozen=True)
class MovedTarget:
    """A target, or how its unit stands with it, that is otherwise in the later edition. old, new:
    as in the JSON of the comparison (T).
    """

    code: str
    unit: str
    unit_name: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def decision(self) -> str:
        """The number of the decision that set it; of one that is gone of that which had."""
        return self.new.get("set_by") or self.old.get("set_by") or ""


@dataclass(frozen=True)
class Differences:
    """What moved from one edition to the next. parts: the keys of the content that differ beside
    what figures, indicators and targets tell. named:
    the indicators by code; figure_names: those of figures by code, in `name_vi` and `name_en`; both
    as the later edition has them, or the earlier one.
    """

    figures: tuple[MovedFigure, ...]
    indicators: tuple[MovedIndicator, ...]
    targets: tuple[MovedTarget, ...]
    parts: tuple[str, ...]
    named: Mapping[str, Indicator]
    figure_names: Mapping[str, Mapping[str, str]]

    def within(self, reader: User) -> "Differences":
        """The same without figures of what lies outside a person's scope."""
        kept = (one for one in self.figures if reader.reaches(one.path))
        return replace(self, figures=tuple(kept))


def differences(before: Edition, after: Edition) -> Differences:
    """What moved between two editions of one unit and quarter, at most six statements."""
    old, new = json.loads(before.content), json.loads(after.content)
    indicators = tuple(_moved_indicators(old, new))
    records = _Frozen(json.loads(before.records)), _Frozen(json.loads(after.records))
    moved = _Moved(new["unit"], indicators)
    figures = [_with_indicators(one, *records, moved) for one in _moved_figures(*records)]
    figures.sort(key=lambda one: (one.path, one.name, one.year or 0, one.quarter or 0, one.code))
    told = _Told(figures, before.published_at, after.published_at)
    targets = tuple(_moved_targets(old, new))
    parts = moved_parts(old, new)
    if figures or indicators or targets:
        parts = [part for part in parts if not _is_explained(part, old, new, targets)]
    return Differences(
        tuple(map(told.told, figures)),
        indicators,
        targets,
        tuple(parts),
        indicators_in(old) | indicators_in(new),
        {one["code"]: one for rows in records for one in rows.records["figures"]},
    )


# --- Indicators -----------------------------------------------------------------------------------


def _moved_indicators(old: dict[str, Any], new: dict[str, Any]) -> Iterator[MovedIndicator]:
    before, after = _values(old), _values(new)
    names = {one["code"]: one["name"] for content in (old, new) for one in content["units"]}
    for place in dict.fromkeys([*after, *before]):
        if before.get(place) != after.get(place):
            code, unit, year = place
            yield MovedIndicator(
                code, unit, names.get(unit, unit), year, before.get(place), after.get(place)
            )


def _values(content: dict[str, Any]) -> dict[tuple[str, str, int], int | float | None]:
    """Every value by indicator, unit and year, each indicator's unit first."""
    year, unit = content["year"], content["unit"]
    found = {}
    for (code, part), target in _targets(content).items():
        found[code, part, year] = target["value"]
        if part == unit and code in content["last_year"]:
            found[code, unit, year - 1] = content["last_year"][code]["value"]
    return found


def _targets(content: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """T by indicator and unit, each indicator's unit first."""
    progress = content["progress"]
    parts = [(content["unit"], progress["targets"])]
    parts += [(one["unit"], one["targets"]) for one in progress["units"]]
    return {
        (whole["indicator"], unit): targets[place]
        for place, whole in enumerate(progress["targets"])
        for unit, targets in parts
    }


TARGET = ("operator", "target", "target_to", "set_by")


def _moved_targets(old: dict[str, Any], new: dict[str, Any]) -> Iterator[MovedTarget]:
    before, after = _targets(old), _targets(new)
    names = {one["code"]: one["name"] for content in (old, new) for one in content["units"]}
    for place in dict.fromkeys([*after, *before]):
        was, is_now = before.get(place, {}), after.get(place, {})
        if any(was.get(key) != is_now.get(key) for key in (*TARGET, "status", "certain")):
            code, unit = place
            yield MovedTarget(code, unit, names.get(unit, unit), was, is_now)


def _is_explained(
    part: str, old: dict[str, Any], new: dict[str, Any], targets: tuple[MovedTarget, ...]
) -> bool:
    """Whether what differs under a key of the content follows from what is listed."""
    if part == "progress":
        goals = [content["comparison"]["goals"] for content in (old, new)]
        is_listed = any(one.old.get(key) != one.new.get(key) for one in targets for key in TARGET)
        return is_listed or goals[0] == goals[1]
    if part == "baseline":
        said = [[{**one, "now": None} for one in content["baseline"]] for content in (old, new)]
        return said[0] == said[1]
    return False


# --- Figures --------------------------------------------------------------------------------------

Place = tuple[str, int | str, str, int | None, int | None]
"""In what a figure stands, whose it is, its code, year and quarter."""


@dataclass(frozen=True)
class _Frozen:
    """The rows of an edition, by what they are of."""

    records: dict[str, Any]

    @cached_property
    def organisations(self) -> dict[int, dict[str, Any]]:
        return {one["key"]: one for one in self.records["organisations"]}

    def unit_of(self, key: int | str) -> str:
        """The code of the unit where an organisation lay, "" for none."""
        return self.organisations.get(key, {}).get("unit", "")

    def path_of(self, key: int | str) -> set[str]:
        """The codes of the units in which an organisation lay."""
        return set(self.organisations.get(key, {}).get("path", "").split("/"))

    @cached_property
    def cells(self) -> dict[Place, tuple[Any, int]]:
        """Every figure that is given, with the row that it stands in."""
        found = {}
        for row in self.records["quarterly_figures"]:
            for code, value in row["figures"].items():
                place = QUARTERLY, row["organisation"], code, row["year"], row["quarter"]
                found[place] = value, row["row"]
        for row in self.records["yearly_reports"]:
            rated = {RATING: row["rating"] or None, SCORE: row["score"]}
            for code, value in (row["figures"] | rated).items():
                if value is not None:
                    place = YEARLY, row["organisation"], code, row["year"], None
                    found[place] = value, row["row"]
        for row in self.records["unit_figures"]:
            for code, value in row["figures"].items():
                place = OF_UNIT, row["path"], code, row["year"], row["quarter"]
                found[place] = value, row["row"]
        for row in self.records["organisations"]:
            for code in REGISTRY:
                value = f"{row['unit_name']} ({row[code]})" if code == UNIT else row[code]
                if row[code]:
                    found[OF_REGISTRY, row["key"], code, None, None] = value, row["key"]
        return found

    @cached_property
    def units(self) -> dict[str, str]:
        """The names of units that report of themselves, by their paths."""
        return {row["path"]: row["unit_name"] for row in self.records["unit_figures"]}

    @cached_property
    def evidence(self) -> dict[tuple[int, tuple[str, ...], tuple[str, ...]], dict[int, list]]:
        """What of each counted, by the year, the indicators and what is read."""
        return {
            (one["year"], tuple(one["indicators"]), tuple(one["reads"])): {
                key: rest for key, *rest in one["rows"]
            }
            for one in self.records["evidence"]
            if not one["of_units"]
        }

    @cached_property
    def of_units(self) -> dict[tuple[int, tuple[str, ...], tuple[str, ...]], list]:
        """The same of what units report."""
        return {
            (one["year"], tuple(one["indicators"]), tuple(one["reads"])): one["rows"]
            for one in self.records["evidence"]
            if one["of_units"]
        }


def _moved_figures(old: _Frozen, new: _Frozen) -> Iterator[MovedFigure]:
    nothing = None, None
    for place in dict.fromkeys([*old.cells, *new.cells]):
        (before, row), (after, later_row) = (
            old.cells.get(place, nothing),
            new.cells.get(place, nothing),
        )
        kind, key, code, year, quarter = place
        if before == after or (code == UNIT and old.unit_of(key) == new.unit_of(key)):
            continue
        rows = tuple(sorted({row, later_row} - {None}))
        if kind == OF_UNIT:
            name = new.units.get(key) or old.units.get(key, "")
            said = name, "", key
        else:
            # Where it went when it left the unit is no part of the edition: told where it lay.
            known = [of.organisations.get(key) for of in (new, old)]
            first = next(one for one in known if one)
            path = next((one["path"] for one in known if one and one["path"]), "")
            said = first["name"], first["registration_number"], path
        yield MovedFigure(kind, key, *said, code, year, quarter, before, after, rows)


class _Moved:
    """The codes of the indicators that moved, and in which sub-units each."""

    def __init__(self, unit: str, indicators: Iterable[MovedIndicator]) -> None:
        self.codes: set[str] = set()
        self.parts: dict[str, set[str]] = defaultdict(set)
        for one in indicators:
            self.codes.add(one.code)
            if one.unit != unit:
                self.parts[one.code].add(one.unit)


def _with_indicators(one: MovedFigure, old: _Frozen, new: _Frozen, moved: _Moved) -> MovedFigure:
    """With the indicators that moved, and that read the figure in evidence of its cooperative that
    is otherwise than before. One that was moved between sub-units moved those that it counts in,
    in either of them, though its evidence is the same.
    """
    found: set[str] = set()
    lay = old.path_of(one.key) ^ new.path_of(one.key) if one.code == UNIT else set()
    of_unit = one.kind == OF_UNIT
    before, after = (old.of_units, new.of_units) if of_unit else (old.evidence, new.evidence)
    for place in before.keys() | after.keys():
        year, codes, reads = place
        if one.kind != OF_REGISTRY and (one.code not in reads or one.year not in (year, year - 1)):
            continue
        was, is_now = before.get(place), after.get(place)
        if not of_unit:
            was, is_now = (was or {}).get(one.key), (is_now or {}).get(one.key)
        if was != is_now:
            found |= moved.codes.intersection(codes)
        elif was is not None and lay:
            found |= {code for code in codes if moved.parts[code] & lay}
    return replace(one, indicators=tuple(sorted(found)))


# --- Who, and when --------------------------------------------------------------------------------


class _Told:
    """Who made some figures what they are in the later edition, and when, by the history between
    the two moments: who changed it last; failing that, who let its return or report count, or of a
    figure that is gone who took its return back.
    """

    def __init__(self, figures: Iterable[MovedFigure], since: datetime, until: datetime) -> None:
        figures = list(figures)
        self.since, self.until = since, until
        self.versions = {
            QUARTERLY: _versions(QuarterlyFigures, "id", _rows(figures, QUARTERLY), until),
            YEARLY: _versions(YearlyReport, "id", _rows(figures, YEARLY), until),
            OF_UNIT: _versions(UnitFigures, "id", _rows(figures, OF_UNIT), until),
        }
        registry = _rows(figures, OF_REGISTRY)
        self.registry = {
            model: _versions(model, column, registry, until)
            for model, column in (
                (Organisation, "id"),
                (Placement, "organisation_id"),
                (Suspension, "organisation_id"),
            )
        }
        self.steps = self._steps(figures)

    def told(self, one: MovedFigure) -> MovedFigure:
        """A figure with who and when."""
        found = self._of_registry(one) if one.kind == OF_REGISTRY else self._of_row(one)
        if found is None:
            return one
        at, person = found
        return replace(one, at=at, who=str(person or ""))

    def _of_row(self, one: MovedFigure) -> tuple[datetime, Any] | None:
        versions = [each for row in one.rows for each in self.versions[one.kind].get(row, ())]
        changes = [
            (version.history_date, version.history_user)
            for earlier, version in _pairs(versions)
            if _differ(earlier, version, one)
        ]
        inside = [change for change in changes if change[0] > self.since]
        if inside:
            return inside[-1]
        name = Step.TAKE_BACK if one.new is None else Step.SUBMIT
        steps = [self.steps[name, row] for row in one.rows if (name, row) in self.steps]
        return max(steps, key=lambda step: step[0], default=None)

    def _of_registry(self, one: MovedFigure) -> tuple[datetime, Any] | None:
        model = {UNIT: Placement, "suspensions": Suspension}.get(one.code, Organisation)
        changes = [
            (version.history_date, version.history_user)
            for earlier, version in _pairs(self.registry[model].get(one.key, ()))
            if model is not Organisation or _differ(earlier, version, one)
        ]
        inside = [change for change in changes if change[0] > self.since]
        return max(inside, key=lambda change: change[0], default=None)

    def _steps(self, figures: list[MovedFigure]) -> dict[tuple[str, int], tuple[datetime, Any]]:
        """Within the time, of the return that each row stands in, the first submission that holds
        and the last taking back of one.
        """
        of_return = {
            row: version.quarterly_return_id
            for kind in (QUARTERLY, OF_UNIT)
            for row, versions in self.versions[kind].items()
            for version in versions
        }
        steps = ReturnStep.objects.filter(
            Q(step=Step.SUBMIT, taken_back_by=None)
            | Q(step=Step.TAKE_BACK, takes_back__step=Step.SUBMIT),
            quarterly_return__in=set(of_return.values()),
            at__gt=self.since,
            at__lte=self.until,
        )
        found: dict[tuple[str, int], tuple[datetime, Any]] = {}
        for step in steps.select_related("by").order_by("at", "pk"):
            key = step.step, step.quarterly_return_id
            if step.step == Step.TAKE_BACK or key not in found:
                found[key] = step.at, step.by
        return {
            (name, row): found[name, key]
            for row, key in of_return.items()
            for name in (Step.SUBMIT, Step.TAKE_BACK)
            if (name, key) in found
        }


def _rows(figures: Iterable[MovedFigure], kind: str) -> set[int]:
    return {row for one in figures if one.kind == kind for row in one.rows}


def _versions(model: type, column: str, keys: set[int], until: datetime) -> dict[int, list[Change]]:
    """The versions of rows up to a moment, the oldest first."""
    found: dict[int, list[Change]] = defaultdict(list)
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        rows = model.history.model.objects.filter(
            **{f"{column}__in": ordered[start : start + CHUNK]}, history_date__lte=until
        )
        for version in rows.select_related("history_user").order_by("history_id"):
            found[getattr(version, column)].append(version)
    return found


def _pairs(versions: Iterable[Change]) -> Iterator[tuple[Change | None, Change]]:
    """Each version with the one of the same row before it, if any."""
    before: dict[int, Change] = {}
    for version in versions:
        yield before.get(version.id), version
        before[version.id] = version


def _differ(earlier: Change | None, version: Change, one: MovedFigure) -> bool:
    """Whether a version set the figure, or let the report that holds it count or no more."""
    if earlier is None or version.history_type == "-":
        return True
    names = [one.code, "state"] if one.kind == YEARLY else [one.code]
    return any(_held(earlier, name) != _held(version, name) for name in names)


def _held(version: Change, name: str) -> Any:
    return getattr(version, name, None) if hasattr(version, name) else version.extra.get(name)
