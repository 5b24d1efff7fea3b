"""The plans that a reader sees, and one of them with its clauses and its baseline."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.files.writing import TYPES, as_csv, as_xlsx
from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit
from cooperatives.models.changes import changes_of
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment, demo_note, download

from ..comparison.reading import decision_of
from ..comparison.selection import WHOLE_NUMBER
from ..comparison.years import BesideBefore, beside_before
from ..models import Plan
from ..output.tables import before_table
from ..overview.beside import PlannedBeside, planned_beside
from ..plans.adjusting import planned_years as planned
from ..plans.export import plans_table
from ..plans.imports import TargetsKind
from ..plans.listing import official_figures, planned_years, plans_open_to, relations_of, years_of
from ..plans.seen import histories
from .planning import may_write as may_write_plans_of

CHANGES_ON_A_PAGE = 20


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plans(request: HttpRequest) -> HttpResponse:
    """The list, the latest issued first."""
    listed = [(plan, years_of(plan)) for plan in plans_open_to(request.user)]
    context = {"plans": listed, "may_write": request.user.may(Permission.PLAN_WRITE)}
    return render(request, "targets/plan_list.html", context)


@require_safe
@needs(Permission.PLAN_READ)
def plans_file(request: HttpRequest, ending: str) -> HttpResponse:
    """All plans that the reader sees, in the columns of the import."""
    found = plans_open_to(request.user).prefetch_related(None)
    return _file(request, found, ending, f"plans-{today().isoformat()}")


@require_safe
@needs(Permission.PLAN_READ)
def plan_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """One plan in the columns of the import."""
    found = _plan(request, pk)
    return _file(request, [found], ending, f"plan-{found.unit.code}-{found.issued_on}")


def _file(request: HttpRequest, found: Iterable[Plan], ending: str, name: str) -> HttpResponse:
    if ending not in TYPES:
        raise Http404(_("There is no such file."))
    readable = AdministrativeUnit.objects.aggregates_open_to(request.user)
    header, rows = plans_table(found, ending, readable)
    title = str(TargetsKind.label)
    content = as_csv(header, rows) if ending == "csv" else as_xlsx(title, header, rows)
    return attachment(content, TYPES[ending], f"{name}.{ending}")


@require_safe
@needs(Permission.PLAN_READ)
def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of a plan and of its targets, the newest first."""
    found = _plan(request, pk)
    changes = changes_of(request.user, *histories([found]))
    page = Paginator(changes, CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "targets/plan_history.html", {"plan": found, "page": page})


def _plan(request: HttpRequest, pk: int) -> Plan:
    found = plans_open_to(request.user).prefetch_related(None).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such plan for your unit."))
    return found


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: targets by year with their clauses, and the official figures of its unit."""
    reader = request.user
    found = _plan(request, pk)
    may_write = may_write_plans_of(request, found.unit)
    units = AdministrativeUnit.objects.aggregates_open_to(reader)
    context = {
        "plan": found,
        "years": planned_years(found, reader),
        "relations": relations_of(found),
        "official_figures": official_figures(found),
        "unit_is_open": units.filter(pk=found.unit_id).exists(),
        "may_edit": may_write,
        "next_year": max(planned(found), default=today().year - 1) + 1,
    }
    return render(request, "targets/plan_detail.html", context)


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plan_before(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's year against the year planned before it; `?year=` of several chooses one."""
    found, beside, rows = _against_before(request, pk)
    before = next((row.before.plan for row in rows if row.before), None)
    context = {"plan": found, "beside": beside, "before": before, "rows": rows}
    return render(request, "targets/plan_before.html", context)


@require_safe
@needs(Permission.PLAN_READ)
@free_while_unchanged
def plan_before_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """The same as a file."""
    found, beside, rows = _against_before(request, pk)
    return download(before_table(decision_of(found), beside, rows, demo_note()), ending)


def _against_before(
    request: HttpRequest, pk: int
) -> tuple[Plan, BesideBefore, list[PlannedBeside]]:
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
    return found.followed, beside, rows
