"""The comparison for programs: the same JSON as `manage.py progress --format json` (design 3), and
what was published of it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cooperatives.pages.unchanged import free_while_unchanged
from cooperatives.rights.permissions import Permission

from ..comparison.as_json import progress_as_json
from ..comparison.reading import progress_of
from ..comparison.selection import NothingThereError, selection_asked_for
from .editions import edition_asked_for

READABLE = {"ensure_ascii": False}


def for_programs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer whoever has signed in and may read aggregates, and programs with a token
    (`plan_tracker.middleware`). A program is told 401 instead of being led to the page for signing
    in; errors are JSON too.
    """

    @login_not_required
    @require_safe
    @free_while_unchanged
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            said = _("Sign in first, or send a token that is neither revoked nor expired.")
            response = _error(401, said)
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        if not request.user.may(Permission.AGGREGATE_READ):
            return _error(403, _("Your role does not allow this."))
        try:
            return view(request, *args, **kwargs)
        except (Http404, NothingThereError) as error:
            return _error(404, str(error))

    return answered


@for_programs
def progress(request: HttpRequest) -> HttpResponse:
    """`GET /api/v1/progress?year=&quarter=&unit=&plan=`, each optional."""
    found = progress_as_json(progress_of(selection_asked_for(request.GET, request.user)))
    return JsonResponse(found, json_dumps_params=READABLE)


@for_programs
def edition(request: HttpRequest, **address: Any) -> HttpResponse:
    """`GET /api/v1/editions/<year>/<quarter>/<unit>/<edition>`: the content that was hashed, as
    canonical JSON, whatever was made of it since.
    """
    found = edition_asked_for(request, address)
    text = f'{{"content":{found.content},"edition":{found.number},"sha256":"{found.sha256}"}}'
    return HttpResponse(text, content_type="application/json")


def _error(status: int, said: str) -> JsonResponse:
    return JsonResponse({"error": said}, status=status, json_dumps_params=READABLE)
