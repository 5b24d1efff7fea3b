"""What changed in a return since it was last submitted or approved, read from history."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from ..catalogue.figures import IN_RETURNS, figures, unit_figures
from ..models import QuarterlyFigures, QuarterlyReturn, ReturnStep, UnitFigures
from ..models.reports import lookup_of

BLANK = (None, "")
UNIT = "unit"
"""Stands for the unit's own row among the keys of the rows of a return."""
Step = ReturnStep.Step
GOES_OUT = (Step.SUBMIT, Step.APPROVE)
COMES_BACK = (Step.SEND_BACK, Step.REOPEN)


def last_seen_at(steps: Sequence[ReturnStep]) -> datetime | None:
    """When the province last had a return before it came back: its last submission or approval.

    steps: all of the return's that stand, in order. None for one that never came back: nothing of
    it has changed since anybody looked.
    """
    back = next((n for n in reversed(range(len(steps))) if steps[n].step in COMES_BACK), None)
    if back is None:
        return None
    return next((step.at for step in reversed(steps[:back]) if step.step in GOES_OUT), None)


def rows_before(
    quarterly_return: QuarterlyReturn | None,
    steps: Sequence[ReturnStep],
    keys: list[int],
    now: Collection[int],
) -> dict[int, Any]:
    """Rows as they were when the province last had the return, by the cooperative's key.

    steps: the return's, the newest first; keys: of the cooperatives asked for; now: of those that
    have a row. Empty for a return that never came back. Of a row that was not there then the
    version is None.
    """
    at = _last_seen(steps)
    if quarterly_return is None or at is None:
        return {}
    versions = QuarterlyFigures.history.filter(
        quarterly_return=quarterly_return, cooperative__in=keys, history_date__lte=at
    ).annotate(
        place=Window(
            RowNumber(),
            partition_by=F("id"),
            order_by=[F("history_date").desc(), F("history_id").desc()],
        )
    )
    then = {
        version.cooperative_id: version
        for version in versions.filter(place=1)
        if version.history_type != "-"
    }
    return {key: then.get(key) for key in {*then, *now}}


def _last_seen(steps: Sequence[ReturnStep]) -> datetime | None:
    """`last_seen_at` of all steps, the newest first."""
    return last_seen_at([step for step in reversed(steps) if step.stands])


def unit_row_before(
    quarterly_return: QuarterlyReturn, steps: Sequence[ReturnStep]
) -> tuple[bool, Any]:
    """Whether a return came back, and the row of its unit as it was when the province last had it,
    None where there was none. steps: as in `rows_before`.
    """
    at = _last_seen(steps)
    if at is None:
        return False, None
    versions = UnitFigures.history.filter(
        quarterly_return=quarterly_return, history_date__lte=at
    ).order_by("history_date", "history_id")
    newest = versions.last()
    return True, None if newest is None or newest.history_type == "-" else newest


def changed_cells(returns: Iterable[int]) -> dict[int, int]:
    """How many cells of each return, and fields above its grid, differ from what the province last
    had, both by its key.

    Returns that never came back are absent. Three statements, however many returns, and one more
    where units are asked for figures.
    """
    steps: dict[int, list[ReturnStep]] = {}
    standing = ReturnStep.objects.standing().filter(quarterly_return__in=list(returns))
    for step in standing.order_by("at", "pk"):
        steps.setdefault(step.quarterly_return_id, []).append(step)
    seen = {key: at for key, taken in steps.items() if (at := last_seen_at(taken))}
    if not seen:
        return {}
    then: dict[tuple[int, int | str], list] = {}
    versions = QuarterlyFigures.history.filter(
        quarterly_return__in=seen, history_date__lte=max(seen.values())
    ).order_by("history_date", "history_id")
    fields = [*map(lookup_of, figures()), "note"]
    for of, row, kind, at, *values in versions.values_list(
        "quarterly_return", "id", "history_type", "history_date", *fields
    ):
        if at <= seen[of]:
            then[of, row] = [] if kind == "-" else values
    rows = QuarterlyFigures.objects.filter(quarterly_return__in=seen)
    now = {
        (of, row): values
        for of, row, *values in rows.values_list("quarterly_return", "pk", *fields)
    }
    _read_units(seen, then, now)
    counts = dict.fromkeys(seen, 0)
    for key in {*then, *now}:
        pairs = zip_longest(then.get(key, []), now.get(key, []))
        counts[key[0]] += sum(
            (old or 0, old in BLANK) != (new or 0, new in BLANK) for old, new in pairs
        )
    return counts


def _read_units(
    seen: dict[int, datetime],
    then: dict[tuple[int, int | str], list],
    now: dict[tuple[int, int | str], list],
) -> None:
    """Add what units themselves reported in returns, then and now: the newest version is now."""
    asked = unit_figures(None, IN_RETURNS)
    if not asked:
        return
    versions = UnitFigures.history.filter(quarterly_return__in=seen)
    for version in versions.order_by("history_date", "history_id"):
        of = version.quarterly_return_id
        values = [] if version.history_type == "-" else [one.read(version) for one in asked]
        now[of, UNIT] = values
        if version.history_date <= seen[of]:
            then[of, UNIT] = values
