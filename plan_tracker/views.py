"""Signing in, the guides, and error pages in our look and the person's language.

Errors of addresses under /api/ are answered in JSON.
"""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperatives.models import User
from cooperatives.rights.permissions import Permission

from . import guides

API = "/api/"
"""What the addresses for programs begin with."""
PUBLIC = "/public/"
"""What the addresses begin with that anybody may read, all alike."""

READABLE = {"ensure_ascii": False}
"""How JSON is written that people read too: with its letters as they are."""


class SignInView(LoginView):
    """Leads to the page that was asked for, else to the person's first page."""

    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        # Who opened the bare address of the site asked for no page of it.
        asked = super().get_redirect_url()
        return "" if asked == reverse("dashboard") else asked

    def get_default_redirect_url(self) -> str:
        return first_page(self.request.user)


@require_safe
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """That the process answers: "ok", without session and database. Asked by who watches over the
    server, and by a grid whose line was broken.
    """
    return HttpResponse("ok", content_type="text/plain")


def first_page(user: User) -> str:
    """Where a person's work begins: the returns for those who submit them, else the overview."""
    submits = user.may(Permission.RETURN_SUBMIT) and not user.may(Permission.RETURN_DECIDE)
    return reverse("returns" if submits else "dashboard")


@require_safe
def own_guide(request: HttpRequest) -> HttpResponse:
    """To the guide of the person's role."""
    return redirect("guide", request.user.role)


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """A guide in the page's language, for whoever has signed in: each may read what others do."""
    if name not in guides.NAMES:
        raise Http404
    shown = [guides.guide(one) for one in guides.NAMES]
    (here,) = [one for one in shown if one.name == name]
    return render(request, "guide.html", {"guide": here, "guides": shown})


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404. A sentence given with the Http404 says what was not found, and why."""
    said = _("There is nothing at this address.")
    if not isinstance(exception, Resolver404) and exception.args:
        said = str(exception.args[0])
    return _answer(request, 404, said)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but the role may not do this."""
    return _answer(request, 403, _("Your role does not allow this."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _answer(request, 400, _("The request could not be read."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the page was too old to be sent; nothing was stored."""
    said = _("This page was open too long.")
    return _answer(request, 403, said, "403_csrf.html", page=page_of_the_form(request))


def page_of_the_form(request: HttpRequest) -> str:
    """The page of ours from which a form was sent, "" where the browser does not say it."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return ""
    return urlsplit(page)._replace(scheme="", netloc="").geturl()


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither database nor session: they may be what failed."""
    if _wants_json(request):
        return JsonResponse({"error": _("Something went wrong on our side.")}, status=500)
    return HttpResponse(render_to_string("500.html", {"request": request}), status=500)


def _answer(
    request, status: int, said: str, template: str | None = None, **context
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": said}, status=status, json_dumps_params=READABLE)
    context["said"] = said
    return render(request, template or f"{status}.html", context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    """Programs read the API; our own scripts ask for JSON."""
    return request.path_info.startswith(API) or request.headers.get("Accept") == "application/json"
