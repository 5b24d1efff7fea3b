"""The list of returns to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..pages.unchanged import free_while_unchanged
from ..returns.changed_since import changed_cells
from ..returns.file import returns_table
from ..returns.filter import ReturnFilter
from ..returns.owed import begun_quarters, latest_steps, owed_returns
from ..rights.access import needs
from ..rights.permissions import Permission
from .downloads import demo_note, download


@require_safe
@needs(Permission.RECORD_READ)
@free_while_unchanged
def returns_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The returns within the reader's scope, filtered as in the list, all its pages."""
    choice = ReturnFilter(request.GET, reader=request.user)
    if not choice.periods.years or not choice.is_valid():
        raise Http404(_("There is no such choice in this list."))
    listed = choice.apply(owed_returns(choice.unit, begun_quarters(choice.of_year)))
    changed = changed_cells(one.key for one in listed if one.key)
    return download(returns_table(listed, latest_steps(listed), changed, demo_note()), ending)
