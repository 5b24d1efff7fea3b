"""A small reform of units by a form, and where the organisations of a divided unit are."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ..counting import Cause, CountedChange, counted_change, hold_counts
from ..ground.calendar import Quarter, today
from ..ground.paging import RECORDS_PER_PAGE
from ..imports.consequences import counted, told, with_code
from ..imports.reform import NAME, carry_out_file
from ..models import AdministrativeUnit, Level
from ..models.locks import lock_organisations
from ..models.spans import holds_on
from ..models.units import any_path_starts
from ..pages.reform import PlacingForm, ReformForm, stays_sent
from ..registry.reform import Consequences, divided_units, left_in, place, placed_meanwhile
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.choosing import units_to_choose
from . import kept as keeping

KEPT = "reform"
"""For what the file of a reform waits between preview and confirmation."""
MOST_UNITS = 400
"""So many units are offered at once; of more a part of the tree is chosen first."""


# --- A small reform -------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DATA_IMPORT)
def unit_reform(request: HttpRequest) -> HttpResponse:
    """The form; sent, also what the reform would do, or why it cannot be."""
    if request.method != "POST":
        return _page(request, None, request.GET.get("under", ""))
    return _preview(request, request.POST)


@require_POST
@needs(Permission.DATA_IMPORT)
def unit_reform_confirmation(request: HttpRequest) -> HttpResponse:
    """Carry out the reform that was previewed; only if it still does the same."""
    previewed = keeping.seen(request, KEPT)
    if previewed is None:
        said = _("The preview is gone or too old, and nothing is stored: look at it again.")
        messages.error(request, said)
        return redirect("unit-reform")
    kept, seen = previewed
    preview = carry_out_file(kept["content"], request.user, store=False)
    if preview.error_count or preview.fingerprint != seen:
        return _changed_meanwhile(request, kept)
    outcome = carry_out_file(kept["content"], request.user, store=True)
    if outcome.error_count or outcome.fingerprint != seen:
        return _changed_meanwhile(request, kept)
    keeping.drop(request, KEPT)
    messages.success(request, _("The reform is stored, with all that follows from it."))
    return redirect("units")


def _changed_meanwhile(request: HttpRequest, kept: keeping.Kept) -> HttpResponse:
    messages.warning(
        request,
        _("The records changed since the preview: nothing is stored. Now it looks like this."),
    )
    return _preview(request, QueryDict(kept["form"]))


def _preview(request: HttpRequest, data: QueryDict) -> HttpResponse:
    under = data.get("under", "")
    form = _form(request, data, under)
    if form is None or not form.is_valid():
        return _page(request, form, under)
    reform = form.reform()
    content = reform.as_file()
    outcome = carry_out_file(content, request.user, store=False)
    context = {"outcome": outcome, "reform": reform}
    if outcome.error_count:
        context["errors"] = [(reform.unit_of_row(one.row), one) for one in outcome.errors]
    else:
        kept = {"name": NAME, "content": content, "form": data.urlencode()}
        context["seen"] = keeping.keep(request, KEPT, kept, outcome.fingerprint)
    return _page(request, form, under, **context)


def _form(request: HttpRequest, data: QueryDict | None, under: str) -> ReformForm | None:
    """The form over the units at or under one and what went there whole: those that there are, and
    those that ended without anybody saying who took over; None where they are too many for one.
    """
    reach = AdministrativeUnit.objects.in_scope_of(request.user)
    top = _unit_asked_for(request, under)
    units = reach.filter(
        holds_on(today()) | Q(valid_to__isnull=False, successions=None)
    ).select_related("parent")
    units = units.filter(any_path_starts(top.reach)) if top else units
    units = list(units.order_by("path")[: MOST_UNITS + 1])
    if len(units) > MOST_UNITS:
        return None
    if top:  # first what is its own: under the first of them a new unit lies unless said otherwise
        units.sort(key=lambda unit: not unit.path.startswith(top.path))
    parents = [unit for unit in units if unit.level != Level.COMMUNE]
    if top and top.parent and request.user.reaches(top.parent.path):
        parents.append(top.parent)
    return ReformForm(data, units=units, parents=parents)


def _unit_asked_for(request: HttpRequest, code: str) -> AdministrativeUnit | None:
    if not code:
        return request.user.unit
    found = AdministrativeUnit.objects.in_scope_of(request.user).asked_for(code, today())
    if found is None:
        raise Http404(_("There is no such choice in this list."))
    return found


def _page(request: HttpRequest, form: ReformForm | None, under: str, **context) -> HttpResponse:
    top = _unit_asked_for(request, under)
    choices = units_to_choose(request.user, top, today())
    if top and top.asked_as not in dict(choices):
        choices.append((top.asked_as, top.told_apart))  # it has ended
    context |= {
        "form": form or _form(request, None, under),
        "under": under or (top.asked_as if top else ""),
        "choices": choices,
    }
    return render(request, "cooperatives/unit_reform.html", context)


# --- Where the organisations of a divided unit are ------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTRY_WRITE)
def unit_placing(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisations that still lie in a unit which went to several others; sent, those of which
    a successor was chosen go there from its end on.
    """
    unit = AdministrativeUnit.objects.in_scope_of(request.user).filter(pk=pk).first()
    if unit is None or unit.valid_to is None or unit.valid_to > today():
        raise Http404(_("There is no ended unit here of which anything is to be placed."))
    if request.method != "POST":
        return _placing_page(request, unit)
    with transaction.atomic():
        hold_counts()
        lock_organisations(left_in(unit).values_list("organisation", flat=True))
        form = _placing_form(request, unit, request.POST)
        found = form.consequences() if form.is_valid() else None
        if found and found.moved:
            _place(request, unit, form, found)
    _say_gone(request, unit, form.gone)
    if found is None or form.errors:
        return _placing_page(request, unit, form)
    if found.moved or not form.gone:
        _say(request, found)
    return redirect(request.get_full_path() if left_in(unit).exists() else "units")


def _place(
    request: HttpRequest, unit: AdministrativeUnit, form: PlacingForm, found: Consequences
) -> None:
    """Store it, or note in the form why it cannot be and take the transaction back."""
    change = CountedChange(
        Cause.CORRECTION,
        units=(unit, *{move.successor for move in found.moved}),
        since=Quarter.of(unit.valid_to),
        by=request.user,
    )
    with counted_change(change):
        for one in place(found):
            form.add_error(None, one.message)
            transaction.set_rollback(True)


def _say(request: HttpRequest, found: Consequences) -> None:
    count = len(found.moved)
    if not count:
        messages.info(request, _("Nothing was chosen, and nothing is stored."))
        return
    said = ngettext("%(count)s organisation placed.", "%(count)s organisations placed.", count)
    messages.success(request, said % {"count": count})
    for consequence in told(replace(found, moved=())):
        messages.info(request, f"{consequence.sentence} {'; '.join(consequence.lines)}")


def _say_gone(request: HttpRequest, unit: AdministrativeUnit, gone: Sequence[int]) -> None:
    if not gone:
        return
    places = placed_meanwhile(unit, gone, request.user)
    lines = [f"{one.organisation.name}: {with_code(one.unit)}" for one in places]
    said = ngettext_lazy(
        "%(count)s organisation was placed already and stays where it is.",
        "%(count)s organisations were placed already and stay where they are.",
        "number",
    )
    messages.warning(request, " ".join(filter(None, (counted(said, len(gone)), "; ".join(lines)))))


def _placing_form(request: HttpRequest, unit: AdministrativeUnit, data=None) -> PlacingForm:
    successors = AdministrativeUnit.objects.in_scope_of(request.user).filter(
        takeovers__predecessor=unit
    )
    there = successors.on(unit.valid_to).order_by("path")
    left = left_in(unit)
    page = Paginator(left, RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    # What was sent is about what its page showed, which is another page once others are placed.
    stays = page.object_list if data is None else left.filter(pk__in=stays_sent(data))
    return PlacingForm(data, page=page, stays=stays, successors=there)


def _placing_page(
    request: HttpRequest, unit: AdministrativeUnit, form: PlacingForm | None = None
) -> HttpResponse:
    context = {
        "unit": unit,
        "form": form or _placing_form(request, unit),
        "others": divided_units(request.user).exclude(pk=unit.pk),
    }
    return render(request, "cooperatives/unit_placing.html", context)
