"""Signing in, and error pages in our look and the person's language.

Errors of addresses under /api/ are answered in JSON.
"""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cooperatives.models import User
from cooperatives.rights.permissions import Permission

API = "/api/"
"""What the addresses for programs begin with."""


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
    return _answer(request, 403, _("This page was open too long."), "403_csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Asks neither database nor session: they may be what failed."""
    if _wants_json(request):
        return JsonResponse({"error": _("Something went wrong on our side.")}, status=500)
    return HttpResponse(render_to_string("500.html", {"request": request}), status=500)


def _answer(request, status: int, said: str, template: str | None = None) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": said}, status=status)
    return render(request, template or f"{status}.html", {"said": said}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    """Programs read the API; our own scripts ask for JSON."""
    return request.path_info.startswith(API) or request.headers.get("Accept") == "application/json"
