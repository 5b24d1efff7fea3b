"""The public page and its files (open data): of the latest edition what may go out, for anybody.

Off unless `PUBLIC_PAGE` is on. An answer is the same for everybody who asks for it in a language:
no session is read, no cookie is set (`plan_tracker.middleware.PublicMiddleware`), and nothing of a
request's person reaches a template.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cooperatives.files.writing import TYPES, table_as
from cooperatives.pages.unchanged import release
from cooperatives.rights.access import needs
from cooperatives.rights.permissions import Permission
from cooperatives.views.downloads import attachment

from ..editions.asking import edition_asked_for
from ..editions.canonical import sha256
from ..models import Edition
from ..public.page import PublicPage
from ..public.shown import Shown, latest_shown, shown
from ..public.tables import figures_table

FRESH_FOR = 300
"""For how many seconds an answer may be taken for the latest."""
JSON = "application/json"

View = Callable[..., HttpResponse]


def for_anybody(view: View) -> View:
    """Let a view answer everybody, of the latest edition, in the language of `?lang=`; it gets what
    is shown, or None while nothing has been published.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PUBLIC_PAGE:
            raise Http404
        with override(_language(request)):
            found = latest_shown()
            # Nothing is kept of what somebody has to mend, or is about to change.
            if found is None or found.public is None:
                response = view(request, found, *args, **kwargs)
                patch_cache_control(response, no_store=True)
                return _in_language(response)
            tag = _tag(request, found.public.content["sha256"])
            response = get_conditional_response(request, tag)
            if response is None:
                response = view(request, found, *args, **kwargs)
            if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
                response.headers["ETag"] = tag
                patch_cache_control(response, public=True, max_age=FRESH_FOR)
            return _in_language(response)

    return answered


@for_anybody
def public(request: HttpRequest, found: Shown | None) -> HttpResponse:
    """The page: targets, units, what is left out and why, files, and how to check and embed it."""
    return _page("targets/public.html", request, found)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@for_anybody
def public_embed(request: HttpRequest, found: Shown | None) -> HttpResponse:
    """The same in short, for a frame on a page of anybody's."""
    return _page("targets/public_embed.html", request, found)


@for_anybody
def public_file(request: HttpRequest, found: Shown | None, ending: str) -> HttpResponse:
    """`data.json`, as canonical JSON, `data.csv` or `data.xlsx`. Errors are JSON."""
    if ending != "json" and ending not in TYPES:
        return _error(404, _("There is no such file."))
    if found is None:
        return _error(404, _("Nothing has been published yet."))
    if found.public is None:
        return _error(503, not_what_was_published(found))
    if ending == "json":
        response = HttpResponse(found.public.text, content_type=JSON)
    else:
        table = figures_table(PublicPage(found.public))
        name = f"{table.name}.{ending}"
        response = attachment(table_as(ending, table), TYPES[ending], name)
    # Scripts of other sites may read what anybody may read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@needs(Permission.AGGREGATE_READ)
def edition_public(request: HttpRequest, **address: Any) -> HttpResponse:
    """What of an edition would go out, whether the public page is on or not."""
    found = shown(edition_asked_for(Edition.objects.open_to(request.user), **address))
    page = found.public and PublicPage(found.public)
    context = {"edition": found.edition, "period": found.edition.period, "page": page}
    return render(request, "targets/edition_public.html", context)


def not_what_was_published(found: Shown) -> str:
    """That nothing of an edition is shown, and why."""
    return _(
        "The figures are not shown: edition %(number)s is no longer what was published. The office"
        " has to look into it."
    ) % {"number": found.edition.number}


def _page(template: str, request: HttpRequest, found: Shown | None) -> HttpResponse:
    context = {"language": get_language(), "others": _other_languages()}
    if found is None:
        return HttpResponse(render_to_string("targets/public_nothing.html", context))
    if found.public is None:
        context["said"] = not_what_was_published(found)
        return HttpResponse(render_to_string("targets/public_nothing.html", context), status=503)
    context |= {
        "page": PublicPage(found.public),
        "address": request.build_absolute_uri(reverse("public")),
        "frame": request.build_absolute_uri(reverse("public-embed")),
    }
    # Without the request: what stands beside every page of ours would ask who reads it.
    return HttpResponse(render_to_string(template, context))


def _other_languages() -> list[tuple[str, str]]:
    return [one for one in settings.LANGUAGES if one[0] != get_language()]


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _in_language(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Language"] = get_language()
    return response


def _tag(request: HttpRequest, figures: str) -> str:
    """A tag of what goes out, the address, the language and the release. Weak, as answers may be
    packed.
    """
    parts = [figures, request.path, request.get_host(), get_language(), release()]
    return f'W/"{sha256(repr(parts))}"'


def _error(status: int, said: str) -> JsonResponse:
    response = JsonResponse(
        {"error": said}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
