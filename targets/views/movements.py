"""All that moved: the changes of a unit's indicators at one quarter, the newest first."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.ground.calendar import today
from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import demo_note, download

from ..comparison.choices import quarter_choices, unit_choices, year_choices
from ..comparison.selection import NothingThereError, Selection, selection_asked_for
from ..indicators import indicator_named
from ..movements.reading import chains_of, net_changes, page_of_events, steps_of
from ..movements.steps import Days, monday_before
from ..output.tables import movements_table

MONTH = timedelta(days=30)


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def movements(request: HttpRequest) -> HttpResponse:
    """The changes of the days asked for by `from` and `to`, or of all: what they add up to, and
    each with what it moved; of all indicators, or of the one asked for by `indicator`.
    """
    selection, code, days = _asked(request)
    chains = chains_of(selection.unit, selection.period, days, code)
    page, events = page_of_events(request.user, chains, request.GET.get("page"))
    context = {
        "selection": selection,
        "indicator": indicator_named(code),
        "days": days,
        "monday": monday_before(today()),
        "month": today() - MONTH,
        "page": page,
        "events": events,
        "net": net_changes(request.user, chains),
        "quarters": quarter_choices(selection),
        "years": year_choices(selection),
        "units": unit_choices(selection),
    }
    return render(request, "targets/movements.html", context)


@require_safe
@needs(Permission.AGGREGATE_READ)
@free_while_unchanged
def movements_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Each value that moved in the days asked for as a row of a file."""
    selection, code, days = _asked(request)
    steps = steps_of(request.user, chains_of(selection.unit, selection.period, days, code))
    return download(movements_table(steps, selection, demo_note()), ending)


def _asked(request: HttpRequest) -> tuple[Selection, str | None, Days]:
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingThereError as error:
        raise Http404(str(error)) from error
    code = request.GET.get("indicator") or None
    if code and indicator_named(code) is None:
        raise Http404(_("There is no indicator with the code %(code)s.") % {"code": code})
    return selection, code, Days(_day(request, "from"), _day(request, "to"))


def _day(request: HttpRequest, name: str) -> date | None:
    asked = request.GET.get(name)
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError as error:
        raise Http404(_("There is no day %(day)s.") % {"day": asked}) from error
