"""The dashboard: a plan's year at one quarter's end, for one unit and its sub-units."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit, User
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.returns.reporting import Reporting, reporting_of
from cooperatives.returns.today import todays_work
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.units.time import outside_its_time

from ..comparison.choices import (
    earlier_units,
    ended_since,
    outside,
    quarter_choices,
    unit_choices,
    units_of_when,
    year_choices,
)
from ..comparison.progress import Progress
from ..comparison.reading import progress_of
from ..comparison.selection import (
    NothingThereError,
    NothingYetError,
    Selection,
    selection_asked_for,
)
from ..movements.reading import Lately, chains_of, lately
from ..movements.steps import monday_before
from ..overview.page import overview_of
from ..papers.pdf import why_none
from ..report.asked import has_targets
from .papers import may_report

ASKED_BY = ("year", "quarter", "unit", "plan")
"""What may stand in the address."""
MOST_CHANGES = 1
"""How many of the changes before the last Monday are shown."""


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where a unit stands with its plan; what is not asked for takes the defaults of design 3."""
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingYetError as error:
        return _nothing_yet(request, str(error))
    except NothingThereError as error:
        if any(request.GET.get(name) for name in ASKED_BY):
            raise Http404(str(error)) from error
        return _nothing_yet(request, str(error))
    progress = progress_of(selection)
    returns = _returns(request.user, selection)
    context = returns | overview_of(
        progress,
        returns["reporting"],
        sorted_by=_sorted_by(progress, request.GET.get("by")),
        in_full="all" in request.GET,
        goes_on=selection.goes_on,
        is_own=returns["work"].is_own,
    )
    context |= {
        "lately": _lately(request.user, selection, progress),
        "quarters": quarter_choices(selection),
        "years": year_choices(selection),
        "units": unit_choices(selection),
        "units_of_when": units_of_when(selection),
        "outside": outside(selection),
        "ended_since": ended_since(selection),
        "earlier": earlier_units(selection),
        "may_import": request.user.may(Permission.DATA_IMPORT),
        "may_publish": _may_publish(request.user, selection),
        "may_report": has_targets(progress) and may_report(request, selection.unit),
        "no_pdf": why_none(),
    }
    return render(request, "targets/dashboard.html", context)


def _may_publish(reader: User, selection: Selection) -> bool:
    """Whether the reader may publish what is shown: the unit's own figures, at its own time."""
    unit = selection.unit
    return (
        reader.may(Permission.EDITION_PUBLISH)
        and reader.reaches(unit.path)
        and selection.plan is not None
        and unit.covers(selection.period.ends_on)
        and not selection.in_todays
    )


def _lately(reader: User, selection: Selection, progress: Progress) -> Lately:
    # Steps are kept of units as they were at the time.
    standings = () if selection.in_todays else progress.whole.standings
    stands = {one.counted: one.assessment.measure.value for one in standings}
    since, chains = monday_before(today()), chains_of(selection.unit, selection.period)
    return lately(reader, chains, stands, since, MOST_CHANGES)


def _sorted_by(progress: Progress, asked: str | None) -> str | None:
    """The indicator asked for, or None. Raises Http404 for one that the plan does not have."""
    codes = [standing.code for standing in progress.whole.standings]
    if asked and asked not in codes:
        raise Http404(_("This plan has no target with the code %(code)s.") % {"code": asked})
    return asked or None


def _returns(reader: User, selection: Selection) -> dict[str, Any]:
    """What the reader has to do about returns, and where those of the quarter stand."""
    work = todays_work(reader, selection.planning_unit, selection.period, selection.unit)
    reporting = work.reporting_of(selection.unit, selection.period)
    reporting = reporting or reporting_of(selection.unit, selection.period)
    own = reader.unit
    return {
        "own_ended": outside_its_time(own, today()) if own and own.has_ended else None,
        "work": work,
        "reporting": reporting,
        "reachable": _reachable(reporting, reader),
    }


def _reachable(reporting: Reporting, reader: User) -> set[int]:
    """Keys of the reporting units whose returns the reader may open."""
    units = [owed.unit for owed in reporting.returns]
    return {unit.pk for unit in units if reader.reaches(unit.path)}


def _nothing_yet(request: HttpRequest, why: str) -> HttpResponse:
    """The page before there is a plan: what is missing, and who does what next."""
    context = {
        "why": why,
        "has_units": AdministrativeUnit.objects.exists(),
        "may_import": request.user.may(Permission.DATA_IMPORT),
    }
    return render(request, "targets/dashboard_empty.html", context)
