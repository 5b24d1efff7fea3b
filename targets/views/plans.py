"""The plans that a reader sees, and one of them with its clauses and its baseline."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission

from ..comparison.selection import WHOLE_NUMBER
from ..comparison.years import beside_before
from ..overview.beside import planned_beside
from ..plans.listing import official_figures, planned_years, plans_open_to, relations_of, years_of


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plans(request: HttpRequest) -> HttpResponse:
    """The list, the latest issued first."""
    listed = [(plan, years_of(plan)) for plan in plans_open_to(request.user)]
    return render(request, "targets/plan_list.html", {"plans": listed})


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: targets by year with their clauses, and the official figures of its unit."""
    reader = request.user
    found = plans_open_to(reader).prefetch_related(None).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such plan for your unit."))
    units = AdministrativeUnit.objects.aggregates_open_to(reader)
    context = {
        "plan": found,
        "years": planned_years(found, reader),
        "relations": relations_of(found),
        "official_figures": official_figures(found),
        "unit_is_open": units.filter(pk=found.unit_id).exists(),
        "may_edit": reader.may(Permission.ADMIN_SITE)
        and AdministrativeUnit.objects.in_scope_of(reader).filter(pk=found.unit_id).exists(),
    }
    return render(request, "targets/plan_detail.html", context)


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plan_before(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's year against the year planned before it; `?year=` of several chooses one."""
    reader = request.user
    found = plans_open_to(reader).prefetch_related(None).filter(pk=pk).first()
    units = AdministrativeUnit.objects.aggregates_open_to(reader)
    if found is None or not units.filter(pk=found.unit_id).exists():
        raise Http404(_("There is no such plan for your unit."))
    year = request.GET.get("year", "")
    beside = beside_before(found.followed, int(year) if WHOLE_NUMBER.fullmatch(year) else None)
    if beside is None:
        raise Http404(_("This plan has no target for that year."))
    rows = list(planned_beside(beside.held, beside.year, beside.year_before, today()))
    before = next((row.before.plan for row in rows if row.before), None)
    context = {"plan": found.followed, "beside": beside, "before": before, "rows": rows}
    return render(request, "targets/plan_before.html", context)
