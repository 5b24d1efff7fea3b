"""Plans are made: a new one, a copy, a decision that adjusts one, and the targets of a year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cooperatives.ground.calendar import today
from cooperatives.models import AdministrativeUnit, Level
from cooperatives.pages.forms import PLANS
from cooperatives.pages.storing import stored_or_told
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.units.choosing import units_to_choose

from ..indicators import indicator_named, known
from ..models import Plan, Target
from ..plans.adjusting import planned_years, targets_in_force
from ..plans.inherited import aimed_at, inherited_plans, takes_over
from ..plans.listing import plans_open_to
from ..plans.making import PlanForm, Standing, store_replaced
from ..plans.proposals import Basis, Course, bases_for, courses_for, units_below
from ..plans.rules import closed_target_problems
from ..plans.seen import changes_since, version_of, with_adjusting
from ..plans.sharing import SharingForm
from ..plans.sheet import Kind, TargetSheet

FIRST_YEAR, LAST_YEAR = 1945, 2200

forms = require_http_methods(["GET", "HEAD", "POST"])
writes = needs(Permission.PLAN_WRITE)


def may_write(request: HttpRequest, unit: AdministrativeUnit) -> bool:
    """Whether somebody may set targets for a unit: an admin at or above it."""
    if not request.user.may(Permission.PLAN_WRITE):
        return False
    return AdministrativeUnit.objects.in_scope_of(request.user).filter(pk=unit.pk).exists()


def _plan(request: HttpRequest, pk: int) -> Plan:
    """A plan that may be changed. Http404, PermissionDenied."""
    found = plans_open_to(request.user).prefetch_related(None).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such plan for your unit."))
    if not may_write(request, found.unit):
        raise PermissionDenied
    return found


def _held(request: HttpRequest, pk: int) -> Plan:
    """The same within a transaction, held where something is sent."""
    if request.method == "POST":
        Plan.objects.filter(pk=pk).order_by("pk").select_for_update(of=("self",)).first()
    return _plan(request, pk)


def _year(text: str | int | None, otherwise: int) -> int:
    """A year of an address. Http404 for what is none."""
    if not text:
        return otherwise
    if not str(text).isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Http404(_("There is no such year."))
    return int(text)


def _said(request: HttpRequest, text: str) -> None:
    """Say that a form was taken: the browser that kept it need keep it no longer."""
    messages.success(request, text, extra_tags=request.path)


# --- A new plan -----------------------------------------------------------------------------------


@forms
@writes
def plan_new(request: HttpRequest) -> HttpResponse:
    """A new plan, from nothing or from another one's targets (`?from=`), for a year; those of an
    ended unit's plan for one that took over, too (`?unit=`).
    """
    source = _source(request)
    unit = _unit(request) if not source or request.GET.get("unit") else source.unit
    if unit is None:
        choices = units_to_choose(request.user, None, today())
        return render(request, "targets/plan_new_unit.html", {"choices": choices})
    last = max(planned_years(source), default=today().year) if source else None
    year = _year(request.POST.get("year") or request.GET.get("year"), (last or today().year) + 1)
    shown = []
    if source and source.unit == unit:
        shown = targets_in_force(source, year=last)
    elif source:
        if not takes_over(unit, source):
            raise Http404(_("There is no such plan for your unit."))
        shown = aimed_at(unit, source, year=last)
    return stored_or_told(
        lambda: _made(request, Plan(unit=unit), year, shown=shown, kind=Kind.COPIED, source=source)
    )


@forms
@writes
def plan_adjusting(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision that adjusts a plan: of the targets in force it stores only those that change."""
    plan = _plan(request, pk).followed
    years = planned_years(plan)
    year = _year(
        request.GET.get("year"), today().year if today().year in years else max(years, default=0)
    )
    if year not in years:
        raise Http404(_("This plan has no target for that year."))
    adjusting = Plan(unit=plan.unit, adjusts=plan, title=plan.title, issuer=plan.issuer)
    shown = targets_in_force(plan, year=year)
    return stored_or_told(
        lambda: _made(request, adjusting, year, shown=shown, kind=Kind.ADJUSTING, source=plan)
    )


def _source(request: HttpRequest) -> Plan | None:
    """The plan that a new one is copied from."""
    asked = request.GET.get("from", "")
    if not asked:
        return None
    if not asked.isdigit():
        raise Http404(_("There is no such plan for your unit."))
    return _plan(request, int(asked)).followed


def _unit(request: HttpRequest) -> AdministrativeUnit | None:
    """Whose plan it is to be: the own unit; who works for a country or for none says which."""
    code, own = request.GET.get("unit", ""), request.user.unit
    if not code:
        roots = [own] if own else list(AdministrativeUnit.objects.filter(parent=None)[:2])
        is_settled = len(roots) == 1 and roots[0].level != Level.COUNTRY
        return roots[0] if is_settled else None
    found = AdministrativeUnit.objects.in_scope_of(request.user).asked_for(code, today())
    if found is None or found.level == Level.COMMUNE:
        raise Http404(_("There is no such choice in this list."))
    return found


def _made(
    request: HttpRequest,
    plan: Plan,
    year: int,
    *,
    shown: list[Target],
    kind: Kind,
    source: Plan | None,
) -> HttpResponse:
    """The page of a new plan; on POST store it, unless it breaks a rule."""
    data = request.POST if request.method == "POST" else None
    seen = []
    if source and kind is Kind.ADJUSTING:
        seen = with_adjusting(_held(request, source.pk))
    version, changes = version_of(seen), []
    if data is not None and seen:
        changes = changes_since(data.get("version", ""), request.user, seen)
    if changes:
        data = data.copy()
        for row in TargetSheet(data, plan, year, (), shown=shown, kind=kind).rows:
            row.over_what_is_stored(data)
    form = PlanForm(data, instance=plan, year=year)
    units = units_below(plan.unit, year)
    sheet = TargetSheet(data, plan, year, units, shown=shown, kind=kind)
    # Both say at once what is wrong with them.
    is_valid = data is not None and not changes and all([form.is_valid(), sheet.is_valid()])
    if is_valid:
        if sheet.changed:
            form.stored()
            sheet.store()
            _said(request, _("The plan is stored."))
            return redirect("plan", plan.pk)
        sheet.problems.append(_nothing_set(kind))
    context = {
        "plan": plan,
        "source": source,
        "is_adjusting": kind is Kind.ADJUSTING,
        "inherited": [] if source else inherited_plans(plan.unit, year, request.user),
        "year": year,
        "form": form,
        "sheet": sheet,
        "plan_version": version,
        "changes": changes,
    }
    return render(request, "targets/plan_new.html", context, status=409 if changes else 200)


def _nothing_set(kind: Kind) -> str:
    if kind is Kind.ADJUSTING:
        return _("Nothing is adjusted yet: change at least one target.")
    return _("Enter at least one target.")


# --- A plan that is there -------------------------------------------------------------------------


@forms
@writes
def plan_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, day, title and source of a plan."""

    def attempt() -> HttpResponse:
        plan = _held(request, pk)
        data = request.POST if request.method == "POST" else None
        form, changes = PlanForm(data, instance=plan), []
        if data is not None:
            changes = changes_since(data.get("version", ""), request.user, [plan])
        if changes:
            data = data.copy()
            form.over_what_is_stored(data)
            form = PlanForm(data, instance=_plan(request, pk))
        elif data is not None and form.is_valid():
            form.stored()
            _said(request, _("The plan is stored."))
            return redirect("plan", pk)
        context = {
            "plan": Plan.objects.get(pk=pk),
            "form": form,
            "plan_version": version_of([plan]),
            "changes": changes,
        }
        return render(request, "targets/plan_facts.html", context, status=409 if changes else 200)

    return stored_or_told(attempt)


@forms
@writes
def plan_targets(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The targets of a plan for one year, in one table, with its allocations."""
    year = _year(year, today().year)

    def attempt() -> HttpResponse:
        plan = _held(request, pk)
        stored = plan.targets.filter(year=year).select_related("unit").order_by("place", "pk")
        data, changes = (request.POST if request.method == "POST" else None), []
        units = units_below(plan.unit, year)

        def sheet_over(data) -> TargetSheet:
            shown = list(stored.all())
            for target in shown:
                target.plan = plan
            return TargetSheet(data, plan, year, units, shown=shown)

        if data is not None:
            changes = changes_since(data.get("version", ""), request.user, [plan])
        if changes:
            data = data.copy()
            for row in sheet_over(data).rows:
                row.over_what_is_stored(data)
        sheet, question = sheet_over(data), None
        is_valid = data is not None and not changes and sheet.is_valid()
        if is_valid and sheet.changed and not (plan.adjusts_id or year in planned_years(plan)):
            question = Standing(plan, year, data.get("stands", ""))
            if question.problem:
                sheet.problems.append(question.problem)
        if is_valid and not sheet.problems:
            if sheet.changed:
                store_replaced(question.replaced if question else (), plan)
                sheet.store()
                _said(request, _("The targets are stored."))
            else:
                messages.info(request, _("Nothing was changed."))
            return redirect("plan", pk)
        context = {
            "plan": plan,
            "year": year,
            "sheet": sheet,
            "plan_version": version_of([plan]),
            "changes": changes,
            "stands": PLANS if question and question.is_asked else (),
        }
        status = 409 if changes else 200
        return render(request, "targets/plan_targets.html", context, status=status)

    return stored_or_told(attempt)


@forms
@writes
def plan_shares(request: HttpRequest, pk: int, year: int, code: str) -> HttpResponse:
    """The quarters of one target of a plan, and what of it each unit below is to reach, with a
    proposal (`?course=`, `?basis=`) that counts once it is stored.
    """

    def attempt() -> HttpResponse:
        plan = _held(request, pk)
        rows = plan.targets.filter(year=year, indicator=code).select_related("unit")
        target = rows.filter(unit=plan.unit_id).first()
        if target is None or indicator_named(code) is None:
            raise Http404(_("The plan has no such target."))
        target.plan = plan
        data, changes = (request.POST if request.method == "POST" else None), []
        if data is not None:
            changes = changes_since(data.get("version", ""), request.user, [plan])

        def form_over(data) -> SharingForm:
            course = _choice(request.GET.get("course"), courses_for(known(code)))
            basis = _choice(request.GET.get("basis"), bases_for(known(code)))
            own = rows.get(unit=plan.unit_id)
            own.plan = plan
            below = list(rows.exclude(unit=plan.unit_id))
            units = units_below(plan.unit, year)
            return SharingForm(data, target=own, stored=below, units=units, by=(course, basis))

        if changes:
            data = data.copy()
            form_over(data).over_what_is_stored(data)
        form = form_over(data)
        if data is not None and not changes and form.is_valid():
            form.store()
            _said(request, _("Quarters and allocations are stored."))
            return redirect("plan", pk)
        context = {
            "plan": plan,
            "year": year,
            "target": target,
            "indicator": known(code),
            "form": form,
            "is_closed": bool(closed_target_problems(target)),
            "courses": courses_for(known(code)),
            "bases": bases_for(known(code)),
            "plan_version": version_of([plan]),
            "changes": changes,
        }
        return render(request, "targets/plan_shares.html", context, status=409 if changes else 200)

    return stored_or_told(attempt)


def _choice(asked: str | None, among: list[Course] | list[Basis]) -> Course | Basis | None:
    return next((one for one in among if one.value == asked), None)
