"""The returns: to district staff what is to be done, to officers where all of them stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ..figures.blanks import Blank, blanks_of
from ..ground.calendar import Quarter, today
from ..models import LetterDrafted, QuarterlyReturn, ReturnStep
from ..pages.unchanged import free_while_unchanged, shows_the_moment
from ..registry.notices import beyond_notice_for
from ..returns.changed_since import changed_cells
from ..returns.filter import ReturnFilter
from ..returns.matrix import matrix_columns, matrix_rows
from ..returns.not_reached import NotReached
from ..returns.owed import (
    OwedReturn,
    begun_quarters,
    latest_steps,
    owed_returns,
    periods_of,
    to_do,
    urgency,
)
from ..returns.reporting import Reporting
from ..returns.taking_back import decisions_to_undo
from ..returns.unopened import unopened_for
from ..returns.urging import has_urged, newest_letters
from ..returns.weighing import Weight, weights_of
from ..returns.workflow import Seen, approve_each
from ..rights.access import needs
from ..rights.permissions import Permission
from ..units.choosing import names_in_column
from ..units.time import outside_its_time

TASKS_PER_PAGE = 20
RETURNS_PER_PAGE = 20
UNITS_PER_PAGE = 50


@dataclass(frozen=True)
class ListedReturn:
    """What a list shows of a return: the last step, what is open in it, how many cells changed
    since the province had it (None: it never came back), and the round that is approved, if it can
    be. name: what tells its unit from the others of the list. blanks: who lacks which figures in
    it, where that is asked for.
    """

    owed: OwedReturn
    step: ReturnStep | None
    weight: Weight | None
    changed: int | None
    seen: Seen | None
    name: str
    letter: LetterDrafted | None
    blanks: Sequence[Blank] = ()


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def returns(request: HttpRequest) -> HttpResponse:
    """A person's returns: who approves them sees where all stand, the others what is to be done."""
    if request.user.may(Permission.RETURN_DECIDE):
        return _overview(request)
    return _my_work(request)


@needs(Permission.RETURN_DECIDE)
@require_POST
def return_approvals(request: HttpRequest) -> HttpResponse:
    """Show what is open in the submitted returns that were ticked; once that was seen, approve
    those that stand as the list showed them, name the others, and go back to the list.
    """
    marks = request.POST.getlist("returns")
    if not marks:
        messages.error(request, _("Nothing was approved: tick the returns first."))
    elif "seen" in request.POST or not (asked := _to_weigh(request, marks)):
        _approve(request, marks)
    else:
        found = {row.seen.quarterly_return for row in asked}
        context = {
            "rows": asked,
            "others": [mark for mark in marks if Seen.read(mark).quarterly_return not in found],
            "back": list_to_return_to(request),
        }
        return render(request, "cooperatives/returns/approvals.html", context)
    return redirect(list_to_return_to(request))


def _to_weigh(request: HttpRequest, marks: list[str]) -> list[ListedReturn]:
    """Those of the ticked returns that can be approved, each in the round that was ticked."""
    seen = dict(map(Seen.read, marks))
    filed = QuarterlyReturn.objects.in_scope_of(request.user).filter(pk__in=list(seen))
    periods = {one.period for one in filed}
    found = [
        one
        for one in (owed_returns(request.user.unit, periods) if periods else ())
        if one.key in seen and one.awaits_approval
    ]
    blanks = blanks_of(one for one in filed if one.pk in {owed.key for owed in found})
    return [
        replace(
            row,
            seen=Seen(row.owed.key, seen[row.owed.key]),
            blanks=blanks.get(row.owed.key, ()),
        )
        for row in _listed(request, found)
    ]


def _approve(request: HttpRequest, marks: list[str]) -> None:
    outcome = approve_each(map(Seen.read, marks), request.user)
    if outcome.approved:
        text = ngettext(
            "Approved %(number)s return: %(names)s.",
            "Approved %(number)s returns: %(names)s.",
            len(outcome.approved),
        )
        names = ", ".join(str(one.unit) for one in outcome.approved)
        messages.success(request, text % {"number": len(outcome.approved), "names": names})
    why = " ".join(outcome.refused)
    if why and not outcome.approved:
        why = _("Nothing was approved. %(why)s") % {"why": why}
    if why:
        messages.error(request, why)


def list_to_return_to(request: HttpRequest) -> str:
    """The list as it was filtered; the whole list where the address is not one of ours."""
    asked, own = request.POST.get("next", ""), reverse("returns")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours and asked.partition("?")[0] == own else own


def _my_work(request: HttpRequest) -> HttpResponse:
    unit = request.user.unit
    periods = periods_of(unit)
    page = Paginator(to_do(unit, periods), TASKS_PER_PAGE).get_page(request.GET.get("tasks"))
    steps = latest_steps(page.object_list)
    context = {
        "tasks": page,
        "cards": [(one, steps.get(one.key)) for one in page.object_list],
        "years": periods.years,
        "beyond_notice": beyond_notice_for(request.user, today()),
        "own_ended": outside_its_time(unit, today()) if unit.has_ended else None,
    }
    if periods.years:
        year = _year_asked_for(request, periods.years)
        context |= _matrix(request, year, owed_returns(unit, begun_quarters(year)))
    return render(request, "cooperatives/returns/mine.html", context)


def _year_asked_for(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year") or str(years[-1])
    if asked not in map(str, years):
        raise Http404(_("There are no returns for the year “%(year)s”.") % {"year": asked})
    return int(asked)


def _overview(request: HttpRequest) -> HttpResponse:
    choice = ReturnFilter(request.GET, reader=request.user)
    unopened = unopened_for(request.user)
    if not choice.periods.years:
        context = {"choice": choice, "unopened": unopened}
        return render(request, "cooperatives/returns/all.html", context)
    if not choice.is_valid():
        raise Http404(_("There is no such choice in this list."))
    of_year = owed_returns(choice.unit, begun_quarters(choice.of_year), choice.years)
    asked = sorted(choice.apply(of_year), key=urgency)
    page = Paginator(asked, RETURNS_PER_PAGE).get_page(request.GET.get("page"))
    reporting = _reporting(choice, of_year)
    if undoable := decisions_to_undo(request.user):
        shows_the_moment(request)
    context = {
        "choice": choice,
        "unopened": unopened,
        "page": page,
        "rows": _listed(request, page.object_list, asked),
        "can_approve": any(one.awaits_approval for one in page.object_list),
        "reporting": reporting,
        "has_urged": reporting and has_urged(reporting.returns, request.user),
        "names_needed": reporting and len(page.object_list) < len(reporting.returns),
        "undoable": undoable,
        "not_reached": NotReached.seen_by(request.user),
    }
    return render(
        request,
        "cooperatives/returns/all.html",
        context | _matrix(request, choice.of_year, of_year),
    )


def _listed(
    request: HttpRequest, returns: Sequence[OwedReturn], among: Sequence[OwedReturn] = ()
) -> list[ListedReturn]:
    """What a list shows of some returns. among: all of the list, where it has several pages."""
    names = names_in_column(one.unit for one in (*among, *returns))
    steps = latest_steps(returns)
    letters = newest_letters(returns)
    filled = {one.key: one.completeness for one in returns if one.key}
    changed, weights = changed_cells(filled), weights_of(filled, request.user)
    return [
        ListedReturn(
            one,
            steps.get(one.key),
            weights.get(one.key),
            changed.get(one.key),
            Seen.of(one.key, steps.get(one.key)) if one.awaits_approval else None,
            names[one.unit.pk],
            letters.get((one.unit.pk, one.period)),
        )
        for one in returns
    ]


def _reporting(choice: ReturnFilter, of_year: list) -> Reporting | None:
    """Where the quarter asked for stands as a whole; None where all quarters were asked for."""
    if choice.of_quarter is None:
        return None
    period = Quarter(choice.of_year, choice.of_quarter)
    return Reporting(period, tuple(one for one in of_year if one.period == period and one.is_owed))


def _matrix(request: HttpRequest, year: int, of_year: list[OwedReturn]) -> dict:
    rows = Paginator(matrix_rows(of_year), UNITS_PER_PAGE).get_page(request.GET.get("units"))
    return {"year": year, "matrix": rows, "columns": matrix_columns(year, of_year)}
