"""The comparison for programs: the same JSON as `manage.py progress --format json` (design 3)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.permissions import Permission

from ..comparison.as_json import progress_as_json
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, selection_asked_for

READABLE = {"ensure_ascii": False}


# A program is told 401 instead of being led to the page for signing in.
@login_not_required
@require_safe
@free_while_unchanged
def progress(request: HttpRequest) -> JsonResponse:
    """`GET /api/v1/progress?year=&quarter=&unit=&plan=`, each optional; errors are JSON too.

    For whoever has signed in, and for programs with a token (`plan_tracker.middleware`).
    """
    if not request.user.is_authenticated:
        said = _("Sign in first, or send a token that is neither revoked nor expired.")
        response = _error(401, said)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if not request.user.may(Permission.AGGREGATE_READ):
        return _error(403, _("Your role does not allow this."))
    try:
        selection = selection_asked_for(request.GET, request.user)
    except NothingThereError as error:
        return _error(404, str(error))
    found = progress_as_json(progress_of(selection))
    return JsonResponse(found, json_dumps_params=READABLE)


def _error(status: int, said: str) -> JsonResponse:
    return JsonResponse({"error": said}, status=status, json_dumps_params=READABLE)
