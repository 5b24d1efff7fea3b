"""The page of one target: its line, its districts, and the records behind its number."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.evidence import year_in_force
from cooperatives.ground.calendar import today
from cooperatives.models import User
from cooperatives.pages.paged import paged
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.returns.contacts import contacts_of
from cooperatives.returns.filed import may_name_whom
from cooperatives.returns.last_change import (
    LastChange,
    last_change_of_figures,
    last_change_of_ratings,
    last_change_of_unit_figures,
)
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..behind.closing import Closing, ClosingTable, closing_of
from ..behind.doubts import doubted_units
from ..behind.missing import MissingPart
from ..behind.records import Records, Wishes, records_behind
from ..behind.table import EvidenceTable
from ..comparison.choices import (
    ended_since,
    outside,
    quarter_choices,
    unit_choices,
    units_of_when,
    year_choices,
)
from ..comparison.past import past_pairs
from ..comparison.progress import Progress, YearHeld
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, Selection, selection_asked_for
from ..comparison.years import beside_last_year, parts_of_period, years_of
from ..indicators import Indicator, indicator_named
from ..movements.reading import chains_of, lately
from ..movements.steps import monday_before
from ..overview.beside import years_parts
from ..overview.page import target_of
from ..overview.passport import Entered, passport_of
from ..overview.target_rows import TargetRow

MOST_STEPS = 6
CANDIDATES_ON_A_PAGE = 10

OTHER_SHARE = {
    "weak_share": "weak_share_of_rated",
    "weak_share_of_rated": "weak_share",
    "good_share": "good_share_of_rated",
    "good_share_of_rated": "good_share",
}
"""Shares of all cooperatives and of those rated differ; each one's page shows both."""


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def target(request: HttpRequest, code: str, plan_id: int | None = None) -> HttpResponse:
    """One indicator of a plan, with or without a target, at one quarter's end for one unit.

    plan_id: None for the plan that is followed, or for a year without one.
    """
    indicator, selection = asked_for(request, plan_id, code)
    progress = progress_with(selection, code)
    years = year_choices(selection)
    # Of a year before the unit's time there is nothing to tell: it leads to the ended ones.
    held = years_held(selection, indicator, selection.years_held & {*years})
    records = records_asked_for(request, selection, progress, indicator)
    other = OTHER_SHARE.get(code)
    progress = beside_last_year(progress, code, held)
    pairs = past_pairs(selection, indicator)
    wishes = Wishes.read(request.GET)
    context = target_of(progress, code, held, years, pairs, goes_on=selection.goes_on)
    context |= _movements(request.user, selection, progress, code)
    context |= {
        "other": progress.whole.standing(other) if other else None,
        "records": records,
        "wishes": wishes,
        "table": _table(request, records),
        "missing": _missing(request, records),
        "why_here": records.missing.label_of_place(wishes.why),
        "begin_with": records.missing.decides(context["row"].assessment),
        "quarters": quarter_choices(selection),
        "years": years,
        "page_of_a_year": reverse("indicator", args=[code]),
        "units": unit_choices(selection),
        "units_of_when": units_of_when(selection),
        "outside": outside(selection),
        "ended_since": ended_since(selection),
    }
    standing = progress.whole.standing(code)
    if standing.from_year:
        first, last = standing.from_year, selection.year
        todays = selection.todays
        parts = parts_of_period(selection.unit, indicator, first, last, todays=todays)
        context["years_parts"] = years_parts(standing, parts)
    closing = closing_of(selection, progress, indicator, records)
    context |= {"closing": closing, "candidates": closing and _candidates(request, closing)}
    context |= _passport(request, selection, context["row"], records, context["missing"])
    if selection.plan:
        context["doubted"] = doubted_units(request.user, selection, context["units"])
    return render(request, "targets/target.html", context)


def _movements(reader: User, selection: Selection, progress: Progress, code: str) -> dict[str, Any]:
    """What moved the indicator since Monday, added up, and its last steps."""
    # Steps are kept of units as they were at the time.
    standing = progress.whole.standing(code)
    is_kept = not selection.in_todays
    stands = {standing.counted: standing.assessment.measure.value} if is_kept else {}
    since, chains = monday_before(today()), chains_of(selection.unit, selection.period)
    found = lately(reader, chains, stands, since, MOST_STEPS)
    return {"since": since, "net": next(iter(found.net), None), "steps": found.steps}


def _missing(request: HttpRequest, records: Records) -> list[MissingPart]:
    """Whose figures are missing and why, with whom to call there."""
    units = [unit for unit, _count in records.missing.by_unit]
    contacts = contacts_of(units, request.user) if units else {}
    return records.missing.parts(records.rows, contacts)


def _last_change(reader: User, selection: Selection, indicator: Indicator) -> LastChange | None:
    """The newest change of the figures or ratings that an indicator is made of."""
    unit, period = selection.unit, selection.period
    if indicator.is_rating_share:
        year = year_in_force(period.year, period.number)
        return last_change_of_ratings(reader, unit, year, period.ends_on)
    if indicator.counts_units:
        return last_change_of_unit_figures(reader, unit, period)
    return last_change_of_figures(reader, unit, period) if indicator.rests_on_figures else None


def _candidates(request: HttpRequest, closing: Closing) -> dict[str, Any]:
    """The table of what would close the gap, as the address asks for it."""
    table = wished_closing(request, closing)
    page = Paginator(table.rows, CANDIDATES_ON_A_PAGE).get_page(request.GET.get("gap_page"))
    return {
        "columns": table.columns,
        "page": page,
        "parts": closing.table.parts,
        "part": request.GET.get("gap_part", ""),
        "sort": request.GET.get("gap_sort", ""),
    }


def _passport(
    request: HttpRequest,
    selection: Selection,
    row: TargetRow,
    records: Records,
    missing: list[MissingPart],
) -> dict[str, Any]:
    """The card of the value, and the address that leads to it."""
    reader, filed = request.user, records.missing.of_returns
    last = next(iter(filed.approved), None)
    entered = Entered(
        missing=[part.said for part in missing],
        sent=len(filed.sent),
        approved=len(filed.approved),
        last=last,
        by=(last.approved_by or "") if last and may_name_whom(reader, last) else "",
        changed=_last_change(reader, selection, row.indicator),
    )
    code, plan = row.indicator.code, selection.plan
    page = reverse("target", args=[plan.pk, code]) if plan else reverse("indicator", args=[code])
    return {
        "passport": passport_of(row, entered),
        "link": request.build_absolute_uri(f"{page}?{row.selection.query}"),
    }


def years_held(
    selection: Selection, indicator: Indicator, years: Iterable[int]
) -> dict[int, YearHeld]:
    """The indicator in some years, the one looked at and, where anything of it is held, the one
    before.
    """
    before = {selection.year - 1} & selection.years_held
    return years_of(selection, indicator, {*years, selection.year, *before})


def wished_closing(request: HttpRequest, closing: Closing) -> ClosingTable:
    """The table of what would close the gap, filtered and sorted as the address asks for it."""
    part, sort = (request.GET.get(name, "") for name in ("gap_part", "gap_sort"))
    return closing.table.within(part).sorted_by(sort)


def asked_for(request: HttpRequest, plan_id: int | None, code: str) -> tuple[Indicator, Selection]:
    """What the address of a target's page asks for. Raises Http404 with a sentence."""
    indicator = indicator_named(code)
    if indicator is None:
        raise Http404(_("There is no indicator with the code %(code)s.") % {"code": code})
    query = request.GET.dict()
    if plan_id is not None:
        query["plan"] = str(plan_id)
    try:
        return indicator, selection_asked_for(query, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error


def progress_with(selection: Selection, code: str) -> Progress:
    """The comparison with one indicator, target or not, and the other share beside it."""
    also = [code, OTHER_SHARE[code]] if code in OTHER_SHARE else [code]
    return progress_of(selection, also=also, with_last_year=False)


def records_asked_for(
    request: HttpRequest, selection: Selection, progress: Progress, indicator: Indicator
) -> Records:
    """The evidence behind the indicator within the reader's scope, as the address filters it."""
    parts = [part.unit for part in progress.units]
    wishes = Wishes.read(request.GET)
    from_year = progress.whole.standing(indicator.code).from_year
    return records_behind(request.user, selection, indicator, parts, wishes, from_year=from_year)


def _table(request: HttpRequest, records: Records) -> EvidenceTable:
    table = EvidenceTable(list(records.shown), records.indicator, request.user, records.missing)
    return paged(request, table)
