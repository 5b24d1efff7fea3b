"""The dashboard: a plan's year at one quarter's end, for one unit and its sub-units."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.models import AdministrativeUnit, User
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..comparison.baseline import baseline_beside, baseline_of
from ..comparison.choices import quarter_choices, unit_choices, year_choices
from ..comparison.progress import Progress, progress_of
from ..comparison.selection import NothingThereError, selection_asked_for
from ..overview.headline import chosen_code, headline_of, thinnest
from ..overview.matrix import matrix_rows
from ..overview.panels import target_panel
from ..overview.target_rows import figures_on, target_rows
from ..reporting import Reporting, has_records, reporting_of
from ..strip import strip_for

ASKED_BY = ("year", "quarter", "unit", "plan", "target")
"""What may stand in the address."""


@require_safe
@needs(Permission.AGGREGATE_READ)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where a unit stands with its plan; what is not asked for takes the defaults of design 3."""
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingThereError as error:
        if any(request.GET.get(name) for name in ASKED_BY):
            raise Http404(str(error)) from error
        return _nothing_yet(request, str(error))
    progress = progress_of(selection)
    reporting = reporting_of(selection.unit, selection.period)
    chosen = _chosen(progress, request.GET.get("target"))
    context = {
        "selection": selection,
        "figures_on": figures_on(selection),
        "progress": progress,
        "rows": target_rows(progress),
        "matrix": matrix_rows(progress),
        "headline": headline_of(progress),
        "thinnest": thinnest(progress.whole.standings),
        "baseline": baseline_beside(selection),
        "reporting": reporting,
        "reachable": _reachable(reporting, request.user),
        "strip": strip_for(request.user, selection.planning_unit),
        "has_records": has_records(selection.unit, selection.period.ends_on),
        "chosen": chosen,
        "panel": chosen and target_panel(progress, chosen, baseline_of(selection, chosen)),
        "quarters": quarter_choices(selection),
        "years": year_choices(request.user, selection.unit),
        "units": unit_choices(request.user, selection),
        "may_import": request.user.may(Permission.DATA_IMPORT),
    }
    return render(request, "targets/dashboard.html", context)


def _chosen(progress: Progress, asked: str | None) -> str | None:
    """The indicator whose series is shown. Raises Http404 for one that the plan does not have."""
    codes = [standing.indicator.code for standing in progress.whole.standings]
    if not asked:
        return chosen_code(progress.whole.standings)
    if asked not in codes:
        raise Http404(_("This plan has no target with the code %(code)s.") % {"code": asked})
    return asked


def _reachable(reporting: Reporting, reader: User) -> set[int]:
    """Keys of the reporting units whose returns the reader may open."""
    units = [owed.unit for owed in reporting.returns]
    return {unit.pk for unit in units if reader.reach_within(unit) == unit.path}


def _nothing_yet(request: HttpRequest, why: str) -> HttpResponse:
    """The page before there is a plan: what is missing, and who does what next."""
    context = {
        "why": why,
        "has_units": AdministrativeUnit.objects.exists(),
        "may_import": request.user.may(Permission.DATA_IMPORT),
    }
    return render(request, "targets/dashboard_empty.html", context)
